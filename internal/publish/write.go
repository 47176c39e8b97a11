package publish

import (
	"bytes"
	"encoding/json"
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

// ForeignError says that a folder contains files that no earlier build made. Nothing in it was changed.
type ForeignError struct {
	Dir   string
	Names []string // some of them, with forward slashes
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s holds what is no part of a site: %s", e.Dir, strings.Join(e.Names, ", "))
}

// tempPrefix is the prefix of files that exist only while a site is written.
const tempPrefix = ".lis-"

// planFile lists, while a site is written, what it will contain in addition to what the manifest lists. If a build was stopped,
// it tells the next one what it may overwrite and remove.
const planFile = tempPrefix + "plan.json"

// Write makes a folder contain the files of a site. Only files that differ are written, each completely or not at all; files of
// an earlier build that are no longer made are removed, even if that build was stopped; the manifest comes last. A folder that
// contains anything else is left unchanged (*ForeignError), unless force is set: then foreign files stay, except those in the
// way.
func Write(dir string, files Files, force bool) (Result, error) {
	old, err := survey(dir)
	if err != nil {
		return Result{}, err
	}
	if foreign := old.foreign(dir, files); len(foreign) > 0 && !force {
		return Result{}, &ForeignError{dir, foreign[:min(len(foreign), 3)]}
	}
	if err := old.plan(dir, files); err != nil {
		return Result{}, err
	}
	r, err := old.replace(dir, files)
	if err != nil {
		return r, err
	}
	return r, old.tidy(dir)
}

// plan notes what will be written, if the manifest does not already list it.
func (s state) plan(dir string, files Files) error {
	all := maps.Clone(s.made)
	for name := range files {
		all[name] = true
	}
	if len(all) == len(s.made) {
		return nil
	}
	data, err := json.Marshal(slices.Sorted(maps.Keys(all)))
	if err != nil {
		return err
	}
	if err := disk.WriteFile(filepath.Join(dir, planFile), data); err != nil {
		return fmt.Errorf("write %s: %w", planFile, err)
	}
	return nil
}

// tidy removes files that exist only while a site is written, from this build or from one that was stopped.
func (s state) tidy(dir string) error {
	leftovers := []string{planFile}
	for name := range s.present {
		if strings.HasPrefix(path.Base(name), tempPrefix) {
			leftovers = append(leftovers, name)
		}
	}
	for _, name := range leftovers {
		err := disk.Remove(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove %s: %w", name, err)
		}
	}
	return nil
}

// replace writes the files that differ, removes those of an earlier build and writes the manifest.
func (s state) replace(dir string, files Files) (Result, error) {
	var r Result
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if name == ManifestFile {
			continue
		}
		if err := r.put(dir, name, files[name]); err != nil {
			return r, err
		}
	}
	if err := r.removeStale(dir, s, files); err != nil {
		return r, err
	}
	return r, r.put(dir, ManifestFile, files[ManifestFile])
}

// put writes one file if it differs.
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
		if files[name] != nil {
			continue
		}
		if old.present[name] {
			if err := disk.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
				return fmt.Errorf("remove %s: %w", name, err)
			}
			r.Removed++
		}
		if folder := path.Dir(name); folder != "." {
			_ = disk.Remove(filepath.Join(dir, filepath.FromSlash(folder))) // fails if it is not empty
		}
	}
	return nil
}

// state is what a folder contained before.
type state struct {
	present map[string]bool // files that exist
	made    map[string]bool // files that its manifest lists, and those that a stopped build had planned
}

// survey looks at a folder. A missing folder counts as empty.
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
	data, err := s.read(dir, ManifestFile)
	if err != nil {
		return s, err
	}
	if m, err := ReadManifest(data); err == nil {
		s.made[ManifestFile] = true
		for name := range m.Files {
			s.claim(name)
		}
	}
	return s, s.readPlan(dir)
}

// claim marks a file as made by an earlier build, unless its name leads out of the folder.
func (s state) claim(name string) {
	if filepath.IsLocal(filepath.FromSlash(name)) {
		s.made[name] = true
	}
}

// read returns the content of a file, nil if there is none.
func (s state) read(dir, name string) ([]byte, error) {
	if !s.present[name] {
		return nil, nil
	}
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return data, nil
}

// readPlan adds what a stopped build had planned. A plan that cannot be parsed is ignored.
func (s state) readPlan(dir string) error {
	data, err := s.read(dir, planFile)
	if err != nil {
		return err
	}
	var names []string
	if json.Unmarshal(data, &names) == nil {
		for _, name := range names {
			s.claim(name)
		}
	}
	return nil
}

// foreign returns the files that no earlier build made, sorted. A file that is identical to what this build would write is not
// foreign: an earlier build may have stopped before it wrote the manifest.
func (s state) foreign(dir string, files Files) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(s.present)) {
		if s.made[name] || strings.HasPrefix(path.Base(name), tempPrefix) {
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
