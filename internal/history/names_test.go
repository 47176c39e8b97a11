package history

import (
	"testing"

	"github.com/c8b10cf3/lis/internal/history/gittest"
	"github.com/google/go-cmp/cmp"
)

// TestNames: every name leads to a commit, and a name is listed once.
func TestNames(t *testing.T) {
	g := gittest.New(t)
	g.Write("a.txt", "1")
	first := g.Commit("Ett")
	g.Run("tag", "review/2026")
	g.Run("tag", "-a", "-m", "Två", "sido")
	g.Run("branch", "sido")
	g.Run("branch", "å/ä")
	g.Run("update-ref", "refs/remotes/origin/bara-där", first)
	g.Run("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/bara-där")
	g.Run("pack-refs", "--all")
	r, err := Open(g.Dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	tags, branches, err := r.Names()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"review/2026", "sido"}, {"main", "origin/bara-där", "å/ä"}}, [][]string{tags, branches}); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, name := range append(tags, branches...) {
		if c, err := r.Resolve(t.Context(), name, nil); err != nil || string(c.Hash) != first {
			t.Errorf("%s leads to %q, %v", name, c.Hash, err)
		}
	}
}
