package compare

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
)

// comparer fills a Between.
type comparer struct {
	b             *Comparison
	profile       disclose.Profile
	before, after *disclose.Cut
	past          *trail.Trail
	teller        tell.Teller
	all           []*RecordChange // with those of records that are the same and are still open, or closed by a law
}

// side is a state and what the profile leaves of it.
type side struct {
	cut   *disclose.Cut
	graph *graph.Graph
}

// title is what a record is called that a reference names, in the later state or else, where it is there no more, in the
// earlier one; "" where that state does not show it.
func (c *comparer) title(id string, kinds []string) string {
	for _, s := range []side{{c.after, c.b.To.graph()}, {c.before, c.b.From.graph()}} {
		if s.cut == nil {
			continue
		}
		if to, _ := s.graph.Resolve(id, kinds); to != nil {
			if !s.cut.Record(to) {
				return ""
			}
			return s.graph.Title(to).In(c.b.Lang)
		}
	}
	return ""
}

// records tells how records differ.
func (c *comparer) records() {
	different := map[string]bool{}
	for _, d := range trail.Compare(c.b.From.graph(), c.b.To.graph()).Records {
		var was, now *record.Record
		if d.Change != trail.Added {
			was = recordOf(c.b.From, d, d.FromFile)
		}
		if d.Change != trail.Removed {
			now = recordOf(c.b.To, d, d.File)
		}
		if now != nil && !c.after.Record(now) || now == nil && !c.before.Record(was) {
			continue
		}
		told := c.difference(d, was, now)
		hidden := told.Form() && !d.Form() // all that changed
		different[strings.ToLower(d.ID)] = !hidden || !c.tells(was)
		if hidden {
			continue
		}
		c.b.Records = append(c.b.Records, told)
		c.all = append(c.all, told)
	}
	if c.after != nil && c.before != nil {
		c.same(different)
	}
	order := c.b.Lang.Collator()
	compare := func(x, y *RecordChange) int {
		return cmp.Or(c.rank(x.Kind)-c.rank(y.Kind), order.CompareString(x.Label, y.Label), cmp.Compare(x.Kind, y.Kind), graph.CompareIDs(x.ID, y.ID), cmp.Compare(x.File, y.File))
	}
	slices.SortFunc(c.b.Records, compare)
	slices.SortFunc(c.all, compare)
}

// same adds the records that do not differ, but may be of a sort: still open, closed by a law, or put off and back again.
func (c *comparer) same(different map[string]bool) {
	for _, r := range c.after.Records(c.b.To.graph().Records) {
		if len(r.Kind.Closed) > 0 && r.ID != "" && !different[strings.ToLower(r.ID)] {
			d := trail.Difference{ID: r.ID, Kind: r.Kind.Name, Title: c.b.To.graph().Title(r), File: r.File().Name}
			c.all = append(c.all, c.difference(d, r, r))
		}
	}
}

// rank puts first the kinds whose records are closed or judged: what there is to be said of is in them.
func (c *comparer) rank(kind string) int {
	if k := c.b.Kind(kind); k != nil && len(k.Closed)+len(k.Judged) > 0 {
		return 0
	}
	return 1
}

// recordOf is the record that a difference is about in a state, or nil.
func recordOf(s *Side, d trail.Difference, file string) *record.Record {
	switch {
	case s.Workspace == nil:
		return nil
	case d.ID == "":
		return s.Workspace.Graph.InFile(cmp.Or(file, d.File))
	}
	return s.Workspace.Graph.Named(d.ID)
}

// tells reports whether what a record of the earlier state said may be told; nil for one that was not there.
func (c *comparer) tells(was *record.Record) bool { return was == nil || c.before.Record(was) }

// difference tells one difference, cut to the profile. What a record said while the profile did not show it stays untold.
func (c *comparer) difference(d trail.Difference, was, now *record.Record) *RecordChange {
	last, of := now, side{c.after, c.b.To.graph()}
	if now == nil {
		last, of = was, side{c.before, c.b.From.graph()}
	}
	out := &RecordChange{
		Difference: d, Name: d.Title.In(c.b.Lang), Label: last.Kind.Plural.In(c.b.Lang), What: last.Kind.Label.In(c.b.Lang),
	}
	readable := last
	if last.Doc.Broken && was != nil && c.tells(was) { // what it said before is the best there is
		readable, of = was, side{c.before, c.b.From.graph()}
		out.Name = of.graph.Title(was).In(c.b.Lang)
	}
	switch role := rules.Responsible(of.graph, readable); {
	case role == nil:
	case of.cut.Record(role) && c.title(role.ID, []string{role.Kind.Name}) != "":
		out.Owner, out.OwnerName = role.ID, of.graph.Title(role).In(c.b.Lang)
	default:
		out.OwnerHidden = true
	}
	if !c.tells(was) {
		out.Fields, out.BodyChanged, out.FromFile, out.FromKind = nil, false, "", ""
	}
	out.Fields = c.cutFields(was, now, out.Fields)
	out.Sorts = c.sortsOf(out, was, now)
	if !c.profile.ShowsFiles() {
		out.File, out.FromFile, out.FromKind = "", "", ""
		if last.ID == "" && last.OwnTitle() == "" { // its title is the name of its file
			out.Name = out.What
		}
	}
	if c.profile.ShowsChanges() && (d.Change == trail.Edited || d.Change == trail.Renamed) {
		out.Words = c.teller.Tell(last.Kind, out.Fields)
	}
	return out
}

