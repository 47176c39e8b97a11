package history

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// gitRepo is a repository that the git program works on, the oracle of these tests.
type gitRepo struct {
	t   testing.TB
	dir string
	now time.Time // the date of the next commit

	asConfigured bool // persons are those of the configuration, given with -c
}

// newGit makes an empty repository, or skips the test where there is no git.
func newGit(t testing.TB) *gitRepo {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs the git program")
	}
	g := gitIn(t, t.TempDir())
	g.run("init", "-q", "-b", "main")
	return g
}

func gitIn(t testing.TB, dir string) *gitRepo {
	return &gitRepo{t: t, dir: dir, now: time.Date(2023, 1, 2, 9, 0, 0, 0, time.FixedZone("", 3600))}
}

// run runs git with a fixed identity and date and no configuration but the repository's own.
func (g *gitRepo) run(args ...string) string {
	g.t.Helper()
	return g.feed("", args...)
}

func (g *gitRepo) feed(input string, args ...string) string {
	g.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = g.dir
	cmd.Stdin = strings.NewReader(input)
	date := fmt.Sprintf("%d %s", g.now.Unix(), g.now.Format("-0700"))
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + g.dir, "LC_ALL=C.UTF-8",
		"GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_DATE=" + date, "GIT_COMMITTER_DATE=" + date,
	}
	if !g.asConfigured {
		cmd.Env = append(cmd.Env, "GIT_AUTHOR_NAME=Asta Ek", "GIT_AUTHOR_EMAIL=asta@example.org",
			"GIT_COMMITTER_NAME=Bo Lind", "GIT_COMMITTER_EMAIL=bo@example.org")
	}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		g.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, errs.String())
	}
	return out.String()
}

// line is what git prints, without the line break.
func (g *gitRepo) line(args ...string) string {
	g.t.Helper()
	return strings.TrimSpace(g.run(args...))
}

func (g *gitRepo) write(name, text string) {
	g.t.Helper()
	path := filepath.Join(g.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		g.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		g.t.Fatal(err)
	}
}

// commit commits all there is, an hour after the commit before, and returns its id.
func (g *gitRepo) commit(message string) Hash {
	g.t.Helper()
	g.run("add", "-A")
	g.run("commit", "-q", "--allow-empty", "-m", message)
	g.now = g.now.Add(time.Hour)
	return Hash(g.line("rev-parse", "HEAD"))
}

// merge merges branches, an hour after the commit before, and returns the id of the merge.
func (g *gitRepo) merge(branches ...string) Hash {
	g.t.Helper()
	g.run(append([]string{"merge", "-q", "--no-ff", "-m", "Merge " + strings.Join(branches, " ")}, branches...)...)
	g.now = g.now.Add(time.Hour)
	return Hash(g.line("rev-parse", "HEAD"))
}

// open opens a folder of the repository for the time of the test.
func (g *gitRepo) open(folder string) *Repo {
	g.t.Helper()
	return openRepo(g.t, filepath.Join(g.dir, filepath.FromSlash(folder)))
}

func openRepo(t testing.TB, dir string) *Repo {
	t.Helper()
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// headLog is the log from HEAD.
func headLog(t testing.TB, r *Repo) *Log {
	t.Helper()
	tip, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	log, err := r.Log(tip)
	if err != nil {
		t.Fatal(err)
	}
	return log
}
