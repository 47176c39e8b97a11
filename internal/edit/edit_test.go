package edit

import (
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/google/go-cmp/cmp"
)

func documentOf(text string) *document.Document { return document.Parse("a.md", []byte(text)) }

// replace is the edit that writes a text in place of the first old in a file.
func replace(t *testing.T, text, old, now string) source.Edit {
	t.Helper()
	at := strings.Index(text, old)
	if at < 0 {
		t.Fatalf("no %q in %q", old, text)
	}
	f := source.NewFile("a.md", []byte(text))
	return source.Edit{Span: source.Span{Start: f.Pos(at), End: f.Pos(at + len(old))}, Text: now}
}

func TestApply(t *testing.T) {
	const file = "---\nid: A # ett\nlist: [x, 'y z']   # två\nobject: {a: 1}\nnote: |\n  rad\n# tre\n---\nText [[A|a]] och [b](b.md).\r\n"
	tests := []struct{ name, text, old, now, refused string }{
		{"value", file, "A", "B", ""},
		{"value with quotes", file, "'y z'", `"y, z"`, ""},
		{"value in brackets that needs quotes", file, "'y z'", "y, z", "edit.elsewhere"},
		{"value that hides a comment", file, "A", "A'", ""},
		{"value that makes a comment", file, "A", "A # nej", "edit.comment"},
		{"value that makes a key", file, "A", "A\nmer: B", "edit.unreadable"},
		{"value that opens a bracket", file, "A", "[A", "edit.unreadable"},
		{"key", file, "list", "lists", ""},
		{"key that is there", file, "list", "object", "edit.taken"},
		{"part of a value", file, "y z", "y", "edit.no-value"},
		{"comment", file, "ett", "två", "edit.no-value"},
		{"list", file, "[x, 'y z']", "[x]", ""},
		{"link", file, "A|a", "B|a", "edit.elsewhere"},
		{"target of a link", file, "A|a]]", "", "edit.elsewhere"},
		{"text", file, "och", "eller", "edit.no-value"},
		{"byte order mark", "\ufeff---\r\nid: A\r\n---\r\n", "A", "B", ""},
		{"decomposed letters", "---\na\u030a: a\u030a\nid: A\n---\n", "A", "B", ""},
		{"not UTF-8", "---\nid: A\ntitle: \xe5\n---\n", "A", "B", "edit.not-text"},
		{"quotes", "---\nid: A\ntitle: Plan: x\n---\n", "Plan: x", `"Plan: x"`, ""},
		{"quotes round another text", "---\nid: A\ntitle: Plan: x\n---\n", "Plan: x", `"Plan x"`, "edit.elsewhere"},
		{"quotes that swallow", "---\nid: A\ntitle: Plan: x\nb: \"c\"\n---\n", "Plan: x", `"Plan: x`, "edit.unreadable"},
		{"value away", "---\nid: A\ntitle: Plan: x\n---\n", "title: Plan: x", "title:", "edit.elsewhere"},
	}
	for _, tt := range tests {
		e := replace(t, tt.text, tt.old, tt.now)
		data, refusal := Apply("a.md", []byte(tt.text), []source.Edit{e})
		got := ""
		if refusal != nil {
			got = string(refusal.Reason)
		}
		if got != tt.refused {
			t.Errorf("%s: got refusal %q, want %q", tt.name, got, tt.refused)
		}
		if want := strings.Replace(tt.text, tt.old, tt.now, 1); refusal == nil && string(data) != want {
			t.Errorf("%s: (-want +got)\n%s", tt.name, cmp.Diff(want, string(data)))
		}
	}
}

func TestApplyToLink(t *testing.T) {
	const file = "---\nid: A\n---\n[[a-1]] `[[a-1]]` [[b|c]]\n"
	f := source.NewFile("a.md", []byte(file))
	at := strings.Index(file, "a-1")
	e := source.Edit{Span: source.Span{Start: f.Pos(at), End: f.Pos(at + 3)}, Text: "A-1"}
	data, refusal := Apply("a.md", []byte(file), []source.Edit{e})
	if want := strings.Replace(file, "a-1", "A-1", 1); refusal != nil || string(data) != want {
		t.Errorf("got %q, %v", data, refusal)
	}
	e.Text = "A]] [[B"
	if _, refusal := Apply("a.md", []byte(file), []source.Edit{e}); refusal == nil {
		t.Error("one link became two")
	}
}

