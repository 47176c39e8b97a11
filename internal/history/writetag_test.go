package history

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// asUser gives the git program that the package runs a configuration of its own, with those lines.
func asUser(t *testing.T, lines string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, []byte(lines), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "EMAIL", "GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS"} {
		if value, set := os.LookupEnv(name); set {
			t.Setenv(name, value) // put back afterwards
			_ = os.Unsetenv(name)
		}
	}
	t.Setenv("GIT_CONFIG_GLOBAL", file)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
}

const someone = "[user]\n\tname = Kim Ek\n\temail = kim.ek@example.org\n"

// message has what git's tidying of messages would take away or mistake.
const message = "Försegling\n\nRad:  två blanktecken\n# ingen kommentar\n\n\nabc  a b.md\n"

func TestWriteTag(t *testing.T) {
	g := newGit(t)
	asUser(t, someone)
	g.write("a/x.txt", "1")
	first := g.commit("Ett")
	g.write("a/x.txt", "2")
	g.commit("Två")
	// variables that would lead git astray
	t.Setenv("GIT_DIR", filepath.Join(t.TempDir(), "nowhere"))
	t.Setenv("GIT_WORK_TREE", t.TempDir())
	t.Setenv("GIT_INDEX_FILE", filepath.Join(t.TempDir(), "index"))
	t.Setenv("GIT_COMMITTER_DATE", "2001-01-01T00:00:00Z")
	r := g.open("a")
	on, err := r.Commit(first)
	if err != nil {
		t.Fatal(err)
	}
	tag, err := r.WriteTag("seal/LG-1", message, on)
	if err != nil {
		t.Fatal(err)
	}
	want := "object " + string(first) + "\ntype commit\ntag seal/LG-1\ntagger Kim Ek <kim.ek@example.org> " + g.line("log", "-1", "--format=%ct +0100", string(first)) + "\n\n" + message
	if got := g.run("cat-file", "tag", "seal/LG-1"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if tag.Commit != first || tag.Message != message || !tag.At.Equal(on.CommittedAt) || tag.Signed != NoSignature {
		t.Errorf("got %+v", tag)
	}
	if name, err := r.NameOf(tag.Object); err != nil || name != tag.Object {
		t.Errorf("the tag is %s by its content, and is called %s (%v)", name, tag.Object, err)
	}
	var refused *GitError
	if _, err := r.WriteTag("seal/LG-1", message, on); !errors.As(err, &refused) || !strings.Contains(refused.Words, "already exists") || refused.Command != "tag" {
		t.Errorf("the same name again: %v", err)
	}
	for _, name := range []string{"--list", "-d", "a..b", "seal/x.lock"} {
		if _, err := r.WriteTag(name, message, on); !errors.As(err, &refused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := g.line("tag", "--list"); got != "seal/LG-1" {
		t.Errorf("tags: %q", got)
	}
	other := tag
	other.Object = first
	if err := r.RemoveTag(other); err == nil || g.line("tag", "--list") == "" {
		t.Errorf("another tag of the name is taken away: %v", err)
	}
	if err := r.RemoveTag(tag); err != nil || g.line("tag", "--list") != "" {
		t.Errorf("the tag is not taken back: %v", err)
	}
}

func TestWriteTagRefuses(t *testing.T) {
	g := newGit(t)
	asUser(t, "")
	g.commit("Ett")
	r := g.open("")
	on, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.WriteTag("a", message, on); !errors.Is(err, ErrNoIdentity) {
		t.Errorf("without an identity: %v", err)
	}
	asUser(t, someone+"[tag]\n\tgpgSign = kanske\n")
	var refused *GitError
	if _, err := r.WriteTag("a", message, on); !errors.As(err, &refused) || !strings.Contains(refused.Words, "kanske") {
		t.Errorf("with a setting that cannot be read: %v", err)
	}
	asUser(t, someone+"[commit]\n\tgpgSign = true\n[gpg]\n\tformat = ssh\n[user]\n\tsigningKey = /nowhere/key\n")
	if _, err := r.WriteTag("a", message, on); !errors.As(err, &refused) || refused.Words == "" {
		t.Errorf("with a key that is not there: %v", err)
	}
	if got := g.line("tag", "--list"); got != "" {
		t.Errorf("tags: %q", got)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := r.WriteTag("a", message, on); !errors.Is(err, ErrNoGitProgram) {
		t.Errorf("without git: %v", err)
	}
}

func TestAlteredState(t *testing.T) {
	g := newGit(t)
	g.write("a/b/x.txt", "1")
	g.write("c/x.txt", "1")
	c := g.commit("Ett")
	altered := func() []Altered {
		t.Helper()
		r := g.open("a")
		commit, err := r.Commit(c)
		if err != nil {
			t.Fatal(err)
		}
		found, err := r.AlteredState(commit)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if found := altered(); found != nil {
		t.Errorf("of a state as git made it: %v", found)
	}
	g.write("a/b/x.txt", "2")
	g.commit("Två")
	name, other := g.line("rev-parse", string(c)+":a/b"), g.line("rev-parse", "HEAD:a/b")
	replace(t, g.dir, name, other)
	if found := altered(); len(found) != 1 || found[0] != (Altered{"a/b/", Hash(name), Hash(other)}) {
		t.Errorf("of an altered folder: %v", found)
	}
	replace(t, g.dir, string(c), g.line("rev-parse", "HEAD"))
	if found := altered(); len(found) != 1 || found[0] != (Altered{"", c, Hash(g.line("rev-parse", "HEAD"))}) {
		t.Errorf("of an altered commit: %v", found)
	}
}

// replace puts the content of one loose object in the place of another.
func replace(t *testing.T, dir, name, other string) {
	t.Helper()
	path := func(h string) string { return filepath.Join(dir, ".git", "objects", h[:2], h[2:]) }
	data, err := os.ReadFile(path(other))
	if err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(path(name))
	if err := os.WriteFile(path(name), data, 0o444); err != nil {
		t.Fatal(err)
	}
}
