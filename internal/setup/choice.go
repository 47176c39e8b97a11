package setup

import (
	"slices"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Choice is one of several answers: the stored value and its label.
type Choice struct {
	Value string
	Label locale.Text
}

// Choices returns the answers that a field allows: its values, or the records that it can refer to, by id. free is set if it can
// hold any text; there are then no choices.
func Choices(w *workspace.Workspace, f *record.Field) (choices []Choice, free bool) {
	if f.Items != nil {
		f = f.Items
	}
	for _, v := range f.Values {
		choices = append(choices, Choice{v.Name, v.Label})
	}
	if f.Type == record.Boolean {
		choices = []Choice{{"true", inBoth("site.yes")}, {"false", inBoth("site.no")}}
	}
	if choices != nil || f.Ref == nil {
		return choices, choices == nil
	}
	return referable(w.Graph, f)
}

// referable returns the records that a reference can name; free is set if it can name any.
func referable(g *graph.Graph, f *record.Field) (choices []Choice, free bool) {
	if slices.Contains(f.Ref, "*") {
		return nil, true
	}
	for _, kind := range f.Ref {
		for _, r := range g.OfKind(kind) {
			choices = append(choices, Choice{referenceTo(g, r), g.Title(r)})
		}
	}
	return choices, false
}

// inBoth returns one of the program's messages in both languages.
func inBoth(key string) locale.Text {
	return locale.Text{SV: locale.Swedish.T(key), EN: locale.English.T(key)}
}

func referenceTo(g *graph.Graph, r *record.Record) string {
	if r.Kind.Name == record.CatalogueKind {
		return reference(g, r)
	}
	return r.ID
}

// Pick returns the choices that an answer can mean: those with that value, else those with that label in either language, else all whose
// value or label contains it, ignoring case. Digits alone are never a part of a name: if the choices are listed with numbers, they are
// the number of one, or nothing. part is set if only a part of a name fits.
func Pick(choices []Choice, answer string, listed bool) (found []Choice, part bool) {
	answer = source.Comparable(strings.TrimSpace(answer))
	if answer == "" {
		return nil, false
	}
	number := IsNumber(answer)
	if found := called(choices, answer, valueOf); found != nil {
		return found, false
	}
	if number && listed {
		n, err := strconv.Atoi(answer)
		if err != nil || n < 1 || n > len(choices) {
			return nil, false
		}
		return choices[n-1 : n], false
	}
	if found := Called(choices, answer); found != nil || number {
		return found, false
	}
	for _, c := range choices {
		text := strings.ToLower(source.Comparable(c.Value + " " + c.Label.SV + " " + c.Label.EN))
		if strings.Contains(text, strings.ToLower(answer)) {
			found = append(found, c)
		}
	}
	return found, true
}

// IsNumber reports whether an answer is digits and nothing else.
func IsNumber(answer string) bool { return answer != "" && strings.Trim(answer, "0123456789") == "" }

// sameName reports whether two names differ at most in letter case and in how their letters are composed.
func sameName(a, b string) bool {
	return strings.EqualFold(source.Comparable(a), source.Comparable(b))
}

// Called returns the choices that a text names in full: those with that value, or else those with that label in either language.
func Called(choices []Choice, text string) []Choice {
	if found := called(choices, text, valueOf); found != nil {
		return found
	}
	return called(choices, text, func(c Choice) []string { return []string{c.Label.SV, c.Label.EN} })
}

func valueOf(c Choice) []string { return []string{c.Value} }

func called(choices []Choice, text string, names func(Choice) []string) []Choice {
	all := make([][]string, len(choices))
	for i, c := range choices {
		all[i] = names(c)
	}
	var found []Choice
	for _, i := range record.Called(text, all) {
		found = append(found, choices[i])
	}
	return found
}

// AnyChoice is a list of choices as a value in a message: ROLL-A (Chef) eller ROLL-B (Chef).
type AnyChoice []Choice

// In returns the list in words.
func (l AnyChoice) In(lang locale.Lang) string {
	names := make([]string, len(l))
	for i, c := range l {
		names[i] = record.Labelled(c.Value, c.Label).In(lang)
	}
	return lang.Or(names)
}
