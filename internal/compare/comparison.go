// Package compare compares two states of a workspace: records, settings, figures and diagnostics. It describes what changed in
// words, as a profile shows it. Both states are handed to it with all that is known of them; it never reads a state, lays out a
// page or prints. Start reading at [New].
package compare

import (
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
)

// Comparison is what happened from one state to another, in words, as a profile shows it.
type Comparison struct {
	From, To *Side
	Lang     locale.Lang
	Profile  record.Profile
	// Records are those that differ, by kind in the order of Kinds, then by id.
	Records []*RecordChange
	// Kinds are the kinds with a record that differs, is still open or was closed by a law.
	Kinds []KindChange
	// Settings is how lis.yaml differs, nil if it does not. Files are the other changed files that define what records are:
	// baseline.yaml and those in schema/.
	Settings *RecordChange
	Files    []string
	// Wider is what more people may read than before, because of files that say who may, in words.
	Wider []string
	// Gate is what changed in what the check lets through, and what fewer people may read.
	Gate []GateChange
	// Figures are the numbers that differ between the states, as the profile shows them.
	Figures []FigureChange
	// Appeared are the open diagnostics that are new in the later state, Gone are those that only the earlier state has.
	// Remaining are the other diagnostics of the later state about a record that differs.
	Appeared, Gone, Remaining []diag.Diagnostic
}

// RecordChange is how one record differs, in words.
type RecordChange struct {
	trail.RecordChange
	Name  string // its title
	Label string // of its kind, in the plural
	What  string // its kind, in the singular
	Words []tell.Words
	// Body is how the text changed, for a record that existed before and after.
	Body tell.Body
	// Owner is the responsible role: its id and title, both "" if there is none or the profile does not show it. In the latter
	// case OwnerHidden is set.
	Owner, OwnerName string
	OwnerHidden      bool
	// Moves is how often the day on which it is due was changed.
	Moves int
	// Sorts are the names of the sorts that it belongs to.
	Sorts []string
}

// New compares two states as a profile shows them; the profile "" shows all. past is the trail of the later one, nil if there is
// none.
func New(from, to *Side, past *trail.Trail, p record.Profile, lang locale.Lang) *Comparison {
	c := comparer{
		out: &Comparison{From: from, To: to, Lang: lang, Profile: p}, profile: disclose.Profile(p),
		cuts: disclose.Pair{Before: from.cut(p, past), After: to.cut(p, past)}, past: past,
	}
	c.teller = tell.Teller{Lang: lang, Title: func(id string, kinds []string) string { return c.cuts.Title(id, kinds, lang) }}
	c.records()
	c.kinds()
	c.settings()
	c.gate()
	c.readers()
	c.figures()
	c.diagnostics()
	return c.out
}

// Count returns how many records were changed in that way, without those that differ only in form.
func (c *Comparison) Count(how trail.Changed) int {
	n := 0
	for _, d := range c.Records {
		if d.Change == how && !d.Form() {
			n++
		}
	}
	return n
}

// Title names the two states.
func (c *Comparison) Title() string {
	return c.Lang.T("between.title", locale.Args{"from": c.stateName(c.From), "to": c.stateName(c.To)})
}

// stateName returns a state in words: review/2023 (25 augusti 2023, c0062dd).
func (c *Comparison) stateName(s *Side) string {
	if s.Commit == nil {
		return c.Lang.T("between.work-tree", locale.Args{"date": c.Lang.Date(s.AsOf)})
	}
	args := locale.Args{"name": s.Name, "commit": s.Commit.Hash.Short(), "date": c.Lang.Date(s.Day())}
	if strings.HasPrefix(string(s.Commit.Hash), s.Name) {
		return c.Lang.T("between.commit", args)
	}
	return c.Lang.T("between.state", args)
}

// Lead sums up the comparison in a sentence: how many records were added, changed, moved and removed.
func (c *Comparison) Lead() string {
	var parts []string
	for _, p := range []struct {
		key    string
		change trail.Changed
	}{{"between.n-added", trail.Added}, {"between.n-changed", trail.Edited}, {"between.n-renamed", trail.Renamed}, {"between.n-removed", trail.Removed}} {
		if n := c.Count(p.change); n > 0 {
			parts = append(parts, c.Lang.T(p.key, locale.Args{"n": n}))
		}
	}
	if len(parts) == 0 {
		return c.Lang.T("between.none")
	}
	return c.Lang.T("between.counts", locale.Args{"parts": c.Lang.And(parts)})
}

// Kind returns the kind with that name in the later state, or else in the earlier one; nil if neither has it.
func (c *Comparison) Kind(name string) *record.Kind {
	for _, s := range []*Side{c.To, c.From} {
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

// FieldLabel returns what a field of a kind is called.
func (c *Comparison) FieldLabel(kind, path string) string {
	return tell.Teller{Lang: c.Lang}.Label(c.Kind(kind), path)
}
