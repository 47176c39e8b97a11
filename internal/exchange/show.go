package exchange

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
)

// showShape is the shape of `lis show --format json`.
type showShape struct {
	Version int     `json:"version"`
	Rev     *string `json:"rev"`
	recordShape
	Body       string          `json:"body"`
	References []refShape      `json:"references"`
	Backlinks  []backlinkShape `json:"backlinks"`
}

// refShape is a reference: a field and the record that it names.
type refShape struct {
	Field string `json:"field"`
	ID    string `json:"id"`
}

// backlinkShape is a record that names this one, and the field that does.
type backlinkShape struct {
	refShape
	Kind string `json:"kind"`
}

// WriteShowJSON writes a complete record as data.
func WriteShowJSON(w io.Writer, s State, r *record.Record) error {
	out := showShape{
		Version: 1, Rev: s.Rev, recordShape: s.recordShape(r), Body: s.Cut.Body(r),
		References: []refShape{}, Backlinks: []backlinkShape{},
	}
	for _, ref := range s.Cut.Refs(r) {
		out.References = append(out.References, refShape{ref.Field, ref.To.ID})
	}
	for _, ref := range s.Cut.Backlinks(r) {
		out.Backlinks = append(out.Backlinks, backlinkShape{refShape{ref.Field, ref.From.ID}, ref.From.Kind.Name})
	}
	return writeShape(w, out)
}

// WriteShowText writes a complete record for people: its fields, its text, what it refers to and what refers to it.
func WriteShowText(w io.Writer, s State, r *record.Record) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n%s: %s", s.title(r), r.ID, s.Lang.T("show.kind"), r.Kind.Label.In(s.Lang))
	if !r.Shipped {
		fmt.Fprintf(&b, " · %s: %s", s.Lang.T("show.file"), r.File().Name)
	}
	b.WriteString("\n\n")
	s.valuesText(&b, r)
	if body := strings.TrimSpace(s.Cut.Body(r)); body != "" {
		fmt.Fprintf(&b, "\n%s\n", body)
	}
	if refs := s.Cut.Refs(r); len(refs) > 0 {
		fmt.Fprintf(&b, "\n%s:\n", s.Lang.T("show.references"))
		for _, ref := range refs {
			fmt.Fprintf(&b, "  %s: %s (%s)\n", s.label(r.Kind, ref.Field), s.title(ref.To), ref.To.ID)
		}
	}
	if refs := s.Cut.Backlinks(r); len(refs) > 0 {
		fmt.Fprintf(&b, "\n%s:\n", s.Lang.T("show.backlinks"))
		for _, ref := range refs {
			fmt.Fprintf(&b, "  %s (%s), %s\n", s.title(ref.From), ref.From.ID, s.label(ref.From.Kind, ref.Field))
		}
	}
	return writeString(w, b.String())
}

// valuesText writes the fields of a record except its id and title. The fields of a list item are below a line for the item.
func (s State) valuesText(b *strings.Builder, r *record.Record) {
	values := graph.Flatten(s.Cut.Values(r))
	delete(values, "id")
	delete(values, "title")
	last := ""
	for _, path := range slices.SortedFunc(maps.Keys(values), byKind(r.Kind)) {
		margin, item := "  ", s.itemLabel(r.Kind, path)
		if item != "" {
			margin = "    "
		}
		if item != "" && item != last {
			fmt.Fprintf(b, "  %s\n", item)
		}
		last = item
		fmt.Fprintf(b, "%s%s: %s\n", margin, s.label(r.Kind, path), indent(s.words(r.Kind.Field(path), values[path])))
	}
}
