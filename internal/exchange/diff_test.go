package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/compare"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/soak"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// hardTitle is a text that would mean something in Markdown, in HTML and to a forge.
const hardTitle = "a | b <script>x</script> @chef #1 `kod` **fet** _u_ [l](x) ![b](y) ~~s~~ $m$ &amp; \\\n# Rubrik\n- punkt\n1. ett\n> citat\n| c | d |"

// manySystems are the files of a workspace with systems, each with its own role, and a title and purpose as given.
func manySystems(n int, title, purpose string) fstest.MapFS {
	files := fstest.MapFS{
		"lis.yaml":           {Data: []byte("format: 1\ntitle: " + strconv.Quote(title) + "\norganisation: ORG-1\n")},
		"organisations/1.md": {Data: []byte("---\nid: ORG-1\ntitle: O\ntype: administration\n---\n")},
	}
	for i := range n {
		files[fmt.Sprintf("systems/%d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil,
			"---\nid: SYS-%d\ntitle: %q\npurpose: %q\nstatus: in_use\nprocurement: own\ninformation_owner: ROLL-%d\n---\n", i, title, purpose, i%400)}
		if i < 400 {
			files[fmt.Sprintf("roles/%d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\nid: ROLL-%d\ntitle: %q\ntype: manager\nappointed: \"yes\"\n---\n", i, title)}
		}
	}
	return files
}

// common is what the workspaces of the tests have in common, read once: the kinds, above all.
var common workspace.Cache

// betweenOf compares two states of files.
func betweenOf(t *testing.T, from, to fstest.MapFS, lang locale.Lang) *compare.Comparison {
	t.Helper()
	return compare.New(sideOf(t, from), sideOf(t, to), nil, record.Profile(""), lang)
}

// sideOf is a state of files as one side of a comparison.
func sideOf(t *testing.T, files fstest.MapFS) *compare.Side {
	t.Helper()
	const day = "2023-12-15"
	w, err := workspace.LoadWith(t.Context(), files, &common)
	if err != nil {
		t.Fatal(err)
	}
	set, err := rules.New(w)
	if err != nil {
		t.Fatal(err)
	}
	results, err := set.Check(t.Context(), rules.Options{AsOf: day})
	if err != nil {
		t.Fatal(err)
	}
	s := &compare.Side{AsOf: day, Workspace: w, Rules: set, Results: results}
	if s.Figures, err = figures.Count(w, day); err != nil {
		t.Fatal(err)
	}
	return s
}

