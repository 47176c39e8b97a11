package trail

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/google/go-cmp/cmp"
)

// counted counts how many file versions are read.
type counted struct {
	Blobs
	n int
}

func (c *counted) Blob(h history.Hash) ([]byte, error) {
	c.n++
	return c.Blobs.Blob(h)
}

// TestCachedTrailIsTheTrail reads ever later states with one cache: the trail is what is read without, and little is read
// twice.
func TestCachedTrailIsTheTrail(t *testing.T) {
	kinds := kindsOf(t)
	r := repository(t, clean(randomSteps(rand.New(rand.NewPCG(6, 6)), 60, calm))...)
	entries := logOf(t, r).Entries
	o := Options{Cache: cache.Open(t.TempDir(), "test"), Workspace: "w", Kinds: "k"}
	sameTime := cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })
	for _, back := range []int{40, 40, 39, 20, 0, 10, 0} {
		log, err := r.Log(t.Context(), entries[back].Commit)
		if err != nil {
			t.Fatal(err)
		}
		want, err := Read(t.Context(), log, r, kinds)
		if err != nil {
			t.Fatal(err)
		}
		for _, warm := range []bool{false, true} {
			blobs := &counted{Blobs: r}
			got, err := ReadWith(t.Context(), log, blobs, kinds, o)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want.Records, got.Records, sameTime); diff != "" {
				t.Fatalf("%d back, warm %t (-read anew +cached):\n%s", back, warm, diff)
			}
			if warm && blobs.n > 2 {
				t.Errorf("%d back: read %d file versions again", back, blobs.n)
			}
		}
	}
}

// cancelling cancels a context when a number of file versions were read.
type cancelling struct {
	Blobs
	left   int
	cancel func()
}

func (c *cancelling) Blob(h history.Hash) ([]byte, error) {
	if c.left--; c.left == 0 {
		c.cancel()
	}
	return c.Blobs.Blob(h)
}

// TestCancelledTrail cancels at every file version that is read: there is no trail then, and nothing in the cache.
func TestCancelledTrail(t *testing.T) {
	kinds := kindsOf(t)
	r := repository(t, clean(randomSteps(rand.New(rand.NewPCG(6, 6)), 60, calm))...)
	log, folder := logOf(t, r), t.TempDir()
	all := &counted{Blobs: r}
	if _, err := Read(t.Context(), log, all, kinds); err != nil {
		t.Fatal(err)
	}
	for n := range all.n {
		ctx, cancel := context.WithCancel(t.Context())
		o := Options{Cache: cache.Open(folder, "test"), Workspace: "w", Kinds: "k"}
		read, err := ReadWith(ctx, log, &cancelling{r, n + 1, cancel}, kinds, o)
		if !errors.Is(err, context.Canceled) || read != nil {
			t.Fatalf("cancelled at version %d: got %v, %v", n, read, err)
		}
		if files, err := os.ReadDir(folder); err != nil || len(files) > 0 {
			t.Fatalf("cancelled at version %d: the cache holds %v, %v", n, files, err)
		}
	}
	if all.n < 60 {
		t.Errorf("only %d versions", all.n)
	}
}

// TestCachedTrailOfOthers holds what other kinds, other workspaces and other versions said apart.
func TestCachedTrailOfOthers(t *testing.T) {
	r := repository(t, files{"themes/a.md": first}, files{"themes/a.md": second})
	folder := t.TempDir()
	own := Options{Cache: cache.Open(folder, "v1"), Workspace: "w", Kinds: "k"}
	trailOf(t, r, own)
	for _, o := range []Options{
		{Cache: cache.Open(folder, "v2"), Workspace: "w", Kinds: "k"},
		{Cache: own.Cache, Workspace: "w", Kinds: "other"},
		{Cache: own.Cache, Workspace: "other", Kinds: "k"},
	} {
		s := newContents(r, kindsOf(t))
		if s.load(o); len(s.alone) > 0 {
			t.Errorf("%+v sees what others cached", o)
		}
	}
	s := newContents(r, kindsOf(t))
	if s.load(own); len(s.alone) != 1 || len(s.together) != 1 {
		t.Errorf("got %d and %d, want one of each", len(s.alone), len(s.together))
	}
}

// TestCachedTrailThatIsNone passes over content of the wrong form.
func TestCachedTrailThatIsNone(t *testing.T) {
	r := repository(t, files{"themes/a.md": first}, files{"themes/a.md": second})
	folder := t.TempDir()
	o := Options{Cache: cache.Open(folder, "v1"), Workspace: "w", Kinds: "k"}
	want := told(trailOf(t, r, o).Of("TEMA-1"))
	for _, name := range []string{o.lineKey(), o.key()} {
		whole := o.Cache.Load(name)
		for i := range whole {
			for _, entry := range []string{o.lineKey(), o.key()} { // the other one is of no use either
				if err := o.Cache.Save(entry, nil); err != nil {
					t.Fatal(err)
				}
			}
			if err := o.Cache.Save(name, whole[:i]); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, told(trailOf(t, r, o).Of("TEMA-1"))); diff != "" {
				t.Fatalf("%s cut at %d (-want +got):\n%s", name, i, diff)
			}
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "rubbish"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, told(trailOf(t, r, o).Of("TEMA-1"))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
