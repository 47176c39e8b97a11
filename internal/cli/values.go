package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/view"
)

// cut is what the profile of the command line may show; without one nothing is cut.
func (a *app) cut(s *state) *view.Cut {
	if s.cutter == nil {
		s.cutter = view.NewCut(s.workspace, record.Profile(a.profile))
	}
	return s.cutter
}

// cell is a value in words: labels for stored values, titles for references.
func (a *app) cell(s *state, r *record.Record, path string) string {
	if !a.cut(s).Field(r, path) {
		return ""
	}
	f := r.Kind.Field(path)
	var parts []string
	for _, p := range graph.Expand(r.Values, record.Bare(path)) {
		if strings.Contains(path, "[") {
			p = path
		}
		if v := r.At(p); v != nil {
			parts = append(parts, a.words(s, f, v))
		}
		if p == path {
			break
		}
	}
	return strings.Join(parts, ", ")
}

// words is one value as people read it.
func (a *app) words(s *state, f *record.Field, v any) string {
	switch v := v.(type) {
	case []any:
		var parts []string
		for _, item := range v {
			parts = append(parts, a.words(s, f, item))
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		return "…"
	case bool:
		if v {
			return "true"
		}
		return "false"
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
		if to, _ := s.workspace.Graph.Resolve(text, f.Ref); to != nil {
			return s.workspace.Graph.Title(to).In(a.lang)
		}
	}
	return text
}

// label is what the field at a path is called.
func (a *app) label(s *state, kind *record.Kind, path string) string {
	if f := kind.Field(path); f != nil && !f.Label.IsZero() {
		return f.Label.In(a.lang)
	}
	return path
}

func sortPaths(paths []string) { slices.SortFunc(paths, graph.CompareIDs) }
