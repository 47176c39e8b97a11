package disclose

import (
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/c8b10cf3/lis/internal/source"
)

// TestDiagnosticsOfWhatWasRead hides a finding that was made from something hidden, whatever it says.
func TestDiagnosticsOfWhatWasRead(t *testing.T) {
	w := sample.Load(t, sample.Files)
	of := func(reads ...diag.Read) diag.Diagnostic {
		return diag.Diagnostic{Result: diag.Result{Finding: diag.Finding{
			Record: "SYS-1", File: sample.Find(t, w, "SYS-1").File(), Field: "status", Reads: reads,
		}}}
	}
	for name, tt := range map[string]struct {
		d       diag.Diagnostic
		profile record.Profile
		want    bool
	}{
		"nothing else":               {of(), record.Internal, true},
		"a shown field":              {of(diag.Read{File: "systems/1.md", Field: "classification.state"}), record.Internal, true},
		"a hidden field":             {of(diag.Read{File: "systems/1.md", Field: "continuity.contact"}), record.Internal, false},
		"a field in a hidden record": {of(diag.Read{File: "systems/2.md", Field: "title"}), record.Internal, false},
		"that a hidden record is":    {of(diag.Read{File: "systems/2.md"}), record.Internal, false},
		"that a shown record is":     {of(diag.Read{File: "roles/led.md"}), record.Internal, true},
		"a hidden field elsewhere":   {of(diag.Read{File: "roles/led.md", Field: "holder"}), record.Internal, false},
		"the same, restricted":       {of(diag.Read{File: "roles/led.md", Field: "holder"}), record.Restricted, true},
		"what cannot be named":       {of(diag.Read{}), record.Internal, false},
		"the same, nothing is cut":   {of(diag.Read{}), "", true},
	} {
		if got := NewCut(w, tt.profile, nil).Diagnostic(tt.d); got != tt.want {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
}

// TestUnreadableIsUnknown tells those who would see the record by its kind that it cannot be read and where, and nothing that it
// says; a line that says never is believed.
func TestUnreadableIsUnknown(t *testing.T) {
	for text, want := range map[string]string{
		"---\nid: SYS-7\ntitle: Räven: spaning\nstatus: [\n---\nHemligt.\n":                  "SYS-7 2:1",
		"---\nid: SYS-7\ntitle: Räven: spaning\npublish: never\n---\nHemligt.\n":             "",
		"---\nid: SYS-7\ntitle: Räven: spaning\n\"publish\": [ \"never\" ]\n---\nHemligt.\n": "",
	} {
		w := sample.Load(t, sample.With(map[string]string{"systems/7.md": text}))
		cut := NewCut(w, record.Internal, nil)
		r := sample.Find(t, w, "SYS-7")
		at := source.At(source.Pos{Line: 2, Column: 1})
		all := []diag.Diagnostic{{
			Result: diag.Result{Finding: diag.Finding{
				Record: "SYS-7", Title: "Räven", File: r.File(), Span: at, Args: locale.Args{"found": "spaning"},
				Fixes: []diag.Fix{{Edits: []source.Edit{{Text: "spaning"}}}},
			}},
			Message: "fel i 'Räven: spaning'", Hint: "skriv \"Räven: spaning\"",
		}}
		told := ""
		for _, d := range cut.Diagnostics(all, locale.Swedish) {
			told += d.Record + " " + d.Span.Start.String() + d.Title
			if strings.Contains(d.Message+d.Hint, "Räven") || len(d.Fixes)+len(d.Args) > 0 || d.Message == "" {
				t.Errorf("%q: got %+v", text, d)
			}
		}
		if told != want || cut.Record(r) {
			t.Errorf("%q: told %q, want %q", text, told, want)
		}
		if said := cut.Text("Se SYS-7."); (said == "Se SYS-7.") != (want != "") {
			t.Errorf("%q: got %q", text, said)
		}
	}
}

// TestDiagnosticsAreCut leaves out of a shown diagnostic the role and the reason that are hidden, and fixes that write something
// hidden.
func TestDiagnosticsAreCut(t *testing.T) {
	w := sample.Load(t, sample.Files)
	d := diag.Diagnostic{Result: diag.Result{
		Finding: diag.Finding{Record: "SYS-1", Owner: "SYS-2", File: sample.Find(t, w, "SYS-1").File(), Fixes: []diag.Fix{
			{Edits: []source.Edit{{Text: "status: in_use"}}}, {Edits: []source.Edit{{Text: "contact: Jourtelefonen Vildkatt"}}},
		}},
		Standing: diag.Waived, Waiver: diag.Waiver{Reason: "byts mot kassavalvet", ApprovedBy: "SYS-2", Until: "2024-01-01"},
	}}
	got := NewCut(w, record.Internal, nil).Diagnostics([]diag.Diagnostic{d}, locale.Swedish)
	if len(got) != 1 || got[0].Owner != "" || got[0].Reason != "" || got[0].ApprovedBy != "" || got[0].Until == "" || !got[0].NoLine || len(got[0].Fixes) != 1 {
		t.Errorf("got %+v", got)
	}
	if all := NewCut(w, "", nil).Diagnostics([]diag.Diagnostic{d}, locale.Swedish); all[0].Owner == "" || all[0].Reason == "" || len(all[0].Fixes) != 2 {
		t.Errorf("nothing is to be cut: got %+v", all)
	}
}
