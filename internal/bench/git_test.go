//go:build unix

package bench

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/write"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// made are the histories made so far, by size: the benchmarks run one after the other, and only read.
var made = map[int]string{}

// packed is a history of n records and n commits in one pack. It has hardly a delta: git gc looks for none among what was written
// whole to one pack. See deltas for another.
func packed(b *testing.B, n int) string {
	b.Helper()
	if dir := made[n]; dir != "" {
		return dir
	}
	dir := filepath.Join(histories, fmt.Sprint(n))
	if err := write.History(dir, Steps(n, n)); err != nil {
		b.Fatal(err)
	}
	git(b, dir, "gc", "-q")
	made[n] = dir
	return dir
}

// git runs git, throws away what it prints, and gives its processor time.
func git(b *testing.B, dir string, args ...string) time.Duration {
	b.Helper()
	cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
	if err := cmd.Run(); err != nil {
		b.Fatal(err)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

// readLog reads the log of all files from a tip that is so many revisions before HEAD.
func readLog(b *testing.B, dir string, back string, kept *cache.Dir) (*history.Repo, *history.Log) {
	b.Helper()
	repo, err := history.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	tip, err := repo.Resolve(b.Context(), "HEAD"+back, time.UTC)
	if err != nil {
		b.Fatal(err)
	}
	log, err := repo.LogWith(b.Context(), tip, history.LogOptions{Cache: kept})
	if err != nil {
		b.Fatal(err)
	}
	return repo, log
}

func kindsOf(b *testing.B, dir string) *record.Kinds {
	b.Helper()
	w, err := workspace.Load(b.Context(), os.DirFS(dir))
	if err != nil {
		b.Fatal(err)
	}
	return w.Kinds
}

func readTrail(b *testing.B, dir, back string, kinds *record.Kinds, kept *cache.Dir) {
	b.Helper()
	repo, log := readLog(b, dir, back, kept)
	if _, err := trail.ReadWith(b.Context(), log, repo, kinds, trail.Options{Cache: kept, Workspace: dir, Kinds: "1"}); err != nil {
		b.Fatal(err)
	}
	if err := repo.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkLogAgainstGit measures the log of all files without a cache beside git log --raw, in turn, and reports the ratio
// of their processor times. The budget for 10 000 records and commits is 3.
func BenchmarkLogAgainstGit(b *testing.B) {
	each(b, func(b *testing.B, n int) {
		dir := packed(b, n)
		var ours, theirs time.Duration
		for b.Loop() {
			theirs += git(b, dir, "log", "--first-parent", "-m", "--raw", "-z", "--no-renames")
			start := cpu(b)
			repo, _ := readLog(b, dir, "", nil)
			_ = repo.Close() // only read from
			ours += cpu(b) - start
		}
		b.ReportMetric(float64(ours)/float64(theirs), "lis/git")
	})
}

// BenchmarkTrailAgainstGit measures every revision of every record, field by field, beside git log -p, in turn, and reports
// the ratio of their processor times. The budget for 10 000 records and commits is 2.5.
func BenchmarkTrailAgainstGit(b *testing.B) {
	each(b, func(b *testing.B, n int) {
		dir := packed(b, n)
		kinds := kindsOf(b, dir)
		var ours, theirs time.Duration
		for b.Loop() {
			theirs += git(b, dir, "log", "--first-parent", "-m", "-p", "--no-renames")
			start := cpu(b)
			readTrail(b, dir, "", kinds, nil)
			ours += cpu(b) - start
		}
		b.ReportMetric(float64(ours)/float64(theirs), "lis/git")
	})
}

// BenchmarkTenNewCommitsAgainstGit measures the same after ten commits that the cache does not know, beside git log --raw of
// all, and reports the ratio of what the clock says. The budget for 10 000 records and commits is 0.1.
func BenchmarkTenNewCommitsAgainstGit(b *testing.B) {
	each(b, func(b *testing.B, n int) {
		dir := packed(b, n)
		kinds := kindsOf(b, dir)
		before := b.TempDir()
		readTrail(b, dir, "~10", kinds, cache.Open(before, "1"))
		var ours, theirs time.Duration
		for b.Loop() {
			known := filepath.Join(b.TempDir(), "known")
			if err := os.CopyFS(known, os.DirFS(before)); err != nil {
				b.Fatal(err)
			}
			start := time.Now()
			git(b, dir, "log", "--first-parent", "-m", "--raw", "-z", "--no-renames")
			between := time.Now()
			readTrail(b, dir, "", kinds, cache.Open(known, "1"))
			theirs += between.Sub(start)
			ours += time.Since(between)
		}
		b.ReportMetric(float64(ours)/float64(theirs), "lis/git")
	})
}
