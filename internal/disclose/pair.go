package disclose

import (
	"reflect"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// Pair is what a profile leaves of two states that are compared. Both are cut by what is hidden in either, so that what has
// become secret since is no more told than what was. A Cut is nil where there was no workspace.
type Pair struct{ Before, After *Cut }

// Title is what a record is called that a reference to one of the kinds names: in the later state or else, where it is there no
// more, in the earlier one; "" where that state does not show it.
func (p Pair) Title(id string, kinds []string, lang locale.Lang) string {
	for _, c := range []*Cut{p.After, p.Before} {
		if c == nil {
			continue
		}
		if to, _ := c.graph.Resolve(id, kinds); to != nil {
			return c.Title(id, kinds, lang)
		}
	}
	return ""
}

// Changes are the changes of shown fields of a record as [Cut.Trail] tells them. What a field said is told where both states show
// it; what it says now where the later one does, since the field may be new in its kind. A record is nil in the state that does
// not have it.
func (p Pair) Changes(was, now *record.Record, all []graph.Change) []graph.Change {
	var out []graph.Change
	for _, change := range all {
		if told := p.change(was, now, change); told != nil {
			out = append(out, *told)
		}
	}
	return out
}

// change is one change as it may be told, nil where it may not.
func (p Pair) change(was, now *record.Record, c graph.Change) *graph.Change {
	last, cut := now, p.After
	if now == nil {
		last, cut = was, p.Before
	}
	if cut.profile == "" {
		return &c
	}
	if !cut.KindField(last.Kind, c.Field) {
		return nil
	}
	told, names := c, false
	if was != nil {
		told.Old = p.Before.past(was.Kind, c.Field, told.Old)
		names = p.Before.namesIn(told.Old)
	}
	if now != nil {
		told.Old, told.New = p.After.past(now.Kind, c.Field, told.Old), p.After.past(now.Kind, c.Field, c.New)
		names = names || p.After.holdsSecret(told.Old) || p.After.holdsSecret(told.New)
	}
	switch {
	case reflect.DeepEqual(told.Old, told.New):
		return nil
	case names || !cut.profile.ShowsChanges():
		return &graph.Change{Field: c.Field}
	}
	return &told
}
