package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// State is what the printers of records need to know about the state that the records are in.
type State struct {
	Rev       *string // full commit id; nil for the work tree
	AsOf      string  // the as-of day
	Workspace *workspace.Workspace
	Cut       *disclose.Cut // what of it is shown
	Lang      locale.Lang
}

// profile returns the profile of the cut; "" if there is none and nothing is cut.
func (s State) profile() record.Profile { return record.Profile(s.Cut.Profile()) }

// title returns the title of a record.
func (s State) title(r *record.Record) string { return s.Workspace.Graph.Title(r).In(s.Lang) }

// cell returns a value in words: labels for stored values, titles for references.
func (s State) cell(r *record.Record, path string) string {
	if !s.Cut.Field(r, path) {
		return ""
	}
	f := r.Kind.Field(path)
	var parts []string
	for _, p := range graph.Expand(r.Values, record.Bare(path)) {
		if strings.Contains(path, "[") {
			p = path
		}
		if v := s.Cut.Value(r.Kind, p, r.At(p)); v != nil {
			parts = append(parts, s.words(f, v))
		}
		if p == path {
			break
		}
	}
	return strings.Join(parts, ", ")
}

// words returns one value as people read it.
func (s State) words(f *record.Field, v any) string {
	switch v := v.(type) {
	case []any:
		var parts []string
		for _, item := range v {
			parts = append(parts, s.words(f, item))
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		return "…"
	case bool:
		if v {
			return s.Lang.T("site.yes")
		}
		return s.Lang.T("site.no")
	}
	text := fmt.Sprint(v)
	if f == nil {
		return text
	}
	if f.Items != nil {
		f = f.Items
	}
	if value := f.Value(text); value != nil {
		return value.Label.In(s.Lang)
	}
	if f.Ref != nil {
		if to, _ := s.Workspace.Graph.Resolve(text, f.Ref); to != nil {
			return s.title(to)
		}
	}
	return text
}

// label returns the label of the field at a path.
func (s State) label(kind *record.Kind, path string) string {
	if f := kind.Field(path); f != nil && !f.Label.IsZero() {
		return f.Label.In(s.Lang)
	}
	return path
}

// byKind orders the paths of a record's values as its kind does, with the fields of each list item together. Paths that the
// kind does not know come last.
func byKind(kind *record.Kind) func(a, b string) int {
	place := map[string]int{}
	if kind != nil {
		for i, f := range kind.Fields() {
			place[f.Path] = i + 1
		}
	}
	key := func(path string) (places []int) {
		for ; path != ""; path = record.Parent(path) {
			if item, isItem := itemNumber(path); isItem {
				places = append(places, item)
				continue
			}
			n := place[record.Bare(path)]
			if n == 0 {
				n = len(place) + 1
			}
			places = append(places, n)
		}
		slices.Reverse(places)
		return places
	}
	return func(a, b string) int { return cmp.Or(slices.Compare(key(a), key(b)), graph.CompareIDs(a, b)) }
}

// itemNumber returns the number of the list item that a path ends in, counted from 1: 1 for followups[0].
func itemNumber(path string) (n int, ok bool) {
	if !strings.HasSuffix(path, "]") {
		return 0, false
	}
	n, err := strconv.Atoi(path[strings.LastIndexByte(path, '[')+1 : len(path)-1])
	return n + 1, err == nil
}

// itemLabel returns the label of an item of a list of objects: "Bedömning 2"; "" if the path is not in such a list.
func (s State) itemLabel(kind *record.Kind, path string) string {
	for p := record.Parent(path); p != ""; p = record.Parent(p) {
		if n, ok := itemNumber(p); ok {
			return s.label(kind, record.Parent(p)) + " " + strconv.Itoa(n)
		}
	}
	return ""
}
