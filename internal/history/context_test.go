package history

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/google/go-cmp/cmp"
)

// countdown is a context that is cancelled when it has been asked so many times.
type countdown struct {
	context.Context
	left, asked int
}

func (c *countdown) Err() error {
	c.asked++
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// interrupt cancels an operation at each of the points where it asks, the first one first, until it ends by itself. It holds
// that the operation asks at least so many times, and then stops at once with the error of the context.
func interrupt(t *testing.T, name string, atLeast int, run func(ctx context.Context) error) {
	t.Helper()
	for left := 0; ; left++ {
		ctx := &countdown{Context: t.Context(), left: left}
		err := run(ctx)
		if err == nil && ctx.asked <= left {
			if ctx.asked < atLeast {
				t.Errorf("%s asks %d times, want at least %d", name, ctx.asked, atLeast)
			}
			return
		}
		if !errors.Is(err, context.Canceled) || ctx.asked != left+1 {
			t.Fatalf("%s, cancelled at point %d: got %v after %d points", name, left, err, ctx.asked)
		}
	}
}

// TestCancelledLog holds that a log may be cancelled at every commit, and that the cache then has nothing of it.
func TestCancelledLog(t *testing.T) {
	const commits = 40
	g := newGit(t)
	g.Feed(randomHistory(rand.New(rand.NewPCG(7, 7)), commits), "fast-import", "--quiet", "--date-format=raw")
	r := g.open("")
	want, folder := headLog(t, r), t.TempDir()
	tip, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	var got *Log
	interrupt(t, "log", 2*len(want.Entries), func(ctx context.Context) error {
		if files, err := os.ReadDir(folder); err != nil || len(files) > 0 {
			t.Fatalf("the cache holds %v, %v", files, err)
		}
		got, err = r.LogWith(ctx, tip, LogOptions{Cache: cache.Open(folder, "1")})
		return err
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the log after it was cancelled (-want +got):\n%s", diff)
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) != 1 {
		t.Errorf("the cache of the whole log: %v, %v", files, err)
	}
}

// TestCancelled cancels everything else that goes through many commits, folders or files.
func TestCancelled(t *testing.T) {
	g, ids := small(t)
	g.Run("checkout", "-q", "-b", "side", string(ids[0]))
	g.Write("other/x.md", "x\n")
	side := g.commit("side")
	g.Run("checkout", "-q", "main")
	g.Run("tag", "-a", "-m", "one", "v1")
	g.Run("tag", "v2")
	r := g.open("")
	commit := func(h Hash) Commit {
		c, err := r.Commit(h)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	tip, log := commit(ids[2]), headLog(t, r)
	files := map[string][]byte{"lis/systems/färdbok.md": []byte("three\n")}
	tests := []struct {
		name    string
		atLeast int
		run     func(ctx context.Context) error
	}{
		{"merge base", 5, func(ctx context.Context) error {
			base, _, err := r.MergeBase(ctx, tip, commit(side))
			if err == nil && base.Hash != ids[0] {
				t.Errorf("got %s, want %s", base.Hash, ids[0])
			}
			return err
		}},
		{"first parents", 2, func(ctx context.Context) error { _, err := r.Resolve(ctx, "HEAD~2", time.UTC); return err }},
		{"last of a day", 2, func(ctx context.Context) error {
			_, _, err := r.LastOn(ctx, tip, "2020-01-01", time.UTC)
			return err
		}},
		{"tags", 2, func(ctx context.Context) error { _, err := r.Tags(ctx); return err }},
		{"whole", 3, func(ctx context.Context) error { return r.CheckComplete(ctx, log) }},
		{"altered state", 4, func(ctx context.Context) error { _, err := r.AlteredState(ctx, tip); return err }},
		{"changed", 1, func(ctx context.Context) error {
			_, err := r.Changed(ctx, tip, files, func(string) bool { return true })
			return err
		}},
		{"left out", 2, func(ctx context.Context) error {
			_, err := r.LeftOut(ctx, fstest.MapFS{}, []string{"a.md", "b.md"})
			return err
		}},
	}
	for _, test := range tests {
		interrupt(t, test.name, test.atLeast, test.run)
	}
}
