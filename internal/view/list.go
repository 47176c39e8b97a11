package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// Table is a table with its caption. The first cell of a row is its header.
type Table struct {
	ID, Caption string
	// Headed is set if a heading right above says the same as the caption.
	Headed  bool
	Columns []string
	Rows    []Row
}

// Row is one row. ID is its anchor on the page, "" if nothing links to it.
type Row struct {
	ID    string
	Cells []Value
}

// RegistersPage lists all registers, TermsPage the abbreviations.
const (
	RegistersPage = "registers.html"
	TermsPage     = "terms.html"
)

// Register is one kind on the page of all registers.
type Register struct {
	Name, Page, Text string
	Count            int
}

// Registers returns the kinds that have a record to show, in the language's alphabetical order.
func (m *Model) Registers() []Register {
	var out []Register
	for _, k := range m.w.Kinds.List {
		if page := m.ListOf(k.Name); page != "" {
			out = append(out, Register{Name: k.Name, Page: page, Text: k.Plural.In(m.lang), Count: len(m.shown[k.Name])})
		}
	}
	collator := m.lang.Collator()
	slices.SortStableFunc(out, func(a, b Register) int { return collator.CompareString(a.Text, b.Text) })
	return out
}

// Records returns the records of a kind that are shown, by id.
func (m *Model) Records(kind string) []*record.Record { return m.shown[kind] }

// List is the page of one kind.
type List struct {
	Kind, Title string
	// Lead says how many records there are.
	Lead   string
	Tables []Table
}

// List returns the page that lists a kind.
func (m *Model) List(kind string) List {
	k := m.w.Kinds.Named(kind)
	records := m.shown[kind]
	l := List{Kind: kind, Title: k.Plural.In(m.lang), Lead: m.count("site.list.count", len(records))}
	for _, part := range m.parts(k, records) {
		l.Tables = append(l.Tables, m.table(k, part))
	}
	return l
}

// part is the records of one table of a list.
type part struct {
	value   string // of the field that splits the list; "" for records without one
	label   string
	records []*record.Record
}

// parts returns the tables of a list, in the order of the values of the field that splits it. Tables without records are left
// out.
func (m *Model) parts(k *record.Kind, records []*record.Record) []part {
	if k.Split == nil || !m.cut.KindField(k, k.Split.Field) {
		return []part{{label: k.Plural.In(m.lang), records: records}}
	}
	f := k.Field(k.Split.Field)
	byValue := map[string][]*record.Record{}
	for _, r := range records {
		name := r.Text(f.Path)
		if f.Value(name) == nil {
			name = ""
		}
		byValue[name] = append(byValue[name], r)
	}
	var parts []part
	for _, v := range append(slices.Clone(f.Values), record.Value{}) {
		if len(byValue[v.Name]) == 0 {
			continue
		}
		parts = append(parts, part{v.Name, m.partLabel(k, f, v), byValue[v.Name]})
	}
	return parts
}

// partLabel returns the caption of one table of a list.
func (m *Model) partLabel(k *record.Kind, f *record.Field, v record.Value) string {
	if label, ok := k.Split.Labels[v.Name]; ok {
		return label.In(m.lang)
	}
	if v.Name == "" {
		return m.t("site.list.without", locale.Args{"field": strings.ToLower(f.Label.In(m.lang))})
	}
	return v.Label.In(m.lang)
}

// table lists records with the columns of their kind that the profile shows and at least one record fills.
func (m *Model) table(k *record.Kind, p part) Table {
	t := Table{ID: "lista", Caption: p.label, Columns: []string{k.Label.In(m.lang)}}
	if p.value != "" {
		t.ID = "lista-" + document.Slug(p.value)
	}
	var columns []string
	for _, path := range k.Columns {
		filled := slices.ContainsFunc(p.records, func(r *record.Record) bool { return !m.cell(r, path).IsZero() })
		if filled && (k.Split == nil || path != k.Split.Field) {
			columns = append(columns, path)
			t.Columns = append(t.Columns, m.label(k, path))
		}
	}
	for _, r := range p.records {
		row := Row{Cells: []Value{{Items: []Item{m.item(r)}}}}
		for _, path := range columns {
			row.Cells = append(row.Cells, m.cell(r, path))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// cell returns a value as a table shows it: for a list of objects that of the last item, and for the state of a classification
// also the levels.
func (m *Model) cell(r *record.Record, path string) Value {
	parent := r.Kind.Field(record.Parent(path))
	switch {
	case parent == nil:
		return m.value(r, path)
	case parent.Type == record.List:
		paths := graph.Expand(r.Values, path)
		if len(paths) == 0 {
			return Value{}
		}
		return m.value(r, paths[len(paths)-1])
	}
	v := m.value(r, path)
	if parent.Aspects && strings.HasSuffix(path, ".state") {
		if levels := m.shortLevels(r, parent); levels != "" {
			v.Items = append(v.Items, Item{Text: levels, Faint: true})
		}
	}
	return v
}

// shortLevels returns the levels of a classification in a few characters, "K2 R2 T1"; "" if none is set.
func (m *Model) shortLevels(r *record.Record, f *record.Field) string {
	var levels []string
	for _, a := range m.w.Config.Aspects {
		path := document.Join(f.Path, a.Name)
		if v := r.At(path); v != nil && m.cut.Field(r, path) {
			levels = append(levels, fmt.Sprint(a.Short, v))
		}
	}
	return strings.Join(levels, " ")
}
