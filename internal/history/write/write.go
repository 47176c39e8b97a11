// Package write creates repositories, byte for byte as git would: those of worked examples, commit by commit, and the tag that is
// a seal. It never changes a commit or a file of an existing repository.
//
// Start reading at [Create] for a new repository and at [Tag] for a tag in an existing one.
package write

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/pack"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/go-git/go-git/v5/plumbing"
)

// Step is one commit of a history to be created: what it changes, its author and committer, and a tag on it.
type Step struct {
	At                time.Time      // author date, to the second, with its own UTC offset
	CommittedAt       time.Time      // committer and tagger date; the zero time means At
	Author, Committer history.Person // the zero Committer means Author
	Message           string         // tidied as git does: no white space at line ends, one line break at the end
	// Files are the contents by path, relative with forward slashes; nil deletes. Other files stay as they are.
	Files map[string][]byte
	// Tag names an annotated tag by Committer; "" for none. An empty TagMessage means Message.
	Tag, TagMessage string
}

// History creates a repository in dir, which must be empty or absent, with a commit for each step in order.
func History(dir string, steps iter.Seq[Step]) error {
	w, err := Create(dir)
	if err != nil {
		return err
	}
	for step := range steps {
		if _, err := w.Commit(step); err != nil {
			_ = w.Close() // returns the same error
			return err
		}
	}
	return w.Close()
}

// Repository is a repository created commit by commit, byte for byte what git would write for the same data. The user's own git
// configuration has no influence. Nothing can be read before [Repository.Close].
type Repository struct {
	dir  string
	pack *pack.Writer
	root *tree
	tip  plumbing.Hash
	tags map[string]plumbing.Hash
	err  error // what Commit returns from now on: the first error, or that the repository is finished

	closed bool
}

// Create starts a repository in dir, which must be empty or absent.
func Create(dir string) (*Repository, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	if len(entries) > 0 {
		return nil, fmt.Errorf("make a repository in %s: the folder is not empty: %w", dir, fs.ErrExist)
	}
	w := &Repository{dir: dir, root: newTree(), tags: map[string]plumbing.Hash{}}
	if err := w.skeleton(); err != nil {
		return nil, err
	}
	if w.pack, err = pack.NewWriter(w.git("objects", "pack")); err != nil {
		return nil, err
	}
	return w, nil
}

// git returns a path in the .git folder.
func (w *Repository) git(elem ...string) string {
	return filepath.Join(w.dir, ".git", filepath.Join(elem...))
}

// skeleton creates the .git folder without objects or references.
func (w *Repository) skeleton() error {
	for _, folder := range []string{"objects/info", "objects/pack", "refs/heads", "refs/tags", "info"} {
		if err := os.MkdirAll(w.git(folder), 0o777); err != nil {
			return err
		}
	}
	return errors.Join(
		os.WriteFile(w.git("HEAD"), []byte("ref: refs/heads/main\n"), 0o666),
		os.WriteFile(w.git("config"), []byte(localConfig(runtime.GOOS)), 0o666),
	)
}

// localConfig returns the configuration that git init would write on that system, plus core.autocrlf. Line ends are never
// converted, so that the work tree is equal to the last commit regardless of the user's own configuration.
func localConfig(system string) string {
	windows, mac := system == "windows", system == "darwin"
	text := "[core]\n\trepositoryformatversion = 0\n"
	text += fmt.Sprintf("\tfilemode = %t\n\tbare = false\n\tlogallrefupdates = true\n\tautocrlf = false\n", !windows)
	if windows {
		text += "\tsymlinks = false\n"
	}
	if windows || mac {
		text += "\tignorecase = true\n"
	}
	if mac {
		text += "\tprecomposeunicode = true\n"
	}
	return text
}

// Commit adds one commit, and its tag. After an error the repository cannot be finished.
func (w *Repository) Commit(s Step) (history.Hash, error) {
	if w.err != nil {
		return "", w.err
	}
	h, err := w.commit(s)
	if err != nil {
		title, _, _ := strings.Cut(tidy(s.Message), "\n")
		w.err = fmt.Errorf("make commit %q of %s: %w", title, locale.Day(s.At, s.At.Location()), err)
		return "", w.err
	}
	return history.Hash(h.String()), nil
}

func (w *Repository) commit(s Step) (plumbing.Hash, error) {
	s.Committer = cmp.Or(s.Committer, s.Author)
	if s.CommittedAt.IsZero() {
		s.CommittedAt = s.At
	}
	message := tidy(s.Message)
	if err := errors.Join(checkPerson(s.Author), checkPerson(s.Committer)); err != nil {
		return plumbing.ZeroHash, err
	}
	if message == "" {
		return plumbing.ZeroHash, errors.New("no message")
	}
	if err := w.apply(s.Files); err != nil {
		return plumbing.ZeroHash, err
	}
	root, err := w.root.write(w.pack)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	text := fmt.Sprintf("tree %s\n", root)
	if !w.tip.IsZero() {
		text += fmt.Sprintf("parent %s\n", w.tip)
	}
	text += fmt.Sprintf("author %s\ncommitter %s\n\n%s", signature(s.Author, s.At), signature(s.Committer, s.CommittedAt), message)
	if w.tip, err = w.pack.Add(plumbing.CommitObject, []byte(text)); err != nil {
		return plumbing.ZeroHash, err
	}
	return w.tip, w.tag(s)
}