// cutFields are the changes of shown fields as [Cut.Trail] tells them. What a field said is told where both states show it, so
// that what has become secret since is no more told than what was; what it says now where the later one does, since the field
// may be new in its kind. Either record may be nil.
func (c *comparer) cutFields(was, now *record.Record, all []graph.Change) []graph.Change {
	if c.b.Profile == "" {
		return all
	}
	var out []graph.Change
	for _, change := range all {
		if now != nil && !c.after.KindField(now.Kind, change.Field) || now == nil && !c.before.KindField(was.Kind, change.Field) {
			continue
		}
		told, names := change, false
		if was != nil {
			told.Old = c.before.Past(was.Kind, change.Field, told.Old)
			names = c.before.NamesIn(told.Old)
		}
		if now != nil {
			told.Old, told.New = c.after.Past(now.Kind, change.Field, told.Old), c.after.Past(now.Kind, change.Field, change.New)
			names = names || c.after.NamesIn(told.Old) || c.after.NamesIn(told.New)
		}
		switch {
		case reflect.DeepEqual(told.Old, told.New):
		case names || !c.profile.ShowsChanges():
			out = append(out, graph.Change{Field: change.Field})
		default:
			out = append(out, told)
		}
	}
	return out
}

// sortsOf are the sorts that a record is of. Either side may be nil. Of one that was not shown before, what it was is told
// by no sort either.
func (c *comparer) sortsOf(d *RecordChange, was, now *record.Record) []string {
	k := cmp.Or(now, was).Kind
	if !c.tells(was) {
		if d.Form() {
			return nil
		}
		return []string{SortEdited}
	}
	stages := c.shownStages(k)
	closedBefore := was != nil && c.b.From.Workspace.Graph.Reached(was, c.shownStages(was.Kind), c.b.From.AsOf)
	closedNow := now != nil && c.b.To.Workspace.Graph.Reached(now, stages, c.b.To.AsOf)
	var of []string
	add := func(is bool, sort string) {
		if is {
			of = append(of, sort)
		}
	}
	both := was != nil && now != nil
	add(was == nil, SortAdded)
	add(closedNow && !closedBefore, SortClosed)
	add(both && closedBefore && !closedNow, SortReopened)
	add(both && awaits(stages) && c.b.To.Commit != nil && !closedBefore && !closedNow, SortOpen)
	add(both && changes(d.Fields, k.Judged), SortJudged)
	if both && k.Due != "" && c.after.KindField(k, k.Due) {
		d.Moves = c.moves(was, now, k.Due)
		add(d.Moves > 0, SortDue)
	}
	add(both && d.Change != "" && !d.Form(), SortEdited)
	add(now == nil, SortRemoved)
	return of
}

// shownStages are the stages that close records of a kind, those that the profile shows.
func (c *comparer) shownStages(k *record.Kind) []record.Stage {
	cut := cmp.Or(c.after, c.before)
	return slices.DeleteFunc(slices.Clone(k.Closed), func(s record.Stage) bool {
		return slices.ContainsFunc(s.Fields(), func(field string) bool { return !cut.KindField(k, field) })
	})
}

// awaits reports whether records are open until they reach one of the stages.
func awaits(closed []record.Stage) bool { return len(closed) > 0 && !closed[0].Lasting }

// changes reports whether one of the changes is in one of the fields or below it.
func changes(all []graph.Change, fields []string) bool {
	return slices.ContainsFunc(all, func(c graph.Change) bool {
		return slices.ContainsFunc(fields, func(field string) bool { return within(c.Field, field) })
	})
}

// moves is how often a record got another day: by the trail from the one state to the other, and by what the later state has
// that the trail has not. A day that was taken away and set anew has been moved when it is another.
func (c *comparer) moves(was, now *record.Record, due string) int {
	var days []string
	if c.b.From.Commit != nil {
		for _, rev := range slices.Backward(c.past.After(now.ID, c.b.From.Commit.Hash)) {
			for _, f := range rev.Fields {
				if day, ok := f.New.(string); ok && f.Field == due {
					days = append(days, day)
				}
			}
		}
	}
	n, last := 0, was.Text(due)
	for _, day := range append(days, now.Text(due)) {
		if last != "" && day != "" && day != last {
			n++
		}
		last = cmp.Or(day, last)
	}
	return n
}
