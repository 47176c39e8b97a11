package document

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"go.yaml.in/yaml/v4"
)

// Fence is the line that opens and closes front matter.
const Fence = "---"

// IsFence reports whether a line, without its end, opens or closes front matter.
func IsFence(line string) bool { return strings.TrimRight(line, " \t") == Fence }

var (
	// nearFence matches what people write, and editors make, where a fence should be: other dashes, too many or too few of
	// them, a word after them. Blanks around the line are not looked at.
	nearFence = regexp.MustCompile(`^(?:[\p{Pd}−](?:\s?[\p{Pd}−])+|[–—―]|[*_=~]{3,}|\.\.\.|---.*)$`)
	// aside matches a line that can stand before the front matter without being the beginning of a text.
	aside = regexp.MustCompile(`^(?:#.*|<!--.*-->)?$`)
)

// IsBlank reports whether a sign looks like a space or like nothing.
func IsBlank(r rune) bool {
	return r == ' ' || r == '\t' || isInvisible(r)
}

// isInvisible reports whether a sign looks like a space or like nothing, but is not the space that YAML knows.
func isInvisible(r rune) bool {
	return r > unicode.MaxASCII && (unicode.Is(unicode.Zs, r) || unicode.Is(unicode.Cf, r)) || r == '\u115f' || r == '\u3164'
}

func isNearFence(line string) bool {
	trimmed := strings.TrimFunc(line, IsBlank)
	return !IsFence(line) && (trimmed == Fence || nearFence.MatchString(trimmed))
}

// fences finds the lines that open and close the front matter. Where a line only resembles a fence, this is reported, and the
// line counts as one.
func (d *Document) fences() (opening, closing int, ok bool) {
	if opening = d.findOpening(); opening == 0 {
		d.report("front-matter-missing", source.At(source.Pos{Line: 1, Column: 1}), nil)
		d.giveUp(1, d.File.Lines())
		return 0, 0, false
	}
	d.Opened = opening
	for n := opening + 1; n <= d.File.Lines(); n++ {
		if IsFence(d.File.Line(n)) {
			d.bodyAfter(n)
			return opening, n, true
		}
	}
	for n := opening + 1; n <= d.File.Lines(); n++ {
		if isNearFence(d.File.Line(n)) && d.holdsFields(opening+1, n-1) {
			d.reportFence(n)
			return opening, n, true
		}
	}
	if !d.tooLarge() { // the part cut off may contain the closing fence
		d.reportUnclosed(opening)
	}
	d.giveUp(opening+1, d.File.Lines())
	d.Body = len(d.File.Data)
	return 0, 0, false
}

// reportUnclosed reports front matter that nothing closes, where it opens. If a text follows what can be fields, it says where.
func (d *Document) reportUnclosed(opening int) {
	f := d.report("front-matter-unclosed", source.Span{Start: source.Pos{Line: opening, Column: 1}, End: source.Pos{Line: opening, Column: 4}}, locale.Args{})
	last, text := d.endOfFields(opening + 1)
	if last == opening || text == 0 {
		return
	}
	f.Hint = remedy(f, locale.Say("fence.close-after", locale.Args{"line": last}))
	f.Related = []diag.Related{{
		File: d.File, Span: source.At(source.Pos{Line: text, Column: 1}),
		Message: locale.Text{SV: "här ser texten ut att börja", EN: "the text seems to begin here"},
	}}
}

// inField matches a line that begins a field, or goes on with the one above: an indented line or an item of a list.
var inField = regexp.MustCompile(`^(?:[A-Za-z_][A-Za-z0-9_]*:(?: |$)|\s+\S|-(?: |$))`)

// endOfFields returns the last of the lines that can be fields, from a first one on, and the first line of the text after them; 0 if
// there is none. A comment or an empty line is part of the fields if another field comes after it.
func (d *Document) endOfFields(first int) (last, text int) {
	last = first - 1
	for n := first; n <= d.File.Lines(); n++ {
		line := strings.TrimFunc(d.File.Line(n), IsBlank)
		between := n > last+1 // above it is what can be the beginning of the text
		switch {
		case line == "":
		case strings.HasPrefix(line, "#"):
			if text == 0 {
				text = n
			}
		case between && keyLine.MatchString(line), !between && inField.MatchString(d.File.Line(n)):
			last, text = n, 0
		default:
			return last, cmp.Or(text, n)
		}
	}
	return last, text
}

