package engine

import (
	"context"
	"path/filepath"

	"github.com/c8b10cf3/lis/internal/dashboard"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Figures returns the figures of the state as of its day. The error is a *workspace.SetupError if the workspace's own definitions
// are wrong.
func (s *State) Figures() ([]figures.Figure, error) {
	if err := s.checkOwn(); err != nil {
		return nil, err
	}
	return figures.Count(s.Workspace, s.AsOf)
}

// checkOwn checks the workspace's own figures and dashboard, if it has any: what is wrong there is told by every command that needs
// them, and by check. A revision is read in spite of it, since nobody can mend it any more. The error is a *workspace.SetupError.
func (s *State) checkOwn() error {
	if s.Rev != nil {
		return nil
	}
	found, err := dashboard.CheckOwn(s.Workspace, s.AsOf)
	return setupError(found, err)
}

// checkFaults checks the workspace's own kinds, rules, figures and dashboard, as of any state. The error is a *workspace.SetupError.
func (s *State) checkFaults() error {
	found, err := s.Rules.Faults()
	if err != nil {
		return err
	}
	more, err := dashboard.CheckOwn(s.Workspace, s.AsOf)
	return setupError(append(found, more...), err)
}

func setupError(found []diag.Finding, err error) error {
	if err == nil && len(found) > 0 {
		err = &workspace.SetupError{Findings: found}
	}
	return err
}

// AtReviews returns the figures at the bases of the reviews that a profile shows, for nobody who may not see them now, and those
// of the state.
func (s *State) AtReviews(ctx context.Context, p record.Profile) ([]figures.Point, error) {
	t, err := s.Trail(ctx)
	if err != nil {
		return nil, err
	}
	tags, err := s.tags()
	if err != nil {
		return nil, err
	}
	now, err := s.Figures()
	if err != nil {
		return nil, err
	}
	return s.reviewPoints(ctx, t, tags, s.reviews(p), now)
}

// AtMonths returns the figures month by month, for nobody who may not see them now.
func (s *State) AtMonths(ctx context.Context) ([]figures.Point, error) {
	t, err := s.Trail(ctx)
	if err != nil {
		return nil, err
	}
	now, err := s.Figures()
	if err != nil {
		return nil, err
	}
	return s.monthPoints(ctx, t, now)
}

// reviews returns the management reviews that a profile shows.
func (s *State) reviews(p record.Profile) []*record.Record {
	return s.Cut(p).Records(s.Workspace.Graph.OfKind(record.ReviewKind))
}

func (s *State) reviewPoints(ctx context.Context, t *trail.Trail, tags map[string]history.Hash, reviews []*record.Record, now []figures.Figure) ([]figures.Point, error) {
	points, err := figures.AtReviews(reviews, s.bases(t, tags), s.engine.repo.Commit, s.AsOf)
	if err != nil {
		return nil, err
	}
	if err := s.pastFigures(ctx).Fill(points); err != nil {
		return nil, err
	}
	figures.LevelsOf(now).CutPoints(points)
	last := figures.Point{Name: figures.Now, Day: s.AsOf, Figures: now}
	if s.Rev != nil {
		last.Commit = s.Commit.Hash
	}
	return append(points, last), nil
}

func (s *State) monthPoints(ctx context.Context, t *trail.Trail, now []figures.Figure) ([]figures.Point, error) {
	points := figures.AtMonths(t, s.Workspace.Config.Zone, s.AsOf)
	err := s.pastFigures(ctx).Fill(points)
	figures.LevelsOf(now).CutPoints(points)
	return points, err
}

// pastFigures returns what computes the figures of earlier states. What those have in common is read once.
func (s *State) pastFigures(ctx context.Context) *figures.Past {
	e := s.engine
	at := func(c history.Commit) (*workspace.Workspace, error) {
		files, err := e.repo.FS(ctx, c)
		if err != nil {
			return nil, err
		}
		return e.load(ctx, files)
	}
	return &figures.Past{Commit: e.repo.Commit, At: at, Cache: e.options.Cache, Workspace: filepath.ToSlash(e.root), Sound: e.sound}
}
