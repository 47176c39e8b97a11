package trail

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/history/write"
	"github.com/c8b10cf3/lis/reviews"
	"github.com/google/go-cmp/cmp"
)

// git runs the git program without any configuration of the user's.
func git(t testing.TB, dir, input string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs the git program")
	}
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(input)
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "LC_ALL=C.UTF-8", "GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
	}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, errs.String())
	}
	return out.String()
}

// gitPairs are the commits of git's first-parent log with the files that each changed.
func gitPairs(t testing.TB, dir string) map[string]bool {
	t.Helper()
	pairs := map[string]bool{}
	text := git(t, dir, "", "log", "--first-parent", "-m", "--raw", "-z", "--no-renames", "--format=%x01%H")
	for _, entry := range strings.Split(text, "\x01")[1:] {
		parts := strings.Split(entry, "\x00")
		commit := strings.TrimSpace(parts[0])
		for i := 1; i < len(parts); i++ {
			if strings.HasPrefix(strings.TrimSpace(parts[i]), ":") {
				i++
				pairs[commit+" "+parts[i]] = true
			}
		}
	}
	return pairs
}

// trailPairs are the commits of the trails with the files of records that each changed, as far as the trails name them.
func trailPairs(read *Trail) map[string]bool {
	pairs := map[string]bool{}
	for _, r := range read.Records {
		file := r.File
		for _, rev := range r.Revisions { // newest first
			pairs[string(rev.Commit)+" "+file] = true
			if rev.FromFile != "" {
				file = rev.FromFile
				pairs[string(rev.Commit)+" "+file] = true
			}
		}
	}
	return pairs
}

// mergeHistory is a stream for git fast-import: branches of records that merge into each other and into main.
func mergeHistory(random *rand.Rand, n int) string {
	var s strings.Builder
	folders := []string{"systems/", "themes/", "objects/å ä/", "other/", ""}
	for i := 1; i <= n; i++ {
		person := fmt.Sprintf("P%d Ö <p%d@example.org> %d +0%d00", random.IntN(5), random.IntN(5), 1_600_000_000+i*5000-random.IntN(20000), random.IntN(9))
		fmt.Fprintf(&s, "commit refs/heads/main\nmark :%d\nauthor %s\ncommitter %s\ndata <<END\nCommit %d\nEND\n", i, person, person, i)
		if i > 1 {
			fmt.Fprintf(&s, "from :%d\n", max(1, i-1-random.IntN(3)))
			for range random.IntN(3) {
				fmt.Fprintf(&s, "merge :%d\n", max(1, i-1-random.IntN(12)))
			}
		}
		for range random.IntN(4) {
			id := 1 + random.IntN(5) // the id belongs to the file, so that nothing moves
			folder := random.IntN(len(folders))
			path := fmt.Sprintf("%s%d.md", folders[folder], id)
			if random.IntN(5) == 0 {
				fmt.Fprintf(&s, "D %s\n", path)
				continue
			}
			text := randomRecord(random, fmt.Sprintf("X-%d-%d", folder, id), sound)
			fmt.Fprintf(&s, "M %s inline %s\ndata %d\n%s\n", []string{"100644", "100755"}[random.IntN(2)], path, len(text), text)
		}
		s.WriteString("\n")
	}
	return s.String()
}

// TestTrailsListWhatGitLists compares the trails of histories full of merges with git's log.
func TestTrailsListWhatGitLists(t *testing.T) {
	kinds := kindsOf(t)
	f := folders(kinds)
	for seed, n := range []int{150, 150, 150, 1000} {
		dir := t.TempDir()
		git(t, dir, "", "init", "-q", "-b", "main")
		git(t, dir, mergeHistory(rand.New(rand.NewPCG(uint64(seed), 8)), n), "fast-import", "--quiet", "--date-format=raw")
		want := map[string]bool{}
		for pair := range gitPairs(t, dir) {
			if _, file, _ := strings.Cut(pair, " "); f.kindOf(file) != "" {
				want[pair] = true
			}
		}
		read, err := Read(t.Context(), logOf(t, open(t, dir)), open(t, dir), kinds)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, trailPairs(read)); diff != "" {
			t.Errorf("seed %d (-git +lis):\n%s", seed, diff)
		}
	}
}

// TestDemo compares the log of the example with git's, and its trails with its last state.
func TestDemo(t *testing.T) {
	story, err := reviews.Open(reviews.Demo)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "demo")
	err = write.History(dir, func(yield func(write.Step) bool) {
		for step, err := range story.Steps() {
			if err != nil {
				t.Error(err)
			}
			if err != nil || !yield(step) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	r := open(t, dir)
	log := logOf(t, r)
	checkReplay(t, r, log.Entries[0].Commit, trailOf(t, r, Options{}))
	got := map[string]bool{}
	for _, e := range log.Entries {
		for _, c := range e.Changes {
			got[string(e.Commit.Hash)+" "+c.Path] = true
		}
	}
	if diff := cmp.Diff(gitPairs(t, dir), got); diff != "" {
		t.Errorf("the log (-git +lis):\n%s", diff)
	}
}
