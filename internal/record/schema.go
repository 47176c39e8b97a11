package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// annotate adds to a schema what the standard does not need for judging a value of a field.
type annotate func(f *Field, s map[string]any)

// JSONSchema returns the kind as a flat JSON Schema (2020-12), with titles and descriptions in a language. Every keyword and format
// is one of the standard, so that a strict reader refuses none.
func (k *Kind) JSONSchema(lang locale.Lang) map[string]any {
	return k.inWords(lang, func(f *Field, s map[string]any) { f.explain(s, lang) })
}

// KeywordSchema returns the same with our own keywords, as in the files of kinds.
func (k *Kind) KeywordSchema(lang locale.Lang) map[string]any {
	schema := k.inWords(lang, func(f *Field, s map[string]any) {
		f.explain(s, lang)
		f.describe(s)
	})
	about := map[string]any{
		"name": k.Name, "folder": k.Folder, "prefix": k.Prefix, "label": k.Label, "plural": k.Plural,
		"publish": k.Publish, "publish_at_most": k.PublishAtMost, "columns": list(k.Columns), "order": list(k.Order),
	}
	k.describeStages(about)
	schema["x-kind"] = about
	return schema
}

func (k *Kind) inWords(lang locale.Lang, add annotate) map[string]any {
	schema := k.Root.schema(add)
	schema["$schema"] = dialect
	putText(schema, "title", k.Label, lang)
	putText(schema, "description", k.About, lang)
	return schema
}

// dialect is the version of JSON Schema.
const dialect = "https://json-schema.org/draft/2020-12/schema"

func putText(s map[string]any, key string, text locale.Text, lang locale.Lang) {
	if words := text.In(lang); words != "" {
		s[key] = words
	}
}

// describeStages adds the keys that the kind has, in the form of a kind file.
func (k *Kind) describeStages(about map[string]any) {
	for key, stages := range map[string][]Stage{"closed": k.Closed, "over": k.Over} {
		if list := describe(stages); list != nil {
			about[key] = list
		}
	}
	if k.Fixed != nil {
		about["fixed"] = k.Fixed.describe()
	}
	if k.Judged != nil {
		judged := map[string]any{"fields": k.Judged}
		if !k.JudgedLabel.IsZero() {
			judged["label"] = k.JudgedLabel
		}
		about["judged"] = judged
	}
	for key, field := range map[string]string{"due": k.Due, "title_from": k.TitleFrom} {
		if field != "" {
			about[key] = field
		}
	}
}

func describe(stages []Stage) []any {
	var list []any
	for i := range stages {
		list = append(list, stages[i].describe())
	}
	return list
}

// describe returns the stage with the keys that it has.
func (s *Stage) describe() map[string]any {
	d := map[string]any{}
	for key, text := range map[string]string{"field": s.Field, "act": s.Act, "successor": s.Successor, "version": s.Version} {
		if text != "" {
			d[key] = text
		}
	}
	if s.Values != nil {
		d["values"] = s.Values
	}
	if !s.Label.IsZero() {
		d["label"] = s.Label
	}
	if s.Lasting {
		d["lasting"] = true
	}
	return d
}

func list(names []string) []string {
	if names == nil {
		return []string{}
	}
	return names
}

// schema returns the field as JSON Schema: one type for each path, no combinations.
func (f *Field) schema(add annotate) map[string]any {
	s := map[string]any{"type": string(f.Type)}
	f.limit(s)
	for key, limit := range map[string]*int{"minimum": f.Min, "maximum": f.Max, "minLength": f.MinLength, "maxLength": f.MaxLength, "minItems": f.MinItems} {
		if limit != nil {
			s[key] = *limit
		}
	}
	if f.Pattern != "" {
		s["pattern"] = f.Pattern
	}
	if f.Unique {
		s["uniqueItems"] = true
	}
	if f.Items != nil {
		s["items"] = f.Items.schema(add)
	}
	if f.Type == Object {
		f.objectSchema(s, add)
	}
	add(f, s)
	return s
}

