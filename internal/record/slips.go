package record

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// slips reports values that YAML reads otherwise than they look, at all depths that the field describes: cut by a #, or with round
// quotes as part of them. lead is what stands before the value: a key or a dash.
func (rd *reader) slips(f *Field, n *document.Node, path, lead string) {
	switch {
	case f == nil || n == nil || rd.r.Invalid[path] != "":
	case n.Kind == document.Map:
		for _, e := range n.Entries {
			rd.slips(f.Child(e.Key), e.Value, document.Join(path, e.Key), e.Key+": ")
		}
	case n.Kind == document.List:
		for i, item := range n.Items {
			rd.slips(f.Items, item, document.Index(path, i), "- ")
		}
	case n.IsScalar() && !n.Quoted && n.Span.Start.Line == n.Span.End.Line:
		rd.roundQuotes(f, n, path, lead)
		rd.cut(f, n, path, lead)
	case n.Kind == document.Null && n.Text == "":
		rd.cut(f, n, path, lead)
	}
}

// isFree reports whether a field holds any text, so that what follows a # may be meant as part of it.
func (f *Field) isFree() bool {
	return f.Type == String && f.Path != "id" && len(f.Values) == 0 && f.Ref == nil && !strings.HasPrefix(f.Format, "date")
}

var (
	// cutText matches a comment that looks like the rest of a text: a number, a channel, a hashtag.
	cutText = regexp.MustCompile(`^[ \t]*(#[\pL\pN].*)$`)
	// comment matches one that does not.
	comment = regexp.MustCompile(`\s+#(\s.*)?$`)
)

// cut reports a text that goes on after a #.
func (rd *reader) cut(f *Field, n *document.Node, path, lead string) {
	if !f.isFree() {
		return
	}
	file, end := rd.r.File(), n.Span.End
	if after := bytes.TrimLeft(file.Data[file.Offset(end):], " \t"); !bytes.HasPrefix(after, []byte("#")) {
		return // as nearly always: a long line is not taken apart for each of its values
	}
	line := []rune(file.Line(end.Line))
	if end.Column > len(line) {
		return
	}
	m := cutText.FindStringSubmatch(string(line[end.Column-1:]))
	if m == nil {
		return
	}
	rest := comment.ReplaceAllString(m[1], "")
	from := source.Pos{Line: end.Line, Column: len(line) - utf8.RuneCountInString(m[1]) + 1}
	to := source.Pos{Line: end.Line, Column: from.Column + utf8.RuneCountInString(rest)}
	begin := n.Span.Start
	if n.Kind == document.Null {
		begin = from
	}
	whole := document.Scalar(file.Text(source.Span{Start: begin, End: to}), document.InBlock)
	finding := rd.add("value-cut", path, source.Span{Start: from, End: to}, locale.Args{"rest": rest, "line": lead + whole})
	if n.Kind == document.Null {
		rd.r.Invalid[path] = "value-cut"
	}
	finding.Fixes = []diag.Fix{{
		Title:  locale.Text{SV: "Sätt citattecken om hela värdet", EN: "Put quotes around the whole value"},
		Edits:  []source.Edit{{Span: source.Span{Start: begin, End: to}, Text: whole}},
		Unsure: rest[1] < '0' || rest[1] > '9' || strings.ContainsAny(rest, ",]}"), // words may be a remark, signs the end of a list
	}}
}

// round are the quotes that word processors make of straight ones.
const round = "”“„‟»«‘’‚‛›‹"

// roundQuotes reports a value that begins and ends with round quotes and has none within.
func (rd *reader) roundQuotes(f *Field, n *document.Node, path, lead string) {
	first, size := utf8.DecodeRuneInString(n.Text)
	last, tail := utf8.DecodeLastRuneInString(n.Text)
	if len(n.Text) <= size || !strings.ContainsRune(round, first) || !strings.ContainsRune(round+`"'`, last) {
		return
	}
	inner := n.Text[size : len(n.Text)-tail]
	if strings.ContainsAny(inner, round) {
		return
	}
	right := document.Scalar(strings.TrimSpace(inner), document.InFlow)
	args := locale.Args{"quotes": string(first) + string(last), "line": lead + right}
	free := f.isFree()
	if !free {
		rd.r.Invalid[path] = "value-quoted"
	}
	finding := rd.add("value-quoted", path, n.Span, args)
	if free {
		finding.Severity = diag.Warning
	}
	finding.Fixes = []diag.Fix{{
		Title:  locale.Text{SV: "Ta bort de runda citattecknen", EN: "Remove the round quotation marks"},
		Edits:  []source.Edit{{Span: n.Span, Text: right}},
		Unsure: path == "title", // it may be a name that is always quoted
	}}
}
