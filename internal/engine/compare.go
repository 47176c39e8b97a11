package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/compare"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/view"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Pair is two states to be compared, with the history of the later one.
type Pair struct {
	From, To *compare.Side
	Past     *trail.Trail

	now func() *workspace.Workspace // as the workspace is now; nil if the later state is the latest one that counts
}

// In compares the two as shown by a profile, in words. The profile "" shows everything.
func (p Pair) In(lang locale.Lang, profile record.Profile) *compare.Comparison {
	if p.now != nil && profile != "" {
		from, to, now := *p.From, *p.To, p.now()
		to.Since, from.Since = []*workspace.Workspace{now}, []*workspace.Workspace{now, to.Workspace}
		p.From, p.To = &from, &to
	}
	return compare.New(p.From, p.To, p.Past, profile, lang)
}

// Compare pairs the state, which was selected by name, with an earlier one. Each is judged as of its own day, unless an as-of day
// was asked for or the later one is the work tree: then both are judged as of the same day, so that the comparison shows the
// effect of changes and not of time. The day of a state that was asked for by a date is that date, in any case.
func (s *State) Compare(ctx context.Context, from, name string) (Pair, error) {
	t, err := s.Trail(ctx)
	if err != nil {
		return Pair{}, err
	}
	commit, err := s.engine.repo.Resolve(ctx, from, s.Workspace.Config.Zone)
	if err != nil {
		return Pair{}, revisionError(from, err)
	}
	stored, err := s.asStored(ctx)
	if err != nil {
		return Pair{}, err
	}
	later, err := stored.side(ctx, name)
	if err != nil {
		return Pair{}, err
	}
	day := s.AsOf
	switch {
	case s.engine.options.AsOf != "":
	case s.engine.repo.IsDay(from):
		day = from
	case later.Commit != nil:
		if day, err = s.dayOf(ctx, commit); err != nil {
			return Pair{}, err
		}
	}
	earlier, err := s.earlier(ctx, t, from, commit, day)
	if err != nil {
		return Pair{}, err
	}
	return Pair{From: earlier, To: later, Past: t, now: func() *workspace.Workspace { return s.engine.now(ctx) }}, nil
}

// side returns the state as one side of a comparison.
func (s *State) side(ctx context.Context, name string) (*compare.Side, error) {
	out := &compare.Side{Name: name, AsOf: s.AsOf, Workspace: s.Workspace, Rules: s.Rules}
	if s.Rev != nil {
		out.Commit = s.Commit
	}
	var err error
	if out.Top, err = s.topFiles(s.Commit); err != nil {
		return nil, err
	}
	if out.Results, err = s.results(ctx); err != nil {
		return nil, err
	}
	out.Figures, err = figures.Count(s.Workspace, s.AsOf)
	return out, err
}

