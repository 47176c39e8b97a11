package compare

import (
	"cmp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
)

// noGate are keys of kind files that decide about words and pages, not about what is accepted. Rules are told by themselves.
var noGate = []string{
	"$schema", "about", "columns", "description", "example", "label", "order", "plural", "publish", "publish_at_most", "title", "x-guidance", "x-help", "x-label",
	"x-publish", "x-rules", "x-values",
}

// kindFiles tells of the workspace's own kinds, and what it adds to others, where they changed in what is accepted.
func (c *comparer) kindFiles() {
	for _, name := range c.out.Files {
		was, before := c.out.From.Workspace.Files[name]
		now, after := c.out.To.Workspace.Files[name]
		earlier, later := document.ParseYAML(name, was).Front, document.ParseYAML(name, now).Front
		kind := cmp.Or(kindIn(later), kindIn(earlier))
		if kind == "" { // baseline.yaml, figures, the dashboard
			continue
		}
		args := locale.Args{"file": name, "kind": c.kindName(kind)}
		switch {
		case !before && c.out.From.Workspace.Kinds.Named(kind) == nil:
			c.pass(false, "gate.kind-added", args)
		case !after && c.out.To.Workspace.Kinds.Named(kind) == nil:
			c.pass(true, "gate.kind-removed", args)
		default:
			if keys := changedKeys(earlier, later); len(keys) > 0 {
				args["keys"] = keys
				c.pass(true, "gate.kind-changed", args)
			}
		}
	}
}

// kindIn returns the name of the kind that a file describes, "" if it describes none.
func kindIn(front *document.Node) string {
	if name := front.Get("x-kind").Get("name"); name != nil {
		return name.Text
	}
	return ""
}

func (c *comparer) kindName(name string) string {
	if k := c.out.Kind(name); k != nil {
		return k.Label.In(c.out.Lang)
	}
	return name
}

// changedKeys returns the keys that differ in what is accepted, the first few of them.
func changedKeys(was, now *document.Node) string {
	const most = 5
	var keys []string
	for _, change := range graph.Compare(plain(was), plain(now)) {
		keys = append(keys, change.Field)
	}
	if len(keys) > most {
		keys = append(keys[:most], "…")
	}
	return strings.Join(keys, ", ")
}

// plain returns a map as plain values, without the keys that decide about nothing; nil for anything else.
func plain(n *document.Node) map[string]any {
	if n == nil || n.Kind != document.Map {
		return nil
	}
	out := map[string]any{}
	for _, e := range n.Entries {
		if !slices.Contains(noGate, e.Key) {
			out[e.Key] = plainValue(e.Value)
		}
	}
	return out
}

func plainValue(n *document.Node) any {
	switch {
	case n == nil:
		return nil
	case n.Kind == document.Map:
		return plain(n)
	case n.Kind == document.List:
		list := []any{}
		for _, item := range n.Items {
			list = append(list, plainValue(item))
		}
		return list
	}
	return n.Text
}
