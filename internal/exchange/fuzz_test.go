package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/util"
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
	f.Add("a_b/c_d.md", "A_1", "http://a.b/c_d", "Se (https://exa.mple/a_b?x=1&y=*z*#å), www.a_b.se/_c_ och a_b@c.d.", "https://x.y/[a](b)|c", "", "_", "text", 1, 1)
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
		d := c.Diagnostics[0]
		where := clip(c.file(d), cellMost)
		summary.Reset()
		write(t, "github", c)
		checkMarkup(t, summary.String(), map[string]int{"<tr": 4, "<table": 2, "<code": codes(fmt.Sprintf("%s:%d", where, placed(d.Span).Start.Line)), "<h": 1})
		checkMarkup(t, write(t, "markdown", c), map[string]int{"<tr": 2, "<table": 1, "<code": codes(where), "<li": 1, "<strong": 1})
	})
}

// codes returns how many pieces of code there are beside a place: the rule, and the place unless it has to be escaped.
func codes(place string) int {
	if strings.HasPrefix(code(place), "`") {
		return 2
	}
	return 1
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

// linked matches a link.
var linked = regexp.MustCompile(`<a href="([^"]*)">([^<]*)</a>`)

// withoutLink returns the words of a link if they are the address that it leads to, else the link.
func withoutLink(t *testing.T, link string) string {
	t.Helper()
	m := linked.FindStringSubmatch(link)
	words := html.UnescapeString(m[2])
	if got, want := html.UnescapeString(m[1]), string(util.URLEscape([]byte(words), false)); got != want {
		t.Errorf("%q leads to %s, want %s", words, got, want)
		return link
	}
	return words
}

var markdown = goldmark.New(goldmark.WithExtensions(extension.GFM))

// checkMarkup renders Markdown and counts: nothing may be there but what the printer writes itself.
func checkMarkup(t *testing.T, text string, want map[string]int) {
	t.Helper()
	var page bytes.Buffer
	if err := markdown.Convert([]byte(text), &page); err != nil {
		t.Fatal(err)
	}
	markup := linked.ReplaceAllStringFunc(page.String(), func(link string) string { return withoutLink(t, link) })
	for tag, n := range want {
		if got := strings.Count(markup, tag); got != n && tag != "<h" {
			t.Errorf("got %d times %s, want %d:\n%s\n%s", got, tag, n, text, page.String())
		}
	}
	for _, tag := range []string{"<a", "<img", "<em", "<del", "<!--", "<blockquote", "<ol", "<pre", "<hr"} {
		if strings.Contains(markup, tag) {
			t.Errorf("there is a %s:\n%s\n%s", tag, text, page.String())
		}
	}
}
