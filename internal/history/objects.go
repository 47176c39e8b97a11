package history

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
)

// MissingObject is the error for an object that the repository names but does not hold.
type MissingObject struct {
	Hash    Hash
	Partial bool // the repository is a partial clone, which leaves out objects on purpose; else it is damaged
}

func (e *MissingObject) Error() string {
	if e.Partial {
		return fmt.Sprintf("object %s is missing from this partial clone", e.Hash)
	}
	return fmt.Sprintf("object %s is missing: the repository is damaged", e.Hash)
}

// objectStore reads objects by name, from the repository's own folder and those that it borrows from. Reading moves the
// position in a pack and fills a cache, so a lock lets one reader in at a time.
type objectStore struct {
	partial bool // of a partial clone
	mu      sync.Mutex
	stores  []*store // the one that answered last is first
}

// openObjects opens a folder of objects and those it borrows from.
func openObjects(objects string) (*objectStore, error) {
	folders, err := withLenders(objects)
	if err != nil {
		return nil, err
	}
	s := &objectStore{}
	kept := newObjectCache()
	for _, folder := range folders {
		store := newStore(folder, kept)
		s.stores = append(s.stores, store)
		s.partial = s.partial || store.partial()
	}
	if err := s.refresh(); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// withLenders lists a folder of objects and those that it borrows from, each once, lenders of lenders too.
func withLenders(objects string) ([]string, error) {
	found := []string{objects}
	for i := 0; i < len(found); i++ {
		data, err := os.ReadFile(filepath.Join(found[i], "info", "alternates"))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSpace(line)
			path := resolveFrom(found[i], line)
			if line != "" && line[0] != '#' && !slices.Contains(found, path) {
				found = append(found, path)
			}
		}
	}
	return found, nil
}

// blob is the content of a file version, which the caller may change.
func (s *objectStore) blob(h plumbing.Hash) ([]byte, error) {
	data, err := s.read(h, plumbing.BlobObject)
	return bytes.Clone(data), err
}

// read is the content of an object, which must be of type want. It is shared: the caller must not change it.
func (s *objectStore) read(h plumbing.Hash, want plumbing.ObjectType) ([]byte, error) {
	kind, data, err := s.readAny(h)
	if err == nil && kind != want {
		return nil, &Damaged{h.String(), fmt.Errorf("it is a %s, not a %s", kind, want)}
	}
	return data, err
}

// readAny is the type and content of an object, which is shared.
func (s *objectStore) readAny(h plumbing.Hash) (plumbing.ObjectType, []byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.find(h)
}

// find reads an object; the lock is held. Another process may be packing objects meanwhile: one that is not found is looked
// for again among new packs.
func (s *objectStore) find(h plumbing.Hash) (plumbing.ObjectType, []byte, error) {
	kind, data, err := s.search(h)
	for tries := 0; errors.Is(err, plumbing.ErrObjectNotFound) && tries < 2; tries++ { // a pack may go while we look
		if refreshErr := s.refresh(); refreshErr != nil {
			return 0, nil, refreshErr
		}
		kind, data, err = s.search(h)
	}
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		return 0, nil, &MissingObject{Hash(h.String()), s.partial}
	}
	if err != nil {
		return 0, nil, &Damaged{h.String(), err}
	}
	return kind, data, nil
}

// refresh opens new packs everywhere.
func (s *objectStore) refresh() error {
	for _, store := range s.stores {
		if err := store.refresh(); err != nil {
			return err
		}
	}
	return nil
}

// search asks each store in turn.
func (s *objectStore) search(h plumbing.Hash) (plumbing.ObjectType, []byte, error) {
	for i, store := range s.stores {
		kind, data, err := store.read(h)
		if !errors.Is(err, plumbing.ErrObjectNotFound) {
			s.stores[0], s.stores[i] = s.stores[i], s.stores[0]
			return kind, data, err
		}
	}
	return 0, nil, plumbing.ErrObjectNotFound
}

// size is the length in bytes of an object.
func (s *objectStore) size(h plumbing.Hash) (int64, error) {
	_, data, err := s.readAny(h)
	return int64(len(data)), err
}

// withPrefix lists the objects whose hexadecimal names start with prefix (at least two digits), in order.
func (s *objectStore) withPrefix(prefix string) ([]plumbing.Hash, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	whole := plumbing.NewHash(prefix + strings.Repeat("0", 40-len(prefix)))
	var found []plumbing.Hash
	for _, store := range s.stores {
		hashes, err := store.withPrefix(whole[:len(prefix)/2])
		if err != nil {
			return nil, err
		}
		for _, h := range hashes {
			if strings.HasPrefix(h.String(), prefix) {
				found = append(found, h)
			}
		}
	}
	slices.SortFunc(found, func(a, b plumbing.Hash) int { return bytes.Compare(a[:], b[:]) })
	return slices.Compact(found), nil
}

func (s *objectStore) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, store := range s.stores {
		errs = append(errs, store.close())
	}
	return errors.Join(errs...)
}
