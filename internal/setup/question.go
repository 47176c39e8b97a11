package setup

import (
	"cmp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/record"
)

// Missing returns the paths that the kind requires and the draft lacks, in the kind's order: at the top level, and in every
// object that has been started. The id is left out; see [Draft.ProposeID].
func (d *Draft) Missing() []string {
	var missing []string
	var walk func(f *record.Field, v any, at string)
	walk = func(f *record.Field, v any, at string) {
		switch v := v.(type) {
		case map[string]any:
			for _, c := range f.Fields {
				child := document.Join(at, c.Name)
				if v[c.Name] == nil && c.Required && child != "id" {
					missing = append(missing, needed(c, child)...)
				}
				walk(c, v[c.Name], child)
			}
		case []any:
			for i, item := range v {
				walk(f.Items, item, document.Index(at, i))
			}
		}
	}
	walk(d.Kind.Root, d.values, "")
	return missing
}

// needed returns the paths to set for a field without a value: for an object, its own required fields, or else its first field; for
// a list of objects, those of a first item.
func needed(f *record.Field, at string) []string {
	if f.Items != nil && f.Items.Type == record.Object {
		return needed(f.Items, document.Index(at, 0))
	}
	if f.Type != record.Object || len(f.Fields) == 0 {
		return []string{at}
	}
	var paths []string
	for _, c := range f.Fields {
		if c.Required {
			paths = append(paths, needed(c, document.Join(at, c.Name))...)
		}
	}
	if paths == nil {
		return needed(f.Fields[0], document.Join(at, f.Fields[0].Name))
	}
	return paths
}

// Question is a field that a person can be asked for because a rule asks for it.
type Question struct {
	Path string // with indices; [Draft.Set] takes it
	// Why is the diagnostic that asks for the field.
	Why diag.Diagnostic
	// Again is set if the field has a value, which is at fault.
	Again bool
}

// along lists, by rule, the fields that its question brings along: they are what a state that was answered must come with. They lie
// beside the field that the rule names, or in it if that is an object.
var along = map[string][]string{
	"action-closed-without-result": {"result", "verified_by"},
	"classification-incomplete":    {"decided_by", "decided_on"},
	"not-needed-unjustified":       {"reason", "decided_by", "decided_on"},
	"review-number-missing":        {"held_on", "decided_on"},
}

// notAsked are fields that a person does not fill in: the program makes what they name.
var notAsked = map[string]string{"tag": record.ReviewKind}

// Questions returns what the open diagnostics of the draft ask for: fields that they are about and that have no value, those that come
// along, and days that are not as they should be; the most severe first and then in the kind's order, each path once.
func (d *Draft) Questions(open []diag.Diagnostic) []Question {
	var questions []Question
	name := d.File().Name
	bySeverity := slices.SortedStableFunc(slices.Values(open), func(a, b diag.Diagnostic) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(d.rank(a.Field), d.rank(b.Field)))
	})
	for _, why := range bySeverity {
		if why.FileName() != name {
			continue
		}
		if notAsked[why.Field] == d.Kind.Name {
			continue
		}
		paths, again := d.wanted(why.Result), false
		if f := d.Kind.Field(why.Field); f != nil && strings.HasPrefix(f.Format, "date") && d.Has(why.Field) {
			paths, again = []string{why.Field}, true
		}
		for _, path := range paths {
			if !slices.ContainsFunc(questions, func(q Question) bool { return q.Path == path }) {
				questions = append(questions, Question{Path: path, Why: why, Again: again})
			}
		}
	}
	return questions
}

// wanted returns the paths to set for a result: for the field that it names, the other fields that its rule is about, and those that
// come along.
func (d *Draft) wanted(r diag.Result) []string {
	paths := d.empty(r.Field)
	for i := range d.Kind.Rules {
		if d.Kind.Rules[i].ID != r.Rule {
			continue
		}
		for _, path := range d.Kind.Rules[i].At {
			if !strings.Contains(path, "[") {
				paths = append(paths, d.empty(path)...)
			}
		}
	}
	beside := record.Parent(r.Field)
	if f := d.Kind.Field(r.Field); f != nil && f.Type == record.Object {
		beside = r.Field
	}
	for _, name := range along[r.Rule] {
		paths = append(paths, d.empty(document.Join(beside, name))...)
	}
	return paths
}

// rank returns the place of a field in the kind's order.
func (d *Draft) rank(path string) int { return slices.Index(d.Kind.Fields(), d.Kind.Field(path)) }

// empty returns the paths to set for a field, or for what it is to hold, as far as they have no value.
func (d *Draft) empty(path string) []string {
	f := d.Kind.Field(path)
	if f == nil || path == "id" {
		return nil
	}
	if d.at(path) == nil {
		return needed(f, path)
	}
	if f.Type != record.Object {
		return nil
	}
	paths := needed(f, path)
	if f.Aspects {
		paths = levels(f, path)
	}
	return slices.DeleteFunc(paths, func(p string) bool { return d.at(p) != nil })
}

// levels returns the paths of the levels of a classification, one for each aspect.
func levels(f *record.Field, at string) (paths []string) {
	for _, c := range f.Fields {
		if c.Type == record.Integer {
			paths = append(paths, document.Join(at, c.Name))
		}
	}
	return paths
}

// NextItem returns the list of objects in which a path lies, "" if it lies in none, and the paths to set for a further item of it.
func (d *Draft) NextItem(path string) (list string, needs []string) {
	i := strings.LastIndexByte(path, '[')
	if i < 0 || strings.HasSuffix(path, "]") {
		return "", nil
	}
	list = path[:i]
	items, _ := d.at(list).([]any)
	return list, needed(d.Kind.Field(list).Items, document.Index(list, len(items)))
}

// Has reports whether the draft has a value at a path.
func (d *Draft) Has(path string) bool { return path != "" && d.at(path) != nil }

// IsNamed reports whether the draft says what it is about: by a title, an id, or the record that lends it its title.
func (d *Draft) IsNamed() bool { return d.Has("title") || d.Has("id") || d.Has(d.Kind.TitleFrom) }

// Unset removes the value at a path, and the objects and lists that become empty. It reports whether there was one.
func (d *Draft) Unset(path string) bool {
	if !d.Has(path) {
		return false
	}
	values, _ := pruned(d.values, stepsOf(path)).(map[string]any)
	if values == nil {
		values = map[string]any{}
	}
	d.values = values
	return true
}

// pruned returns v without the value that steps lead to; nil if nothing is left of it.
func pruned(v any, steps []string) any {
	if len(steps) == 0 {
		return nil
	}
	switch v := v.(type) {
	case map[string]any:
		if v[steps[0]] = pruned(v[steps[0]], steps[1:]); v[steps[0]] == nil {
			delete(v, steps[0])
		}
		if len(v) > 0 {
			return v
		}
	case []any:
		i := indexOf(steps[0])
		if v[i] = pruned(v[i], steps[1:]); v[i] == nil {
			v = slices.Delete(v, i, i+1)
		}
		if len(v) > 0 {
			return v
		}
	}
	return nil
}
