package cli

import (
	"sync"

	"github.com/c8b10cf3/lis/internal/history"
)

// signatures verifies the signatures of commits with the keys of the state, each once. The function may be called by several
// goroutines; it is nil without git.
func (s *state) signatures() func(history.Hash) history.Signature {
	if s.repo == nil {
		return nil
	}
	var mutex sync.Mutex
	known := map[history.Hash]history.Signature{}
	return func(commit history.Hash) history.Signature {
		mutex.Lock()
		defer mutex.Unlock()
		if signature, ok := known[commit]; ok {
			return signature
		}
		signature, err := s.repo.Signature(commit, s.workspace.Config.Keys)
		if err != nil { // the log has read the commit, and that it is signed: what more there is to say is not known
			signature = history.Signature{State: history.Present}
		}
		known[commit] = signature
		return signature
	}
}
