package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/disk"
)

// Result counts what a build did to a folder.
type Result struct{ Written, Removed int }

// ForeignError says that a folder holds what no earlier build made. Nothing was changed in it.
type ForeignError struct {
	Dir   string
	Names []string // some of them, with forward slashes
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s holds what is no part of a site: %s", e.Dir, strings.Join(e.Names, ", "))
}

// Write makes a folder hold the files of a site. Only those that differ are written, each whole or not at all; files of an
// earlier build that are no longer made are removed; the manifest comes last. A folder that holds anything else is not
// touched (*ForeignError), unless force is set: then what is foreign stays, but for files in the way.
func Write(dir string, files Files, force bool) (Result, error) {
	old, err := survey(dir)
	if err != nil {
		return Result{}, err
	}
	if foreign := old.foreign(dir, files); len(foreign) > 0 && !force {
		return Result{}, &ForeignError{dir, foreign[:min(len(foreign), 3)]}
	}
	var r Result
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if name == ManifestFile {
			continue
		}
		if err := r.put(dir, name, files[name]); err != nil {
			return r, err
		}
	}
	if err := r.removeStale(dir, old, files); err != nil {
		return r, err
	}
	return r, r.put(dir, ManifestFile, files[ManifestFile])
}

// put writes one file where it differs.
func (r *Result) put(dir, name string, data []byte) error {
	full := filepath.Join(dir, filepath.FromSlash(name))
	if have, err := os.ReadFile(full); err == nil && bytes.Equal(have, data) {
		return nil
	}
	if err := disk.WriteFile(full, data); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	r.Written++
	return nil
}

// removeStale removes what an earlier build made and this one does not, and folders that become empty.
func (r *Result) removeStale(dir string, old state, files Files) error {
	for _, name := range slices.Sorted(maps.Keys(old.made)) {
		if files[name] != nil || !old.present[name] {
			continue
		}
		if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			return fmt.Errorf("remove %s: %w", name, err)
		}
		r.Removed++
		if folder := path.Dir(name); folder != "." {
			_ = os.Remove(filepath.Join(dir, filepath.FromSlash(folder))) // stays where it is not empty
		}
	}
	return nil
}

// state is what a folder held before.
type state struct {
	present map[string]bool // files that are there
	made    map[string]bool // files that the manifest there lists
}

// survey looks at a folder. One that is not there is empty.
func survey(dir string) (state, error) {
	s := state{present: map[string]bool{}, made: map[string]bool{}}
	err := filepath.WalkDir(dir, func(full string, e fs.DirEntry, err error) error {
		if full == dir && errors.Is(err, fs.ErrNotExist) {
			return fs.SkipAll
		}
		if err != nil {
			return fmt.Errorf("look through %s: %w", dir, err)
		}
		if !e.IsDir() {
			rel, err := filepath.Rel(dir, full)
			if err != nil {
				return err
			}
			s.present[filepath.ToSlash(rel)] = true
		}
		return nil
	})
	if err != nil {
		return s, err
	}
	if !s.present[ManifestFile] {
		return s, nil
	}
	data, err := os.ReadFile(filepath.Join(dir, ManifestFile))
	if err != nil {
		return s, fmt.Errorf("read %s: %w", ManifestFile, err)
	}
	if m, err := ReadManifest(data); err == nil {
		s.made[ManifestFile] = true
		for name := range m.Files {
			s.made[name] = true
		}
	}
	return s, nil
}

// foreign are the files that no earlier build made, sorted. What this build would write in the same words is none: an earlier
// one may have stopped before its manifest.
func (s state) foreign(dir string, files Files) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(s.present)) {
		if s.made[name] || strings.HasPrefix(path.Base(name), ".lis-") {
			continue
		}
		have, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err == nil && files[name] != nil && bytes.Equal(have, files[name]) {
			continue
		}
		names = append(names, name)
	}
	return names
}
