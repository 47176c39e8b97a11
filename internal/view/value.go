package view

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
)

// Item is one short text, with what it links to.
type Item struct {
	Text string
	// Page is the page of this site that it links to, URL an external address; at most one is set.
	Page, URL string
	// ID is set if the item is a record: its id, for readers who know the record by that.
	ID string
	// Tone is set for a status.
	Tone record.Tone
	// Day is set for a date, as stored; Text is then the date written out.
	Day string
	// Faint is set for a text that replaces a value or only adds to one.
	Faint bool
}

// Value is the content of a field or a cell: items, or prose. It is empty if nothing is known.
type Value struct {
	Items []Item
	Prose *Prose
}

// IsZero reports whether the value is empty.
func (v Value) IsZero() bool { return len(v.Items) == 0 && v.Prose == nil }

// Prose is Markdown from which links to hidden records are already removed. Render it with [Model.Follow].
type Prose struct {
	Markdown string
	// Name is unique on its page, for the ids of headings.
	Name string
	from *record.Record
}

// Destination is where a link in a text leads. It leads nowhere if the item has neither a page nor a URL; the text of the item
// is that of a link that has none of its own. Address is then what pages show of where it would lead, "" for nothing.
type Destination struct {
	Item
	Address string
}

// Follow returns where a link in a text leads. For images, see [Model.Picture].
func (m *Model) Follow(p Prose, link document.Link) Destination {
	if link.Wiki {
		return Destination{Item: m.target(m.w.Graph.Named(link.Target))}
	}
	name, local, inside := graph.LocalTarget(p.from.File().Name, link.Target)
	switch {
	case strings.Contains(link.Target, disclose.Omitted):
		return Destination{}
	case graph.IsDrive(link.Target):
		return Destination{Address: driveAddress(link.Target)}
	case local && inside:
		if to := m.w.Graph.InFile(name); to != nil {
			return Destination{Item: m.target(m.entry(to))}
		}
		return Destination{Item: Item{URL: m.fileURL(name)}}
	case !local && graph.IsWebAddress(link.Target):
		return Destination{Item: Item{URL: link.Target}}
	}
	return Destination{}
}

