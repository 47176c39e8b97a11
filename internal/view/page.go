package view

import (
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Kinds that have a special page or a special part of a page.
const (
	reviewKind = record.ReviewKind
	actionKind = "action"
	termKind   = "term"
)

// RecordPage is the page of one record.
type RecordPage struct {
	Kind, KindLabel, ListPage string
	ID, Title                 string
	// Status holds the values that describe the status of the record, for the head of the page.
	Status []Field
	// Levels are those of a classification, if the record has one.
	Levels []AspectLevel
	// Messages are the diagnostics about the record.
	Messages []Message
	Facts    []Field
	Tables   []*Table // fields that are lists of objects
	// Texts are the fields that contain prose; Body follows them.
	Texts []Field
	Body  *Prose
	// Review is set on a management review.
	Review *Review
	// Links are the records that this one names, Backlinks those that name it, by kind.
	Links, Backlinks []LinkGroup
	// ManyLinks is set if there are too many links for a narrow column.
	ManyLinks        bool
	Trail            Trail
	EditURL, FileURL string
}

// Field is one field with its label: a value, subfields (an object with a state has both), or a table.
type Field struct {
	Label, Name string
	Value       Value
	Fields      []Field
	Table       *Table
}

// AspectLevel is the level of one aspect of a classification. Of is the highest possible level.
type AspectLevel struct {
	Short, Aspect, Text string
	Value, Of           int
}

// LinkGroup is the linked records of one kind.
type LinkGroup struct {
	Label string
	Links []Link
}

// Link is one linked record. How names the fields that link it, in words.
type Link struct {
	Item Item
	How  string
}

// headed are the fields that the head of the page shows, so that the list of facts leaves them out.
var headed = []string{"id", "title"}

// Page returns the page of a record that is shown.
func (m *Model) Page(r *record.Record) RecordPage {
	p := RecordPage{
		Kind: r.Kind.Name, KindLabel: r.Kind.Label.In(m.lang), ListPage: m.ListOf(r.Kind.Name), ID: r.ID, Title: m.title(r),
		Messages: m.messages(m.byFile[r.File().Name]), Links: m.links(r), Backlinks: m.backlinks(r), Trail: m.trail(r),
	}
	p.ManyLinks = countLinks(p.Links)+countLinks(p.Backlinks) > maxAside
	if !r.Shipped {
		p.EditURL, p.FileURL = m.editURL(r.File().Name), m.fileURL(r.File().Name)
	}
	for _, f := range r.Kind.Root.Fields {
		m.place(&p, r, f)
	}
	if body := strings.TrimSpace(m.cut.Body(r)); body != "" {
		p.Body = &Prose{Markdown: body, Name: "text", from: r}
	}
	if r.Kind.Name == reviewKind {
		p.Review = m.review(r)
	}
	return p
}

// maxAside is how many links fit in the narrow column next to a record.
const maxAside = 16

func countLinks(groups []LinkGroup) int {
	n := 0
	for _, g := range groups {
		n += len(g.Links)
	}
	return n
}

// place puts a field where it belongs on the page.
func (m *Model) place(p *RecordPage, r *record.Record, f *record.Field) {
	if slices.Contains(headed, f.Name) || r.At(f.Path) == nil {
		return
	}
	field := m.field(r, f, f.Path)
	if f.Aspects {
		p.Levels = m.levels(r, f)
	}
	switch {
	case field.isEmpty():
		return
	case field.Value.Prose != nil:
		p.Texts = append(p.Texts, field)
		return
	case field.Table != nil:
		p.Tables = append(p.Tables, field.Table)
		return
	case field.isStatus() && len(p.Status) < maxStatus:
		p.Status = append(p.Status, Field{Label: field.Label, Name: field.Name, Value: field.Value})
		if len(field.Fields) == 0 {
			return
		}
	}
	texts, rest := partTexts(field)
	p.Texts = append(p.Texts, texts...)
	if !rest.isEmpty() {
		p.Facts = append(p.Facts, rest)
	}
}

// maxStatus is how many values the head of a page has room for.
const maxStatus = 4

// isStatus reports whether a field has exactly one value and it is a status.
func (f Field) isStatus() bool { return len(f.Value.Items) == 1 && f.Value.Items[0].Tone != "" }

// partTexts separates the prose of an object from its other fields.
func partTexts(f Field) (texts []Field, rest Field) {
	rest = f
	rest.Fields = nil
	for _, c := range f.Fields {
		if c.Value.Prose != nil {
			texts = append(texts, c)
			continue
		}
		rest.Fields = append(rest.Fields, c)
	}
	return texts, rest
}

func (f Field) isEmpty() bool { return f.Value.IsZero() && len(f.Fields) == 0 && f.Table == nil }

// field returns a field of a record with what is filled in. path can contain indices.
func (m *Model) field(r *record.Record, f *record.Field, path string) Field {
	out := Field{Label: m.label(r.Kind, path), Name: f.Name}
	if !m.cut.Field(r, path) {
		return Field{}
	}
	switch {
	case f.Type == record.Object:
		m.fillObject(&out, r, f, path)
	case f.Type == record.List && f.Items.Type == record.Object:
		out.Table = m.objects(r, f, path)
	default:
		out.Value = m.value(r, path)
	}
	return out
}

// fillObject fills in an object: its state becomes the value, the other fields become subfields. Levels are shown elsewhere.
func (m *Model) fillObject(out *Field, r *record.Record, f *record.Field, path string) {
	for _, c := range m.children(r, f, path) {
		if f.Aspects && m.isAspect(c.Name) {
			continue
		}
		inner := m.field(r, c, document.Join(path, c.Name))
		switch {
		case c.Name == "state":
			out.Value = inner.Value
		case !inner.isEmpty():
			out.Fields = append(out.Fields, inner)
		}
	}
}

func (m *Model) isAspect(name string) bool {
	return slices.ContainsFunc(m.w.Config.Aspects, func(a workspace.Aspect) bool { return a.Name == name })
}

// children returns the fields of an object, including those with names chosen by the user.
func (m *Model) children(r *record.Record, f *record.Field, path string) []*record.Field {
	children := slices.Clone(f.Fields)
	if f.Free == nil {
		return children
	}
	values, _ := r.At(path).(map[string]any)
	for _, name := range sortedNames(values) {
		if f.Child(name) == f.Free {
			own := *f.Free
			own.Name = name
			children = append(children, &own)
		}
	}
	return children
}

func sortedNames(values map[string]any) []string {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// objects returns a list of objects as a table, or nil if none of it is shown.
func (m *Model) objects(r *record.Record, f *record.Field, path string) *Table {
	items, _ := r.At(path).([]any)
	t := &Table{ID: "tabell-" + document.Slug(path), Caption: f.Label.In(m.lang)}
	var columns []*record.Field
	for _, c := range f.Items.Fields {
		for i := range items {
			if at := document.Index(path, i) + "." + c.Name; !m.value(r, at).IsZero() {
				columns = append(columns, c)
				t.Columns = append(t.Columns, c.Label.In(m.lang))
				break
			}
		}
	}
	for i := range items {
		var row Row
		for _, c := range columns {
			row.Cells = append(row.Cells, m.value(r, document.Index(path, i)+"."+c.Name))
		}
		t.Rows = append(t.Rows, row)
	}
	if len(columns) == 0 {
		return nil
	}
	return t
}

// levels returns the aspects of a classification that have a level that is shown.
func (m *Model) levels(r *record.Record, f *record.Field) []AspectLevel {
	var out []AspectLevel
	for _, a := range m.w.Config.Aspects {
		path := document.Join(f.Path, a.Name)
		v, ok := r.At(path).(int64)
		if !ok || !m.cut.Field(r, path) {
			continue
		}
		out = append(out, AspectLevel{
			Short: a.Short, Aspect: a.Label.In(m.lang), Text: a.Level(int(v)).In(m.lang), Value: int(v), Of: a.Levels[len(a.Levels)-1].Value,
		})
	}
	return out
}

// links returns the records that r names in fields or text.
func (m *Model) links(r *record.Record) []LinkGroup {
	b := linkGroups{m: m}
	for _, ref := range m.cut.Refs(r) {
		b.add(ref.To, r.Kind.Field(ref.Field).Label.In(m.lang))
	}
	for _, to := range m.mentioned(r) {
		b.add(to, m.t("site.link.text"))
	}
	return b.groups()
}

// mentioned returns the shown records that r's text links to.
func (m *Model) mentioned(r *record.Record) []*record.Record {
	if r.Doc.Broken {
		return nil
	}
	var out []*record.Record
	for _, link := range r.Doc.Links() {
		to := m.w.Graph.Named(link.Target)
		if !link.Wiki {
			to = nil
			if name, local, inside := graph.LocalTarget(r.File().Name, link.Target); local && inside {
				to = m.w.Graph.InFile(name)
			}
		}
		if to != nil && m.cut.Record(to) {
			out = append(out, m.entry(to))
		}
	}
	return out
}

// tabled are the references to a review that its page shows as tables.
var tabled = []string{"action.source", "action.followups.review", "decision.about"}

// backlinks returns the records that name r in fields or text.
func (m *Model) backlinks(r *record.Record) []LinkGroup {
	b := linkGroups{m: m}
	for _, ref := range m.cut.Backlinks(r) {
		if r.Kind.Name == reviewKind && slices.Contains(tabled, ref.From.Kind.Name+"."+record.Bare(ref.Field)) {
			continue
		}
		b.add(ref.From, ref.From.Kind.Field(ref.Field).Label.In(m.lang))
	}
	for _, from := range m.cut.Mentions(r) {
		b.add(from, m.t("site.link.text"))
	}
	return b.groups()
}

// linkGroups collects links by kind.
type linkGroups struct {
	m     *Model
	order []*record.Record
	how   map[*record.Record][]string
}

func (b *linkGroups) add(r *record.Record, how string) {
	if b.how == nil {
		b.how = map[*record.Record][]string{}
	}
	if b.how[r] == nil {
		b.order = append(b.order, r)
	}
	if !slices.Contains(b.how[r], how) {
		b.how[r] = append(b.how[r], how)
	}
}

// groups returns the kinds by label, each with its records by id.
func (b *linkGroups) groups() []LinkGroup {
	var groups []LinkGroup
	slices.SortStableFunc(b.order, func(x, y *record.Record) int { return graph.CompareIDs(x.ID, y.ID) })
	at := map[string]int{}
	for _, r := range b.order {
		i, ok := at[r.Kind.Name]
		if !ok {
			i = len(groups)
			at[r.Kind.Name] = i
			groups = append(groups, LinkGroup{Label: r.Kind.Plural.In(b.m.lang)})
		}
		groups[i].Links = append(groups[i].Links, Link{Item: b.m.item(r), How: strings.Join(b.how[r], ", ")})
	}
	slices.SortStableFunc(groups, func(x, y LinkGroup) int { return strings.Compare(x.Label, y.Label) })
	return groups
}
