package dashboard

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/google/go-cmp/cmp"
)

const day = "2023-12-15"

// contracts are a kind of a workspace with two figures.
var contracts = map[string]string{
	"schema/contract.yaml": "x-kind: {name: contract, folder: avtal, prefix: AVT, label: {sv: Avtal, en: Contract}, plural: {sv: Avtal, en: Contracts}}\n" +
		"properties:\n  status: {type: string, enum: [active, ended]}\n  ends_on: {type: string, format: date}\n",
	"schema/figures.yaml": "contracts.total:\n  count: contract\n  where: \"true\"\n  label: {sv: Avtal, en: Contracts}\n  publish: internal\n" +
		"contracts.active:\n  count: contract\n  where: self.status == 'active'\n  label: {sv: Avtal som gäller, en: Contracts in force}\n  publish: internal\n",
	"avtal/1.md": "---\nid: AVT-1\ntitle: Ett\nstatus: active\nends_on: 2023-12-31\n---\n",
	"avtal/2.md": "---\nid: AVT-2\ntitle: Två\nstatus: ended\nends_on: 2023-06-30\n---\n",
}

// with is a workspace with contracts and a dashboard of its own; "" for none.
func with(t *testing.T, text string) *workspace.Workspace {
	t.Helper()
	files := maps.Clone(contracts)
	if text != "" {
		files["schema/dashboard.yaml"] = text
	}
	return sample.Load(t, sample.With(files))
}

