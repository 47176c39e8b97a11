package history

import (
	"path/filepath"
	"testing"
)

func TestMainLine(t *testing.T) {
	g, ids := small(t)
	g.Run("branch", "-q", "utveckling", string(ids[1]))
	g.Run("update-ref", "refs/remotes/origin/acceptans", string(ids[0]))
	g.Run("checkout", "-q", "--detach", string(ids[1]))
	r := g.open("")
	for branch, want := range map[string]struct {
		tip   Hash
		found bool
	}{"main": {ids[2], true}, "utveckling": {ids[1], true}, "acceptans": {ids[0], true}, "saknas": {ids[1], false}} {
		tip, found, err := r.MainLine(branch)
		if tip.Hash != want.tip || found != want.found || err != nil {
			t.Errorf("%s: got %s, %t, %v, want %v", branch, tip.Hash, found, err, want)
		}
	}
	if detached, err := r.Detached(); !detached || err != nil {
		t.Errorf("got Detached %t, %v", detached, err)
	}
	g.Run("checkout", "-q", "main")
	if detached, err := r.Detached(); detached || err != nil {
		t.Errorf("on a branch: got Detached %t, %v", detached, err)
	}
}

// TestLostLine fast-forwards main to a branch that had merged it.
func TestLostLine(t *testing.T) {
	g := newGit(t)
	g.Write("a.md", "1\n")
	g.commit("first")
	g.Run("checkout", "-q", "-b", "side")
	g.Write("b.md", "1\n")
	g.commit("side")
	g.Run("checkout", "-q", "main")
	g.Write("a.md", "2\n")
	g.commit("accepted on main")
	g.Run("tag", "review/2022")
	g.Run("checkout", "-q", "side")
	g.Run("merge", "-q", "--no-edit", "main")
	fox := Hash(g.Line("rev-parse", "HEAD"))
	r := g.open("")
	tags, err := r.Tags(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	g.Run("checkout", "-q", "main")
	if lost := headLog(t, r).LostLines("main", tags); len(lost) > 0 {
		t.Errorf("before: got %v", lost)
	}
	g.Run("merge", "-q", "--ff-only", "side")
	g.commit("goes on")
	lost := headLog(t, r).LostLines("main", tags)
	if len(lost) != 1 || lost[0].Merge.Hash != fox || lost[0].Tag != "review/2022" {
		t.Errorf("got %v, want the merge %s and the tag", lost, fox)
	}
}

// TestGoodLine merges the branch with a merge commit, after the branch had merged main: nothing is lost.
func TestGoodLine(t *testing.T) {
	g := newGit(t)
	g.commit("first")
	g.Run("checkout", "-q", "-b", "side")
	g.commit("side")
	g.Run("checkout", "-q", "main")
	g.commit("on main")
	g.Run("checkout", "-q", "side")
	g.Run("merge", "-q", "--no-edit", "main")
	g.Run("checkout", "-q", "main")
	g.merge("side")
	if lost := headLog(t, g.open("")).LostLines("main", nil); len(lost) > 0 {
		t.Errorf("got %v", lost)
	}
}

func TestSyntheticMerge(t *testing.T) {
	g, ids := small(t)
	g.Run("checkout", "-q", "-b", "pull", string(ids[1]))
	head := g.commit("a proposal")
	g.Run("checkout", "-q", "main")
	g.Run("merge", "-q", "--no-ff", "-m", "Merge "+string(head)+" into "+string(ids[2]), "pull")
	log := headLog(t, g.open(""))
	if _, known := log.Entries[0].Accepted(); known || !log.Entries[0].Commit.Synthetic() {
		t.Error("the merge of a pull-request job counts as accepted")
	}
	if _, known := log.Entries[1].Accepted(); !known || log.Entries[1].Commit.Synthetic() {
		t.Error("an ordinary commit does not count as accepted")
	}
}

// TestWorkspaceInSubmodule reads the log of a folder within a submodule.
func TestWorkspaceInSubmodule(t *testing.T) {
	g, ids := small(t)
	outer := gitIn(t, filepath.Join(g.Dir, "..", "outer"))
	g.Run("init", "-q", "-b", "main", outer.Dir)
	outer.Run("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", g.Dir, "ledning")
	outer.commit("with a submodule")
	r := outer.open("ledning/lis")
	log := headLog(t, r)
	if r.Prefix() != "lis" || log.Tip != ids[2] || len(log.Entries) != 3 || log.Entries[0].Changes[0].Path != "systems/färdbok.md" {
		t.Errorf("got prefix %q, tip %s, %d entries", r.Prefix(), log.Tip, len(log.Entries))
	}
}
