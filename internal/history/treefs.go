package history

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/c8b10cf3/lis/internal/history/pack"
	"github.com/go-git/go-git/v5/plumbing"
)

// TreeFS is a read-only file system of the opened folder in one commit. Nothing is checked out: folders and files are read on
// demand. Symbolic links are listed but not followed: opening one fails with [fs.ErrInvalid]. Submodules are left out.
// Modification times are zero. It can be used concurrently until the repository is closed.
type TreeFS struct {
	objects *pack.Objects

	mu      sync.Mutex
	trees   *treeReader
	folders map[string]*folder // the folders read so far, by path
	entries int                // of all of them
	lost    error
}

var (
	_ fs.ReadDirFS  = (*TreeFS)(nil)
	_ fs.ReadFileFS = (*TreeFS)(nil)
	_ fs.StatFS     = (*TreeFS)(nil)
)

// folder is one tree that was read.
type folder struct {
	hash       plumbing.Hash
	list       []fs.DirEntry // sorted by name
	byName     map[string]treeEntry
	submodules []string // their names
}

// FS returns the state of the opened folder in c; it is empty if c does not have the folder. ctx is for finding where it was.
func (r *Repo) FS(ctx context.Context, c Commit) (*TreeFS, error) {
	t := &TreeFS{objects: r.objects, trees: newTreeReader(r.objects), folders: map[string]*folder{}}
	w, err := r.walkFrom(ctx, t.trees, c)
	if err != nil {
		return nil, fmt.Errorf("read the files of commit %s: %w", c.Hash, err)
	}
	h, err := w.tree(c, w.at)
	if err != nil {
		return nil, fmt.Errorf("read the files of commit %s: %w", c.Hash, err)
	}
	t.folders["."], err = t.load(h)
	return t, err
}

// load reads a tree. Names that cannot exist in a folder are left out.
func (t *TreeFS) load(h plumbing.Hash) (*folder, error) {
	entries, err := t.trees.entries(h)
	if err != nil {
		return nil, err
	}
	if t.entries += len(entries); t.entries > mostEntries {
		return nil, damaged(h.String(), &TooMuch{Most: mostEntries, What: "files"})
	}
	f := &folder{hash: h, byName: make(map[string]treeEntry, len(entries))}
	for _, e := range entries {
		if e.mode == ModeSubmodule {
			f.submodules = append(f.submodules, e.name)
		}
		odd := e.name == "" || e.name == "." || e.name == ".." || strings.Contains(e.name, "/")
		if e.mode != ModeSubmodule && !odd {
			f.byName[e.name] = e
			f.list = append(f.list, dirEntry{t, e})
		}
	}
	slices.SortFunc(f.list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return f, nil
}

// find returns the entry at a path. The root is an entry named ".".
func (t *TreeFS) find(name string) (treeEntry, error) {
	if !fs.ValidPath(name) {
		return treeEntry{}, fs.ErrInvalid
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if name == "." {
		return treeEntry{mode: ModeFolder, name: ".", hash: t.folders["."].hash}, nil
	}
	f, err := t.folder(path.Dir(name))
	if err != nil {
		return treeEntry{}, err
	}
	e, ok := f.byName[path.Base(name)]
	if !ok {
		return treeEntry{}, fs.ErrNotExist
	}
	return e, nil
}

// folder returns the folder at a path, reading it if necessary. The caller holds the lock.
func (t *TreeFS) folder(name string) (*folder, error) {
	if f, ok := t.folders[name]; ok {
		return f, nil
	}
	if len(name) > longestPath {
		t.lost = cmp.Or(t.lost, damaged(name[:60]+"…", &TooMuch{Most: longestPath, What: "bytes in a path"}))
		return nil, t.lost
	}
	above, err := t.folder(path.Dir(name))
	if err != nil {
		return nil, err
	}
	e := above.byName[path.Base(name)]
	if !e.folder() {
		return nil, fs.ErrNotExist
	}
	f, err := t.load(e.hash)
	if err == nil {
		t.folders[name] = f
	}
	t.lost = cmp.Or(t.lost, err)
	return f, err
}

// Err returns the first error of the repository that prevented a file or folder from being read. Callers that skip unreadable
// files must check it when done: a state without what the repository failed to deliver is not the state of the commit.
func (t *TreeFS) Err() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.lost
}

// lose records the first error of the repository; nil is ignored.
func (t *TreeFS) lose(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lost = cmp.Or(t.lost, err)
}

// Hash returns the hash of a file's content; ok is false if name is not a regular file.
func (t *TreeFS) Hash(name string) (h Hash, ok bool) {
	e, err := t.find(name)
	if err != nil || e.folder() || e.mode == ModeSymlink {
		return "", false
	}
	return Hash(e.hash.String()), true
}

// ReadFile returns the content of a file.
func (t *TreeFS) ReadFile(name string) ([]byte, error) {
	data, err := t.read(name)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return data, nil
}

func (t *TreeFS) read(name string) ([]byte, error) {
	e, err := t.find(name)
	if err != nil {
		return nil, err
	}
	if e.folder() || e.mode == ModeSymlink {
		return nil, fs.ErrInvalid
	}
	data, err := t.objects.Blob(e.hash)
	t.lose(err)
	return data, err
}

// ReadDir lists a folder, sorted by name.
func (t *TreeFS) ReadDir(name string) ([]fs.DirEntry, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	f, err := t.folder(name)
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	return slices.Clone(f.list), nil
}

// Submodules returns the names of the submodules in a folder, of which the repository holds only the id of a commit. They are not
// listed by [TreeFS.ReadDir].
func (t *TreeFS) Submodules(name string) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	f, err := t.folder(name)
	if err != nil {
		return nil
	}
	return f.submodules
}

