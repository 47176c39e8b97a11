// Package gittest gives tests the git program as an oracle: repositories that git itself creates and reads, with a fixed
// identity, fixed dates and none of the user's configuration. Only tests use it. Start reading at [New].
package gittest

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

// Repo is a repository that the git program works on. A git command that fails makes the test fail.
type Repo struct {
	T   testing.TB
	Dir string
	Now time.Time // the date of the next commit

	AsConfigured bool // persons come from the configuration, given with -c
}

// New creates an empty repository, or skips the test if there is no git program.
func New(t testing.TB) *Repo {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs the git program")
	}
	g := In(t, t.TempDir())
	g.Run("init", "-q", "-b", "main")
	return g
}

// In returns the repository in dir, which can be created later.
func In(t testing.TB, dir string) *Repo {
	return &Repo{T: t, Dir: dir, Now: time.Date(2023, 1, 2, 9, 0, 0, 0, time.FixedZone("", 3600))}
}

// Run runs git with a fixed identity and date and only the repository's own configuration, and returns its output.
func (g *Repo) Run(args ...string) string {
	g.T.Helper()
	return g.Feed("", args...)
}

// Feed runs git with the given standard input and returns its output.
func (g *Repo) Feed(input string, args ...string) string {
	g.T.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = g.Dir
	cmd.Stdin = strings.NewReader(input)
	date := fmt.Sprintf("%d %s", g.Now.Unix(), g.Now.Format("-0700"))
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + g.Dir, "LC_ALL=C.UTF-8",
		"GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_DATE=" + date, "GIT_COMMITTER_DATE=" + date,
	}
	if !g.AsConfigured {
		cmd.Env = append(cmd.Env, "GIT_AUTHOR_NAME=Asta Ek", "GIT_AUTHOR_EMAIL=asta@example.org",
			"GIT_COMMITTER_NAME=Bo Lind", "GIT_COMMITTER_EMAIL=bo@example.org")
	}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		g.T.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, errs.String())
	}
	return out.String()
}

// Line runs git and returns its output without surrounding white space.
func (g *Repo) Line(args ...string) string {
	g.T.Helper()
	return strings.TrimSpace(g.Run(args...))
}

// Write writes a file of the work tree.
func (g *Repo) Write(name, text string) {
	g.T.Helper()
	path := filepath.Join(g.Dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		g.T.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		g.T.Fatal(err)
	}
}

// Commit commits everything, an hour after the previous commit, and returns the commit id.
func (g *Repo) Commit(message string) string {
	g.T.Helper()
	g.Run("add", "-A")
	g.Run("commit", "-q", "--allow-empty", "-m", message)
	g.Now = g.Now.Add(time.Hour)
	return g.Line("rev-parse", "HEAD")
}

// Merge merges branches, an hour after the previous commit, and returns the id of the merge.
func (g *Repo) Merge(branches ...string) string {
	g.T.Helper()
	g.Run(append([]string{"merge", "-q", "--no-ff", "-m", "Merge " + strings.Join(branches, " ")}, branches...)...)
	g.Now = g.Now.Add(time.Hour)
	return g.Line("rev-parse", "HEAD")
}

// Object writes an object and returns its id.
func (g *Repo) Object(kind, content string) string {
	g.T.Helper()
	return strings.TrimSpace(g.Feed(content, "hash-object", "-w", "-t", kind, "--stdin"))
}
