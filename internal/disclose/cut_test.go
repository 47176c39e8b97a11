package disclose

import (
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/google/go-cmp/cmp"
)

func TestCutRecords(t *testing.T) {
	w := sample.Load(t, sample.Files)
	for p, want := range map[record.Profile][]string{
		"":                {"ATG-1", "BES-1", "LAG-1", "LG-1", "ORG-1", "REK-1", "ROLL-LED", "ROLL-NY", "SYS-1", "SYS-10", "SYS-2", "TERM-1", "index"},
		record.Restricted: {"ATG-1", "BES-1", "LAG-1", "LG-1", "ORG-1", "REK-1", "ROLL-LED", "ROLL-NY", "SYS-1", "SYS-10", "SYS-2", "TERM-1", "index"},
		record.Internal:   {"ATG-1", "BES-1", "LAG-1", "LG-1", "ORG-1", "REK-1", "ROLL-LED", "ROLL-NY", "SYS-1", "SYS-10", "TERM-1", "index"},
		record.Public:     {"BES-1", "LAG-1", "LG-1", "ORG-1", "ROLL-LED", "ROLL-NY", "SYS-1", "TERM-1"},
	} {
		var got []string
		for _, r := range NewCut(w, p, nil).Records(w.Graph.Records) {
			if r.ID != "" {
				got = append(got, r.ID)
			}
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", p, diff)
		}
	}
}

func TestCutFields(t *testing.T) {
	w := sample.Load(t, sample.Files)
	for _, c := range []struct {
		profile record.Profile
		id      string
		path    string
		want    bool
	}{
		{record.Public, "SYS-1", "title", true},
		{record.Public, "SYS-1", "purpose", true},
		{record.Public, "SYS-1", "classification", false},
		{record.Public, "SYS-1", "classification.state", false},
		{record.Internal, "SYS-1", "classification.state", true},
		{record.Internal, "SYS-1", "continuity.contact", false},
		{record.Restricted, "SYS-1", "continuity.contact", true},
		{record.Internal, "SYS-2", "title", false},
		{record.Internal, "ROLL-LED", "holder", false},
		{record.Internal, "REK-1", "followups[0].status", true},
		{record.Internal, "REK-1", "no_such_field", false},
		{"", "REK-1", "no_such_field", true},
	} {
		if got := NewCut(w, c.profile, nil).Field(sample.Find(t, w, c.id), c.path); got != c.want {
			t.Errorf("%s, %s %s: got %v, want %v", c.profile, c.id, c.path, got, c.want)
		}
	}
}

func TestCutValues(t *testing.T) {
	w := sample.Load(t, sample.Files)
	c := NewCut(w, record.Internal, nil)
	action := c.Values(sample.Find(t, w, "ATG-1"))
	if diff := cmp.Diff([]any{"SYS-1"}, action["source"]); diff != "" {
		t.Errorf("a reference to a hidden record (-want +got)\n%s", diff)
	}
	if got := c.Values(sample.Find(t, w, "SYS-1")); got["continuity"] != nil || got["status"] != "in_use" {
		t.Errorf("got %v", got)
	}
	followups := c.Values(sample.Find(t, w, "REK-1"))["followups"].([]any)
	if got, want := followups[0].(map[string]any)["text"], "Se "+Omitted+"."; got != want {
		t.Errorf("text of a follow-up: got %q, want %q", got, want)
	}
	if got := c.Values(sample.Find(t, w, "SYS-2")); got != nil {
		t.Errorf("values of a hidden record: got %v", got)
	}
}

func TestCutText(t *testing.T) {
	w := sample.Load(t, sample.Files)
	r := sample.Find(t, w, "SYS-1")
	if got, want := NewCut(w, record.Internal, nil).Body(r), "Text om […] och […] och [[SYS-1]].\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := NewCut(w, record.Restricted, nil).Body(r); !strings.Contains(got, "[[SYS-2|valvet]]") {
		t.Errorf("got %q", got)
	}
}

func TestCutLinks(t *testing.T) {
	w := sample.Load(t, sample.Files)
	c := NewCut(w, record.Public, nil)
	for _, ref := range c.Refs(sample.Find(t, w, "BES-1")) {
		if ref.To.ID == "ATG-1" {
			t.Errorf("%s is told", ref)
		}
	}
	if got := c.Backlinks(sample.Find(t, w, "SYS-1")); len(got) > 0 {
		t.Errorf("got %v", got)
	}
}

