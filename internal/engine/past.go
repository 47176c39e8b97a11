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
	"github.com/c8b10cf3/lis/internal/workspace"
)

// question selects what the rules check: which state, as of which day, and which history they can look at.
type question struct {
	rules *rules.Set
	asOf  string
	today bool            // whether that is the present day
	tip   *history.Commit // whose history is looked at; nil for none
	trail *trail.Trail    // that history, if it has already been read
	files files           // in which to look for what was not read; nil for not at all
}

// ruleOptions returns the options for the rules, which define what they can look at. It is the only place that does so.
func (s *State) ruleOptions(ctx context.Context, q question) rules.Options {
	return rules.Options{
		AsOf: q.asOf, Today: q.today, HistoryCut: s.engine.partialHistory(), Tags: s.foundTags,
		Trail: sync.OnceValue(func() *trail.Trail { return s.past(ctx, q) }), Fixed: s.fixedAt(ctx, q.tip),
		Line:   func() []history.Accepted { return s.line(ctx, q) },
		Unread: sync.OnceValue(func() *workspace.Unread { return s.unread(ctx, q) }),
	}
}

// runRules runs the rules. If a rule uses the history and it turns out to be unreadable, the rules are run again, and
// history-incomplete reports it.
func (s *State) runRules(ctx context.Context, q question) ([]diag.Result, error) {
	o := s.ruleOptions(ctx, q)
	results, err := q.rules.Check(ctx, o)
	if partial := s.engine.partialHistory(); err == nil && partial != o.HistoryCut {
		o.HistoryCut = partial
		results, err = q.rules.Check(ctx, o)
	}
	return results, err
}

// line returns the accepted revisions that a question is about; none if they cannot be read, which is recorded.
func (s *State) line(ctx context.Context, q question) []history.Accepted {
	switch {
	case q.trail != nil:
		return q.trail.Line
	case s.engine.repo == nil || q.tip == nil || s.engine.partialHistory():
		return nil
	}
	line, err := s.engine.repo.Line(ctx, *q.tip)
	if err != nil {
		s.engine.breakHistory(ctx, err)
		return nil
	}
	return line
}

// results runs the rules on the state as of its day. The error is a *workspace.SetupError as for [State.checkOwn].
func (s *State) results(ctx context.Context) ([]diag.Result, error) {
	if err := s.checkOwn(); err != nil {
		return nil, err
	}
	return s.runRules(ctx, question{rules: s.Rules, asOf: s.AsOf, today: s.isToday(), tip: s.Commit, files: s.files})
}

// past returns the history that a question is about; nil if it cannot be read. A missing or incomplete history is reported
// elsewhere; any other error is recorded.
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

// Trail returns the history of all records up to the state. The error is a *[Refusal] without git; [RepositoryOf] describes that
// of an incomplete history.
func (s *State) Trail(ctx context.Context) (*trail.Trail, error) {
	if err := s.engine.requireHistory(); err != nil {
		return nil, err
	}
	return s.readTrail(ctx, *s.Commit)
}

// History returns the trails of all records that a profile shows, or only of the one with id if that is not "", and the cut of
// the profile. The error is a *[Refusal] if there is no such record; otherwise it is as in [State.Trail].
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

// readTrail reads the history up to a commit once, interpreting records by the kinds of the state.
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
	o := trail.Options{Cache: e.options.Cache, Workspace: filepath.ToSlash(e.root), Kinds: trail.KindsOf(s.Workspace), Sound: e.sound}
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

// sound reports whether everything that was read and checked of the repository is what its name says.
func (e *Engine) sound() bool { return e.repo.Altered() == nil }

// BodyChanges returns a function that describes how a revision changed the text of a record, as shown by a cut. The function can
// be called concurrently and fails once ctx is done; it is nil without git.
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

// Signatures returns a function that verifies the signature of a commit with the keys of the state, each once. The function can
// be called concurrently; it is nil without git.
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
		if err != nil { // the log has read the commit and knows that it is signed; nothing more is known
			signature = sign.Signature{Trust: sign.Present}
		}
		known[commit] = signature
		return signature
	}
}

// readTags returns the commits of the tags that reviews refer to, by tag name: the tags that they name, and their seals.
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

// tagNames returns the names of the tags that a review can refer to.
func tagNames(review *record.Record) []string {
	names := []string{trail.SealTag(review.ID)}
	if own := review.Text("tag"); own != "" {
		names = append(names, own)
	}
	return names
}

// tagsOf keeps only the tags that the given reviews refer to, so that nothing shown depends on the others.
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

// withTags returns a copy of the state that uses the given tags instead of those of the repository.
func (s *State) withTags(tags map[string]history.Hash) *State {
	other := *s
	other.tags = func() (map[string]history.Hash, error) { return tags, nil }
	return &other
}

// foundTags returns the tags for the rules, which treat unreadable tags as missing.
func (s *State) foundTags() map[string]history.Hash {
	found, _ := s.tags()
	return found
}

// fixedAt returns a function that reads, as of a commit, the records that must no longer change according to their kinds. tip is
// the commit of the state, or the one below the work tree. ok is false if the commit came after tip or cannot be read; in the
// latter case the error is recorded.
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
	files, err := repo.FS(ctx, c)
	if err != nil {
		return nil, false, fmt.Errorf("read %s: %w", shortID(c.Hash), err)
	}
	then, err = s.Workspace.Fixed(ctx, files)
	if lost := files.Err(); lost != nil {
		err = lost
	}
	return then, err == nil, err
}

// comesAfter reports whether other is an ancestor of c, whatever they are dated. Most cases are decided by the accepted line.
func (s *State) comesAfter(ctx context.Context, c, other history.Commit) (bool, error) {
	if before, err := s.engine.repo.OnLine(ctx, other, c.Hash); before || err != nil {
		return false, err
	}
	base, found, err := s.engine.repo.MergeBase(ctx, c, other)
	return found && base.Hash == other.Hash, err
}

// bases finds the bases of the reviews of the state.
func (s *State) bases(t *trail.Trail, tags map[string]history.Hash) trail.Bases {
	return trail.Bases{Trail: t, Tags: tags, Zone: s.Workspace.Config.Zone}
}
