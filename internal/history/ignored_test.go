package history

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestIgnored(t *testing.T) {
	g := newGit(t)
	g.Write("a.md", "1\n")
	g.commit("first")
	g.Write("a.md", "2\n")
	direct := g.commit("all files formatted")
	g.Run("checkout", "-q", "-b", "side")
	g.Write("b.md", "1\n")
	inside := g.commit("formatted in a branch")
	g.Run("checkout", "-q", "main")
	g.merge("side")
	g.Run("checkout", "-q", "-b", "mixed")
	g.Write("c.md", "1\n")
	bulk := g.commit("formatted, with a change to follow")
	g.Write("c.md", "2\n")
	g.commit("a change")
	g.Run("checkout", "-q", "main")
	g.merge("mixed")
	g.Write("a.md", "3\n")
	byCaller := g.commit("named in the configuration")
	g.Write(".git-blame-ignore-revs", "# formatting\n"+string(direct)+" # all\n\n  "+string(inside)+"\n"+string(bulk)+"\nabc123\n")
	g.commit("list of bulk changes")
	r := g.open("")
	tip, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	log, err := r.LogWith(t.Context(), tip, LogOptions{Ignore: []string{string(byCaller), "main"}})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, e := range log.Entries {
		got[e.Commit.Subject] = e.Ignored
	}
	want := map[string]bool{
		"first": false, "all files formatted": true, "Merge side": true, "Merge mixed": false,
		"named in the configuration": true, "list of bulk changes": false,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ignored (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"abc123", "main"}, log.NotIgnored); diff != "" {
		t.Errorf("not ignored (-want +got):\n%s", diff)
	}
	if len(log.Entries[1].Changes) == 0 {
		t.Error("an ignored commit lost its changes")
	}
}
