package history

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/go-git/go-git/v5/plumbing"
)

// Follow returns the same repository as seen from a folder that may have moved: in each commit the opened folder is where the
// file marker was that it has now. It is closed together with r.
func (r *Repo) Follow(marker string) *Repo {
	other := *r
	other.marker, other.past = marker, &past{}
	return &other
}

// Folder returns the path of the opened folder in a commit, from the top of the repository: that of [Repo.Prefix] or, in a
// repository made by [Repo.Follow], the folder that was moved there since. Once ctx is done, its error is returned.
func (r *Repo) Folder(ctx context.Context, c Commit) (string, error) {
	w, err := r.walkFrom(ctx, newTreeReader(r.objects), c)
	if err != nil {
		return "", err
	}
	return w.at, nil
}

// walk goes from a commit to its first parents and knows in which folder the opened one was.
type walk struct {
	repo  *Repo
	trees *treeReader
	at    string
	known []string // all folders that it was in, the latest first
}

// past is the walk from HEAD, as far as it was needed.
type past struct {
	mutex sync.Mutex
	walk  *walk
	last  Commit // how far it went
	done  bool
	seen  map[Hash]bool
}

// walkFrom returns a walk that begins at a commit. If the folder is not there under its present name, the line of HEAD tells
// where it was.
func (r *Repo) walkFrom(ctx context.Context, trees *treeReader, c Commit) (*walk, error) {
	w := &walk{repo: r, trees: trees, at: r.prefix, known: []string{r.prefix}}
	if r.marker == "" {
		return w, nil
	}
	marked, err := w.marked(c, r.prefix)
	if err != nil || marked {
		return w, err
	}
	if w.known, err = r.formerFolders(ctx, c.Hash); err != nil {
		return nil, err
	}
	for _, folder := range w.known {
		if marked, err := w.marked(c, folder); err != nil || marked {
			w.at = folder
			return w, err
		}
	}
	return w, nil
}

// formerFolders returns the folders that the opened one was in according to the line of HEAD, as far as a commit or, if that is
// not on it, all of it.
func (r *Repo) formerFolders(ctx context.Context, until Hash) ([]string, error) {
	p := r.past
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.walk == nil {
		if err := r.startPast(p); err != nil {
			return nil, err
		}
	}
	for !p.done && !p.seen[until] {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		parent, ok, err := r.parent(p.last, 1)
		if errors.Is(err, ErrShallow) {
			ok, err = false, nil
		}
		if err == nil && ok {
			err = p.walk.step(parent, p.last)
		}
		if err != nil {
			return nil, err
		}
		if ok && p.seen[parent.Hash] {
			return nil, damaged(string(parent.Hash), errLoop)
		}
		p.done = !ok
		p.last = parent
		p.seen[parent.Hash] = true
	}
	return slices.Clone(p.walk.known), nil
}

func (r *Repo) startPast(p *past) error {
	w := &walk{repo: r, trees: newTreeReader(r.objects), at: r.prefix, known: []string{r.prefix}}
	head, err := r.Head()
	switch {
	case errors.Is(err, ErrNoCommits):
		p.done = true
	case err != nil:
		return err
	default:
		if err := w.moveOnDisk(head); err != nil {
			return err
		}
	}
	p.walk, p.last, p.seen = w, head, map[Hash]bool{head.Hash: true}
	return nil
}

// marked reports whether a folder has the marker in a commit.
func (w *walk) marked(c Commit, folder string) (bool, error) {
	_, ok, err := w.trees.file(plumbing.NewHash(string(c.Tree)), path.Join(folder, w.repo.marker))
	return ok, err
}

// tree returns the tree of the folder in a commit, or the zero hash if the commit does not have it.
func (w *walk) tree(c Commit, folder string) (plumbing.Hash, error) {
	return w.trees.below(plumbing.NewHash(string(c.Tree)), folder)
}

// step goes on to the commit before. The folder is the latest one that has the marker there or, if none does, the one whose files
// newer moved here.
func (w *walk) step(older, newer Commit) error {
	if w.repo.marker == "" {
		return nil
	}
	for _, folder := range w.known {
		if marked, err := w.marked(older, folder); err != nil || marked {
			w.at = folder
			return err
		}
	}
	if marked, err := w.marked(newer, w.at); err != nil || !marked {
		return err
	}
	d := differ{trees: w.trees}
	changes, err := d.compare(plumbing.NewHash(string(older.Tree)), plumbing.NewHash(string(newer.Tree)))
	if err != nil {
		return inCommit(newer, err)
	}
	if from, ok := movedFrom(changes, w.at, w.repo.marker); ok {
		w.move(from)
	}
	return nil
}

