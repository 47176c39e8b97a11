package history

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestIndex compares the entries of the index with what git lists, in all of its forms.
func TestIndex(t *testing.T) {
	forms := []struct {
		name  string
		steps [][]string
	}{
		{"version 2", nil},
		{"version 4", [][]string{{"update-index", "--index-version", "4"}}},
		{"flags", [][]string{{"update-index", "--skip-worktree", "isms/terms/b.md"}, {"update-index", "--assume-unchanged", "isms/terms/åäö.md"}}},
		{"flags in version 4", [][]string{{"update-index", "--index-version", "4"}, {"update-index", "--skip-worktree", "isms/terms/b.md"}}},
		{"sparse", [][]string{{"sparse-checkout", "set", "isms/roles"}}},
		{"sparse index", [][]string{{"sparse-checkout", "set", "--sparse-index", "isms/roles"}}},
		{"split", [][]string{{"update-index", "--skip-worktree", "isms/terms/b.md"}, {"update-index", "--split-index"}, {"add", "isms/later.md"}}},
	}
	for _, form := range forms {
		g := newGit(t)
		for _, name := range []string{"lis.yaml", "terms/a.md", "terms/b.md", "terms/b/" + strings.Repeat("c", 200) + ".md", "terms/åäö.md", "roles/a.md"} {
			g.Write("isms/"+name, "x\n")
		}
		g.Commit("a")
		g.Write("isms/later.md", "x\n")
		for _, step := range form.steps {
			g.Run(step...)
		}
		entries, err := g.open("isms").readIndex()
		if err != nil {
			t.Fatalf("%s: %v", form.name, err)
		}
		var got []string
		for _, e := range entries {
			mark := "H "
			if e.unwatched {
				mark = "S "
			}
			got = append(got, mark+e.name)
		}
		slices.Sort(got)
		// git lists a skipped file by S, one that is assumed to be unchanged by h
		listed := strings.NewReplacer("h ", "S ", "/\x00", "\x00").Replace(g.Run("-c", "core.quotepath=off", "ls-files", "-v", "-z", "--sparse"))
		want := strings.Split(strings.TrimSuffix(listed, "\x00"), "\x00")
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-git +got)\n%s", form.name, diff)
		}
	}
}

func TestElsewhere(t *testing.T) {
	g := newGit(t)
	for _, name := range []string{"isms/terms/a.md", "isms/terms/b.md", "isms/systems/a.md", "other/a.md"} {
		g.Write(name, "x\n")
	}
	g.Commit("a")
	g.Run("init", "-q", "isms/terms/vault")
	g.Run("-C", "isms/terms/vault", "-c", "user.name=A", "-c", "user.email=a@example.se", "commit", "-q", "--allow-empty", "-m", "a")
	g.Run("add", "isms")
	g.Run("commit", "-q", "-m", "b")
	g.Run("update-index", "--skip-worktree", "isms/terms/b.md", "other/a.md")
	got, err := g.open("isms").Elsewhere()
	if err != nil {
		t.Fatal(err)
	}
	want := []Elsewhere{{Name: "terms/b.md"}, {Name: "terms/vault", Folder: true, Submodule: true}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	head, err := g.open("isms").Head()
	if err != nil {
		t.Fatal(err)
	}
	files, err := g.open("isms").FS(t.Context(), head)
	if err != nil {
		t.Fatal(err)
	}
	if got := files.Submodules("terms"); !slices.Equal(got, []string{"vault"}) {
		t.Errorf("the submodules of the commit are %q", got)
	}
}

// FuzzIndex finds that no content of an index makes the program fail.
func FuzzIndex(f *testing.F) {
	g := newGit(f)
	for _, version := range []string{"2", "4"} {
		g.Write("a/b.md", "x\n")
		g.Write("a/c.md", "x\n")
		g.Run("add", ".")
		g.Run("update-index", "--index-version", version)
		data, err := os.ReadFile(g.Dir + "/.git/index")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(_ *testing.T, data []byte) { _, _, _ = parseIndex(data) })
}
