package pack

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
)

// The sizes in bytes up to which files of a repository are read whole: one object, or an index of objects, and any other, such as the
// index of the work tree.
const (
	mostObject = 1 << 30
	mostOther  = 256 << 20
)

// Files is a folder of git's own files for go-git, to be read. Unlike that of go-git it ends at once where there is a pipe or a device
// instead of a file. Links are followed, as git does.
type Files struct {
	billy.Filesystem
	dir     string
	refused atomic.Pointer[disk.Refused]
}

// NewFiles returns the files of a folder.
func NewFiles(dir string) *Files { return &Files{Filesystem: osfs.New(dir), dir: dir} }

// Refused returns the first error for something that was no file to read; nil if there was none. It tells what go-git does not: it takes
// a reference that cannot be read for one that is not there.
func (f *Files) Refused() error {
	if err := f.refused.Load(); err != nil {
		return &Damaged{Part: err.Path, Err: err}
	}
	return nil
}

// Open opens a file for reading.
func (f *Files) Open(name string) (billy.File, error) {
	opened, err := f.open(name)
	var refused *disk.Refused
	if errors.As(err, &refused) {
		f.refused.CompareAndSwap(nil, refused)
	}
	if err != nil {
		return nil, err
	}
	return file{opened}, nil
}

func (f *Files) open(name string) (*os.File, error) {
	if !filepath.IsLocal(name) {
		return nil, billy.ErrCrossedBoundary
	}
	opened, err := disk.OpenNamed(filepath.Join(f.dir, name))
	if err != nil {
		return nil, err
	}
	limit := int64(mostOther)
	if strings.HasPrefix(filepath.ToSlash(name), "objects/") {
		limit = mostObject
	}
	info, err := opened.Stat()
	if err == nil && info.Size() > limit {
		err = &disk.Refused{Path: opened.Name(), Why: disk.Large, Limit: limit}
	}
	if err != nil {
		_ = opened.Close()
		return nil, err
	}
	return opened, nil
}

// Stat describes what a name leads to, which go-git wants to know before it opens it.
func (f *Files) Stat(name string) (os.FileInfo, error) {
	if !filepath.IsLocal(name) {
		return nil, billy.ErrCrossedBoundary
	}
	return os.Stat(filepath.Join(f.dir, name))
}

// OpenFile opens a file for reading; nothing else is allowed.
func (f *Files) OpenFile(name string, flag int, _ os.FileMode) (billy.File, error) {
	if flag != os.O_RDONLY {
		return nil, billy.ErrReadOnly
	}
	return f.Open(name)
}

// Chroot returns a folder below.
func (f *Files) Chroot(name string) (billy.Filesystem, error) {
	if !filepath.IsLocal(name) {
		return nil, billy.ErrCrossedBoundary
	}
	return NewFiles(filepath.Join(f.dir, name)), nil
}

// file is an open file; nobody else is kept from it.
type file struct{ *os.File }

func (file) Lock() error   { return nil }
func (file) Unlock() error { return nil }