// apply applies the files of a step to the state, in order of their paths: deletions first, to make room for additions.
func (w *Repository) apply(files map[string][]byte) error {
	var come, gone []string
	for name, data := range files {
		if !fs.ValidPath(name) || name == "." || slices.Contains(strings.Split(strings.ToLower(name), "/"), ".git") {
			return fmt.Errorf("%q is no path of a file", name)
		}
		if data == nil {
			gone = append(gone, name)
		} else {
			come = append(come, name)
		}
	}
	slices.Sort(come)
	slices.Sort(gone)
	for _, name := range gone {
		if err := w.root.remove(name); err != nil {
			return fmt.Errorf("delete %s: %w", name, err)
		}
	}
	for _, name := range come {
		h, err := w.pack.Add(plumbing.BlobObject, files[name])
		if err == nil {
			err = w.root.put(name, h)
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return nil
}

// tag adds the annotated tag of a step to the last commit.
func (w *Repository) tag(s Step) error {
	if s.Tag == "" {
		return nil
	}
	ref := plumbing.NewTagReferenceName(s.Tag)
	if err := ref.Validate(); err != nil {
		return fmt.Errorf("tag %q: %w", s.Tag, err)
	}
	if _, ok := w.tags[s.Tag]; ok {
		return fmt.Errorf("tag %q: %w", s.Tag, fs.ErrExist)
	}
	message := tidy(cmp.Or(s.TagMessage, s.Message))
	text := fmt.Sprintf("object %s\ntype commit\ntag %s\ntagger %s\n\n%s", w.tip, s.Tag, signature(s.Committer, s.CommittedAt), message)
	h, err := w.pack.Add(plumbing.TagObject, []byte(text))
	w.tags[s.Tag] = h
	return err
}

// Fail prevents the repository from being finished: Close removes what was created.
func (w *Repository) Fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// Close finishes the repository: objects, branch, tags, and a work tree and index equal to the last commit. After an error in any
// step it removes the .git folder and returns that error. Closing again does nothing.
func (w *Repository) Close() error {
	if w.closed {
		return nil
	}
	w.closed = true
	if w.err == nil {
		w.err = w.finish()
	}
	if w.err == nil {
		w.err = fs.ErrClosed
		return nil
	}
	w.pack.Abandon()
	return errors.Join(w.err, os.RemoveAll(w.git()))
}

func (w *Repository) finish() error {
	if err := checkOut(w.dir, w.root, w.pack); err != nil {
		return fmt.Errorf("write the files of %s: %w", w.dir, err)
	}
	if err := w.pack.Finish(); err != nil {
		return fmt.Errorf("write the objects of %s: %w", w.dir, err)
	}
	if w.tip.IsZero() {
		return nil
	}
	for name, h := range w.tags {
		if err := w.setRef(path.Join("refs/tags", name), h); err != nil {
			return err
		}
	}
	return w.setRef("refs/heads/main", w.tip)
}

func (w *Repository) setRef(name string, h plumbing.Hash) error {
	file := w.git(filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(h.String()+"\n"), 0o666)
}

// signature formats a person and a date as in commits and tags.
func signature(p history.Person, at time.Time) string {
	return fmt.Sprintf("%s <%s> %d %s", p.Name, p.Email, at.Unix(), at.Format("-0700"))
}

// checkPerson refuses what git would leave out or change in a name or address.
func checkPerson(p history.Person) error {
	const crud = " .,:;<>\"\\'"
	for _, s := range []string{p.Name, p.Email} {
		if s == "" || strings.Trim(s, crud) != s || strings.ContainsAny(s, "<>") || strings.ContainsFunc(s, isControl) {
			return fmt.Errorf("%q cannot stand in a commit", p)
		}
	}
	return nil
}

func isControl(c rune) bool { return c < ' ' || c == 0x7f }

// tidy cleans a message as git does: no white space at line ends, no empty line first or last, never two empty lines in a row,
// one line break at the end.
func tidy(message string) string {
	var lines []string
	for line := range strings.Lines(message) {
		line = strings.TrimRight(line, " \t\r\n\v\f")
		if line != "" || len(lines) > 0 && lines[len(lines)-1] != "" {
			lines = append(lines, line)
		}
	}
	text := strings.TrimRight(strings.Join(lines, "\n"), "\n")
	if text == "" {
		return ""
	}
	return text + "\n"
}
