package document

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTooComplex(t *testing.T) {
	for _, tt := range []struct {
		name, text, want string
	}{
		{"empty", "", ""},
		{"long", strings.Repeat("En *viktig* rad om [[SYS-017]] och `kod`.\n\n", 40_000), ""},
		{"table", "|a|b|\n|-|-|\n" + strings.Repeat("|[[A]]|b|\n", 2_000), ""},
		{"code", "```\n" + strings.Repeat("    "+strings.Repeat(" ", 60)+"return x[i]\n", 2_000) + "```\n", ""},
		{"list", strings.Repeat("- [ ] en uppgift\n  - [ ] en del av den\n", 1_000), ""},
		{"marks", strings.Repeat("*a_ ", 10_000), "text.marks"},
		{"marks over lines", strings.Repeat("[a]: b\n", 10_000), "text.marks"},
		{"marks in many paragraphs", strings.Repeat(strings.Repeat("*a_ ", 1_000)+"\n\n", 100), "text.marks"},
		{"columns", strings.Repeat("|a", 1_000) + "\n" + strings.Repeat("|-", 1_000) + "\n" + strings.Repeat("|\n", 1_000), "text.cells"},
		{"tables", strings.Repeat(strings.Repeat("|a", 100)+"\n"+strings.Repeat("|-", 100)+"\n"+strings.Repeat("|\n", 100)+"\n", 100), "text.cells"},
		{"quotes", strings.Repeat("> ", 300) + "a\n", "text.deep"},
		{"numbers", strings.Repeat("1. ", 300) + "a\n", "text.deep"},
		{"notes", strings.Repeat("a[^b]\n\n[^b]: c\n\n", 1_100), "text.notes"},
		{"indent", "- a\n" + strings.Repeat(" ", 500) + "- a\n", "text.deep"},
	} {
		got := ""
		if found := tooComplex([]byte(tt.text)); found != nil {
			got = found.problem
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestTooComplexIsShown finds that such a text is reported where it begins, keeps its links and is shown as it stands.
func TestTooComplexIsShown(t *testing.T) {
	d := Parse("x.md", []byte("---\nid: A\n---\nEn.\n\n<b>\n"+strings.Repeat("*a_ ", 10_000)+"\n\nå [[B|b]] [[C]]\n"))
	if len(d.Findings) != 1 || d.Findings[0].Rule != "text-unreadable" || d.Findings[0].Span.Start.String() != "6:1" {
		t.Errorf("got %v", d.Findings)
	}
	var got []string
	for _, l := range d.Links() {
		got = append(got, l.Target+" "+l.Label+" "+l.Span.Start.String()+"-"+l.Span.End.String())
	}
	if diff := cmp.Diff([]string{"B b 9:3-9:10", "C  9:11-9:16"}, got); diff != "" {
		t.Errorf("links (-want +got)\n%s", diff)
	}
	html, headings := d.HTML(2, func(Link) Target { return Target{} })
	if !strings.HasPrefix(html, "<pre>En.\n\n&lt;b&gt;\n*a_ ") || headings != nil {
		t.Errorf("shown as %.60q with headings %v", html, headings)
	}
}

// TestLinksInOneLine finds that places are right when several links stand on a line.
func TestLinksInOneLine(t *testing.T) {
	d := Parse("x.md", []byte("---\nid: A\n---\nåäö [[B]] å [c](d.md) [[E]]\n[[F]] ![g](h.png)\n"))
	var got []string
	for _, l := range d.Links() {
		got = append(got, l.Target+" "+l.Span.Start.String())
	}
	if diff := cmp.Diff([]string{"B 4:5", "d.md 4:13", "E 4:23", "F 5:1", "h.png 5:7"}, got); diff != "" {
		t.Errorf("links (-want +got)\n%s", diff)
	}
}
