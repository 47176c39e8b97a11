package write

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/gittest"
	"github.com/google/go-cmp/cmp"
)

// story is a history with everything that a step can do.
func story() []Step {
	asta, bo := history.Person{Name: "Asta Ek", Email: "asta@example.org"}, history.Person{Name: "Bo Lind", Email: "bo@example.org"}
	winter, summer := time.FixedZone("", 3600), time.FixedZone("", 7200)
	return []Step{
		{
			At: time.Date(2022, 2, 8, 9, 30, 0, 0, winter), Author: asta, Message: "Första posterna",
			Files: map[string][]byte{
				".gitattributes": []byte("* -text\n"), "lis.yaml": []byte("format: 1\r\n"), "systems/färdbok.md": []byte("a\n"),
				"systems/a.md": []byte("a\n"), "systems.md": []byte("b\n"), "systems-x.md": []byte("c"), "roles/r.md": {},
			},
		},
		{
			At: time.Date(2022, 12, 1, 15, 0, 0, 0, winter), Author: asta, Committer: bo,
			Message: "\n Beslut  \n\n\n\nmed brödtext   \n# inte en kommentar\n\n",
			Files:   map[string][]byte{"systems/a.md": []byte("b\n"), "roles/r.md": nil}, Tag: "review/2022",
		},
		{
			At: time.Date(2023, 8, 25, 12, 0, 0, 0, summer), Author: bo, Message: "Genomgång",
			Files: map[string][]byte{"roles": []byte("a file where a folder was\n"), "systems/djup/ner/x.md": []byte("x\n")},
			Tag:   "review/2023", TagMessage: "Genomgång 2023\n\nBeslutad.",
		},
		{At: time.Date(2023, 9, 1, 12, 0, 0, 0, summer), Author: bo, Message: "Inget ändrat"},
	}
}

func writeStory(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "new", "demo")
	if err := History(dir, slices.Values(story())); err != nil {
		t.Fatal(err)
	}
	return dir
}

func open(t *testing.T, dir string) *history.Repo {
	t.Helper()
	r, err := history.Open(dir)
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

func TestHistoryPleasesGit(t *testing.T) {
	gittest.New(t)
	g := gittest.In(t, writeStory(t))
	if got := g.Run("fsck", "--strict", "--full"); got != "" {
		t.Errorf("git fsck: %s", got)
	}
	g.Run("diff-files", "--quiet") // before git has refreshed the index
	g.Run("-c", "core.autocrlf=true", "-c", "core.fileMode=true", "diff-index", "--quiet", "HEAD")
	if got := g.Run("status", "--porcelain"); got != "" {
		t.Errorf("git status: %s", got)
	}
	if got := g.Line("branch", "--show-current"); got != "main" {
		t.Errorf("branch is %q, want main", got)
	}
	g.Run("gc", "-q")
	g.Write("new.md", "x")
	g.Commit("git goes on")
}

// TestHistoryEqualsGit makes the same history with the git program and compares every reference.
func TestHistoryEqualsGit(t *testing.T) {
	g := gittest.New(t)
	for _, step := range story() {
		for name, data := range step.Files {
			if data == nil {
				g.Run("rm", "-q", "--", name)
			}
		}
		for name, data := range step.Files {
			if data != nil {
				g.Write(name, string(data))
			}
		}
		g.Run("add", "-A")
		committer := step.Committer
		if committer == (history.Person{}) {
			committer = step.Author
		}
		g.Now = step.At
		who := []string{"-c", "committer.name=" + committer.Name, "-c", "committer.email=" + committer.Email}
		who = append(who, "-c", "author.name="+step.Author.Name, "-c", "author.email="+step.Author.Email)
		g.AsConfigured = true
		g.Run(append(who, "commit", "-q", "--allow-empty", "-m", step.Message)...)
		if step.Tag != "" {
			message := step.TagMessage
			if message == "" {
				message = step.Message
			}
			g.Run(append(who, "tag", "-a", "--cleanup=whitespace", "-m", message, step.Tag)...)
		}
	}
	want := g.Run("for-each-ref")
	if got := gittest.In(t, writeStory(t)).Run("for-each-ref"); got != want {
		t.Errorf("references differ (-git +lis):\n%s", cmp.Diff(want, got))
	}
}

// TestHistoryIsReadBack opens what was written, without the git program.
func TestHistoryIsReadBack(t *testing.T) {
	dir := writeStory(t)
	r := open(t, dir)
	tip, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	log, err := r.Log(t.Context(), tip)
	if err != nil {
		t.Fatal(err)
	}
	state, err := r.FS(t.Context(), log.Entries[0].Commit)
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	err = fs.WalkDir(state, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		count++
		want, err := state.ReadFile(name)
		if err != nil {
			return err
		}
		got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if string(got) != string(want) {
			t.Errorf("%s: work tree has %q, commit %q", name, got, want)
		}
		return err
	})
	if err != nil || count != 8 || len(log.Entries) != 4 {
		t.Errorf("got %d files in %d commits, %v, want 8 in 4", count, len(log.Entries), err)
	}
	if c, err := r.Resolve(t.Context(), "review/2022", time.UTC); err != nil || c.Hash != log.Entries[2].Commit.Hash {
		t.Errorf("review/2022: got %q, %v, want %q", c.Hash, err, log.Entries[2].Commit.Hash)
	}
}

