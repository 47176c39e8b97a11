package setup

import (
	"cmp"
	"strings"
	"unicode"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// The kinds whose records are about an entry of a catalogue.
const (
	controlKind = "control"
	gapKind     = "gap"
)

// Statements returns records to fill in, one for each assessable entry of a catalogue that no record is about yet: a control for
// a control, a gap for any other entry. The catalogue is one of those in use.
func Statements(w *workspace.Workspace, catalogue string) []File {
	var files []File
	for _, entry := range w.Graph.Entries {
		if entry.Text("catalogue") != catalogue || entry.At("assessable") != true {
			continue
		}
		kind := w.Kinds.Named(gapKind)
		if entry.Text("level") == "control" {
			kind = w.Kinds.Named(controlKind)
		}
		if kind == nil || len(w.Graph.BacklinksFrom(entry, kind.Name, "criterion")) > 0 {
			continue
		}
		d := NewDraft(w, kind)
		d.values["id"] = statementID(w.Graph, kind, entry)
		d.values["criterion"] = reference(w.Graph, entry)
		if kind.Field("applicability") != nil {
			d.values["applicability"] = "undecided"
		}
		files = append(files, d.File())
	}
	return files
}

// reference returns the text that refers to an entry: its number if that resolves to it and has a dot, such as A.5.9 or 4.1, else
// its id. A plain 4 is the number of something in most catalogues.
func reference(g *graph.Graph, entry *record.Record) string {
	number := entry.Text("number")
	if to, _ := g.Resolve(number, []string{record.CatalogueKind}); to == entry && strings.Contains(number, ".") {
		return number
	}
	return entry.ID
}

// shortNames are shorter names of catalogues, for use in ids.
var shortNames = map[string]string{"cybersakerhetslagen-2-3": "CSL-2-3"}

// statementID returns the id of the record about an entry: A.5.9, KLAUSUL-4.1, or the catalogue with the number if these do not
// begin with a letter or the id is taken.
func statementID(g *graph.Graph, kind *record.Kind, entry *record.Record) string {
	number := entry.Text("number")
	id := kind.Prefix + "-" + number
	if kind.Name == controlKind {
		id = number
	}
	if !startsWithLetter(id) || taken(g, id) {
		catalogue := entry.Text("catalogue")
		id = cmp.Or(shortNames[catalogue], strings.ToUpper(catalogue)) + "-" + number
	}
	return id
}

func startsWithLetter(s string) bool {
	return s != "" && s[0] < unicode.MaxASCII && unicode.IsLetter(rune(s[0]))
}
