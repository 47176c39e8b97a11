package history

import "github.com/go-git/go-git/v5/plumbing"

// Whole looks for every version of a file that a log names, without reading it. The error is a [MissingObject] for one that
// is not there, as in a partial clone.
func (r *Repo) Whole(log *Log) error {
	seen := map[Hash]bool{"": true}
	for _, e := range log.Entries {
		for _, c := range e.Changes {
			if seen[c.New] || c.NewMode == ModeSubmodule {
				continue
			}
			seen[c.New] = true
			if !r.objects.has(plumbing.NewHash(string(c.New))) {
				return &MissingObject{c.New, r.objects.partial}
			}
		}
	}
	return nil
}

// has reports whether an object is there.
func (s *objectStore) has(h plumbing.Hash) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range 2 { // another process may pack it meanwhile
		for _, store := range s.stores {
			if store.has(h) {
				return true
			}
		}
		if s.refresh() != nil {
			return false
		}
	}
	return false
}

// has reports whether an object is in the folder.
func (s *store) has(h plumbing.Hash) bool {
	for _, pack := range s.packs {
		if _, ok := pack.index.find(h); ok {
			return true
		}
	}
	_, err := s.dir.ObjectStat(h)
	return err == nil
}
