package exchange

import (
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/google/go-cmp/cmp"
)

// TestBodyItems tells passages as a list in Markdown in which no sign of the text means anything, and reads it back as a forge
// does.
func TestBodyItems(t *testing.T) {
	old := "# Ett *mått*\n\n- [ ] punkt om `kod` i listan\n- tre_fyra <b> @kim #7 i listan\n\n> citat\n\n```\nif a < b | c\n```\n\n---\n\n1. först\n\n## Två\n\nA.\n\nB.\n\nC.\n\nD.\n"
	now := "# Ett *mått*\n\n- [x] punkt om `kod` i listan\n- tre_fyra <i> @bo #8 i listan\n\n> ett citat\n\n```\nif a > b | c\n```\n\n1. sist\n\n## Två\n\nA!\n\nB.\n\nC.\n\nD!\n"
	got := bodyItems(tell.Teller{Lang: locale.Swedish}, tell.NewBody(document.Blocks([]byte(old)), document.Blocks([]byte(now)), nil))
	want := `  - Under ”Ett \*mått\*”:
    - ~~\[ \]~~ **\[x\]** punkt om \` + "`kod\\`" + ` i listan
    - tre\_fyra ~~&lt;b&gt; @&#8203;kim #&#8203;7~~ **&lt;i&gt; @&#8203;bo #&#8203;8** i listan
    - &gt; **ett** citat
    - **borttaget:** ` + "`if a < b | c`" + `
    - **borttaget:** ---
    - **borttaget:** 1. först
    - **tillagt:** ` + "`if a > b | c`" + `
    - **tillagt:** 1. sist
  - Under ”Två”:
    - **borttaget:** A.
    - **tillagt:** A!
    - B.
    - C.
    - **borttaget:** D.
    - **tillagt:** D!
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	html, _ := document.Render([]byte("- X\n"+got), 1, func(document.Link) document.Target { return document.Target{} })
	for _, part := range []string{"<del>[ ]</del> <strong>[x]</strong> punkt om `kod` i listan", "<code>if a &lt; b | c</code>", "<strong>borttaget:</strong> 1. först", "<del>&lt;b&gt; @"} {
		if !strings.Contains(html, part) {
			t.Errorf("a forge does not show %q:\n%s", part, html)
		}
	}
}

// TestBodyItemsAreCut counts the passages for which there is no room.
func TestBodyItemsAreCut(t *testing.T) {
	var old, now strings.Builder
	for i := range 300 {
		line := strings.Repeat("ord ", 20) + strings.Repeat("x", i) + ".\n\nSamma.\n\nSamma igen.\n\nOch igen.\n\nSist.\n\n"
		old.WriteString("Före " + line)
		now.WriteString("Efter " + line)
	}
	got := bodyItems(tell.Teller{Lang: locale.Swedish}, tell.NewBody(document.Blocks([]byte(old.String())), document.Blocks([]byte(now.String())), nil))
	told := strings.Count(got, "**Efter**")
	if len(got) > bodyMost+100 || told == 0 || !strings.HasSuffix(got, "\n  - och 224 ställen till\n") || told+224 != 300 {
		t.Errorf("%d bytes, %d passages told, at the end %q", len(got), told, got[len(got)-60:])
	}
}
