package figures

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Unlike is why two values of a figure cannot be compared.
type Unlike string

// The reasons: what the fields that a figure reads can hold has changed, or what is counted has. If both have, it is
// OtherDefinition.
const (
	Alike           Unlike = ""
	OtherScale      Unlike = "scale"
	OtherDefinition Unlike = "definition"
)

// Key returns the key of the message for it.
func (u Unlike) Key() string {
	if u == OtherScale {
		return "figures.unlike-scale"
	}
	return "figures.unlike-definition"
}

// Compare compares what a figure means in two states.
func Compare(a, b Figure) Unlike {
	countedA, _, _ := strings.Cut(a.Definition, definitionCut)
	countedB, _, _ := strings.Cut(b.Definition, definitionCut)
	switch {
	case a.Definition == b.Definition:
		return Alike
	case countedA == countedB:
		return OtherScale
	}
	return OtherDefinition
}

// definitionCut separates what is counted from the scale in a definition.
const definitionCut = "-"

// definition returns a short hash of what gives a figure its meaning in a state. The first part is what is counted: the kind, the
// condition and the sum as written, and the settings that they read. The second is the scale: the values and limits that the
// kinds of the state give the fields which they read, and the levels of the classification if one is read. dated is set if the
// number depends on the day, or on the latest review as of that day.
func definition(w *workspace.Workspace, kind *record.Kind, texts [2]string, programs ...*expr.Program) (short string, dated bool) {
	counted, scale := sha256.New(), sha256.New()
	fmt.Fprintf(counted, "%q%q", kind.Name, texts)
	for _, p := range programs {
		if p == nil {
			continue
		}
		for _, use := range p.Uses() {
			dated = dated || use.Of == "as_of" || use.Of == "review"
			switch {
			case use.Over:
				for _, k := range kindsOf(w.Kinds, kind, use) {
					dated = ends(counted, scale, w.Config, k) || dated
				}
			case use.Of == "config" && strings.HasPrefix(use.Path, "classification"):
				levels(scale, w.Config.Aspects)
			case use.Of == "config":
				setting(counted, w.Config, use.Path)
			default:
				for _, k := range kindsOf(w.Kinds, kind, use) {
					limits(scale, w.Config, k, k.Field(use.Path))
				}
			}
		}
	}
	return inShort(counted) + definitionCut + inShort(scale), dated
}

// ends writes what decides when a record of a kind is over, with the limits of the fields that this reads. dated is set if that
// depends on the day, as the repeal of an act does.
func ends(counted, scale io.Writer, c *workspace.Config, k *record.Kind) (dated bool) {
	for i := range k.Over {
		s := &k.Over[i]
		fmt.Fprintf(counted, "%q%q%q%q%q", k.Name, s.Field, s.Values, s.Act, s.Successor)
		for _, field := range s.Fields() {
			limits(scale, c, k, k.Field(strings.ReplaceAll(field, "[-1]", "")))
		}
		dated = dated || s.Act != ""
	}
	return dated
}

func inShort(sum hash.Hash) string { return hex.EncodeToString(sum.Sum(nil))[:8] }

// setting writes a setting of lis.yaml, given there or by default.
func setting(to io.Writer, c *workspace.Config, path string) {
	var value any = c.Plain
	if path != "" {
		value = (&record.Record{Values: c.Plain}).At(path)
	}
	text, err := json.Marshal(value)
	fmt.Fprintf(to, "%q%s%v", path, text, err)
}

// kindsOf returns the kinds of the records that a use reads, in a condition about records of the kind of.
func kindsOf(kinds *record.Kinds, of *record.Kind, use expr.Use) []*record.Kind {
	switch use.Of {
	case "self":
		return []*record.Kind{of}
	case "review":
		return []*record.Kind{kinds.Named(record.ReviewKind)}
	case "backlinks":
		return slices.DeleteFunc([]*record.Kind{kinds.Named(use.Via)}, func(k *record.Kind) bool { return k == nil })
	case "ref":
		return named(kinds, of.Field(use.Via))
	}
	return nil
}

// named returns the kinds that a field can refer to; all if the field is not known.
func named(kinds *record.Kinds, f *record.Field) []*record.Kind {
	if f != nil && f.Items != nil {
		f = f.Items
	}
	var out []*record.Kind
	for _, k := range kinds.List {
		if f == nil || slices.Contains(f.Ref, k.Name) || slices.Contains(f.Ref, "*") {
			out = append(out, k)
		}
	}
	return out
}

// limits writes what a field can hold, including the fields of an object.
func limits(to io.Writer, c *workspace.Config, k *record.Kind, f *record.Field) {
	if f == nil { // not a field of records, such as their kind
		return
	}
	values := f.ValueNames()
	slices.Sort(values)
	fmt.Fprintf(to, "%q%q%q%q%s%s", k.Name, f.Path, f.Type, values, limit(f.Min), limit(f.Max))
	if f.Items != nil && f.Items.Type != record.Object {
		limits(to, c, k, f.Items)
	}
	for _, child := range f.Fields {
		limits(to, c, k, child)
	}
	if above := k.Field(record.Parent(f.Path)); above != nil && above.Aspects {
		levels(to, slices.DeleteFunc(slices.Clone(c.Aspects), func(a workspace.Aspect) bool { return a.Name != f.Name }))
	}
}

func limit(n *int) string {
	if n == nil {
		return "-"
	}
	return fmt.Sprintf("%d;", *n)
}

// levels writes the levels of aspects of the classification, with their names.
func levels(to io.Writer, aspects []workspace.Aspect) {
	for _, a := range aspects {
		fmt.Fprintf(to, "%q", a.Name)
		for _, l := range a.Levels {
			fmt.Fprintf(to, "%d%q", l.Value, l.Label.In(locale.Swedish))
		}
	}
}
