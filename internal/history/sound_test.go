package history

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
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
	if found := altered(); len(found) != 1 || found[0] != (Altered{"tree", "a/b/", Hash(name), Hash(other)}) {
		t.Errorf("of an altered folder: %v", found)
	}
	replace(t, g.Dir, string(c), g.Line("rev-parse", "HEAD"))
	if found := altered(); len(found) != 1 || found[0] != (Altered{"commit", "", c, Hash(g.Line("rev-parse", "HEAD"))}) {
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

// TestCheck finds an altered object however it is stored, and only if it is asked to: a name that leads to other content.
func TestCheck(t *testing.T) {
	for _, packed := range []bool{false, true} {
		g := newGit(t)
		g.Write("x.txt", "1")
		c := g.commit("Ett")
		name := g.Line("rev-parse", string(c)+":x.txt")
		g.Write("x.txt", "2")
		g.commit("Två")
		other := g.Line("rev-parse", "HEAD:x.txt")
		if packed {
			g.Run("repack", "-q", "-a", "-d")
			swapInIndex(t, g.Dir, name, other)
		} else {
			replace(t, g.Dir, name, other)
		}
		r := g.open("")
		read := func() {
			t.Helper()
			if data, err := r.Blob(Hash(name)); err != nil || string(data) != "2" {
				t.Fatalf("got %q, %v", data, err)
			}
		}
		read()
		if found := r.Altered(); found != nil {
			t.Errorf("packed %t: unasked it found %v", packed, found)
		}
		r.Check()
		for range 2 { // read from disk, or kept from before
			read()
		}
		if found := r.Altered(); len(found) != 1 || found[0] != (Altered{"blob", "", Hash(name), Hash(other)}) {
			t.Errorf("packed %t: got %v", packed, found)
		}
		head, err := r.Head()
		if err != nil {
			t.Fatal(err)
		}
		if paths, err := r.FileVersions(t.Context(), head, map[Hash]bool{Hash(name): true}); err != nil || paths[Hash(name)] != "x.txt" || len(paths) != 1 {
			t.Errorf("paths: %v, %v", paths, err)
		}
	}
}

// swapInIndex lets two names in the index of the only pack lead to each other's content.
func swapInIndex(t *testing.T, dir, a, b string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, ".git", "objects", "pack", "*.idx"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	const names = 8 + 256*4
	n := int(binary.BigEndian.Uint32(data[names-4:]))
	place := func(h string) []byte {
		raw, err := hex.DecodeString(h)
		at := bytes.Index(data[names:names+20*n], raw)
		if err != nil || at < 0 || at%20 != 0 {
			t.Fatal(h, at, err)
		}
		return data[names+24*n+at/5:][:4]
	}
	first, second := place(a), place(b)
	saved := bytes.Clone(first)
	copy(first, second)
	copy(second, saved)
	if err := os.Chmod(files[0], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(files[0], data, 0o600); err != nil {
		t.Fatal(err)
	}
}
