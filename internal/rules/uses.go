package rules

import (
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// Misread returns what is wrong with the first field or kind that a condition about records of a kind names and that does not
// exist, or that it is a field which cannot give want; nil if nothing is wrong. text is the condition as written. Without records
// none of this would fail.
func Misread(kinds *record.Kinds, kind *record.Kind, text string, p *expr.Program, want expr.Result) *expr.Error {
	for _, use := range p.Uses() {
		of := usedKinds(kinds, kind, use)
		if use.Of == "backlinks" && use.Via != "" && kinds.Named(use.Via) == nil {
			return expr.At(text, strings.Index(text, use.Via), noKind(kinds, use.Via))
		}
		if known(of, use.Path) || len(of) == 0 {
			continue
		}
		args := locale.Args{"field": use.Path, "guess": record.DidYouMean(record.Nearest(use.Path, paths(of[0])))}
		return expr.At(text, placeOf(text, use.Path), locale.Say("kind.no-field", args))
	}
	n := expr.Parse(text)
	if f := fieldOf(kind, n); f != nil && !gives(f, want) {
		return expr.At(text, 0, want.Unlike())
	}
	return misnamed(kinds, text, n)
}

// fieldOf returns the field that a condition consists of; nil if it is something else.
func fieldOf(kind *record.Kind, n *expr.Node) *record.Field {
	if path, ok := n.Path("self"); ok {
		return kind.Field(path)
	}
	return nil
}

// gives reports whether the values of a field can be a result.
func gives(f *record.Field, want expr.Result) bool {
	switch want {
	case expr.Truth:
		return f.Type == record.Boolean
	case expr.Whole:
		return f.Type == record.Integer
	}
	return true
}

// usedKinds returns the kinds of the records that a use reads; nil if that is not known, and for what are no records.
func usedKinds(kinds *record.Kinds, of *record.Kind, use expr.Use) []*record.Kind {
	switch use.Of {
	case "self":
		return []*record.Kind{of}
	case "review":
		return []*record.Kind{kinds.Named(record.ReviewKind)}
	case "backlinks":
		if k := kinds.Named(use.Via); k != nil {
			return []*record.Kind{k}
		}
	case "ref":
		return referred(kinds, of.Field(use.Via))
	}
	return nil
}

// referred returns the kinds that a field can refer to; nil if that is not limited.
func referred(kinds *record.Kinds, f *record.Field) []*record.Kind {
	if f != nil && f.Items != nil {
		f = f.Items
	}
	if f == nil || slices.Contains(f.Ref, "*") {
		return nil
	}
	var out []*record.Kind
	for _, name := range f.Ref {
		if k := kinds.Named(name); k != nil {
			out = append(out, k)
		}
	}
	return out
}

// known reports whether any of the kinds has a field.
func known(kinds []*record.Kind, path string) bool {
	return path == "" || path == "id" || path == "kind" || slices.ContainsFunc(kinds, func(k *record.Kind) bool { return k.Field(path) != nil })
}

// misnamed returns what is wrong with the first kind or field that backlinks asks for and that does not exist.
func misnamed(kinds *record.Kinds, text string, n *expr.Node) *expr.Error {
	if n == nil {
		return nil
	}
	if n.Op == "backlinks" && len(n.Parts) == 2 {
		name, _ := n.Parts[0].Value.(string)
		field, _ := n.Parts[1].Value.(string)
		switch k := kinds.Named(name); {
		case k == nil && name != "":
			return expr.At(text, strings.Index(text, name), noKind(kinds, name))
		case k != nil && field != "" && k.Field(field) == nil:
			args := locale.Args{"field": field, "guess": record.DidYouMean(record.Nearest(field, paths(k)))}
			return expr.At(text, strings.LastIndex(text, field), locale.Say("kind.no-field", args))
		}
	}
	for _, part := range n.Parts {
		if wrong := misnamed(kinds, text, part); wrong != nil {
			return wrong
		}
	}
	return nil
}

func noKind(kinds *record.Kinds, name string) locale.Message {
	return locale.Say("dashboard.no-kind", locale.Args{"name": name, "guess": record.DidYouMean(record.Nearest(name, kinds.Names()))})
}

// placeOf returns the offset in a condition of the name that a path ends with.
func placeOf(text, path string) int {
	name := path[strings.LastIndex(path, ".")+1:]
	if at := strings.Index(text, "."+name); at >= 0 {
		return at + 1
	}
	return max(strings.Index(text, name), 0)
}

func paths(k *record.Kind) []string {
	var all []string
	for _, f := range k.Fields() {
		all = append(all, f.Path)
	}
	return all
}
