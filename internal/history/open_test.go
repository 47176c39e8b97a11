package history

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// small makes a repository with three commits and returns their ids, oldest first.
func small(t testing.TB) (gitRepo, []Hash) {
	g := newGit(t)
	var ids []Hash
	for _, text := range []string{"one", "two", "three"} {
		g.Write("lis/systems/färdbok.md", text+"\n")
		ids = append(ids, g.commit(text))
	}
	return g, ids
}

func TestOpenWherever(t *testing.T) {
	tests := []struct {
		name  string
		setup func(g gitRepo) string // returns the folder to open, in which the small history is seen whole
	}{
		{"top", func(g gitRepo) string { return g.Dir }},
		{"inside .git", func(g gitRepo) string { return filepath.Join(g.Dir, ".git") }},
		{"linked worktree", func(g gitRepo) string {
			g.Run("worktree", "add", "-q", "-b", "other", "../linked")
			return filepath.Join(g.Dir, "..", "linked")
		}},
		{"sparse linked worktree", func(g gitRepo) string {
			g.Run("worktree", "add", "-q", "--no-checkout", "--detach", "../sparse")
			gitIn(g.T, filepath.Join(g.Dir, "..", "sparse")).Run("sparse-checkout", "set", "lis")
			return filepath.Join(g.Dir, "..", "sparse")
		}},
		{"worktree configuration", func(g gitRepo) string {
			g.Run("sparse-checkout", "set", "lis")
			return g.Dir
		}},
		{"packed, gone from main", func(g gitRepo) string {
			g.Run("gc", "-q", "--prune=now")
			g.Run("checkout", "-q", "--detach")
			g.Run("branch", "-q", "-D", "main")
			return g.Dir
		}},
		{"bare", func(g gitRepo) string {
			g.Run("clone", "-q", "--bare", g.Dir, "../bare.git")
			return filepath.Join(g.Dir, "..", "bare.git")
		}},
		{"shared", func(g gitRepo) string {
			g.Run("clone", "-q", "--shared", g.Dir, "../shared")
			return filepath.Join(g.Dir, "..", "shared")
		}},
		{"shared twice, by a relative path", func(g gitRepo) string {
			g.Run("clone", "-q", "--shared", g.Dir, "../alternate")
			g.Run("clone", "-q", "--shared", "../alternate", "../borrower")
			alternate := filepath.Join(g.Dir, "..", "borrower", ".git", "objects", "info", "alternates")
			if err := os.WriteFile(alternate, []byte("# a comment\n../../../alternate/.git/objects\n"), 0o666); err != nil {
				g.T.Fatal(err)
			}
			return filepath.Join(g.Dir, "..", "borrower")
		}},
		{"submodule", func(g gitRepo) string {
			outer := gitIn(g.T, filepath.Join(g.Dir, "..", "outer"))
			g.Run("init", "-q", "-b", "main", outer.Dir)
			outer.Run("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", g.Dir, "inner")
			return filepath.Join(outer.Dir, "inner")
		}},
		{"symbolic link", func(g gitRepo) string {
			link := filepath.Join(g.T.TempDir(), "link")
			if err := os.Symlink(g.Dir, link); err != nil {
				g.T.Skip(err)
			}
			return link
		}},
		{"git folder elsewhere", func(g gitRepo) string {
			g.Run("init", "-q", "--separate-git-dir", filepath.Join(g.T.TempDir(), "git"))
			return g.Dir
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g, ids := small(t)
			r := openRepo(t, test.setup(g))
			log := headLog(t, r)
			var got []Hash
			for _, e := range log.Entries {
				got = append([]Hash{e.Commit.Hash}, got...)
			}
			if diff := cmp.Diff(ids, got); diff != "" {
				t.Errorf("commits differ (-want +got):\n%s", diff)
			}
			data, err := r.Blob(log.Entries[0].Changes[0].New)
			if err != nil || string(data) != "three\n" {
				t.Errorf("got blob %q, %v", data, err)
			}
		})
	}
}

func TestOpenSubfolder(t *testing.T) {
	g, _ := small(t)
	for folder, want := range map[string]string{"": "", "lis": "lis", "lis/systems": "lis/systems"} {
		if got := g.open(folder).Prefix(); got != want {
			t.Errorf("prefix of %q: got %q, want %q", folder, got, want)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Run("no repository", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, ".git"), 0o777); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir); !errors.Is(err, ErrNoRepository) {
			t.Errorf("got %v, want ErrNoRepository", err)
		}
	})
	t.Run("no folder", func(t *testing.T) {
		if _, err := Open(filepath.Join(t.TempDir(), "x")); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("got %v, want ErrNotExist", err)
		}
	})
	t.Run("worktree whose repository is gone", func(t *testing.T) {
		g := newGit(t)
		g.Write("sub/.git", "gitdir: ../nowhere\n")
		if _, err := Open(filepath.Join(g.Dir, "sub")); !errors.Is(err, ErrUnlinked) {
			t.Errorf("got %v, want ErrUnlinked", err)
		}
	})
	t.Run("SHA-256", func(t *testing.T) {
		g := newGit(t)
		g.Run("init", "-q", "--object-format=sha256", "other")
		if _, err := Open(filepath.Join(g.Dir, "other")); !errors.Is(err, ErrUnsupported) {
			t.Errorf("got %v, want ErrUnsupported", err)
		}
	})
}

