package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/write"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/c8b10cf3/lis/internal/setup"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/google/go-cmp/cmp"
)

// someone writes and accepts everything in these tests.
var someone = history.Person{Name: "Kim Bergvall", Email: "kim@example.org"}

// repository makes one of the sample, with a change after the review and one that is not committed.
func repository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	all := map[string][]byte{}
	for name, text := range sample.With(map[string]string{"objects/index.md": ""}) { // whose id is a word of every page
		all[name] = []byte(text)
	}
	step := func(day, message string, files map[string][]byte, tag string) write.Step {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		return write.Step{At: at, Author: someone, Message: message, Files: files, Tag: tag}
	}
	done := strings.Replace(sample.Files["actions/1.md"], "status: decided", "status: ongoing", 1)
	steps := []write.Step{
		step("2023-01-10", "Grunden", all, ""),
		step("2023-09-01", "Genomgång", map[string][]byte{"terms/2.md": []byte("---\nid: TERM-2\ntitle: KRT\nexpansion: klassning\n---\n")}, "review/2023"),
		step("2023-10-02", "Åtgärden pågår", map[string][]byte{"actions/1.md": []byte(done)}, ""),
	}
	if err := write.History(dir, slices.Values(steps)); err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(done, "due: 2023-12-01", "due: 2024-12-01", 1)
	if err := os.WriteFile(filepath.Join(dir, "actions", "1.md"), []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// common is what the engines of the tests have in common, read once: the kinds, above all.
var common workspace.Cache

// opened opens the workspace in a folder as of a day in December 2023.
func opened(t *testing.T, dir, rev string, kept *cache.Dir) *Engine {
	t.Helper()
	e, err := Open(t.Context(), Options{Dir: dir, Rev: rev, AsOf: "2023-12-15", Now: time.Now, Cache: kept, Tool: "lis test", Common: &common})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

// told is a check in words.
func told(c *Checked, lang locale.Lang) string {
	text := fmt.Sprintln(len(c.Records))
	for _, d := range c.Words(lang) {
		text += fmt.Sprintln(d.FileName(), d.Span.Start, d.Rule, d.Message)
	}
	return text
}

// works are what can be done with a state, each with a text of what came of it.
var works = map[string]func(context.Context, *State) (string, error){
	"check": func(ctx context.Context, s *State) (string, error) {
		c, err := s.Check(ctx, Selection{})
		if err != nil {
			return "", err
		}
		return told(c, locale.Swedish), nil
	},
	"check since": func(ctx context.Context, s *State) (string, error) {
		c, err := s.Check(ctx, Selection{Since: "review/2023", Names: []string{"ATG-1", "terms"}})
		if err != nil {
			return "", err
		}
		return told(c, locale.English), nil
	},
	"compare": func(ctx context.Context, s *State) (string, error) {
		pair, err := s.Compare(ctx, "review/2023", "")
		if err != nil {
			return "", err
		}
		return pair.In(locale.Swedish, record.Internal).Lead(), nil
	},
	"trail": func(ctx context.Context, s *State) (string, error) {
		t, err := s.Trail(ctx)
		if err != nil {
			return "", err
		}
		return fmt.Sprint(len(s.CutPast(record.Public, t).Trail(t.Records))), nil
	},
	"over reviews": func(ctx context.Context, s *State) (string, error) {
		points, err := s.AtReviews(ctx, "")
		return fmt.Sprint(points), err // no pointers in it
	},
	"over months": func(ctx context.Context, s *State) (string, error) {
		points, err := s.AtMonths(ctx)
		return fmt.Sprint(points), err
	},
	"site": func(ctx context.Context, s *State) (string, error) {
		site, err := s.Site(ctx, SiteOptions{Profile: record.Internal, Lang: locale.Swedish, Version: "test"})
		if err != nil {
			return "", err
		}
		return string(site.Files["manifest.json"]), nil
	},
	"public site": func(ctx context.Context, s *State) (string, error) {
		site, err := s.Site(ctx, SiteOptions{Profile: record.Public, Lang: locale.English, Version: "test"})
		if err != nil {
			return "", err
		}
		return string(site.Files["manifest.json"]), nil
	},
	"fix": func(ctx context.Context, s *State) (string, error) {
		f, err := s.Fix(ctx, Selection{})
		if err != nil {
			return "", err
		}
		return fmt.Sprint(len(f.Changes), len(f.Done), len(f.Left)), nil
	},
	"format": func(ctx context.Context, s *State) (string, error) {
		all, err := s.Format(ctx, s.Workspace.Graph.Records)
		return fmt.Sprint(len(all)), err
	},
	"unknown record": func(_ context.Context, s *State) (string, error) {
		_, err := s.Record("SYS-3", s.Cut(record.Internal))
		var refusal *Refusal
		if !errors.As(err, &refusal) {
			return "", fmt.Errorf("got %w", err)
		}
		return refusal.Near.In(locale.English), nil
	},
	"with": func(ctx context.Context, s *State) (string, error) {
		files := []setup.File{{Name: "roles/ny.md", Data: []byte("---\nid: ROLL-NY\ntitle: Ny\ntype: manager\n---\n")}}
		with, err := s.With(ctx, files)
		if err != nil {
			return "", err
		}
		stops, left, err := with.Judge(ctx, files, locale.Swedish)
		return fmt.Sprint(with.Workspace.Graph.Named("ROLL-NY"), s.Workspace.Graph.Named("ROLL-NY"), len(stops), len(left)), err
	},
	"seal": func(ctx context.Context, s *State) (string, error) { // refused: the review has errors
		_, err := s.Seal(ctx, "LG-1")
		var refusal *Refusal
		if errors.As(err, &refusal) {
			return refusal.Key, nil
		}
		return "", err
	},
}

// TestTogether has several goroutines use one engine at once, as an editor and a form would: each gets what it gets alone. Run
// it with -race.
func TestTogether(t *testing.T) {
	dir := repository(t)
	for _, rev := range []string{"", "HEAD"} {
		alone := opened(t, dir, rev, nil)
		want := map[string]string{}
		for name, do := range works {
			got, err := do(t.Context(), alone.State)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			want[name] = got
		}
		kept := cache.Open(t.TempDir(), "test")
		shared := opened(t, dir, rev, kept)
		var wait sync.WaitGroup
		for range 2 {
			for name, do := range works {
				wait.Go(func() {
					got, err := do(t.Context(), shared.State)
					if diff := cmp.Diff(want[name], got); diff != "" || err != nil {
						t.Errorf("%q, %s: %v (-alone +together)\n%s", rev, name, err, diff)
					}
				})
			}
		}
		wait.Wait()
	}
}

// countdown is a context that is cancelled once it has been looked at a number of times.
type countdown struct {
	context.Context
	left atomic.Int64
}

func lookedAt(ctx context.Context, times int64) *countdown {
	c := &countdown{Context: ctx}
	c.left.Store(times)
	return c
}

// Err is [context.Canceled] from then on.
func (c *countdown) Err() error {
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// TestCancelled cancels every work at every point at which it looks whether it is to go on: it gives up with the error of the
// context, writes nothing and does not take what it could not read for broken.
func TestCancelled(t *testing.T) {
	dir := repository(t)
	before := snapshot(t, dir)
	const most = 1 << 40
	for name, do := range works {
		e := opened(t, dir, "", nil)
		if name == "unknown record" {
			continue // it never waits for anything
		}
		whole := lookedAt(t.Context(), most)
		want, err := do(whole, e.State)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		looks := most - whole.left.Load()
		if looks == 0 {
			t.Errorf("%s never looks whether it is to go on", name)
		}
		for n := int64(0); n < looks; n += 1 + looks/4 {
			e := opened(t, dir, "", nil)
			if _, err := do(lookedAt(t.Context(), n), e.State); !errors.Is(err, context.Canceled) {
				t.Errorf("%s, cancelled at look %d of %d: got error %v", name, n, looks, err)
			}
			if got, err := do(t.Context(), e.State); got != want || err != nil {
				t.Errorf("%s, again after look %d of %d: got %v\n%s", name, n, looks, err, cmp.Diff(want, got))
			}
		}
	}
	if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
		t.Errorf("something was written (-before +after)\n%s", diff)
	}
}

// TestCancelledSite writes nothing of a site where nobody waits for it any more.
func TestCancelledSite(t *testing.T) {
	e := opened(t, repository(t), "HEAD", nil)
	site, err := e.State.Site(t.Context(), SiteOptions{Profile: record.Internal, Lang: locale.Swedish, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "site")
	if _, err := site.Publish(lookedAt(t.Context(), 0), disk.At(out), false); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(out); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder is there: %v", err)
	}
}

// snapshot is every file below a folder.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		all[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