// topFiles returns the files at the top of the repository by which a history up to a commit is read.
func (s *State) topFiles(c *history.Commit) (map[string][]byte, error) {
	if s.engine.repo == nil || c == nil {
		return nil, nil
	}
	files := map[string][]byte{}
	for _, name := range []string{history.MailmapFile, history.IgnoreFile} {
		data, err := s.engine.repo.TopFile(*c, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		files[name] = data
	}
	return files, nil
}

// earlier returns the workspace at a commit as of a day as one side of a comparison, with its results and figures. If there was
// no workspace yet, it is empty. An unreadable setup is a *[Refusal].
func (s *State) earlier(ctx context.Context, t *trail.Trail, name string, commit history.Commit, day string) (*compare.Side, error) {
	w, err := s.engine.at(ctx, commit)
	out := &compare.Side{Name: name, Commit: &commit, AsOf: day, Workspace: w}
	var setup *workspace.SetupError
	switch {
	case errors.Is(err, workspace.ErrNotAWorkspace):
		return out, nil
	case errors.As(err, &setup):
		return nil, refuse(Mistaken, "error.setup-at", locale.Args{"rev": name, "problem": setupWords{setup}})
	case err != nil:
		return nil, err
	}
	if out.Top, err = s.topFiles(&commit); err != nil {
		return nil, err
	}
	if out.Figures, err = figures.Count(w, day); err != nil {
		return nil, err
	}
	if out.Rules, err = rules.New(w); err != nil {
		return nil, fmt.Errorf("read the rules of %s: %w", shortID(commit.Hash), err)
	}
	q := question{rules: out.Rules, asOf: day, tip: &commit}
	if then, on := t.At(commit.Hash); on {
		q.trail = then
	}
	out.Results, err = s.runRules(ctx, q)
	return out, err
}

// setupWords is the first problem in the configuration or the kinds of a state, as the value of a message.
type setupWords struct{ err *workspace.SetupError }

// In returns the problem in words, with its place.
func (w setupWords) In(lang locale.Lang) string {
	all := rules.TellSetup(w.err, lang)
	if len(all) == 0 {
		return w.err.Error()
	}
	return fmt.Sprintf("%s:%d: %s", all[0].FileName(), all[0].Span.Start.Line, all[0].Message)
}

// reviewed holds the reviews that have taken place and the states that they rest on.
type reviewed struct {
	held   []*record.Record // the earliest first
	states map[*record.Record]*compare.Side
	notes  []locale.Message // about those left out because their state cannot be read
}

// reviewStates reads the states that the given reviews rest on; now are the present figures, which say who may see those of the
// past. Reviews without a basis, or held after the as-of day, are left out.
func (s *State) reviewStates(ctx context.Context, t *trail.Trail, tags map[string]history.Hash, reviews []*record.Record, now []figures.Figure) (*reviewed, error) {
	bases := s.bases(t, tags)
	out := &reviewed{states: map[*record.Record]*compare.Side{}}
	for _, r := range reviews {
		basis, ok := bases.Of(r)
		if !ok || r.Text("held_on") > s.AsOf {
			continue
		}
		commit, err := s.engine.repo.Commit(basis.Commit)
		if err != nil {
			return nil, err
		}
		day, err := s.dayOf(ctx, commit)
		if err != nil {
			return nil, err
		}
		state, err := s.earlier(ctx, t, cmp.Or(basis.Tag, string(basis.Commit)), commit, day)
		var unreadable *Refusal
		switch {
		case errors.As(err, &unreadable):
			out.notes = append(out.notes, unreadable.Message)
			continue
		case err != nil:
			return nil, err
		}
		state.Since, state.Figures = []*workspace.Workspace{s.Workspace}, figures.LevelsOf(now).Cut(state.Figures)
		out.held = append(out.held, r)
		out.states[r] = state
	}
	slices.SortStableFunc(out.held, func(x, y *record.Record) int { return strings.Compare(x.Text("held_on"), y.Text("held_on")) })
	return out, nil
}

// changes returns what happened between each review and the previous one, the latest first. If the state has changed since the
// latest review, that comparison comes before all others. now is the current state.
func (v *reviewed) changes(s *State, t *trail.Trail, now *compare.Side, lang locale.Lang, p record.Profile) []view.ReviewChange {
	var out []view.ReviewChange
	add := func(review, previous *record.Record, to *compare.Side, past *trail.Trail) {
		pair := Pair{From: v.states[previous], To: to, Past: past}
		out = append(out, view.ReviewChange{Review: review, Previous: previous, Comparison: pair.In(lang, p)})
	}
	for i, r := range v.held {
		previous := s.Workspace.Graph.Target(r, "previous")
		if v.states[previous] == nil && i > 0 {
			previous = v.held[i-1]
		}
		if v.states[previous] == nil {
			continue
		}
		past := t
		if then, on := t.At(v.states[r].Commit.Hash); on {
			past = then
		}
		add(r, previous, v.states[r], past)
	}
	if n := len(v.held); n > 0 && (now.Commit == nil || v.states[v.held[n-1]].Commit.Tree != now.Commit.Tree) {
		add(nil, v.held[n-1], now, t)
	}
	slices.Reverse(out)
	return out
}
