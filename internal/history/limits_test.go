package history

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/history/gittest"
)

// put writes an object under a name that need not be its own.
func put(t *testing.T, g *gittest.Repo, name, header, content string) {
	t.Helper()
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, err := z.Write([]byte(header + "\x00" + content))
	file := filepath.Join(g.Dir, ".git", "objects", name[:2], name[2:])
	if err := errors.Join(err, z.Close(), os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, b.Bytes(), 0o666)); err != nil {
		t.Fatal(err)
	}
}

// brief returns a repository with a commit, in which a second commit has one more folder with a given tree and a third has it no more.
func brief(t *testing.T, tree func(g *gittest.Repo) string) (g *gittest.Repo, commit string) {
	t.Helper()
	g = gittest.New(t)
	g.Write("lis.yaml", "format: 1\n")
	g.Run("add", "-A")
	g.Run("commit", "-q", "-m", "ett")
	first := g.Line("rev-parse", "HEAD^{tree}")
	with := strings.TrimSpace(g.Feed(g.Run("ls-tree", "HEAD")+"040000 tree "+tree(g)+"\tzz\n", "mktree", "--missing"))
	commit = g.Line("commit-tree", with, "-p", "HEAD", "-m", "två")
	g.Run("reset", "-q", "--hard", g.Line("commit-tree", first, "-p", commit, "-m", "tre"))
	return g, commit
}

// bomb returns a tree of ten files that holds itself ten times in each of so many levels.
func bomb(levels int) func(g *gittest.Repo) string {
	return func(g *gittest.Repo) string {
		blob := strings.TrimSpace(g.Feed("x", "hash-object", "-w", "--stdin"))
		tree := ""
		for level := range levels {
			var lines strings.Builder
			for i := range 10 {
				if level == 0 {
					fmt.Fprintf(&lines, "100644 blob %s\tf%d.md\n", blob, i)
				} else {
					fmt.Fprintf(&lines, "040000 tree %s\td%d\n", tree, i)
				}
			}
			tree = strings.TrimSpace(g.Feed(lines.String(), "mktree"))
		}
		return tree
	}
}

// chain returns a tree with so many folders inside each other.
func chain(depth int) func(g *gittest.Repo) string {
	return func(g *gittest.Repo) string {
		tree := bomb(1)(g)
		for range depth {
			tree = strings.TrimSpace(g.Feed("040000 tree "+tree+"\t"+strings.Repeat("d", 100)+"\n", "mktree"))
		}
		return tree
	}
}

const (
	falseA = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	falseB = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
)

// itself returns a tree that holds itself, under a false name.
func itself(t *testing.T) func(g *gittest.Repo) string {
	return func(g *gittest.Repo) string {
		raw := string(bytes.Repeat([]byte{0xaa}, 20))
		content := "40000 d\x00" + raw + "40000 e\x00" + raw
		put(t, g, falseA, fmt.Sprintf("tree %d", len(content)), content)
		return falseA
	}
}

// TestLogOfTooMuch wants to know which commit is too much.
func TestLogOfTooMuch(t *testing.T) {
	for name, tree := range map[string]func(g *gittest.Repo) string{"bomb": bomb(7), "deep": chain(45), "itself": itself(t)} {
		t.Run(name, func(t *testing.T) {
			g, commit := brief(t, tree)
			r := openRepo(t, g.Dir)
			head, err := r.Head()
			if err != nil {
				t.Fatal(err)
			}
			_, err = r.Log(t.Context(), head)
			var damaged *Damaged
			var much *TooMuch
			if !errors.As(err, &damaged) || !errors.As(err, &much) || damaged.Part != commit && damaged.Part != string(head.Hash) {
				t.Fatalf("got %v, want that %s is too much", err, commit)
			}
			if problem, _, ok := Advice(err); !ok || !strings.Contains(problem.In("sv"), damaged.Part) {
				t.Errorf("nothing is said of %v", err)
			}
		})
	}
}

// TestLeadsToItself reads commits and tags that lead to themselves.
func TestLeadsToItself(t *testing.T) {
	g, _ := brief(t, bomb(1))
	person := "E <e@example.org> 1700000000 +0000"
	commit := fmt.Sprintf("tree %s\nparent %s\nauthor %s\ncommitter %s\n\nx\n", g.Line("rev-parse", "HEAD^{tree}"), falseA, person, person)
	put(t, g, falseA, fmt.Sprintf("commit %d", len(commit)), commit)
	tag := fmt.Sprintf("object %s\ntype tag\ntag x\ntagger %s\n\nx\n", falseB, person)
	put(t, g, falseB, fmt.Sprintf("tag %d", len(tag)), tag)
	g.Write(".git/refs/heads/main", falseA+"\n")
	g.Write(".git/refs/tags/x", falseB+"\n")
	r := openRepo(t, g.Dir)
	head, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	for name, read := range map[string]func() error{
		"log":  func() error { _, err := r.Log(t.Context(), head); return err },
		"far":  func() error { _, err := r.Resolve(t.Context(), "HEAD~1000000000", time.UTC); return err },
		"day":  func() error { _, err := r.Resolve(t.Context(), "2001-01-01", time.UTC); return err },
		"tag":  func() error { _, err := r.Resolve(t.Context(), "x", time.UTC); return err },
		"tags": func() error { _, err := r.Tags(t.Context()); return err },
	} {
		var damaged *Damaged
		if err := read(); !errors.As(err, &damaged) || !strings.Contains(err.Error(), "leads to itself") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// TestSwellingObject reads an object that says to be larger than any that is read, and one that is larger than it says.
func TestSwellingObject(t *testing.T) {
	g, _ := brief(t, bomb(1))
	put(t, g, falseA, "blob 9000000000", strings.Repeat("x", 1000))
	put(t, g, falseB, "blob 10", strings.Repeat("x", 1000))
	r := openRepo(t, g.Dir)
	var much *TooMuch
	if _, err := r.Blob(falseA); !errors.As(err, &much) {
		t.Errorf("got %v, want that it is too much", err)
	}
	if data, err := r.Blob(falseB); err == nil {
		t.Errorf("%d bytes were read of an object of 10", len(data))
	}
}
