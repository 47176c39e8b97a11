// Package graph joins records: which ids there are, what refers to what and what refers back, how two states of a record
// differ, and what follows from its kind: whether it has reached its goal, and whether nobody is needed for it any more
// ([Graph.Closed], [Graph.Over]). It does no I/O and does not know what day it is. Start reading at [Build].
package graph

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
)

// Ref is one reference from a field to a record.
type Ref struct {
	From  *record.Record
	Field string // path with indices: source[0]
	To    *record.Record
}

// Graph is all records of a workspace with their references. It does not change once it is built.
type Graph struct {
	// Records are those of the workspace, by file name; Entries those of the catalogues in use, by id.
	Records, Entries []*record.Record

	byID     map[string][]*record.Record // by id in lower case
	byNumber map[string][]*record.Record // entries, by the short form of their id in lower case
	byFile   map[string]*record.Record   // by file name in comparable form
	near     suggestions
	refs     map[*record.Record][]Ref
	back     map[*record.Record][]Ref
	mentions map[*record.Record][]*record.Record // records whose text links here
	images   map[string]string                   // that texts show or link to, by name in comparable form
}

// Build joins the records. files is for links to files that are not records. The findings are about identity, references and links, in no particular order.
func Build(records, entries []*record.Record, files Files) (*Graph, []diag.Finding) {
	g := &Graph{
		Records: records, Entries: entries,
		byID: map[string][]*record.Record{}, byNumber: map[string][]*record.Record{}, byFile: map[string]*record.Record{},
		refs: map[*record.Record][]Ref{}, back: map[*record.Record][]Ref{}, mentions: map[*record.Record][]*record.Record{},
		images: map[string]string{},
	}
	g.near.names, g.near.cache = sync.OnceValue(g.namesByKind), map[string][]string{}
	findings := g.identify()
	for _, r := range records {
		if r.Kind.Name != record.CatalogueKind {
			if found := g.connect(r); r.Meant == nil {
				findings = append(findings, found...)
			}
		}
		findings = append(findings, g.links(r, files)...)
	}
	for _, e := range entries {
		if found := g.connect(e); !e.Shipped {
			findings = append(findings, found...)
		}
	}
	return g, findings
}

func key(id string) string { return strings.ToLower(id) }

// identify fills the tables of names and reports ids that more than one record has.
func (g *Graph) identify() []diag.Finding {
	var findings []diag.Finding
	seen := map[string]*record.Record{}
	for _, r := range g.Records {
		g.byFile[source.Comparable(r.File().Name)] = r
		if r.ID == "" {
			continue
		}
		if first := seen[key(r.ID)]; first != nil {
			findings = append(findings, duplicate(r, first))
			continue
		}
		seen[key(r.ID)] = r
		if r.Kind.Name != record.CatalogueKind {
			g.byID[key(r.ID)] = append(g.byID[key(r.ID)], r)
		}
	}
	for _, e := range g.Entries {
		g.byID[key(e.ID)] = append(g.byID[key(e.ID)], e)
		_, number, _ := strings.Cut(e.ID, "/")
		g.byNumber[key(number)] = append(g.byNumber[key(number)], e)
	}
	return findings
}

func duplicate(r, first *record.Record) diag.Finding {
	f := Finding(r, "id-duplicate", "id", locale.Args{"value": r.ID, "other": first.File().Name})
	f.Related = []diag.Related{{File: first.File(), Span: first.Place("id"), Message: locale.Text{SV: "används redan här", EN: "is already used here"}}}
	return f
}

// Finding returns a finding about a field of a record, at the place of the field.
func Finding(r *record.Record, rule, field string, args locale.Args) diag.Finding {
	if args == nil {
		args = locale.Args{}
	}
	if _, set := args["field"]; !set {
		args["field"] = field
	}
	return diag.Finding{
		Rule: rule, Record: r.ID, Title: r.OwnTitle(), Kind: r.Kind.Name,
		File: r.File(), Span: r.Place(field), Field: field, Args: args,
	}
}

