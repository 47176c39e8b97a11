package setup

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/google/go-cmp/cmp"
)

// register is a workspace with a few records, given as ids in the folder of a kind.
func register(t *testing.T, catalogue string, ids map[string][]string) *workspace.Workspace {
	t.Helper()
	files := map[string][]byte{workspace.ConfigFile: []byte("format: 1\norganisation: ORG-1\ncatalogues: [" + catalogue + "]\n")}
	files["organisations/org.md"] = []byte("---\nid: ORG-1\ntitle: O\ntype: unit\n---\n")
	for folder, list := range ids {
		for _, id := range list {
			files[folder+"/"+strings.ToLower(id)+".md"] = []byte("---\nid: " + id + "\ntitle: T\n---\n")
		}
	}
	return load(t, files)
}

func TestProposeID(t *testing.T) {
	tests := []struct {
		name, kind string
		ids        map[string][]string
		title      string
		want       string
	}{
		{"first", "system", nil, "Färdbok", "SYS-001"},
		{"next", "system", map[string][]string{"systems": {"SYS-001", "SYS-023", "SYS-007"}}, "Färdbok", "SYS-024"},
		{"numbers are numbers", "system", map[string][]string{"systems": {"SYS-9", "SYS-10"}}, "", "SYS-11"},
		{"width grows", "system", map[string][]string{"systems": {"SYS-999"}}, "", "SYS-1000"},
		{"year and number", "action", map[string][]string{"actions": {"UPP-2022-12", "REK-2023-10", "ATG-2023-02", "ATG-2022-16"}}, "", "ATG-2023-03"},
		{"the prefix before others", "action", map[string][]string{"actions": {"REK-2023-10", "ATG-004"}}, "", "ATG-005"},
		{"others where there is no prefix", "action", map[string][]string{"actions": {"REK-2023-10", "REK-2023-09"}}, "", "REK-2023-11"},
		{"year", "review", map[string][]string{"reviews": {"LG-2022", "LG-2023"}}, "", "LG-2024"},
		{"taken by another kind", "system", map[string][]string{"systems": {"SYS-001"}, "laws": {"sys-002"}}, "", "SYS-003"},
		{"no number", "system", map[string][]string{"systems": {"SYS-A"}}, "", "SYS-001"},
		{"a number beyond numbers", "system", map[string][]string{"systems": {"SYS-99999999999999999999999"}}, "", "SYS-001"},
		{"a name", "role", nil, "Chef för äldreomsorgen", "ROLL-CHEF-FOR-ALDREOMSORGEN"},
		{"a name that is taken", "role", map[string][]string{"roles": {"ROLL-CHEF", "ROLL-CHEF-2"}}, "Chef", "ROLL-CHEF-3"},
		{"a name of signs", "role", nil, "日本", "ROLL-001"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := register(t, "", test.ids)
			d := NewDraft(w, w.Kinds.Named(test.kind))
			if test.title != "" {
				set(t, d, "title", test.title)
			}
			if got := d.ProposeID(); got != test.want {
				t.Errorf("proposed %s, want %s", got, test.want)
			}
		})
	}
}

func set(t *testing.T, d *Draft, field, value string) {
	t.Helper()
	if err := d.Set(field, value); err != nil {
		t.Fatalf("set %s: %v", field, err)
	}
}

// TestProposeIDOfSubject names records after the entry that they are about.
func TestProposeIDOfSubject(t *testing.T) {
	w := register(t, "iso27001-2022", map[string][]string{"controls": {"A.5.10"}})
	for criterion, want := range map[string]string{"A.5.9": "A.5.9", "iso27001-2022/A.5.9": "A.5.9", "A.5.10": "ISO27001-2022-A.5.10", "A.9.9": "A-001"} {
		d := NewDraft(w, w.Kinds.Named("control"))
		set(t, d, "criterion", criterion)
		if got := d.ProposeID(); got != want {
			t.Errorf("control about %s: %s, want %s", criterion, got, want)
		}
	}
	d := NewDraft(w, w.Kinds.Named("gap"))
	set(t, d, "criterion", "4.1")
	if got := d.ProposeID(); got != "KLAUSUL-4.1" {
		t.Errorf("gap about 4.1: %s", got)
	}
	d = NewDraft(w, w.Kinds.Named("criterion"))
	set(t, d, "catalogue", "egen")
	set(t, d, "number", "3")
	if got := d.ProposeID(); got != "egen/3" {
		t.Errorf("criterion: %s", got)
	}
}