// limit adds the form of a text and its values.
func (f *Field) limit(s map[string]any) {
	switch f.Format {
	case "", markdown:
	case "date-time": // read by moment: local time has no format of JSON Schema
		s["pattern"] = momentPattern
	default:
		s["format"] = f.Format
	}
	if f.Values != nil {
		s["enum"] = f.ValueNames()
	}
}

// markdown is the format of texts in Markdown. The standard has none, but a media type.
const markdown = "markdown"

// explain adds what a field is called, what it is for, what its values mean and to what it refers.
func (f *Field) explain(s map[string]any, lang locale.Lang) {
	putText(s, "title", f.Label, lang)
	var lines []string
	if help := f.Help.In(lang); help != "" {
		lines = append(lines, help)
	}
	for _, v := range f.Values {
		if label := v.Label.In(lang); label != "" {
			lines = append(lines, v.Name+" – "+label)
		}
	}
	if f.Ref != nil && !slices.Contains(f.Ref, "*") {
		lines = append(lines, lang.T("schema.refs", locale.Args{"kinds": lang.Or(f.Ref)}))
	}
	if lines != nil {
		s["description"] = strings.Join(lines, "\n")
	}
	if f.Format == markdown {
		s["contentMediaType"] = "text/markdown"
	}
}

// describe adds our own keywords.
func (f *Field) describe(s map[string]any) {
	if f.Format == markdown {
		s["format"] = markdown
	}
	if !f.Label.IsZero() {
		s["x-label"] = f.Label
	}
	if !f.Help.IsZero() {
		s["x-help"] = f.Help
	}
	if !f.Guidance.IsZero() {
		s["x-guidance"] = f.Guidance
	}
	if f.Ref != nil {
		s["x-ref"] = f.Ref
	}
	if f.Publish != "" {
		s["x-publish"] = f.Publish
	}
	if f.Past {
		s["x-past"] = true
	}
	if f.Values == nil {
		return
	}
	labels := map[string]any{}
	for _, v := range f.Values {
		labels[v.Name] = map[string]string{"sv": v.Label.SV, "en": v.Label.EN}
		if v.Tone != "" {
			labels[v.Name] = map[string]string{"sv": v.Label.SV, "en": v.Label.EN, "tone": string(v.Tone)}
		}
	}
	s["x-values"] = labels
}

func (f *Field) objectSchema(s map[string]any, add annotate) {
	props, required := map[string]any{}, []string{}
	for _, c := range f.Fields {
		props[c.Name] = c.schema(add)
		if c.Required {
			required = append(required, c.Name)
		}
	}
	s["properties"], s["additionalProperties"] = props, false
	if len(required) > 0 {
		s["required"] = required
	}
	if f.Free != nil {
		s["additionalProperties"] = f.Free.schema(add)
	}
}

// compile makes the validator, without loading other schemas. It panics if the schema is refused: it is made from what was
// checked when the kind file was read, so that would be a bug.
func (k *Kind) compile() *jsonschema.Schema {
	schema := k.Root.schema(func(*Field, map[string]any) {})
	schema["$schema"] = dialect
	data, err := json.Marshal(schema)
	if err != nil {
		panic(fmt.Sprintf("kind %s: %v", k.Name, err))
	}
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft2020
	c.AssertFormat = true
	c.LoadURL = func(s string) (io.ReadCloser, error) {
		return nil, fmt.Errorf("%s: schemas are not loaded from elsewhere", s)
	}
	url := "lis:" + k.Name
	if err := c.AddResource(url, bytes.NewReader(data)); err != nil {
		panic(fmt.Sprintf("kind %s: %v", k.Name, err))
	}
	compiled, err := c.Compile(url)
	if err != nil {
		panic(fmt.Sprintf("kind %s: %v", k.Name, err))
	}
	return compiled
}
