package history

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestTreeFS(t *testing.T) {
	g := newGit(t)
	files := []string{"lis.yaml", "systems/färdbok.md", "systems/a.md", "systems.md", "a/b/c/d.md", "a.b/x", "stor.md", "tom"}
	for _, name := range files {
		g.Write("work/"+name, "content of "+name)
	}
	g.Write("work/stor.md", strings.Repeat("mycket text\n", 10_000))
	g.Write("work/tom", "")
	g.Write("outside.md", "x")
	g.commit("first")
	for _, packed := range []bool{false, true} {
		if packed {
			g.Run("gc", "-q", "--prune=now")
		}
		r := g.open("work")
		tip, err := r.Head()
		if err != nil {
			t.Fatal(err)
		}
		state, err := r.FS(t.Context(), tip)
		if err != nil {
			t.Fatal(err)
		}
		if err := fstest.TestFS(state, files...); err != nil {
			t.Error(err)
		}
		for _, name := range files {
			want := Hash(g.Line("rev-parse", "HEAD:work/"+name))
			if got, ok := state.Hash(name); !ok || got != want {
				t.Errorf("hash of %s: got %q, want %q", name, got, want)
			}
			data, err := fs.ReadFile(state, name)
			if got := BlobHash(data); err != nil || got != want {
				t.Errorf("content of %s: got %q, %v, want %q", name, got, err, want)
			}
		}
	}
}

// TestTreeFSAtOnce reads one state from several goroutines.
func TestTreeFSAtOnce(t *testing.T) {
	g := newGit(t)
	for i := range 40 {
		g.Write(fmt.Sprintf("folder %d/%d.md", i%5, i), strings.Repeat("text\n", i))
	}
	g.commit("first")
	g.Run("gc", "-q", "--prune=now")
	r := g.open("")
	tip, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	state, err := r.FS(t.Context(), tip)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for i := range 40 {
				name := fmt.Sprintf("folder %d/%d.md", i%5, i)
				if data, err := state.ReadFile(name); err != nil || len(data) != 5*i {
					t.Errorf("%s: got %d bytes, %v, want %d", name, len(data), err, 5*i)
				}
			}
		})
	}
	group.Wait()
}

func TestTreeFSLinksAndSubmodules(t *testing.T) {
	g := newGit(t)
	g.Write("a.md", "a")
	if err := os.Symlink("a.md", filepath.Join(g.Dir, "link.md")); err != nil {
		t.Skip(err)
	}
	g.Run("add", "-A")
	g.Run("update-index", "--add", "--cacheinfo", "160000,"+strings.Repeat("12", 20)+",module")
	g.Run("commit", "-q", "-m", "first")
	r := g.open("")
	tip, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	state, err := r.FS(t.Context(), tip)
	if err != nil {
		t.Fatal(err)
	}
	list, err := state.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range list {
		got = append(got, d.Type().String()+" "+d.Name())
	}
	if diff := cmp.Diff([]string{"---------- a.md", "L--------- link.md"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if _, err := state.Open("link.md"); !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("open the link: got %v, want ErrInvalid", err)
	}
	if _, err := state.Open("module"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("open the submodule: got %v, want ErrNotExist", err)
	}
}

func TestTreeFSBeforeTheFolder(t *testing.T) {
	g := newGit(t)
	g.Write("other.md", "x")
	g.commit("first")
	g.Write("lis/a.md", "x")
	r := g.open("lis")
	tip, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	state, err := r.FS(t.Context(), tip)
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(state); err != nil {
		t.Error(err)
	}
}

func TestChanged(t *testing.T) {
	g := newGit(t)
	for _, name := range []string{"lis/a.md", "lis/sub/b.md", "lis/notes.txt", "outside.md"} {
		g.Write(name, "one\ntwo\n")
	}
	g.commit("first")
	tests := []struct {
		name  string
		files map[string][]byte
		want  bool
	}{
		{"equal", map[string][]byte{"a.md": []byte("one\ntwo\n"), "sub/b.md": []byte("one\ntwo\n")}, false},
		{"line ends", map[string][]byte{"a.md": []byte("one\r\ntwo\r\n"), "sub/b.md": []byte("one\ntwo\n")}, false},
		{"changed", map[string][]byte{"a.md": []byte("one\n"), "sub/b.md": []byte("one\ntwo\n")}, true},
		{"absent", map[string][]byte{"a.md": []byte("one\ntwo\n")}, true},
		{"new", map[string][]byte{"a.md": []byte("one\ntwo\n"), "sub/b.md": []byte("one\ntwo\n"), "c.md": nil}, true},
		{"new, not owned", map[string][]byte{"a.md": []byte("one\ntwo\n"), "sub/b.md": []byte("one\ntwo\n"), "c": nil}, false},
	}
	r := g.open("lis")
	tip, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := r.Changed(t.Context(), tip, test.files, func(name string) bool { return strings.HasSuffix(name, ".md") })
			if err != nil || got != test.want {
				t.Errorf("got %t, %v, want %t", got, err, test.want)
			}
		})
	}
}
