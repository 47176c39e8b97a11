package history

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/google/go-cmp/cmp"
)

// cachedLogOf reads the log of a folder with a cache, as a new process would.
func cachedLogOf(t *testing.T, g gitRepo, folder string, dir *cache.Dir) *Log {
	t.Helper()
	r, err := Open(filepath.Join(g.Dir, folder))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	tip, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	log, err := r.LogWith(t.Context(), tip, LogOptions{Cache: dir})
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// TestCachedLogIsTheLog grows a history and reads it with one cache all along: it is what is read without.
func TestCachedLogIsTheLog(t *testing.T) {
	g := newGit(t)
	dir := cache.Open(t.TempDir(), "test")
	random := rand.New(rand.NewPCG(7, 7))
	full := randomHistory(random, 60)
	g.Feed(full, "fast-import", "--quiet", "--date-format=raw")
	g.Run("read-tree", "HEAD")
	for i := range 12 {
		switch i % 4 {
		case 1:
			g.Run("commit", "-q", "--allow-empty", "-m", fmt.Sprint("one more ", i))
		case 2:
			g.Run("checkout", "-q", "-f", "-B", "side", "HEAD~2")
			g.Run("commit", "-q", "--allow-empty", "-m", "beside\n\nReviewed-by: C <c@example.org>")
			g.Run("checkout", "-q", "-f", "main")
			g.merge("side")
		case 3:
			g.Run("reset", "-q", "--hard", "HEAD~3") // as after a rebase
			g.Run("commit", "-q", "--allow-empty", "-m", fmt.Sprint("another way ", i))
		}
		want := cachedLogOf(t, g, "", nil)
		for _, when := range []string{"cold", "warm"} {
			if diff := cmp.Diff(want, cachedLogOf(t, g, "", dir), sameTime); diff != "" {
				t.Fatalf("step %d, %s (-read anew +cached):\n%s", i, when, diff)
			}
		}
	}
}

// TestCachedLogIsOfItsFolder keeps the logs of two folders and two repositories apart.
func TestCachedLogIsOfItsFolder(t *testing.T) {
	dir := cache.Open(t.TempDir(), "test")
	for range 2 {
		g, ids := small(t)
		for _, folder := range []string{"", "lis", "lis/systems", ""} {
			log := cachedLogOf(t, g, folder, dir)
			if diff := cmp.Diff(cachedLogOf(t, g, folder, nil), log, sameTime); diff != "" || log.Tip != ids[2] {
				t.Errorf("%q (-read anew +cached):\n%s", folder, diff)
			}
		}
	}
}

// TestCachedLogOfShallowClone caches nothing of a clone that may grow at its end.
func TestCachedLogOfShallowClone(t *testing.T) {
	g, _ := small(t)
	dir := cache.Open(t.TempDir(), "test")
	g.Run("clone", "-q", "--depth", "2", "file://"+filepath.ToSlash(g.Dir), "../shallow")
	shallow := gitIn(t, filepath.Join(g.Dir, "..", "shallow"))
	if log := cachedLogOf(t, shallow, "", dir); log.Complete || len(log.Entries) != 2 {
		t.Errorf("got Complete %t, %d entries", log.Complete, len(log.Entries))
	}
	shallow.Run("fetch", "-q", "--unshallow")
	if log := cachedLogOf(t, shallow, "", dir); !log.Complete || len(log.Entries) != 3 || len(log.Entries[1].Changes) != 1 {
		t.Errorf("whole: got Complete %t, %d entries", log.Complete, len(log.Entries))
	}
}

// TestCachedLogThatIsNone holds that content of the wrong form is passed over.
func TestCachedLogThatIsNone(t *testing.T) {
	g, _ := small(t)
	folder := t.TempDir()
	dir := cache.Open(folder, "test")
	cachedLogOf(t, g, "", dir)
	r := g.open("")
	whole := dir.Load(r.cacheKey())
	for i := 0; i < len(whole); i += 7 {
		if err := dir.Save(r.cacheKey(), whole[:i]); err != nil {
			t.Fatal(err)
		}
		if log := cachedLogOf(t, g, "", dir); len(log.Entries) != 3 {
			t.Fatalf("cut at %d: got %d entries", i, len(log.Entries))
		}
	}
	if err := os.Chmod(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	if log := cachedLogOf(t, g, "", cache.Open(filepath.Join(folder, "x"), "test")); len(log.Entries) != 3 {
		t.Errorf("folder cannot be written: got %d entries", len(log.Entries))
	}
}
