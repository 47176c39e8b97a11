package setup

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/edit"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Draft is a record that is being made.
type Draft struct {
	Kind *record.Kind

	graph  *graph.Graph
	values map[string]any // texts, lists and objects of them
}

// NewDraft begins a record of a kind.
func NewDraft(w *workspace.Workspace, kind *record.Kind) *Draft {
	return &Draft{Kind: kind, graph: w.Graph, values: map[string]any{}}
}

// SetError says that a value cannot stand where it is put.
type SetError struct {
	Path string
	// Near are the paths nearest to one that the kind does not have; nil where it has it.
	Near []string
	// Whole is set where the path leads to an object, whose fields are set one by one.
	Whole bool
}

func (e *SetError) Error() string { return fmt.Sprintf("%s cannot be set", e.Path) }

// Set puts a text at a dotted path, with or without indices. A list without an index is added to. Whether the text is a
// value that may stand there is for the check to say. The error is a *SetError.
func (d *Draft) Set(field, text string) error {
	f := d.Kind.Field(field)
	if f == nil || field == "" {
		var known []string
		for _, f := range d.Kind.Fields() {
			known = append(known, f.Path)
		}
		return &SetError{Path: field, Near: record.Nearest(record.Bare(field), known)}
	}
	if f.Items != nil && !strings.HasSuffix(field, "]") {
		list, _ := d.at(field).([]any)
		field, f = document.Index(field, len(list)), f.Items
	} else if f.Items != nil {
		f = f.Items
	}
	if f.Type == record.Object {
		return &SetError{Path: field, Whole: true}
	}
	for above := record.Parent(field); above != ""; above = record.Parent(above) {
		if list := d.Kind.Field(above); list.Items != nil && !strings.HasPrefix(field[len(above):], "[") && !strings.HasSuffix(above, "]") {
			return &SetError{Path: field} // which of the items is not said
		}
	}
	steps := strings.Split(strings.ReplaceAll(field, "[", ".["), ".")
	values, ok := put(d.values, steps, text).(map[string]any)
	if !ok {
		return &SetError{Path: field}
	}
	d.values = values
	return nil
}

// put is v with a text at the place that the steps lead to; nil where there can be none, such as beyond the end of a list.
func put(v any, steps []string, text string) any {
	if len(steps) == 0 {
		return text
	}
	if index, ok := strings.CutPrefix(steps[0], "["); ok {
		return putItem(v, strings.TrimSuffix(index, "]"), steps[1:], text)
	}
	object, ok := v.(map[string]any)
	if v != nil && !ok {
		return nil
	}
	value := put(object[steps[0]], steps[1:], text)
	if value == nil {
		return nil
	}
	if object == nil {
		object = map[string]any{}
	}
	object[steps[0]] = value
	return object
}

func putItem(v any, index string, steps []string, text string) any {
	list, ok := v.([]any)
	i, err := strconv.Atoi(index)
	if v != nil && !ok || err != nil || i < 0 || i > len(list) {
		return nil
	}
	if i == len(list) {
		list = append(list, nil)
	}
	if list[i] = put(list[i], steps, text); list[i] == nil {
		return nil
	}
	return list
}

func (d *Draft) at(field string) any { return (&record.Record{Values: d.values}).At(field) }

// Text is the text at a path, or "".
func (d *Draft) Text(field string) string {
	s, _ := d.at(field).(string)
	return s
}

// Missing are the paths that the kind requires and the draft does not have, in the kind's order: at the top level, and in
// every object that has been begun. The id is not among them; [Draft.ProposeID] has one.
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

// needed are the paths to set for a field that is required: of an object what it requires itself, or its first field.
func needed(f *record.Field, at string) []string {
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

// File is the record as a file: in its kind's folder, named after its id and title, in the form that lis fmt gives it, and
// no text yet.
func (d *Draft) File() File {
	var b strings.Builder
	b.WriteString(document.Fence + "\n")
	writeObject(&b, d.Kind.Root, d.values, "")
	b.WriteString(document.Fence + "\n")
	name := strings.ToLower(strings.ReplaceAll(d.Text("id"), "/", "-"))
	if title := slug(d.Text("title")); title != "" && !strings.HasSuffix(name, "-"+title) {
		name += "-" + title
	}
	name = path.Join(d.Kind.Folder, name+".md")
	data := []byte(b.String())
	if formatted, refusal := edit.Format(d.Kind, name, data); refusal == nil {
		data = formatted
	}
	return File{Name: name, Data: data}
}

func writeObject(b *strings.Builder, f *record.Field, values map[string]any, margin string) {
	for _, c := range fieldsOf(f, values) {
		if v, ok := values[c.Name]; ok {
			b.WriteString(margin + c.Name + ":")
			writeValue(b, c, v, margin)
			margin = strings.ReplaceAll(margin, "-", " ") // a dash stands before the first field of an item alone
		}
	}
}

// fieldsOf are the fields of an object in order; keys of the user's own come after them.
func fieldsOf(f *record.Field, values map[string]any) []*record.Field {
	fields := slices.Clone(f.Fields)
	if f.Free == nil {
		return fields
	}
	var names []string
	for name := range values {
		if !slices.ContainsFunc(f.Fields, func(c *record.Field) bool { return c.Name == name }) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		own := *f.Free
		own.Name = name
		fields = append(fields, &own)
	}
	return fields
}

// writeValue writes what stands after the colon of a key.
func writeValue(b *strings.Builder, f *record.Field, v any, margin string) {
	margin = strings.ReplaceAll(margin, "-", " ")
	switch v := v.(type) {
	case map[string]any:
		b.WriteByte('\n')
		writeObject(b, f, v, margin+"  ")
	case []any:
		b.WriteByte('\n')
		for _, item := range v {
			if object, ok := item.(map[string]any); ok {
				writeObject(b, f.Items, object, margin+"  - ")
				continue
			}
			b.WriteString(margin + "  -")
			writeValue(b, f.Items, item, margin+"  ")
		}
	case string:
		fmt.Fprintf(b, " %s\n", scalar(f, v))
	}
}

// scalar is a text as a value in the file. What the kind takes for a number or a truth value goes without quotes.
func scalar(f *record.Field, text string) string {
	if f.Type == record.String || strings.ContainsFunc(text, func(r rune) bool { return !strings.ContainsRune("+-.0123456789abcdefghijklmnopqrstuvwxyz", r) }) {
		return document.Scalar(text, document.InBlock)
	}
	return cmp.Or(text, `""`)
}
