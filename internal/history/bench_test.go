package history

import (
	"math/rand/v2"
	"testing"
)

// BenchmarkLog measures the log of all files of 1000 commits beside git's.
func BenchmarkLog(b *testing.B) {
	g := newGit(b)
	g.Feed(randomHistory(rand.New(rand.NewPCG(1, 1)), 1000), "fast-import", "--quiet", "--date-format=raw")
	g.Run("gc", "-q")
	b.Run("lis", func(b *testing.B) {
		for b.Loop() {
			r, err := Open(g.Dir)
			if err != nil {
				b.Fatal(err)
			}
			headLog(b, r)
			if err := r.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("git", func(b *testing.B) {
		for b.Loop() {
			g.Run("log", "--first-parent", "-m", "--raw", "-z", "--no-renames")
		}
	})
}
