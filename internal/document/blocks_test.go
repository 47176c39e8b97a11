package document

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// inShort is a text's blocks, one a line: its level or c for code, and what is shown.
func inShort(body string) []string {
	var lines []string
	for _, b := range Blocks([]byte(body)) {
		sort := " "
		switch {
		case b.Code:
			sort = "c"
		case b.Level > 0:
			sort = fmt.Sprint(b.Level)
		}
		lines = append(lines, sort+" "+b.Lead()+b.Text)
	}
	return lines
}

func TestBlocks(t *testing.T) {
	tests := []struct {
		name, body string
		want       []string
	}{
		{"nothing", "\n \n", nil},
		{"a wrapped paragraph", "Ett  stycke\nom två\trader.\r\n\r\nEtt till.", []string{"  Ett stycke om två rader.", "  Ett till."}},
		{"headings", "# A\nText.\n\n### B ###\nC\n=\nD\nE\n---\nF", []string{"1 # A", "  Text.", "3 ### B", "1 # C", "2 ## D E", "  F"}},
		{"a line, and a heading without a text", "# A\n---\n#\n\n***\n", []string{"1 # A", "  ---", "  #", "  ---"}},
		{"no heading in code", "```yaml\n# A\n\n  b: 1  \n```\nText.\n\n    # C\n", []string{"  ```yaml", "c # A", "c   b: 1", "  Text.", "c # C"}},
		{"code to the end", "~~~\na\n", []string{"c a"}},
		{"a list", "- A\n  mer\n- B\n\n  C\n  1. x\n  1. y\n* D\n", []string{"  - A mer", "  - B", "    C", "    1. x", "    2. y", "  - D"}},
		{"numbers", "3. A\n7. B\n", []string{"  3. A", "  4. B"}},
		{"tasks", "- [ ] A\n- [x] B\n", []string{"  - [ ] A", "  - [x] B"}},
		{"an item within an item", "- - A\n  - B\n- > C\n  > D\n", []string{"  - - A", "    - B", "  - > C D"}},
		{"code in an item", "- ```\n  a\n  b\n  ```\n- c", []string{"c - a", "c   b", "  - c"}},
		{"an empty item", "- A\n-\n- C", []string{"  - A", "  -", "  - C"}},
		{"a quotation", "> A\nmer\n>\n> - B\n", []string{"  > A mer", "  > - B"}},
		{"a table", "| Roll|Vem |\n|---|:--|\n| IT-chef |  Asta \\| Bo |\n|[[SYS-1\\|x]]|\n\nText.", []string{"  | Roll | Vem |", "  | IT-chef | Asta \\| Bo |", "  | [[SYS-1\\|x]] |  |", "  Text."}},
		{"definitions", "Ord\n: Betyder något\n  visst\n", []string{"  Ord", "  : Betyder något visst"}},
		{"links by name", "Se [lagen][1].\n\n[1]: https://example.org\n  \"Lagen\"\n", []string{"  Se [lagen][1].", "  [1]: https://example.org", "  \"Lagen\""}},
		{"HTML", "<!-- dold\n  text -->\n\n<div>\nA\n</div>\n", []string{"  <!-- dold", "  text -->", "  <div>", "  A", "  </div>"}},
		{"not read as Markdown", strings.Repeat(">", maxNesting+1) + " a\nb\n", []string{"  " + strings.Repeat(">", maxNesting+1) + " a", "  b"}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, inShort(test.body)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// letters are those of a text, in order.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}

// pieces are what texts of the tests are made of.
var pieces = []string{
	"ett", "två ", "Å", "\n", "\n", "\n\n", "  ", "    ", "# é", "## ö", "\n===\n", "\n---\n", "- ", "* ", "1. ", "7) ", "> ", "```", "~~~", "`", "| a | b |\n|---|---|\n| c | d |",
	"|", "\n: b", "[x]: /y \"z\"\n", "[x]", "[[SYS-1|en]]", "<div>", "</div>\n", "<!--", "-->", "\\*", "**", "~~", "[ ] ", "\t", "***", "é", "a\n\n    b\n\n    c",
}

func aText() *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 25), func(all []string) string { return strings.Join(all, "") })
}

// TestBlocksHoldEverything holds that every letter of a text is in a block, in order.
func TestBlocksHoldEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := aText().Draw(t, "body")
		var got strings.Builder
		for _, b := range Blocks([]byte(body)) {
			if strings.ContainsAny(b.Text, "\n\r") || strings.TrimSpace(b.Text) == "" {
				t.Fatalf("%q has a block %q", body, b.Text)
			}
			got.WriteString(letters(b.Text))
		}
		if want := letters(body); got.String() != want {
			t.Fatalf("%q: the blocks hold %q, want %q", body, got.String(), want)
		}
	})
}

var onlyLayout = regexp.MustCompile(`</?(p|ul|ol|table|thead|tbody|dl|dt|dd|blockquote|pre|br|code|hr)( [^>]*)?>| id="[^"]*"|\s+`)

// shownOf is what a page shows of a text, without its layout.
func shownOf(body string) string {
	html, _ := Render([]byte(body), 1, func(l Link) Target { return Target{Href: l.Target} })
	return strings.NewReplacer("<", " <", ">", "> ").Replace(onlyLayout.ReplaceAllString(html, " "))
}

// TestSameBlocksShowTheSame changes the form of texts in some way: where the blocks are the same, so is what a page shows.
func TestSameBlocksShowTheSame(t *testing.T) {
	same := 0
	rapid.Check(t, func(t *rapid.T) {
		body := aText().Draw(t, "body")
		form := rapid.SampledFrom([][2]string{{" ", "\n"}, {"\n", "\r\n"}, {"\n", " \n"}, {"* ", "- "}, {"\n\n", "\n\n\n"}, {"\n", " "}, {"\n\n", "\n"}, {"  ", " "}, {"1. ", "2. "}}).Draw(t, "form")
		other := strings.Replace(body, form[0], form[1], rapid.IntRange(1, 3).Draw(t, "times"))
		if !slices.EqualFunc(Blocks([]byte(body)), Blocks([]byte(other)), Block.Same) {
			return
		}
		same++
		if diff := cmp.Diff(strings.Fields(shownOf(body)), strings.Fields(shownOf(other))); diff != "" {
			t.Fatalf("%q and %q (-one +other):\n%s", body, other, diff)
		}
	})
	if same == 0 {
		t.Error("no two texts had the same blocks")
	}
}

// TestDefinitionsAreNoText tells a definition of a link from a line that says the same and is shown.
func TestDefinitionsAreNoText(t *testing.T) {
	defined, term := Blocks([]byte("ett\n\n[x]: /y \"z\"\nett\n: b")), Blocks([]byte("ett \n[x]: /y \"z\"\nett\n: b"))
	if slices.EqualFunc(defined, term, Block.Same) {
		t.Errorf("%+v is taken for the same as %+v", defined, term)
	}
}

func FuzzBlocks(f *testing.F) {
	f.Add("# A\n\n- b\n  c\n")
	f.Fuzz(func(t *testing.T, body string) {
		var got strings.Builder
		for _, b := range Blocks([]byte(body)) {
			got.WriteString(letters(b.Text))
		}
		if want := letters(body); got.String() != want {
			t.Errorf("%q: the blocks hold %q, want %q", body, got.String(), want)
		}
	})
}