// TestDraftFile writes a record whose values YAML would read otherwise, nested and in lists.
func TestDraftFile(t *testing.T) {
	w := register(t, "", nil)
	d := NewDraft(w, w.Kinds.Named("system"))
	for _, pair := range [][2]string{
		{"tags", "yes"},
		{"tags", "#2: å"},
		{"personal_data", "yes"},
		{"id", "SYS-017"},
		{"title", "Färdbok: resor & \"körjournal\""},
		{"status", "in_use"},
		{"procurement", "own"},
		{"classification.confidentiality", "2"},
		{"classification.preliminary", "true"},
		{"classification.decided_on", "2026-01-31"},
		{"links[0].url", "https://exempel.se/a?b=c#d"},
		{"links[1].dnr", "2026/12"},
		{"links[0].text", "5.10"},
	} {
		set(t, d, pair[0], pair[1])
	}
	f := d.File()
	want := File{Name: "systems/sys-017-fardbok-resor-korjournal.md", Data: []byte(`---
id: SYS-017
title: 'Färdbok: resor & "körjournal"'
status: in_use
procurement: own
classification:
  preliminary: true
  decided_on: 2026-01-31
  confidentiality: 2
personal_data: "yes"
links:
  - url: https://exempel.se/a?b=c#d
    text: "5.10"
  - dnr: 2026/12
tags: ["yes", "#2: å"]
---
`)}
	if diff := cmp.Diff(want, f); diff != "" {
		t.Errorf("file (-want +got)\n%s", diff)
	}
	checkForm(t, d.Kind, f.Name, f.Data)
	stops, _, err := Judge(t.Context(), w, []File{f}, rules.Options{AsOf: "2026-11-22"}, locale.English)
	if err != nil || len(stops) > 0 {
		t.Errorf("stopped by %v, %v", stops, err)
	}
}

func TestDraftRefuses(t *testing.T) {
	w := register(t, "", nil)
	tests := []struct {
		field string
		want  SetError
	}{
		{"statuss", SetError{Path: "statuss", Near: []string{"status"}}},
		{"", SetError{Path: ""}},
		{"classification", SetError{Path: "classification", Whole: true}},
		{"links", SetError{Path: "links[0]", Whole: true}},
		{"links[0]", SetError{Path: "links[0]", Whole: true}},
		{"links[1].url", SetError{Path: "links[1].url"}},
		{"links[-1].url", SetError{Path: "links[-1].url"}},
		{"links[x].url", SetError{Path: "links[x].url"}},
		{"links.url", SetError{Path: "links.url"}},
		{"tags[1]", SetError{Path: "tags[1]"}},
	}
	for _, test := range tests {
		var got *SetError
		if err := NewDraft(w, w.Kinds.Named("system")).Set(test.field, "x"); !errors.As(err, &got) {
			t.Errorf("%q is set: %v", test.field, err)
			continue
		}
		if diff := cmp.Diff(test.want, *got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", test.field, diff)
		}
	}
}

func TestDraftMissing(t *testing.T) {
	w := register(t, "", nil)
	d := NewDraft(w, w.Kinds.Named("system"))
	if diff := cmp.Diff([]string{"title", "status", "procurement"}, d.Missing()); diff != "" {
		t.Errorf("system (-want +got)\n%s", diff)
	}
	role := NewDraft(w, w.Kinds.Named("role"))
	set(t, role, "title", "Chef")
	set(t, role, "type", "manager")
	set(t, role, "competence[0].met_on", "2026-01-01")
	if diff := cmp.Diff([]string{"competence[0].name"}, role.Missing()); diff != "" {
		t.Errorf("role (-want +got)\n%s", diff)
	}
	statistics := NewDraft(w, w.Kinds.Named("incident-statistics"))
	if diff := cmp.Diff([]string{"title", "period_from", "period_to", "counts.total"}, statistics.Missing()); diff != "" {
		t.Errorf("an object that is required (-want +got)\n%s", diff)
	}
}

