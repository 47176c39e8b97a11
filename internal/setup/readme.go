package setup

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// readmes returns a page for the folder of every kind.
func readmes(kinds *record.Kinds, lang locale.Lang) ([]File, error) {
	var files []File
	for _, kind := range kinds.List {
		data, err := Readme(kind, kinds, lang)
		if err != nil {
			return nil, err
		}
		files = append(files, File{Name: path.Join(kind.Folder, record.FolderPage), Data: data})
	}
	return files, nil
}

// Readme returns the page about what belongs in the folder of a kind: its purpose, an example, and which fields are needed.
func Readme(kind *record.Kind, kinds *record.Kinds, lang locale.Lang) ([]byte, error) {
	file := example(kind, kinds, lang)
	page := folderPage{
		Kind: kind.Name, Title: kind.Plural.In(lang), About: kind.About.In(lang),
		File: path.Base(file.Name), Example: string(file.Data),
	}
	for _, f := range shown(kind) {
		page.Fields = append(page.Fields, fieldRow{f.Name, f.Label.In(lang), f.Required, valuesOf(f, kinds, lang), f.Help.In(lang)})
	}
	return render(lang, "folder.md", page)
}

// folderPage is the data for the template of a folder's page.
type folderPage struct {
	Kind, Title, About string
	File, Example      string
	Fields             []fieldRow
}

type fieldRow struct {
	Name, Label string
	Required    bool
	Values      string
	Help        string
}

// Cell escapes a text for a table cell.
func (folderPage) Cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// shown returns the fields that a page lists: the required ones, the columns of the kind's list, and a title. The rest is shown
// by lis explain.
func shown(kind *record.Kind) []*record.Field {
	var fields []*record.Field
	for _, f := range kind.Root.Fields {
		column := slices.ContainsFunc(kind.Columns, func(c string) bool { return f.Name == first(c) })
		if f.Required || column || f.Name == "title" && kind.TitleFrom == "" {
			fields = append(fields, f)
		}
	}
	return fields
}

// first returns the top-level field of a dotted path.
func first(path string) string {
	name, _, _ := strings.Cut(path, ".")
	return name
}

// valuesOf describes the values that a field can have, in Markdown.
func valuesOf(f *record.Field, kinds *record.Kinds, lang locale.Lang) string {
	if f.Items != nil && f.Items.Type != record.Object {
		f = f.Items
	}
	var names []string
	for _, v := range f.Values {
		names = append(names, "`"+v.Name+"` "+v.Label.In(lang))
	}
	if names == nil && f.Ref != nil && !slices.Contains(f.Ref, "*") {
		for _, name := range f.Ref {
			names = append(names, lang.T("new.id-from", locale.Args{"folder": kinds.Named(name).Folder}))
		}
	}
	switch {
	case names != nil:
		return strings.Join(names, ", ")
	case f.Format == "date":
		return lang.T("new.date-form")
	case f.Min != nil && f.Max != nil:
		return strconv.Itoa(*f.Min) + "–" + strconv.Itoa(*f.Max)
	}
	return ""
}

// example returns a record of a kind with the fields that its page shows.
func example(kind *record.Kind, kinds *record.Kinds, lang locale.Lang) File {
	d := &Draft{Kind: kind, values: map[string]any{}}
	for _, f := range shown(kind) {
		if f.Ref != nil && slices.Contains(f.Ref, kind.Name) && !f.Required {
			continue // it would name itself
		}
		if v := sample(f, kinds, lang); v != nil {
			d.values[f.Name] = v
		}
	}
	d.values["id"] = sampleID(kind)
	maps.Copy(d.values, kind.Example)
	return d.File()
}

// sampleID returns an id that a record of the kind could have.
func sampleID(kind *record.Kind) string {
	if id, ok := kind.Example["id"].(string); ok {
		return id
	}
	return kind.Prefix + "-" + firstNumber
}

// sample returns a value that a field could have; nil for a field that a short example leaves out.
func sample(f *record.Field, kinds *record.Kinds, lang locale.Lang) any {
	switch {
	case f.Type == record.Object:
		return sampleObject(f, kinds, lang)
	case f.Type == record.List:
		if v := sample(f.Items, kinds, lang); v != nil {
			return []any{v}
		}
		return nil
	case len(f.Values) > 0:
		return f.Values[0].Name
	case f.Ref != nil:
		kind := kinds.Named(f.Ref[0])
		if kind == nil {
			kind = kinds.List[0] // any kind will do
		}
		return sampleID(kind)
	}
	return samplePlain(f)
}

// sampleObject fills the required fields of an object, and its state: missing, if that is a value, as in most registers at the
// start.
func sampleObject(f *record.Field, kinds *record.Kinds, lang locale.Lang) any {
	values := map[string]any{}
	for _, c := range f.Fields {
		if c.Required || c.Name == "state" {
			values[c.Name] = sample(c, kinds, lang)
		}
		if c.Name == "state" && c.Value("missing") != nil {
			values[c.Name] = "missing"
		}
	}
	if len(values) == 0 {
		return nil
	}
	return values
}

func samplePlain(f *record.Field) any {
	switch {
	case f.Type == record.Integer, f.Type == record.Number:
		n := 1
		if f.Min != nil {
			n = *f.Min
		}
		return strconv.Itoa(n)
	case f.Type == record.Boolean:
		return "true"
	case f.Format == "date" && f.Past:
		return "2026-01-30"
	case f.Format == "date":
		return "2027-01-29"
	case f.Format == "date-time":
		return "2026-01-30T09:00:00+01:00"
	case f.Pattern != "":
		return nil
	}
	return "…"
}

// indent indents a text by four spaces.
func indent(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString("    " + line)
	}
	return b.String()
}

// slug converts a text to part of a file name, cut between words.
func slug(s string) string {
	const most = 48
	s = document.Slug(s)
	if len(s) <= most {
		return s
	}
	return cmp.Or(s[:max(strings.LastIndexByte(s[:most+1], '-'), 0)], s[:most])
}
