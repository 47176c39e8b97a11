package document

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/locale"
)

// value reads the value of a field: lead and rest are the two parts of its line, value is the end of rest.
func (s *scan) value(indent int, lead, rest, value string) {
	s.indent, s.prev, s.empty, s.plain = indent, s.at, false, false
	s.block, s.below, s.text = false, false, -1
	line := lead + rest
	column := utf8.RuneCountInString(line) - utf8.RuneCountInString(value)
	switch {
	case value == "" || strings.HasPrefix(value, "#"):
		s.empty = true
		return
	case blockMark.MatchString(value):
		s.block, s.below = true, true
		return
	case value[0] == '"' || value[0] == '\'':
		if s.closes(value, value[:1]) {
			return
		}
		s.quoted(column, lead, rest, value)
	case value[0] == '[' || value[0] == '{':
		if s.closes(value, value[:1]) {
			return
		}
		s.bracketed(column, lead, rest, value)
	case strings.HasPrefix(value, "- "):
		s.add(fault{column: column, problem: locale.Say("yaml.list-inline")})
	case strings.ContainsRune("@`%&*!|>", rune(value[0])):
		s.add(fault{column: column, problem: locale.Say("yaml.sign"), write: s.requoted(lead, rest, value), certain: s.ends(indent)})
	default:
		s.plain = true
		plain := uncommented(value)
		if i := strings.Index(plain+" ", ": "); i >= 0 {
			column += utf8.RuneCountInString(plain[:i])
			s.add(fault{column: column, problem: locale.Say("yaml.colon"), write: s.requoted(lead, rest, value), certain: s.ends(indent)})
		}
	}
}

// requoted returns a line with its value written so that YAML reads it as the text that stands there.
func (s *scan) requoted(lead, rest, value string) string {
	before := strings.TrimSuffix(strings.TrimRight(lead+rest, " \t"), strings.TrimRight(value, " \t"))
	comment := value[len(uncommented(value)):]
	return strings.TrimRight(strings.TrimRight(before, " \t")+" "+Scalar(PlainText(value), InBlock)+comment, " \t")
}

// ends reports whether no further line can belong to the value on this one.
func (s *scan) ends(indent int) bool {
	if s.at+1 >= len(s.lines) {
		return true
	}
	next := s.lines[s.at+1]
	return strings.TrimSpace(next) == "" || len(next)-len(strings.TrimLeft(next, " \t")) <= indent
}

// closes reports whether a text in quotes or brackets ends as it should, on this line or, if nothing that looks like a field
// comes before, on another; that line is remembered.
func (s *scan) closes(value, opening string) bool {
	text := value
	for n := s.at; n < len(s.lines); n++ {
		if n > s.at {
			if opening == `"` || opening == "'" {
				if rest := strings.TrimLeft(s.lines[n], " "); keyed.MatchString(rest) && len(s.lines[n])-len(rest) <= s.indent {
					return false
				}
			}
			text += "\n" + s.lines[n]
		}
		end := enclosed(text)
		if end < 0 {
			continue
		}
		after := strings.TrimLeft(text[end:], " \t")
		if after == "" || strings.HasPrefix(after, "#") && after != text[end:] {
			s.until = n + 1
			return true
		}
		return false
	}
	return false
}

// enclosed returns the length of the quotes or brackets that a text begins with; -1 if they are never closed.
func enclosed(text string) int {
	switch text[0] {
	case '"', '\'':
		n := quotedLen([]byte(text), text[0], text[0] == '\'')
		if n == len(text) && (n < 2 || text[n-1] != text[0]) {
			return -1
		}
		return n
	}
	depth := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case (c == '"' || c == '\'') && strings.ContainsRune("[{, \n:", rune(text[i-1])):
			n := enclosed(text[i:])
			if n < 0 {
				return -1
			}
			i += n - 1
		}
	}
	return -1
}

// quoted reports a value that begins with a quote and is not all in quotes.
func (s *scan) quoted(column int, lead, rest, value string) {
	problem := "yaml.quote"
	if enclosed(uncommented(value)) > 0 {
		problem = "yaml.after-quote"
	}
	s.add(fault{column: column, problem: locale.Say(problem), write: s.requoted(lead, rest, value), certain: s.ends(s.indent)})
}

