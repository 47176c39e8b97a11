package cli

import (
	"context"
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
		for _, name := range tagNames(r) {
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

// tagNames are the names of the tags that a review may go by.
func tagNames(review *record.Record) []string {
	names := []string{trail.SealTag(review.ID)}
	if own := review.Text("tag"); own != "" {
		names = append(names, own)
	}
	return names
}

// goByTagsOf leaves out all tags but those of some reviews, so that nothing that is told depends on the others.
func (s *state) goByTagsOf(reviews []*record.Record) error {
	all, err := s.tags()
	if err != nil {
		return err
	}
	s.tagged = map[string]history.Hash{}
	for _, r := range reviews {
		for _, name := range tagNames(r) {
			if commit, ok := all[name]; ok {
				s.tagged[name] = commit
			}
		}
	}
	return nil
}

// tagsFound is [state.tags] for rules, read when first asked for: what cannot be read is not there for them.
func (s *state) tagsFound() func() map[string]history.Hash {
	return sync.OnceValue(func() map[string]history.Hash {
		found, _ := s.tags()
		return found
	})
}

// fixedAt reads the records at a commit that kinds say may not change any more, for the rules about a state whose commit, or
// the one below it, is tip. ok is false where the commit came after tip; where it cannot be read, that is kept in unreadable.
func (s *state) fixedAt(tip *history.Commit) func(history.Hash) (then []*record.Record, ok bool) {
	return func(basis history.Hash) (then []*record.Record, ok bool) {
		if s.repo == nil || tip == nil || s.historyCut() {
			return nil, false
		}
		then, ok, err := s.readFixed(basis, *tip)
		if err != nil {
			s.unreadable = err
		}
		return then, ok
	}
}

func (s *state) readFixed(basis history.Hash, tip history.Commit) (then []*record.Record, ok bool, err error) {
	c, err := s.repo.Commit(basis)
	if err != nil {
		return nil, false, err
	}
	if later, err := s.comesAfter(c, tip); later || err != nil {
		return nil, false, err
	}
	files, err := s.repo.FS(c)
	if err != nil {
		return nil, false, fmt.Errorf("read %.10s: %w", c.Hash, err)
	}
	then, err = s.workspace.Fixed(context.Background(), files)
	if lost := files.Err(); lost != nil {
		err = lost
	}
	return then, err == nil, err
}

// comesAfter reports whether a commit has another one among those that it comes from. Dates tell most of it.
func (s *state) comesAfter(c, other history.Commit) (bool, error) {
	if c.Hash == other.Hash || c.CommittedAt.Before(other.CommittedAt) {
		return false, nil
	}
	base, found, err := s.repo.MergeBase(context.Background(), c, other)
	return found && base.Hash == other.Hash, err
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