func TestCutDiagnostics(t *testing.T) {
	w := sample.Load(t, sample.Files)
	at := func(id, field, message string) diag.Diagnostic {
		r := sample.Find(t, w, id)
		return diag.Diagnostic{Result: diag.Result{Finding: diag.Finding{Record: id, File: r.File(), Field: field, Args: locale.Args{"found": message}}}}
	}
	hinted := at("SYS-1", "status", "fel")
	hinted.Hint = "menade du SYS-2?"
	related := at("SYS-1", "status", "")
	related.Related = []diag.Related{{File: sample.Find(t, w, "SYS-2").File()}}
	c := NewCut(w, record.Internal, nil)
	for name, test := range map[string]struct {
		d    diag.Diagnostic
		want bool
	}{
		"of a shown field":         {at("SYS-1", "status", "fel"), true},
		"of a hidden field":        {at("SYS-1", "continuity.contact", "fel"), false},
		"of a misspelt key":        {at("SYS-1", "classification.stat", "fel"), true},
		"of a misspelt hidden key": {at("SYS-1", "continuity.contct", "fel"), false},
		"of a hidden record":       {at("SYS-2", "status", "fel"), false},
		"that names one":           {at("SYS-1", "status", "se 'SYS-2'."), false},
		"that names another":       {at("SYS-1", "status", "se SYS-20"), true},
		"that points to one":       {related, false},
		"whose hint names one":     {hinted, false},
		"of no record":             {diag.Diagnostic{Result: diag.Result{Finding: diag.Finding{File: w.Config.Record.File()}}}, true},
	} {
		if got := c.Diagnostic(test.d); got != test.want {
			t.Errorf("%s: got %v, want %v", name, got, test.want)
		}
	}
}

func TestCutTrail(t *testing.T) {
	w := sample.Load(t, sample.Files)
	past := sample.Past(t, w,
		sample.Edit("laws/1.md", "---\nid: LAG-1\ntitle: Förr\npublish: restricted\n---\n", "Hemlig"),
		sample.Edit("laws/1.md", "---\nid: LAG-1\ntitle: Förr\n---\n", "Öppnad"),
		sample.Edit("laws/1.md", sample.Files["laws/1.md"], "Bedömd"),
		sample.Edit("systems/2.md", sample.Files["systems/2.md"], "Valvet"),
		sample.Edit("systems/99.md", "---\nid: SYS-99\ntitle: Borta\n---\n", "Borttagen sedan"),
	)
	type line struct {
		ID, Subject string
		Fields      int
		Values      bool
	}
	lines := func(p record.Profile) []line {
		var out []line
		for _, r := range NewCut(w, p, nil).Trail(past.Records) {
			for _, rev := range r.Revisions {
				l := line{ID: r.ID, Subject: rev.Subject.SV, Fields: len(rev.Fields)}
				for _, f := range rev.Fields {
					l.Values = l.Values || f.Old != nil || f.New != nil
				}
				out = append(out, l)
			}
		}
		return out
	}
	internal := []line{{"LAG-1", "Bedömd", 8, true}, {"LAG-1", "", 0, false}, {"LAG-1", "", 0, false}}
	if diff := cmp.Diff(internal, lines(record.Internal)); diff != "" {
		t.Errorf("internal (-want +got)\n%s", diff)
	}
	public := []line{{"LAG-1", "", 8, false}, {"LAG-1", "", 0, false}, {"LAG-1", "", 0, false}}
	if diff := cmp.Diff(public, lines(record.Public)); diff != "" {
		t.Errorf("public (-want +got)\n%s", diff)
	}
	if got := lines(record.Restricted); len(got) != 5 || got[0].Subject != "Bedömd" || got[2].Fields == 0 {
		t.Errorf("restricted: got %+v", got)
	}
}

// TestPastCut hides in an earlier state what has become hidden since then, and shows what is still shown.
func TestPastCut(t *testing.T) {
	was := sample.Load(t, sample.Files)
	now := sample.Load(t, sample.With(map[string]string{"systems/1.md": "---\nid: SYS-1\ntitle: Öppet system\npublish: never\nstatus: in_use\nprocurement: own\n---\n"}))
	cut := NewPastCut(was, record.Internal, nil, now)
	if cut.Record(sample.Find(t, was, "SYS-1")) || !cut.Record(sample.Find(t, was, "SYS-10")) || cut.Record(sample.Find(t, was, "SYS-2")) {
		t.Error("what is hidden now is shown, or the other way round")
	}
	if got := cut.Text("SYS-1, SYS-10"); got != "[…], SYS-10" {
		t.Errorf("got %q", got)
	}
}

// TestPastCutFields hides in an earlier state the fields and the kinds that have become hidden since then, also of records that are
// no more.
func TestPastCutFields(t *testing.T) {
	was := sample.Load(t, sample.Files)
	now := sample.Load(t, sample.With(map[string]string{
		"systems/1.md": "", "laws/1.md": "",
		"schema/system.yaml": "x-kind: {name: system}\nproperties:\n  purpose: {x-publish: restricted}\n  classification: {properties: {state: {x-publish: restricted}}}\n",
		"schema/law.yaml":    "x-kind: {name: law, publish: restricted}\n",
	}))
	cut := NewPastCut(was, record.Internal, nil, now)
	system := sample.Find(t, was, "SYS-1")
	for path, want := range map[string]bool{"title": true, "purpose": false, "classification": true, "classification.state": false} {
		if got := cut.Field(system, path); got != want {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
	}
	values := cut.Values(system)
	state, _ := values["classification"].(map[string]any)
	if values["title"] == nil || values["purpose"] != nil || state["state"] != nil {
		t.Errorf("got %v", values)
	}
	if cut.Record(sample.Find(t, was, "LAG-1")) {
		t.Error("a record of a kind that is hidden now is shown")
	}
	if open := NewPastCut(was, record.Restricted, nil, now); !open.Field(system, "purpose") || !open.Record(sample.Find(t, was, "LAG-1")) {
		t.Error("what the profile shows now is hidden")
	}
}