// bracketed reports a value that begins with a bracket and is not all in brackets.
func (s *scan) bracketed(column int, lead, rest, value string) {
	if enclosed(value) > 0 {
		s.add(fault{column: column, problem: locale.Say("yaml.after-bracket"), write: s.requoted(lead, rest, value), certain: s.ends(s.indent)})
		return
	}
	var closing []byte
	for i := range len(uncommented(value)) {
		switch value[i] {
		case '[':
			closing = append(closing, ']')
		case '{':
			closing = append(closing, '}')
		case ']', '}':
			closing = closing[:max(len(closing)-1, 0)]
		}
	}
	slices.Reverse(closing)
	comment := value[len(uncommented(value)):]
	write := strings.TrimRight(strings.TrimSuffix(lead+rest, comment), " \t,") + string(closing)
	s.add(fault{column: column, problem: locale.Say("yaml.bracket"), write: strings.TrimRight(write+comment, " \t")})
}

// other reads a line that is no field and no item with one.
func (s *scan) other(indent int, lead, rest string, item bool) {
	column := utf8.RuneCountInString(lead)
	if m := oddColon.FindStringSubmatch(rest); m != nil {
		s.add(fault{
			column: column + utf8.RuneCountInString(rest[:strings.Index(rest, m[2])]), problem: locale.Say("yaml.other-colon", locale.Args{"sign": m[2]}),
			write: lead + field(m[1], m[3]), certain: m[2] != ";",
		})
	} else if m := equals.FindStringSubmatch(rest); m != nil {
		s.add(fault{column: column + strings.Index(rest, m[2]), problem: locale.Say("yaml.equals"), write: lead + field(m[1], m[3]), certain: true})
	} else if m := tight.FindStringSubmatch(rest); m != nil && !strings.HasPrefix(m[3], "//") {
		s.tight(lead, column+len(m[1]), m)
	}
	opened := s.empty || s.plain && indent > s.indent
	switch {
	case item:
		s.indent = indent - 2
		s.scalarItem(lead, rest)
	case s.plain && indent > s.indent, s.empty && indent > s.indent:
		s.noColon(lead, rest, false)
	default:
		s.noColon(lead, rest, s.plain || s.below)
	}
	s.plain = s.plain || opened || item
	s.empty = false
}

// field returns a line with a field and its value.
func field(key, value string) string {
	value = strings.TrimFunc(value, IsBlank)
	if value == "" {
		return key + ":"
	}
	return key + ": " + written(value)
}

// written returns a value as it stands if YAML can read it, else in quotes.
func written(value string) string {
	if root, err := parseYAML("k: " + value + "\n"); err == nil && root != nil && len(root.Content) == 2 {
		return value
	}
	return Scalar(PlainText(value), InBlock) + value[len(uncommented(value)):]
}

// tight reports a colon without a space after it.
func (s *scan) tight(lead string, column int, m []string) {
	problem := locale.Say("yaml.space")
	if r := firstRune(m[3]); isInvisible(r) {
		problem = locale.Say("yaml.blank", locale.Args{"sign": signName(r)})
	}
	s.add(fault{column: column, problem: problem, write: lead + field(m[1], m[3]), certain: true})
}

// scalarItem reports the text of an item that needs quotes.
func (s *scan) scalarItem(lead, rest string) {
	s.prev, s.plain = s.at, true
	if strings.ContainsRune("@`%&*!|>\"'[{", rune(rest[0])) && s.ends(s.indent) {
		write := lead + Scalar(PlainText(rest), InBlock) + rest[len(uncommented(rest)):]
		s.add(fault{column: len(lead), problem: locale.Say("yaml.sign"), write: write})
	}
}

// noColon reports a line that is a field without its colon, or the rest of a text above.
func (s *scan) noColon(lead, rest string, goesOn bool) {
	m := bare.FindStringSubmatch(rest)
	goesOn = goesOn && (m == nil || m[2] != "" || s.ends(len(lead))) // fields below make it one
	deep := s.text
	if deep <= s.indent {
		deep = s.indent + 2
	}
	indented := spaces(deep) + rest
	switch {
	case m != nil && goesOn:
		s.add(fault{problem: locale.Say("yaml.no-colon-or-text"), write: lead + field(m[1], m[2]), either: indented})
		s.add(fault{problem: locale.Say("yaml.goes-on"), write: indented})
	case m != nil:
		s.add(fault{problem: locale.Say("yaml.no-colon"), write: lead + field(m[1], m[2])})
	case goesOn:
		s.add(fault{problem: locale.Say("yaml.goes-on"), write: indented})
	}
	s.add(fault{problem: locale.Say("yaml.stray"), drop: true})
}
