package history

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestLeftOut compares with git check-ignore, which says nothing of files in the index unless it is told to.
func TestLeftOut(t *testing.T) {
	g := newGit(t)
	g.Write(".gitignore", "# a remark\n*.bak\n/isms/drafts/\n!keep.bak\nsecret-*.md\n\n**/old/\n")
	g.Write("isms/.gitignore", "/systems/local.md\nroles/*\n!roles/chef.md\nåäö.md\n")
	g.Write(".git/info/exclude", "mine.md\n")
	names := []string{
		"lis.yaml", "systems/a.md", "systems/local.md", "laws/local.md", "roles/chef.md", "roles/isam.md", "drafts/a.md", "drafts/keep.bak",
		"a.bak", "keep.bak", "systems/secret-a.md", "systems/old/a.md", "mine.md", "laws/mine.md", "systems/åäö.md", "systems/in-index.bak",
	}
	for _, name := range names {
		g.Write("isms/"+name, "x\n")
	}
	g.Run("add", "-f", "isms/systems/in-index.bak")
	got, err := g.open("isms").LeftOut(t.Context(), os.DirFS(g.Dir), names)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, name := range names {
		cmd := exec.Command("git", "check-ignore", "-q", "isms/"+name)
		cmd.Dir = g.Dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
		if cmd.Run() == nil {
			want = append(want, name)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 {
		t.Errorf("left out (-git +got)\n%s", diff)
	}
}

// TestLeftOutOfNew asks of a new repository, in which there is no index and nothing is excluded.
func TestLeftOutOfNew(t *testing.T) {
	g := newGit(t)
	if err := os.RemoveAll(g.Dir + "/.git/info"); err != nil {
		t.Fatal(err)
	}
	got, err := g.open("").LeftOut(t.Context(), os.DirFS(g.Dir), []string{"lis.yaml"})
	if err != nil || len(got) > 0 {
		t.Errorf("left out: %v, %v", got, err)
	}
}

func TestOrigin(t *testing.T) {
	g := newGit(t)
	if got := g.open("").Origin(); got != "" {
		t.Errorf("without a remote the origin is %q", got)
	}
	g.Run("remote", "add", "upstream", "https://example.org/other.git")
	g.Run("remote", "add", "origin", "https://kim:hemligt@git.example.org/isms.git")
	if got := g.open("").Origin(); got != "https://git.example.org/isms.git" || strings.Contains(got, "hemligt") {
		t.Errorf("the origin is %q", got)
	}
	g.Run("remote", "set-url", "origin", "git@git.example.org:isms.git")
	if got := g.open("").Origin(); got != "git@git.example.org:isms.git" {
		t.Errorf("the origin is %q", got)
	}
}
