package rules

import (
	"errors"
	"strings"
	"sync"

	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// Trial finds what is wrong with conditions before there is a record for which they fail: it looks at what they name and compare,
// and evaluates them for records that there could be.
type Trial struct {
	kinds  *record.Kinds
	config map[string]any
	env    *expr.Env
	empty  sync.Map // of [Trial.Empty], by emptyKey: what it finds does not depend on the record that failed
}

// emptyKey is what [Trial.Empty] was asked.
type emptyKey struct {
	kind *record.Kind
	text string
	want expr.Result
}

// NewTrial returns a trial for conditions about records of the given kinds. config are the settings of lis.yaml.
func NewTrial(kinds *record.Kinds, config map[string]any) (*Trial, error) {
	t := &Trial{kinds: kinds, config: config}
	env, err := expr.New(expr.Funcs{
		// a reference in a made-up record is the name of the kind that it refers to
		Ref: func(id string) any {
			if k := kinds.Named(id); k != nil {
				return made(k)
			}
			return nil
		},
		Backlinks: func(_, kind, _ string) []any {
			if k := kinds.Named(kind); k != nil {
				return []any{made(k)}
			}
			return nil
		},
		Over: func(map[string]any, string) bool { return false },
	})
	t.env = env
	return t, err
}

// Fault returns what is wrong with a condition about records of a kind, which is to give want; nil if nothing is. A condition that
// does not compile is not its matter, nor one that fails only where a field is empty: see [Trial.Empty].
func (t *Trial) Fault(kind *record.Kind, text string, want expr.Result) *expr.Error {
	p, err := t.env.CompileTrial(text, expr.Anything)
	if err != nil {
		return nil
	}
	if _, err := t.env.CompileTrial(text, want); err != nil {
		return expr.Again(text, 0, err)
	}
	if wrong := Misread(t.kinds, kind, text, p, want); wrong != nil {
		return wrong
	}
	w := phrasing{kinds: t.kinds, kind: kind, lang: locale.English}
	if wrong := w.doubt(text, expr.Parse(text)); wrong != nil {
		return wrong
	}
	var failed *expr.Error
	if errors.As(try(p, t.vars(made(kind)), want), &failed) && !failed.ByChance {
		return expr.Again(text, 0, failed)
	}
	return nil
}

// Empty returns which field a condition cannot do without, for one that has failed for a record; nil if that is not why.
func (t *Trial) Empty(kind *record.Kind, text string, want expr.Result) *expr.Error {
	key := emptyKey{kind, text, want}
	if known, ok := t.empty.Load(key); ok {
		return known.(*expr.Error)
	}
	found := t.findEmpty(kind, text, want)
	t.empty.Store(key, found)
	return found
}

func (t *Trial) findEmpty(kind *record.Kind, text string, want expr.Result) *expr.Error {
	p, err := t.env.CompileTrial(text, want)
	if err != nil {
		return nil
	}
	for _, use := range p.Uses() {
		f := kind.Field(use.Path)
		if use.Of != "self" || f == nil || f.Required && !strings.Contains(use.Path, ".") {
			continue
		}
		vars := t.vars(without(made(kind), strings.Split(use.Path, ".")))
		if try(p, vars, want) == nil {
			continue
		}
		key := "condition.when-empty"
		if inList(kind, use.Path) {
			key = "condition.when-empty-row"
		}
		return expr.At(text, placeOf(text, use.Path), locale.Say(key, locale.Args{"field": use.Path}))
	}
	return nil
}

// try evaluates a condition; a number that is missing is none.
func try(p *expr.Program, vars map[string]any, want expr.Result) error {
	v, err := p.Value(vars)
	if err != nil || want == expr.Anything || want == expr.Whole && v == nil {
		return err
	}
	if want == expr.Whole {
		_, err = p.Whole(vars)
		return err
	}
	_, err = p.Bool(vars)
	return err
}

func (t *Trial) vars(self map[string]any) map[string]any {
	vars := map[string]any{"self": self, "as_of": "2023-08-25", "config": t.config, "review": nil}
	if review := t.kinds.Named(record.ReviewKind); review != nil {
		vars["review"] = made(review)
	}
	return vars
}

// made returns a record of a kind in which every field is filled in, as conditions see it.
func made(kind *record.Kind) map[string]any {
	values, _ := madeUp(kind.Root).(map[string]any)
	values["id"], values["kind"] = kind.Prefix+"-1", kind.Name
	return values
}

// madeUp returns a value that a field can have. A reference is the name of a kind.
func madeUp(f *record.Field) any {
	switch {
	case len(f.Values) > 0:
		return f.Values[0].Name
	case len(f.Ref) > 0:
		return f.Ref[0]
	case f.Format == "date":
		return "2023-01-31"
	case f.Format == "date-time":
		return "2023-01-31T12:00:00+01:00"
	}
	switch f.Type {
	case record.Integer:
		if f.Min != nil {
			return int64(*f.Min)
		}
		return int64(1)
	case record.Number:
		return 1.5
	case record.Boolean:
		return true
	case record.List:
		return []any{madeUp(f.Items)}
	case record.Object:
		values := map[string]any{}
		for _, c := range f.Fields {
			values[c.Name] = madeUp(c)
		}
		return values
	}
	return "text"
}

// without returns a value in which the field at a path is empty, in every row of a list on the way.
func without(v any, path []string) map[string]any {
	values, _ := v.(map[string]any)
	switch inner := values[path[0]].(type) {
	case map[string]any:
		if len(path) > 1 {
			values[path[0]] = without(inner, path[1:])
			return values
		}
		for name := range inner {
			inner[name] = nil
		}
	case []any:
		if len(path) == 1 {
			values[path[0]] = []any{}
			return values
		}
		for i := range inner {
			inner[i] = without(inner[i], path[1:])
		}
	default:
		if _, there := values[path[0]]; there {
			values[path[0]] = nil
		}
	}
	return values
}

// inList reports whether a path leads into the rows of a list.
func inList(kind *record.Kind, path string) bool {
	for above := record.Parent(path); above != ""; above = record.Parent(above) {
		if f := kind.Field(above); f != nil && f.Type == record.List {
			return true
		}
	}
	return false
}
