package graph

import (
	"cmp"
	"maps"
	"reflect"
	"slices"

	"github.com/c8b10cf3/lis/internal/document"
)

// Change is one field that differs. Old and New are plain values or lists of them, nil if the field is absent.
type Change struct {
	Field    string
	Old, New any
}

// Compare returns how two states of a record's values differ, field by field, ordered by path. Objects are compared field by
// field, lists that contain objects or lists item by item. Both arguments can be nil.
func Compare(before, after map[string]any) []Change {
	old, now := Flatten(before), Flatten(after)
	names := maps.Clone(old)
	maps.Copy(names, now)
	var changes []Change
	for _, field := range slices.SortedFunc(maps.Keys(names), ComparePaths) {
		if !reflect.DeepEqual(old[field], now[field]) {
			changes = append(changes, Change{field, old[field], now[field]})
		}
	}
	return changes
}

// ComparePaths orders paths, with indices as numbers. It returns 0 only for identical paths.
func ComparePaths(a, b string) int { return cmp.Or(CompareIDs(a, b), cmp.Compare(a, b)) }

// Flatten returns the values of a record by dotted path. A list of plain values is one value.
func Flatten(values map[string]any) map[string]any {
	out := map[string]any{}
	flatten(values, "", out)
	return out
}

func flatten(v any, path string, out map[string]any) {
	switch v := v.(type) {
	case map[string]any:
		for k, item := range v {
			flatten(item, document.Join(path, k), out)
		}
	case []any:
		if !slices.ContainsFunc(v, isObject) {
			if len(v) > 0 {
				out[path] = v
			}
			return
		}
		for i, item := range v {
			flatten(item, document.Index(path, i), out)
		}
	case nil:
	default:
		out[path] = v
	}
}

func isObject(v any) bool {
	switch v.(type) {
	case map[string]any, []any:
		return true
	}
	return false
}