// connect resolves the reference fields of a record.
func (g *Graph) connect(r *record.Record) []diag.Finding {
	var findings []diag.Finding
	for _, f := range r.Kind.RefFields() {
		wanted := f.Ref
		if wanted == nil {
			wanted = f.Items.Ref
		}
		for _, path := range Expand(r.Values, f.Path) {
			value, ok := r.At(path).(string)
			if !ok || r.Invalid[path] != "" {
				continue
			}
			to, wrong := g.Resolve(value, wanted)
			if to != nil {
				ref := Ref{r, path, to}
				g.refs[r] = append(g.refs[r], ref)
				g.back[to] = append(g.back[to], ref)
				continue
			}
			findings = append(findings, g.unresolved(r, path, value, wanted, wrong))
			r.Invalid[path] = findings[len(findings)-1].Rule
		}
	}
	return findings
}

// Expand returns the paths, with indices, that the path of a field stands for in a value. A list at its end is expanded too.
func Expand(v any, bare string) []string {
	paths := []string{""}
	for _, step := range strings.Split(bare, ".") {
		var next []string
		for _, p := range paths {
			next = append(next, open(v, document.Join(p, step))...)
		}
		paths = next
	}
	return paths
}

// open returns the path itself, or the paths of its items if it holds a list.
func open(v any, path string) []string {
	list, ok := lookup(v, path).([]any)
	if !ok {
		return []string{path}
	}
	paths := make([]string, len(list))
	for i := range list {
		paths[i] = document.Index(path, i)
	}
	return paths
}

func lookup(v any, path string) any {
	m, _ := v.(map[string]any)
	return (&record.Record{Values: m}).At(path)
}

// Resolve finds the record that an id names among the wanted kinds ("*" is every kind). If only records of other kinds have
// the id, wrong is the first of them.
func (g *Graph) Resolve(id string, wanted []string) (to, wrong *record.Record) {
	for _, c := range g.candidates(id) {
		if slices.Contains(wanted, "*") || slices.Contains(wanted, c.Kind.Name) || c.Meant != nil && slices.Contains(wanted, c.Meant.Name) {
			return c, nil
		}
		if wrong == nil {
			wrong = c
		}
	}
	return nil, wrong
}

// candidates returns the records that an id can name: those that have it, then the entry of a catalogue that has it as its
// number, if only one catalogue does.
func (g *Graph) candidates(id string) []*record.Record {
	var out []*record.Record
	for _, r := range g.byID[key(id)] {
		if r.ID == id {
			out = append(out, r)
		}
	}
	if entries := g.byNumber[key(id)]; len(entries) == 1 && strings.HasSuffix(entries[0].ID, "/"+id) {
		out = append(out, entries[0])
	}
	return out
}

// Named returns the record that an id names, regardless of its kind, or nil.
func (g *Graph) Named(id string) *record.Record {
	to, _ := g.Resolve(id, []string{"*"})
	return to
}

// RecordOf returns the record in the file of a finding, or else the one that the finding names; nil if there is neither.
func (g *Graph) RecordOf(f diag.Finding) *record.Record {
	if f.File != nil {
		if r := g.InFile(f.File.Name); r != nil {
			return r
		}
	}
	return g.Named(f.Record)
}

func (g *Graph) unresolved(r *record.Record, path, value string, wanted []string, wrong *record.Record) diag.Finding {
	args := locale.Args{"ref": value}
	if wrong != nil {
		args["kind"], args["kinds"] = KindNames{wrong.Kind.Name}, KindNames(wanted)
		f := Finding(r, "ref-wrong-kind", path, args)
		f.Related = []diag.Related{{File: wrong.File(), Span: wrong.Place("id"), Message: locale.Text{SV: "är av ett annat postslag", EN: "is of another kind"}}}
		return f
	}
	near := g.Near(value, wanted)
	args["guess"] = record.DidYouMean(near)
	f := Finding(r, "ref-unknown", path, args)
	f.Cause = value
	f.Fixes = record.ChangeRef(f.Span, value, near)
	return f
}

// KindNames are names of kinds as a value in a message. Callers that know the kinds show their labels instead.
type KindNames []string

// In returns the list of the names in words.
func (k KindNames) In(lang locale.Lang) string { return lang.Or(k) }

