package engine

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
)

// question is what is asked of the rules: of which state, as of which day, and which history they may look at.
type question struct {
	rules *rules.Set
	asOf  string
	tip   *history.Commit // whose history is looked at; nil for none
	trail *trail.Trail    // that history, where it is at hand
}

// asked is what the rules may look at. It is said here alone.
func (s *State) asked(ctx context.Context, q question) rules.Options {
	return rules.Options{
		AsOf: q.asOf, HistoryCut: s.engine.partialHistory(), Tags: s.foundTags,
		Trail: sync.OnceValue(func() *trail.Trail { return s.past(ctx, q) }), Fixed: s.fixedAt(ctx, q.tip),
	}
}

// ask asks the rules. Where some of them ask for a history that turns out not to be readable, they are asked anew, and
// history-incomplete tells of it.
func (s *State) ask(ctx context.Context, q question) ([]diag.Result, error) {
	o := s.asked(ctx, q)
	results, err := q.rules.Check(ctx, o)
	if partial := s.engine.partialHistory(); err == nil && partial != o.HistoryCut {
		o.HistoryCut = partial
		results, err = q.rules.Check(ctx, o)
	}
	return results, err
}

// results are what the rules say of the state as of its day.
func (s *State) results(ctx context.Context) ([]diag.Result, error) {
	return s.ask(ctx, question{rules: s.Rules, asOf: s.AsOf, tip: s.Commit})
}

// past is the history that a question is about. It is nil where there is none to read: that it is missing or cut off is told
// elsewhere, and what is wrong with it is kept.
func (s *State) past(ctx context.Context, q question) *trail.Trail {
	switch {
	case q.trail != nil:
		return q.trail
	case s.engine.repo == nil || q.tip == nil || s.engine.partialHistory():
		return nil
	}
	t, err := s.readTrail(ctx, *q.tip)
	if err != nil {
		s.engine.breakHistory(ctx, err)
		return nil
	}
	return t
}

// Trail is the history of all records up to the state. The error is a *[Refusal] without git; where the history is not whole
// [RepositoryOf] tells of it.
func (s *State) Trail(ctx context.Context) (*trail.Trail, error) {
	if err := s.engine.wholeHistory(); err != nil {
		return nil, err
	}
	return s.readTrail(ctx, *s.Commit)
}

// History are the trails of all records that a profile shows, or of the one with an id unless that is "", and the cut that they
// are shown by. The error is a *[Refusal] where there is no such record, and as that of [State.Trail].
func (s *State) History(ctx context.Context, p record.Profile, id string) (*disclose.Cut, []*trail.Record, error) {
	t, err := s.Trail(ctx)
	if err != nil {
		return nil, nil, err
	}
	cut := s.CutPast(p, t)
	records := cut.Trail(t.Records)
	if id == "" {
		return cut, records, nil
	}
	var ids []string
	for _, r := range records {
		if r.ID == id {
			return cut, []*trail.Record{r}, nil
		}
		ids = append(ids, r.ID)
	}
	return nil, nil, unknown("error.unknown-record", id, record.Nearest(id, ids))
}

// readTrail reads the history up to a commit, once, as the kinds of the state read the records.
func (s *State) readTrail(ctx context.Context, tip history.Commit) (*trail.Trail, error) {
	e, config := s.engine, s.Workspace.Config
	e.mutex.Lock()
	known := e.trails[tip.Hash]
	e.mutex.Unlock()
	if known != nil {
		return known, nil
	}
	log, err := e.repo.LogWith(ctx, tip, history.LogOptions{Ignore: config.Record.Texts("history.ignore"), Cache: e.options.Cache})
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	o := trail.Options{Cache: e.options.Cache, Workspace: filepath.ToSlash(e.root), Kinds: trail.KindsOf(s.Workspace)}
	t, err := trail.ReadWith(ctx, log, e.repo, s.Workspace.Kinds, o)
	if err != nil {
		return nil, err
	}
	tell.Subjects(t, log, config.People)
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.trails[tip.Hash] = t
	return t, nil
}

