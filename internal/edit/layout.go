package edit

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
)

// lineWidth is the maximum width of a line with a list in brackets, in characters.
const lineWidth = 100

// step is the indentation of a part within its parent.
const step = "  "

// writer writes an outline in canonical form.
type writer struct {
	doc *document.Document
	// keeps is set after a text to which the empty lines below it belong: none must be added there.
	keeps bool
}

// front returns the text between the fences.
func (w *writer) front(o *outline) string {
	lines := w.remarks(nil, o.header, "", true)
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	lines = append(lines, w.parts(o.root, "", false)...)
	for i := range lines {
		lines[i] += "\n"
	}
	return strings.Join(lines, "")
}

// parts returns the lines of a list or object. hoisted is set if the comments above its first part are written elsewhere.
func (w *writer) parts(p *part, indent string, hoisted bool) []string {
	var lines []string
	for i, sub := range ordered(p) {
		if i > 0 || !hoisted {
			lines = w.remarks(lines, w.heads(sub), indent, i == 0)
		}
		if sub.key == "" {
			lines = append(lines, w.item(sub, indent)...)
			continue
		}
		lines = append(lines, w.value(sub, indent, indent+sub.key+":")...)
	}
	return w.remarks(lines, p.foot, indent, len(lines) == 0)
}

// remarks appends comments and empty lines: never two empty lines in a row, and none at the start if first is set.
func (w *writer) remarks(lines, remarks []string, indent string, first bool) []string {
	for _, r := range remarks {
		switch {
		case r != "":
			lines = append(lines, indent+r)
			first, w.keeps = false, false
		case !first && !w.keeps && lines[len(lines)-1] != "":
			lines = append(lines, "")
		}
	}
	return lines
}

// ordered returns the parts of an object in the order of its field, unknown keys last; those of a list as they are.
func ordered(p *part) []*part {
	if p.field == nil || p.node.Kind != document.Map {
		return p.parts
	}
	rank := map[string]int{}
	for i, f := range p.field.Fields {
		rank[f.Name] = i + 1
	}
	place := func(sub *part) int {
		if sub.field != nil && rank[sub.field.Name] > 0 {
			return rank[sub.field.Name]
		}
		return len(rank) + 1
	}
	return slices.SortedStableFunc(slices.Values(p.parts), func(a, b *part) int { return place(a) - place(b) })
}

// heads returns the comments above a part: its own, and those for which there is no room after a dash or in empty brackets.
func (w *writer) heads(p *part) []string {
	heads := slices.Clone(p.head)
	if p.key == "" && len(p.parts) > 0 {
		if p.beside != "" {
			heads = append(heads, p.beside)
		}
		for _, r := range w.heads(ordered(p)[0]) {
			if r != "" {
				heads = append(heads, r)
			}
		}
	}
	if len(p.parts) == 0 {
		heads = append(heads, p.foot...)
	}
	return heads
}

// item returns an item of a list after its dash.
func (w *writer) item(p *part, indent string) []string {
	if len(p.parts) == 0 {
		return w.value(p, indent, indent+"-")
	}
	lines := w.parts(p, indent+step, true)
	lines[0] = indent + "- " + strings.TrimPrefix(lines[0], indent+step)
	return lines
}

// value returns a part whose line begins with lead: its key with the colon, or a dash.
func (w *writer) value(p *part, indent, lead string) []string {
	w.keeps = isBlock(w.doc, p.node) && chomping(w.doc.File.Text(p.node.Span)) == "+"
	beside := ""
	if p.beside != "" {
		beside = " " + p.beside
	}
	if len(p.parts) > 0 {
		if list, ok := w.inline(p); ok && len([]rune(lead+" "+list)) <= lineWidth {
			return []string{lead + " " + list + beside}
		}
		return append([]string{lead + beside}, w.parts(p, indent+step, false)...)
	}
	first, more := w.scalar(p, indent+step)
	if first != "" {
		first = " " + first
	}
	if len(more) > 0 && p.node.Quoted {
		return append(append([]string{lead + first}, more[:len(more)-1]...), more[len(more)-1]+beside)
	}
	return append([]string{lead + first + beside}, more...)
}

