package record

import (
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
)

// showing reads how the records of a kind are listed, the form of their ids and the example.
func (r fieldReader) showing(k *Kind, n *document.Node) {
	if at := n.Get("split"); at != nil {
		r.check(at, SplitPart)
		k.Split = &Split{Field: text(at.Get("field")), Labels: map[string]locale.Text{}}
		if labels := at.Get("labels"); labels != nil {
			for _, e := range labels.Entries {
				k.Split.Labels[e.Key] = r.both(e.Value)
			}
		}
	}
	if at := n.Get("ids"); at != nil {
		k.NamedIDs = text(at) == "names"
	}
	if at := n.Get("example"); at != nil {
		var object bool
		if k.Example, object = untyped(at).(map[string]any); !object {
			r.fail(r.doc, at, "kind.example")
		}
	}
}

// untyped returns a value as texts, lists and objects.
func untyped(n *document.Node) any {
	switch n.Kind {
	case document.List:
		list := make([]any, len(n.Items))
		for i, item := range n.Items {
			list[i] = untyped(item)
		}
		return list
	case document.Map:
		object := map[string]any{}
		for _, e := range n.Entries {
			object[e.Key] = untyped(e.Value)
		}
		return object
	}
	return text(n)
}

// checkSplit reports a split by a field without values, and labels of values that the field lacks. at is nil if the last file
// of the kind has no split; then nothing is checked, because a workspace can remove values from a built-in kind.
func (l *loader) checkSplit(doc *document.Document, at *document.Node, k *Kind) {
	if at == nil {
		return
	}
	f := k.Field(k.Split.Field)
	if f == nil {
		return // already reported
	}
	if len(f.Values) == 0 {
		l.fail(doc, at, "kind.split", locale.Args{"field": k.Split.Field})
		return
	}
	for _, value := range sortedKeys(k.Split.Labels) {
		if f.Value(value) == nil {
			l.fail(doc, written(at, value), "kind.no-value", locale.Args{"field": k.Split.Field, "value": value})
		}
	}
}

// shownFields returns the field that splits the list of the kind, and those of its example.
func (k *Kind) shownFields() []string {
	names := sortedKeys(k.Example)
	if k.Split != nil {
		names = append(names, k.Split.Field)
	}
	return names
}
