package graph

import (
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/schema"
)

// ownKinds are the kinds of the table that a workspace could have.
var ownKinds = map[string][]byte{
	"schema/contract.yaml": []byte(`x-kind: {name: contract, folder: contracts, over: {field: status, values: [terminated]}}
properties:
  status: {type: string, enum: [negotiated, running, terminated]}
`),
	"schema/errand.yaml": []byte(`x-kind: {name: errand, folder: errands}
properties:
  status: {type: string, enum: [open, done, rejected, closed, retired, withdrawn]}
  closed_on: {type: string, format: date}
`),
	"schema/licence.yaml": []byte(`x-kind: {name: licence, folder: licences, closed: {field: status, values: [granted, ended]}}
properties:
  status: {type: string, enum: [valid, granted, ended]}
`),
	"schema/service.yaml": []byte(`x-kind:
  name: service
  folder: services
  closed: {field: status, values: [delivered, ended]}
  over: [{field: status, values: [ended]}, {field: ended_on}]
properties:
  status: {type: string, enum: [ordered, delivered, ended]}
  ended_on: {type: string, format: date}
`),
}

// state is a row of the table.
type state struct{ kind, front, closed, over, why string }

func states(t *testing.T) []state {
	t.Helper()
	table, err := os.ReadFile("testdata/over.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var rows []state
	for line := range strings.Lines(string(table)) {
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "kind\t") {
			continue
		}
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != 5 {
			t.Fatalf("the row has %d cells: %s", len(cells), line)
		}
		rows = append(rows, state{cells[0], cells[1], cells[2], cells[3], cells[4]})
	}
	return rows
}

// TestStates asks of a record in each state of the table whether it has reached its goal, and whether nobody is needed for it
// any more.
func TestStates(t *testing.T) {
	kinds, err := record.LoadKinds(schema.FS, ownKinds, nil)
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	said := map[bool]string{true: "yes", false: "no"}
	for _, row := range states(t) {
		asked[row.kind] = true
		g, r, day := workspaceOf(t, kinds, row)
		if got := said[g.Closed(r, day)]; got != row.closed {
			t.Errorf("%s %s: closed is %s, want %s", row.kind, row.front, got, row.closed)
		}
		if got := said[g.Over(r, day)]; got != row.over {
			t.Errorf("%s %s: over is %s, want %s: %s", row.kind, row.front, got, row.over, row.why)
		}
		completed := &record.Record{ID: r.ID, Kind: r.Kind, Values: r.Complete()}
		if g.Over(completed, day) != g.Over(r, day) || g.Closed(completed, day) != g.Closed(r, day) {
			t.Errorf("%s %s: as conditions see it the answers are others", row.kind, row.front)
		}
	}
	for _, name := range kinds.Names() {
		if !asked[name] {
			t.Errorf("testdata/over.tsv has no row for the kind %s", name)
		}
	}
}

// workspaceOf is the record of a row among those that name it, and the day for which it is asked.
func workspaceOf(t *testing.T, kinds *record.Kinds, row state) (*Graph, *record.Record, string) {
	t.Helper()
	doc := document.ParseYAML("row.yaml", []byte(row.front))
	if len(doc.Findings) > 0 {
		t.Fatalf("%s: %v", row.front, doc.Findings)
	}
	const id = "X-1"
	r := read(kinds.Named(row.kind), "x.md", "id: "+id+"\n"+lines(doc, doc.Front))
	records := []*record.Record{r}
	if links := doc.Front.Get("backlinks"); links != nil {
		for _, from := range links.Entries {
			kind, field, _ := strings.Cut(from.Key, ".")
			for i, item := range from.Value.Items {
				name := string(rune('a'+i)) + ".md"
				records = append(records, read(kinds.Named(kind), name, "id: Y-"+name+"\n"+field+": "+naming(kinds.Named(kind).Field(field), id)+"\n"+lines(doc, item)))
			}
		}
	}
	day := "2026-11-22"
	if n := doc.Front.Get("as_of"); n != nil {
		day = n.Text
	}
	g, _ := Build(records, nil, Files{Exists: func(string) bool { return true }})
	if len(records) > 1 && len(g.Backlinks(r)) != len(records)-1 {
		t.Fatalf("%s: %d of %d records name it", row.front, len(g.Backlinks(r)), len(records)-1)
	}
	return g, r, day
}

// lines are the entries of a mapping, one a line, without those that the table adds.
func lines(doc *document.Document, n *document.Node) string {
	var b strings.Builder
	for _, e := range n.Entries {
		if !slices.Contains([]string{"as_of", "backlinks"}, e.Key) {
			b.WriteString(e.Key + ": " + doc.File.Text(e.Value.Span) + "\n")
		}
	}
	return b.String()
}

// naming is a reference to a record as the field wants it.
func naming(f *record.Field, id string) string {
	if f.Type == record.List {
		return "[" + id + "]"
	}
	return id
}

func read(kind *record.Kind, name, front string) *record.Record {
	r, _ := kind.Read(document.Parse(path.Join(kind.Folder, name), []byte("---\n"+front+"---\n")))
	return r
}
