package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
)

// reader tells of records of a state, as far as the profile of the command line shows them; without one nothing is cut.
type reader struct {
	*app
	state *engine.State
	cut   *disclose.Cut
}

func (a *app) reader(s *engine.State) *reader { return &reader{a, s, s.Cut(a.shownProfile())} }

// title is what a record is called.
func (a *reader) title(r *record.Record) string { return a.state.Workspace.Graph.Title(r).In(a.lang) }

// cell is a value in words: labels for stored values, titles for references.
func (a *reader) cell(r *record.Record, path string) string {
	if !a.cut.Field(r, path) {
		return ""
	}
	f := r.Kind.Field(path)
	var parts []string
	for _, p := range graph.Expand(r.Values, record.Bare(path)) {
		if strings.Contains(path, "[") {
			p = path
		}
		if v := a.cut.Value(r.Kind, p, r.At(p)); v != nil {
			parts = append(parts, a.words(f, v))
		}
		if p == path {
			break
		}
	}
	return strings.Join(parts, ", ")
}

// words is one value as people read it.
func (a *reader) words(f *record.Field, v any) string {
	switch v := v.(type) {
	case []any:
		var parts []string
		for _, item := range v {
			parts = append(parts, a.words(f, item))
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		return "…"
	case bool:
		if v {
			return a.lang.T("site.yes")
		}
		return a.lang.T("site.no")
	}
	text := fmt.Sprint(v)
	if f == nil {
		return text
	}
	if f.Items != nil {
		f = f.Items
	}
	if value := f.Value(text); value != nil {
		return value.Label.In(a.lang)
	}
	if f.Ref != nil {
		if to, _ := a.state.Workspace.Graph.Resolve(text, f.Ref); to != nil {
			return a.title(to)
		}
	}
	return text
}

// label is what the field at a path is called.
func (a *reader) label(kind *record.Kind, path string) string {
	if f := kind.Field(path); f != nil && !f.Label.IsZero() {
		return f.Label.In(a.lang)
	}
	return path
}

// byKind orders the paths of a record's values as its kind does: title first, the items of a list one after the other. Paths
// that the kind does not know come last.
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

// itemNumber is the number of the item that a path ends in, counted from 1: of followups[0] it is 1.
func itemNumber(path string) (n int, ok bool) {
	if !strings.HasSuffix(path, "]") {
		return 0, false
	}
	n, err := strconv.Atoi(path[strings.LastIndexByte(path, '[')+1 : len(path)-1])
	return n + 1, err == nil
}

// itemLabel is what an item of a list of objects is called: "Bedömning 2"; "" where the path leads through none.
func (a *reader) itemLabel(kind *record.Kind, path string) string {
	for p := record.Parent(path); p != ""; p = record.Parent(p) {
		if n, ok := itemNumber(p); ok {
			return a.label(kind, record.Parent(p)) + " " + strconv.Itoa(n)
		}
	}
	return ""
}

// line is a text of several lines on one, as wide as it looks.
func line(text string) string { return exchange.Visible(strings.Join(strings.Fields(text), " ")) }

// indent is a text of several lines below its label.
func indent(text string) string {
	var b strings.Builder
	for l := range strings.Lines(strings.TrimSpace(text)) {
		if b.Len() > 0 && strings.TrimSpace(l) != "" {
			b.WriteString("    ")
		}
		b.WriteString(l)
	}
	return b.String()
}
