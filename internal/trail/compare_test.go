package trail

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// states are the workspace after each of the steps.
func states(t *testing.T, steps ...files) []*graph.Graph {
	t.Helper()
	r := repository(t, withKind(steps)...)
	entries := logOf(t, r).Entries
	var graphs []*graph.Graph
	for i := range entries {
		graphs = append(graphs, graphAt(t, r, entries[len(entries)-1-i].Commit))
	}
	return graphs
}

func TestCompare(t *testing.T) {
	const broken = "---\nid: TEMA-3\ntitle: \"x\n---\n"
	s := states(t,
		files{
			"lis.yaml": "format: 1\n", "themes/a.md": first, "themes/b.md": "---\nid: TEMA-2\ntitle: B\n---\n",
			"themes/c.md": "---\nid: TEMA-3\ntitle: C\n---\n", "themes/d.md": "---\nid: TEMA-4\ntitle: D\n---\n",
			"themes/e.md": "---\nid: TEMA-10\ntitle: E\n---\n", "themes/f.md": "---\nid: TEMA-11\ntitle: F\n---\n",
		},
		files{
			"themes/a.md": "", "themes/sub/a.md": second, "themes/b.md": "---\ntitle: 'B'\nid: TEMA-2\n---\n", "themes/c.md": broken,
			"themes/d.md": "", "themes/e.md": "---\nid: TEMA-10\ntitle: E\n---\nText.\n", "themes/g.md": "---\nid: TEMA-5\ntitle: G\n---\n",
			"themes/f.md": "", "systems/f.md": "---\nid: TEMA-11\ntitle: F\n---\n",
		},
	)
	text := func(s string) locale.Text { return locale.Text{SV: s, EN: s} }
	want := Diff{[]RecordChange{
		{ID: "TEMA-11", Kind: "system", Title: text("F"), File: "systems/f.md", Change: Renamed, FromFile: "themes/f.md", FromKind: "theme"},
		{
			ID: "TEMA-1", Kind: "theme", Title: text("KRT"), File: "themes/sub/a.md", Change: Renamed, FromFile: "themes/a.md",
			Fields: []graph.Change{{Field: "gist", Old: "Konfidentialitet", New: "Riktighet"}},
		},
		{ID: "TEMA-2", Kind: "theme", Title: text("B"), File: "themes/b.md", Change: Edited},
		{ID: "TEMA-3", Kind: "theme", Title: text("x"), File: "themes/c.md", Change: Edited, Unreadable: true},
		{
			ID: "TEMA-4", Kind: "theme", Title: text("D"), File: "themes/d.md", Change: Removed,
			Fields: []graph.Change{{Field: "id", Old: "TEMA-4"}, {Field: "title", Old: "D"}},
		},
		{
			ID: "TEMA-5", Kind: "theme", Title: text("G"), File: "themes/g.md", Change: Added,
			Fields: []graph.Change{{Field: "id", New: "TEMA-5"}, {Field: "title", New: "G"}},
		},
		{ID: "TEMA-10", Kind: "theme", Title: text("E"), File: "themes/e.md", Change: Edited, BodyChanged: true},
	}}
	got := Compare(s[0], s[1])
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if same := Compare(s[0], s[0]); len(same.Records) > 0 {
		t.Errorf("a state differs from itself: %v", same)
	}
	all := Compare(nil, s[0]).Records
	if len(all) != 6 || slices.ContainsFunc(all, func(d RecordChange) bool { return d.Change != Added }) {
		t.Errorf("from nothing: got %+v, want 6 that were added", all)
	}
}

// TestCompareComposes holds that what changed from A to B and then from B to C is what changed from A to C.
func TestCompareComposes(t *testing.T) {
	s := states(t, clean(randomSteps(rand.New(rand.NewPCG(4, 4)), 24, sound))...)
	random := rand.New(rand.NewPCG(5, 5))
	for range 60 {
		a, b, c := s[random.IntN(len(s))], s[random.IntN(len(s))], s[random.IntN(len(s))]
		twice, once := flat(a), flat(a)
		applyAll(twice, Compare(a, b))
		applyAll(twice, Compare(b, c))
		applyAll(once, Compare(a, c))
		for _, got := range []map[string]map[string]any{once, twice} {
			if diff := cmp.Diff(flat(c), got, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("(-state +applied):\n%s", diff)
			}
		}
	}
}

// flat is the values of a state by key of the record.
func flat(g *graph.Graph) map[string]map[string]any {
	out := map[string]map[string]any{}
	for k, r := range records(g) {
		out[k] = graph.Flatten(r.Values)
	}
	return out
}

func applyAll(state map[string]map[string]any, d Diff) {
	for _, one := range d.Records {
		k := key(one.ID)
		if k == "" {
			k = key(one.File)
		}
		switch {
		case one.Change == Removed:
			delete(state, k)
			continue
		case state[k] == nil:
			state[k] = map[string]any{}
		}
		apply(state[k], one.Fields)
	}
}

// TestSameButForCheckout holds that what git adds on checkout, line ends and $Id$, is no change, and that a word beside it is one.
func TestSameButForCheckout(t *testing.T) {
	plain := "---\nid: TEMA-1\ntitle: KRT\ngist: |\n  Ett.\n  Två.\n---\nText.\n\n$Id$\n"
	windows := strings.ReplaceAll(strings.Replace(plain, "$Id$", "$Id: "+strings.Repeat("0a", 20)+" $", 1), "\n", "\r\n")
	s := states(t, files{"lis.yaml": "format: 1\n", "themes/a.md": plain}, files{"themes/a.md": windows}, files{"themes/a.md": strings.Replace(windows, "Text", "Ord", 1)})
	if d := Compare(s[0], s[1]); len(d.Records) > 0 {
		t.Errorf("line ends are a change: %+v", d.Records)
	}
	if d := Compare(s[0], s[2]); len(d.Records) != 1 || !d.Records[0].BodyChanged || len(d.Records[0].Fields) > 0 {
		t.Errorf("a word beside them is not told alone: %+v", d.Records)
	}
}