func count(t *testing.T, w *workspace.Workspace) []figures.Figure {
	t.Helper()
	all, err := figures.Count(w, day)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func read(t *testing.T, w *workspace.Workspace) *Dashboard {
	t.Helper()
	known := count(t, w)
	if told := refused(t, w, known); told != nil {
		t.Fatal(strings.Join(told, "\n"))
	}
	d, err := Read(w, known)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// refused is what is said of a dashboard that is wrong: "line:column problem".
func refused(t *testing.T, w *workspace.Workspace, known []figures.Figure) []string {
	t.Helper()
	_, err := Read(w, known)
	if err == nil {
		return nil
	}
	var setup *workspace.SetupError
	if !errors.As(err, &setup) {
		t.Fatal(err)
	}
	var told []string
	for _, f := range setup.Findings {
		if f.FileName() != "schema/dashboard.yaml" {
			t.Errorf("a finding in %s", f.FileName())
		}
		problem := any(f.Rule)
		if text, ok := f.Args["problem"].(locale.Localized); ok {
			problem = text.In(locale.Swedish)
		}
		told = append(told, fmt.Sprintf("%v %v", f.Span.Start, problem))
	}
	return told
}

// TestBuiltin reads the file of the program: nothing is wrong with it, and every figure, group and area of it is one of the
// program's.
func TestBuiltin(t *testing.T) {
	w := sample.Load(t, sample.Files)
	d := read(t, w)
	all, findings, err := d.Count(w, day)
	if err != nil || len(findings) > 0 {
		t.Fatalf("%v, %v", findings, err)
	}
	got := map[string]int{}
	for _, f := range all {
		got[f.Name] = f.Value
	}
	want := map[string]int{"roles.total": 2, "roles.filled": 1, "roles.open": 1, "actions.undated": 0, "followup.open": 1, "followup.total": 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("figures (-want +got)\n%s", diff)
	}
	for _, list := range []int{len(d.Header), len(d.Sentences), len(d.Areas), len(d.Bars), len(d.Deadlines), len(d.Trend), len(d.Groups)} {
		if list == 0 {
			t.Errorf("a section is empty: %+v", d)
		}
	}
}

// TestBuiltinSums wants the parts of the program's bars to add up, whatever the records hold.
func TestBuiltinSums(t *testing.T) {
	w := sample.Load(t, sample.With(map[string]string{
		"lis.yaml":      "format: 1\ntitle: Provet\norganisation: ORG-1\ncatalogues: [iso27001-2022]\n",
		"controls/1.md": "---\nid: A.5.1\ncriterion: A.5.1\napplicability: applicable\nimplementation: partly\n---\n",
		"controls/2.md": "---\nid: A.5.2\ncriterion: A.5.2\napplicability: applicable\n---\n",
		"controls/3.md": "---\nid: A.5.3\ncriterion: A.5.3\napplicability: excluded\nreason: Nej\n---\n",
		"gaps/1.md":     "---\nid: KLAUSUL-4.1\ncriterion: \"4.1\"\nimplementation: evaluated\n---\n",
		"gaps/2.md":     "---\nid: KLAUSUL-4.2\ncriterion: \"4.2\"\n---\n",
	}))
	d := read(t, w)
	own, _, _ := d.Count(w, day)
	values := figures.Numbers(slices.Concat(count(t, w), own))
	for i := range d.Bars {
		if values[d.Bars[i].Of] == 0 && !strings.HasPrefix(d.Bars[i].Of, "controls.") {
			t.Errorf("%s covers nothing here, so that nothing is proved of it", d.Bars[i].Name)
		}
		d.Bars[i].place = &place{}
	}
	for _, f := range d.CheckSums(slices.Concat(count(t, w), own)) {
		t.Error(f.Args["problem"])
	}
}

const ownDashboard = `header:
  contract: {before: action}
figures:
  contracts.ended:
    count: contract
    where: self.status == 'ended'
    label: {sv: Avtal som har upphört, en: Contracts ended}
    publish: internal
sentences:
  contracts:
    before: laws
    of: contracts.total
    text:
      sv: "{contracts.active:Ett avtal gäller|# avtal gäller} av {contracts.total}."
      en: "{contracts.active} of {contracts.total} contracts are in force."
    clauses:
      contracts.ended: {sv: "{n} har upphört", en: "{n:# has|# have} ended"}
areas:
  contracts: {kind: contract, label: {sv: Avtal, en: Contracts}, left: [contracts.ended]}
bars:
  contracts:
    of: contracts.total
    label: {sv: Avtal, en: Contracts}
    parts:
      contracts.active: {look: done, label: {sv: gäller, en: in force}}
      rest: {look: none, label: {sv: övriga, en: others}}
deadlines:
  contract.ends_on: {when: self.status == 'active'}
trend:
  contracts.active: {of: contracts.total, before: laws.deviation}
groups:
  contracts: {sv: Avtal, en: Contracts}
`

// TestOwn reads what a workspace adds: it stands last, or where it says.
func TestOwn(t *testing.T) {
	w := with(t, ownDashboard)
	plain, d := read(t, with(t, "")), read(t, w)
	if i := slices.Index(d.Header, Link{Kind: "contract"}); i != 2 || d.Header[3].Kind != "action" || len(d.Header) != len(plain.Header)+1 {
		t.Errorf("header: %+v", d.Header)
	}
	if s := d.Sentences[len(plain.Sentences)-6]; s.Name != "contracts" || !slices.Equal(s.Figures, []string{"contracts.total", "contracts.active"}) || len(s.Clauses) != 1 {
		t.Errorf("sentences: %+v", d.Sentences)
	}
	want := Area{Name: "contracts", Kind: "contract", Label: locale.Text{SV: "Avtal", EN: "Contracts"}, Left: []string{"contracts.ended"}}
	if diff := cmp.Diff(append(plain.Areas, want), d.Areas); diff != "" {
		t.Errorf("areas (-want +got)\n%s", diff)
	}
	if b := d.Bars[len(plain.Bars)]; b.Name != "contracts" || len(b.Parts) != 2 || b.Parts[1].Figure != Rest {
		t.Errorf("bars: %+v", d.Bars)
	}
	if i := slices.Index(d.Trend, Share{"contracts.active", "contracts.total"}); i < 0 || d.Trend[i+1].Figure != "laws.deviation" {
		t.Errorf("trend: %+v", d.Trend)
	}
	if len(d.Groups) != len(plain.Groups)+1 {
		t.Errorf("groups: %+v", d.Groups)
	}
	own, findings, err := d.Count(w, day)
	if i := slices.IndexFunc(own, func(f figures.Figure) bool { return f.Name == "contracts.ended" }); err != nil || len(findings) > 0 || i < 0 || own[i].Value != 1 {
		t.Errorf("figures: %+v, %v, %v", own, findings, err)
	}
	testWaits(t, w, d.Deadlines[len(d.Deadlines)-1])
}

func testWaits(t *testing.T, w *workspace.Workspace, d Deadline) {
	t.Helper()
	for id, want := range map[string]bool{"AVT-1": true, "AVT-2": false} {
		r := w.Graph.Named(id)
		vars := figures.Vars(w, day)
		vars["self"] = r.Complete()
		if got, finding := d.Waits(r, vars); got != want || finding != nil || d.Kind != "contract" || d.Field != "ends_on" || !d.Late {
			t.Errorf("%s waits: %v, want %v (%v)", id, got, want, finding)
		}
	}
}

// TestOtherStates counts in a state that lacks what a figure is about: the figure is left out, and no other.
func TestOtherStates(t *testing.T) {
	d := read(t, with(t, ownDashboard))
	all, findings, err := d.Count(sample.Load(t, sample.Files), day)
	if err != nil || len(findings) != 1 || len(all) != 6 {
		t.Errorf("%d figures, %v, %v", len(all), findings, err)
	}
}

func TestRefused(t *testing.T) {
	const both = "{sv: S, en: E}"
	tests := []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", nil},
		{"an empty file", "# inget ännu\n", nil},
		{"an empty section", "areas:\nbars: {}\n", nil},
		{"what is no YAML", "areas: [\n", []string{"1:8 en parentes, [ eller {, avslutas aldrig"}},
		{"a list", "- a\n", []string{"1:1 här ska stå fält med namn, kolon och värde"}},
		{"an unknown section", "arreas: {}\n", []string{"1:1 'arreas' betyder inget här; menade du 'areas'?"}},
		{"a section in words", "areas: alla\n", []string{"1:8 'areas' ska ha nycklar under sig"}},
		{"an entry in words", "header: {contract: ja}\n", []string{"1:20 'ja' ska ha nycklar under sig"}},
		{"an unknown key", "header: {contract: {lable: " + both + "}}\n", []string{"1:21 'lable' betyder inget här; menade du 'label'?"}},
		{"an unknown kind", "header: {contracts: {}}\n", []string{"1:10 det finns inget postslag 'contracts'; menade du 'contract'?"}},
		{"a kind that is there", "header: {system: {}}\n", []string{"1:10 'system' finns redan; välj ett annat namn"}},
		{"before nothing", "header: {contract: {before: sytem}}\n", []string{"1:29 det finns inget 'sytem' att stå före; menade du 'system'?"}},
		{"a label in one language", "header: {contract: {label: {sv: Avtal}}}\n", []string{"1:21 'label' behöver en text på svenska (sv) och en på engelska (en)"}},
		{"a label in words", "header: {contract: {label: Avtal}}\n", []string{"1:21 'label' behöver en text på svenska (sv) och en på engelska (en)"}},
		{"neither true nor false", "header: {contract: {last: ja}}\n", []string{"1:27 'last' ska vara true eller false"}},
		{"a sentence of nothing", "sentences: {c: {}}\n", []string{"1:13 'c' saknar 'of'", "1:13 'c' saknar 'text'"}},
		{"an unknown figure", "sentences: {c: {of: contract.total, text: " + both + "}}\n", []string{"1:21 det finns inget tal 'contract.total'; menade du 'contracts.total'?"}},
		{
			"an unknown figure in words", "sentences: {c: {of: contracts.total, text: {sv: \"{contracts.activ}\", en: \"{contracts.active}\"}}}\n",
			[]string{"1:49 det finns inget tal 'contracts.activ'; menade du 'contracts.active'?", "1:44 de två språken nämner inte samma tal"},
		},
		{"a brace", "sentences: {c: {of: contracts.total, text: {sv: \"{Contracts}\", en: E}}}\n", []string{"1:49 skriv ett tal med sitt namn, t.ex. {systems.own}, och ord som väljs efter antal som {n:ett|flera}"}},
		{"a clause without its number", "sentences: {c: {of: contracts.total, text: " + both + ", clauses: {contracts.active: {sv: S, en: \"{n}\"}}}}\n", []string{"1:93 texten ska ha antalet som {n}"}},
		{"a clause of no figure", "sentences: {c: {of: contracts.total, text: " + both + ", clauses: {active: {sv: \"{n}\", en: \"{n}\"}}}}\n", []string{"1:70 det finns inget tal 'active'"}},
		{
			"an area without words", "areas: {c: {kind: contract, label: " + both + ", left: [contracts.active]}}\n",
			[]string{"1:9 området 'c' får sina ord av en mening med samma namn i sentences, som saknas"},
		},
		{
			"an area of no figures", "sentences: {c: {of: contracts.total, text: " + both + "}}\nareas: {c: {kind: contrakt, label: " + both + ", left: contracts.active}}\n",
			[]string{"2:19 det finns inget postslag 'contrakt'; menade du 'contract'?", "2:58 'left' ska vara en lista"},
		},
		{"a bar without parts", "bars: {c: {of: contracts.total, label: " + both + ", parts: {}}}\n", []string{"1:63 ange i parts de tal som tillsammans blir contracts.total"}},
		{
			"a bar in other words", "bars: {C: {of: contracts.total, label: " + both + ", parts: {contracts.active: {look: doen, label: " + both + "}}}}\n",
			[]string{"1:8 'C' kan inte vara ett namn här; skriv det med små bokstäver, siffror, bindestreck och understreck", "1:89 'doen' är inget sätt att rita en del; välj 'done', 'partly', 'planned', 'none' eller 'unneeded'"},
		},
		{
			"a bar of itself", "bars: {c: {of: contracts.total, label: " + both + ", parts: {rest: {look: none, label: " + both + "}, contracts.total: {look: done, label: " + both + "}}}}\n",
			[]string{"1:64 'rest' är det som återstår och ska stå sist", "1:107 'contracts.total' kan inte vara en del av sig självt"},
		},
		{"a day of no kind", "deadlines: {contrakt.ends_on: {}}\n", []string{"1:13 det finns inget postslag 'contrakt'; menade du 'contract'?"}},
		{"a day that is not there", "deadlines: {contract.end_on: {}}\n", []string{"1:13 fältet 'end_on' finns inte i postslaget; menade du 'ends_on'?"}},
		{"a day that is none", "deadlines: {contract.status: {}}\n", []string{"1:13 'status' är ingen dag"}},
		{"a condition that cannot be read", "deadlines: {contract.ends_on: {when: self.status =}}\n", []string{"1:50 villkoret i when: '=' betyder inget i ett villkor; skriv =="}},
		{"a condition on no field", "deadlines: {contract.ends_on: {when: self.state == 'active'}}\n", []string{"1:43 villkoret i when: fältet 'state' finns inte i postslaget"}},
		{"a trend of nothing", "trend: {contracts.activ: {of: contracts.totl}}\n", []string{"1:9 det finns inget tal 'contracts.activ'; menade du 'contracts.active'?", "1:31 det finns inget tal 'contracts.totl'; menade du 'contracts.total'?"}},
		{"a group of nothing", "groups: {contract: " + both + "}\n", []string{"1:10 inget tal har ett namn som börjar med 'contract.'; menade du 'contracts'?"}},
		{
			"a figure of nothing", "figures: {contracts.total: {count: contrakt, where: \"true\", sums: self.x, label: {sv: S}, publish: secret}}\n",
			[]string{
				"1:61 'sums' betyder inget här; menade du 'sum'?", "1:11 'contracts.total' finns redan; välj ett annat namn", "1:36 det finns inget postslag 'contrakt'; menade du 'contract'?",
				"1:75 'label' behöver en text på svenska (sv) och en på engelska (en)", "1:100 'secret' är ingen profil; skriv 'public', 'internal', 'restricted' eller 'never'",
			},
		},
	}
	w := with(t, "")
	known := count(t, w)
	for _, test := range tests {
		w.Files["schema/dashboard.yaml"] = []byte(test.text)
		if diff := cmp.Diff(test.want, refused(t, w, known)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", test.name, diff)
		}
	}
}

// TestSums finds parts that do not add up in the state at hand.
func TestSums(t *testing.T) {
	const bar = "bars: {c: {of: contracts.total, label: {sv: S, en: E}, parts: {contracts.active: {look: done, label: {sv: S, en: E}}%s}}}\n"
	const rest = ", rest: {look: none, label: {sv: S, en: E}}"
	for text, want := range map[string][]string{
		fmt.Sprintf(bar, ""):   {"1:8 delarna av 'c' blir tillsammans 1, men contracts.total är 2"},
		fmt.Sprintf(bar, rest): nil,
		fmt.Sprintf(bar, ", systems.own: {look: none, label: {sv: S, en: E}}"+rest): {"1:8 delarna av 'c' blir tillsammans 3, men contracts.total är 2"},
	} {
		w := with(t, text)
		var got []string
		for _, f := range read(t, w).CheckSums(count(t, w)) {
			got = append(got, fmt.Sprintf("%v %v", f.Span.Start, f.Args["problem"].(locale.Text).SV))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", text, diff)
		}
	}
}

// TestFailingCondition tells of a condition that fails on a record as it should be, and lets one that is flawed wait.
func TestFailingCondition(t *testing.T) {
	d := read(t, with(t, "deadlines: {contract.ends_on: {when: 12 / (size(self.title) - 3) > 0}}\n")).Deadlines
	w := sample.Load(t, sample.With(contracts))
	for id, invalid := range map[string]map[string]string{"AVT-1": nil, "AVT-2": {"ends_on": "value-type"}} {
		r := w.Graph.Named(id)
		r.Invalid = invalid
		waits, finding := d[len(d)-1].Waits(r, map[string]any{"self": r.Complete()})
		if !waits || (finding == nil) != (invalid != nil) {
			t.Errorf("%s: waits %v, %v", id, waits, finding)
		}
	}
}

// TestProfilesOfFigures takes every profile.
func TestProfilesOfFigures(t *testing.T) {
	w := with(t, "")
	known := count(t, w)
	for _, p := range append(slices.Clone(record.Profiles), record.Never) {
		w.Files["schema/dashboard.yaml"] = fmt.Appendf(nil, "figures: {contracts.x: {count: contract, where: \"true\", label: {sv: S, en: E}, publish: %s}}\n", p)
		if got := refused(t, w, known); got != nil {
			t.Errorf("%s: %s", p, got)
		}
	}
}
