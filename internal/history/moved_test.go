package history

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/cache"
)

// move moves files and folders from one folder to another.
func (g gitRepo) move(from, to string, names ...string) {
	g.T.Helper()
	if to != "" {
		g.Write(path.Join(to, "x"), "")
	}
	for _, name := range names {
		g.Run("mv", path.Join(from, name), path.Join(to, name))
	}
}

// workspaceIn writes a small workspace to a folder.
func (g gitRepo) workspaceIn(folder, text string) {
	g.T.Helper()
	g.Write(path.Join(folder, "lis.yaml"), "title: T\n")
	g.Write(path.Join(folder, "terms/a.md"), text)
	g.Write(path.Join(folder, "terms/b.md"), "the other\n")
}

// TestMoved follows a workspace through moves: where it was in each commit, the newest first, and what happened to terms/a.md.
func TestMoved(t *testing.T) {
	both := []string{"lis.yaml", "terms"}
	for _, test := range []struct {
		name, open string
		do         func(g gitRepo)
		folders    string // the newest first; - for the top
		paths      int    // how many revisions have a change of terms/a.md
	}{
		{"it never moved", "isms", func(g gitRepo) {
			g.workspaceIn("isms", "a\n")
			g.commit("1")
			g.Write("isms/terms/a.md", "b\n")
			g.commit("2")
		}, "isms isms", 2},
		{"into a folder", "isms", func(g gitRepo) {
			g.workspaceIn("", "a\n")
			g.commit("1")
			g.Write("other.txt", "")
			g.commit("2")
			g.move("", "isms", both...)
			g.commit("3")
		}, "isms - -", 2},
		{"up to the top, after a change", "", func(g gitRepo) {
			g.workspaceIn("isms", "a\n")
			g.commit("1")
			g.Write("isms/terms/a.md", "b\n")
			g.commit("2")
			g.move("isms", "", both...)
			g.commit("3")
		}, "- isms isms", 3},
		{"twice", "office/isms", func(g gitRepo) {
			g.workspaceIn("lis", "a\n")
			g.commit("1")
			g.move("lis", "isms", both...)
			g.commit("2")
			g.move("isms", "office/isms", both...)
			g.commit("3")
		}, "office/isms isms lis", 3},
		{"there and back", "", func(g gitRepo) {
			g.workspaceIn("", "a\n")
			g.commit("1")
			g.move("", "isms", both...)
			g.commit("2")
			g.move("isms", "", both...)
			g.commit("3")
		}, "- isms -", 3},
		{"with its configuration and a record edited", "isms", func(g gitRepo) {
			g.workspaceIn("", "a\n")
			g.commit("1")
			g.move("", "isms", both...)
			g.Write("isms/lis.yaml", "title: U\n")
			g.Write("isms/terms/a.md", "b\n")
			g.commit("2")
		}, "isms -", 2},
		{"one of three that are alike", "new/b", func(g gitRepo) {
			for _, name := range []string{"a", "b", "c"} {
				g.workspaceIn(name, "a\n")
			}
			g.commit("1")
			for _, name := range []string{"a", "b", "c"} {
				g.move(name, "new/"+name, both...)
			}
			g.commit("2")
		}, "new/b b", 2},
		{"by a merge", "isms", func(g gitRepo) {
			g.workspaceIn("", "a\n")
			g.commit("1")
			g.Run("switch", "-qc", "topic")
			g.move("", "isms", both...)
			g.commit("2")
			g.Run("switch", "-q", "main")
			g.Write("other.txt", "")
			g.commit("3")
			g.merge("topic")
		}, "isms - -", 2},
		{"a copy is no move", "b", func(g gitRepo) {
			g.workspaceIn("a", "a\n")
			g.commit("1")
			g.workspaceIn("b", "a\n")
			g.commit("2")
			g.Run("rm", "-rq", "a")
			g.commit("3")
		}, "b b b", 1},
		{"a copy while the other is edited is no move", "b", func(g gitRepo) {
			g.workspaceIn("a", "a\n")
			g.commit("1")
			g.workspaceIn("b", "a\n")
			g.Write("a/lis.yaml", "title: U\n")
			g.commit("2")
		}, "b b", 1},
		{"another took its place", "isms", func(g gitRepo) {
			g.workspaceIn("", "a\n")
			g.commit("1")
			g.move("", "isms", both...)
			g.Write("lis.yaml", "title: all\n")
			g.commit("2")
		}, "isms -", 2},
		{"one ended and another began", "b", func(g gitRepo) {
			g.workspaceIn("a", "a\n")
			g.Write("a/terms/c.md", "")
			g.Write("a/terms/d.md", "")
			g.commit("1")
			g.Run("rm", "-rq", "a")
			g.Write("b/lis.yaml", "title: U\n")
			g.Write("b/terms/a.md", "z\n")
			g.commit("2")
		}, "b b", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := newGit(t)
			test.do(g)
			r := g.open(test.open).Follow("lis.yaml")
			log := headLog(t, r)
			var folders []string
			paths := 0
			for _, e := range log.Entries {
				folder, err := r.Folder(t.Context(), e.Commit)
				if err != nil {
					t.Fatal(err)
				}
				if folder != e.Folder {
					t.Errorf("%s: alone in %q, in the log in %q", e.Commit.Subject, folder, e.Folder)
				}
				if folder == "" {
					folder = "-"
				}
				folders = append(folders, folder)
				if slices.ContainsFunc(e.Changes, func(c Change) bool { return c.Path == "terms/a.md" }) {
					paths++
				}
			}
			if got := strings.Join(folders, " "); got != test.folders || paths != test.paths {
				t.Errorf("it was in %s, with %d changes of the record; want %s, %d", got, paths, test.folders, test.paths)
			}
			sameFromCache(t, r, log)
		})
	}
}