// TestJudge tells what stops a record from what it still lacks.
func TestJudge(t *testing.T) {
	w := register(t, "", map[string][]string{"systems": {"SYS-001"}})
	tests := []struct {
		name  string
		set   map[string]string
		stops []string
	}{
		{"fit", nil, nil},
		{"a wrong value", map[string]string{"status": "in-use"}, []string{"value-unknown"}},
		{"a reference to nothing", map[string]string{"owner": "ROLL-X"}, []string{"ref-unknown"}},
		{"a reference to another kind", map[string]string{"owner": "ORG-1"}, []string{"ref-wrong-kind"}},
		{"a day that is none", map[string]string{"go_live_on": "2026-02-30"}, []string{"date-impossible"}},
		{"an id that is taken", map[string]string{"id": "sys-001"}, []string{"id-duplicate"}},
		{"an id that is none", map[string]string{"id": "å 1"}, []string{"id-malformed"}},
		{"a number that is none", map[string]string{"classification.integrity": "hög"}, []string{"value-type"}},
		{"a number out of bounds", map[string]string{"classification.integrity": "5"}, []string{"value-out-of-bounds"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := NewDraft(w, w.Kinds.Named("system"))
			for field, value := range map[string]string{"id": "SYS-002", "title": "T", "status": "in_use", "procurement": "own"} {
				set(t, d, field, value)
			}
			for field, value := range test.set {
				set(t, d, field, value)
			}
			stops, left, err := Judge(t.Context(), w, []File{d.File()}, rules.Options{AsOf: "2026-11-22"}, locale.English)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range stops {
				got = append(got, s.Rule)
			}
			if diff := cmp.Diff(test.stops, got); diff != "" {
				t.Errorf("stops (-want +got)\n%s", diff)
			}
			if len(left) == 0 && test.stops == nil {
				t.Error("nothing is missing of a system without owner")
			}
		})
	}
}

func TestPick(t *testing.T) {
	choices := []Choice{
		{"in_use", locale.Text{SV: "I drift", EN: "In use"}},
		{"retiring", locale.Same("Avvecklas")},
		{"retired", locale.Same("Avvecklat")},
		{"0", locale.Same("Åldrat")},
		{"2027", locale.Same("4")},
		{"late", locale.Same("Avveckl")},
	}
	for answer, want := range map[string]string{
		"1": "in_use", "3": "retired", "0": "0", "7": "", "202": "", "IN_USE": "in_use", "drift": "in_use?", "i drift": "in_use", "in use": "in_use",
		" avveckla ": "retiring retired?", " avveckl": "late", "a\u030aldrat": "0", "aldrat": "0", "": "", "ålder": "?", "4": "0",
	} {
		var got []string
		found, part := Pick(choices, answer, true)
		for _, c := range found {
			got = append(got, c.Value)
		}
		picked := strings.Join(got, " ")
		if part { // only a part of a name fits
			picked += "?"
		}
		if picked != want {
			t.Errorf("%q picks %q, want %q", answer, picked, want)
		}
	}
}

// TestPickUnlisted wants a number to mean neither a place in a list that is not shown nor a part of a name.
func TestPickUnlisted(t *testing.T) {
	choices := []Choice{{"4.1", locale.Same("Organisationen")}, {"iso/4", locale.Same("Kapitel 4")}, {"LG-2026", locale.Same("2026")}}
	for answer, want := range map[string]string{"1": "", "4": "", "4.1": "4.1", "2026": "LG-2026", "26": "", "kapitel": "iso/4"} {
		got := ""
		if found, _ := Pick(choices, answer, false); len(found) > 0 {
			got = found[0].Value
		}
		if got != want {
			t.Errorf("%q picks %q, want %q", answer, got, want)
		}
	}
}

