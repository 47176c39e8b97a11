package document

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// The marks that git leaves at the start of a line where two changes could not be merged. The base is only there if git was
// asked for it.
const (
	markOurs   = "<<<<<<<"
	markBase   = "|||||||"
	markSplit  = "======="
	markTheirs = ">>>>>>>"
)

// fenceLine matches a line that opens or closes front matter.
var fenceLine = regexp.MustCompile(`^---[ \t]*$`)

// conflicts reports every conflict that was not resolved, at its first mark, even if somebody has removed the others. torn is
// set if there is one in the front matter, which then cannot be read. Code blocks of the text can show conflicts as examples.
func (d *Document) conflicts(allFront bool) (torn bool) {
	if !bytes.Contains(d.File.Data, []byte(markOurs)) && !bytes.Contains(d.File.Data, []byte(markBase)) &&
		!bytes.Contains(d.File.Data, []byte(markSplit)) && !bytes.Contains(d.File.Data, []byte(markTheirs)) {
		return false
	}
	var code codeBlock
	open := false
	front := allFront || IsFence(d.File.Line(1)) || markOn(d.File.Line(1)) == markOurs
	fences := 0
	for n := 1; n <= d.File.Lines(); n++ {
		line := d.File.Line(n)
		if !allFront && IsFence(line) {
			fences++
		}
		inFront := front && (allFront || fences < 2)
		if !inFront && !open && code.holds(line) {
			continue
		}
		mark := markOn(line)
		if mark != "" && (mark == markOurs || !open && (allFront || d.isLeftover(mark, n, inFront))) {
			span := source.Span{Start: source.Pos{Line: n, Column: 1}, End: source.Pos{Line: n, Column: len(mark) + 1}}
			d.report("conflict-marker", span, locale.Args{"mark": mark})
			torn = torn || inFront
			open = mark != markTheirs
		}
		open = open && mark != markTheirs
	}
	return torn
}

// markOn returns the mark that a line begins with, "" for none.
func markOn(line string) string {
	for _, mark := range []string{markOurs, markBase, markSplit, markTheirs} {
		if rest, ok := strings.CutPrefix(line, mark); ok && (rest == "" || rest[0] == ' ') {
			return mark
		}
	}
	return ""
}

// isLeftover reports whether a mark that begins no conflict is left of one. In a text it may also be the underline of a heading,
// an empty row of a table, or a quotation in a quotation.
func (d *Document) isLeftover(mark string, n int, inFront bool) bool {
	line := d.File.Line(n)
	switch {
	case inFront:
		return mark != markSplit || d.find(fenceLine, n, d.File.Lines()).IsValid()
	case mark == markBase:
		return len(line) > len(mark) && !strings.Contains(line[len(mark):], "|")
	case mark == markTheirs:
		return !strings.HasPrefix(d.File.Line(n-1), ">") && !strings.HasPrefix(d.File.Line(n+1), ">")
	}
	return false
}

// codeBlock follows fenced code through the lines of a text.
type codeBlock struct{ fence string }

// holds reports whether a line belongs to a code block, its fences included. The lines must be given in their order.
func (c *codeBlock) holds(line string) bool {
	text := strings.TrimLeft(line, " ")
	if len(line)-len(text) > 3 {
		return c.fence != ""
	}
	fence := text[:len(text)-len(strings.TrimLeft(text, "`"))]
	if fence == "" {
		fence = text[:len(text)-len(strings.TrimLeft(text, "~"))]
	}
	rest := strings.TrimRight(text[len(fence):], " \t")
	switch {
	case c.fence == "" && len(fence) >= 3 && (fence[0] != '`' || !strings.Contains(rest, "`")):
		c.fence = fence
		return true
	case c.fence != "" && strings.HasPrefix(fence, c.fence) && rest == "":
		c.fence = ""
		return true
	}
	return c.fence != ""
}