// Stat describes a file or folder; a symbolic link is not followed.
func (t *TreeFS) Stat(name string) (fs.FileInfo, error) {
	e, err := t.find(name)
	if err != nil {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	return dirEntry{t, e}.Info()
}

// Open opens a file or folder.
func (t *TreeFS) Open(name string) (fs.File, error) {
	info, err := t.Stat(name)
	if err != nil {
		err.(*fs.PathError).Op = "open"
		return nil, err
	}
	if info.IsDir() {
		list, err := t.ReadDir(name)
		return &openFolder{info: info, rest: list}, err
	}
	data, err := t.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return &openFile{info, bytes.NewReader(data)}, nil
}

// dirEntry is an entry of a folder listing.
type dirEntry struct {
	fs *TreeFS
	e  treeEntry
}

func (d dirEntry) Name() string      { return d.e.name }
func (d dirEntry) IsDir() bool       { return d.e.folder() }
func (d dirEntry) Type() fs.FileMode { return d.mode().Type() }
func (d dirEntry) String() string    { return fs.FormatDirEntry(d) }

func (d dirEntry) mode() fs.FileMode {
	switch d.e.mode {
	case ModeFolder:
		return fs.ModeDir | 0o555
	case ModeSymlink:
		return fs.ModeSymlink | 0o777
	case ModeExecutable:
		return 0o555
	}
	return 0o444
}

func (d dirEntry) Info() (fs.FileInfo, error) {
	if d.e.folder() {
		return fileInfo{d, 0}, nil
	}
	size, err := d.fs.objects.Size(d.e.hash)
	if err != nil {
		d.fs.lose(err)
		return nil, &fs.PathError{Op: "stat", Path: d.e.name, Err: err}
	}
	return fileInfo{d, size}, nil
}

// fileInfo is an entry with its size.
type fileInfo struct {
	dirEntry
	size int64
}

func (i fileInfo) Size() int64        { return i.size }
func (i fileInfo) Mode() fs.FileMode  { return i.mode() }
func (i fileInfo) ModTime() time.Time { return time.Time{} }
func (i fileInfo) Sys() any           { return nil }
func (i fileInfo) String() string     { return fs.FormatFileInfo(i) }

// openFile is a file open for reading.
type openFile struct {
	info fs.FileInfo
	*bytes.Reader
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Close() error               { return nil }

// openFolder is a folder being listed.
type openFolder struct {
	info fs.FileInfo
	rest []fs.DirEntry
}

func (f *openFolder) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFolder) Close() error               { return nil }

func (f *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.info.Name(), Err: fs.ErrInvalid}
}

// ReadDir lists the next n entries, or all that remain if n is not positive.
func (f *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 && len(f.rest) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(f.rest) {
		n = len(f.rest)
	}
	list := f.rest[:n]
	f.rest = f.rest[n:]
	return list, nil
}
