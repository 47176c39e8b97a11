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
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Draft is a new record that is not written yet.
type Draft struct {
	Kind *record.Kind

	graph  *graph.Graph
	values map[string]any // strings, lines, and lists and objects of them
}

// lines is a text that is written on lines of its own below its key, so that more can be written there.
type lines string

// NewDraft starts a record of a kind.
func NewDraft(w *workspace.Workspace, kind *record.Kind) *Draft {
	return &Draft{Kind: kind, graph: w.Graph, values: map[string]any{}}
}

// Rebase lets the draft see the records of another state of the workspace, such as one that was made in passing.
func (d *Draft) Rebase(w *workspace.Workspace) { d.graph = w.Graph }

// Renew is [Draft.Rebase] for a draft that has the proposed id: if somebody else took it meanwhile, the draft gets the next one.
func (d *Draft) Renew(w *workspace.Workspace) error {
	d.Rebase(w)
	if !taken(d.graph, d.Text("id")) {
		return nil
	}
	return d.Set("id", d.ProposeID())
}

// SetError is the error for a value that cannot be set at a path.
type SetError struct {
	Path string
	// Near lists the known paths nearest to an unknown one; nil if the kind has the path.
	Near []string
	// Whole is set if the path leads to an object, whose fields are set one by one.
	Whole bool
	// Text is the text that can mean several things, Several what they are: fields, values or records. Nil if that is not the case.
	Text    string
	Several []Choice
	// Part is set if the text is only a part of the names in Several.
	Part bool
}

func (e *SetError) Error() string { return fmt.Sprintf("%s cannot be set", e.Path) }

// Set sets what a person gives for a field: a path of names or labels, with or without indices, and a value in words. What words
// mean is stored: the value with that label, the id of the record with that title, the day. A list without an index is appended
// to; several of its items can be given at once, see [Draft.items]. Letters are stored composed. Whether the text is a valid value is left to the check. The
// error is a *SetError.
func (d *Draft) Set(field, text string) error {
	field, text = source.Comparable(field), source.Comparable(text)
	path, several := d.Kind.PathCalled(field)
	if several != nil {
		return &SetError{Path: field, Text: field, Several: fieldChoices(several)}
	}
	f := d.Kind.Field(path)
	if f == nil || path == "" {
		return &SetError{Path: field, Near: d.nearFields(field)}
	}
	if f.Items == nil || strings.HasSuffix(path, "]") {
		return d.setOne(path, cmp.Or(f.Items, f), text)
	}
	for _, item := range d.items(f.Items, text) {
		list, _ := d.at(path).([]any)
		if err := d.setOne(document.Index(path, len(list)), f.Items, item); err != nil {
			return err
		}
	}
	return nil
}

// mostNear is how many records are named to one who gave a part of a name.
const mostNear = 3

// nearFields returns the paths nearest to one that the kind does not have: to fields below others that are called so, or else to those
// with a similar name.
func (d *Draft) nearFields(field string) []string {
	if below := d.below(field); below != nil {
		return below
	}
	var known, labels []string
	for _, f := range d.Kind.Fields() {
		known, labels = append(known, f.Path), append(labels, f.Label.SV, f.Label.EN)
	}
	if near := record.Nearest(record.Bare(field), known); near != nil {
		return near
	}
	return record.Nearest(field, labels)
}

// below returns the paths to the fields below others that are called so, in the words that were used.
func (d *Draft) below(field string) (paths []string) {
	var walk func(f *record.Field, path, sv, en string)
	walk = func(f *record.Field, path, sv, en string) {
		for _, c := range f.Fields {
			names := [3]string{document.Join(path, c.Name), document.Join(sv, c.Label.SV), document.Join(en, c.Label.EN)}
			for i, own := range []string{c.Name, c.Label.SV, c.Label.EN} {
				if path != "" && record.Called(field, [][]string{{own}}) != nil && !slices.Contains(paths, names[i]) {
					paths = append(paths, names[i])
					break
				}
			}
			walk(c, names[0], names[1], names[2])
		}
	}
	walk(d.Kind.Root, "", "", "")
	return paths
}

func fieldChoices(fields []*record.Field) []Choice {
	var choices []Choice
	for _, f := range fields {
		choices = append(choices, Choice{Value: f.Path, Label: f.Label})
	}
	return choices
}

