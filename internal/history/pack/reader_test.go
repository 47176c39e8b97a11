package pack

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/history/gittest"
	"github.com/go-git/go-git/v5/plumbing"
)

// packed makes a repository of many versions of large files, in one pack that the arguments of git repack shape.
func packed(t testing.TB, repack ...string) *gittest.Repo {
	g := gittest.New(t)
	random := rand.New(rand.NewPCG(3, 3))
	var s strings.Builder
	lines := make([]string, 300)
	for i := range lines {
		lines[i] = fmt.Sprint("line ", random.IntN(1000))
	}
	for i := 1; i <= 60; i++ {
		person := fmt.Sprintf("A <a@example.org> %d +0100", 1_600_000_000+i*1000)
		lines[random.IntN(len(lines))] = fmt.Sprint("edited in ", i)
		text := strings.Join(lines, "\n") + "\n"
		fmt.Fprintf(&s, "commit refs/heads/main\nmark :%d\nauthor %s\ncommitter %s\ndata <<END\n%d\nEND\n", i, person, person, i)
		fmt.Fprintf(&s, "M 100644 inline dir/f%d.md\ndata %d\n%s\nM 100644 inline empty\ndata 0\n\n", i%7, len(text), text)
	}
	s.WriteString("tag v1\nfrom :60\ntagger A <a@example.org> 1600000000 +0100\ndata <<END\ntagged\nEND\n")
	g.Feed(s.String(), "fast-import", "--quiet", "--date-format=raw")
	g.Run(append(strings.Fields("-c pack.depth=50"), append(repack, "repack", "-q", "-a", "-d", "-f")...)...)
	return g
}

// TestPackReaderReadsAll reads every object of packs of every shape. That it is the right content, its own name proves.
func TestPackReaderReadsAll(t *testing.T) {
	shapes := map[string][]string{
		"deltas by offset": nil, "deltas by name": {"-c", "repack.useDeltaBaseOffset=false"}, "no deltas": {"-c", "pack.window=0"},
	}
	for name, options := range shapes {
		t.Run(name, func(t *testing.T) {
			g := packed(t, options...)
			checkAllObjects(t, g, false)
			checkAllObjects(t, g, true)
		})
	}
	t.Run("far offsets", func(t *testing.T) {
		g := packed(t)
		pack := onlyPack(t, g)
		if err := os.Chmod(strings.TrimSuffix(pack, "pack")+"idx", 0o600); err != nil {
			t.Fatal(err)
		}
		g.Run("index-pack", "--index-version=2,0x40", pack)
		checkAllObjects(t, g, false)
	})
}

func onlyPack(t testing.TB, g *gittest.Repo) string {
	t.Helper()
	packs, err := filepath.Glob(filepath.Join(objectsOf(g), "pack", "*.pack"))
	if err != nil || len(packs) != 1 {
		t.Fatalf("got packs %v, %v", packs, err)
	}
	return packs[0]
}

func objectsOf(g *gittest.Repo) string { return filepath.Join(g.Dir, ".git", "objects") }

// checkAllObjects reads all objects, from memory or piece by piece from the file.
func checkAllObjects(t *testing.T, g *gittest.Repo, pieces bool) {
	t.Helper()
	objects, err := Open(objectsOf(g))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = objects.Close() }()
	for _, s := range objects.folders {
		for _, p := range s.packs {
			if pieces {
				p.reads = few // which has passed
			}
		}
	}
	names := strings.Fields(g.Run("cat-file", "--batch-all-objects", "--batch-check=%(objectname)", "--unordered"))
	for _, name := range names {
		kind, data, err := objects.ReadAny(plumbing.NewHash(name))
		if err != nil {
			t.Fatal(err)
		}
		if got := plumbing.ComputeHash(kind, data).String(); got != name {
			t.Fatalf("%s %s: content is that of %s", kind, name, got)
		}
		found, err := objects.WithPrefix(name[:7])
		if err != nil || len(found) == 0 {
			t.Errorf("prefix of %s: got %v, %v", name, found, err)
		}
	}
	for _, s := range objects.folders {
		for _, p := range s.packs {
			if (p.memory == nil) != pieces {
				t.Errorf("pack is in memory: %t", p.memory != nil)
			}
		}
	}
	if len(names) < 150 {
		t.Errorf("only %d objects", len(names))
	}
}

// TestDamagedPack changes bytes of a pack and of its index: what is read is an error or is as it was, and nothing panics.
func TestDamagedPack(t *testing.T) {
	g := packed(t)
	pack := onlyPack(t, g)
	index := strings.TrimSuffix(pack, "pack") + "idx"
	random := rand.New(rand.NewPCG(5, 5))
	names := strings.Fields(g.Run("cat-file", "--batch-all-objects", "--batch-check=%(objectname)"))
	for _, path := range []string{pack, index} {
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 60 {
			data := append([]byte(nil), whole...)
			for range 1 + random.IntN(3) {
				data[random.IntN(len(data))] ^= byte(1 + random.IntN(255))
			}
			if i%10 == 0 {
				data = data[:random.IntN(len(data))]
			}
			_ = os.Remove(path)
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			readDamaged(g, names)
		}
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	checkAllObjects(t, g, false)
}

func readDamaged(g *gittest.Repo, names []string) {
	objects, err := Open(objectsOf(g))
	if err != nil {
		return
	}
	defer func() { _ = objects.Close() }()
	for _, name := range names {
		_, _, _ = objects.ReadAny(plumbing.NewHash(name))
	}
}
