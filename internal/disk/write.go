package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
)

// Temporary is how the names of files begin that exist only while another one is written.
const Temporary = ".lis-"

// WriteFile writes a file atomically: to a temporary file in the same folder, then renamed, so that a reader sees either the old
// content or the new. It makes missing folders. What is no regular file is neither replaced nor written to.
func (f *Folder) WriteFile(name string, data []byte) error {
	return f.change(name, func(root *os.Root, base string) error {
		if info, err := root.Lstat(base); err == nil {
			if why := wrongFile(info.Mode()); why != "" {
				return f.refuse(name, why)
			}
		}
		Before("create", f.Path(name))
		return f.viaTemporary(root, path.Dir(name), data, func(made string) error {
			Before("rename", f.Path(path.Join(path.Dir(name), made)))
			return root.Rename(made, base)
		})
	})
}

// Create writes a new file, completely or not at all. If anything has its name already, the error is [fs.ErrExist] and nothing is
// changed: of several that create one file at the same time, one succeeds.
func (f *Folder) Create(name string, data []byte) error {
	return f.change(name, func(root *os.Root, base string) error {
		if _, err := root.Lstat(base); err == nil {
			return &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
		}
		Before("create", f.Path(name))
		return f.viaTemporary(root, path.Dir(name), data, func(made string) error {
			Before("rename", f.Path(path.Join(path.Dir(name), made)))
			if err := root.Link(made, base); err == nil || errors.Is(err, fs.ErrExist) {
				return errors.Join(err, root.Remove(made))
			}
			return f.claim(root, made, base) // not every file system has more than one name for a file
		})
	})
}

// claim gives a file a name that is free, by way of an empty file of that name.
func (f *Folder) claim(root *os.Root, made, base string) error {
	empty, err := root.OpenFile(base, os.O_WRONLY|os.O_CREATE|os.O_EXCL, f.file)
	if err != nil {
		return err
	}
	if err := empty.Close(); err != nil {
		return err
	}
	return root.Rename(made, base)
}

// viaTemporary writes data to a temporary file in the folder called at, and removes it again if that or place fails.
func (f *Folder) viaTemporary(root *os.Root, at string, data []byte, place func(made string) error) (err error) {
	file, made, err := newTemporary(root)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = file.Close()
			_ = root.Remove(made)
		}
	}()
	Before("write", f.Path(path.Join(at, made)))
	if _, err = file.Write(data); err != nil {
		return err
	}
	if err = file.Chmod(f.file); err != nil { // whatever the umask is
		return err
	}
	if err = file.Close(); err != nil {
		return err
	}
	return place(made)
}

// newTemporary creates a temporary file.
func newTemporary(root *os.Root) (file *os.File, name string, err error) {
	const tries = 100
	for range tries {
		name = fmt.Sprintf("%s%016x", Temporary, rand.Uint64())
		file, err = root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return file, name, err
}

// Remove removes a file, an empty folder or a link itself.
func (f *Folder) Remove(name string) error {
	f.forget(name)
	root, base, err := f.goTo(name, stay)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	Before("remove", f.Path(name))
	return named(name, root.Remove(base))
}

// change opens the folder of a name, which is made if it is missing, to do something with the last step of it.
func (f *Folder) change(name string, do func(root *os.Root, base string) error) error {
	if err := os.MkdirAll(f.dir, f.folder); err != nil {
		return err
	}
	root, base, err := f.goTo(name, func(root *os.Root, step string) error { return root.Mkdir(step, f.folder) })
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	return named(name, do(root, base))
}

// goTo opens the folder of a name anew: what was kept open can have been moved since. It returns the last step of the name.
func (f *Folder) goTo(name string, missing func(*os.Root, string) error) (*os.Root, string, error) {
	base, err := filepath.Localize(path.Base(name))
	if err != nil || !fs.ValidPath(name) || name == "." {
		return nil, "", &fs.PathError{Op: "write", Path: name, Err: fs.ErrInvalid}
	}
	root, err := f.start(missing)
	if err != nil || path.Dir(name) == "." {
		return root, base, err
	}
	defer func() { _ = root.Close() }()
	folder, err := f.goDown(root, ".", path.Dir(name), missing)
	return folder, base, err
}

// forget closes what is kept open of a folder that is removed or of those below it.
func (f *Folder) forget(name string) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for other, h := range f.held {
		if h.users == 0 && (other == name || len(other) > len(name) && other[:len(name)+1] == name+"/") {
			_ = h.root.Close()
			delete(f.held, other)
		}
	}
}
