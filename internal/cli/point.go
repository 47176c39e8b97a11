package cli

import (
	"fmt"
	"sync"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// states is the workspace as other commits have it, each read once. It may be used by several goroutines.
type states struct {
	repo  *history.Repo
	mutex sync.Mutex
	read  map[history.Hash]*workspace.Workspace // by tree: commits with the same files are one state
}

// at is the workspace at a commit. The error is a *workspace.SetupError where it could not be read there,
// [workspace.ErrNotAWorkspace] where there was none.
func (p *states) at(c history.Commit) (*workspace.Workspace, error) {
	p.mutex.Lock()
	known := p.read[c.Tree]
	p.mutex.Unlock()
	if known != nil {
		return known, nil
	}
	files, err := p.repo.FS(c)
	if err != nil {
		return nil, fmt.Errorf("read %.10s: %w", c.Hash, err)
	}
	w, err := loadWhole(files)
	if err != nil {
		return nil, err
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.read[c.Tree] = w
	return w, nil
}

// tags are the commits that the tags name which reviews go by: those that they name themselves, and their seals.
func (s *state) tags() (map[string]history.Hash, error) {
	if s.tagged != nil {
		return s.tagged, nil
	}
	found := map[string]history.Hash{}
	if s.repo == nil {
		return found, nil
	}
	for _, r := range s.workspace.Graph.OfKind(record.ReviewKind) {
		for _, name := range []string{r.Text("tag"), trail.SealTag(r.ID)} {
			if name == "" {
				continue
			}
			tag, ok, err := s.repo.Tag(name)
			if err != nil {
				return nil, fmt.Errorf("read tag %s: %w", name, err)
			}
			if ok {
				found[name] = tag.Commit
			}
		}
	}
	return found, nil
}

// tagsFound is [state.tags] for rules, read when first asked for: what cannot be read is not there for them.
func (s *state) tagsFound() func() map[string]history.Hash {
	return sync.OnceValue(func() map[string]history.Hash {
		found, _ := s.tags()
		return found
	})
}

// dayOf is the day of a commit in the workspace's time zone.
func (s *state) dayOf(c history.Commit) string {
	return c.CommittedAt.In(s.workspace.Config.Zone).Format(locale.DateForm)
}

// bases finds what the reviews of the state rest on.
func (s *state) bases(t *trail.Trail, tags map[string]history.Hash) trail.Bases {
	return trail.Bases{Trail: t, Tags: tags, Zone: s.workspace.Config.Zone}
}

// earlier reads other states than the one that is open.
func (s *state) earlier() *states {
	if s.others == nil {
		s.others = &states{repo: s.repo, read: map[history.Hash]*workspace.Workspace{}}
	}
	return s.others
}
