package compare

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/google/go-cmp/cmp"
)

// anAction, aFinding, aLaw and aCar are records with what the tests change.
func anAction(id, status, due, more string) string {
	return "---\nid: " + id + "\ntitle: Åtgärd " + id + "\ntype: action\nowner: ROLL-1\nstatus: " + status + "\ndue: " + due + "\n" + more + "---\n"
}

func aFinding(id string, assessments ...string) string {
	text := "---\nid: " + id + "\ntitle: Brist " + id + "\nowner: ROLL-1\nassessments:\n"
	for _, a := range assessments {
		text += "  - {status: " + a + "}\n"
	}
	return text + "---\n"
}

func aLaw(designation string) string {
	return "---\nid: LAG-1\ntitle: En lag\ndesignation: \"" + designation + "\"\nowner: ROLL-1\n---\n"
}

func aSystem(id, more string) string {
	return "---\nid: " + id + "\ntitle: System " + id + "\nstatus: in_use\nprocurement: own\ninformation_owner: ROLL-1\n" + more + "---\n"
}

// carKind is a kind of the workspace's own with stages and judgements.
const carKind = "x-kind: {name: car, folder: cars, label: {sv: Bil, en: Car}, plural: {sv: Bilar, en: Cars}, " +
	"closed: {field: scrapped_on, label: {sv: Skrotade, en: Scrapped}}, judged: {fields: [grade], label: {sv: Besiktade, en: Inspected}}, due: next_on}\n" +
	"type: object\nproperties:\n  grade: {type: string, x-publish: restricted}\n  scrapped_on: {type: string, format: date}\n  next_on: {type: string, format: date}\n"

// common are the files that both states have.
var common = map[string]string{
	"lis.yaml":           "format: 1\ntitle: Provet\norganisation: ORG-1\n",
	"organisations/1.md": "---\nid: ORG-1\ntitle: Förvaltningen\ntype: administration\n---\n",
	"roles/1.md":         "---\nid: ROLL-1\ntitle: Chefen\ntype: manager\nappointed: \"yes\"\n---\n",
	"schema/car.yaml":    carKind,
}

// stateOf is a state of the common files and others on a day. The commit is one letter; "" for the work tree.
func stateOf(t *testing.T, commit, day string, files map[string]string) *Side {
	t.Helper()
	all := maps.Clone(common)
	maps.Copy(all, files)
	w := sample.Load(t, all)
	set, err := rules.New(w)
	if err != nil {
		t.Fatal(err)
	}
	s := &Side{Name: commit, AsOf: day, Workspace: w, Rules: set}
	if s.Results, err = set.Check(t.Context(), rules.Options{AsOf: day}); err != nil {
		t.Fatal(err)
	}
	if s.Figures, err = figures.Count(w, day); err != nil {
		t.Fatal(err)
	}
	if commit != "" {
		at, _ := time.Parse(locale.DateForm, day)
		s.Commit = &history.Commit{Hash: history.Hash(strings.Repeat(commit, 40)), CommittedAt: at}
	}
	return s
}

// groups are what happened, by kind and sort: "action closed: ATG-1 ATG-2".
func groups(b *Comparison) []string {
	var out []string
	for _, k := range b.Kinds {
		for _, s := range k.Sorts {
			line := k.Kind + " " + s.Name + ":"
			for _, d := range s.Records {
				line += " " + d.ID
			}
			out = append(out, line)
		}
	}
	return out
}

