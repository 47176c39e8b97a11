// Package disk is the one door to files and folders on disk. What lies below a workspace, the top of its repository or the folder of
// a site can come from anybody who sends a change, so it is read and written through a [Folder]: only regular files of a limited
// size, never through a symbolic link, never outside of the folder. Whole files are written, so that a half-written one is never
// seen. The package does not interpret their content. Start reading at [At].
//
// What a user names on the command line, and git's own files, may be reached through links: see [ReadNamed] and [WriteNamed]. These
// too end at once where there is no file but a pipe, a device or a socket.
package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Limit is the size in bytes up to which a file is read: far more than anybody writes by hand, and little enough for memory.
const Limit = 64 << 20

// Before is called right before each change that the program makes to files of a user: what is done ("create", "write",
// "rename" or "remove") and to which file. A test sets it, before anything else runs, to stop a process at any of these
// steps; the program itself does not change it.
var Before = func(what, name string) {}

// FindUp returns the nearest folder, from dir upwards, that contains a file of that name; ok is false if none does.
func FindUp(dir, name string) (found string, ok bool, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return "", false, err
	}
	for {
		_, err := os.Lstat(filepath.Join(dir, name))
		if err == nil {
			return dir, true, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", false, fmt.Errorf("look for %s: %w", name, err)
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", false, nil
		}
		dir = parent
	}
}

// IsEmpty reports whether a folder does not exist or is empty.
func IsEmpty(dir string) (bool, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	return len(entries) == 0, err
}
