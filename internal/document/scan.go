package document

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/locale"
)

// faultsOf reads the lines as people write front matter and returns every line that may be at fault, from the top. For a line
// there may be several readings, the likeliest first.
func faultsOf(l front) []fault {
	s := scan{lines: l, text: -1, first: -1, odd: -1}
	for s.at = 0; s.at < len(l); s.at++ {
		s.line()
	}
	slices.SortStableFunc(s.faults, func(a, b fault) int { return a.line - b.line })
	return s.faults
}

// level is an object or a list that is open: a column in which its keys or hyphens stand.
type level struct {
	indent int
	list   bool
}

// scan is the state of faultsOf.
type scan struct {
	lines  front
	at     int
	faults []fault

	levels []level
	popped []level // closed by the last line that stands further left than the one before
	since  int     // the line that closed them
	empty  bool    // the last key has no value so far
	plain  bool    // the last value is text without quotes, which may go on
	indent int     // of the key or hyphen of the last value
	prev   int     // the line of it
	odd    int     // the last line with other signs than spaces in its indentation
	first  int     // the first line that has a field; -1 before

	block bool // in a text below | or >
	below bool // the last value is such a text
	text  int  // its indentation; -1 if not known yet
	until int  // the line that ends a text in quotes or a bracket, which spans lines
}

// line reads one line.
func (s *scan) line() {
	text := s.lines[s.at]
	lead := text[:len(text)-len(strings.TrimLeftFunc(text, IsBlank))]
	rest := text[len(lead):]
	indent := utf8.RuneCountInString(lead)
	switch {
	case s.at < s.until, rest == "":
		return
	case s.block && s.inBlock(indent), strings.HasPrefix(rest, "#"):
		return
	}
	if strings.Trim(lead, " ") != "" {
		s.odd = s.at
		indent = s.badIndent(lead, rest)
	}
	if isNearFence(text) || IsFence(text) {
		s.add(fault{problem: locale.Say("yaml.fence"), drop: true})
	}
	s.content(indent, rest)
	if s.first < 0 {
		s.first = s.at
	}
}

// add adds a fault of the current line, at its text unless a column is given.
func (s *scan) add(f fault) {
	line := s.lines[s.at]
	f.line = s.at
	if last := len(s.faults) - 1; s.odd == s.at && (f.problem.Key == "yaml.deep-indent" || f.problem.Key == "yaml.shallow-indent") {
		f.problem, f.column = s.faults[last].problem, s.faults[last].column // what the indentation consists of comes first
	} else if f.column == 0 {
		f.column = utf8.RuneCountInString(line) - utf8.RuneCountInString(strings.TrimLeftFunc(line, IsBlank))
	}
	s.faults = append(s.faults, f)
}

// inBlock reports whether a line belongs to the open text below | or >.
func (s *scan) inBlock(indent int) bool {
	if s.text < 0 && indent > s.indent {
		s.text = indent
	}
	s.block = s.text >= 0 && indent >= s.text
	return s.block
}

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }

// expected returns the indentation that a line most likely should have: that of the next one if it belongs to an object that
// has only just begun, or of those above.
func (s *scan) expected() int {
	if !s.empty {
		return s.top().indent
	}
	for _, next := range s.lines[s.at+1:] {
		rest := strings.TrimLeft(next, " ")
		if depth := len(next) - len(rest); rest != "" && rest[0] != '\t' && !isInvisible(firstRune(rest)) && depth > s.indent {
			return depth
		} else if rest != "" && depth <= s.indent && rest[0] != '\t' {
			break
		}
	}
	return s.indent + 2
}

func (s *scan) top() level {
	if len(s.levels) == 0 {
		return level{}
	}
	return s.levels[len(s.levels)-1]
}

// badIndent reports an indentation of other signs than spaces and returns what it should be.
func (s *scan) badIndent(lead, rest string) int {
	column := strings.IndexFunc(lead, func(r rune) bool { return r != ' ' })
	sign := firstRune(lead[column:])
	if sign != '\t' {
		width := 0
		for _, r := range lead {
			switch {
			case r == '\u3000':
				width += 2
			case r != '\u200b' && r != '\ufeff' && r != '\u00ad' && r != '\u2060':
				width++
			}
		}
		exact := width == s.expected() || slices.ContainsFunc(s.levels, func(l level) bool { return l.indent == width })
		if !exact {
			width = s.expected()
		}
		s.faults = append(s.faults, fault{line: s.at, column: column, problem: locale.Say("yaml.blank", locale.Args{"sign": signName(sign)}), write: spaces(width) + rest, certain: exact})
		return width
	}
	if also := s.untab(); also != nil {
		s.faults = append(s.faults, fault{line: s.at, column: column, problem: locale.Say("yaml.tab"), write: also[s.at], also: also, certain: true})
		return 2 * len(lead)
	}
	width := s.expected()
	s.faults = append(s.faults, fault{line: s.at, column: column, problem: locale.Say("yaml.tab"), write: spaces(width) + rest})
	return width
}

// untab replaces each tab in the indentation with two spaces, on every line. It returns nil unless all indentation is tabs,
// because otherwise the intended depth is not known.
func (s *scan) untab() map[int]string {
	out := map[int]string{}
	for n, line := range s.lines {
		lead := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		switch {
		case strings.TrimSpace(line) == "" || lead == "":
			continue
		case strings.Contains(lead, " "):
			return nil
		}
		out[n] = strings.Repeat("  ", len(lead)) + line[len(lead):]
	}
	return out
}

