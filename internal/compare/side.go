package compare

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Side is the workspace at one point: a commit, or the work tree.
type Side struct {
	// Name is how it was requested, such as review/2023; "" for the work tree.
	Name string
	// Commit is nil for the work tree.
	Commit *history.Commit
	AsOf   string // the day against which dates are judged
	// Workspace is nil if there was none yet.
	Workspace *workspace.Workspace
	// Since are later states of the workspace, such as the present one: what any of them hides is hidden in this state too. Each can
	// be nil.
	Since   []*workspace.Workspace
	Figures []figures.Figure
	// Top are the files at the top of the repository that say whose changes count as whose, and which commits count for nothing, by
	// name; for the work tree those of the commit checked out, since no others are gone by.
	Top map[string][]byte
	// Rules are those of the workspace, Results what they find; nil if there was no workspace.
	Rules   *rules.Set
	Results []diag.Result
}

// Day returns the day of the commit, which is not always the one against which dates are judged.
func (s *Side) Day() string {
	at := s.Commit.CommittedAt
	if s.Workspace == nil {
		return locale.Day(at, at.Location())
	}
	return s.Workspace.Config.Day(at)
}

// cut returns what a profile shows of a state, nil if there is no workspace.
func (s *Side) cut(p record.Profile, past *trail.Trail) *disclose.Cut {
	if s.Workspace == nil {
		return nil
	}
	return disclose.NewPastCut(s.Workspace, p, past, s.Since...)
}

// open returns the open results of a state, in words.
func (s *Side) open(lang locale.Lang) []diag.Diagnostic {
	if s.Rules == nil {
		return nil
	}
	return s.Rules.Tell(slices.DeleteFunc(slices.Clone(s.Results), func(r diag.Result) bool { return r.Standing != diag.Open }), lang)
}

func (s *Side) graph() *graph.Graph {
	if s.Workspace == nil {
		return nil
	}
	return s.Workspace.Graph
}
