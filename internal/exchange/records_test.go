package exchange

import (
	"io"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/exchange/shapes"
	"github.com/c8b10cf3/lis/internal/record"
	small "github.com/c8b10cf3/lis/internal/sample"
)

// smallState is the small workspace as a profile shows it.
func smallState(t *testing.T, p record.Profile) State {
	t.Helper()
	w := small.Load(t, small.Files)
	return State{AsOf: "2023-12-15", Workspace: w, Cut: disclose.NewCut(w, p, nil), Lang: w.Config.Lang}
}

// told is what a printer writes.
func told(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var b strings.Builder
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// jsonOf is what a printer writes as JSON, which has to be a shape.
func jsonOf(t *testing.T, shape string, write func(io.Writer) error) string {
	t.Helper()
	out := told(t, write)
	if err := shapes.Match(shape, []byte(out)); err != nil {
		t.Errorf("%s: %v\n%s", shape, err, out)
	}
	return out
}

// TestRecords prints a list and whole records to those who may see all, and to everyone.
func TestRecords(t *testing.T) {
	for name, p := range map[string]record.Profile{"all": "", "public": record.Public} {
		s := smallState(t, p)
		kind := s.Workspace.Kinds.Named("system")
		records := s.Cut.Records(s.Workspace.Graph.OfKind(kind.Name))
		listed := told(t, func(w io.Writer) error { return WriteListText(w, s, kind, records, false) })
		shown := ""
		for _, id := range []string{"SYS-1", "REK-1"} {
			r := s.Workspace.Graph.Named(id)
			shown += told(t, func(w io.Writer) error { return WriteShowText(w, s, r) }) + "\n"
			jsonOf(t, "show", func(w io.Writer) error { return WriteShowJSON(w, s, r) })
		}
		golden(t, "list."+name, listed)
		golden(t, "show."+name, shown)
		jsonOf(t, "list", func(w io.Writer) error { return WriteListJSON(w, s, kind, records) })
	}
}

// TestListQuiet leaves out how many there are; an empty list says that it is.
func TestListQuiet(t *testing.T) {
	s := smallState(t, "")
	kind := s.Workspace.Kinds.Named("system")
	records := s.Workspace.Graph.OfKind(kind.Name)
	if got := told(t, func(w io.Writer) error { return WriteListText(w, s, kind, records, true) }); strings.Count(got, "\n") != 1+len(records) {
		t.Errorf("got\n%s", got)
	}
	if got := told(t, func(w io.Writer) error { return WriteListText(w, s, kind, nil, true) }); got != s.Lang.T("list.none")+"\n" {
		t.Errorf("got %q", got)
	}
	got := jsonOf(t, "list", func(w io.Writer) error { return WriteListJSON(w, s, kind, nil) })
	if !strings.Contains(got, `"records": []`) {
		t.Errorf("got\n%s", got)
	}
}
