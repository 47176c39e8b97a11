package history

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
)

// TestMergeBase compares with git, in histories with many merges whose commits are dated alike, backwards or at random: a date says
// nothing of who came from whom.
func TestMergeBase(t *testing.T) {
	for name, dated := range map[string]func(i int) int{
		"alike":     func(int) int { return 1_700_000_000 },
		"backwards": func(i int) int { return 1_700_000_000 - i*3600 },
		"at random": func(i int) int { return 1_700_000_000 + i*7919%31*3600 },
	} {
		t.Run(name, func(t *testing.T) {
			const commits = 24
			g, random := newGit(t), rand.New(rand.NewPCG(3, 5))
			var in strings.Builder
			for i := range commits {
				fmt.Fprintf(&in, "commit refs/heads/b%d\nmark :%d\ncommitter A <a@example.org> %d +0000\ndata 1\nx\n", i, i+1, dated(i))
				if i > 0 {
					fmt.Fprintf(&in, "from :%d\n", max(1, i-random.IntN(3)))
				}
				if i > 3 && random.IntN(2) == 0 {
					fmt.Fprintf(&in, "merge :%d\n", 1+random.IntN(i))
				}
				in.WriteString("\n")
			}
			g.Feed(in.String(), "fast-import", "--quiet", "--date-format=raw")
			r := g.open("")
			tip := func(i int) Commit {
				c, err := r.commit(plumbing.NewHash(g.Line("rev-parse", fmt.Sprintf("b%d", i))))
				if err != nil {
					t.Fatal(err)
				}
				return c
			}
			for i := range commits {
				a, b := tip(i), tip(random.IntN(commits))
				got, found, err := r.MergeBase(t.Context(), a, b)
				want := strings.Fields(g.Run("merge-base", "--all", string(a.Hash), string(b.Hash)))
				if err != nil || !found || !slices.Contains(want, string(got.Hash)) {
					t.Errorf("of %s and %s: %s (found: %t, %v), git says %v", a.Hash, b.Hash, got.Hash, found, err, want)
				}
			}
		})
	}
}
