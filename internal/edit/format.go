package edit

import (
	"bytes"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/record"
)

// Format brings the front matter of a record to its canonical form: keys in the order of the kind, those it does not know
// after them; one space after the colon, two for each step in; objects and lists of objects on lines of their own, short lists
// of words in brackets; quotes where a reader of YAML could take the text for something else, and nowhere else; lines ended by
// LF, no byte order mark, one line break at the end. Comments stay with their keys; where lines break within a text is the
// author's. The text below is left alone but for its line ends. What cannot be read, or does not read the same afterwards, is
// refused.
func Format(kind *record.Kind, name string, raw []byte) ([]byte, *Refusal) {
	if len(raw) > document.MaxSize {
		return raw, refuse("edit.too-large")
	}
	before := document.Parse(name, raw)
	switch {
	case !bytes.Equal(before.File.Data, raw):
		return raw, refuse("edit.not-text")
	case before.Broken || slices.ContainsFunc(before.Findings, inFront):
		return raw, refuse("edit.findings")
	case oddBreak.Match(bytes.ReplaceAll(raw[:before.Body], []byte("\r\n"), nil)):
		return raw, refuse("edit.line-breaks")
	}
	data := layout(kind, before)
	after := document.Parse(name, data)
	if refusal := proveFormatted(kind, before, after); refusal != nil {
		return raw, refusal
	}
	if !bytes.Equal(data, layout(kind, after)) {
		return raw, refuse("edit.unstable")
	}
	return data, nil
}

// oddBreak are characters other than LF that break lines for some readers of YAML.
var oddBreak = regexp.MustCompile("[\r\u0085\u2028\u2029]")

// inFront reports whether a flaw is one of the front matter.
func inFront(f diag.Finding) bool { return f.Rule != "text-unreadable" }

// layout writes a file in canonical form.
func layout(kind *record.Kind, doc *document.Document) []byte {
	w := &writer{doc: doc}
	text := strings.TrimRight(unixText(doc), "\n")
	if text != "" {
		text += "\n"
	}
	return []byte(document.Fence + "\n" + w.front(newOutline(kind, doc)) + document.Fence + "\n" + text)
}

// proveFormatted shows that two files hold the same values, comments and text, and that the same is to be said of them.
func proveFormatted(kind *record.Kind, before, after *document.Document) *Refusal {
	was, findings := kind.Read(before)
	is, more := kind.Read(after)
	switch {
	case moreFindings(before, after):
		return refuse("edit.unreadable")
	case !sameKeys(before.Front, after.Front, kind.Root), !reflect.DeepEqual(was.Values, is.Values), !reflect.DeepEqual(rulesOf(findings), rulesOf(more)):
		return refuse("edit.elsewhere")
	case !sameComments(before, after):
		return refuse("edit.comment")
	case strings.TrimRight(unixText(before), "\n") != strings.TrimRight(unixText(after), "\n"):
		return refuse("edit.elsewhere")
	}
	return nil
}

// sameKeys reports whether two trees hold the same values at the same keys, in whatever order. A text may have other quotes
// where the field says that it is a text.
func sameKeys(a, b *document.Node, f *record.Field) bool {
	isText := f != nil && f.Type == record.String && a.IsScalar() && b.IsScalar()
	switch {
	case a.Text != b.Text, len(a.Items) != len(b.Items), len(a.Entries) != len(b.Entries):
		return false
	case !isText && (a.Kind != b.Kind || a.Quoted != b.Quoted):
		return a.Kind == document.String && b.Kind == document.String && !a.Quoted && !b.Quoted
	}
	for i := range a.Items {
		var items *record.Field
		if f != nil {
			items = f.Items
		}
		if !sameKeys(a.Items[i], b.Items[i], items) {
			return false
		}
	}
	for _, e := range a.Entries {
		var child *record.Field
		if f != nil {
			child = f.Child(e.Key)
		}
		other := b.Entry(e.Key)
		if other == nil || !sameKeys(e.Value, other.Value, child) {
			return false
		}
	}
	return true
}

// rulesOf are what is said of a record, each as its rule and field, sorted.
func rulesOf(findings []diag.Finding) []string {
	var out []string
	for _, f := range findings {
		out = append(out, f.Rule+" "+f.Field)
	}
	slices.Sort(out)
	return out
}