// sameFromCache compares a log with one that is half from the cache.
func sameFromCache(t *testing.T, r *Repo, log *Log) {
	t.Helper()
	kept := cache.Open(t.TempDir(), "test")
	for _, tip := range []Commit{log.Entries[min(1, len(log.Entries)-1)].Commit, log.Entries[0].Commit, log.Entries[0].Commit} {
		again, err := r.LogWith(t.Context(), tip, LogOptions{Cache: kept})
		if err != nil {
			t.Fatal(err)
		}
		want := log.Entries[len(log.Entries)-len(again.Entries):]
		for i, e := range again.Entries {
			if e.Folder != want[i].Folder || e.MovedFrom != want[i].MovedFrom || !slices.Equal(e.Changes, want[i].Changes) {
				t.Errorf("%s: %q from %q and %v, want %q from %q and %v", e.Commit.Subject, e.Folder, e.MovedFrom, e.Changes, want[i].Folder, want[i].MovedFrom, want[i].Changes)
			}
		}
	}
}

// TestMovedFrom checks what a log says of a move.
func TestMovedFrom(t *testing.T) {
	for _, test := range []struct{ from, to, seen string }{
		{"", "isms", ".."},
		{"isms", "", "isms"},
		{"lis", "isms", "../lis"},
		{"isms", "office/isms", "../../isms"},
		{"office/lis", "office/isms", "../lis"},
		{"a", "a/b", ".."},
		{"a./b", "a.", "b"},
	} {
		g := newGit(t)
		g.workspaceIn(test.from, "a\n")
		g.commit("1")
		g.move(test.from, test.to, "lis.yaml", "terms")
		g.commit("2")
		log := headLog(t, g.open(test.to).Follow("lis.yaml"))
		if got := log.Entries[0].MovedFrom; got != test.seen || log.Entries[1].MovedFrom != "" {
			t.Errorf("from %q to %q: %q, want %q", test.from, test.to, got, test.seen)
		}
	}
}

// TestMovedOnDisk finds the folder in HEAD if the move is not committed yet.
func TestMovedOnDisk(t *testing.T) {
	g := newGit(t)
	g.workspaceIn("", "a\n")
	g.workspaceIn("other", "a\n")
	first := g.commit("1")
	g.move("", "isms", "lis.yaml", "terms")
	r := g.open("isms").Follow("lis.yaml")
	c, err := r.Commit(first)
	if err != nil {
		t.Fatal(err)
	}
	state, err := r.FS(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := fs.ReadFile(state, "terms/a.md"); err != nil || string(text) != "a\n" {
		t.Errorf("the record before the move is %q, %v", text, err)
	}
	files := map[string][]byte{"terms/a.md": []byte("a\n"), "terms/b.md": []byte("the other\n"), "lis.yaml": []byte("title: T\n")}
	if changed, err := r.Changed(t.Context(), c, files, func(name string) bool { return files[name] != nil }); err != nil || !changed {
		t.Errorf("the move is no change: %v", err)
	}
}
