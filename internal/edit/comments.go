package edit

import (
	"cmp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/source"
)

// remark is a comment in front matter, or an empty line, for which Text is "".
type remark struct {
	Text  string // with its #, without trailing blanks
	At    source.Pos
	Alone bool // nothing precedes it on its line
}

// remarks returns the comments and empty lines of front matter, by place, except for what is inside a text.
func remarks(doc *document.Document) []remark {
	texts := scalarSpans(doc, doc.Front, nil)
	slices.SortFunc(texts, func(a, b source.Span) int { return a.Start.Compare(b.Start) })
	var out []remark
	for n := doc.Opened + 1; n < doc.Closed; n++ {
		out = append(out, remarksOn(doc.File.Line(n), n, texts)...)
	}
	return out
}

func remarksOn(line string, n int, texts []source.Span) []remark {
	if trimmed := strings.TrimSpace(line); trimmed == "" {
		if at := (source.Pos{Line: n, Column: 1}); !within(at, texts) {
			return []remark{{At: at, Alone: true}}
		}
		return nil
	}
	column := 0
	blank := true // so far
	before := ' '
	for offset, r := range line {
		column++
		at := source.Pos{Line: n, Column: column}
		if r == '#' && (before == ' ' || before == '\t') && !within(at, texts) {
			return []remark{{Text: strings.TrimRight(line[offset:], " \t"), At: at, Alone: blank}}
		}
		blank = blank && (r == ' ' || r == '\t')
		before = r
	}
	return nil
}

// within reports whether a place lies in one of the spans, which are sorted and do not overlap.
func within(at source.Pos, spans []source.Span) bool {
	i, found := slices.BinarySearchFunc(spans, at, func(s source.Span, p source.Pos) int { return s.Start.Compare(p) })
	if !found {
		i--
	}
	return i >= 0 && at.Compare(spans[i].End) < 0
}

// scalarSpans appends the spans of all keys and single values. For a text below | or > they cover the lines below.
func scalarSpans(doc *document.Document, n *document.Node, spans []source.Span) []source.Span {
	for _, e := range n.Entries {
		spans = scalarSpans(doc, e.Value, append(spans, e.KeySpan))
	}
	for _, item := range n.Items {
		spans = scalarSpans(doc, item, spans)
	}
	switch {
	case n.Kind == document.Map, n.Kind == document.List, n.Span.Start == n.Span.End:
	case !isBlock(doc, n):
		spans = append(spans, n.Span)
	default:
		spans = append(spans, source.Span{Start: source.Pos{Line: n.Span.Start.Line + 1, Column: 1}, End: blockSpan(doc, n).End})
	}
	return spans
}

// blockSpan returns the span of a text below | or >, with the empty lines after it if they are part of it.
func blockSpan(doc *document.Document, n *document.Node) source.Span {
	span := n.Span
	if chomping(doc.File.Text(span)) != "+" {
		return span
	}
	for strings.TrimSpace(doc.File.Line(span.End.Line+1)) == "" && span.End.Line+1 < doc.Closed {
		span.End = source.Pos{Line: span.End.Line + 1, Column: len(doc.File.Line(span.End.Line+1)) + 1}
	}
	return span
}

// first returns the first character of a value, 0 if there is none.
func first(doc *document.Document, n *document.Node) byte {
	if at := doc.File.Offset(n.Span.Start); n.Span.Start != n.Span.End && at < len(doc.File.Data) {
		return doc.File.Data[at]
	}
	return 0
}

// isBlock reports whether a value is a text below | or >.
func isBlock(doc *document.Document, n *document.Node) bool {
	return n.Kind == document.String && !n.Quoted && (first(doc, n) == '|' || first(doc, n) == '>')
}

// isFlow reports whether a list or object is written in brackets or braces.
func isFlow(doc *document.Document, n *document.Node) bool {
	return n.Kind == document.List && first(doc, n) == '[' || n.Kind == document.Map && first(doc, n) == '{'
}

// sameComments reports whether the front matter of two files has the same comments, in any order.
func sameComments(a, b *document.Document) bool {
	texts := func(doc *document.Document) []string {
		var out []string
		for _, r := range remarks(doc) {
			if r.Text != "" {
				out = append(out, r.Text)
			}
		}
		slices.SortFunc(out, cmp.Compare[string])
		return out
	}
	return slices.Equal(texts(a), texts(b))
}
