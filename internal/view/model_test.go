package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/google/go-cmp/cmp"
)

func TestAddresses(t *testing.T) {
	w := sample.Load(t, sample.With(map[string]string{
		"systems/1b.md":            "---\nid: sys-1\ntitle: Samma id\nstatus: in_use\nprocurement: own\n---\n",
		"criteria/1.md":            "---\nid: egen/A.5.9\ntitle: Krav\ncatalogue: egen\nnumber: A.5.9\nlevel: control\nassessable: true\n---\n",
		"schema/rule.yaml":         "x-kind: {name: regel, folder: rules, prefix: REG, label: {sv: Regel, en: Rule}, plural: {sv: Regler, en: Rules}}\n",
		"rules/index.md":           "---\nid: REG-1\ntitle: En egen post\n---\n",
		"organisations/decomp.md":  "---\nid: ORG.x-1\ntitle: Punkt\ntype: unit\n---\n",
		"organisations/decomp2.md": "---\nid: ÅÄÖ\ntitle: Felaktigt id\ntype: unit\n---\n",
	}))
	m := modelOf(t, w, record.Internal, nil)
	got := map[string]string{}
	for r, page := range m.pages.records {
		got[r.File().Name] = page
	}
	want := map[string]string{
		"systems/1.md": "systems/sys-1.html", "systems/1b.md": "systems/sys-1-2.html", "systems/10.md": "systems/sys-10.html",
		"criteria/1.md": "criteria/egen-a.5.9.html", "rules/index.md": "rules-2/reg-1.html", "objects/index.md": "objects/index-2.html",
		"organisations/decomp.md": "organisations/org.x-1.html", "organisations/decomp2.md": "organisations/post.html",
	}
	for file, page := range want {
		if got[file] != page && !(file == "systems/1.md" && got[file] == "systems/sys-1-2.html") && !(file == "systems/1b.md" && got[file] == "systems/sys-1.html") {
			t.Errorf("%s: got page %q, want %q", file, got[file], page)
		}
	}
}

func TestFollow(t *testing.T) {
	w := sample.Load(t, sample.Files)
	m := modelOf(t, w, record.Internal, nil)
	from := Prose{from: sample.Find(t, w, "SYS-10")}
	for _, c := range []struct {
		link document.Link
		want Item
	}{
		{document.Link{Target: "SYS-1", Wiki: true}, Item{Text: "Öppet system", Page: "systems/sys-1.html", ID: "SYS-1"}},
		{document.Link{Target: "SYS-2", Wiki: true}, Item{}},
		{document.Link{Target: "NO-1", Wiki: true}, Item{}},
		{document.Link{Target: "1.md"}, Item{Text: "Öppet system", Page: "systems/sys-1.html", ID: "SYS-1"}},
		{document.Link{Target: "2.md"}, Item{}},
		{document.Link{Target: "../../etc/passwd"}, Item{}},
		{document.Link{Target: "https://example.org/a"}, Item{URL: "https://example.org/a"}},
		{document.Link{Target: "javascript:alert(1)"}, Item{}},
		{document.Link{Target: "#rubrik"}, Item{}},
		{document.Link{Target: `G:\Delat\a.docx`}, Item{}},
	} {
		if diff := cmp.Diff(c.want, m.Follow(from, c.link).Item); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.link.Target, diff)
		}
	}
	for target, want := range map[string]string{
		`G:\Delat\a.docx`: `G:\Delat\a.docx`, `\\srv\a`: `\\srv\a`, `\\\\srv\\a`: `\\srv\a`, "file:///G:/a": "file:///G:/a", "https://example.org/a": "", "2.md": "",
	} {
		if got := m.Follow(from, document.Link{Target: target}).Address; got != want {
			t.Errorf("%s: got %q, want %q", target, got, want)
		}
	}
}

func TestForgeLinks(t *testing.T) {
	config := sample.Files["lis.yaml"] + "forge:\n  edit: https://git.example.se/isam/edit/{branch}/{path}\n"
	w := sample.Load(t, sample.With(map[string]string{"lis.yaml": config}))
	m := modelOf(t, w, record.Internal, nil)
	m.in.Prefix = "arbete"
	if got, want := m.Page(sample.Find(t, w, "SYS-1")).EditURL, "https://git.example.se/isam/edit/main/arbete/systems/1.md"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := modelOf(t, w, record.Public, nil).Page(sample.Find(t, w, "SYS-1")).EditURL; got != "" {
		t.Errorf("public: got %q", got)
	}
}

