package history

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/format/idxfile"
	"github.com/go-git/go-git/v5/plumbing/format/objfile"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// store is one folder of objects. It keeps its packs open and reads them whole into memory objects: the storage of go-git
// would open the pack anew for every object over 16 KiB, and folders of a few hundred records are that large.
type store struct {
	dir    *dotgit.DotGit
	cache  cache.Object
	folder string // where the packs are, for messages
	packs  map[plumbing.Hash]*packfile.Packfile
}

func newStore(objects string, shared cache.Object) *store {
	return &store{
		dir:    dotgit.New(osfs.New(filepath.Dir(objects))),
		cache:  shared,
		folder: filepath.Join(objects, "pack"),
		packs:  map[plumbing.Hash]*packfile.Packfile{},
	}
}

// refresh opens packs that came since the last time. Packs that went stay open: what was read from them remains true. One
// that goes meanwhile has its objects in another.
func (s *store) refresh() error {
	names, err := s.dir.ObjectPacks()
	if err != nil {
		return err
	}
	for _, name := range names {
		if s.packs[name] != nil {
			continue
		}
		err := s.openPack(name)
		if err != nil && !errors.Is(err, dotgit.ErrPackfileNotFound) && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("pack %s: %w", name, err)
		}
	}
	return nil
}

func (s *store) openPack(name plumbing.Hash) (err error) {
	list, err := s.dir.ObjectPackIdx(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, list.Close()) }()
	index := idxfile.NewMemoryIndex()
	if err := idxfile.NewDecoder(list).Decode(index); err != nil {
		return err
	}
	file, err := s.dir.ObjectPack(name)
	if err != nil {
		return err
	}
	s.packs[name] = packfile.NewPackfileWithCache(index, nil, file, s.cache, 0)
	return nil
}

// read is the type and content of an object, or [plumbing.ErrObjectNotFound].
func (s *store) read(h plumbing.Hash) (plumbing.ObjectType, []byte, error) {
	for _, pack := range s.packs {
		object, err := pack.Get(h)
		if errors.Is(err, plumbing.ErrObjectNotFound) {
			continue
		}
		if err != nil {
			return 0, nil, err
		}
		data, err := content(object)
		return object.Type(), data, err
	}
	return s.readLoose(h)
}

func content(object plumbing.EncodedObject) (data []byte, err error) {
	r, err := object.Reader()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	data = make([]byte, object.Size())
	_, err = io.ReadFull(r, data)
	return data, err
}

// openLoose opens an object that has a file of its own.
func (s *store) openLoose(h plumbing.Hash) (r *objfile.Reader, closeAll func() error, err error) {
	file, err := s.dir.Object(h)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, plumbing.ErrObjectNotFound
	}
	if err != nil {
		return nil, nil, err
	}
	if r, err = objfile.NewReader(file); err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	return r, func() error { return errors.Join(r.Close(), file.Close()) }, nil
}

func (s *store) readLoose(h plumbing.Hash) (kind plumbing.ObjectType, data []byte, err error) {
	r, closeAll, err := s.openLoose(h)
	if err != nil {
		return 0, nil, err
	}
	defer func() { err = errors.Join(err, closeAll()) }()
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

// size is the length of an object in bytes, or [plumbing.ErrObjectNotFound].
func (s *store) size(h plumbing.Hash) (size int64, err error) {
	for _, pack := range s.packs {
		offset, err := pack.FindOffset(h)
		if err == nil {
			return pack.GetSizeByOffset(offset)
		}
	}
	r, closeAll, err := s.openLoose(h)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, closeAll()) }()
	_, size, err = r.Header()
	return size, err
}

// withPrefix lists the objects whose names start with those bytes.
func (s *store) withPrefix(prefix []byte) ([]plumbing.Hash, error) {
	found, err := s.dir.ObjectsWithPrefix(prefix)
	if err != nil {
		return nil, err
	}
	found = slices.Clone(found)
	for _, pack := range s.packs {
		entries, err := pack.Entries()
		if err != nil {
			return nil, err
		}
		for e, err := entries.Next(); err == nil; e, err = entries.Next() {
			if slices.Equal(e.Hash[:len(prefix)], prefix) {
				found = append(found, e.Hash)
			}
		}
	}
	return found, nil
}

func (s *store) close() error {
	errs := []error{s.dir.Close()}
	for _, pack := range s.packs {
		errs = append(errs, pack.Close())
	}
	clear(s.packs)
	return errors.Join(errs...)
}
