package history

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/objfile"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// store is one folder of objects: packs, which it keeps open, and files of one object each.
type store struct {
	dir    *dotgit.DotGit
	kept   *objectCache
	folder string // where the packs are
	packs  map[plumbing.Hash]*packReader
}

func newStore(objects string, kept *objectCache) *store {
	return &store{
		dir:    dotgit.New(osfs.New(filepath.Dir(objects))),
		kept:   kept,
		folder: filepath.Join(objects, "pack"),
		packs:  map[plumbing.Hash]*packReader{},
	}
}

// partial reports whether some of the packs came from a remote that promised to hold what they leave out.
func (s *store) partial() bool {
	entries, _ := os.ReadDir(s.folder) // without packs there are none
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return filepath.Ext(e.Name()) == ".promisor" })
}

// refresh opens packs that came since the last time. Packs that went stay open: what was read from them remains true. One
// that goes meanwhile has its objects in another.
func (s *store) refresh() error {
	names, err := s.dir.ObjectPacks()
	if err != nil {
		return &Damaged{s.folder, err}
	}
	for _, name := range names {
		if s.packs[name] != nil {
			continue
		}
		base := filepath.Join(s.folder, "pack-"+name.String())
		pack, err := openPack(base+".pack", base+".idx", s.kept)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return &Damaged{base + ".pack", err}
		}
		s.packs[name] = pack
	}
	return nil
}

// read is the type and content of an object, or [plumbing.ErrObjectNotFound].
func (s *store) read(h plumbing.Hash) (plumbing.ObjectType, []byte, error) {
	for _, pack := range s.packs {
		kind, data, err := pack.read(h)
		if !errors.Is(err, plumbing.ErrObjectNotFound) {
			return kind, data, err
		}
	}
	return s.readLoose(h)
}

func (s *store) readLoose(h plumbing.Hash) (kind plumbing.ObjectType, data []byte, err error) {
	file, err := s.dir.Object(h)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil, plumbing.ErrObjectNotFound
	}
	if err != nil {
		return 0, nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	r, err := objfile.NewReader(file)
	if err != nil {
		return 0, nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	kind, size, err := r.Header()
	if err != nil {
		return 0, nil, err
	}
	data, err = io.ReadAll(r)
	if err == nil && int64(len(data)) != size {
		err = io.ErrUnexpectedEOF
	}
	return kind, data, err
}

// withPrefix lists the objects whose names start with those bytes.
func (s *store) withPrefix(prefix []byte) ([]plumbing.Hash, error) {
	found, err := s.dir.ObjectsWithPrefix(prefix)
	if err != nil {
		return nil, err
	}
	found = slices.Clone(found)
	for _, pack := range s.packs {
		found = append(found, pack.index.withPrefix(prefix)...)
	}
	return found, nil
}

func (s *store) close() error {
	errs := []error{s.dir.Close()}
	for _, pack := range s.packs {
		errs = append(errs, pack.close())
	}
	clear(s.packs)
	return errors.Join(errs...)
}
