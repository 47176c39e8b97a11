package document

import (
	"fmt"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/google/go-cmp/cmp"
)

// dump writes every value as "path kind text place".
func dump(n *Node, path string) []string {
	line := fmt.Sprintf("%s %v-%v %d %q", path, n.Span.Start, n.Span.End, n.Kind, n.Text)
	out := []string{line}
	for i, item := range n.Items {
		out = append(out, dump(item, Index(path, i))...)
	}
	for _, e := range n.Entries {
		out = append(out, dump(e.Value, Join(path, e.Key))...)
	}
	return out
}

const record = `---
id: SYS-017
title: "Färd: bok"   # anm
version: 5.10
owner:
gränd: ÅÄÖ då
state: {a: 'it''s', b: [x, "]"]}
list:
  - one
  - k: v
note: |
  rad ett

  rad två
folded: some text
  goes on
empty: {}
---
Text [[SYS-001]] och [[BRI-03|bristen]], ` + "`[[kod]]`" + `.
Se [fil](../roles/a.md).
`

func TestPlaces(t *testing.T) {
	want := []string{
		` 2:1-17:10 6 ""`,
		`id 2:5-2:12 1 "SYS-017"`,
		`title 3:8-3:19 1 "Färd: bok"`,
		`version 4:10-4:14 3 "5.10"`,
		`owner 5:7-5:7 0 ""`,
		`gränd 6:8-6:14 1 "ÅÄÖ då"`,
		`state 7:8-7:33 6 ""`,
		`state.a 7:12-7:19 1 "it's"`,
		`state.b 7:24-7:32 5 ""`,
		`state.b[0] 7:25-7:26 1 "x"`,
		`state.b[1] 7:28-7:31 1 "]"`,
		`list 9:3-10:9 5 ""`,
		`list[0] 9:5-9:8 1 "one"`,
		`list[1] 10:5-10:9 6 ""`,
		`list[1].k 10:8-10:9 1 "v"`,
		`note 11:7-14:10 1 "rad ett\n\nrad två\n"`,
		`folded 15:9-16:10 1 "some text goes on"`,
		`empty 17:8-17:10 6 ""`,
	}
	for name, text := range map[string]string{
		"LF":   record,
		"CRLF": strings.ReplaceAll(record, "\n", "\r\n"),
		"BOM":  "\ufeff" + record,
	} {
		d := Parse("a.md", []byte(text))
		if len(d.Findings) > 0 {
			t.Errorf("%s: findings %v", name, d.Findings)
		}
		if diff := cmp.Diff(want, dump(d.Front, "")); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}

func TestLinks(t *testing.T) {
	d := Parse("systems/a.md", []byte(record))
	var got []string
	for _, l := range d.Links() {
		got = append(got, fmt.Sprintf("%s|%s|%v|%v", l.Target, l.Label, l.Wiki, l.Span.Start))
	}
	want := []string{"SYS-001||true|19:6", "BRI-03|bristen|true|19:22", "../roles/a.md||false|20:4"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestFlaws(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty file", "", "front-matter-missing 1:1"},
		{"no front matter", "# Rubrik\n", "front-matter-missing 1:1"},
		{"never closed", "---\nid: A\n# x\n", "front-matter-unclosed 1:1"},
		{"never closed, no text", "---\nid: A\n\n", "front-matter-unclosed 1:1"},
		{"tab", "---\nid: A\nstate:\n\tx: 1\n---\n", "front-matter-malformed 4:1 yaml.tab"},
		{"two colons", "---\nid: A\ntitle: Plan: sammanfattning\n---\n", "front-matter-malformed 3:12 yaml.colon"},
		{"sign", "---\nid: A\ntitle: @isam\n---\n", "front-matter-malformed 3:8 yaml.sign"},
		{"quote", "---\nid: A\ntitle: \"isam\n---\n", "front-matter-malformed"},
		{"list", "---\n- a\n- b\n---\n", "front-matter-malformed 2:1 yaml.not-map"},
		{"text", "---\nbara text\n---\n", "front-matter-malformed 2:1 yaml.not-map"},
		{"alias", "---\nid: &a A\ntitle: *a\n---\n", "front-matter-feature 2:5 yaml.alias"},
		{"merge", "---\nid: A\n<<: {title: x}\n---\n", "front-matter-feature 3:1 yaml.merge"},
		{"tag", "---\nid: !!str 5\n---\n", "front-matter-feature 2:5 yaml.tag"},
		{"key", "---\n? [a]\n: b\n---\n", "front-matter-feature 2:3 yaml.key"},
		{"several", "---\nid: A\n...\nid: B\n---\n", "front-matter-malformed 3:1 yaml.several"},
		{"twice", "---\nid: A\n---\n---\nid: B\n---\n", "front-matter-repeated 4:1"},
		{"twice after a text", "---\nid: A\n---\ntext\n---\nid: B\ntitle: x\n---\n", "front-matter-repeated 5:1"},
		{"thrice", "---\r\nid: A\r\n---\r\ntext\r\n\r\n---\r\nid: B\r\n---\r\n\r\ntext\r\n---\r\n# c\r\ntitle: x\r\nid: C\r\n---\r\n", "front-matter-repeated 6:1; front-matter-repeated 11:1"},
		{"twice with a shared fence", "---\nid: A\n---\nid: B\ntags:\n  - x\n---\nid: C\n---\n", "front-matter-repeated 4:1; front-matter-repeated 8:1"},
		{"twice, never closed", "---\nid: A\n---\n\ntitle: x\nid: B\n", "front-matter-repeated 5:1"},
		{"conflict", "---\nid: A\n<<<<<<< HEAD\ntitle: x\n=======\ntitle: y\n>>>>>>> gren\n---\n", "conflict-marker 3:1"},
		{"conflict over the fence", "---\nid: A\n<<<<<<< HEAD\ntitle: x\n---\ntext\n=======\ntitle: y\n---\n>>>>>>> gren\n", "conflict-marker 3:1"},
		{"conflict of whole files", "<<<<<<< HEAD\n---\nid: A\n---\n=======\n---\nid: A\n---\n>>>>>>> gren\n", "conflict-marker 1:1"},
		{"half a conflict in front matter", "---\nid: A\n=======\ntitle: x\n---\n", "conflict-marker 3:1"},
		{"conflicts in the text", "---\nid: A\n---\n<<<<<<< HEAD\na\n||||||| 4f2\nb\n=======\nc\n>>>>>>> gren\n<<<<<<<\nd\n=======\n>>>>>>>\n", "conflict-marker 4:1; conflict-marker 11:1"},
		{"half a conflict in the text", "---\nid: A\n---\ntext\n>>>>>>> gren\n", "conflict-marker 5:1"},
		{"a base left", "---\nid: A\n---\n||||||| 4f2c1aa\r\ntext\n", "conflict-marker 4:1"},
		{"no conflict", "---\nid: A\ntitle: \"<<<<<<< x\"\n---\nRubrik\n=======\n\n```\n<<<<<<< HEAD\n>>>>>>> x\n```\n\n>>>>>>>> a\n>>>>>>> b\n> c\n\n||||||| a |\n    <<<<<<< HEAD\n", ""},
		{"examples of a record", "---\nid: A\n---\n~~~yaml\n---\nid: B\n---\n~~~\n\n    ---\n    id: C\n    ---\n\n---\n\nid: se listan\n\n---\nObs: id\n---\nid: B\n\ntext\n", ""},
		{"duplicate", "---\nid: A\nid: B\n---\n", "field-duplicate 3:1"},
		{"latin1", "---\nid: A\ntitle: F\xe4rd\n---\n", "file-encoding 3:9"},
		{"nul", "---\nid: A\ntitle: F\x00rd\n---\n", "file-encoding 3:9"},
		{"utf16", "\xff\xfe-\x00-\x00-\x00\n\x00i\x00d\x00:\x00 \x00A\x00\n\x00-\x00-\x00-\x00\n\x00", "file-encoding 1:1"},
		{"deep", "---\nid: A\nx: " + strings.Repeat("[", 10000) + strings.Repeat("]", 10000) + "\n---\n", "front-matter-feature 3:54 yaml.deep"},
		{"large", "---\nid: A\n---\n" + strings.Repeat("rad\n", 6<<20), "file-too-large 1:1"},
		{"LFS", "version https://git-lfs.github.com/spec/v1\r\noid sha256:x\r\n", "file-unreadable 1:1 unreadable.lfs"},
		{"annex", "/annex/objects/SHA256E-s1--x.md\n", "file-unreadable 1:1 unreadable.annex"},
		{"git-crypt", "\x00GITCRYPT\x00\xff\x80\x01", "file-unreadable 1:1 unreadable.git-crypt"},
		{"Word", "PK\x03\x04\x14\x00", "file-unreadable 1:1 unreadable.word"},
		{"two byte order marks", "\ufeff\ufeff---\nid: A\n---\n", "front-matter-fence 1:1 fence.invisible"},
		{"hard space after the fence", "---\u00a0\nid: A\n---\n", "front-matter-fence 1:1 fence.invisible"},
		{"blank lines first", "\n \n---\nid: A\n---\n", "front-matter-fence 3:1 fence.above-blank"},
		{"comment first", "<!-- x -->\n---\nid: A\n---\n", "front-matter-fence 2:1 fence.above-text"},
		{"four hyphens", "----\nid: A\n---\n", "front-matter-fence 1:1 fence.other"},
		{"heading and rule", "# A\n---\ntext\n", "front-matter-missing 1:1"},
		{"dash that closes", "---\nid: A\n—-\n\nText.\n", "front-matter-fence 3:1 fence.other"},
		{"dash that closes, and a rule", "---\nid: A\n----\n\nText.\n\n---\n\nMer.\n", "front-matter-fence 3:1 fence.other"},
		{"word after the fence", "---\nid: A\n--- Slut\nText.\n", "front-matter-fence 3:1 fence.other"},
		{"fence within a text", "---\nid: A\nnote: |\n  --- Slut\n---\n", ""},
		{"CR in a value", "---\nid: A\ntitle: a\rb\n---\n", "file-line-break 3:9"},
		{"U+2029 in a value", "---\nid: A\ntitle: a\u2029b\n---\n", "file-line-break 3:9"},
		{"U+2028 that looks like a field", "---\nid: A\ntitle: a\u2028dnr: 5\nx: 1\n---\n", "file-line-break 3:9"},
		{"CR in text", "---\nid: A\n---\na\rb\n", "file-line-break 4:2"},
		{"U+2028 in text", "---\nid: A\n---\na\u2028b\n", ""},
		{"lines of an old Mac", "---\rid: A\r---\rText.\r", "file-line-break 1:1"},
		{"lines ended twice", "---\r\r\nid: A\r\r\n---\r\r\n", ""},
		{"item below an item", "---\nid: A\nl:\n  - a\n    - b\n---\n", "front-matter-malformed 5:5 yaml.deep-indent"},
		{"bullet below an item", "---\nid: A\nl:\n  - a\n    • b\n---\n", "front-matter-malformed 5:5 yaml.bullet"},
		{"item that goes on", "---\nid: A\nl:\n  - a\n    b - c\n---\n", ""},
		{"rule in body", "---\nid: A\n---\ntext\n\n---\n\nmer: text\n", ""},
	}
	for _, tt := range tests {
		d := Parse("a.md", []byte(tt.text))
		var got []string
		for _, f := range d.Findings {
			line := fmt.Sprintf("%s %v", f.Rule, f.Span.Start)
			switch p := f.Args["problem"].(type) {
			case locale.Key:
				line += " " + string(p)
			case locale.Message:
				line += " " + p.Key
			}
			got = append(got, line)
		}
		if joined := strings.Join(got, "; "); joined != tt.want && (tt.name != "quote" || !strings.HasPrefix(joined, tt.want)) {
			t.Errorf("%s: got %q, want %q", tt.name, joined, tt.want)
		}
	}
}

func TestBrokenKeepsIdentity(t *testing.T) {
	d := Parse("a.md", []byte("---\nid: SYS-001\ntitle: Låsfri\nx: [\n---\n"))
	if !d.Broken || d.ID != "SYS-001" || d.Title != "Låsfri" {
		t.Errorf("broken %v, id %q, title %q", d.Broken, d.ID, d.Title)
	}
}

func TestHTML(t *testing.T) {
	d := Parse("a.md", []byte("---\nid: A\n---\n# Åtgärder\n\n### Djup\n\n[[X]] [u](b.md) [n](c.md) <b>rå</b>\n\n- [x] klart\n\n|a|\n|:-:|\n|b|\n"))
	got, headings := d.HTML(2, func(l Link) Target {
		if l.Target == "c.md" {
			return Target{}
		}
		return Target{Href: "x.html", Label: "Iks"}
	})
	want := `<h2 id="text-atgarder">Åtgärder</h2>
<h3 id="text-djup">Djup</h3>
<p><a href="x.html">Iks</a> <a href="x.html">u</a> n rå</p>
<ul>
<li>☑ klart</li>
</ul>
<table>
<thead>
<tr>
<th>a</th>
</tr>
</thead>
<tbody>
<tr>
<td>b</td>
</tr>
</tbody>
</table>
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]Heading{{2, "text-atgarder", "Åtgärder"}, {3, "text-djup", "Djup"}}, headings); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestHTMLOfMarks renders what forges show too.
func TestHTMLOfMarks(t *testing.T) {
	for text, want := range map[string]string{
		"Se https://example.se/a?b=1&c=2#d.":               `<p>Se <a href="https://example.se/a?b=1&amp;c=2#d">https://example.se/a?b=1&amp;c=2#d</a>.</p>`,
		"(https://exempel.se/å_b) https://intra/x, å":      `<p>(<a href="https://exempel.se/%C3%A5_b">https://exempel.se/å_b</a>) <a href="https://intra/x">https://intra/x</a>, å</p>`,
		"`https://kod.se/` [https://a.se/](https://a.se/)": `<p><code>https://kod.se/</code> <a href="https://a.se/">https://a.se/</a></p>`,
		"<javascript:alert(1)>":                            "<p>javascript:alert(1)</p>",
		"[a](G:\\b) [G:\\b](G:\\b)":                        "<p>a (G:\\b) G:\\b</p>",
		"![a *b*](hus.png) ![c](borta.png)":                `<p><img src="hus.png" alt="a b"> c</p>`,
		"![[hus.png]] ![[hus.png|300]] ![[hus.png|d]]":     `<p><img src="hus.png" alt=""> <img src="hus.png" alt=""> <img src="hus.png" alt="d"></p>`,
		"[[ID#Del|e]] ![[ID]] [[ID]]":                      `<p><a href="id.html">e</a> <a href="id.html">T</a> <a href="id.html">T</a></p>`,
		"|a [[ID|b]]|c|\n|-|-|\n|[[ID\\|d]]|`[[x|y]]`|": "<table>\n<thead>\n<tr>\n<th>a <a href=\"id.html\">b</a></th>\n<th>c</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n" +
			"<td><a href=\"id.html\">d</a></td>\n<td><code>[[x|y]]</code></td>\n</tr>\n</tbody>\n</table>",
		"a<br>b<BR/> <u>c</u> <br onclick=x>": "<p>a<br>b<br> c </p>",
		"# Åtgärder\n[f](#åtgärder) [g](#h)":  "<h2 id=\"text-atgarder\">Åtgärder</h2>\n<p><a href=\"#text-atgarder\">f</a> g</p>",
		"a[^1] b[^n] c[^1]\n\n[^1]: d\n[^n]: e\n[^x]: f": `<p>a<sup id="text-notmark-1"><a href="#text-not-1">1</a></sup> b<sup id="text-notmark-2"><a href="#text-not-2">2</a></sup>` +
			` c<sup id="text-notmark-1-2"><a href="#text-not-1">1</a></sup></p>` + "\n<div class=\"footnotes\">\n<ol>\n<li id=\"text-not-1\">\n" +
			`<p>d <a href="#text-notmark-1">↩</a> <a href="#text-notmark-1-2">↩</a></p>` + "\n</li>\n<li id=\"text-not-2\">\n" +
			`<p>e <a href="#text-notmark-2">↩</a></p>` + "\n</li>\n</ol>\n</div>",
	} {
		got, _ := Render([]byte(text), 2, func(l Link) Target {
			switch {
			case l.Target == "ID":
				return Target{Href: "id.html", Label: "T"}
			case l.Image && l.Target == "hus.png", strings.HasPrefix(l.Target, "https:"):
				return Target{Href: l.Target}
			case strings.HasPrefix(l.Target, "G:"):
				return Target{Address: l.Target}
			}
			return Target{}
		})
		if diff := cmp.Diff(want+"\n", got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", text, diff)
		}
	}
}

func TestReadableLinks(t *testing.T) {
	for text, want := range map[string]string{
		"Se [[A-1]] och [[A-1|den här]].":  "Se A-1: och A-1:den här.",
		"[[A-1\\|b]] [[A-1#c|d]] ![[A-1]]": "A-1:b A-1:d A-1:",
		"`[[A-1]]` [[ ]] [[a[b]] [x]":      "`[[A-1]]` [[ ]] [[a[b]] [x]",
	} {
		if got := ReadableLinks(text, func(id, label string) string { return id + ":" + label }); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(record))
	f.Fuzz(func(t *testing.T, data []byte) {
		d := Parse("a.md", data)
		d.Links()
		ParseYAML("a.yaml", data)
		Render(d.BodyText(), 2, func(Link) Target { return Target{} })
	})
}

// TestUnclosed finds where front matter that is never closed should have ended: after the last line that can be a field, and above
// what is a text.
func TestUnclosed(t *testing.T) {
	tests := []struct {
		name, text string
		last, at   int
	}{
		{"a text after an empty line", "---\nid: A\ntitle: B\n\nText.\n", 3, 5},
		{"a text at once", "---\nid: A\nText.\n", 2, 3},
		{"a heading", "---\nid: A\n# Bakgrund\n\nText.\n", 2, 3},
		{"a list in the text", "---\nid: A\n\n- ett\n- två\n", 2, 4},
		{"lists and objects", "---\nid: A\ntags:\n- x\n- y\nc:\n  d: e\n\n  f: g\nText: nej.\nText\n", 10, 11},
		{"a comment between fields", "---\nid: A\n# om titeln\n\ntitle: B\n\nText.\n", 5, 7},
		{"nothing but fields", "---\nid: A\ntitle: B\n", 0, 0},
		{"nothing but a text", "---\nText.\n", 0, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := Parse("a.md", []byte(test.text))
			if len(d.Findings) != 1 || d.Findings[0].Rule != "front-matter-unclosed" {
				t.Fatalf("got %v", d.Findings)
			}
			f, last, at := d.Findings[0], 0, 0
			if said, ok := f.Args["remedy"].(locale.Message); ok {
				last, _ = said.Args["line"].(int)
			}
			if len(f.Related) > 0 {
				at = f.Related[0].Span.Start.Line
			}
			if last != test.last || at != test.at {
				t.Errorf("it ends after line %d, above line %d; want %d and %d", last, at, test.last, test.at)
			}
		})
	}
}
