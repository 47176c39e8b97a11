package exchange

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// FuzzFormats: whatever stands in a record, every format stays what it is: JSON and XML can be read, a line is a line, and
// Markdown gains no markup.
func FuzzFormats(f *testing.F) {
	for _, d := range sample().Diagnostics {
		f.Add(d.FileName(), d.Record, d.Title, d.Message, d.Hint, d.Field, d.Owner, "text", d.Span.Start.Line, d.Span.Start.Column)
	}
	f.Add("a\nb.md", "\x00", "\xff\xfe", "]]>\u2028|\n|", "%0A::error::", "`` ` ``", "|", "\ufffe", -1, 99)
	f.Add("+", "0", "0", "0", "", "0", "", "0", 1, 1) // a name that begins a list
	f.Add("0", "", "", "0", "", "", "0", "0", 1, -38) // no such column
	f.Add("|.md", `\`, `\|`, "![x](http://a.b)", "&#8203;&lt;", "- # >", "<a href='x'>", "\r", 2, 1)
	schema := sarifValidator(f)
	f.Fuzz(func(t *testing.T, file, record, title, message, hint, field, owner, text string, line, column int) {
		c := fuzzed(file, record, title, message, hint, field, owner, text, line, column)
		var summary bytes.Buffer
		c.StepSummary = &summary
		for _, name := range []string{"json", "gitlab", "sarif", "rdjson"} {
			var v any
			if err := json.Unmarshal([]byte(write(t, name, c)), &v); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if name == "sarif" && schema.Validate(v) != nil {
				t.Errorf("sarif: %#v", schema.Validate(v))
			}
		}
		for _, name := range []string{"junit", "checkstyle"} {
			if err := wellFormed(write(t, name, c)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, lines := range map[string]int{"concise": 1, "github": 1} {
			got := write(t, name, c)
			if strings.Count(got, "\n") != lines || strings.ContainsAny(got, "\r\x00\x1b") || !utf8.ValidString(got) {
				t.Errorf("%s: %q", name, got)
			}
		}
		if got := write(t, "text", c); strings.ContainsAny(got, "\r\x00\x1b") {
			t.Errorf("text: %q", got)
		}
		summary.Reset()
		write(t, "github", c)
		checkMarkup(t, summary.String(), map[string]int{"<tr": 4, "<table": 2, "<code": 1, "<h": 1})
		checkMarkup(t, write(t, "markdown", c), map[string]int{"<tr": 2, "<table": 1, "<code": 1, "<li": 1, "<strong": 1})
	})
}

func fuzzed(file, record, title, message, hint, field, owner, text string, line, column int) Check {
	d := diag.Diagnostic{
		Result: diag.Result{
			Finding: diag.Finding{
				Rule: "text-odd", Record: record, Title: title, Kind: "system", Owner: owner, Field: field,
				Span: source.At(source.Pos{Line: line, Column: column}),
			},
			Severity: diag.Warning,
		},
		Message: message, Hint: hint,
	}
	if file != "" {
		d.File = source.NewFile(file, []byte(text))
		d.Fixes = []diag.Fix{{Edits: []source.Edit{{Span: d.Span, Text: text}}}}
	}
	waived := d
	waived.Standing, waived.Reason = diag.Waived, text
	c := sample()
	c.Diagnostics, c.Prefix, c.Named = []diag.Diagnostic{d, waived}, "", []string{record}
	return c
}

var markdown = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough))

// checkMarkup renders Markdown and counts: nothing may be there but what the printer writes itself.
func checkMarkup(t *testing.T, text string, want map[string]int) {
	t.Helper()
	var page bytes.Buffer
	if err := markdown.Convert([]byte(text), &page); err != nil {
		t.Fatal(err)
	}
	for tag, n := range want {
		if got := strings.Count(page.String(), tag); got != n && tag != "<h" {
			t.Errorf("got %d times %s, want %d:\n%s\n%s", got, tag, n, text, page.String())
		}
	}
	for _, tag := range []string{"<a", "<img", "<em", "<del", "<!--", "<blockquote", "<ol", "<pre", "<hr"} {
		if strings.Contains(page.String(), tag) {
			t.Errorf("there is a %s:\n%s\n%s", tag, text, page.String())
		}
	}
}