// driveAddress returns an address on a drive or a file server without the backslashes that only Markdown asks for.
func driveAddress(target string) string {
	if strings.HasPrefix(target, `\\\\`) {
		return strings.ReplaceAll(target, `\\`, `\`)
	}
	return target
}

func (m *Model) target(r *record.Record) Item {
	if r == nil || !m.cut.Record(r) {
		return Item{}
	}
	return m.item(r)
}

// entry returns the record as the graph names it: for a catalogue entry that the workspace restates, the merged one.
func (m *Model) entry(r *record.Record) *record.Record {
	if m.PageOf(r) == "" && r.Kind.Name == record.CatalogueKind {
		return m.w.Graph.Named(r.ID)
	}
	return r
}

func (m *Model) title(r *record.Record) string {
	return m.cut.Text(unmarked(m.w.Graph.Title(r).In(m.lang)))
}

// Item returns a shown record as an item that links to its page.
func (m *Model) Item(r *record.Record) Item { return m.item(r) }

func (m *Model) item(r *record.Record) Item {
	if !m.cut.Record(r) { // it cannot be read: that it is there is all that is shown
		return Item{Text: cmp.Or(r.ID, r.Kind.Label.In(m.lang)), ID: r.ID}
	}
	return Item{Text: m.title(r), Page: m.PageOf(r), ID: r.ID}
}

// day returns a stored date as an item, written out.
func (m *Model) day(stored string) Item {
	return Item{Text: m.lang.Date(stored), Day: stored}
}

// omitted returns the item that replaces what the profile hides.
func (m *Model) omitted() Item { return Item{Text: m.t("site.omitted"), Faint: true} }

// value returns the value at a path of a shown record, in words.
func (m *Model) value(r *record.Record, path string) Value {
	if !m.cut.Field(r, path) {
		return Value{}
	}
	f := r.Kind.Field(path)
	v := r.At(path)
	if f == nil || v == nil {
		return Value{}
	}
	if text, _ := v.(string); !f.Guidance.IsZero() && rules.SaysNothing(text) {
		return Value{} // what is to be written there is for whoever writes it
	}
	if f.Format == "markdown" {
		return Value{Prose: m.prose(r, path)}
	}
	return Value{Items: m.items(r.Kind, path, v)}
}

// prose returns the Markdown at a path of a record.
func (m *Model) prose(r *record.Record, path string) *Prose {
	text, ok := r.At(path).(string)
	if !ok {
		return nil
	}
	return &Prose{Markdown: m.cut.Markdown(text), Name: document.Slug(path), from: r}
}

// items returns a plain value of a field as items. It works for old values too.
func (m *Model) items(k *record.Kind, path string, v any) []Item {
	f := k.Field(path)
	if list, ok := v.([]any); ok {
		var items []Item
		omitted := false
		for _, one := range list {
			said := m.items(k, path, one)
			if len(said) == 1 && said[0] == m.omitted() {
				omitted = true
				continue
			}
			items = append(items, said...)
		}
		if omitted {
			items = append(items, m.omitted())
		}
		return items
	}
	if f != nil && f.Items != nil {
		f = f.Items
	}
	if f == nil || v == nil {
		return nil
	}
	return []Item{m.one(k, f, path, v)}
}

// one returns a single plain value as an item.
func (m *Model) one(k *record.Kind, f *record.Field, path string, v any) Item {
	switch v := v.(type) {
	case bool:
		if v {
			return Item{Text: m.t("site.yes")}
		}
		return Item{Text: m.t("site.no")}
	case int64:
		return Item{Text: m.level(k, path, v)}
	case string:
		return m.text(f, v)
	}
	return Item{Text: fmt.Sprint(v)}
}

// text returns a string value as an item.
func (m *Model) text(f *record.Field, v string) Item {
	if known := f.Value(v); known != nil {
		return Item{Text: known.Label.In(m.lang), Tone: known.Tone}
	}
	if f.Ref != nil {
		to, _ := m.w.Graph.Resolve(v, f.Ref)
		switch {
		case m.cut.HidesRef(f, v):
			return m.omitted()
		case to == nil:
			return Item{Text: v}
		}
		return m.item(to)
	}
	if _, ok := locale.ParseDate(v); ok && f.Format == "date" {
		return m.day(v)
	}
	if graph.IsWebAddress(v) {
		return Item{Text: v, URL: v}
	}
	return Item{Text: m.cut.Text(m.readable(v))}
}

// level returns an integer as text; for an aspect with the name of its level.
func (m *Model) level(k *record.Kind, path string, v int64) string {
	parent := k.Field(record.Parent(path))
	if parent == nil || !parent.Aspects {
		return fmt.Sprint(v)
	}
	for _, a := range m.w.Config.Aspects {
		if label := a.Level(int(v)); parent.Path+"."+a.Name == record.Bare(path) && !label.IsZero() {
			return fmt.Sprintf("%d – %s", v, label.In(m.lang))
		}
	}
	return fmt.Sprint(v)
}

// label returns the label of a field; for a field in a list of objects with the number of its item.
func (m *Model) label(k *record.Kind, path string) string {
	f := k.Field(path)
	if f == nil {
		return path
	}
	label := f.Label.In(m.lang)
	if label == "" {
		label = f.Name
	}
	if open := strings.IndexByte(path, '['); open > 0 && strings.IndexByte(path[open:], '.') > 0 {
		number, _, _ := strings.Cut(path[open+1:], "]")
		n := 0
		_, _ = fmt.Sscan(number, &n)
		return fmt.Sprintf("%s %d · %s", k.Field(path[:open]).Label.In(m.lang), n+1, label)
	}
	return label
}
