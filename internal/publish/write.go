package publish

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/seal"
)

// Result counts what a build did to a folder.
type Result struct{ Written, Removed int }

// ForeignError says that a folder contains what no earlier build made. Nothing in it was changed.
type ForeignError struct {
	Dir   string
	Names []string // some of them, with forward slashes
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s holds what is no part of a site: %s", e.Dir, strings.Join(e.Names, ", "))
}

// Write makes a folder contain the files of a site. Only files that differ are written, each completely or not at all; files of
// an earlier build that are no longer made are removed, even if that build was stopped; the manifest comes last. A folder that
// contains anything else is left unchanged (*ForeignError), unless force is set: then only what is in the way is replaced, the rest
// stays. No link is ever followed; one in the way is replaced itself.
func Write(folder *disk.Folder, files Files, force bool) (Result, error) {
	s, err := survey(folder, files)
	if err != nil {
		return Result{}, err
	}
	if foreign := s.named(foreign); len(foreign) > 0 && !force {
		return Result{}, &ForeignError{folder.Path("."), foreign[:min(len(foreign), 3)]}
	}
	if err := s.plan(files); err != nil {
		return Result{}, err
	}
	r, err := s.replace(files)
	if err != nil {
		return r, err
	}
	return r, s.tidy()
}

// plan notes what will be written, if no earlier build has already noted it.
func (s *destination) plan(files Files) error {
	all, more := notes{}, false
	for name, sums := range s.noted {
		all[name] = slices.Clone(sums)
	}
	for name, data := range files {
		if sum := seal.Sum(data); name != ManifestFile && !slices.Contains(all[name], sum) {
			all[name], more = append(all[name], sum), true
		}
	}
	if !more {
		return nil
	}
	data, err := json.Marshal(all)
	if err != nil {
		return err
	}
	if err := s.put(planFile, data); err != nil {
		return err
	}
	s.present[planFile] = temporary
	return nil
}

// tidy removes files that exist only while a site is written, from this build or from one that was stopped.
func (s *destination) tidy() error {
	for _, name := range s.named(temporary) {
		if err := s.folder.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove %s: %w", name, err)
		}
	}
	return nil
}

// replace writes the files that differ, removes those of an earlier build and writes the manifest.
func (s *destination) replace(files Files) (r Result, err error) {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(files)), func(name string) bool { return name == ManifestFile })
	for _, name := range append(names, ManifestFile) {
		if name == ManifestFile {
			if r.Removed, err = s.removeStale(files); err != nil {
				return r, err
			}
		}
		if s.present[name] == same {
			continue
		}
		if err := s.put(name, files[name]); err != nil {
			return r, err
		}
		r.Written++
	}
	return r, nil
}

// put writes one file. What is in its way is foreign, and force is set.
func (s *destination) put(name string, data []byte) error {
	for at := path.Dir(name); at != "."; at = path.Dir(at) {
		if err := s.clear(at); err != nil {
			return err
		}
	}
	if s.odd[name] {
		if err := s.clear(name); err != nil {
			return err
		}
	}
	if err := s.folder.WriteFile(name, data); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// clear removes what is no folder.
func (s *destination) clear(name string) error {
	if _, there := s.present[name]; !there {
		return nil
	}
	delete(s.present, name)
	if err := s.folder.Remove(name); err != nil {
		return fmt.Errorf("remove %s: %w", name, err)
	}
	return nil
}

// removeStale removes what an earlier build made and this one does not, and folders that become empty.
func (s *destination) removeStale(files Files) (removed int, err error) {
	for _, name := range s.named(made) {
		if files[name] != nil {
			continue
		}
		if err := s.clear(name); err != nil {
			return removed, err
		}
		removed++
		if above := path.Dir(name); above != "." {
			_ = s.folder.Remove(above) // fails if it is not empty
		}
	}
	return removed, nil
}