// TestSlip tests each answer by itself before the next question.
func TestSlip(t *testing.T) {
	w := register(t, "", map[string][]string{"roles": {"ROLL-A"}})
	with, err := rules.New(w)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ kind, field, text, want string }{
		{"risk", "probability", "4", ""},
		{"risk", "probability", "7", "'Sannolikhet' ska vara mellan 1 och 5, inte '7'"},
		{"risk", "title", strings.Repeat("x", 120), ""},
		{"risk", "title", strings.Repeat("x", 300), "'Rubrik' ska vara"},
		{"risk", "title", "Anna 811218-9876", "personnummer (******-****)"},
		{"risk", "id", "SYS-1", "id:t börjar som för postslaget system"},
		{"risk", "id", "å 1", "'å 1' kan inte vara ett id"},
		{"risk", "id", "RISK-9", ""},
		{"risk", "owner", "ROLL-B", ""}, // another question
		{"review", "period_to", "2025-12-31", "slutar '2025-12-31' men börjar '2026-01-01'"},
		{"review", "period_to", "2026-01-31", ""},
		{"review", "period_to", "31 februari 2026", "'Period till' ska vara"},
		{"risk", "accepted_on", "2027-01-01", "är 2027-01-01"},
		{"review", "period_from", "2025-01-01", ""},
	}
	for _, test := range tests {
		d := NewDraft(w, w.Kinds.Named(test.kind))
		if test.kind == "review" {
			set(t, d, "period_from", "2026-01-01")
		}
		before := d.File()
		got := ""
		wrong, err := d.Slip(with, test.field, test.text, "2026-11-22", locale.Swedish)
		if wrong != nil {
			got = wrong.Message
		}
		if err != nil || (test.want == "") != (got == "") || !strings.Contains(got, test.want) {
			t.Errorf("%s.%s=%.20s: %q, %v; want %q", test.kind, test.field, test.text, got, err, test.want)
		}
		if diff := cmp.Diff(before, d.File()); diff != "" {
			t.Errorf("the draft has changed\n%s", diff)
		}
	}
}

// TestSetComposed stores letters composed, so that an id is made of whole letters.
func TestSetComposed(t *testing.T) {
	w := register(t, "", nil)
	d := NewDraft(w, w.Kinds.Named("role"))
	set(t, d, "title", "Fo\u0308rvaltningschef")
	if err := d.Identify(); err != nil {
		t.Fatal(err)
	}
	if d.Text("title") != "F\u00f6rvaltningschef" || d.Text("id") != "ROLL-FORVALTNINGSCHEF" {
		t.Errorf("%+q has the id %s", d.Text("title"), d.Text("id"))
	}
}

func TestNamesakes(t *testing.T) {
	w := register(t, "", map[string][]string{"roles": {"ROLL-A"}, "terms": {"TERM-T"}})
	for title, want := range map[string]int{"t": 1, "T": 1, "ROLL-A": 0, "": 0} {
		d := NewDraft(w, w.Kinds.Named("role"))
		d.values["title"] = title
		if got := d.Namesakes(); len(got) != want {
			t.Errorf("%q has the namesakes %v", title, got)
		}
	}
}

func TestChoices(t *testing.T) {
	w := register(t, "iso27001-2022", map[string][]string{"roles": {"ROLL-B", "ROLL-A"}})
	system := w.Kinds.Named("system")
	owners, free := Choices(w, system.Field("owner"))
	if diff := cmp.Diff([]Choice{{"ROLL-A", locale.Same("T")}, {"ROLL-B", locale.Same("T")}}, owners); diff != "" || free {
		t.Errorf("owners, free %v (-want +got)\n%s", free, diff)
	}
	if yes, _ := Choices(w, system.Field("classification.preliminary")); len(yes) != 2 || yes[0].Value != "true" {
		t.Errorf("a truth value is one of %v", yes)
	}
	if _, free := Choices(w, system.Field("purpose")); !free {
		t.Error("a text is not free")
	}
	entries, _ := Choices(w, w.Kinds.Named("gap").Field("criterion"))
	if len(entries) < 120 || entries[0].Value != "iso27001-2022/4" || entries[1].Value != "4.1" {
		t.Errorf("%d entries, the first %v", len(entries), entries[:2])
	}
}