func (w *walk) move(from string) {
	w.at = from
	w.known = append(w.known, from)
}

// movedFrom returns the folder whose files changes moved to another one. Its marker was removed, or replaced by another; a folder
// that stays as it is was copied. Of several, it is the one with most files that came along, then the one of the same name.
func movedFrom(changes []Change, to, marker string) (from string, ok bool) {
	added := map[string]Hash{} // by name in the folder
	for _, c := range changes {
		if name, in := within(to, c.Path); in && c.Old == "" {
			added[name] = c.New
		}
	}
	best := likeness{}
	for _, c := range changes {
		folder := folderOf(c.Path)
		if path.Base(c.Path) != marker || c.Old == "" || folder == to {
			continue
		}
		if l := likenessOf(changes, added, folder, to); l.moved() && (!ok || best.less(l)) {
			best, from, ok = l, folder, true
		}
	}
	return from, ok
}

// likeness is how many of the files that a folder lost another one got.
type likeness struct {
	same, named, lost int // with the same content, with the same name, and all
	base              bool
}

func likenessOf(changes []Change, added map[string]Hash, from, to string) likeness {
	l := likeness{base: path.Base(from) == path.Base(to)}
	for _, c := range changes {
		name, in := within(from, c.Path)
		if !in || c.New != "" {
			continue
		}
		l.lost++
		now, there := added[name]
		if there {
			l.named++
		}
		if there && now == c.Old {
			l.same++
		}
	}
	return l
}

// moved reports whether a folder that is so like another was moved there: some files came along as they were, or most were edited
// as they moved.
func (l likeness) moved() bool { return l.same > 0 || l.named > 1 && 2*l.named >= l.lost }

func (l likeness) less(m likeness) bool {
	switch {
	case l.same != m.same:
		return l.same < m.same
	case l.named != m.named:
		return l.named < m.named
	}
	return !l.base && m.base
}

// within returns a path as seen from a folder; in is false if it is outside.
func within(folder, name string) (rest string, in bool) {
	if folder == "" {
		return name, true
	}
	return strings.CutPrefix(name, folder+"/")
}

// moveOnDisk finds the folder that was moved in the work tree, which HEAD does not know yet: the one that has the marker in HEAD
// and not on disk, if it is the only one or its marker is that of the opened folder.
func (w *walk) moveOnDisk(head Commit) error {
	if marked, err := w.marked(head, w.at); err != nil || marked || w.repo.bare {
		return err
	}
	dir, err := realPath(w.repo.dir)
	if err != nil {
		return err
	}
	here, err := disk.At(dir).ReadFile(w.repo.marker)
	if err != nil {
		return nil // there is nothing to compare with
	}
	top := disk.At(filepath.Join(dir, filepath.FromSlash(upFrom(w.at))))
	defer func() { _ = top.Close() }()
	d := differ{trees: w.trees}
	all, err := d.compare(plumbing.ZeroHash, plumbing.NewHash(string(head.Tree)))
	if err != nil {
		return inCommit(head, err)
	}
	var gone []string
	for _, c := range all {
		if path.Base(c.Path) != w.repo.marker {
			continue
		}
		if _, err := top.Lstat(c.Path); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		folder := folderOf(c.Path)
		if c.New == BlobHash(here) {
			w.move(folder)
			return nil
		}
		gone = append(gone, folder)
	}
	if len(gone) == 1 {
		w.move(gone[0])
	}
	return nil
}

// folderOf returns the folder of a file, "" for the top.
func folderOf(file string) string {
	if folder := path.Dir(file); folder != "." {
		return folder
	}
	return ""
}

// upFrom returns the way from a folder to the top: "../.." for a/b.
func upFrom(folder string) string {
	if folder == "" {
		return "."
	}
	return strings.TrimSuffix(strings.Repeat("../", strings.Count(folder, "/")+1), "/")
}

// relative returns a folder as seen from another, both given by their path from the top: ../b for b as seen from a.
func relative(from, to string) string {
	a, b := steps(from), steps(to)
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	return path.Join(upFrom(path.Join(a...)), path.Join(b...))
}

func steps(folder string) []string {
	return slices.DeleteFunc(strings.Split(folder, "/"), func(s string) bool { return s == "" })
}