// BodyChanges tells how revisions changed texts, as a cut shows it. The function may be called by several goroutines, and has an
// error once ctx is done; it is nil without git.
func (s *State) BodyChanges(ctx context.Context, cut *disclose.Cut) func(*trail.Revision) (tell.Body, error) {
	if s.engine.repo == nil {
		return nil
	}
	return func(rev *trail.Revision) (tell.Body, error) {
		if err := ctx.Err(); err != nil {
			return tell.Body{}, err
		}
		before, after, err := trail.Bodies(s.engine.repo, rev)
		if err != nil {
			return tell.Body{}, err
		}
		return cut.BodyChange(before, after), nil
	}
}

// Signatures verifies the signatures of commits with the keys of the state, each once. The function may be called by several
// goroutines; it is nil without git.
func (s *State) Signatures() func(history.Hash) sign.Signature {
	if s.engine.repo == nil {
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
		signature, err := s.engine.repo.Signature(commit, s.Workspace.Config.Keys)
		if err != nil { // the log has read the commit, and that it is signed: what more there is to say is not known
			signature = sign.Signature{Trust: sign.Present}
		}
		known[commit] = signature
		return signature
	}
}

// readTags are the commits that the tags name which reviews go by: those that they name themselves, and their seals.
func (s *State) readTags() (map[string]history.Hash, error) {
	found := map[string]history.Hash{}
	if s.engine.repo == nil {
		return found, nil
	}
	for _, r := range s.Workspace.Graph.OfKind(record.ReviewKind) {
		for _, name := range tagNames(r) {
			tag, ok, err := s.engine.repo.Tag(name)
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

// tagsOf are those of some tags that reviews go by, so that nothing that is told depends on the others.
func tagsOf(reviews []*record.Record, all map[string]history.Hash) map[string]history.Hash {
	kept := map[string]history.Hash{}
	for _, r := range reviews {
		for _, name := range tagNames(r) {
			if commit, ok := all[name]; ok {
				kept[name] = commit
			}
		}
	}
	return kept
}

// goingBy is the state with some tags in place of the repository's.
func (s *State) goingBy(tags map[string]history.Hash) *State {
	other := *s
	other.tags = func() (map[string]history.Hash, error) { return tags, nil }
	return &other
}

// foundTags are the tags for rules: what cannot be read is not there for them.
func (s *State) foundTags() map[string]history.Hash {
	found, _ := s.tags()
	return found
}

// fixedAt reads the records at a commit that kinds say may not change any more, for the rules about a state whose commit, or
// the one below it, is tip. ok is false where the commit came after tip; where it cannot be read, that is kept.
func (s *State) fixedAt(ctx context.Context, tip *history.Commit) func(history.Hash) (then []*record.Record, ok bool) {
	return func(basis history.Hash) (then []*record.Record, ok bool) {
		if s.engine.repo == nil || tip == nil || s.engine.partialHistory() {
			return nil, false
		}
		then, ok, err := s.readFixed(ctx, basis, *tip)
		if err != nil {
			s.engine.breakHistory(ctx, err)
		}
		return then, ok
	}
}

func (s *State) readFixed(ctx context.Context, basis history.Hash, tip history.Commit) (then []*record.Record, ok bool, err error) {
	repo := s.engine.repo
	c, err := repo.Commit(basis)
	if err != nil {
		return nil, false, err
	}
	if later, err := s.comesAfter(ctx, c, tip); later || err != nil {
		return nil, false, err
	}
	files, err := repo.FS(c)
	if err != nil {
		return nil, false, fmt.Errorf("read %s: %w", shortID(c.Hash), err)
	}
	then, err = s.Workspace.Fixed(ctx, files)
	if lost := files.Err(); lost != nil {
		err = lost
	}
	return then, err == nil, err
}

// comesAfter reports whether a commit has another one among those that it comes from. Dates tell most of it.
func (s *State) comesAfter(ctx context.Context, c, other history.Commit) (bool, error) {
	if c.Hash == other.Hash || c.CommittedAt.Before(other.CommittedAt) {
		return false, nil
	}
	base, found, err := s.engine.repo.MergeBase(ctx, c, other)
	return found && base.Hash == other.Hash, err
}

// bases finds what the reviews of the state rest on.
func (s *State) bases(t *trail.Trail, tags map[string]history.Hash) trail.Bases {
	return trail.Bases{Trail: t, Tags: tags, Zone: s.Workspace.Config.Zone}
}
