package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Folder is a folder on disk with what lies below it. Names are those of package fs: relative, with forward slashes. The folder itself
// may be reached through links, because a user names it; below it none is followed. It need not exist until something in it is
// written. A Folder is an [fs.FS] and can be used by several goroutines. It keeps folders open that it has read, so it is for one run
// of a command, and is closed after it.
//
// Wherever it finds a link, a pipe, a device, or a file above [Limit], the error is a *[Refused].
type Folder struct {
	dir   string // as a user names it
	below string // below dir, without links on the way; "." for dir itself
	// Permissions of what is made.
	file, folder fs.FileMode

	mutex sync.Mutex
	held  map[string]*held // by name; nil until something is read
}

// held is a folder that is kept open.
type held struct {
	root  *os.Root
	users int
}

// mostHeld limits how many folders are kept open.
const mostHeld = 64

// At returns the folder at a path on disk.
func At(dir string) *Folder { return &Folder{dir: dir, below: ".", file: 0o644, folder: 0o755} }

// Private returns the folder at a path on disk; what is made in it is only for the user.
func Private(dir string) *Folder { return &Folder{dir: dir, below: ".", file: 0o600, folder: 0o700} }

// Below returns a folder below f. No link leads to it either.
func (f *Folder) Below(name string) *Folder {
	return &Folder{dir: f.dir, below: path.Join(f.below, name), file: f.file, folder: f.folder}
}

// Within returns the folder at a path: as below top if it lies there, so that no link in top leads to it, or else as [At].
func Within(top, dir string) *Folder {
	here, err := os.Stat(top)
	if err != nil {
		return At(dir)
	}
	found, below := At(dir), "."
	for at := filepath.Clean(dir); at != filepath.Dir(at); at = filepath.Dir(at) {
		if info, err := os.Stat(at); err == nil && os.SameFile(info, here) {
			found = At(top).Below(below) // go on: a link in top can lead to top
		}
		below = path.Join(filepath.Base(at), below)
	}
	return found
}

// Path returns the path on disk of what has a name in the folder.
func (f *Folder) Path(name string) string {
	return filepath.Join(f.dir, filepath.FromSlash(path.Join(f.below, name)))
}

// Close closes what is kept open. The folder can be used again.
func (f *Folder) Close() error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	var errs []error
	for _, h := range f.held {
		errs = append(errs, h.root.Close())
	}
	f.held = nil
	return errors.Join(errs...)
}

// Open opens a regular file or a folder for reading. No limit applies: the caller knows how much of it to read.
func (f *Folder) Open(name string) (fs.File, error) {
	file, _, err := f.open(name)
	if err != nil {
		return nil, err
	}
	return file, nil
}

// ReadFile returns the content of a file of at most [Limit] bytes.
func (f *Folder) ReadFile(name string) ([]byte, error) { return f.ReadUpTo(name, Limit) }

// ReadUpTo returns the content of a file of at most limit bytes.
func (f *Folder) ReadUpTo(name string, limit int64) ([]byte, error) {
	file, info, err := f.open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	if info.IsDir() {
		return nil, f.refuse(name, IsFolder)
	}
	return readAll(file, f.Path(name), info.Size(), limit)
}

// readAll returns the content of a file of about that size.
func readAll(file io.Reader, shown string, size, limit int64) ([]byte, error) {
	if size > limit {
		return nil, &Refused{Path: shown, Why: Large, Limit: limit}
	}
	data := make([]byte, 0, max(size+1, 512)) // a byte more, so that the end is seen without growing
	for {
		n, err := file.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case int64(len(data)) > limit:
			return nil, &Refused{Path: shown, Why: Large, Limit: limit}
		case errors.Is(err, io.EOF):
			return data, nil
		case err != nil:
			return data, err
		case len(data) == cap(data):
			data = slices.Grow(data, len(data))
		}
	}
}

// ReadDir returns what lies in a folder, by name.
func (f *Folder) ReadDir(name string) ([]fs.DirEntry, error) {
	h, err := f.hold(name)
	if err != nil {
		return nil, err
	}
	defer f.release(h)
	dir, err := h.root.Open(".")
	if err != nil {
		return nil, named(name, err)
	}
	defer func() { _ = dir.Close() }()
	entries, err := dir.ReadDir(-1)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, err
}

// Stat describes what a name leads to. It follows links as long as they stay in the folder: that there is something is no content.
func (f *Folder) Stat(name string) (fs.FileInfo, error) {
	info, err := f.Lstat(name)
	var refused *Refused
	if err == nil && info.Mode()&fs.ModeSymlink == 0 || err != nil && !errors.As(err, &refused) {
		return info, err
	}
	h, err := f.hold(".")
	if err != nil {
		return nil, err
	}
	defer f.release(h)
	info, err = h.root.Stat(filepath.FromSlash(name))
	return info, named(name, err)
}

// Lstat describes what has a name, whatever it is.
func (f *Folder) Lstat(name string) (fs.FileInfo, error) {
	h, base, err := f.holdAbove(name)
	if err != nil {
		return nil, err
	}
	defer f.release(h)
	info, err := h.root.Lstat(base)
	return info, named(name, err)
}

// ReadLink returns what a symbolic link says, which makes the folder an [fs.ReadLinkFS].
func (f *Folder) ReadLink(name string) (string, error) {
	h, base, err := f.holdAbove(name)
	if err != nil {
		return "", err
	}
	defer f.release(h)
	to, err := h.root.Readlink(base)
	return to, named(name, err)
}