func TestHistoryWithoutCommits(t *testing.T) {
	dir := t.TempDir()
	if err := History(dir, slices.Values([]Step{})); err != nil {
		t.Fatal(err)
	}
	if _, err := open(t, dir).Head(); !errors.Is(err, history.ErrNoCommits) {
		t.Errorf("got %v, want history.ErrNoCommits", err)
	}
}

func TestHistoryRefuses(t *testing.T) {
	asta := history.Person{Name: "Asta Ek", Email: "asta@example.org"}
	good := Step{At: time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC), Author: asta, Message: "m"}
	with := func(change func(*Step)) Step {
		s := good
		change(&s)
		return s
	}
	files := func(name string, data []byte) func(*Step) {
		return func(s *Step) { s.Files = map[string][]byte{name: data} }
	}
	tests := map[string]Step{
		"no message":          with(func(s *Step) { s.Message = " \n" }),
		"no author":           with(func(s *Step) { s.Author = history.Person{} }),
		"bracket in a name":   with(func(s *Step) { s.Author.Name = "A <b>" }),
		"line break in name":  with(func(s *Step) { s.Author.Name = "A\nparent x" }),
		"path upwards":        with(files("../a", []byte("x"))),
		"path into .git":      with(files("sub/.Git/config", []byte("x"))),
		"backslash is a path": with(files("/abs", []byte("x"))),
		"delete nothing":      with(files("a", nil)),
		"file is a folder":    with(func(s *Step) { s.Files = map[string][]byte{"a": {}, "a/b": {}} }),
		"tag name":            with(func(s *Step) { s.Tag = "a..b" }),
	}
	for name, step := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := History(dir, slices.Values([]Step{good, step})); err == nil {
				t.Error("got no error")
			}
			if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
				t.Errorf("left %v, %v", entries, err)
			}
		})
	}
	t.Run("folder with files", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "a"), nil, 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := Create(dir); !errors.Is(err, fs.ErrExist) {
			t.Errorf("got %v, want ErrExist", err)
		}
	})
}

func TestLocalConfig(t *testing.T) {
	for _, system := range []string{"linux", "windows", "darwin"} {
		if text := localConfig(system); !strings.Contains(text, "\tautocrlf = false\n") {
			t.Errorf("%s: line ends may be converted:\n%s", system, text)
		}
	}
}

func BenchmarkHistory(b *testing.B) {
	asta := history.Person{Name: "Asta Ek", Email: "asta@example.org"}
	var steps []Step
	for i := range 40 {
		s := Step{At: time.Unix(int64(1_650_000_000+i*86400), 0), Author: asta, Message: fmt.Sprint(i), Files: map[string][]byte{}}
		for k := range 300 {
			if i == 0 || k%40 == i {
				s.Files[fmt.Sprintf("systems/sys-%03d.md", k)] = fmt.Appendf(nil, "%d %s", i, strings.Repeat("text ", 300))
			}
		}
		steps = append(steps, s)
	}
	for b.Loop() {
		if err := History(filepath.Join(b.TempDir(), "demo"), slices.Values(steps)); err != nil {
			b.Fatal(err)
		}
	}
}
