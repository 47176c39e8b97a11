package cli

import (
	"sync"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
)

// signatures verifies the signatures of commits with the keys of the state, each once. The function may be called by several
// goroutines; it is nil without git.
func (s *state) signatures() func(history.Hash) sign.Signature {
	if s.repo == nil {
		return nil
	}
	var mutex sync.Mutex
	known := map[history.Hash]sign.Signature{}
	return func(commit history.Hash) sign.Signature {
		mutex.Lock()
		defer mutex.Unlock()
		if signature, ok := known[commit]; ok {
			return signature
		}
		signature, err := s.repo.Signature(commit, s.workspace.Config.Keys)
		if err != nil { // the log has read the commit, and that it is signed: what more there is to say is not known
			signature = sign.Signature{State: sign.Present}
		}
		known[commit] = signature
		return signature
	}
}
