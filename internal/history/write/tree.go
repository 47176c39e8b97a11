package write

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/pack"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// tree is a folder in the current state of a [Repository]. A name is either a file or a folder, not both.
type tree struct {
	files   map[string]plumbing.Hash
	folders map[string]*tree
	hash    plumbing.Hash // zero if something below changed since it was written
}

func newTree() *tree {
	return &tree{files: map[string]plumbing.Hash{}, folders: map[string]*tree{}}
}

// put sets the content of a file, creating the folders above it.
func (t *tree) put(name string, h plumbing.Hash) error {
	t.hash = plumbing.ZeroHash
	first, rest, deeper := strings.Cut(name, "/")
	if !deeper {
		if t.folders[first] != nil {
			return errors.New("a folder of that name is there")
		}
		t.files[first] = h
		return nil
	}
	if _, ok := t.files[first]; ok {
		return fmt.Errorf("the file %s is where a folder should be", first)
	}
	if t.folders[first] == nil {
		t.folders[first] = newTree()
	}
	return t.folders[first].put(rest, h)
}

// remove deletes a file, and folders that become empty.
func (t *tree) remove(name string) error {
	t.hash = plumbing.ZeroHash
	first, rest, deeper := strings.Cut(name, "/")
	if !deeper {
		if _, ok := t.files[first]; !ok {
			return fs.ErrNotExist
		}
		delete(t.files, first)
		return nil
	}
	below := t.folders[first]
	if below == nil {
		return fs.ErrNotExist
	}
	if err := below.remove(rest); err != nil {
		return err
	}
	if len(below.files)+len(below.folders) == 0 {
		delete(t.folders, first)
	}
	return nil
}

// treeEntry is one entry of a tree object.
type treeEntry struct {
	mode  uint32
	name  string
	hash  plumbing.Hash
	order string // git's sort key: the name, with a slash at the end for a folder
}

// write adds the changed trees to the pack, the deepest first, with entries in git's order.
func (t *tree) write(to *pack.Writer) (plumbing.Hash, error) {
	if !t.hash.IsZero() {
		return t.hash, nil
	}
	entries := make([]treeEntry, 0, len(t.files)+len(t.folders))
	for name, h := range t.files {
		entries = append(entries, treeEntry{history.ModeFile, name, h, name})
	}
	for name, below := range t.folders {
		h, err := below.write(to)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		entries = append(entries, treeEntry{history.ModeFolder, name, h, name + "/"})
	}
	slices.SortFunc(entries, func(a, b treeEntry) int { return cmp.Compare(a.order, b.order) })
	var raw []byte
	for _, e := range entries {
		raw = fmt.Appendf(raw, "%o %s\x00", e.mode, e.name)
		raw = append(raw, e.hash[:]...)
	}
	var err error
	t.hash, err = to.Add(plumbing.TreeObject, raw)
	return t.hash, err
}

// checkOut writes the files of a state below dir, and an index that makes git see them as unchanged.
func checkOut(dir string, root *tree, from *pack.Writer) error {
	idx := &index.Index{Version: 2}
	if err := checkOutFolder(dir, "", root, from, idx); err != nil {
		return err
	}
	if len(idx.Entries) == 0 {
		return nil
	}
	file, err := os.OpenFile(filepath.Join(dir, ".git", "index"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(file)
	return errors.Join(index.NewEncoder(out).Encode(idx), out.Flush(), file.Close())
}

func checkOutFolder(dir, prefix string, t *tree, from *pack.Writer, idx *index.Index) error {
	for _, name := range slices.Sorted(maps.Keys(t.files)) {
		e := &index.Entry{Name: prefix + name, Hash: t.files[name], Mode: filemode.Regular}
		if err := checkOutFile(filepath.Join(dir, name), e, from); err != nil {
			return err
		}
		idx.Entries = append(idx.Entries, e)
	}
	for _, name := range slices.Sorted(maps.Keys(t.folders)) {
		below := filepath.Join(dir, name)
		if err := os.Mkdir(below, 0o777); err != nil {
			return err
		}
		if err := checkOutFolder(below, prefix+name+"/", t.folders[name], from, idx); err != nil {
			return err
		}
	}
	return nil
}

// checkOutFile writes one file and fills its index entry with what git compares to detect changes.
func checkOutFile(path string, e *index.Entry, from *pack.Writer) error {
	data, err := from.Content(e.Hash)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, data, 0o666); err != nil {
		return err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	e.Size = uint32(info.Size())
	e.ModifiedAt = info.ModTime()
	fillStat(e, info.Sys())
	return nil
}
