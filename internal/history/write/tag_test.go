package write

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/gittest"
	"github.com/c8b10cf3/lis/internal/history/sign"
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

// sealed is the current time of the tests, after every commit.
var sealed = time.Date(2030, 6, 1, 12, 0, 0, 0, time.FixedZone("", 7200))

const someone = "[user]\n\tname = Kim Ek\n\temail = kim.ek@example.org\n"

// message has what git's tidying of messages would take away or mistake.
const message = "Försegling\n\nRad:  två blanktecken\n# ingen kommentar\n\n\nabc  a b.md\n"

func TestTag(t *testing.T) {
	g := gittest.New(t)
	asUser(t, someone)
	g.Write("a/x.txt", "1")
	first := history.Hash(g.Commit("Ett"))
	g.Write("a/x.txt", "2")
	g.Commit("Två")
	// variables that would lead git astray
	t.Setenv("GIT_DIR", filepath.Join(t.TempDir(), "nowhere"))
	t.Setenv("GIT_WORK_TREE", t.TempDir())
	t.Setenv("GIT_INDEX_FILE", filepath.Join(t.TempDir(), "index"))
	t.Setenv("GIT_COMMITTER_DATE", "2001-01-01T00:00:00Z")
	r := open(t, filepath.Join(g.Dir, "a"))
	on, err := r.Commit(first)
	if err != nil {
		t.Fatal(err)
	}
	tag, err := Tag(t.Context(), r, "seal/LG-1", message, on, sealed)
	if err != nil {
		t.Fatal(err)
	}
	want := "object " + string(first) + "\ntype commit\ntag seal/LG-1\ntagger Kim Ek <kim.ek@example.org> " + g.Line("log", "-1", "--format=%ct +0100", string(first)) + "\n\n" + message
	if got := g.Run("cat-file", "tag", "seal/LG-1"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if tag.Commit != first || tag.Message != message || !tag.At.Equal(on.CommittedAt) || tag.Signed != sign.None {
		t.Errorf("got %+v", tag)
	}
	if name, err := r.NameOf(tag.Object); err != nil || name != tag.Object {
		t.Errorf("the tag is %s by its content, and is called %s (%v)", name, tag.Object, err)
	}
	var refused *GitError
	if _, err := Tag(t.Context(), r, "seal/LG-1", message, on, sealed); !errors.As(err, &refused) || !strings.Contains(refused.Words, "already exists") || refused.Command != "tag" {
		t.Errorf("the same name again: %v", err)
	}
	for _, name := range []string{"--list", "-d", "a..b", "seal/x.lock"} {
		if _, err := Tag(t.Context(), r, name, message, on, sealed); !errors.As(err, &refused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := g.Line("tag", "--list"); got != "seal/LG-1" {
		t.Errorf("tags: %q", got)
	}
	other := tag
	other.Object = first
	if err := RemoveTag(r, other); err == nil || g.Line("tag", "--list") == "" {
		t.Errorf("another tag of the name is taken away: %v", err)
	}
	if err := RemoveTag(r, tag); err != nil || g.Line("tag", "--list") != "" {
		t.Errorf("the tag is not taken back: %v", err)
	}
}

func TestTagRefuses(t *testing.T) {
	g := gittest.New(t)
	asUser(t, "")
	g.Commit("Ett")
	r := open(t, g.Dir)
	on, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Tag(t.Context(), r, "a", message, on, sealed); !errors.Is(err, ErrNoIdentity) {
		t.Errorf("without an identity: %v", err)
	}
	asUser(t, someone+"[tag]\n\tgpgSign = kanske\n")
	var refused *GitError
	if _, err := Tag(t.Context(), r, "a", message, on, sealed); !errors.As(err, &refused) || !strings.Contains(refused.Words, "kanske") {
		t.Errorf("with a setting that cannot be read: %v", err)
	}
	asUser(t, someone+"[commit]\n\tgpgSign = true\n[gpg]\n\tformat = ssh\n[user]\n\tsigningKey = /nowhere/key\n")
	if _, err := Tag(t.Context(), r, "a", message, on, sealed); !errors.As(err, &refused) || refused.Words == "" {
		t.Errorf("with a key that is not there: %v", err)
	}
	if got := g.Line("tag", "--list"); got != "" {
		t.Errorf("tags: %q", got)
	}
	asUser(t, someone)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Tag(cancelled, r, "a", message, on, sealed); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if got := g.Line("tag", "--list"); got != "" {
		t.Errorf("tags after it was cancelled: %q", got)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := Tag(t.Context(), r, "a", message, on, sealed); !errors.Is(err, ErrNoGitProgram) {
		t.Errorf("without git: %v", err)
	}
}
