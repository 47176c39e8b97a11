package setup

import (
	"slices"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Choice is one of several answers: the stored value and its label.
type Choice struct{ Value, Label string }

// Choices returns the answers that a field allows: its values, or the records that it can refer to, by id. free is set if it can
// hold any text; there are then no choices.
func Choices(w *workspace.Workspace, f *record.Field, lang locale.Lang) (choices []Choice, free bool) {
	if f.Items != nil {
		f = f.Items
	}
	for _, v := range f.Values {
		choices = append(choices, Choice{v.Name, v.Label.In(lang)})
	}
	if f.Type == record.Boolean {
		choices = []Choice{{"true", lang.T("site.yes")}, {"false", lang.T("site.no")}}
	}
	if choices != nil || f.Ref == nil || slices.Contains(f.Ref, "*") {
		return choices, choices == nil
	}
	for _, kind := range f.Ref {
		for _, r := range w.Graph.OfKind(kind) {
			choices = append(choices, Choice{referenceTo(w, r), w.Graph.Title(r).In(lang)})
		}
	}
	return choices, false
}

func referenceTo(w *workspace.Workspace, r *record.Record) string {
	if r.Kind.Name == record.CatalogueKind {
		return reference(w.Graph, r)
	}
	return r.ID
}

// Pick returns the choices that an answer can mean: the one with that value or number, else all whose value or label contains it,
// ignoring case.
func Pick(choices []Choice, answer string) []Choice {
	answer = source.Comparable(strings.TrimSpace(answer))
	if answer == "" {
		return nil
	}
	for _, c := range choices {
		if strings.EqualFold(c.Value, answer) {
			return []Choice{c}
		}
	}
	if n, err := strconv.Atoi(answer); err == nil && n >= 1 && n <= len(choices) {
		return choices[n-1 : n]
	}
	var found []Choice
	for _, c := range choices {
		text := strings.ToLower(source.Comparable(c.Value + " " + c.Label))
		if strings.Contains(text, strings.ToLower(answer)) {
			found = append(found, c)
		}
	}
	return found
}
