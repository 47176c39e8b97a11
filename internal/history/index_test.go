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

// keptLogOf reads the log of a folder with a cache, as a new process would.
func keptLogOf(t *testing.T, g gitRepo, folder string, kept *cache.Dir) *Log {
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
	log, err := r.LogWith(t.Context(), tip, LogOptions{Cache: kept})
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// TestKeptLogIsTheLog grows a history and reads it with one cache all along: it is what is read without.
func TestKeptLogIsTheLog(t *testing.T) {
	g := newGit(t)
	kept := cache.Open(t.TempDir(), "test")
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
		want := keptLogOf(t, g, "", nil)
		for _, when := range []string{"cold", "warm"} {
			if diff := cmp.Diff(want, keptLogOf(t, g, "", kept), sameTime); diff != "" {
				t.Fatalf("step %d, %s (-read anew +kept):\n%s", i, when, diff)
			}
		}
	}
}

// TestKeptLogIsOfItsFolder keeps the logs of two folders and two repositories apart.
func TestKeptLogIsOfItsFolder(t *testing.T) {
	kept := cache.Open(t.TempDir(), "test")
	for range 2 {
		g, ids := small(t)
		for _, folder := range []string{"", "lis", "lis/systems", ""} {
			log := keptLogOf(t, g, folder, kept)
			if diff := cmp.Diff(keptLogOf(t, g, folder, nil), log, sameTime); diff != "" || log.Tip != ids[2] {
				t.Errorf("%q (-read anew +kept):\n%s", folder, diff)
			}
		}
	}
}

// TestKeptLogOfShallowClone keeps nothing of a clone that may grow at its end.
func TestKeptLogOfShallowClone(t *testing.T) {
	g, _ := small(t)
	kept := cache.Open(t.TempDir(), "test")
	g.Run("clone", "-q", "--depth", "2", "file://"+filepath.ToSlash(g.Dir), "../shallow")
	shallow := gitIn(t, filepath.Join(g.Dir, "..", "shallow"))
	if log := keptLogOf(t, shallow, "", kept); log.Complete || len(log.Entries) != 2 {
		t.Errorf("got Complete %t, %d entries", log.Complete, len(log.Entries))
	}
	shallow.Run("fetch", "-q", "--unshallow")
	if log := keptLogOf(t, shallow, "", kept); !log.Complete || len(log.Entries) != 3 || len(log.Entries[1].Changes) != 1 {
		t.Errorf("whole: got Complete %t, %d entries", log.Complete, len(log.Entries))
	}
}

// TestKeptLogThatIsNone holds that content of the wrong form is passed over.
func TestKeptLogThatIsNone(t *testing.T) {
	g, _ := small(t)
	folder := t.TempDir()
	kept := cache.Open(folder, "test")
	keptLogOf(t, g, "", kept)
	r := g.open("")
	whole := kept.Load(r.cacheKey())
	for i := 0; i < len(whole); i += 7 {
		if err := kept.Save(r.cacheKey(), whole[:i]); err != nil {
			t.Fatal(err)
		}
		if log := keptLogOf(t, g, "", kept); len(log.Entries) != 3 {
			t.Fatalf("cut at %d: got %d entries", i, len(log.Entries))
		}
	}
	if err := os.Chmod(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	if log := keptLogOf(t, g, "", cache.Open(filepath.Join(folder, "x"), "test")); len(log.Entries) != 3 {
		t.Errorf("folder cannot be written: got %d entries", len(log.Entries))
	}
}