// content reads what stands on a line after its indentation.
func (s *scan) content(indent int, rest string) {
	item := false
	lead := spaces(indent)
	for {
		hyphened, next, faulty := s.item(lead, rest)
		if !hyphened {
			break
		}
		if !item && !faulty {
			s.place(indent, true, lead, rest)
		}
		item = true
		width := 2 + len(rest) - len("- ") - len(next)
		if faulty {
			width = 2
		}
		s.push(level{indent, true})
		indent += max(width, 2)
		lead += "- " + spaces(width-2)
		rest = next
		s.empty, s.plain, s.indent, s.prev = rest == "", false, indent-2, s.at
		if rest == "" {
			return
		}
	}
	if m := keyed.FindStringSubmatch(rest); m != nil && (m[1] != "" || strings.HasSuffix(strings.TrimRight(rest, " \t"), ":")) {
		if !item {
			s.place(indent, false, lead, rest)
		}
		s.push(level{indent, false})
		s.value(indent, lead, rest, strings.TrimLeft(m[1], " \t"))
		return
	}
	s.other(indent, lead, rest, item)
}

// item cuts the hyphen of an item of a list from the text of a line, or what was written for it.
func (s *scan) item(lead, rest string) (ok bool, next string, faulty bool) {
	switch after, hyphen := strings.CutPrefix(rest, "-"); {
	case rest == "-":
		return true, "", false
	case hyphen && (after[0] == ' ' || after[0] == '\t'):
		next := strings.TrimLeft(after, " \t")
		if isInvisible(firstRune(next)) {
			next = strings.TrimLeftFunc(next, IsBlank)
		}
		return true, next, false
	case hyphen && isInvisible(firstRune(after)):
		next = strings.TrimLeftFunc(after, IsBlank)
		s.add(fault{problem: locale.Say("yaml.blank", locale.Args{"sign": signName(firstRune(after))}), write: lead + "- " + next, certain: true})
		return true, next, true
	case hyphen && after[0] != '-' && (s.empty || s.inList()):
		s.add(fault{problem: locale.Say("yaml.dash"), write: lead + "- " + after, certain: true})
		return true, after, true
	}
	if sign, next, ok := cutBullet(rest); ok {
		if !s.empty && len(lead) > s.indent && s.inList() { // it would be part of the item above
			lead = spaces(s.indent)
		}
		s.add(fault{problem: locale.Say("yaml.bullet", locale.Args{"sign": sign}), write: lead + "- " + next, certain: true})
		return true, next, true
	}
	return false, "", false
}

func (s *scan) inList() bool {
	return slices.ContainsFunc(s.levels, func(l level) bool { return l.list })
}

func (s *scan) push(l level) {
	for len(s.levels) > 0 && s.top().indent > l.indent {
		s.levels = s.levels[:len(s.levels)-1]
	}
	if !slices.Contains(s.levels, l) {
		s.levels = append(s.levels, l)
	}
}

// place looks at where a field or an item stands. lead and rest are the two parts of its line.
func (s *scan) place(indent int, list bool, lead, rest string) {
	rest = lead[indent:] + rest
	switch {
	case s.first < 0:
		if indent > 0 {
			s.add(fault{problem: locale.Say("yaml.deep-indent"), write: rest})
		}
		return
	case s.empty && (indent > s.indent || list && indent == s.indent):
		return
	case indent > s.indent:
		s.tooDeep(indent, list, rest)
		return
	case indent < s.top().indent:
		s.popped, s.since = nil, s.at
		for len(s.levels) > 1 && s.top().indent > indent {
			s.popped, s.levels = append(s.popped, s.top()), s.levels[:len(s.levels)-1]
		}
	}
	if !slices.Contains(s.levels, level{indent, list}) {
		s.misplaced(list, rest)
	}
}

// misplaced reports a line in whose column nothing of its sort began: it belongs to what it closed, or to what is still open.
func (s *scan) misplaced(list bool, rest string) {
	for _, l := range s.popped {
		if l.list == list {
			s.add(fault{problem: locale.Say("yaml.shallow-indent"), write: spaces(l.indent) + rest})
			break
		}
	}
	for _, l := range slices.Backward(s.levels) {
		if l.list == list {
			s.add(fault{problem: locale.Say("yaml.deep-indent"), write: spaces(l.indent) + rest})
			break
		}
	}
}

// tooDeep reports a line that stands further to the right than the field above it, which has a value. If only that field
// stands too far to the left, it is the one at fault.
func (s *scan) tooDeep(indent int, list bool, rest string) {
	above := s.lines[s.prev]
	moved := s.since == s.prev && slices.ContainsFunc(s.popped, func(l level) bool { return l.indent == indent })
	if moved || s.beganAt(s.prev) {
		s.faults = append(s.faults, fault{
			line: s.prev, column: s.indent, problem: locale.Say("yaml.shallow-indent"), write: spaces(indent) + strings.TrimLeft(above, " "),
		})
	}
	width := s.indent
	for i := len(s.levels) - 1; i >= 0; i-- {
		if s.levels[i].list == list {
			width = s.levels[i].indent
			break
		}
	}
	s.add(fault{problem: locale.Say("yaml.deep-indent"), write: spaces(width) + rest})
}

// beganAt reports whether the line above n is a field without a value in the same column.
func (s *scan) beganAt(n int) bool {
	if n == 0 {
		return false
	}
	above := strings.TrimRight(s.lines[n-1], " \t")
	depth := len(above) - len(strings.TrimLeft(above, " "))
	return depth == s.indent && keyed.MatchString(above[depth:]) && strings.HasSuffix(above, ":")
}
