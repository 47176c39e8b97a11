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

// Format rewrites the front matter of a record in its canonical form: keys in the order of the kind, followed by those that
// it does not know; one space after the colon, two for each level of indentation; objects and lists of objects on separate
// lines, short lists of words in brackets; quotes only if a YAML reader could take the text for something else; lines ended
// by LF, no byte order mark, one line break at the end. Comments stay with their keys, and line breaks inside a text are
// kept. The text below changes only in its line ends and final line breaks. What cannot be read, or does not read the same
// afterwards, is refused.
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

// oddBreak matches characters other than LF that break lines for some YAML readers.
var oddBreak = regexp.MustCompile("[\r\u0085\u2028\u2029]")

// inFront reports whether a finding is about the front matter.
func inFront(f diag.Finding) bool {
	return f.Rule != "text-unreadable" && f.Rule != "file-line-break" // the latter is looked for where it matters
}

// layout returns a file in canonical form.
func layout(kind *record.Kind, doc *document.Document) []byte {
	w := &writer{doc: doc}
	text := strings.TrimRight(unixText(doc), "\n")
	if text != "" {
		text += "\n"
	}
	return []byte(document.Fence + "\n" + w.front(newOutline(kind, doc)) + document.Fence + "\n" + text)
}

// proveFormatted checks that two files hold the same values, comments and text, and have the same findings.
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

// sameKeys reports whether two trees hold the same values at the same keys, in any order. A text can be quoted differently if
// its field is a text.
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

// rulesOf returns the findings of a record, each as its rule and field, sorted.
func rulesOf(findings []diag.Finding) []string {
	var out []string
	for _, f := range findings {
		out = append(out, f.Rule+" "+f.Field)
	}
	slices.Sort(out)
	return out
}