func TestCompareSorts(t *testing.T) {
	tests := []struct {
		name     string
		from, to map[string]string
		want     []string
	}{
		{"nothing", map[string]string{"systems/1.md": aSystem("SYS-1", "")}, map[string]string{"systems/1.md": aSystem("SYS-1", "")}, nil},
		{"added and removed", map[string]string{"systems/1.md": aSystem("SYS-1", "")}, map[string]string{"systems/2.md": aSystem("SYS-2", "")}, []string{
			"system added: SYS-2", "system removed: SYS-1",
		}},
		{
			"by the number in the id", nil,
			map[string]string{"systems/1.md": aSystem("SYS-10", ""), "systems/2.md": aSystem("SYS-2", "")},
			[]string{"system added: SYS-2 SYS-10"},
		},
		{
			"closed, opened again, still open, born closed",
			map[string]string{
				"actions/1.md": anAction("ATG-1", "ongoing", "2023-12-01", ""), "actions/2.md": anAction("ATG-2", "done", "2023-12-01", ""),
				"actions/3.md": anAction("ATG-3", "ongoing", "2023-12-01", ""), "actions/4.md": anAction("ATG-4", "ongoing", "2023-12-01", ""),
				"actions/5.md": anAction("ATG-5", "done", "2023-12-01", ""),
			},
			map[string]string{
				"actions/1.md": anAction("ATG-1", "done", "2023-12-01", ""), "actions/2.md": anAction("ATG-2", "ongoing", "2023-12-01", ""),
				"actions/3.md": anAction("ATG-3", "ongoing", "2023-12-01", ""), "actions/4.md": anAction("ATG-4", "ongoing", "2023-12-01", "how: Annorlunda\n"),
				"actions/5.md": anAction("ATG-5", "rejected", "2023-12-01", ""), "actions/6.md": anAction("ATG-6", "done", "2023-12-01", ""),
			},
			[]string{
				"action added: ATG-6", "action closed: ATG-1 ATG-6", "action reopened: ATG-2", "action open: ATG-3 ATG-4",
				"action changed: ATG-1 ATG-2 ATG-4 ATG-5",
			},
		},
		{
			"closed by the last item of a list, judged by any",
			map[string]string{"findings/1.md": aFinding("BRI-1", "remains"), "findings/2.md": aFinding("BRI-2", "remains"), "findings/3.md": aFinding("BRI-3", "fixed")},
			map[string]string{"findings/1.md": aFinding("BRI-1", "remains", "fixed"), "findings/2.md": aFinding("BRI-2", "remains", "ongoing"), "findings/3.md": aFinding("BRI-3", "fixed")},
			[]string{"finding closed: BRI-1", "finding open: BRI-2", "finding judged: BRI-1 BRI-2", "finding changed: BRI-1 BRI-2"},
		},
		{
			"form only",
			map[string]string{"systems/1.md": aSystem("SYS-1", "unit: A\ntags: [x]\n")},
			map[string]string{"systems/1.md": aSystem("SYS-1", "tags:\n  - x\nunit: \"A\"\n")},
			nil,
		},
		{
			"a kind of the workspace's own",
			map[string]string{"cars/1.md": "---\nid: BIL-1\ntitle: A\ngrade: A\n---\n", "cars/2.md": "---\nid: BIL-2\ntitle: B\nnext_on: 2023-05-01\n---\n"},
			map[string]string{"cars/1.md": "---\nid: BIL-1\ntitle: A\ngrade: B\n---\n", "cars/2.md": "---\nid: BIL-2\ntitle: B\nnext_on: 2023-06-01\nscrapped_on: 2023-04-01\n---\n"},
			[]string{"car closed: BIL-2", "car open: BIL-1", "car judged: BIL-1", "car due: BIL-2", "car changed: BIL-1 BIL-2"},
		},
		{"a day that was set first", map[string]string{"cars/2.md": "---\nid: BIL-2\ntitle: B\n---\n"}, map[string]string{"cars/2.md": "---\nid: BIL-2\ntitle: B\nnext_on: 2023-06-01\n---\n"}, []string{
			"car open: BIL-2", "car changed: BIL-2",
		}},
	}
	for _, tt := range tests {
		b := New(stateOf(t, "a", "2023-03-01", tt.from), stateOf(t, "b", "2023-09-01", tt.to), nil, "", locale.Swedish)
		if diff := cmp.Diff(tt.want, groups(b)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

// TestCompareLabels calls sorts what their kinds call them.
func TestCompareLabels(t *testing.T) {
	from := stateOf(t, "a", "2023-03-01", map[string]string{"cars/1.md": "---\nid: BIL-1\ntitle: A\ngrade: A\n---\n"})
	to := stateOf(t, "b", "2023-09-01", map[string]string{"cars/1.md": "---\nid: BIL-1\ntitle: A\ngrade: B\nscrapped_on: 2023-04-01\n---\n"})
	for lang, want := range map[locale.Lang]string{
		locale.Swedish: "Bilar: Skrotade, Besiktade, Ändrade", locale.English: "Cars: Scrapped, Inspected, Changed",
	} {
		var got []string
		b := New(from, to, nil, "", lang)
		for _, s := range b.Kinds[0].Sorts {
			got = append(got, s.Label)
		}
		if line := b.Kinds[0].Label + ": " + strings.Join(got, ", "); line != want {
			t.Errorf("%s: got %q, want %q", lang, line, want)
		}
	}
}

// TestCompareOpenInWork tells of nothing that is still open where the later state is the work tree.
func TestCompareOpenInWork(t *testing.T) {
	files := map[string]string{"actions/1.md": anAction("ATG-1", "ongoing", "2023-12-01", "")}
	if got := groups(New(stateOf(t, "a", "2023-03-01", files), stateOf(t, "", "2023-03-01", files), nil, "", locale.Swedish)); got != nil {
		t.Errorf("got %q", got)
	}
}

// TestCompareRepealed closes a law by the register of laws alone: its record is the same in both states.
func TestCompareRepealed(t *testing.T) {
	for _, tt := range []struct {
		designation, from, to string
		want                  []string
	}{
		{"2018:1174", "2025-12-01", "2026-02-01", []string{"law closed: LAG-1"}},
		{"SFS 2018:1174", "2025-12-01", "2026-02-01", []string{"law closed: LAG-1"}},
		{"2018:1174", "2026-02-01", "2025-12-01", []string{"law reopened: LAG-1"}},
		{"2018:1174", "2026-02-01", "2026-03-01", nil},
		{"2018:218", "2025-12-01", "2026-02-01", nil},
	} {
		files := map[string]string{"laws/1.md": aLaw(tt.designation)}
		b := New(stateOf(t, "a", tt.from, files), stateOf(t, "b", tt.to, files), nil, "", locale.Swedish)
		if diff := cmp.Diff(tt.want, groups(b)); diff != "" {
			t.Errorf("%s from %s to %s: (-want +got)\n%s", tt.designation, tt.from, tt.to, diff)
		}
		if len(b.Records) != 0 || b.Lead() != "Ingen post är ändrad." {
			t.Errorf("%d records differ: %s", len(b.Records), b.Lead())
		}
		if len(tt.want) > 0 && tt.want[0] == "law closed: LAG-1" && b.Kinds[0].Sorts[0].Label != "Upphävda" {
			t.Errorf("the sort is called %q", b.Kinds[0].Sorts[0].Label)
		}
	}
}

// TestCompareMoves counts from the trail how often a day was moved since the earlier state, also where it is back.
func TestCompareMoves(t *testing.T) {
	at := func(due string) map[string]string {
		return map[string]string{"actions/1.md": anAction("ATG-1", "ongoing", due, "")}
	}
	to := func(due string) (*Side, *trail.Trail) {
		var edits []sample.Commit
		for _, day := range []string{"2023-10-01", "2023-12-01", "2024-01-01", "2024-01-01", "2024-02-01", due} {
			edits = append(edits, sample.Edit("actions/1.md", at(day)["actions/1.md"]+fmt.Sprintf("Text %d.\n", len(edits)), "S"))
		}
		s := stateOf(t, "f", "2023-09-01", at(due))
		return s, sample.Past(t, s.Workspace, edits...)
	}
	for _, tt := range []struct {
		commit, then, now string // the day in the trail's last commit is now
		want              int
	}{
		{"b", "2023-12-01", "2024-03-01", 3},
		{"b", "2023-12-01", "2023-12-01", 3},
		{"e", "2024-02-01", "2024-03-01", 1},
		{"e", "2024-02-01", "2024-02-01", 0},
		{"x", "2023-12-01", "2024-03-01", 1}, // not on the line: nothing is known but the two days
		{"", "2023-12-01", "2024-03-01", 1},
	} {
		later, past := to(tt.now)
		b := New(stateOf(t, tt.commit, "2023-03-01", at(tt.then)), later, past, "", locale.Swedish)
		got, due := 0, false
		for _, k := range b.Kinds {
			for _, s := range k.Sorts {
				if s.Name == SortDue {
					got, due = s.Records[0].Moves, true
				}
			}
		}
		if got != tt.want || due != (tt.want > 0) {
			t.Errorf("since %q: %d moves, told %t; want %d", tt.commit, got, due, tt.want)
		}
	}
}

// TestCompareMovesWithoutTheTrail counts what the work tree has that the trail has not, and a day that went and came back
// as another.
func TestCompareMovesWithoutTheTrail(t *testing.T) {
	text := func(due string) string {
		return strings.Replace(anAction("ATG-1", "ongoing", due, ""), "due: \n", "", 1)
	}
	from := stateOf(t, "a", "2023-03-01", map[string]string{"actions/1.md": text("2023-10-01")})
	to := stateOf(t, "", "2023-09-01", map[string]string{"actions/1.md": text("2024-03-01")})
	past := sample.Past(
		t, to.Workspace,
		sample.Edit("actions/1.md", text("2023-10-01"), "S"), sample.Edit("actions/1.md", text(""), "S"), sample.Edit("actions/1.md", text("2023-12-01"), "S"),
	)
	b := New(from, to, past, "", locale.Swedish)
	if len(b.Records) != 1 || b.Records[0].Moves != 2 {
		t.Errorf("got %+v, want two moves", b.Records)
	}
}

// TestCompareLostID tells a record that lost its id as removed, and its file as new.
func TestCompareLostID(t *testing.T) {
	with, without := aSystem("SYS-5", ""), strings.Replace(aSystem("SYS-5", ""), "id: SYS-5\n", "", 1)
	b := New(
		stateOf(t, "a", "2023-03-01", map[string]string{"systems/5.md": with}),
		stateOf(t, "b", "2023-03-01", map[string]string{"systems/5.md": without}), nil, "", locale.Swedish,
	)
	if got := strings.Join(groups(b), ", "); got != "system added: , system removed: SYS-5" {
		t.Errorf("got %s", got)
	}
}

// TestCompareOnlyVisible tells no diagnostic as new that was there before and was hidden.
func TestCompareOnlyVisible(t *testing.T) {
	system := func(publish string) map[string]string {
		return map[string]string{"systems/5.md": "---\nid: SYS-5\ntitle: Utan ägare\npublish: " + publish + "\nstatus: in_use\nprocurement: own\n---\n"}
	}
	b := New(stateOf(t, "a", "2023-03-01", system("restricted")), stateOf(t, "b", "2023-03-01", system("internal")), nil, record.Internal, locale.Swedish)
	if len(b.To.Results) == 0 || len(b.Appeared) != 0 {
		t.Errorf("%d of %d diagnostics are told as new", len(b.Appeared), len(b.To.Results))
	}
}

// TestCompareFromNothing compares with a state before there was a workspace.
func TestCompareFromNothing(t *testing.T) {
	to := stateOf(t, "b", "2023-09-01", map[string]string{"actions/1.md": anAction("ATG-1", "done", "2023-12-01", "")})
	for _, p := range []record.Profile{"", record.Public, record.Internal, record.Restricted} {
		b := New(&Side{Name: "a", Commit: &history.Commit{Hash: "a"}, AsOf: "2023-03-01"}, to, nil, p, locale.Swedish)
		if p != record.Public && b.Count(trail.Added) != 3 {
			t.Errorf("%q: %d records were added, want 3", p, b.Count(trail.Added))
		}
		for _, m := range b.Figures {
			if m.From != nil || m.To == nil {
				t.Errorf("%q: %s was there before, or is not now", p, m.Name)
			}
		}
	}
}

func TestCompareSettings(t *testing.T) {
	from := stateOf(t, "a", "2023-03-01", map[string]string{"schema/bus.yaml": "x-kind: {name: bus, folder: buses}\n", "baseline.yaml": "format: 1\n"})
	to := stateOf(t, "b", "2023-03-01", map[string]string{
		"lis.yaml": "format: 1\ntitle: Nytt\norganisation: ORG-1\nlanguage: en\n", "schema/car.yaml": carKind + "# en rad\n",
	})
	b := New(from, to, nil, record.Internal, locale.Swedish)
	var got []string
	for _, c := range b.Settings.Fields {
		got = append(got, fmt.Sprintf("%s: %v > %v", c.Field, c.Old, c.New))
	}
	if diff := cmp.Diff([]string{"language: <nil> > en", "title: Provet > Nytt"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"baseline.yaml", "schema/bus.yaml", "schema/car.yaml"}, b.Files); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if public := New(from, to, nil, record.Public, locale.Swedish); public.Settings != nil || public.Files != nil {
		t.Errorf("in public the settings are told: %v %v", public.Settings, public.Files)
	}
	if same := New(to, to, nil, "", locale.Swedish); same.Settings != nil || same.Files != nil {
		t.Errorf("what is the same differs: %v %v", same.Settings, same.Files)
	}
}

// TestCompareProfile looks at what is told of fields and records that were, are or became hidden.
func TestCompareProfile(t *testing.T) {
	car := func(publish, grade, more string) map[string]string {
		return map[string]string{"cars/1.md": "---\nid: BIL-1\ntitle: A\npublish: " + publish + "\ngrade: " + grade + "\n" + more + "---\n"}
	}
	const next, scrapped = "next_on: 2023-05-01\n", "next_on: 2023-06-01\nscrapped_on: 2023-04-01\n"
	tests := []struct {
		name     string
		from, to map[string]string
		profile  record.Profile
		want     string // fields; "-" where the record is not told of
		sorts    []string
	}{
		{"all", car("internal", "A", next), car("internal", "B", scrapped), "", "grade=A>B next_on=2023-05-01>2023-06-01 scrapped_on=<nil>>2023-04-01", []string{"car closed: BIL-1", "car judged: BIL-1", "car due: BIL-1", "car changed: BIL-1"}},
		{"a hidden field", car("internal", "A", next), car("internal", "B", scrapped), record.Internal, "next_on=2023-05-01>2023-06-01 scrapped_on=<nil>>2023-04-01", []string{"car closed: BIL-1", "car due: BIL-1", "car changed: BIL-1"}},
		{"public", car("public", "A", next), car("public", "B", scrapped), record.Public, "next_on=<nil>><nil> scrapped_on=<nil>><nil>", []string{"car closed: BIL-1", "car due: BIL-1", "car changed: BIL-1"}},
		{"only what is hidden", car("internal", "A", ""), car("internal", "B", ""), record.Internal, "-", []string{"car open: BIL-1"}},
		{"a hidden record", car("restricted", "A", next), car("restricted", "B", scrapped), record.Internal, "-", nil},
		{"hidden before", car("restricted", "A", next), car("internal", "A", scrapped), record.Internal, "-", nil},
		{"hidden since", car("internal", "A", next), car("restricted", "A", scrapped), record.Internal, "-", nil},
		{"hidden and gone", car("restricted", "A", next), nil, record.Internal, "-", nil},
		{"shown and gone", car("internal", "A", next), nil, record.Internal, "id=BIL-1><nil> next_on=2023-05-01><nil> publish=internal><nil> title=A><nil>", []string{"car removed: BIL-1"}},
		{"never", car("never", "A", next), car("never", "B", scrapped), record.Restricted, "-", nil},
	}
	for _, tt := range tests {
		b := New(stateOf(t, "a", "2023-03-01", tt.from), stateOf(t, "b", "2023-09-01", tt.to), nil, tt.profile, locale.Swedish)
		got := "-"
		for _, d := range b.Records {
			var fields []string
			for _, c := range d.Fields {
				fields = append(fields, fmt.Sprintf("%s=%v>%v", c.Field, c.Old, c.New))
			}
			got = strings.Join(fields, " ")
		}
		if got != tt.want {
			t.Errorf("%s: got %s\nwant %s", tt.name, got, tt.want)
		}
		if diff := cmp.Diff(tt.sorts, groups(b)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

// TestCompareHiddenReferences tells of no record that is hidden in either state: by no id, title, file or diagnostic.
func TestCompareHiddenReferences(t *testing.T) {
	secret := func(publish string) string {
		return strings.Replace(aSystem("SYS-77", "publish: "+publish+"\n"), "System SYS-77", "Valvet", 1)
	}
	action := func(source, how string) string {
		return anAction("ATG-1", "ongoing", "2023-12-01", "source: ["+source+"]\nhow: "+how+"\n")
	}
	for _, was := range []string{"internal", "restricted"} {
		for _, now := range []string{"restricted", "internal", ""} {
			if was == "internal" && now != "restricted" {
				continue // not hidden
			}
			from := map[string]string{"systems/sys-77.md": secret(was), "actions/1.md": action("SYS-77", "Se SYS-77"), "systems/1.md": aSystem("SYS-1", "")}
			to := map[string]string{"systems/sys-77.md": secret(now), "actions/1.md": action("SYS-1", "Annat"), "systems/1.md": aSystem("SYS-1", "")}
			if now == "" {
				delete(to, "systems/sys-77.md")
			}
			b := New(stateOf(t, "a", "2023-03-01", from), stateOf(t, "b", "2023-09-01", to), nil, record.Internal, locale.Swedish)
			for _, d := range b.Records {
				told := fmt.Sprintf("%+v %v", *d, d.Words)
				if d.ID != "SYS-77" && (strings.Contains(told, "SYS-77") || strings.Contains(told, "Valvet")) || d.ID == "SYS-77" && now != "internal" {
					t.Errorf("%s > %s: told is %s", was, now, told)
				}
			}
			for _, d := range append(b.Gone, b.Remaining...) {
				if strings.Contains(fmt.Sprint(d.Record, d.Title, d.Message, d.FileName()), "77") && now != "internal" {
					t.Errorf("%s > %s: %s %s", was, now, d.Record, d.Message)
				}
			}
		}
	}
}

// TestCompareFigures tells the numbers that moved, as the profile shows them.
func TestCompareFigures(t *testing.T) {
	systems := func(n int) map[string]string {
		files := map[string]string{}
		for i := range n {
			files[fmt.Sprintf("systems/%d.md", i)] = aSystem(fmt.Sprintf("SYS-%d", i), "")
		}
		return files
	}
	for _, tt := range []struct {
		from, to int
		profile  record.Profile
		want     string
	}{
		{2, 3, "", "2 3"},
		{2, 3, record.Internal, "2 3"},
		{2, 3, record.Public, ""},
		{3, 3, "", ""},
		{2, 7, record.Public, "färre än 5 7"},
		{0, 2, record.Public, "0 färre än 5"},
	} {
		b := New(stateOf(t, "a", "2023-03-01", systems(tt.from)), stateOf(t, "b", "2023-03-01", systems(tt.to)), nil, tt.profile, locale.Swedish)
		got := ""
		for _, m := range b.Figures {
			if m.Name == "systems.total" {
				from, to := m.Shown(tt.profile, locale.Swedish)
				got = from + " " + to
			}
		}
		if got != tt.want {
			t.Errorf("from %d to %d in %q: got %q, want %q", tt.from, tt.to, tt.profile, got, tt.want)
		}
	}
}

// TestCompareBroken tells of a record that cannot be read any more by what it was called, and of who answered for it.
func TestCompareBroken(t *testing.T) {
	from := stateOf(t, "a", "2023-03-01", map[string]string{"systems/1.md": aSystem("SYS-1", "")})
	to := stateOf(t, "", "2023-03-01", map[string]string{"systems/1.md": "---\nid: SYS-1\n<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> b\n---\n"})
	b := New(from, to, nil, "", locale.Swedish)
	if len(b.Records) != 1 {
		t.Fatalf("%d records differ, want 1", len(b.Records))
	}
	if d := b.Records[0]; d.ID != "SYS-1" || d.Name != "System SYS-1" || d.Owner != "ROLL-1" || !d.Unreadable || len(d.Fields) != 0 {
		t.Errorf("told is %+v", *d)
	}
	if got := New(from, to, nil, record.Internal, locale.Swedish).Records; len(got) != 0 {
		t.Errorf("who may see it is not known, and it is told of all the same: %+v", *got[0])
	}
}

// TestCompareBodies tells how a text changed where both states show it, and nothing in it that either state hides.
func TestCompareBodies(t *testing.T) {
	system := func(publish, text string) string {
		return strings.TrimSuffix(aSystem("SYS-1", "publish: "+publish+"\n"), "\n") + "\n" + text
	}
	vault := func(publish string) string {
		return strings.Replace(aSystem("SYS-77", "publish: "+publish+"\n"), "System SYS-77", "Kassavalvet", 1)
	}
	for _, test := range []struct {
		name       string
		was, now   string
		vault      [2]string // who may see SYS-77, before and after
		profile    record.Profile
		want       tell.BodySort
		told, held bool // whether a passage is told, and whether one is withheld
	}{
		{"shown", system("internal", "Ett ord.\n"), system("internal", "Två ord.\n"), [2]string{"internal", "internal"}, record.Internal, tell.BodyEdited, true, false},
		{"all", system("restricted", "Ett ord.\n"), system("internal", "Två ord.\n"), [2]string{"internal", "internal"}, "", tell.BodyEdited, true, false},
		{"public", system("public", "Ett ord.\n"), system("public", "Två ord.\n"), [2]string{"internal", "internal"}, record.Public, "", false, false},
		{"hidden before", system("restricted", "Ett ord.\n"), system("internal", "Två ord.\n"), [2]string{"internal", "internal"}, record.Internal, "", false, false},
		{"names what was hidden", system("internal", "Se Kassavalvet.\n"), system("internal", "Se annat.\n"), [2]string{"restricted", ""}, record.Internal, tell.BodyEdited, false, true},
		{"names what is hidden", system("internal", "Se Kassavalvet.\n"), system("internal", "Se annat.\n"), [2]string{"internal", "restricted"}, record.Internal, tell.BodyEdited, false, true},
		{"links to what is hidden", system("internal", "Se [[SYS-77]].\n"), system("internal", "Se annat.\n"), [2]string{"internal", "restricted"}, record.Internal, tell.BodyEdited, true, false},
	} {
		from, to := map[string]string{"systems/1.md": test.was}, map[string]string{"systems/1.md": test.now}
		for i, files := range []map[string]string{from, to} {
			if test.vault[i] != "" {
				files["systems/77.md"] = vault(test.vault[i])
			}
		}
		then, now := stateOf(t, "a", "2023-03-01", from), stateOf(t, "b", "2023-09-01", to)
		past := sample.Past(t, now.Workspace, sample.Edit("systems/77.md", from["systems/77.md"], "Valvet"), sample.Edit("systems/77.md", to["systems/77.md"], "Nu"))
		b := New(then, now, past, test.profile, locale.Swedish)
		for _, d := range b.Records {
			if d.ID != "SYS-1" {
				continue
			}
			if got := d.Body; got.Sort != test.want || len(got.Passages) > 0 != test.told || got.Withheld != test.held {
				t.Errorf("%s: got %+v", test.name, got)
			}
			if told := fmt.Sprintf("%+v", d.Body); test.profile != "" && (strings.Contains(told, "SYS-77") || strings.Contains(told, "Kassavalvet")) {
				t.Errorf("%s: told is %s", test.name, told)
			}
		}
	}
}
