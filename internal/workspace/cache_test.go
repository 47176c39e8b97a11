package workspace

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/google/go-cmp/cmp"
)

// state is files that know their content by name, as a revision does.
type state struct{ fstest.MapFS }

func (s state) Hash(name string) (history.Hash, bool) {
	data, err := fs.ReadFile(s.MapFS, name)
	return history.BlobHash(data), err == nil
}

// seen is what a state holds, for comparison.
func seen(t *testing.T, w *Workspace, err error) map[string]any {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]any{"": w.Config.Plain}
	for _, list := range [][]*record.Record{w.Graph.Records, w.Graph.Entries} {
		for _, r := range list {
			out[r.File().Name] = map[string]any{"values": r.Complete(), "invalid": r.Invalid, "refs": len(w.Graph.Refs(r)), "shipped": r.Shipped}
		}
	}
	for _, f := range w.Findings {
		out[f.FileName()+" "+f.Rule+" "+f.Field] = f.Span
	}
	return out
}

// TestCache reads states one after the other with one cache: each is what it is by itself. In the second a role is gone, a
// level is no longer allowed and a control says something else of its criterion.
func TestCache(t *testing.T) {
	text := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	first := fstest.MapFS{
		"lis.yaml":        text("format: 1\ntitle: Ett\norganisation: ORG-1\ncatalogues: [iso27001-2022]\n"),
		"organisations/1": text("inget"), "organisations/1.md": text("---\nid: ORG-1\ntitle: F\ntype: administration\n---\n"),
		"roles/1.md":    text("---\nid: ROLL-1\ntitle: R\ntype: manager\nappointed: \"yes\"\n---\n"),
		"systems/1.md":  text("---\nid: SYS-1\ntitle: S\nstatus: in_use\nprocurement: own\ninformation_owner: ROLL-1\nclassification: {state: done, confidentiality: 4, integrity: 1, availability: 1}\n---\n"),
		"controls/1.md": text("---\nid: A.5.9\ncriterion: iso27001-2022/A.5.9\napplicability: applicable\n---\n"),
	}
	second := fstest.MapFS{}
	for name, file := range first {
		second[name] = file
	}
	delete(second, "roles/1.md")
	second["lis.yaml"] = text("format: 1\ntitle: Två\norganisation: ORG-1\nclassification:\n  levels: [{value: 0}, {value: 3}]\n")
	c := &Cache{}
	for i, files := range []fstest.MapFS{first, second, first, second} {
		alone, err := Load(t.Context(), files)
		want := seen(t, alone, err)
		with, err := LoadWith(t.Context(), state{files}, c)
		if diff := cmp.Diff(want, seen(t, with, err)); diff != "" {
			t.Errorf("state %d (-alone +with the cache)\n%s", i, diff)
		}
	}
	one, _ := LoadWith(t.Context(), state{first}, c)
	other, _ := LoadWith(t.Context(), state{first}, c)
	if one.Kinds != other.Kinds {
		t.Error("the kinds were read twice")
	}
	a, b := one.Graph.Named("SYS-1"), other.Graph.Named("SYS-1")
	if a == b || a.Doc != b.Doc {
		t.Error("the record is to be the state's own, and what it is made of shared")
	}
}

// TestReload reads a workspace in memory with one more file: what was there is not read again, and what depends on the new file is.
func TestReload(t *testing.T) {
	files := map[string][]byte{
		"lis.yaml":     []byte("format: 1\ntitle: Ett\norganisation: ORG-1\n"),
		"systems/1.md": []byte("---\nid: SYS-1\ntitle: S\nstatus: in_use\nprocurement: own\ninformation_owner: ROLL-1\n---\n"),
	}
	reload := func(from *Workspace) *Workspace {
		t.Helper()
		fsys, err := NewMemory(files)
		if err != nil {
			t.Fatal(err)
		}
		w, err := from.Reload(t.Context(), fsys)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	first := reload(&Workspace{cache: &Cache{}})
	files["roles/1.md"] = []byte("---\nid: ROLL-1\ntitle: R\ntype: manager\nappointed: \"yes\"\n---\n")
	second := reload(first)
	a, b := first.Graph.Named("SYS-1"), second.Graph.Named("SYS-1")
	if a.Doc != b.Doc {
		t.Error("SYS-1 was read again")
	}
	if a.Invalid["information_owner"] != "ref-unknown" || b.Invalid["information_owner"] != "" {
		t.Errorf("before the role is there %v, then %v", a.Invalid, b.Invalid)
	}
	files["systems/1.md"] = []byte("---\nid: SYS-1\ntitle: T\nstatus: in_use\nprocurement: own\n---\n")
	if title := reload(second).Graph.Named("SYS-1").Text("title"); title != "T" {
		t.Errorf("title of the changed file %q", title)
	}
}