// inline returns a list in brackets; ok is false if it does not consist of words alone, or contains a comment.
func (w *writer) inline(p *part) (list string, ok bool) {
	if p.node.Kind != document.List || len(p.foot) > 0 {
		return "", false
	}
	var words []string
	for i, item := range p.parts {
		n := item.node
		talks := item.beside != "" || slices.ContainsFunc(item.head, func(r string) bool { return i > 0 || r != "" })
		if talks || !n.IsScalar() || n.Span.Start.Line != n.Span.End.Line || isBlock(w.doc, n) {
			return "", false
		}
		if isWild(item) && !p.flow {
			return "", false
		}
		words = append(words, w.word(item, document.InFlow))
	}
	return "[" + strings.Join(words, ", ") + "]", true
}

// isWild reports whether the kind does not declare a value as text, so that it is written as it is.
func isWild(p *part) bool { return p.field == nil || p.field.Type != record.String }

// stored matches a day or a time as it is stored.
var stored = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}(T[0-9:.+Z-]*)?$`)

// word returns a value on one line: a text with the quotes that it needs, anything else as it is.
func (w *writer) word(p *part, place document.Place) string {
	n := p.node
	switch {
	case isWild(p) || !n.IsScalar():
		return w.doc.File.Text(n.Span)
	case (p.field.Format == "date" || p.field.Format == "date-time") && stored.MatchString(n.Text):
		return n.Text
	}
	return document.Scalar(n.Text, place)
}

// scalar returns a single value: what follows the key, and the lines below.
func (w *writer) scalar(p *part, indent string) (first string, more []string) {
	n := p.node
	switch {
	case n.Kind == document.List:
		return "[]", nil
	case n.Kind == document.Map:
		return "{}", nil
	case isBlock(w.doc, n):
		return w.block(n, indent)
	case n.Span.Start.Line == n.Span.End.Line:
		return w.word(p, document.InBlock), nil
	}
	lines := w.lines(n.Span)
	if n.Quoted {
		first, lines = lines[0], lines[1:]
	}
	for _, line := range lines {
		if line = strings.TrimLeft(line, " \t"); !n.Quoted {
			line = strings.TrimRight(line, " \t")
		}
		more = append(more, indented(indent, line))
	}
	if !n.Quoted {
		return ">-", more
	}
	return first, more
}

// lines returns the lines of a span without their line breaks.
func (w *writer) lines(span source.Span) []string {
	return strings.Split(strings.ReplaceAll(w.doc.File.Text(span), "\r\n", "\n"), "\n")
}

// block returns a text below | or >, indented as a unit.
func (w *writer) block(n *document.Node, indent string) (header string, more []string) {
	lines := w.lines(blockSpan(w.doc, n))
	header = lines[0][:1]
	leading := 0 // blanks that the text itself begins with
	if text := strings.TrimLeft(n.Text, "\n"); strings.HasPrefix(text, " ") {
		leading = len(text) - len(strings.TrimLeft(text, " "))
		header += strconv.Itoa(len(step))
	}
	header += chomping(lines[0])
	deep := -1
	for _, line := range lines[1:] {
		rest := strings.TrimLeft(line, " ")
		if deep < 0 && rest != "" {
			deep = len(line) - len(rest) - leading
		}
		if deep < 0 {
			more = append(more, "")
			continue
		}
		more = append(more, strings.TrimSuffix(indent+line[min(deep, len(line)-len(rest)):], indent))
	}
	return header, more
}

var blockHeader = regexp.MustCompile(`^[|>][1-9]?([-+]?)[1-9]?`)

// chomping returns the character after | or > that determines whether trailing line breaks are kept, or "".
func chomping(text string) string { return blockHeader.FindStringSubmatch(text)[1] }

func indented(indent, line string) string {
	if strings.TrimSpace(line) == "" {
		return ""
	}
	return indent + line
}