func TestRecordPage(t *testing.T) {
	w := sample.Load(t, sample.Files)
	m := modelOf(t, w, record.Restricted, nil)
	p := m.Page(sample.Find(t, w, "SYS-2"))
	wantLevels := []AspectLevel{
		{"K", "Konfidentialitet", "Allvarlig", 3, 4}, {"R", "Riktighet", "Betydande", 2, 4}, {"T", "Tillgänglighet", "Måttlig", 1, 4},
	}
	if diff := cmp.Diff(wantLevels, p.Levels); diff != "" {
		t.Errorf("levels (-want +got)\n%s", diff)
	}
	if got := fieldNames(p.Status); !cmp.Equal(got, []string{"status", "classification"}) {
		t.Errorf("status: got %v", got)
	}
	law := m.Page(sample.Find(t, w, "LAG-1"))
	if len(law.Tables) != 1 || len(law.Tables[0].Rows) != 2 || !cmp.Equal(law.Tables[0].Columns, []string{"Period", "Efterlevnad", "Kommentar till bedömningen"}) {
		t.Errorf("assessments: got %+v", law.Tables)
	}
}

func fieldNames(fields []Field) []string {
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	return names
}

func TestListParts(t *testing.T) {
	w := sample.Load(t, sample.Files)
	got := map[string]int{}
	for _, table := range modelOf(t, w, record.Internal, nil).List("system").Tables {
		got[table.Caption] = len(table.Rows)
	}
	if diff := cmp.Diff(map[string]int{"Egna system": 1, "Gemensamma system": 1}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	own := sample.Load(t, sample.With(map[string]string{
		"schema/contract.yaml": "x-kind: {name: contract, folder: avtal, prefix: AVT, plural: {sv: Avtal, en: Contracts}, split: {field: status, labels: {on: {sv: Avtal som gäller, en: Contracts in force}}}}\n" +
			"properties: {status: {type: string, enum: [\"on\", \"off\"], x-label: {sv: Status, en: Status}, x-values: {\"off\": {sv: Uppsagda, en: Terminated}}}}\n",
		"avtal/1.md": "---\nid: AVT-1\ntitle: Ett\nstatus: \"off\"\n---\n", "avtal/2.md": "---\nid: AVT-2\ntitle: Två\nstatus: \"on\"\n---\n",
		"avtal/3.md": "---\nid: AVT-3\ntitle: Tre\n---\n",
	}))
	captions := []string{}
	for _, table := range modelOf(t, own, record.Internal, nil).List("contract").Tables {
		captions = append(captions, table.Caption)
	}
	if diff := cmp.Diff([]string{"Avtal som gäller", "Uppsagda", "Utan uppgift om status"}, captions); diff != "" {
		t.Errorf("a kind of the workspace (-want +got)\n%s", diff)
	}
	public := modelOf(t, w, record.Public, nil).List("system")
	if len(public.Tables) != 1 || !cmp.Equal(public.Tables[0].Columns, []string{"System", "Används till"}) {
		t.Errorf("public: got %+v", public.Tables)
	}
	laws := modelOf(t, w, record.Public, nil).List("law").Tables[0]
	if got := laws.Rows[0].Cells[2].Items[0].Text; got != "Avvikelse" {
		t.Errorf("the last assessment counts: got %q", got)
	}
}

func TestDeadlines(t *testing.T) {
	w := sample.Load(t, sample.Files)
	m := modelOf(t, w, record.Internal, nil)
	say := func(list []Deadline) []string {
		var out []string
		for _, d := range list {
			out = append(out, d.Day.Day+" "+d.Record.ID+" "+d.What)
		}
		return out
	}
	if diff := cmp.Diff([]string{"2023-11-01 SYS-1 Klassning planerad till", "2023-12-01 ATG-1 Klart senast"}, say(m.overdue)); diff != "" {
		t.Errorf("overdue (-want +got)\n%s", diff)
	}
	want := []string{"2024-01-15 index Objektledare ska vara utsedd senast", "2024-02-01 ROLL-NY Tillträdesdag", "2024-03-01 REK-1 Följs upp"}
	if diff := cmp.Diff(want, say(m.next)); diff != "" {
		t.Errorf("next (-want +got)\n%s", diff)
	}
}

func TestCoverage(t *testing.T) {
	w := sample.Load(t, sample.Files)
	internal := modelOf(t, w, record.Internal, nil).coverages()[0]
	want := []Part{{"done", "klassade", "1", 0, 500}, {"planned", "planerade", "1", 500, 500}}
	if diff := cmp.Diff(want, internal.Parts); diff != "" || !internal.Drawn {
		t.Errorf("internal: drawn %v (-want +got)\n%s", internal.Drawn, diff)
	}
	if public := modelOf(t, w, record.Public, nil).coverages(); len(public) != 0 {
		t.Errorf("of a small number nothing more is told: got %+v", public)
	}
	more := map[string]string{}
	for i := range 20 { // 22 systems, one of them not classified
		text := fmt.Sprintf("---\nid: SYS-%d\ntitle: S\nstatus: in_use\nprocurement: own\nclassification: {state: done}\n---\n", 100+i)
		more[fmt.Sprintf("systems/more-%d.md", i)] = text
	}
	public := modelOf(t, sample.Load(t, sample.With(more)), record.Public, nil).coverages()[0]
	if got := []string{public.Total, public.Parts[0].Count, public.Parts[1].Count}; public.Drawn || !cmp.Equal(got, []string{"minst 5", "minst 5", "färre än 5"}) {
		t.Errorf("public: got %+v", public)
	}
}

func TestSayings(t *testing.T) {
	w := sample.Load(t, sample.Files)
	m := modelOf(t, w, record.Internal, nil)
	if got, want := m.say(m.dash.Sentence("classification")), "1 av 2 egna system är klassade. 1 har ett planerat datum."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := m.say(m.dash.Sentence("controls")); got != "" {
		t.Errorf("nothing to say: got %q", got)
	}
	public := modelOf(t, w, record.Public, nil)
	if got, want := public.say(public.dash.Sentence("classification")), ""; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := public.say(public.dash.Sentence("actions")); got != "" {
		t.Errorf("figures that public may not see: got %q", got)
	}
}

func TestReview(t *testing.T) {
	w := sample.Load(t, sample.Files)
	r := modelOf(t, w, record.Internal, nil).Page(sample.Find(t, w, "LG-1")).Review
	if got, want := r.Made, "Genomgången lämnar en rekommendation: 1 med låg prioritet."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := r.Followed, "En tidigare rekommendation är uppföljd: 1 är försenad."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	row := r.Recommendations.Rows[0].Cells
	if got, want := row[4].Items[0].Text, "följs upp 1 mars 2024"; got != want {
		t.Errorf("due: got %q, want %q", got, want)
	}
	if got, want := row[5].Items[1].Text, "BES-1, 1 oktober 2023"; got != want {
		t.Errorf("decision: got %q, want %q", got, want)
	}
	public := modelOf(t, w, record.Public, nil).Page(sample.Find(t, w, "LG-1")).Review
	if public.Recommendations != nil || public.Followups != nil || !strings.Contains(public.Made, "färre än 5") && !strings.Contains(public.Made, "Färre än 5") {
		t.Errorf("public: got %+v", public)
	}
}

func TestReport(t *testing.T) {
	w := sample.Load(t, sample.With(map[string]string{
		"laws/2.md": "---\nid: LAG-2\ntitle: Utan ansvarig\ndesignation: \"1998:1\"\nwaive:\n  - {rule: law-owner-missing, reason: Vi väntar, approved_by: ROLL-LED, until: 2024-01-31}\n---\n",
	}))
	m := modelOf(t, w, record.Internal, nil)
	rep := m.Report()
	if len(rep.Waived) != 1 || rep.Waived[0].Until.Day != "2024-01-31" || rep.Waived[0].Reason != "Vi väntar" {
		t.Errorf("waived: got %+v", rep.Waived)
	}
	told := 0
	for i, g := range rep.Groups {
		told += len(g.Messages)
		if g.Owner.ID == "" && i != len(rep.Groups)-1 {
			t.Error("what nobody answers for does not stand last")
		}
		for _, msg := range g.Messages {
			if strings.Contains(msg.File, "systems/2.md") {
				t.Errorf("a message on a hidden record is told: %+v", msg)
			}
		}
	}
	if all := rep.Summary.Errors + rep.Summary.Warnings + rep.Summary.Infos; rep.Hidden == "" || told >= all {
		t.Errorf("%d of %d are told, hidden %q", told, all, rep.Hidden)
	}
}

// TestReportTogether tells what has one cause in one message, if its rule has words for that, with a link to each record that is
// shown; the group counts each.
func TestReportTogether(t *testing.T) {
	w := sample.Load(t, sample.With(map[string]string{
		"roles/v1.md": "---\nid: ROLL-V10\ntitle: Processägare\ntype: process_owner\nappointed: \"no\"\n---\n",
		"roles/v2.md": "---\nid: ROLL-V9\ntitle: Registrator\ntype: registrar\nappointed: \"no\"\n---\n",
	}))
	rep := modelOf(t, w, record.Internal, nil).Report()
	last := rep.Groups[len(rep.Groups)-1]
	i := slices.IndexFunc(last.Messages, func(m Message) bool { return m.Rule.Text == "role-vacant" })
	if i < 0 {
		t.Fatalf("no role is said to be vacant: %+v", last.Messages)
	}
	msg := last.Messages[i]
	var ids []string
	for _, r := range msg.Records {
		ids = append(ids, r.ID+" "+r.Page)
	}
	if diff := cmp.Diff([]string{"ROLL-V9 roles/roll-v9.html", "ROLL-V10 roles/roll-v10.html"}, ids); diff != "" {
		t.Errorf("records (-want +got)\n%s", diff)
	}
	if msg.Text != "2 roller är inte utsedda" || msg.Several != "2 ställen" || msg.File != "" || msg.Record.Text != "" {
		t.Errorf("got %+v", msg)
	}
	if last.N != len(last.Messages)+1 {
		t.Errorf("%d diagnostics in %d messages", last.N, len(last.Messages))
	}
}
