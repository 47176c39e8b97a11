package workspace

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/google/go-cmp/cmp"
)

// unreadIn is what is told of files that are not read, in Swedish, with the remedies.
func unreadIn(t *testing.T, fsys fstest.MapFS, around Around) []string {
	t.Helper()
	w, err := Load(t.Context(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	u, err := FindUnread(t.Context(), fsys, w.Kinds, around)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range u.Findings {
		problem := f.Args["problem"].(locale.Text).SV
		got = append(got, strings.TrimSuffix(fmt.Sprintf("%s:%v %s: %s | %s", f.FileName(), f.Span.Start, f.Rule, problem, f.Hint.SV), " | "))
	}
	return got
}

func TestFindUnread(t *testing.T) {
	term := "---\nid: TERM-%d\ntitle: A\nexpansion: x\n---\n"
	tests := []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"a folder in capitals", map[string]string{"Terms/a.md": term, "Terms/b.md": term}, []string{
			"Terms/a.md:2:5 record-not-read: mappen Terms hör inte till något postslag; det gäller 2 poster; menade du 'terms'? | flytta: git mv Terms terms",
		}},
		{"a folder in capitals beside the right one", map[string]string{"Terms/a.md": term, "terms/b.md": term}, []string{
			"Terms/a.md:2:5 record-not-read: mappen Terms hör inte till något postslag; menade du 'terms'? | flytta: git mv Terms/a.md terms/a.md",
		}},
		{"a folder of several beside the right one", map[string]string{"Terms/a.md": term, "Terms/b.md": term, "terms/c.md": term}, []string{
			"Terms/a.md:2:5 record-not-read: mappen Terms hör inte till något postslag; det gäller 2 poster; menade du 'terms'? | flytta: git mv Terms terms/",
		}},
		{"a folder a level too deep", map[string]string{"ISMS/terms/a.md": term}, []string{
			"ISMS/terms/a.md:2:5 record-not-read: mappen ISMS/terms hör inte till något postslag; menade du 'terms'? | flytta: git mv ISMS/terms terms",
		}},
		{"a folder that says nothing", map[string]string{"nytt/a b.md": term}, []string{
			"nytt/a b.md:2:5 record-not-read: mappen nytt hör inte till något postslag; menade du 'terms'? | flytta: git mv 'nytt/a b.md' 'terms/a b.md'",
		}},
		{"a broken record in the singular", map[string]string{"term/a.md": "---\ntitle: A: B\n---\n"}, []string{
			"term/a.md:1:1 record-not-read: mappen term hör inte till något postslag; menade du 'terms'? | flytta: git mv term terms",
		}},
		{"a byte order mark and Windows line ends", map[string]string{"system/a.md": "\ufeff---\r\nid: SYS-1\r\n---\r\n"}, []string{
			"system/a.md:2:5 record-not-read: mappen system hör inte till något postslag; menade du 'systems'? | flytta: git mv system systems",
		}},
		{"endings", map[string]string{"terms/a.markdown": term, "terms/b.mdx": term, "terms/c.md.txt": term, "terms/d.md~": term, "terms/e.text": term}, []string{
			"terms/a.markdown:2:5 record-not-read: namnet slutar inte på .md | flytta: git mv terms/a.markdown terms/a.md",
			"terms/b.mdx:2:5 record-not-read: namnet slutar inte på .md | flytta: git mv terms/b.mdx terms/b.md",
			"terms/c.md.txt:2:5 record-not-read: namnet slutar inte på .md | flytta: git mv terms/c.md.txt terms/c.md",
			"terms/d.md~:2:5 record-not-read: namnet slutar inte på .md | flytta: git mv 'terms/d.md~' terms/d.md",
			"terms/e.text:2:5 record-not-read: namnet slutar inte på .md | flytta: git mv terms/e.text terms/e.md",
		}},
		{"what is no record", map[string]string{
			"terms/bild.png": "\x89PNG", "terms/a.txt": "id: TERM-1\n", "terms/.dold.txt": term, "terms/b.md": term, "terms/b.md~": term, "docs/a.md": "# id\n\nid: TERM-1\n",
			"docs/b.md": "---\ntitle: B\n---\n", ".github/a.md": term, "templates/a.md": term, "outlines/term.md": term, "node_modules/x/a.md": term, "verktyg/.git/HEAD": "", "verktyg/a.md": term,
		}, nil},
		{"a clone in a register", map[string]string{"terms/vault/.git/HEAD": "", "terms/vault/a.md": term}, []string{
			"terms/vault:1:1 record-not-checked-out: mappen är ett annat git-förråd (en undermodul eller en klon), så det här förrådet har inga av dess filer | " +
				"lägg posterna i det här förrådet: git rm --cached terms/vault, ta bort terms/vault/.git och kör git add terms/vault",
		}},
		{"names", map[string]string{"terms/con.md": term, "terms/nul/a.md": term, "terms/nul/b.md": term, "terms/a: b.md": term, "terms/c /a.md": term, "docs/d.": "", "terms/confirm.md": term, "terms/console/x.md": term}, []string{
			"docs/d.:1:1 file-name-unportable: ett namn får inte sluta med punkt eller blanksteg i Windows",
			"terms/a: b.md:1:1 file-name-unportable: ett filnamn i Windows får inte innehålla :",
			"terms/c /a.md:1:1 file-name-unportable: ett namn får inte sluta med punkt eller blanksteg i Windows",
			"terms/con.md:1:1 file-name-unportable: 'con.md' är namnet på en enhet i Windows",
			"terms/nul/a.md:1:1 file-name-unportable: 'nul' är namnet på en enhet i Windows",
		}},
		{"twins", map[string]string{"terms/A.md": term, "terms/a.md": term, "terms/å.md": term, "terms/a\u030a.md": term, "terms/B/a.md": term, "terms/b/c.md": term, "terms/b/d.md": term}, []string{
			"terms/a.md:1:1 file-name-unportable: i Windows och macOS är det samma namn som terms/A.md",
			"terms/b/c.md:1:1 file-name-unportable: i Windows och macOS är det samma namn som terms/B",
			"terms/å.md:1:1 file-name-unportable: i Windows och macOS är det samma namn som terms/a\u030a.md",
		}},
	}
	for _, tt := range tests {
		n := 0
		own := map[string]string{}
		for name, text := range tt.files {
			if n++; text == term {
				text = fmt.Sprintf(term, n)
			}
			own[name] = text
		}
		if diff := cmp.Diff(tt.want, unreadIn(t, files(own), Around{})); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestNotCheckedOut(t *testing.T) {
	own := files(map[string]string{"terms/a.md": "---\nid: TERM-1\ntitle: A\nexpansion: x\n---\n"})
	tests := []struct {
		name      string
		elsewhere []history.Elsewhere
		want      []string
	}{
		{"there after all", []history.Elsewhere{{Name: "terms/a.md"}}, nil},
		{"one file", []history.Elsewhere{{Name: "terms/b.md"}}, []string{
			"terms/b.md:1:1 record-not-checked-out: git har filen, men den är inte utcheckad (skip-worktree eller assume-unchanged) | " +
				"hämta den: git update-index --no-skip-worktree --no-assume-unchanged terms/b.md && git checkout -- terms/b.md",
		}},
		{"several", []history.Elsewhere{{Name: "terms/b.md"}, {Name: "terms/c.md"}}, []string{
			"terms:1:1 record-not-checked-out: mappen är bara delvis utcheckad (sparse checkout) | hämta hela mappen: git sparse-checkout disable; ta bort sparse-checkout där CI hämtar förrådet",
		}},
		{"a folder of a sparse index", []history.Elsewhere{{Name: "roles", Folder: true}}, []string{
			"roles:1:1 record-not-checked-out: mappen är bara delvis utcheckad (sparse checkout) | hämta hela mappen: git sparse-checkout disable; ta bort sparse-checkout där CI hämtar förrådet",
		}},
		{"no record", []history.Elsewhere{{Name: "terms/b.png"}, {Name: "docs/a.md"}, {Name: "docs", Folder: true}, {Name: "terms/README.md"}}, nil},
		{"submodules", []history.Elsewhere{{Name: "terms/vault", Folder: true, Submodule: true}, {Name: "verktyg", Folder: true, Submodule: true}, {Name: "roles", Folder: true, Submodule: true}}, []string{
			"roles:1:1 record-not-checked-out: mappen är ett annat git-förråd (en undermodul eller en klon), så det här förrådet har inga av dess filer | " +
				"lägg posterna i det här förrådet: git rm --cached roles, ta bort roles/.git och kör git add roles",
			"terms/vault:1:1 record-not-checked-out: mappen är ett annat git-förråd (en undermodul eller en klon), så det här förrådet har inga av dess filer | " +
				"lägg posterna i det här förrådet: git rm --cached terms/vault, ta bort terms/vault/.git och kör git add terms/vault",
		}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, unreadIn(t, own, Around{Elsewhere: tt.elsewhere})); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}