// partsOf reads Markdown as a forge does, and finds HTML, emphasis and links that are not the printer's own, headings but
// those that are given, and tables whose rows have not all their cells. It returns how many items and rows there are below
// each heading of the second order.
func partsOf(t *testing.T, markdown string) map[string]int {
	t.Helper()
	if !strings.HasSuffix(markdown, "\n") || strings.Contains(markdown, "\n\n\n") || !utf8.ValidString(markdown) {
		t.Error("the text ends in the middle of a line, has empty lines together or is no text")
	}
	source := []byte(markdown)
	counts, part := map[string]int{}, ""
	err := ast.Walk(goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.RawHTML, *ast.HTMLBlock, *ast.Link, *ast.Image, *ast.Blockquote, *ast.FencedCodeBlock, *ast.CodeBlock, *extast.Strikethrough:
			t.Errorf("there is a %s", n.Kind())
		case *ast.Emphasis:
			if n.Level != 2 {
				t.Errorf("there is a %s", n.Kind())
			}
		case *ast.Heading:
			if title := string(n.Lines().Value(source)); n.Level == 3 {
				part = title
			} else if strings.HasPrefix(title, "Rubrik") {
				t.Errorf("there is a heading %q", title)
			}
		case *ast.ListItem:
			if n.Parent().(*ast.List).IsOrdered() {
				t.Error("there is a numbered list")
			}
			if n.Parent().Parent().Kind() == ast.KindDocument {
				counts[part]++
			}
		case *extast.TableRow:
			counts[part]++
			if n.ChildCount() != n.Parent().FirstChild().ChildCount() {
				t.Errorf("a row has %d cells", n.ChildCount())
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return counts
}

// TestDiffMarkdownOfMany sums up a change of many records, many times as much as a forge takes: it stays within what a forge takes, says of each part
// what was left out, and is whole.
func TestDiffMarkdownOfMany(t *testing.T) {
	n := soak.Times(1500, 5000)
	before := sideOf(t, manySystems(n, "Före", "y"))
	leftOut := regexp.MustCompile(`(?m)^.*?([0-9 \x{a0}]+[0-9]).*$`)
	for _, tt := range []struct {
		name, title, purpose string
		lang                 locale.Lang
	}{
		{"short", "Bytt", "x", locale.Swedish},
		{"hard", hardTitle, hardTitle, locale.Swedish},
		{"long", "Bytt", strings.Repeat("ett långt ord och ", 40), locale.English},
	} {
		b := compare.New(before, sideOf(t, manySystems(n, tt.title, tt.purpose)), nil, record.Profile(""), tt.lang)
		var out bytes.Buffer
		if err := WriteDiffMarkdown(&out, b); err != nil {
			t.Fatal(err)
		}
		if got := utf8.RuneCount(out.Bytes()); got > 60_000 || got < 20_000 {
			t.Errorf("%s: %d characters", tt.name, got)
		}
		counts := partsOf(t, out.String())
		for key, want := range map[string]int{
			"between.approve": 401, "between.wrong": len(b.Appeared) + len(b.Remaining), "between.records-changed": len(b.Records) + 1,
		} {
			heading := tt.lang.T(key)
			_, part, _ := strings.Cut(out.String(), "\n### "+heading+"\n")
			part, _, _ = strings.Cut(part, "\n### ")
			lines := strings.Split(strings.TrimSpace(part), "\n")
			said := leftOut.FindStringSubmatch(lines[len(lines)-1])
			missing := 0
			if said != nil {
				missing, _ = strconv.Atoi(strings.NewReplacer(" ", "", "\u00a0", "").Replace(said[1]))
			}
			if counts[heading] == 0 || counts[heading]+missing != want || lines[len(lines)-1] != tt.lang.T("between.left-out", locale.Args{"n": missing}) {
				t.Errorf("%s: %s tells of %d and leaves out %d, want %d: %s", tt.name, heading, counts[heading], missing, want, lines[len(lines)-1])
			}
		}
	}
}

// TestDiffMarkdownOfOneLarge keeps room for the others where one record changed in many places.
func TestDiffMarkdownOfOneLarge(t *testing.T) {
	from, to := manySystems(3, "Före", "y"), manySystems(3, "Efter", "y")
	var links strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&links, "  - {url: \"https://example.org/%d\", text: T}\n", i)
	}
	to["systems/0.md"].Data = []byte(strings.Replace(string(to["systems/0.md"].Data), "status:", "links:\n"+links.String()+"status:", 1))
	var out bytes.Buffer
	if err := WriteDiffMarkdown(&out, betweenOf(t, from, to, locale.Swedish)); err != nil {
		t.Fatal(err)
	}
	partsOf(t, out.String())
	for _, want := range []string{"(SYS-0)\n", "(SYS-2)\n", "- **lis.yaml**\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%.2000s", want, out.String())
		}
	}
}

// TestDiffSettingsAlone puts what changed in lis.yaml and in schema/ under a heading of its own.
func TestDiffSettingsAlone(t *testing.T) {
	from, to := manySystems(1, "Före", "y"), manySystems(1, "Före", "y")
	to["systems/0.md"].Data = append(to["systems/0.md"].Data, "Text.\n"...)
	to["schema/car.yaml"] = &fstest.MapFile{Data: []byte("x-kind: {name: car, folder: cars}\n")}
	var out bytes.Buffer
	if err := WriteDiffMarkdown(&out, betweenOf(t, from, to, locale.Swedish)); err != nil {
		t.Fatal(err)
	}
	if want := "  - Text tillagd (1 ord)\n\n#### Inställningar och egna postslag\n\n- `schema/car.yaml`\n"; !strings.HasSuffix(out.String(), want) {
		t.Errorf("got\n%s\nwant at the end\n%s", out.String(), want)
	}
}

// TestDiffText keeps each thing on its line, whatever the records say, and JSON tells it as it is.
func TestDiffText(t *testing.T) {
	b := betweenOf(t, manySystems(2, "Före", "y"), manySystems(2, hardTitle+"\x1b[31m", "\x1b]0;x\a\u202e"), locale.Swedish)
	var out bytes.Buffer
	if err := WriteDiffText(&out, b); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if strings.ContainsAny(line, "\x1b\a\u202e") || strings.HasPrefix(line, "# Rubrik") || strings.HasPrefix(line, "- punkt") {
			t.Errorf("a line is %q", line)
		}
	}
	out.Reset()
	if err := WriteDiffJSON(&out, b); err != nil {
		t.Fatal(err)
	}
	var read struct{ Records []struct{ Title string } }
	if err := json.Unmarshal(out.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	if len(read.Records) != 4 {
		t.Errorf("%d records", len(read.Records))
	}
}