// bodyAfter lets the text begin below a line, which closes the front matter.
func (d *Document) bodyAfter(n int) {
	d.Closed = n
	d.Body = len(d.File.Data)
	if n < d.File.Lines() {
		d.Body = d.File.Offset(source.Pos{Line: n + 1, Column: 1})
	}
}

// findOpening returns the line that opens the front matter, or 0. It is reported if anything but the fence stands there.
func (d *Document) findOpening() int {
	if IsFence(d.File.Line(1)) {
		return 1
	}
	n := 1
	for n < d.File.Lines() && aside.MatchString(strings.TrimFunc(d.File.Line(n), IsBlank)) {
		n++
	}
	line := d.File.Line(n)
	if !IsFence(line) && !isNearFence(line) || !keyLine.MatchString(d.File.Line(n+1)) {
		return 0
	}
	d.Opened = n
	f := d.report("front-matter-fence", d.wholeLine(n), locale.Args{"problem": d.fenceProblem(n)})
	above := strings.TrimFunc(d.lines(1, n-1), func(r rune) bool { return IsBlank(r) || r == '\n' || r == '\r' })
	switch {
	case n > 1 && above != "":
		f.Args["problem"] = locale.Say("fence.above-text")
		f.Hint = remedy(f, locale.Say("fence.above-text-fix"))
	case n > 1 && IsFence(line):
		f.Args["problem"] = locale.Say("fence.above-blank")
		f.Hint = remedy(f, locale.Say("fence.above-blank-fix"))
		f.Fixes = d.fenceFix(source.Span{Start: source.Pos{Line: 1, Column: 1}, End: f.Span.End})
	case isDashes(line):
		f.Fixes = d.fenceFix(source.Span{Start: source.Pos{Line: 1, Column: 1}, End: f.Span.End})
	}
	return n
}

// reportFence reports a line that closes the front matter without being a fence. The text begins below it.
func (d *Document) reportFence(n int) {
	f := d.report("front-matter-fence", d.wholeLine(n), locale.Args{"problem": d.fenceProblem(n)})
	if isDashes(d.File.Line(n)) {
		f.Fixes = d.fenceFix(f.Span)
	}
	d.bodyAfter(n)
}

// fenceProblem says what is wrong with a line that should be a fence.
func (d *Document) fenceProblem(n int) locale.Message {
	line := d.File.Line(n)
	if i := strings.IndexFunc(line, isInvisible); i >= 0 {
		r, _ := utf8.DecodeRuneInString(line[i:])
		return locale.Say("fence.invisible", locale.Args{"sign": signName(r)})
	}
	return locale.Say("fence.other", locale.Args{"line": locale.Shorten(strings.TrimRight(line, " \t"))})
}

// isDashes reports whether a line has only dashes and blanks, so that nothing is lost if it becomes a fence.
func isDashes(line string) bool { return strings.TrimFunc(line, isDash) == "" }

func isDash(r rune) bool { return IsBlank(r) || unicode.Is(unicode.Pd, r) || r == '−' }

func (d *Document) fenceFix(span source.Span) []diag.Fix {
	return []diag.Fix{{
		Title: locale.Text{SV: "Skriv bara --- på raden", EN: "Write only --- on the line"},
		Edits: []source.Edit{{Span: span, Text: Fence}},
	}}
}

// readBetween reads the front matter between two fences. If it cannot be read, a line that resembles a fence may be where it
// should end.
func (d *Document) readBetween(opening, closing int) {
	first, last := opening+1, closing-1
	root, err := parseYAML(d.lines(first, last))
	for n := first + 1; err != nil && n <= last; n++ {
		if isNearFence(d.File.Line(n)) && d.holdsFields(first, n-1) && !d.holdsFields(n+1, last) {
			d.reportFence(n)
			last = n - 1
			root, err = parseYAML(d.lines(first, last))
		}
	}
	d.readFront(root, err, first, last)
}

// holdsFields reports whether the lines can be read as fields.
func (d *Document) holdsFields(first, last int) bool {
	root, err := parseYAML(d.lines(first, last))
	return err == nil && root != nil && root.Kind == yaml.MappingNode
}
