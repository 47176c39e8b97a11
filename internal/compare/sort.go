package compare

import (
	"cmp"
	"slices"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
)

// KindChange is what happened to the records of a kind.
type KindChange struct {
	Kind, Label string
	Sorts       []Sort // only those with records
}

// Sort is a group of records of a kind to which the same thing happened: they were added, for example, or are still open.
type Sort struct {
	Name    string // one of the constants below
	Label   string
	Records []*RecordChange
}

// The sorts, in the order in which they are shown. A record can belong to several.
const (
	SortAdded    = "added"
	SortClosed   = "closed"
	SortReopened = "reopened"
	SortOpen     = "open" // before and after; only between two commits, because a change in progress does nothing to them
	SortJudged   = "judged"
	SortDue      = "due"
	SortEdited   = "changed" // not only in form
	SortRemoved  = "removed"
)

var sorts = []string{SortAdded, SortClosed, SortReopened, SortOpen, SortJudged, SortDue, SortEdited, SortRemoved}

// sortLabels are the message keys of the usual label of each sort.
var sortLabels = map[string]string{
	SortAdded: "between.added", SortClosed: "between.closed", SortReopened: "between.reopened", SortOpen: "between.open",
	SortJudged: "between.judged", SortDue: "between.due", SortEdited: "between.changed", SortRemoved: "between.removed",
}

// kinds groups the records of each kind by sort.
func (c *comparer) kinds() {
	for _, d := range c.all {
		if len(d.Sorts) == 0 {
			continue
		}
		at := slices.IndexFunc(c.out.Kinds, func(k KindChange) bool { return k.Kind == d.Kind })
		if at < 0 {
			at = len(c.out.Kinds)
			c.out.Kinds = append(c.out.Kinds, KindChange{Kind: d.Kind, Label: d.Label})
		}
		for _, name := range d.Sorts {
			c.out.Kinds[at].add(name, d)
		}
	}
	for i := range c.out.Kinds {
		k := &c.out.Kinds[i]
		slices.SortFunc(k.Sorts, func(x, y Sort) int { return slices.Index(sorts, x.Name) - slices.Index(sorts, y.Name) })
		for j := range k.Sorts {
			k.Sorts[j].Label = c.sortLabel(k.Kind, k.Sorts[j].Name)
		}
	}
}

func (k *KindChange) add(name string, d *RecordChange) {
	at := slices.IndexFunc(k.Sorts, func(s Sort) bool { return s.Name == name })
	if at < 0 {
		at = len(k.Sorts)
		k.Sorts = append(k.Sorts, Sort{Name: name})
	}
	k.Sorts[at].Records = append(k.Sorts[at].Records, d)
}

// sortLabel returns what the records of a sort are called: as their kind says, or in the usual words.
func (c *comparer) sortLabel(kind, sort string) string {
	k := c.out.Kind(kind)
	switch {
	case sort == SortClosed && len(k.Closed) > 0 && !k.Closed[0].Label.IsZero():
		return k.Closed[0].Label.In(c.out.Lang)
	case sort == SortJudged && !k.JudgedLabel.IsZero():
		return k.JudgedLabel.In(c.out.Lang)
	}
	return c.out.Lang.T(sortLabels[sort])
}

// sortsOf returns the sorts that a record belongs to. Either side can be nil. If the profile did not show the record before, no
// sort reveals what it was.
func (c *comparer) sortsOf(d *RecordChange, was, now *record.Record) []string {
	k := cmp.Or(now, was).Kind
	if !c.tells(was) {
		if d.Form() {
			return nil
		}
		return []string{SortEdited}
	}
	stages := c.shownStages(k)
	closedBefore := was != nil && c.out.From.Workspace.Graph.Reached(was, c.shownStages(was.Kind), c.out.From.AsOf)
	closedNow := now != nil && c.out.To.Workspace.Graph.Reached(now, stages, c.out.To.AsOf)
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
	add(both && awaits(stages) && c.out.To.Commit != nil && !closedBefore && !closedNow, SortOpen)
	add(both && changes(d.Fields, k.Judged), SortJudged)
	if both && k.Due != "" && c.cuts.After.KindField(k, k.Due) {
		d.Moves = c.moves(was, now, k.Due)
		add(d.Moves > 0, SortDue)
	}
	add(both && d.Change != "" && !d.Form(), SortEdited)
	add(now == nil, SortRemoved)
	return of
}

// shownStages returns the stages that close records of a kind and that the profile shows.
func (c *comparer) shownStages(k *record.Kind) []record.Stage {
	cut := cmp.Or(c.cuts.After, c.cuts.Before)
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

// moves returns how often a record got another day: by the trail between the two states, and by what the later state has in
// addition. A day that was removed and set again counts if it is another day.
func (c *comparer) moves(was, now *record.Record, due string) int {
	var days []string
	if c.out.From.Commit != nil {
		for _, rev := range slices.Backward(c.past.After(now.ID, c.out.From.Commit.Hash)) {
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

// OfSort reports whether a field is among those that put a record in a sort.
func OfSort(k *record.Kind, sort, path string) bool {
	return slices.ContainsFunc(sortFields(k, sort), func(field string) bool { return within(path, field) })
}

// sortFields returns the fields that put a record in a sort.
func sortFields(k *record.Kind, sort string) []string {
	switch sort {
	case SortAdded, SortOpen, SortEdited, SortRemoved:
		return nil
	case SortDue:
		return []string{k.Due}
	case SortJudged:
		return k.Judged
	}
	var fields []string
	for _, s := range k.Closed {
		if s.Field != "" && s.Successor == "" {
			fields = append(fields, record.Bare(s.Field))
		}
	}
	return fields
}

// within reports whether a path is a field or lies below it.
func within(path, field string) bool {
	for p := record.Bare(path); p != ""; p = record.Parent(p) {
		if p == field {
			return true
		}
	}
	return false
}
