package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/setup"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// files are the files of a state: a folder on disk, a revision, or an overlay.
type files = fs.FS

// State is the workspace at one point: the work tree, or a revision. It does not change after it has been read.
type State struct {
	Workspace *workspace.Workspace
	Rules     *rules.Set
	// Commit is the commit of the state or, for the work tree, the one checked out; nil if there is none. Rev is its full id if
	// the state was selected by a revision, nil for the work tree.
	Commit *history.Commit
	Rev    *string
	AsOf   string // the day against which dates are judged

	asked  string // the day that selected the state; "" if something else did
	engine *Engine
	files  files
	tags   func() (map[string]history.Hash, error)
}

// readState reads the state selected by the options.
func (e *Engine) readState(ctx context.Context) (*State, error) {
	s := &State{engine: e, files: e.folder, Commit: e.head}
	if rev := e.options.Rev; rev != "" {
		c, err := e.resolve(ctx, rev)
		if err != nil {
			return nil, err
		}
		id := string(c.Hash)
		s.Commit, s.Rev = &c, &id
		if e.repo.IsDay(rev) {
			s.asked = rev
		}
		if s.files, err = e.repo.FS(ctx, c); err != nil {
			return nil, err
		}
	}
	return s.with(ctx, s.files)
}

// with returns the state as read from other files.
func (s *State) with(ctx context.Context, files files) (*State, error) {
	w, err := s.engine.load(ctx, files)
	if errors.Is(err, workspace.ErrNotAWorkspace) {
		return nil, refuse(Mistaken, "error.not-workspace-at", locale.Args{"rev": s.engine.options.Rev})
	}
	if err != nil {
		return nil, err
	}
	return s.of(ctx, w, files)
}

// Reread returns the state as its files are now.
func (s *State) Reread(ctx context.Context) (*State, error) { return s.with(ctx, s.files) }

// of returns the state with a workspace that was read from files.
func (s *State) of(ctx context.Context, w *workspace.Workspace, files files) (*State, error) {
	set, err := rules.New(w)
	if err != nil {
		return nil, err
	}
	other := &State{Workspace: w, Rules: set, Commit: s.Commit, Rev: s.Rev, asked: s.asked, engine: s.engine, files: files}
	if other.AsOf, err = other.day(ctx); err != nil {
		return nil, err
	}
	if other.Rev == nil { // a revision is read in spite of them: nobody can mend it any more
		faults, err := set.Faults()
		if err != nil {
			return nil, err
		}
		if len(faults) > 0 { // told with those of the figures, so that all can be mended at once
			return nil, other.checkFaults()
		}
	}
	other.tags = sync.OnceValues(other.readTags)
	return other, nil
}

// load reads the workspace from the disk or a repository. Files of a revision that the repository does not hold, as in a partial
// clone, are an error: without them, numbers would be wrong.
func (e *Engine) load(ctx context.Context, files files) (*workspace.Workspace, error) {
	w, err := workspace.LoadWith(ctx, files, &e.shared)
	if tree, ok := files.(*history.TreeFS); ok && tree.Err() != nil {
		return nil, tree.Err()
	}
	return w, err
}

// resolve finds the commit that a revision names. Dates are in the time zone configured in the work tree or, in a bare
// repository, in the current commit; UTC if that cannot be read.
func (e *Engine) resolve(ctx context.Context, rev string) (history.Commit, error) {
	zone := time.UTC
	if config, err := workspace.Configuration(e.workTree(ctx)); err == nil {
		zone = config.Zone
	}
	c, err := e.repo.Resolve(ctx, rev, zone)
	if err != nil {
		return c, revisionError(rev, err)
	}
	return c, nil
}

// day returns the as-of day: the one asked for, else the one that selected the state, else the one as of which the commit of a
// revision counts, else today in the workspace's time zone.
func (s *State) day(ctx context.Context) (string, error) {
	o := s.engine.options
	switch {
	case o.AsOf != "":
		return o.AsOf, nil
	case s.asked != "":
		return s.asked, nil
	case s.Rev != nil:
		return s.dayOf(ctx, *s.Commit)
	}
	return s.Workspace.Config.Day(o.Now()), nil
}

// isToday reports whether the as-of day is the present day, because nothing else was asked for.
func (s *State) isToday() bool { return s.engine.options.AsOf == "" && s.Rev == nil }

// dayOf returns the day as of which a commit counts in the workspace's time zone.
func (s *State) dayOf(ctx context.Context, c history.Commit) (string, error) {
	return s.engine.repo.DayOf(ctx, c, s.Workspace.Config.Zone)
}

// at returns the workspace at a commit, read once. The error is a *workspace.SetupError if it could not be read there, and
// [workspace.ErrNotAWorkspace] if there was none.
func (e *Engine) at(ctx context.Context, c history.Commit) (*workspace.Workspace, error) {
	e.mutex.Lock()
	known := e.read[c.Tree] // by tree: commits with the same files are one state
	e.mutex.Unlock()
	if known != nil {
		return known, nil
	}
	files, err := e.repo.FS(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", shortID(c.Hash), err)
	}
	w, err := e.load(ctx, files)
	if err != nil {
		return nil, err
	}
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.read[c.Tree] = w
	return w, nil
}

