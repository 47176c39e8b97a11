package setup

import (
	"maps"
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
)

// Slip returns what would be wrong with the draft by itself if a text were set as the value of a field, as [Draft.Set] sets it; nil if
// nothing would. Whether a reference leads somewhere, and what is still missing, are other questions. The draft does not change. The
// error is a *SetError.
func (d *Draft) Slip(set *rules.Set, field, text, asOf string, lang locale.Lang) (*diag.Diagnostic, error) {
	with := &Draft{Kind: d.Kind, graph: d.graph, values: copied(d.values).(map[string]any)}
	if err := with.Set(field, text); err != nil {
		return nil, err
	}
	before := d.slips(set, asOf)
	after := slices.DeleteFunc(with.slips(set, asOf), func(r diag.Result) bool {
		there := slices.ContainsFunc(before, func(b diag.Result) bool { return b.Rule == r.Rule && b.Field == r.Field })
		return there && record.Bare(r.Field) != record.Bare(field)
	})
	if len(after) == 0 {
		return nil, nil
	}
	return &d.ByLabel(set, after[:1], lang)[0], nil
}

// slips returns what is wrong with the draft by itself, without what it lacks.
func (d *Draft) slips(set *rules.Set, asOf string) []diag.Result {
	f := d.File()
	r, found := d.Kind.Read(document.Parse(f.Name, f.Data))
	return slices.DeleteFunc(set.Alone(r, found, asOf), func(r diag.Result) bool { return r.Rule == "field-missing" })
}

// ByLabel puts results about the draft into words that call its fields as people do: by their labels.
func (d *Draft) ByLabel(set *rules.Set, results []diag.Result, lang locale.Lang) []diag.Diagnostic {
	results = slices.Clone(results)
	for i, r := range results {
		if f := d.Kind.Field(r.Field); f != nil && r.Args["field"] == r.Field && !f.Label.IsZero() {
			results[i].Args = maps.Clone(r.Args)
			results[i].Args["field"] = f.Label
		}
	}
	return set.Tell(results, lang)
}

// copied returns a value that shares no list and no object with another.
func copied(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, value := range v {
			out[name] = copied(value)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, value := range v {
			out[i] = copied(value)
		}
		return out
	}
	return v
}

// Namesakes returns the records of the draft's kind that have its title.
func (d *Draft) Namesakes() []Choice {
	var found []Choice
	title := d.Text("title")
	if title == "" {
		return nil
	}
	for _, r := range d.graph.OfKind(d.Kind.Name) {
		if sameName(r.OwnTitle(), title) {
			found = append(found, Choice{r.ID, d.graph.Title(r)})
		}
	}
	return found
}

// Chosen returns what the values at a path stand for: the records that they refer to, or the values from a list with their labels. It
// is nil for a field that can hold any text.
func (d *Draft) Chosen(path string) []Choice {
	f := d.Kind.Field(path)
	if f == nil {
		return nil
	}
	if f.Items != nil {
		f = f.Items
	}
	values, isList := d.at(path).([]any)
	if !isList {
		values = []any{d.at(path)}
	}
	var chosen []Choice
	for _, v := range values {
		text, _ := v.(string)
		if to, _ := d.graph.Resolve(text, f.Ref); f.Ref != nil && to != nil {
			chosen = append(chosen, Choice{text, d.graph.Title(to)})
		}
		for _, value := range f.Values {
			if value.Name == text {
				chosen = append(chosen, Choice{value.Name, value.Label})
			}
		}
	}
	return chosen
}