// items returns the items that a text gives for a list. Commas separate references, values from a list, numbers and days; in a free
// text they belong to the text, and so they do in the title of a record.
func (d *Draft) items(f *record.Field, text string) []string {
	separable := f.Ref != nil || len(f.Values) > 0 || f.Type != record.String || f.Format == "date"
	if !separable || !strings.Contains(text, ",") || f.Ref != nil && d.graph.Called(text, f.Ref) != nil {
		return []string{text}
	}
	var items []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// stored returns what the file holds for a text that a person gives for a field.
func (d *Draft) stored(path string, f *record.Field, text string) (string, error) {
	if f.Ref != nil {
		return d.reference(path, f, text)
	}
	stored, several := f.Stored(text)
	if several == nil {
		return stored, nil
	}
	err := &SetError{Path: path, Text: text}
	for _, v := range several {
		err.Several = append(err.Several, Choice{Value: v.Name, Label: v.Label})
	}
	return "", err
}

// reference returns the reference that a text means: an id as it is written, or the title of a record.
func (d *Draft) reference(path string, f *record.Field, text string) (string, error) {
	found := d.graph.Called(text, f.Ref)
	switch len(found) {
	case 0:
		choices, free := referable(d.graph, f)
		if parts, _ := Pick(choices, text, false); !free && len(parts) > 0 {
			return "", &SetError{Path: path, Text: text, Several: parts[:min(len(parts), mostNear)], Part: true}
		}
		return text, nil
	case 1:
		if to, _ := d.graph.Resolve(text, f.Ref); to != nil {
			return text, nil
		}
		return referenceTo(d.graph, found[0]), nil
	}
	err := &SetError{Path: path, Text: text}
	for _, r := range found {
		err.Several = append(err.Several, Choice{Value: referenceTo(d.graph, r), Label: d.graph.Title(r)})
	}
	return "", err
}

// setOne sets one value at a dotted path with indices.
func (d *Draft) setOne(field string, f *record.Field, text string) error {
	if f.Type == record.Object {
		return &SetError{Path: field, Whole: true}
	}
	text, err := d.stored(field, f, text)
	if err != nil {
		return err
	}
	for above := record.Parent(field); above != ""; above = record.Parent(above) {
		if list := d.Kind.Field(above); list.Items != nil && !strings.HasPrefix(field[len(above):], "[") && !strings.HasSuffix(above, "]") {
			return &SetError{Path: field} // it is not clear which item is meant
		}
	}
	values, ok := put(d.values, stepsOf(field), text).(map[string]any)
	if !ok {
		return &SetError{Path: field}
	}
	d.values = values
	return nil
}

// stepsOf returns the steps of a path; that of an index keeps its brackets.
func stepsOf(path string) []string { return strings.Split(strings.ReplaceAll(path, "[", ".["), ".") }

// indexOf returns the number in a step of a path, -1 if it is none.
func indexOf(step string) int {
	i, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(step, "["), "]"))
	if err != nil {
		return -1
	}
	return i
}

// put returns v with text set at the place that steps lead to; nil if that is impossible, such as beyond the end of a list.
func put(v any, steps []string, text any) any {
	if len(steps) == 0 {
		return text
	}
	if strings.HasPrefix(steps[0], "[") {
		return putItem(v, indexOf(steps[0]), steps[1:], text)
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

func putItem(v any, i int, steps []string, text any) any {
	list, ok := v.([]any)
	if v != nil && !ok || i < 0 || i > len(list) {
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

// Text returns the text at a path, or "".
func (d *Draft) Text(field string) string {
	s, _ := d.at(field).(string)
	return s
}

// Guide puts what a text is about and the guidance of its kind, in a language, where the draft has no text, and returns how many fields got it. Lists are
// left as they are.
func (d *Draft) Guide(lang locale.Lang) (n int) {
	var walk func(f *record.Field)
	walk = func(f *record.Field) {
		for _, c := range f.Fields {
			text := c.Guidance.In(lang)
			switch {
			case c.Type == record.Object:
				walk(c)
			case text != "" && !d.Has(c.Path):
				text = "[" + c.Label.In(lang) + ": " + locale.Lower(text) + "]"
				d.values, _ = put(d.values, stepsOf(c.Path), lines(text)).(map[string]any)
				n++
			}
		}
	}
	walk(d.Kind.Root)
	return n
}

// File returns the record as a file: in its kind's folder, named after its id and title, formatted as by lis fmt, without a text.
func (d *Draft) File() File {
	var b strings.Builder
	b.WriteString(document.Fence + "\n")
	writeObject(&b, d.Kind.Root, d.values, "")
	b.WriteString(document.Fence + "\n")
	name := path.Join(d.Kind.Folder, d.fileName()+".md")
	data := []byte(b.String())
	if formatted, refusal := edit.Format(d.Kind, name, data); refusal == nil {
		data = formatted
	}
	return File{Name: name, Data: data}
}

// fileName returns the name of the file without its ending, made from the id and the title. It is one that is read as a record, on every
// system, even if the id is malformed.
func (d *Draft) fileName() string {
	name := strings.Map(func(r rune) rune {
		if r == '.' || 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(d.Text("id")))
	name = strings.TrimLeft(name[:min(len(name), longestID)], ".-")
	if title := slug(d.Text("title")); title != "" && !strings.HasSuffix(name, "-"+title) {
		name += "-" + title
	}
	if file := path.Join(d.Kind.Folder, name+".md"); name == "" || record.IsFolderPage(file) || !workspace.IsPortable(file) {
		name = d.Kind.Name + "-" + name
	}
	return name
}

// longestID is how much of an id is in the name of a file: no id is longer.
const longestID = 64

func writeObject(b *strings.Builder, f *record.Field, values map[string]any, margin string) {
	for _, c := range fieldsOf(f, values) {
		if v, ok := values[c.Name]; ok {
			b.WriteString(margin + c.Name + ":")
			writeValue(b, c, v, margin)
			margin = strings.ReplaceAll(margin, "-", " ") // only the first field of an item has a dash
		}
	}
}

// fieldsOf returns the fields of an object in order, followed by the user's own keys.
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

// writeValue writes the value after the colon of a key.
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
	case lines:
		fmt.Fprintf(b, " |\n%s  %s\n", margin, v)
	}
}

// scalar formats a text as a value in the file. Numbers and truth values are not quoted if the kind expects them.
func scalar(f *record.Field, text string) string {
	if f.Type == record.String || strings.ContainsFunc(text, func(r rune) bool { return !strings.ContainsRune("+-.0123456789abcdefghijklmnopqrstuvwxyz", r) }) {
		return document.Scalar(text, document.InBlock)
	}
	return cmp.Or(text, `""`)
}
