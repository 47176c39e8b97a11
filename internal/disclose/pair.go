package disclose

import (
	"reflect"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// Pair is what a profile leaves of two states that are compared. Both are cut by what is hidden in either, so that what has
// become secret since then is hidden too. A Cut is nil if there was no workspace.
type Pair struct{ Before, After *Cut }

// Title returns the title of the record that a reference to one of the kinds names: from the later state, or from the earlier
// one if the record is only there; "" if that state hides it.
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

// Changes returns the changes of shown fields of a record, as [Cut.Trail] does. An old value is shown if both states show the
// field, a new one if the later state does, because the field can be new in its kind. A record is nil in the state that does
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

// change returns one change as it may be shown, or nil if it may not.
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
