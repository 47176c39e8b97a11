package publish

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/seal"
)

// planFile lists, while a site is written, what it will contain in addition to what the manifest lists. If a build was stopped,
// it tells the next one what it may overwrite and remove.
const planFile = disk.Temporary + "plan.json"

// owner is whose a file in the folder of a site is.
type owner int

const (
	foreign   owner = iota // the user's, or not known
	made                   // an earlier build made it
	same                   // it is as this build makes it
	temporary              // it exists only while a site is written
)

// destination is the folder of a site as it is before a build.
type destination struct {
	folder  *disk.Folder
	present map[string]owner // all that is no folder
	odd     map[string]bool  // what of it is no file but a link, a device or the like
	noted   notes
}

// notes are the SHA-256 that builds have noted for their files, by name: those of the manifest, and those that a stopped build had
// planned. A manifest can come from anybody. So a file that is there was made by a build only if its content is what is noted and its
// name is one that builds give; whoever can note that knows the file already.
type notes map[string][]string

// survey looks at a folder, before a build that makes files. A missing folder counts as empty.
func survey(folder *disk.Folder, files Files) (*destination, error) {
	s := &destination{folder: folder, present: map[string]owner{}, odd: map[string]bool{}, noted: notes{}}
	err := fs.WalkDir(folder, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case name == "." && errors.Is(err, fs.ErrNotExist):
			return fs.SkipAll
		case err != nil:
			return err
		case !e.IsDir():
			s.present[name] = foreign
			s.odd[name] = !e.Type().IsRegular()
		}
		return nil
	})
	if err != nil {
		return s, fmt.Errorf("look through %s: %w", folder.Path("."), err)
	}
	if err := s.readNotes(); err != nil {
		return s, err
	}
	return s, s.recognize(files)
}

// readNotes reads the manifest and what a stopped build had planned. What cannot be parsed says nothing.
func (s *destination) readNotes() error {
	data, err := s.read(ManifestFile)
	if err != nil {
		return err
	}
	if m, err := ReadManifest(data); err == nil {
		s.present[ManifestFile] = made
		for name, sum := range m.Files {
			s.noted[name] = append(s.noted[name], sum)
		}
	}
	if data, err = s.read(planFile); err != nil {
		return err
	}
	planned := notes{}
	if json.Unmarshal(data, &planned) == nil {
		for name, sums := range planned {
			s.noted[name] = append(s.noted[name], sums...)
		}
	}
	return nil
}

// read returns the content of a file; nil if there is none, or something else.
func (s *destination) read(name string) ([]byte, error) {
	if _, there := s.present[name]; !there || s.odd[name] {
		return nil, nil
	}
	return s.folder.ReadFile(name)
}

// recognize finds out whose the files are. Those that can be a build's are read, once.
func (s *destination) recognize(files Files) error {
	for name := range s.present {
		if s.odd[name] {
			continue
		}
		if isTemporary.MatchString(name) {
			s.present[name] = temporary
			continue
		}
		if files[name] == nil && len(s.noted[name]) == 0 {
			continue
		}
		data, err := s.read(name)
		var refused *disk.Refused
		if errors.As(err, &refused) {
			continue
		}
		if err != nil {
			return err
		}
		switch want, ok := files[name]; {
		case ok && string(want) == string(data):
			s.present[name] = same
		case s.isNoted(name, data):
			s.present[name] = made
		}
	}
	return nil
}

// isNoted reports whether a build has made a file, as far as the notes tell. Git can have changed its line ends since.
func (s *destination) isNoted(name string, data []byte) bool {
	sums := s.noted[name]
	return len(sums) > 0 && isPage.MatchString(name) && (slices.Contains(sums, seal.Sum(data)) || slices.Contains(sums, seal.Sum(history.Plain(data))))
}

var (
	// isPage matches the names of the files of sites, but for the manifest.
	isPage = regexp.MustCompile(`^(([a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*\.html|(assets|images)/[a-z0-9][a-z0-9._-]*)$`)
	// isTemporary matches the names of files that exist only while a site is written.
	isTemporary = regexp.MustCompile(`(^|/)\` + disk.Temporary + `([0-9a-f]+|plan\.json)$`)
)

// named returns the names of the files of an owner, sorted.
func (s *destination) named(o owner) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.present)), func(name string) bool { return s.present[name] != o })
}
