package edit

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/source"
)

// strictLine matches a line of front matter with what precedes its value.
var strictLine = regexp.MustCompile(`^(\s*(?:- +)*(?:[A-Za-z_][\w-]*:\s*)?)`)

// proveRepaired checks that front matter which could not be read is read as written after the edits: on an edited line, the
// value is the text that stood there, after the same field and as many hyphens, or only the indentation differs; and no edited
// value affects other lines, because with another value in its place the rest reads the same.
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
		if strings.TrimLeftFunc(was, document.IsBlank) == strings.TrimLeftFunc(is, document.IsBlank) {
			continue
		}
		items, key, text := document.ReadLine(was)
		if nowItems, nowKey, _ := document.ReadLine(is); items != nowItems || key != nowKey || items == 0 && key == "" {
			return refuse("edit.no-value")
		}
		value := valueAt(want, n, key)
		switch {
		case value == nil, text != "" && !readsAs(value, text):
			return refuse("edit.elsewhere")
		case text != "":
			*value = document.Node{Kind: document.String, Text: mask}
			lines[n-1] = strings.TrimRight(strictLine.FindString(is), " ") + " " + mask
		}
	}
	masked := document.Parse(after.File.Name, []byte(strings.Join(lines, "\n")))
	if masked.Broken || !same(want, masked.Front) {
		return refuse("edit.elsewhere")
	}
	return nil
}

// readsAs reports whether a value is what was written: the same in YAML, or that text.
func readsAs(value *document.Node, written string) bool {
	alone := document.ParseYAML("", []byte("value: "+written+"\n"))
	if len(alone.Findings) == 0 && len(alone.Front.Entries) == 1 && same(value, alone.Front.Entries[0].Value) {
		return true
	}
	return value.IsScalar() && value.Text == document.PlainText(written)
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

// valueAt returns the value whose key is on a line, or the item that begins on it if key is ""; nil if there is none.
func valueAt(n *document.Node, line int, key string) *document.Node {
	for i := range n.Entries {
		e := &n.Entries[i]
		if key != "" && e.KeySpan.Start.Line == line && e.Key == key {
			return e.Value
		}
		if found := valueAt(e.Value, line, key); found != nil {
			return found
		}
	}
	for _, item := range n.Items {
		if key == "" && item.IsScalar() && item.Span.Start.Line == line {
			return item
		}
		if found := valueAt(item, line, key); found != nil {
			return found
		}
	}
	return nil
}