// now returns the workspace in the work tree or, in a bare repository, in the current commit; nil if it cannot be read.
func (e *Engine) now(ctx context.Context) *workspace.Workspace {
	if e.State.Rev == nil {
		return e.State.Workspace
	}
	e.mutex.Lock()
	known := e.present
	e.mutex.Unlock()
	if known != nil {
		return known
	}
	w, err := workspace.Load(ctx, e.workTree(ctx))
	if err != nil {
		return nil
	}
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.present = w
	return w
}

// asStored returns the state as git stores it: the work tree with the files that a filter changed as they were before.
func (s *State) asStored(ctx context.Context) (*State, error) {
	if s.Rev != nil || s.engine.repo == nil {
		return s, nil
	}
	stored, err := s.engine.repo.Stored(ctx, s.Workspace.Files)
	if err != nil || len(stored) == 0 {
		return s, err
	}
	return s.with(ctx, workspace.Overlay(s.files, stored))
}

// folder returns the path of the workspace in the repository as of the state.
func (s *State) folder(ctx context.Context) (string, error) {
	if s.Rev == nil {
		return s.engine.Prefix(), nil
	}
	return s.engine.repo.Folder(ctx, *s.Commit)
}

// Dirty reports whether the work tree differs from its commit in the files that the workspace reads, in the images that its texts
// show or in the logo of its site, or was moved. It returns false for a revision.
func (s *State) Dirty(ctx context.Context) (bool, error) {
	if s.Rev != nil || s.Commit == nil {
		return false, nil
	}
	all, logo := maps.Clone(s.Workspace.Files), s.Workspace.Config.Logo
	maps.Copy(all, s.Workspace.Images(s.files))
	if data, err := fs.ReadFile(s.files, logo); logo != "" && err == nil {
		all[logo] = data
	}
	return s.engine.repo.Changed(ctx, *s.Commit, all, func(name string) bool {
		return s.Workspace.Reads(name) || name == logo || s.Workspace.Graph.IsImage(name)
	})
}

// Cut returns what a profile shows of the state; the profile "" shows everything.
func (s *State) Cut(p record.Profile) *disclose.Cut { return disclose.NewCut(s.Workspace, p, nil) }

// CutPast is like [State.Cut], for output that also shows the past.
func (s *State) CutPast(p record.Profile, t *trail.Trail) *disclose.Cut {
	return disclose.NewCut(s.Workspace, p, t)
}

// CutWithPast is like [State.CutPast] with the history of the state, if it has one that can be read.
func (s *State) CutWithPast(ctx context.Context, p record.Profile) *disclose.Cut {
	if p == "" {
		return s.Cut(p)
	}
	t, err := s.Trail(ctx)
	if err != nil { // told elsewhere
		return s.Cut(p)
	}
	return s.CutPast(p, t)
}

// With returns the state as it would be with more files in the workspace.
func (s *State) With(ctx context.Context, files []setup.File) (*State, error) {
	w, err := setup.With(ctx, s.Workspace, files)
	if err != nil {
		return nil, err
	}
	return s.of(ctx, w, s.files)
}

// Judge checks new records before they are written: stops are the diagnostics that prevent writing them, left what is still missing.
func (s *State) Judge(ctx context.Context, files []setup.File, lang locale.Lang) (stops, left []diag.Diagnostic, err error) {
	return setup.Judge(ctx, s.Workspace, files, s.ruleOptions(ctx, question{rules: s.Rules, asOf: s.AsOf, tip: s.Commit}), lang)
}

// Record finds a record by its id among those that a cut shows. The error is a *[Refusal] with the nearest of these.
func (s *State) Record(id string, cut *disclose.Cut) (*record.Record, error) {
	g := s.Workspace.Graph
	if r := g.Named(id); r != nil && cut.Record(r) {
		return r, nil
	}
	return nil, unknown("error.unknown-record", id, s.near(id, cut))
}

// near returns the ids most like a text, of records that a cut shows.
func (s *State) near(text string, cut *disclose.Cut) []string {
	g := s.Workspace.Graph
	return slices.DeleteFunc(g.Near(text, []string{"*"}), func(id string) bool {
		r := g.Named(id)
		return r == nil || !cut.Record(r)
	})
}

// RecordCalled returns the only record that a person can mean by a text, its id or its title; nil if there is none or several.
func (s *State) RecordCalled(text string) *record.Record {
	if found := s.Workspace.Graph.Called(text, []string{"*"}); len(found) == 1 {
		return found[0]
	}
	return nil
}

// KindCalled finds the kind of records that a person means by a text; see [record.Kinds.Called]. The error is a *[Refusal] with the
// nearest kinds, or with those that the text can mean.
func KindCalled(kinds *record.Kinds, text string) (*record.Kind, error) {
	found := kinds.Called(text)
	return only(kinds, text, slices.DeleteFunc(found, func(k *record.Kind) bool { return k.Folder == "" }))
}

// AnyKindCalled is like [KindCalled], but finds the kind of the configuration too.
func AnyKindCalled(kinds *record.Kinds, text string) (*record.Kind, error) {
	return only(kinds, text, kinds.Called(text))
}

// only returns the only one of the kinds that a text can mean.
func only(kinds *record.Kinds, text string, found []*record.Kind) (*record.Kind, error) {
	switch len(found) {
	case 0:
		r := unknown("error.unknown-kind", text, nil)
		r.Near = record.AnyKind(kinds.NearCalled(text))
		return nil, r
	case 1:
		return found[0], nil
	}
	return nil, refuse(Mistaken, "error.several-kinds", locale.Args{"name": locale.Shorten(text), "names": record.AnyKind(found)})
}
