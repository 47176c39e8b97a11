package compare

import (
	"cmp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
)

// comparer fills in a Comparison.
type comparer struct {
	out     *Comparison
	profile disclose.Profile
	cuts    disclose.Pair
	past    *trail.Trail
	teller  tell.Teller
	all     []*RecordChange // includes unchanged records that are still open, or were closed by a law
}

// records fills in how records differ.
func (c *comparer) records() {
	different := map[string]bool{}
	for _, d := range c.past.Compare(c.out.From.graph(), c.out.To.graph()).Records {
		var was, now *record.Record
		if d.Change != trail.Added {
			was = recordOf(c.out.From, d, d.FromFile)
		}
		if d.Change != trail.Removed {
			now = recordOf(c.out.To, d, d.File)
		}
		if now != nil && !c.cuts.After.Record(now) || now == nil && !c.cuts.Before.Record(was) {
			continue
		}
		told := c.difference(d, was, now)
		hidden := told.Form() && !d.Form() // everything that changed is hidden
		different[strings.ToLower(d.ID)] = !hidden || !c.tells(was)
		if hidden {
			continue
		}
		c.out.Records = append(c.out.Records, told)
		c.all = append(c.all, told)
	}
	if c.cuts.After != nil && c.cuts.Before != nil {
		c.same(different)
	}
	order := c.out.Lang.Collator()
	compare := func(x, y *RecordChange) int {
		return cmp.Or(c.rank(x.Kind)-c.rank(y.Kind), order.CompareString(x.Label, y.Label), cmp.Compare(x.Kind, y.Kind), graph.CompareIDs(x.ID, y.ID), cmp.Compare(x.File, y.File))
	}
	slices.SortFunc(c.out.Records, compare)
	slices.SortFunc(c.all, compare)
}

// same adds the records that do not differ but can belong to a sort: still open, closed by a law, or postponed and back again.
func (c *comparer) same(different map[string]bool) {
	for _, r := range c.cuts.After.Records(c.out.To.graph().Records) {
		if len(r.Kind.Closed) > 0 && r.ID != "" && !different[strings.ToLower(r.ID)] {
			d := trail.RecordChange{ID: r.ID, Kind: r.Kind.Name, Title: c.out.To.graph().Title(r), File: r.File().Name}
			c.all = append(c.all, c.difference(d, r, r))
		}
	}
}

// rank puts first the kinds whose records are closed or judged: they have the most to report.
func (c *comparer) rank(kind string) int {
	if k := c.out.Kind(kind); k != nil && len(k.Closed)+len(k.Judged) > 0 {
		return 0
	}
	return 1
}

// recordOf returns the record of a difference in a state, or nil.
func recordOf(s *Side, d trail.RecordChange, file string) *record.Record {
	switch {
	case s.Workspace == nil:
		return nil
	case d.ID == "":
		return s.Workspace.Graph.InFile(cmp.Or(file, d.File))
	}
	if r := s.Workspace.Graph.Named(d.ID); r != nil {
		return r
	}
	return s.Workspace.Graph.InFile(cmp.Or(file, d.File)) // it had no id yet
}

// tells reports whether what a record said in the earlier state may be shown; was is nil if it was not there.
func (c *comparer) tells(was *record.Record) bool { return was == nil || c.cuts.Before.Record(was) }

// difference describes one difference, cut to the profile. What a record said while the profile did not show it is left out.
func (c *comparer) difference(d trail.RecordChange, was, now *record.Record) *RecordChange {
	last, cut, in := now, c.cuts.After, c.out.To.graph()
	if now == nil {
		last, cut, in = was, c.cuts.Before, c.out.From.graph()
	}
	out := &RecordChange{
		RecordChange: d, Name: d.Title.In(c.out.Lang), Label: last.Kind.Plural.In(c.out.Lang), What: last.Kind.Label.In(c.out.Lang),
	}
	readable := last
	if last.Doc.Broken && was != nil && c.tells(was) { // what it said before is the best there is
		readable, cut, in = was, c.cuts.Before, c.out.From.graph()
		out.Name = in.Title(was).In(c.out.Lang)
	}
	c.owner(out, rules.Responsible(in, readable), cut, in)
	if !c.tells(was) {
		out.Fields, out.BodyChanged, out.FromFile, out.FromKind = nil, false, "", ""
	}
	out.Fields = c.cuts.Changes(was, now, out.Fields)
	out.Sorts = c.sortsOf(out, was, now)
	if !c.profile.ShowsFiles() {
		out.File, out.FromFile, out.FromKind = "", "", ""
		if last.ID == "" && last.OwnTitle() == "" { // its title is the name of its file
			out.Name = out.What
		}
	}
	if c.profile.ShowsChanges() && (d.Change == trail.Edited || d.Change == trail.Renamed) {
		out.Words = c.teller.Tell(last.Kind, out.Fields)
		if out.BodyChanged {
			out.Body = c.cuts.Body(was.Doc.BodyText(), now.Doc.BodyText())
		}
	}
	return out
}

// owner sets who is responsible for a record: role is in the state of the graph in, or nil. It is shown if both states show it.
func (c *comparer) owner(out *RecordChange, role *record.Record, cut *disclose.Cut, in *graph.Graph) {
	switch {
	case role == nil:
	case cut.Record(role) && c.cuts.Title(role.ID, []string{role.Kind.Name}, c.out.Lang) != "":
		out.Owner, out.OwnerName = role.ID, in.Title(role).In(c.out.Lang)
	default:
		out.OwnerHidden = true
	}
}