// TestSetInWords gives fields and values as people call them.
func TestSetInWords(t *testing.T) {
	files := map[string][]byte{workspace.ConfigFile: []byte("format: 1\norganisation: ORG-1\n")}
	for name, title := range map[string]string{"ROLL-A": "Chef, HR", "ROLL-B": "Chef för äldreomsorgen", "ROLL-C": "Jurist", "ROLL-D": "jurist"} {
		files["roles/"+name+".md"] = []byte("---\nid: " + name + "\ntitle: " + title + "\ntype: manager\n---\n")
	}
	files["organisations/1.md"] = []byte("---\nid: ORG-1\ntitle: O\ntype: unit\n---\n")
	w := load(t, files)
	tests := []struct {
		kind, field, text string
		path              string // what is set
		want              any
	}{
		{"system", "Livscykel", "I drift", "status", "in_use"},
		{"system", "livscykel", "i drift", "status", "in_use"},
		{"system", "Informationsägare", "Chef, HR", "information_owner", "ROLL-A"},
		{"system", "information_owner", "chef for aldreomsorgen", "information_owner", "ROLL-B"},
		{"system", "information_owner", "roll-c", "information_owner", "ROLL-C"},
		{"system", "information_owner", "Vaktmästare", "information_owner", "Vaktmästare"},
		{"system", "go_live_on", "1 mars 2027", "go_live_on", "2027-03-01"},
		{"metric", "measurements[0].value", "50,5", "measurements[0].value", "50.5"},
		{"system", "tags", "fordon, resor", "tags", []any{"fordon, resor"}},
		{"system", "Länkar[0].Adress", "https://x.se/a,b", "links[0].url", "https://x.se/a,b"},
		{"review", "attendees", "ROLL-A, Chef för äldreomsorgen,ROLL-C,", "attendees", []any{"ROLL-A", "ROLL-B", "ROLL-C"}},
		{"review", "attendees", "Chef, HR", "attendees", []any{"ROLL-A"}},
		{"review", "Bilagor", "Gapanalys, soa", "attachments", []any{"gap", "soa"}},
		{"review", "attendees[0]", "Chef, HR", "attendees", []any{"ROLL-A"}},
	}
	for _, test := range tests {
		d := NewDraft(w, w.Kinds.Named(test.kind))
		set(t, d, test.field, test.text)
		if diff := cmp.Diff(test.want, d.at(test.path)); diff != "" {
			t.Errorf("%s=%s (-want +got)\n%s", test.field, test.text, diff)
		}
	}
	d := NewDraft(w, w.Kinds.Named("review"))
	set(t, d, "attendees", "ROLL-A,ROLL-B")
	set(t, d, "attendees", "ROLL-C")
	if diff := cmp.Diff([]any{"ROLL-A", "ROLL-B", "ROLL-C"}, d.at("attendees")); diff != "" {
		t.Errorf("given twice (-want +got)\n%s", diff)
	}
	var several *SetError
	if err := d.Set("attendees", "ROLL-A,JURIST"); !errors.As(err, &several) || several.Text != "JURIST" || AnyChoice(several.Several).In(locale.English) != "ROLL-C (Jurist) or ROLL-D (jurist)" {
		t.Errorf("a title of two roles: %+v, %v", several, err)
	}
}

