package workspace

import (
	"bytes"
	"io/fs"
)

// Overlay returns a file system in which some files have other content, so that a workspace can be read as it would be. The
// files must exist in the one below too.
func Overlay(below fs.FS, files map[string][]byte) fs.FS { return overlay{below, files} }

type overlay struct {
	fs.FS
	files map[string][]byte
}

// ReadFile returns the content of the file in the overlay.
func (o overlay) ReadFile(name string) ([]byte, error) {
	if data, ok := o.files[name]; ok {
		return bytes.Clone(data), nil
	}
	return fs.ReadFile(o.FS, name)
}
