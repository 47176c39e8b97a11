package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// OpenNamed opens a regular file at a path on disk, links followed: one that a user names, or that belongs to git. The error is a
// *[Refused] for anything that is no file.
func OpenNamed(name string) (*os.File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if why := wrongFile(info.Mode()); why != "" {
		return nil, &Refused{Path: name, Why: why}
	}
	file, err := os.OpenFile(name, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, err
	}
	now, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	if why := wrongFile(now.Mode()); why != "" {
		return nil, errors.Join(&Refused{Path: name, Why: why}, file.Close())
	}
	return file, nil
}

// ReadNamed returns the content of a file that [OpenNamed] opens, if it has at most limit bytes.
func ReadNamed(name string, limit int64) ([]byte, error) {
	file, err := OpenNamed(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	return readAll(file, name, info.Size(), limit)
}

// WriteNamed writes a file that a user names on the command line, as [Folder.WriteFile] does, and makes missing folders. If it lies
// below top, no link in top leads to it. Anywhere else links are followed, and what is no file, such as a device or a pipe, is written
// to and stays what it is.
func WriteNamed(top, name string, data []byte) error {
	folder := Within(top, filepath.Dir(name))
	if folder.dir == top {
		return folder.WriteFile(filepath.Base(name), data)
	}
	if isDevice(name) {
		return writeTo(name, data)
	}
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	return At(filepath.Dir(name)).WriteFile(filepath.Base(name), data)
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

// AppendNamed appends to a file that the environment names, such as the summary of a CI job, and that others write to as well.
func AppendNamed(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// ListNamed returns what lies in a folder at a path on disk; nothing if there is none.
func ListNamed(dir string) ([]fs.DirEntry, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return entries, err
}