func TestMend(t *testing.T) {
	const file = "---\nid: A\nowners: R\nownr: S\nstatuss: x\npurposee: Y\n---\n"
	to := func(old, now string) diag.Fix { return diag.Fix{Edits: []source.Edit{replace(t, file, old, now)}} }
	unsure := to("R", "Q")
	unsure.Unsure = true
	fixes := []diag.Fix{to("owners", "owner"), to("ownr", "owner"), to("statuss", "status"), to("statuss", "status"), to("statuss: x", "state: y"), unsure, to("purposee", "id"), to("A", "B")}
	m := Fix("a.md", []byte(file), fixes)
	want := "---\nid: B\nowners: R\nownr: S\nstatus: x\npurposee: Y\n---\n"
	if diff := cmp.Diff(want, string(m.Data)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var left []string
	for _, l := range m.Left {
		left = append(left, l.Fix.Edits[0].Text+" "+string(l.Reason.Reason))
	}
	wantLeft := []string{"owner edit.clash", "Q edit.unsure", "owner edit.clash", "state: y edit.overlap", "id edit.taken"}
	if diff := cmp.Diff(wantLeft, left); diff != "" {
		t.Errorf("left: (-want +got)\n%s", diff)
	}
}

// TestMendForm mends what is wrong with lines: the fixes are those that the documents give themselves.
func TestMendForm(t *testing.T) {
	const plain = "---\nid: A\ntitle: B C\n---\nText\n"
	tests := []struct{ name, text, want string }{
		{"blank lines first", "\n \n" + plain, plain},
		{"hard space after the fence", strings.Replace(plain, "---", "---\u00a0", 1), plain},
		{"four hyphens", "-" + plain, plain},
		{"a dash that closes", strings.Replace(plain, "\n---", "\n———", 1), plain},
		{"a word after the fence", strings.Replace(plain, "\n---", "\n--- Slut", 1), ""},
		{"a comment first", "<!-- x -->\n" + plain, ""},
		{"equals sign", strings.Replace(plain, "title: ", "title = ", 1), plain},
		{"equals sign and a value with a colon", strings.Replace(plain, "title: B C", "title = B: C", 1), strings.Replace(plain, "B C", "\"B: C\"", 1)},
		{"another colon, a list", "---\nid: A\ntags： [a, \"b\"] # c\n---\n", "---\nid: A\ntags: [a, \"b\"] # c\n---\n"},
		{"another colon in an object", "---\nid: A\ns:\n  a﹕ 1\n  b: 2\n---\n", "---\nid: A\ns:\n  a: 1\n  b: 2\n---\n"},
		{"an object without its colon", "---\nid: A\ns：\n  b: 2\n---\n", "---\nid: A\ns:\n  b: 2\n---\n"},
		{"bullets before objects", "---\nid: A\nl:\n  • a: 1\n    b: 2\n  • a: 3\n    b: 4\n---\n", "---\nid: A\nl:\n  - a: 1\n    b: 2\n  - a: 3\n    b: 4\n---\n"},
		{"bullets after a hyphen", "---\nid: A\nl:\n  - a\n  • b\n---\n", "---\nid: A\nl:\n  - a\n  - b\n---\n"},
		{"hyphens without a space", "---\nid: A\nl:\n  -a: 1\n  -a: 2\n---\n", "---\nid: A\nl:\n  - a: 1\n  - a: 2\n---\n"},
		{"asterisks", "---\nid: A\nl:\n  * a\n  * b\n---\n", "---\nid: A\nl:\n  - a\n  - b\n---\n"},
		{"hard spaces as indentation", "---\nid: A\ns:\n\u00a0\u00a0a: 10\u00a0000\n  b: 2\n---\n", "---\nid: A\ns:\n  a: 10\u00a0000\n  b: 2\n---\n"},
		{"a hard space after the colon", "---\nid: A\ntitle:\u00a0B\n---\n", "---\nid: A\ntitle: B\n---\n"},
		{"a child too far to the left", "---\nid: A\ns:\n  a: 1\nb: 2\n  c: 3\n---\n", ""},
		{"no colon", "---\nid: A\ntitle B\n---\n", ""},
		{"CR in a value", strings.Replace(plain, "B C", "B\rC", 1), plain},
		{"U+2028 in a value", strings.Replace(plain, "B C", "B\u2028C", 1), plain},
		{"NEL in a quoted value", strings.Replace(plain, "B C", "\"B\u0085C\"", 1), strings.Replace(plain, "B C", "\"B C\"", 1)},
		{"twice in a text", "---\nid: A\nnote: |\n  a\u2028b\n  c\u2029d\n---\n", "---\nid: A\nnote: |\n  a b\n  c d\n---\n"},
		{"CR for the end of a line", strings.Replace(plain, "A\n", "A\r", 1), plain},
		{"CR in an object", "---\nid: A\ns:\n  a: x\r  b: y\n---\n", "---\nid: A\ns:\n  a: x\n  b: y\n---\n"},
		{"CR in the text", plain + "a\rb\n", plain + "a\nb\n"},
	}
	for _, tt := range tests {
		var fixes []diag.Fix
		for _, f := range document.Parse("a.md", []byte(tt.text)).Findings {
			fixes = append(fixes, f.Fixes...)
		}
		m := Fix("a.md", []byte(tt.text), fixes)
		if tt.want == "" {
			tt.want = tt.text
		}
		if diff := cmp.Diff(tt.want, string(m.Data)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s\n%v", tt.name, diff, m.Left)
		}
	}
}

func TestForm(t *testing.T) {
	const plain = "---\nid: A\ntitle: Färd\n---\nText\n"
	windows := strings.ReplaceAll(plain, "\n", "\r\n")
	utf16 := "\xff\xfe"
	for _, r := range windows {
		utf16 += string([]byte{byte(r), byte(r >> 8)})
	}
	tests := []struct{ name, text, want, done, refused string }{
		{"as it should be", plain, plain, "", ""},
		{"byte order mark", "\ufeff" + plain, plain, "edit.bom", ""},
		{"windows", windows, plain, "edit.line-ends", ""},
		{"both", "\ufeff" + windows, plain, "edit.bom edit.line-ends", ""},
		{"some lines", strings.Replace(plain, "\n", "\r\n", 2), plain, "edit.line-ends", ""},
		{"UTF-16", utf16, plain, "edit.encoded edit.line-ends", ""},
		{"Latin 1", strings.ReplaceAll(plain, "ä", "\xe4"), plain, "edit.encoded", ""},
		{"Latin 1 and UTF-8", "---\nid: A\ntitle: ä \xe4\n---\n", "", "", "edit.encoding"},
		{"Windows 1252", "---\nid: A\ntitle: 1\x9614\n---\n", "", "", "edit.encoding"},
		{"NUL", "---\nid: A\x00\n---\n", "", "", "edit.encoding"},
		{"old Mac", strings.ReplaceAll(plain, "\n", "\r"), plain, "edit.line-ends", ""},
		{"two byte order marks", "\ufeff\ufeff" + plain, plain, "edit.bom", ""},
		{"carriage returns before one", strings.ReplaceAll(plain, "\n", "\r\r\n"), plain, "edit.line-ends", ""},
		{"lone carriage return", "---\nid: A\n---\na\rb\n", "---\nid: A\n---\na\rb\n", "", ""},
		{"too large", plain + strings.Repeat("x", document.MaxSize), "", "", "edit.too-large"},
	}
	for _, tt := range tests {
		data, done, refusal := Form("a.md", []byte(tt.text))
		var got []string
		for _, key := range done {
			got = append(got, string(key))
		}
		if joined := strings.Join(got, " "); joined != tt.done {
			t.Errorf("%s: got done %q, want %q", tt.name, joined, tt.done)
		}
		switch {
		case refusal != nil && string(refusal.Reason) != tt.refused || refusal == nil && tt.refused != "":
			t.Errorf("%s: got refusal %v, want %q", tt.name, refusal, tt.refused)
		case refusal != nil && string(data) != tt.text:
			t.Errorf("%s: refused, and yet changed", tt.name)
		case refusal == nil && string(data) != tt.want:
			t.Errorf("%s: (-want +got)\n%s", tt.name, cmp.Diff(tt.want, string(data)))
		}
	}
}

func TestFormatRefuses(t *testing.T) {
	kind := kinds(t).Named("system")
	for text, want := range map[string]string{
		"":                                      "edit.findings",
		"---\nid: A\n":                          "edit.findings",
		"---\nid: A\nid: B\n---\n":              "edit.findings",
		"---\nid: &a A\n---\n":                  "edit.findings",
		"---\ntitle: Plan: x\n---\n":            "edit.findings",
		"---\nid: A\n---\n---\nid: B\n---\n":    "edit.findings",
		"---\nid: A\ntitle: \xe5\n---\n":        "edit.not-text",
		strings.Repeat("x", 2<<20) + "x":        "edit.too-large",
		"---\nid: A\rtitle: B\n---\n":           "edit.findings",
		"---\nid: A\ntitle: B\rC\n---\n":        "edit.line-breaks",
		"---\nid: A\n---\n" + "\x00 i texten\n": "edit.not-text",
	} {
		data, refusal := Format(kind, "a.md", []byte(text))
		if refusal == nil || string(refusal.Reason) != want || string(data) != text {
			t.Errorf("%.40q: got %v, want %s", text, refusal, want)
		}
	}
}
