package pack

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/objfile"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// folder is one folder of objects: packs, which it keeps open, and files of one object each.
type folder struct {
	dir   *dotgit.DotGit
	cache *cache
	path  string // where the packs are
	packs map[plumbing.Hash]*reader
	order []*reader // the packs, in the order in which they are searched
}

func newFolder(objects string, shared *cache) *folder {
	return &folder{
		dir:   dotgit.New(NewFiles(filepath.Dir(objects))),
		cache: shared,
		path:  filepath.Join(objects, "pack"),
		packs: map[plumbing.Hash]*reader{},
	}
}

// partial reports whether some of the packs came from a promisor remote, which holds the objects that they leave out.
func (f *folder) partial() bool {
	entries, _ := disk.ListNamed(f.path) // if there is no folder, there are no packs
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return filepath.Ext(e.Name()) == ".promisor" })
}

// refresh opens packs added since the last call. Packs that were deleted stay open: what was read from them remains true. If a
// pack disappears during the call, its objects are in another one.
func (f *folder) refresh() error {
	names, err := f.dir.ObjectPacks()
	if err != nil {
		return &Damaged{f.path, err}
	}
	for _, name := range names {
		if f.packs[name] != nil {
			continue
		}
		base := filepath.Join(f.path, "pack-"+name.String())
		pack, err := openPack(base+".pack", base+".idx", f.cache)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return &Damaged{base + ".pack", err}
		}
		f.packs[name] = pack
		f.order = append(f.order, pack)
	}
	return nil
}

// read returns the type and content of an object, or [plumbing.ErrObjectNotFound].
func (f *folder) read(h plumbing.Hash) (plumbing.ObjectType, []byte, error) {
	for _, pack := range f.order {
		kind, data, err := pack.read(h)
		if !errors.Is(err, plumbing.ErrObjectNotFound) {
			return kind, data, err
		}
	}
	return f.readLoose(h)
}

func (f *folder) readLoose(h plumbing.Hash) (kind plumbing.ObjectType, data []byte, err error) {
	file, err := f.dir.Object(h)
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
	if err := errors.Join(tooLarge(uint64(size)), f.cache.take(int(min(uint64(size), Largest)), true)); err != nil {
		return 0, nil, err
	}
	data, err = io.ReadAll(io.LimitReader(r, size+1))
	if err == nil && int64(len(data)) != size {
		err = io.ErrUnexpectedEOF
	}
	return kind, data, err
}

// withPrefix lists the objects whose names start with those bytes.
func (f *folder) withPrefix(prefix []byte) ([]plumbing.Hash, error) {
	found, err := f.dir.ObjectsWithPrefix(prefix)
	if err != nil {
		return nil, err
	}
	found = slices.Clone(found)
	for _, pack := range f.packs {
		found = append(found, pack.index.withPrefix(prefix)...)
	}
	return found, nil
}

func (f *folder) close() error {
	errs := []error{f.dir.Close()}
	for _, pack := range f.packs {
		errs = append(errs, pack.close())
	}
	clear(f.packs)
	f.order = nil
	return errors.Join(errs...)
}

// has reports whether an object is in the folder.
func (f *folder) has(h plumbing.Hash) bool {
	for _, pack := range f.order {
		if _, ok := pack.index.find(h); ok {
			return true
		}
	}
	_, err := f.dir.ObjectStat(h)
	return err == nil
}