// Refs returns the references that a record makes, in the kind's order of fields.
func (g *Graph) Refs(r *record.Record) []Ref { return g.refs[r] }

// Backlinks returns the references to a record, ordered by kind, id and field.
func (g *Graph) Backlinks(r *record.Record) []Ref {
	return slices.SortedStableFunc(slices.Values(g.back[r]), func(a, b Ref) int {
		return cmp.Or(cmp.Compare(a.From.Kind.Name, b.From.Kind.Name), cmp.Compare(a.From.ID, b.From.ID), cmp.Compare(a.Field, b.Field))
	})
}

// BacklinksFrom returns the records of a kind that name r in a field, each once, by id.
func (g *Graph) BacklinksFrom(r *record.Record, kind, field string) []*record.Record {
	var out []*record.Record
	for _, ref := range g.Backlinks(r) {
		if ref.From.Kind.Name == kind && record.Bare(ref.Field) == field && !slices.Contains(out, ref.From) {
			out = append(out, ref.From)
		}
	}
	return out
}

// Mentions returns the records whose text links to r, each once, by id.
func (g *Graph) Mentions(r *record.Record) []*record.Record {
	sorted := slices.SortedFunc(slices.Values(g.mentions[r]), func(a, b *record.Record) int { return cmp.Compare(a.ID, b.ID) })
	return slices.Compact(sorted)
}

// Target returns the record that a reference field of r names, or nil.
func (g *Graph) Target(r *record.Record, field string) *record.Record {
	for _, ref := range g.refs[r] {
		if ref.Field == field {
			return ref.To
		}
	}
	return nil
}

// Title returns what a record is called: its own title, that of the record from which its kind takes the title, or else its
// id or file. A title is lent to no record that has more readers than the one that lends it, or than the field that names it.
func (g *Graph) Title(r *record.Record) locale.Text {
	for range mostLenders {
		to := g.lender(r)
		if to == nil {
			break
		}
		r = to
	}
	own := r.OwnTitle()
	switch {
	case own != "":
		return locale.Text{SV: own, EN: cmp.Or(r.Text("title_en"), own)}
	case r.ID != "":
		return locale.Text{SV: r.ID, EN: r.ID}
	}
	return locale.Text{SV: r.File().Name, EN: r.File().Name}
}

// mostLenders is how many records in a row a title is lent through; more would be a circle.
const mostLenders = 8

// lender returns the record from which the kind of r takes the title; nil if r has its own, or may not have that.
func (g *Graph) lender(r *record.Record) *record.Record {
	from := r.Kind.TitleFrom
	if from == "" || r.OwnTitle() != "" {
		return nil
	}
	to := g.Target(r, from)
	if to == nil || to == r {
		return nil
	}
	level := Level(r)
	if seen := record.Narrower(Level(to), FieldLevel(r.Kind, from)); record.Narrower(level, seen) != level {
		return nil
	}
	return to
}

// OfKind returns the records of a kind that have an id, by id with numbers as numbers (SYS-2 before SYS-10). Entries of
// catalogues are of the kind criterion.
func (g *Graph) OfKind(name string) []*record.Record {
	from := g.Records
	if name == record.CatalogueKind {
		from = g.Entries
	}
	var out []*record.Record
	for _, r := range from {
		if r.Kind.Name == name && r.ID != "" {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b *record.Record) int { return CompareIDs(a.ID, b.ID) })
	return out
}

// CompareIDs orders ids, with the numbers in them as numbers.
func CompareIDs(a, b string) int {
	for a != "" && b != "" {
		x, restA := chunk(a)
		y, restB := chunk(b)
		if isDigit(x[0]) && isDigit(y[0]) {
			x, y = strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); c != 0 {
				return c
			}
		} else if c := cmp.Compare(x, y); c != 0 {
			return c
		}
		a, b = restA, restB
	}
	return cmp.Compare(len(a), len(b))
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func chunk(s string) (first, rest string) {
	i := 1
	for i < len(s) && isDigit(s[i]) == isDigit(s[0]) {
		i++
	}
	return s[:i], s[i:]
}

func (r Ref) String() string { return fmt.Sprintf("%s.%s -> %s", r.From.ID, r.Field, r.To.ID) }