// open opens a regular file or a folder. If it was exchanged between looking and opening, it is looked at again.
func (f *Folder) open(name string) (file *os.File, info fs.FileInfo, err error) {
	h, base, err := f.holdAbove(name)
	if err != nil {
		return nil, nil, err
	}
	defer f.release(h)
	const tries = 10
	for range tries {
		file, info, err = f.openIn(h.root, name, base)
		if err == nil || reasonOf(err) != Link {
			break
		}
	}
	return file, info, err
}

// openIn opens a regular file or a folder. That it is the one that was looked at before shows that no link led to it.
func (f *Folder) openIn(root *os.Root, name, base string) (*os.File, fs.FileInfo, error) {
	info, err := root.Lstat(base)
	if err != nil {
		return nil, nil, named(name, err)
	}
	if why := wrongFile(info.Mode()); why != "" && why != IsFolder {
		return nil, nil, f.refuse(name, why)
	}
	file, err := root.OpenFile(base, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, nil, named(name, err)
	}
	now, err := file.Stat()
	switch {
	case err != nil:
		return nil, nil, errors.Join(named(name, err), file.Close())
	case !os.SameFile(info, now):
		return nil, nil, errors.Join(f.refuse(name, Link), file.Close())
	}
	return file, now, nil
}

// holdAbove returns the folder that holds what has a name, and the last step of the name.
func (f *Folder) holdAbove(name string) (*held, string, error) {
	if !fs.ValidPath(name) {
		return nil, "", &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		h, err := f.hold(name)
		return h, ".", err
	}
	base, err := filepath.Localize(path.Base(name))
	if err != nil {
		return nil, "", &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	h, err := f.hold(path.Dir(name))
	return h, base, err
}

// hold returns an open folder, which is released later.
func (f *Folder) hold(name string) (*held, error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	h := f.held[name]
	if h == nil {
		root, err := f.enter(name)
		if err != nil {
			return nil, err
		}
		f.dropSome()
		h = &held{root: root}
		if f.held == nil {
			f.held = map[string]*held{}
		}
		f.held[name] = h
	}
	h.users++
	return h, nil
}

func (f *Folder) release(h *held) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	h.users--
}

// dropSome closes folders that nobody uses just now, if many are open.
func (f *Folder) dropSome() {
	if len(f.held) < mostHeld {
		return
	}
	for name, h := range f.held {
		if h.users == 0 {
			_ = h.root.Close()
			delete(f.held, name)
		}
	}
}

// enter opens a folder; the lock is held. It goes on from the nearest folder above it that is open.
func (f *Folder) enter(name string) (*os.Root, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	for at := name; at != "."; {
		at = path.Dir(at)
		if h := f.held[at]; h != nil {
			below := name
			if at != "." {
				below = name[len(at)+1:]
			}
			return f.goDown(h.root, at, below, stay)
		}
	}
	root, err := f.start(stay)
	if err != nil || name == "." {
		return root, err
	}
	defer func() { _ = root.Close() }()
	return f.goDown(root, ".", name, stay)
}

// start opens the folder itself.
func (f *Folder) start(missing func(*os.Root, string) error) (*os.Root, error) {
	if info, err := os.Stat(f.dir); err == nil && !info.IsDir() { // opening a pipe would wait
		return nil, &Refused{Path: f.dir, Why: wrongFolder(info.Mode())}
	}
	root, err := os.OpenRoot(f.dir)
	if err != nil || f.below == "." {
		return root, err
	}
	defer func() { _ = root.Close() }()
	return At(f.dir).goDown(root, ".", f.below, missing)
}

// goDown opens the folder that lies at a path below root, which is the folder called at; root stays open. missing is called for a step
// that is not there.
func (f *Folder) goDown(root *os.Root, at, below string, missing func(*os.Root, string) error) (*os.Root, error) {
	from := root
	for step := range strings.SplitSeq(below, "/") {
		at = path.Join(at, step)
		next, err := f.step(root, at, missing)
		if root != from {
			_ = root.Close()
		}
		if err != nil {
			return nil, err
		}
		root = next
	}
	return root, nil
}

// step opens one folder in another; name is that of the new one. That it is the one that was looked at shows that it is no link.
func (f *Folder) step(root *os.Root, name string, missing func(*os.Root, string) error) (*os.Root, error) {
	base, err := filepath.Localize(path.Base(name))
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	info, err := root.Lstat(base)
	if errors.Is(err, fs.ErrNotExist) {
		if err = missing(root, base); err == nil {
			info, err = root.Lstat(base)
		}
	}
	if err != nil {
		return nil, named(name, err)
	}
	if why := wrongFolder(info.Mode()); why != "" {
		return nil, f.refuse(name, why)
	}
	next, err := root.OpenRoot(base)
	if err != nil {
		return nil, named(name, err)
	}
	now, err := next.Lstat(".")
	switch {
	case err != nil:
		return nil, errors.Join(named(name, err), next.Close())
	case !os.SameFile(info, now):
		return nil, errors.Join(f.refuse(name, Link), next.Close())
	}
	return next, nil
}

// stay is for reading: a folder that is not there is not made.
func stay(_ *os.Root, name string) error {
	return &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

func (f *Folder) refuse(name string, why Reason) error { return &Refused{Path: f.Path(name), Why: why} }

// named returns an error about a part of a name as one about the whole name.
func named(name string, err error) error {
	var part *fs.PathError
	if errors.As(err, &part) {
		return &fs.PathError{Op: part.Op, Path: name, Err: part.Err}
	}
	return err
}
