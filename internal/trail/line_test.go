package trail

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/google/go-cmp/cmp"
)

// TestCutsOfCuts holds that a trail that is cut to a revision, and that again to an earlier one, is the trail cut to the earlier one,
// and that what came after the first cut is on no line of it.
func TestCutsOfCuts(t *testing.T) {
	for seed := range uint64(2) {
		r := repository(t, clean(randomSteps(rand.New(rand.NewPCG(seed, 21)), 12, calm))...)
		whole := trailOf(t, r, Options{})
		for first, x := range whole.Line {
			once, ok := whole.At(x.Commit)
			if !ok || once.Line[0] != x {
				t.Fatalf("cut to %d: %t", first, ok)
			}
			for second, y := range whole.Line {
				twice, ok := once.At(y.Commit)
				if second < first {
					if ok || once.After("SYS-1", y.Commit) != nil {
						t.Errorf("%d is on the line cut to %d", second, first)
					}
					continue
				}
				want, _ := whole.At(y.Commit)
				if diff := cmp.Diff(allTold(want), allTold(twice)); diff != "" || !ok || twice.Line[0] != y {
					t.Errorf("cut to %d, then to %d (-at once +in two)\n%s", first, second, diff)
				}
				for _, rec := range once.Records {
					after, left := once.After(rec.ID, y.Commit), twice.Of(rec.ID)
					n := len(after)
					if left != nil {
						n += len(left.Revisions)
					}
					if n != len(rec.Revisions) {
						t.Errorf("%s cut to %d: %d revisions, of which %d are after %d", rec.ID, first, len(rec.Revisions), len(after), second)
					}
				}
			}
		}
	}
}

// allTold is the trail of every record in short.
func allTold(t *Trail) map[string][]string {
	all := map[string][]string{}
	for _, r := range t.Records {
		all[r.ID] = told(r)
	}
	return all
}

// TestLineWithoutCommits asks a trail without revisions, and none, for what is on no line.
func TestLineWithoutCommits(t *testing.T) {
	for _, empty := range []*Trail{nil, {}} {
		if _, ok := empty.LastOn("2023-01-01", time.UTC); ok {
			t.Error("a state of a day without revisions")
		}
		if _, ok := empty.DayOf(history.Hash("x"), time.UTC); ok {
			t.Error("the day of a revision that is on no line")
		}
		if _, ok := empty.At("x"); ok {
			t.Error("cut to a revision that is on no line")
		}
		if got := empty.After("SYS-1", "x"); got != nil {
			t.Errorf("after what is on no line: %v", got)
		}
	}
}
