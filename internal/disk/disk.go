// Package disk does what commands do to folders and files: find a workspace, and write files so that a half-written one is
// never seen. It does not interpret their content. Start reading at [WriteFile].
package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Before is called right before each change that the program makes to files of a user: what is done ("create", "write",
// "rename" or "remove") and to which file. A test sets it, before anything else runs, to stop a process at any of these
// steps; the program itself does not change it.
var Before = func(what, name string) {}

// WriteFile writes a file atomically: to a temporary file in the same folder, then renamed, so that a reader sees either the
// old content or the new. It creates missing folders. What is no file, such as a device or a pipe, is written to and stays what it
// is.
func WriteFile(name string, data []byte) (err error) {
	if isDevice(name) {
		return writeTo(name, data)
	}
	dir := filepath.Dir(name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	Before("create", name)
	f, err := os.CreateTemp(dir, ".lis-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	Before("write", f.Name())
	if _, err = f.Write(data); err != nil {
		return err
	}
	if err = f.Chmod(0o644); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	Before("rename", f.Name())
	return os.Rename(f.Name(), name)
}

// isDevice reports whether a name is that of a device, a pipe or a socket, or stands for a stream, as /dev/stdout does.
func isDevice(name string) bool {
	info, err := os.Stat(name)
	if err != nil || info.IsDir() {
		return false
	}
	return !info.Mode().IsRegular() || strings.HasPrefix(filepath.ToSlash(filepath.Clean(name)), "/dev/")
}

// writeTo writes to what is there, without creating anything.
func writeTo(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}

// Remove removes a file, or a folder that is empty.
func Remove(name string) error {
	Before("remove", name)
	return os.Remove(name)
}

// FindUp returns the nearest folder, from dir upwards, that contains a file of that name; ok is false if none does.
func FindUp(dir, name string) (found string, ok bool, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return "", false, err
	}
	for {
		_, err := os.Stat(filepath.Join(dir, name))
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
