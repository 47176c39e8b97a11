package history

import (
	"path/filepath"
	"testing"

	"github.com/c8b10cf3/lis/internal/history/gittest"
)

// gitRepo is a repository that the git program works on, the oracle of these tests.
type gitRepo struct{ *gittest.Repo }

// newGit makes an empty repository, or skips the test where there is no git.
func newGit(t testing.TB) gitRepo { return gitRepo{gittest.New(t)} }

func gitIn(t testing.TB, dir string) gitRepo { return gitRepo{gittest.In(t, dir)} }

func (g gitRepo) commit(message string) Hash { return Hash(g.Commit(message)) }

func (g gitRepo) merge(branches ...string) Hash { return Hash(g.Merge(branches...)) }

// open opens a folder of the repository for the time of the test.
func (g gitRepo) open(folder string) *Repo {
	g.T.Helper()
	return openRepo(g.T, filepath.Join(g.Dir, filepath.FromSlash(folder)))
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
	log, err := r.Log(t.Context(), tip)
	if err != nil {
		t.Fatal(err)
	}
	return log
}