func TestNoCommits(t *testing.T) {
	r := newGit(t).open("")
	if _, err := r.Head(); !errors.Is(err, ErrNoCommits) {
		t.Errorf("got %v, want ErrNoCommits", err)
	}
}

func TestShallow(t *testing.T) {
	g, ids := small(t)
	g.Run("clone", "-q", "--depth", "2", "file://"+filepath.ToSlash(g.Dir), "../shallow")
	r := openRepo(t, filepath.Join(g.Dir, "..", "shallow"))
	log := headLog(t, r)
	if !r.Shallow() || log.Complete {
		t.Errorf("got Shallow %t, Complete %t, want true, false", r.Shallow(), log.Complete)
	}
	var got []Hash
	for _, e := range log.Entries {
		got = append(got, e.Commit.Hash)
	}
	if diff := cmp.Diff([]Hash{ids[2], ids[1]}, got); diff != "" {
		t.Errorf("commits differ (-want +got):\n%s", diff)
	}
	if n := len(log.Entries[1].Changes); n != 0 {
		t.Errorf("the last commit of the clone has %d changes, want none", n)
	}
	if _, err := r.Resolve(t.Context(), "HEAD~2", nil); !errors.Is(err, ErrShallow) {
		t.Errorf("HEAD~2: got %v, want ErrShallow", err)
	}
}

// TestShallowSideBranch cuts the history of a side branch only.
func TestShallowSideBranch(t *testing.T) {
	g, _ := small(t)
	g.Run("checkout", "-q", "-b", "side")
	cut := g.commit("side 1")
	g.commit("side 2")
	g.Run("checkout", "-q", "main")
	g.merge("side")
	g.Write(".git/shallow", string(cut)+"\n")
	if log := headLog(t, g.open("")); log.Complete || len(log.Entries) != 4 {
		t.Errorf("got Complete %t, %d entries, want false, 4", log.Complete, len(log.Entries))
	}
}

func TestMissingBlob(t *testing.T) {
	g, _ := small(t)
	g.Run("config", "uploadpack.allowFilter", "true")
	g.Run("clone", "-q", "--bare", "--filter=blob:none", "file://"+filepath.ToSlash(g.Dir), "../partial")
	r := openRepo(t, filepath.Join(g.Dir, "..", "partial"))
	log := headLog(t, r)
	var missing *MissingObject
	if _, err := r.Blob(log.Entries[0].Changes[0].New); !errors.As(err, &missing) || !missing.Partial {
		t.Errorf("got %v, want a MissingObject of a partial clone", err)
	}
	if err := r.CheckComplete(t.Context(), log); !errors.As(err, &missing) {
		t.Errorf("got %v, want a MissingObject", err)
	}
	whole := g.open("")
	if err := whole.CheckComplete(t.Context(), headLog(t, whole)); err != nil {
		t.Error(err)
	}
	if _, err := whole.Blob("0123456789012345678901234567890123456789"); !errors.As(err, &missing) || missing.Partial {
		t.Errorf("got %v, want a MissingObject of a whole clone", err)
	}
}

// TestRepackedWhileOpen packs all objects and removes the loose ones between two reads.
func TestRepackedWhileOpen(t *testing.T) {
	g, _ := small(t)
	r := g.open("")
	if _, err := r.Head(); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"four", "five"} {
		g.Write("new.md", text+"\n")
		want := g.commit(text)
		g.Run("gc", "-q", "--prune=now")
		log := headLog(t, r)
		if log.Tip != want {
			t.Errorf("got tip %s, want %s", log.Tip, want)
		}
		data, err := r.Blob(log.Entries[0].Changes[0].New)
		if got := strings.TrimSpace(string(data)); err != nil || got != text {
			t.Errorf("got %q, %v, want %q", got, err, text)
		}
	}
}

// TestDamagedObject cuts a file off and expects an error that names it, not a panic.
func TestDamagedObject(t *testing.T) {
	g, ids := small(t)
	last := string(ids[2])
	path := filepath.Join(g.Dir, ".git", "objects", last[:2], last[2:])
	for _, content := range []string{"", "no zlib", "\x78\x9c"} {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := g.open("").Head(); err == nil || !strings.Contains(err.Error(), last) {
			t.Errorf("%q: got %v, want an error that names the commit", content, err)
		}
	}
}

// TestGitFilesAreFiles puts a pipe and a device in place of git's own files: each is told at once, or does not matter.
func TestGitFilesAreFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no pipes")
	}
	for name, told := range map[string]bool{
		"HEAD": true, "config": true, "commondir": true, "packed-refs": true, "objects/info/alternates": true, "info/grafts": true, "shallow": true, "refs/heads/main": true,
		"index": false, "info/exclude": false,
	} {
		for _, replace := range []string{"mkfifo", "ln -s /dev/zero"} {
			g, _ := small(t)
			file := filepath.Join(g.Dir, ".git", filepath.FromSlash(name))
			_ = os.Remove(file)
			if err := exec.Command("sh", "-c", replace+" \"$0\"", file).Run(); err != nil {
				t.Fatal(err)
			}
			r, err := Open(g.Dir)
			if err == nil {
				_, err = r.Head()
			}
			problem, _, _ := Advice(err)
			if (err != nil) != told || told && problem.Key != "repository.refused" {
				t.Errorf("%s by %s: got %v", name, replace, err)
			}
		}
	}
}
