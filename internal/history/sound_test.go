package history

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAlteredState(t *testing.T) {
	g := newGit(t)
	g.Write("a/b/x.txt", "1")
	g.Write("c/x.txt", "1")
	c := g.commit("Ett")
	altered := func() []Altered {
		t.Helper()
		r := g.open("a")
		commit, err := r.Commit(c)
		if err != nil {
			t.Fatal(err)
		}
		found, err := r.AlteredState(t.Context(), commit)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if found := altered(); found != nil {
		t.Errorf("of a state as git made it: %v", found)
	}
	g.Write("a/b/x.txt", "2")
	g.commit("Två")
	name, other := g.Line("rev-parse", string(c)+":a/b"), g.Line("rev-parse", "HEAD:a/b")
	replace(t, g.Dir, name, other)
	if found := altered(); len(found) != 1 || found[0] != (Altered{"a/b/", Hash(name), Hash(other)}) {
		t.Errorf("of an altered folder: %v", found)
	}
	replace(t, g.Dir, string(c), g.Line("rev-parse", "HEAD"))
	if found := altered(); len(found) != 1 || found[0] != (Altered{"", c, Hash(g.Line("rev-parse", "HEAD"))}) {
		t.Errorf("of an altered commit: %v", found)
	}
}

// replace puts the content of one loose object in the place of another.
func replace(t *testing.T, dir, name, other string) {
	t.Helper()
	path := func(h string) string { return filepath.Join(dir, ".git", "objects", h[:2], h[2:]) }
	data, err := os.ReadFile(path(other))
	if err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(path(name))
	if err := os.WriteFile(path(name), data, 0o444); err != nil {
		t.Fatal(err)
	}
}
