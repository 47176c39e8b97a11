// Package edit changes the text of a record and proves that nothing else changed. It refuses what it cannot prove, with a
// reason. Edits are spliced into the bytes of the file, so that comments, order, quotes and every other byte stay; only
// [Format] rewrites the front matter, and [Form] the encoding and line ends. It writes no file. Start reading at [Apply],
// [Fix] and [Format].
package edit

import (
	"bytes"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// Refusal is why a file, or one edit of it, is left unchanged. Reason is the key of a message of the program.
type Refusal struct {
	Reason locale.Key
	Args   locale.Args
}

// In returns the reason in words.
func (r *Refusal) In(lang locale.Lang) string { return lang.T(string(r.Reason), r.Args) }

func (r *Refusal) Error() string { return r.In(locale.English) }

func refuse(reason locale.Key) *Refusal { return &Refusal{Reason: reason} }

// Apply returns the bytes of a file after the edits, or why they are refused. The places of the edits are those of the file
// as it is read. Each edit must cover one key, one value, or the target of one link in the text; if the front matter cannot
// be read, an edit can also correct how the value on its line is written. The result is read again: it must hold the same as
// before, except for what the edits change.
func Apply(name string, raw []byte, edits []source.Edit) ([]byte, *Refusal) {
	before := document.Parse(name, raw)
	if !bytes.Equal(before.File.Data, raw) {
		return nil, refuse("edit.not-text")
	}
	data, err := source.Apply(before.File, edits)
	if err != nil {
		return nil, refuse("edit.overlap")
	}
	after := document.Parse(name, data)
	if before.Broken {
		return data, proveRepaired(before, after, edits)
	}
	return data, proveChanged(before, after, edits)
}

// proveChanged compares what is read after the edits with what should be read.
func proveChanged(before, after *document.Document, edits []source.Edit) *Refusal {
	want := clone(before.Front)
	var links []source.Edit
	for _, e := range edits {
		inText := before.File.Offset(e.Span.Start) >= before.Body
		switch {
		case onFence(before, e.Span), inText && mendsBreak(before, e):
		case inText:
			links = append(links, e)
		case mendsBreak(before, e):
			unbreak(want, e.Span)
		default:
			if refusal := change(before.Front, want, e); refusal != nil {
				return refusal
			}
		}
	}
	switch {
	case moreFindings(before, after):
		return refuse("edit.unreadable")
	case !same(want, after.Front):
		return refuse("edit.elsewhere")
	case !sameComments(before, after):
		return refuse("edit.comment")
	}
	return proveBody(before, after, links)
}

// change makes an edit of the text in the tree want, a copy of tree.
func change(tree, want *document.Node, e source.Edit) *Refusal {
	for i := range tree.Entries {
		entry := &tree.Entries[i]
		if entry.KeySpan == e.Span {
			if want.Entry(e.Text) != nil {
				return refuse("edit.taken")
			}
			want.Entries[i].Key = e.Text
			return nil
		}
		if covers(entry.Value, e.Span) {
			return changeValue(entry.Value, want.Entries[i].Value, e)
		}
	}
	for i, item := range tree.Items {
		if covers(item, e.Span) {
			return changeValue(item, want.Items[i], e)
		}
	}
	return refuse("edit.no-value")
}

// onFence reports whether a span is part of a line that opens or closes the front matter, or of what precedes it.
func onFence(doc *document.Document, span source.Span) bool {
	return span.End.Line <= doc.Opened || span.Start.Line == doc.Closed && span.End.Line == doc.Closed
}

// mendsBreak reports whether an edit replaces signs that only some programs take for the end of a line, and nothing that can
// be seen.
func mendsBreak(doc *document.Document, e source.Edit) bool {
	return document.OnlyBreaks(doc.File.Text(e.Span)) && strings.TrimSpace(e.Text) == "" && e.Text != ""
}

// unbreak replaces the signs in the values that a span is part of.
func unbreak(n *document.Node, span source.Span) {
	if !covers(n, span) {
		return
	}
	n.Text = document.WithoutBreaks(n.Text)
	for _, item := range n.Items {
		unbreak(item, span)
	}
	for _, e := range n.Entries {
		unbreak(e.Value, span)
	}
}

func covers(n *document.Node, span source.Span) bool {
	return n.Span.Start.Compare(span.Start) <= 0 && span.End.Compare(n.Span.End) <= 0
}

// changeValue sets a value to what the text of the edit is read as on its own.
func changeValue(n, want *document.Node, e source.Edit) *Refusal {
	if n.Span != e.Span {
		return change(n, want, e)
	}
	alone := document.ParseYAML("", []byte("value: "+e.Text+"\n"))
	list := strings.HasPrefix(e.Text, "- ") // each item on its line
	if list {
		alone = document.ParseYAML("", []byte("value:\n"+strings.Repeat(" ", e.Span.Start.Column-1)+e.Text+"\n"))
	}
	if len(alone.Findings) > 0 || len(alone.Front.Entries) != 1 || strings.ContainsAny(e.Text, "\r\n") && !list {
		return refuse("edit.unreadable")
	}
	*want = *alone.Front.Entries[0].Value
	return nil
}

// moreFindings reports whether the file has findings that it did not have before, or can no longer be read.
func moreFindings(before, after *document.Document) bool {
	if after.Broken || len(after.Findings) > len(before.Findings) {
		return true
	}
	had := map[string]int{}
	for _, f := range before.Findings {
		had[f.Rule]++
	}
	for _, f := range after.Findings {
		if had[f.Rule]--; had[f.Rule] < 0 {
			return true
		}
	}
	return false
}

// clone copies a tree.
func clone(n *document.Node) *document.Node {
	out := *n
	out.Items = make([]*document.Node, len(n.Items))
	for i, item := range n.Items {
		out.Items[i] = clone(item)
	}
	out.Entries = make([]document.Entry, len(n.Entries))
	for i, e := range n.Entries {
		out.Entries[i] = e
		out.Entries[i].Value = clone(e.Value)
	}
	return &out
}

// same reports whether two trees hold the same values, regardless of their places.
func same(a, b *document.Node) bool {
	if a.Kind != b.Kind || a.Text != b.Text || a.Quoted != b.Quoted || len(a.Items) != len(b.Items) || len(a.Entries) != len(b.Entries) {
		return false
	}
	for i := range a.Items {
		if !same(a.Items[i], b.Items[i]) {
			return false
		}
	}
	for i, e := range a.Entries {
		if e.Key != b.Entries[i].Key || e.Ambiguous != b.Entries[i].Ambiguous || !same(e.Value, b.Entries[i].Value) {
			return false
		}
	}
	return true
}

// proveBody checks that the texts below the front matter are the same except for the targets of links.
func proveBody(before, after *document.Document, edits []source.Edit) *Refusal {
	if len(edits) == 0 {
		if unixText(before) != unixText(after) {
			return refuse("edit.elsewhere")
		}
		return nil
	}
	was, is := before.Links(), after.Links()
	if len(was) != len(is) {
		return refuse("edit.elsewhere")
	}
	changed := 0
	for i := range was {
		want := was[i].Target
		for _, e := range edits {
			if was[i].Wiki && was[i].Span.Start.Line == e.Span.Start.Line && was[i].Span.Start.Column+2 == e.Span.Start.Column {
				want = e.Text
				changed++
			}
		}
		if is[i].Target != want || is[i].Label != was[i].Label || is[i].Wiki != was[i].Wiki {
			return refuse("edit.elsewhere")
		}
	}
	if changed != len(edits) {
		return refuse("edit.no-value")
	}
	return nil
}
