package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// JSONSchema returns the kind as a flat JSON Schema (2020-12) with our own keywords, as `lis schema` prints it.
func (k *Kind) JSONSchema() map[string]any {
	schema := k.Root.schema()
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	about := map[string]any{
		"name": k.Name, "folder": k.Folder, "prefix": k.Prefix, "label": k.Label, "plural": k.Plural,
		"publish": k.Publish, "publish_at_most": k.PublishAtMost, "columns": list(k.Columns), "order": list(k.Order),
	}
	k.describeStages(about)
	schema["x-kind"] = about
	return schema
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
func (f *Field) schema() map[string]any {
	s := map[string]any{"type": string(f.Type)}
	f.describe(s)
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
		s["items"] = f.Items.schema()
	}
	if f.Type == Object {
		f.objectSchema(s)
	}
	return s
}

func (f *Field) describe(s map[string]any) {
	switch f.Format {
	case "":
	case "date-time": // read by moment: local time has no format of JSON Schema
		s["pattern"] = momentPattern
	default:
		s["format"] = f.Format
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
	s["enum"], s["x-values"] = f.ValueNames(), labels
}

func (f *Field) objectSchema(s map[string]any) {
	props, required := map[string]any{}, []string{}
	for _, c := range f.Fields {
		props[c.Name] = c.schema()
		if c.Required {
			required = append(required, c.Name)
		}
	}
	s["properties"], s["additionalProperties"] = props, false
	if len(required) > 0 {
		s["required"] = required
	}
	if f.Free != nil {
		s["additionalProperties"] = f.Free.schema()
	}
}

// compile makes the validator, without loading other schemas. It panics if the schema is refused: it is made from what was
// checked when the kind file was read, so that would be a bug.
func (k *Kind) compile() *jsonschema.Schema {
	data, err := json.Marshal(k.JSONSchema())
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
	schema, err := c.Compile(url)
	if err != nil {
		panic(fmt.Sprintf("kind %s: %v", k.Name, err))
	}
	return schema
}
