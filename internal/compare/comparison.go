// Package compare sets two states of a workspace side by side: records, settings, figures and diagnostics, and says in words
// what changed, as a profile shows it. It is handed both states with all that is known of them; it never reads one, never
// lays out a page and never prints. Start reading at [New].
package compare

import (
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Side is the workspace at one point: a commit, or the work tree.
type Side struct {
	// Name is what it was asked for by, such as review/2023; "" for the work tree.
	Name string
	// Commit is nil for the work tree.
	Commit *history.Commit
	AsOf   string // the day against which dates are judged
	// Workspace is nil where there was none yet.
	Workspace *workspace.Workspace
	Figures   []figures.Figure
	// Rules are those of the workspace, Results what they find; nil where there was no workspace.
	Rules   *rules.Set
	Results []diag.Result
}

// Comparison is what happened from one state to another, in words, as a profile shows it.
type Comparison struct {
	From, To *Side
	Lang     locale.Lang
	Profile  record.Profile
	// Records are those that differ, by kind as Kinds orders them, then by id.
	Records []*RecordChange
	// Kinds are the kinds of which a record differs, is still open or was closed by a law.
	Kinds []KindChange
	// Settings is how lis.yaml differs, nil where it does not; Files are the other files changed that say what records are:
	// baseline.yaml and those in schema/.
	Settings *RecordChange
	Files    []string
	// Figures are the numbers that are not the same in both states, as the profile shows them.
	Figures []FigureChange
	// Appeared are the open diagnostics that are new in the later state, Gone those of the earlier that are no more.
	// Remaining are the others of the later state that are about a record that differs.
	Appeared, Gone, Remaining []diag.Diagnostic
}

// RecordChange is how one record differs, in words.
type RecordChange struct {
	trail.Difference
	Name  string // its title
	Label string // of its kind, in the plural
	What  string // its kind, in the singular
	Words []tell.Words
	// Owner is the role that answers for it: its id and title, both "" where there is none, or the profile does not show it;
	// then OwnerHidden is set.
	Owner, OwnerName string
	OwnerHidden      bool
	// Moves is how often the day by which it is to be done was changed.
	Moves int

	// Sorts are those that it is of.
	Sorts []string
}

// KindChange is what happened to the records of a kind.
type KindChange struct {
	Kind, Label string
	Sorts       []Sort // those with any records
}

// Sort are the records of a kind that something happened to: they were added, say, or are still open.
type Sort struct {
	Name    string // one of the sorts below
	Label   string
	Records []*RecordChange
}

// The sorts, in the order in which they are told. A record may be of several.
const (
	SortAdded    = "added"
	SortClosed   = "closed"
	SortReopened = "reopened"
	SortOpen     = "open" // before and after; told between two commits only, since a change in work does nothing to them
	SortJudged   = "judged"
	SortDue      = "due"
	SortEdited   = "changed" // other than in form
	SortRemoved  = "removed"
)

var sorts = []string{SortAdded, SortClosed, SortReopened, SortOpen, SortJudged, SortDue, SortEdited, SortRemoved}

// sortLabels are the messages with the usual words for each sort.
var sortLabels = map[string]string{
	SortAdded: "between.added", SortClosed: "between.closed", SortReopened: "between.reopened", SortOpen: "between.open",
	SortJudged: "between.judged", SortDue: "between.due", SortEdited: "between.changed", SortRemoved: "between.removed",
}

// FigureChange is a figure that is not the same in two states. A value is nil where the state does not have the figure.
type FigureChange struct {
	Name     string
	Label    locale.Text
	Publish  record.Profile
	From, To *int
	Unlike   figures.Unlike // why the two cannot be compared
}

// Note says that the two values cannot be compared, and why; "" where they can.
func (m FigureChange) Note(lang locale.Lang) string {
	switch m.Unlike {
	case figures.Alike:
		return ""
	case figures.OtherScale:
		return lang.T("between.unlike.scale")
	}
	return lang.T("between.unlike.definition")
}

// Shown are the two values as a profile may see them, "–" for none.
func (m FigureChange) Shown(p record.Profile, lang locale.Lang) (from, to string) {
	show := func(n *int) string {
		if n == nil {
			return "–"
		}
		return figures.Figure{Value: *n}.Shown(p, lang)
	}
	return show(m.From), show(m.To)
}

// Exact reports whether a profile may know both values.
func (m FigureChange) Exact(p record.Profile) bool {
	return !slices.ContainsFunc([]*int{m.From, m.To}, func(n *int) bool { return n != nil && !figures.Figure{Value: *n}.Exact(p) })
}

// Count is how many records were changed in that way; those that differ in form only do not count.
func (b *Comparison) Count(c trail.Changed) int {
	n := 0
	for _, d := range b.Records {
		if d.Change == c && !d.Form() {
			n++
		}
	}
	return n
}

// Title names the two states.
func (b *Comparison) Title() string {
	return b.Lang.T("between.title", locale.Args{"from": b.stateName(b.From), "to": b.stateName(b.To)})
}

// stateName is a state in words: review/2023 (25 augusti 2023, c0062dd).
func (b *Comparison) stateName(s *Side) string {
	if s.Commit == nil {
		return b.Lang.T("between.work-tree", locale.Args{"date": b.Lang.Date(s.AsOf)})
	}
	args := locale.Args{"name": s.Name, "commit": s.Commit.Hash.Short(), "date": b.Lang.Date(s.Day())}
	if strings.HasPrefix(string(s.Commit.Hash), s.Name) {
		return b.Lang.T("between.commit", args)
	}
	return b.Lang.T("between.state", args)
}

// Day is the day of the commit, which is not always the one against which dates are judged.
func (s *Side) Day() string {
	at := s.Commit.CommittedAt
	if s.Workspace != nil {
		at = at.In(s.Workspace.Config.Zone)
	}
	return at.Format(locale.DateForm)
}

// Lead is the whole in a sentence: how many records were added, changed, moved and removed.
func (b *Comparison) Lead() string {
	var parts []string
	for _, c := range []struct {
		key    string
		change trail.Changed
	}{{"between.n-added", trail.Added}, {"between.n-changed", trail.Edited}, {"between.n-renamed", trail.Renamed}, {"between.n-removed", trail.Removed}} {
		if n := b.Count(c.change); n > 0 {
			parts = append(parts, b.Lang.T(c.key, locale.Args{"n": n}))
		}
	}
	if len(parts) == 0 {
		return b.Lang.T("between.none")
	}
	return b.Lang.T("between.counts", locale.Args{"parts": b.Lang.And(parts)})
}

// New compares two states as a profile shows them; the profile "" shows all. past is the trail of the later one, nil
// where there is none.
func New(from, to *Side, past *trail.Trail, p record.Profile, lang locale.Lang) *Comparison {
	b := &Comparison{From: from, To: to, Lang: lang, Profile: p}
	c := comparer{b: b, profile: disclose.Profile(p), before: from.cut(p, past), after: to.cut(p, past), past: past}
	c.teller = tell.Teller{Lang: lang, Title: c.title}
	c.records()
	c.kinds()
	c.settings()
	c.figures()
	c.diagnostics()
	return b
}

// cut is what a profile leaves of a state, nil where there is no workspace.
func (s *Side) cut(p record.Profile, past *trail.Trail) *disclose.Cut {
	if s.Workspace == nil {
		return nil
	}
	return disclose.NewCut(s.Workspace, p, past)
}

// open are the results of a state that are open, in words.
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

// Kind is the kind of that name in the later state, or else in the earlier one; nil in neither.
func (b *Comparison) Kind(name string) *record.Kind {
	for _, s := range []*Side{b.To, b.From} {
		switch {
		case s.Workspace == nil:
		case name == s.Workspace.Config.Record.Kind.Name:
			return s.Workspace.Config.Record.Kind
		case s.Workspace.Kinds.Named(name) != nil:
			return s.Workspace.Kinds.Named(name)
		}
	}
	return nil
}

// FieldLabel is what a field of a kind is called.
func (b *Comparison) FieldLabel(kind, path string) string {
	return tell.Teller{Lang: b.Lang}.Label(b.Kind(kind), path)
}