// TestSetPart names what a part of a name can mean, and what a field below another is called.
func TestSetPart(t *testing.T) {
	w := register(t, "", map[string][]string{"roles": {"ROLL-ISAM", "ROLL-SAMORDNARE"}})
	for text, want := range map[string]string{"isam": "ROLL-ISAM (T)", "ROLL-": "ROLL-ISAM (T) or ROLL-SAMORDNARE (T)", "ROLL-X": ""} {
		d := NewDraft(w, w.Kinds.Named("system"))
		var wrong *SetError
		got := ""
		if errors.As(d.Set("owner", text), &wrong) && wrong.Part {
			got = AnyChoice(wrong.Several).In(locale.English)
		}
		if got != want || (want == "") != d.Has("owner") {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string][]string{"Konfidentialitet": {"Klassning.Konfidentialitet"}, "confidentiality": {"classification.confidentiality"}, "statuss": {"status"}} {
		var wrong *SetError
		if err := NewDraft(w, w.Kinds.Named("system")).Set(text, "2"); !errors.As(err, &wrong) || cmp.Diff(want, wrong.Near) != "" {
			t.Errorf("%s: %v, want %v", text, wrong, want)
		}
	}
}

// TestQuestionsOfStates asks for all that an answered state must come with.
func TestQuestionsOfStates(t *testing.T) {
	w := register(t, "", map[string][]string{"roles": {"ROLL-A"}})
	system := []string{"status=in_use", "procurement=own", "information_owner=ROLL-A"}
	tests := []struct {
		kind   string
		set    []string
		rule   string
		fields string
	}{
		{"system", append(system, "classification.state=done"), "classification-incomplete", "classification.confidentiality classification.integrity classification.availability classification.decided_by classification.decided_on"},
		{"system", append(system, "risk_analysis.state=not_needed"), "not-needed-unjustified", "risk_analysis.reason risk_analysis.decided_by risk_analysis.decided_on"},
		{"system", append(system, "risk_analysis.state=not_needed", "risk_analysis.reason=x"), "not-needed-unjustified", "risk_analysis.decided_by risk_analysis.decided_on"},
		{"action", []string{"status=done", "type=action"}, "action-closed-without-result", "result verified_by"},
		{"review", []string{"period_from=2026-01-01", "period_to=2026-06-30", "owner=ROLL-A", "status=decided"}, "review-number-missing", "dnr held_on decided_on"},
		{"review", []string{"period_from=2026-01-01", "period_to=2026-06-30", "owner=ROLL-A", "status=decided"}, "review-basis-unsealed", ""},
		{"document", []string{"type=policy", "status=adopted", "owner=ROLL-A"}, "document-adoption-missing", "adopted_by adopted_on version"},
	}
	for _, test := range tests {
		d := NewDraft(w, w.Kinds.Named(test.kind))
		for _, pair := range append(test.set, "id="+d.Kind.Prefix+"-1", "title=T") {
			field, value, _ := strings.Cut(pair, "=")
			set(t, d, field, value)
		}
		_, left, err := Judge(t.Context(), w, []File{d.File()}, rules.Options{AsOf: "2026-11-22"}, locale.English)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, q := range d.Questions(left) {
			if q.Why.Rule == test.rule {
				got = append(got, q.Path)
			}
		}
		if strings.Join(got, " ") != test.fields {
			t.Errorf("%s, %s: asked for %v, want %s", test.kind, test.rule, got, test.fields)
		}
	}
}

// TestAlong wants every field that comes along to be one of a kind, and every rule to be one.
func TestAlong(t *testing.T) {
	w := register(t, "", nil)
	all := rules.List(w.Kinds)
	for rule, names := range along {
		if !slices.ContainsFunc(all, func(r rules.Rule) bool { return r.ID == rule }) {
			t.Errorf("there is no rule %s", rule)
		}
		for _, name := range names {
			if !slices.ContainsFunc(w.Kinds.List, func(k *record.Kind) bool {
				return slices.ContainsFunc(k.Fields(), func(f *record.Field) bool { return f.Name == name })
			}) {
				t.Errorf("%s: no kind has a field %s", rule, name)
			}
		}
	}
}

// TestQuestions asks for what the rules ask for, gravest first, until nothing is open.
func TestQuestions(t *testing.T) {
	w := register(t, "", map[string][]string{"roles": {"ROLL-A"}})
	d := NewDraft(w, w.Kinds.Named("system"))
	for field, value := range map[string]string{"id": "SYS-001", "title": "T", "status": "in_use", "procurement": "own"} {
		set(t, d, field, value)
	}
	asked := func() string {
		t.Helper()
		_, left, err := Judge(t.Context(), w, []File{d.File()}, rules.Options{AsOf: "2026-11-22"}, locale.English)
		if err != nil {
			t.Fatal(err)
		}
		var paths []string
		for _, q := range d.Questions(left) {
			path := q.Path
			if q.Again {
				path += " again"
			}
			paths = append(paths, path)
		}
		return strings.Join(paths, ", ")
	}
	for _, step := range []struct{ field, value, want string }{
		{"tags", "x", "information_owner, classification.state, risk_analysis.state"},
		{"information_owner", "ROLL-A", "classification.state, risk_analysis.state"},
		{"classification.state", "planned", "classification.planned_on, risk_analysis.state"},
		{"risk_analysis.state", "planned", "classification.planned_on"},
		{"classification.planned_on", "2026-01-01", "classification.planned_on again"},
		{"classification.planned_on", "2026-12-01", ""},
	} {
		set(t, d, step.field, step.value)
		if got := asked(); got != step.want {
			t.Errorf("after %s=%s: asked for %s; want %s", step.field, step.value, got, step.want)
		}
	}
	metric := NewDraft(w, w.Kinds.Named("metric"))
	set(t, metric, "title", "T")
	set(t, metric, "id", "MAT-1")
	d = metric
	if got := asked(); got != "measurements[0].measured_on, measurements[0].value" {
		t.Errorf("of a list of objects: asked for %s", got)
	}
}

func TestUnset(t *testing.T) {
	w := register(t, "", nil)
	d := NewDraft(w, w.Kinds.Named("system"))
	for _, pair := range [][2]string{{"tags", "a"}, {"tags", "b"}, {"links[0].url", "https://x.se"}, {"classification.state", "done"}, {"title", "T"}} {
		set(t, d, pair[0], pair[1])
	}
	for _, step := range []struct {
		path string
		was  bool
	}{{"tags[0]", true}, {"links[0].url", true}, {"links", false}, {"classification.state", true}, {"classification", false}, {"tags[1]", false}, {"title", true}, {"", false}} {
		if was := d.Unset(step.path); was != step.was {
			t.Errorf("%s had a value: %v", step.path, was)
		}
	}
	if diff := cmp.Diff(map[string]any{"tags": []any{"b"}}, d.values); diff != "" {
		t.Errorf("values (-want +got)\n%s", diff)
	}
}

// TestWith makes a record that another one can then name.
func TestWith(t *testing.T) {
	w := register(t, "", nil)
	role := NewDraft(w, w.Kinds.Named("role"))
	set(t, role, "title", "Chef")
	set(t, role, "type", "manager")
	if err := role.Identify(); err != nil {
		t.Fatal(err)
	}
	with, err := With(t.Context(), w, []File{role.File()})
	if err != nil {
		t.Fatal(err)
	}
	d := NewDraft(w, w.Kinds.Named("system"))
	set(t, d, "information_owner", "chef")
	if got := d.Text("information_owner"); got != "chef" {
		t.Errorf("%s is there already", got)
	}
	d.Rebase(with)
	set(t, d, "information_owner", "chef")
	if got := d.Text("information_owner"); got != "ROLL-CHEF" {
		t.Errorf("the information owner is %s", got)
	}
	if len(w.Graph.OfKind("role")) != 0 {
		t.Error("the workspace itself has changed")
	}
}

// TestGuide writes guidance where a new review has no text. No rule takes it for an answer, and it is in the form of lis fmt.
func TestGuide(t *testing.T) {
	w := register(t, "", map[string][]string{"roles": {"ROLL-A"}})
	d := NewDraft(w, w.Kinds.Named("review"))
	for field, value := range map[string]string{
		"id": "LG-1", "title": "T", "owner": "ROLL-A", "period_from": "2026-01-01", "period_to": "2026-06-30", "status": "proposed", "sections.a": "Inget var beslutat.",
	} {
		set(t, d, field, value)
	}
	missing := func() (n int) {
		t.Helper()
		stops, left, err := Judge(t.Context(), w, []File{d.File()}, rules.Options{AsOf: "2026-11-22"}, locale.Swedish)
		if err != nil || len(stops) > 0 {
			t.Fatal(stops, err)
		}
		for _, l := range left {
			if l.Rule == "review-input-missing" {
				n++
			}
		}
		return n
	}
	before := missing()
	if n := d.Guide(locale.Swedish); n != 9 || before == 0 {
		t.Errorf("%d texts got guidance, %d were missing", n, before)
	}
	if after := missing(); after != before {
		t.Errorf("%d inputs are missing with guidance, %d without", after, before)
	}
	f := d.File()
	checkForm(t, d.Kind, f.Name, f.Data)
	for _, want := range []string{"  a: Inget var beslutat.\n", "  d2: |\n    [Mätningar: skriv vad "} {
		if !strings.Contains(string(f.Data), want) {
			t.Errorf("no %q in\n%s", want, f.Data)
		}
	}
	if n := d.Guide(locale.English); n != 0 {
		t.Errorf("%d texts got guidance again", n)
	}
	if n := NewDraft(w, w.Kinds.Named("role")).Guide(locale.Swedish); n != 0 {
		t.Errorf("a role got %d texts of guidance", n)
	}
}

// TestDraftFileIsRead holds that a file is named so that the record in it is found again, on every system, whatever id it was given.
func TestDraftFileIsRead(t *testing.T) {
	w := register(t, "", nil)
	for _, test := range []struct{ id, title, want, stop string }{
		{"SYS-1", "Färdbok", "systems/sys-1-fardbok.md", ""},
		{"../../x", "T", "systems/x-t.md", "id-malformed"},
		{".hidden", "T", "systems/hidden-t.md", "id-malformed"},
		{"/etc/cron.d/x", "T", "systems/etc-cron.d-x-t.md", "id-malformed"},
		{"a b\x00:å", "T", "systems/a-b----t.md", "id-malformed"},
		{"README", "日本", "systems/system-readme.md", ""},
		{"con", "日本", "systems/system-con.md", ""},
		{"NUL.x", "T", "systems/system-nul.x-t.md", ""},
		{"..", "日本", "systems/system-.md", "id-malformed"},
		{strings.Repeat("a", 300), "T", "systems/" + strings.Repeat("a", 64) + "-t.md", "id-malformed"},
	} {
		d := NewDraft(w, w.Kinds.Named("system"))
		for _, pair := range [][2]string{{"id", test.id}, {"title", test.title}, {"status", "in_use"}, {"procurement", "own"}} {
			set(t, d, pair[0], pair[1])
		}
		f := d.File()
		if f.Name != test.want {
			t.Errorf("%q: got %s, want %s", test.id, f.Name, test.want)
		}
		with, err := With(t.Context(), w, []File{f})
		if err != nil || with.Graph.InFile(f.Name) == nil {
			t.Errorf("%q: %s is not read (%v)", test.id, f.Name, err)
		}
		stops, _, err := Judge(t.Context(), w, []File{f}, rules.Options{AsOf: "2026-11-22"}, locale.English)
		if err != nil || (len(stops) > 0) != (test.stop != "") || len(stops) > 0 && stops[0].Rule != test.stop {
			t.Errorf("%q: stopped by %v, %v, want %q", test.id, stops, err, test.stop)
		}
	}
}

// TestRenew gives a draft the next id if somebody took the proposed one.
func TestRenew(t *testing.T) {
	before, after := register(t, "", nil), register(t, "", map[string][]string{"systems": {"SYS-001"}})
	for _, test := range []struct {
		now  *workspace.Workspace
		want string
	}{{before, "SYS-001"}, {after, "SYS-002"}} {
		d := NewDraft(before, before.Kinds.Named("system"))
		if err := errors.Join(d.Identify(), d.Renew(test.now)); err != nil {
			t.Fatal(err)
		}
		if got := d.Text("id"); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}
