package trail

import (
	"bytes"
	"crypto/sha256"
	"reflect"
	"slices"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/record"
)

// sum is the hash of a text; zero for an empty one.
type sum [16]byte

// contentOf reads one file version.
func contentOf(kind *record.Kind, data []byte) *content {
	doc, text := parse(data)
	c := &content{id: doc.ID, broken: doc.Broken}
	if !doc.Broken {
		c.fields = graph.Compare(nil, kind.ValuesOf(doc))
	}
	if len(text) > 0 {
		whole := sha256.Sum256(text)
		copy(c.body[:], whole[:])
	}
	return c
}

// parse splits a file. text is its body as by [plainText].
func parse(data []byte) (doc *document.Document, text []byte) {
	if p, ok := split(data); ok {
		return document.Parse("", data[:len(data)-len(p.body)]), plainText(p.body)
	}
	doc = document.Parse("", data)
	return doc, plainText(doc.BodyText())
}

// plainText returns a body without what git may have added to it and without surrounding white space.
func plainText(body []byte) []byte { return bytes.TrimSpace(history.Plain(body)) }

// differ compares two file versions.
func differ(kind *record.Kind, old, now []byte) *difference {
	if d, ok := differQuickly(kind, old, now); ok {
		return d
	}
	before, oldText := parse(old)
	after, nowText := parse(now)
	d := &difference{id: after.ID, broken: after.Broken}
	if !after.Broken && !before.Broken {
		d.fields = graph.Compare(kind.ValuesOf(before), kind.ValuesOf(after))
		d.body = !bytes.Equal(oldText, nowText)
	}
	return d
}

// differQuickly compares only the top-level fields that are not equal byte for byte. ok is false if the files are not of the
// usual form; they must then be read in full.
func differQuickly(kind *record.Kind, old, now []byte) (d *difference, ok bool) {
	before, okBefore := split(old)
	after, okAfter := split(now)
	if !okBefore || !okAfter {
		return nil, false
	}
	oldValues, okBefore := before.valuesOtherThan(after, kind)
	nowValues, okAfter := after.valuesOtherThan(before, kind)
	id, okID := after.id()
	if !okBefore || !okAfter || !okID {
		return nil, false
	}
	d = &difference{id: id}
	d.fields = graph.Compare(oldValues, nowValues)
	d.body = !bytes.Equal(plainText(before.body), plainText(after.body))
	return d, true
}

// merge returns the difference of two lists of values, each given as changes from nothing, in the order of [graph.Compare].
func merge(old, now []graph.Change) []graph.Change {
	before := make(map[string]any, len(old))
	for _, c := range old {
		before[c.Field] = c.New
	}
	var changes []graph.Change
	for _, c := range now {
		was := before[c.Field]
		delete(before, c.Field)
		if !reflect.DeepEqual(was, c.New) {
			changes = append(changes, graph.Change{Field: c.Field, Old: was, New: c.New})
		}
	}
	for field, was := range before {
		changes = append(changes, graph.Change{Field: field, Old: was})
	}
	slices.SortFunc(changes, func(a, b graph.Change) int {
		return graph.ComparePaths(a.Field, b.Field)
	})
	return changes
}
