package exchange

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/exchange/shapes"
)

// TestShapesHaveSchemas walks the list of shapes and the folder of schemas: each has the other.
func TestShapesHaveSchemas(t *testing.T) {
	var listed []string
	for _, s := range Shapes {
		if slices.Contains(listed, s.Name) {
			t.Errorf("there are two shapes %s: each is listed once", s.Name)
		}
		listed = append(listed, s.Name)
		if !slices.Contains(shapes.Names(), s.Name) {
			t.Errorf("the shape %s (%v) has no schema: write shapes/%s.schema.json", s.Name, s.Type, s.Name)
		}
	}
	for _, name := range shapes.Names() {
		if !slices.Contains(listed, name) {
			t.Errorf("shapes/%s.schema.json is the schema of nothing that is printed: list its shape in Shapes, or remove it", name)
		}
	}
}

// schema is as much of a JSON Schema as says which keys an object has.
type schema struct {
	Ref        string            `json:"$ref"`
	Defs       map[string]schema `json:"$defs"`
	Properties map[string]schema `json:"properties"`
	Required   []string          `json:"required"`
	Items      *schema           `json:"items"`
	Additional any               `json:"additionalProperties"`
}

// TestSchemasNameEveryKey compares the types of the shapes with their schemas, key by key: each key that is printed is in the
// schema, required as all are, and no other is.
func TestSchemasNameEveryKey(t *testing.T) {
	for _, s := range Shapes {
		t.Run(s.Name, func(t *testing.T) {
			text, err := shapes.Schema(s.Name)
			if err != nil {
				t.Skip("has no schema")
			}
			var root schema
			decode(t, string(text), &root)
			compareKeys(t, "", s.Type, root, root.Defs)
		})
	}
}

// compareKeys compares a type with what a schema says of the values at a place, and all within.
func compareKeys(t *testing.T, place string, of reflect.Type, s schema, defs map[string]schema) {
	t.Helper()
	if name, isRef := strings.CutPrefix(s.Ref, "#/$defs/"); isRef {
		s = defs[name]
	}
	switch {
	case of.Kind() == reflect.Pointer:
		compareKeys(t, place, of.Elem(), s, defs)
	case of.Kind() == reflect.Slice:
		if s.Items == nil {
			t.Errorf("%s is printed as a list and the schema does not say of what", place)
			return
		}
		compareKeys(t, place+"[]", of.Elem(), *s.Items, defs)
	case of.Kind() == reflect.Struct:
		printed := keys(of)
		for _, key := range slices.Sorted(maps.Keys(printed)) {
			property, known := s.Properties[key]
			switch {
			case !known:
				t.Errorf("%s.%s is printed and not in the schema", place, key)
			case !slices.Contains(s.Required, key):
				t.Errorf("%s.%s is always printed, and the schema does not require it", place, key)
			default:
				compareKeys(t, place+"."+key, printed[key], property, defs)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(s.Properties)) {
			if printed[key] == nil {
				t.Errorf("%s.%s is in the schema and not printed", place, key)
			}
		}
		if s.Additional != false {
			t.Errorf("the schema takes other keys at %s: set additionalProperties to false", place)
		}
	}
}

// keys are those that a struct has as JSON, those of structs that it embeds among them.
func keys(of reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for i := range of.NumField() {
		f := of.Field(i)
		if f.Anonymous {
			maps.Copy(out, keys(f.Type))
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		out[name] = f.Type
	}
	return out
}

// TestUnlistedShape finds that nothing is printed as JSON that is no listed shape.
func TestUnlistedShape(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a value of no shape is printed")
		}
	}()
	_ = writeShape(&strings.Builder{}, json.RawMessage("1"))
}
