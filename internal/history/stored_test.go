package history

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestStored compares what git calls changed, with what has filters, keywords and line ends of Windows: git is the oracle.
func TestStored(t *testing.T) {
	g := newGit(t)
	g.Write("isms/.gitattributes", "filtered*.md filter=up\nident.md ident\nwindows.md eol=crlf\n")
	g.Run("config", "filter.up.clean", "sed s/serverB/serverA/")
	g.Run("config", "filter.up.smudge", "sed s/serverA/serverB/")
	committed := map[string]string{
		"filtered.md": "serverA\n", "filtered-edited.md": "serverA\n", "ident.md": "$Id$\n", "windows.md": "one\ntwo\n", "plain.md": "text\n", "edited.md": "text\n",
	}
	for name, text := range committed {
		g.Write("isms/"+name, text)
	}
	tip := g.commit("1")
	for name := range committed {
		if err := os.Remove(filepath.Join(g.Dir, "isms", name)); err != nil {
			t.Fatal(err)
		}
	}
	g.Run("checkout", "-q", "--", "isms")
	g.Write("isms/edited.md", "texts\n")
	g.Write("isms/filtered-edited.md", "serverB and C\n")
	g.Write("isms/windows.md", "one\r\ntwo\r\n") // written anew: only its content tells
	git := strings.Fields(g.Run("diff", "--name-only", "--relative=isms"))
	slices.Sort(git)
	if want := []string{"edited.md", "filtered-edited.md"}; !slices.Equal(git, want) {
		t.Fatalf("git calls %v changed, want %v", git, want)
	}

	r := g.open("isms")
	files := map[string][]byte{}
	for name := range committed {
		data, err := os.ReadFile(filepath.Join(g.Dir, "isms", name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = data
	}
	c, err := r.Commit(tip)
	if err != nil {
		t.Fatal(err)
	}
	var changed []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		is, err := r.Changed(t.Context(), c, files, func(n string) bool { return n == name })
		if err != nil {
			t.Fatal(err)
		}
		if is {
			changed = append(changed, name)
		}
	}
	if !slices.Equal(changed, git) {
		t.Errorf("%v are changed, git says %v", changed, git)
	}
	stored, err := r.Stored(t.Context(), files)
	if err != nil || len(stored) != 1 || string(stored["filtered.md"]) != "serverA\n" {
		t.Errorf("a filter changed %q, %v", stored, err)
	}
}

func TestPlain(t *testing.T) {
	id := "$Id: " + strings.Repeat("0a", 20) + " $"
	for from, want := range map[string]string{
		"a\r\nb\n": "a\nb\n", "a\rb": "a\rb", id + "\n": "$Id$\n", "$Id: mine $": "$Id: mine $", "": "",
	} {
		if got := string(Plain([]byte(from))); got != want {
			t.Errorf("%q becomes %q, want %q", from, got, want)
		}
	}
}
