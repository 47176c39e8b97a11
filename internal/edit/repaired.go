package edit

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/source"
)

// keyLine matches a line of front matter with its key and what follows it.
var keyLine = regexp.MustCompile(`^(\s*(?:- +)*)([A-Za-z_][\w-]*):\s*(.*)$`)

// proveRepaired checks that front matter which could not be read is read as written after the edits: on an edited line, the
// value of the key is the text after it, or only the indentation differs; and no edited value affects other lines, because
// with another value in its place the rest reads the same.
func proveRepaired(before, after *document.Document, edits []source.Edit) *Refusal {
	if after.Broken || len(after.Findings) > 0 {
		return refuse("edit.unreadable")
	}
	if !slices.ContainsFunc(edits, func(e source.Edit) bool { return !mendsBreak(before, e) }) {
		return sameText(before, after)
	}
	if before.File.Lines() != after.File.Lines() || !bytes.Equal(before.BodyText(), after.BodyText()) {
		return refuse("edit.elsewhere")
	}
	lines := strings.Split(string(after.File.Data), "\n")
	want := clone(after.Front)
	for _, e := range edits {
		n := e.Span.Start.Line
		was, is := before.File.Line(n), after.File.Line(n)
		if n != e.Span.End.Line {
			return refuse("edit.elsewhere")
		}
		if strings.TrimLeft(was, " \t") == strings.TrimLeft(is, " \t") {
			continue
		}
		m := keyLine.FindStringSubmatch(was)
		if m == nil {
			return refuse("edit.no-value")
		}
		value := valueAt(want, n, m[2])
		if value == nil || value.Text != document.PlainText(m[3]) {
			return refuse("edit.elsewhere")
		}
		*value = document.Node{Kind: document.String, Text: mask}
		lines[n-1] = keyLine.FindStringSubmatch(is)[1] + m[2] + ": " + mask
	}
	masked := document.Parse(after.File.Name, []byte(strings.Join(lines, "\n")))
	if masked.Broken || !same(want, masked.Front) {
		return refuse("edit.elsewhere")
	}
	return nil
}

// sameText checks that two files have the same text below the front matter.
func sameText(before, after *document.Document) *Refusal {
	if unixText(before) != unixText(after) {
		return refuse("edit.elsewhere")
	}
	return nil
}

// mask replaces a value.
const mask = "x"

// valueAt returns the scalar whose key is on a line, or nil.
func valueAt(n *document.Node, line int, key string) *document.Node {
	for i := range n.Entries {
		e := &n.Entries[i]
		if e.KeySpan.Start.Line == line && e.Key == key && e.Value.IsScalar() {
			return e.Value
		}
		if found := valueAt(e.Value, line, key); found != nil {
			return found
		}
	}
	for _, item := range n.Items {
		if found := valueAt(item, line, key); found != nil {
			return found
		}
	}
	return nil
}
