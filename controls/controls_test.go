package controls

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	iso = "iso27001-2022"
	csl = "cybersakerhetslagen-2-3"
)

// entry is one catalogue record as far as these tests care: its file's name and the values of its front matter as they
// are written.
type entry struct {
	file   string
	values map[string]string
}

// value is the scalar of a key, without quotes.
func (e entry) value(key string) string { return strings.Trim(e.values[key], `"`) }

// list is the flow list of a key, without quotes.
func (e entry) list(key string) []string {
	text := strings.Trim(e.values[key], "[]")
	if text == "" {
		return nil
	}
	items := strings.Split(text, ", ")
	for i := range items {
		items[i] = strings.Trim(items[i], `"`)
	}
	return items
}

// entries reads a catalogue's records, whose front matter is plain `key: value` lines.
func entries(t *testing.T, catalogue string) []entry {
	t.Helper()
	files, err := fs.Glob(FS, catalogue+"/*")
	if err != nil {
		t.Fatal(err)
	}
	list := make([]entry, len(files))
	for i, name := range files {
		list[i] = readEntry(t, name)
	}
	return list
}

func readEntry(t *testing.T, name string) entry {
	t.Helper()
	data, err := FS.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	text, opened := strings.CutPrefix(string(data), "---\n")
	text, body, closed := strings.Cut(text, "---\n")
	if !opened || !closed || body != "" {
		t.Fatalf("%s is not front matter alone", name)
	}
	e := entry{path.Base(name), map[string]string{}}
	for line := range strings.Lines(text) {
		key, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if _, twice := e.values[key]; !ok || value == "" || twice {
			t.Errorf("%s: line %q is not `key: value`, or its key stands twice", name, line)
		}
		e.values[key] = value
	}
	return e
}

func TestNames(t *testing.T) {
	if diff := cmp.Diff([]string{csl, iso}, Names()); diff != "" {
		t.Errorf("catalogues (-want +got):\n%s", diff)
	}
}

func TestCatalogueCounts(t *testing.T) {
	got := map[string]int{}
	for _, e := range entries(t, iso) {
		got["records"]++
		got[e.value("level")]++
		if e.value("level") == "control" {
			got[e.value("theme")]++
		}
		if e.value("level") == "clause" && e.value("assessable") == "true" {
			got["assessable clauses"]++
		}
	}
	want := map[string]int{
		"records": 134, "chapter": 7, "clause": 34, "control": 93, "assessable clauses": 30,
		"organizational": 37, "people": 8, "physical": 14, "technological": 34,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

func TestCatalogueIdentity(t *testing.T) {
	for _, catalogue := range Names() {
		t.Run(catalogue, func(t *testing.T) { checkIdentity(t, catalogue, entries(t, catalogue)) })
	}
}

func checkIdentity(t *testing.T, catalogue string, list []entry) {
	t.Helper()
	ids := map[string]bool{}
	for _, e := range list {
		id, number := e.value("id"), e.value("number")
		if want := catalogue + "/" + number; id != want {
			t.Errorf("%s: id is %q, want %q", e.file, id, want)
		}
		if want := number + ".md"; e.file != want {
			t.Errorf("%s: file should be named %q", e.file, want)
		}
		if e.value("catalogue") != catalogue {
			t.Errorf("%s: catalogue is %q, want %q", e.file, e.value("catalogue"), catalogue)
		}
		if ids[strings.ToLower(id)] {
			t.Errorf("%s: id %q is used twice", e.file, id)
		}
		ids[strings.ToLower(id)] = true
	}
	for _, e := range list {
		if parent := e.value("parent"); (parent != "") != (e.value("level") == "clause") || parent != "" && !ids[parent] {
			t.Errorf("%s: parent is %q, want a clause's to be in the catalogue, and no other to have one", e.file, parent)
		}
	}
}

// TestMeasureAreas wants the ten areas of the Cybersecurity Act to be whole, and mapped to entries that there are.
func TestMeasureAreas(t *testing.T) {
	known := map[string]bool{}
	for _, e := range entries(t, iso) {
		known[e.value("id")] = true
	}
	list := entries(t, csl)
	if len(list) != 10 {
		t.Errorf("%d areas, want 10", len(list))
	}
	for _, e := range list {
		if e.value("title") == "" || e.value("title_en") == "" || e.value("title_origin") != "own_wording" || e.value("level") != "control" {
			t.Errorf("%s lacks a title of our own, or is no control", e.file)
		}
		mapped := e.list("mapped_to")
		if len(mapped) == 0 {
			t.Errorf("%s is mapped to nothing", e.file)
		}
		for _, id := range mapped {
			if !known[id] {
				t.Errorf("%s: mapped to %s, which is in no catalogue", e.file, id)
			}
		}
	}
}

// TestCatalogueComplete wants every control to have its attributes, a theme that fits its number, and nothing outside
// the closed value lists.
func TestCatalogueComplete(t *testing.T) {
	themes := map[string]string{"A.5": "organizational", "A.6": "people", "A.7": "physical", "A.8": "technological"}
	allowed := map[string][]string{
		"control_types": {"preventive", "detective", "corrective"},
		"properties":    {"confidentiality", "integrity", "availability"},
		"concepts":      {"identify", "protect", "detect", "respond", "recover"},
		"domains":       {"governance_and_ecosystem", "protection", "defence", "resilience"},
		"capabilities": {
			"application_security", "asset_management", "continuity", "governance", "human_resource_security",
			"identity_and_access_management", "information_protection", "information_security_assurance",
			"information_security_event_management", "legal_and_compliance", "physical_security", "secure_configuration",
			"supplier_relationships_security", "system_and_network_security", "threat_and_vulnerability_management",
		},
	}
	for _, e := range entries(t, iso) {
		if e.value("title") == "" || e.value("title_en") == "" || e.value("title_origin") == "" {
			t.Errorf("%s lacks a title or where it comes from", e.file)
		}
		if e.value("level") != "control" {
			continue
		}
		if got, want := e.value("theme"), themes[e.file[:3]]; got != want {
			t.Errorf("%s: theme is %q, want %q", e.file, got, want)
		}
		for key, values := range allowed {
			got := e.list(key)
			if len(got) == 0 || slices.ContainsFunc(got, func(v string) bool { return !slices.Contains(values, v) }) {
				t.Errorf("%s: %s is %q, want some of %q", e.file, key, got, values)
			}
		}
	}
}

// TestPredecessors wants the arithmetic of the two editions to close: 114 controls of 2013, one of them in two
// successors, and what is new has no predecessor.
func TestPredecessors(t *testing.T) {
	successors := map[string][]string{}
	var fresh []string
	for _, e := range entries(t, iso) {
		old := e.list("predecessors_2013")
		isNew := e.value("new_in_2022") == "true"
		if isNew {
			fresh = append(fresh, e.value("number"))
		}
		if isNew == (len(old) > 0) && e.value("level") == "control" {
			t.Errorf("%s: new_in_2022 is %v, and its predecessors are %q", e.file, isNew, old)
		}
		if e.value("level") == "control" {
			for _, p := range old {
				successors[p] = append(successors[p], e.value("number"))
			}
		}
	}
	if got, want := len(successors), 114; got != want {
		t.Errorf("%d controls of 2013 have a successor, want %d", got, want)
	}
	for old, list := range successors {
		want := 1
		if old == "A.18.2.3" {
			want = 2
		}
		if len(list) != want {
			t.Errorf("successors of %s are %q, want %d", old, list, want)
		}
	}
	want := []string{
		"6.3",
		"A.5.23", "A.5.30", "A.5.7", "A.7.4", "A.8.10", "A.8.11", "A.8.12", "A.8.16", "A.8.23", "A.8.28", "A.8.9",
	}
	if diff := cmp.Diff(want, fresh); diff != "" {
		t.Errorf("new in 2022, the clause first (-want +got):\n%s", diff)
	}
}

func TestRepealedOn(t *testing.T) {
	nis := Laws()["2018:1174"]
	if nis.RepealedFrom != "2026-01-15" || nis.ReplacedBy != "2025:1506" {
		t.Errorf("2018:1174 is repealed from %q by %q, want 2026-01-15 by 2025:1506", nis.RepealedFrom, nis.ReplacedBy)
	}
	tests := []struct {
		designation, day string
		want             bool
	}{
		{"2018:1174", "2023-08-25", false},
		{"2018:1174", "2026-01-14", false},
		{"2018:1174", "2026-01-15", true},
		{"2018:1174", "2026-11-22", true},
		{"2025:1506", "2026-11-22", false},
		{"MSBFS 2018:8", "2026-11-22", false}, // repealed, the day not known
	}
	for _, test := range tests {
		if got := Laws()[test.designation].RepealedOn(test.day); got != test.want {
			t.Errorf("%s repealed on %s: %v, want %v", test.designation, test.day, got, test.want)
		}
	}
}

// TestLawRegister wants every row of the register to keep to what README.md says of its columns.
func TestLawRegister(t *testing.T) {
	data, err := FS.ReadFile("laws.csv")
	if err != nil {
		t.Fatal(err)
	}
	list, err := readLaws(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range list {
		if i > 0 && list[i-1].Designation >= l.Designation {
			t.Errorf("%s stands after %s: rows are sorted by designation, each once", l.Designation, list[i-1].Designation)
		}
		checkLaw(t, l)
	}
	if got, want := len(Laws()), len(list); got != want {
		t.Errorf("%d laws by designation, %d rows", got, want)
	}
}

func checkLaw(t *testing.T, l Law) {
	t.Helper()
	for _, day := range []string{l.InForceFrom, l.RepealedFrom, l.VerifiedAsOf} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			t.Errorf("%s: %q is no date", l.Designation, day)
		}
	}
	types := []string{"constitutional_act", "act", "ordinance", "agency_regulation", "eu_regulation", "eu_directive"}
	if !slices.Contains(types, l.Type) {
		t.Errorf("%s: type is %q, want one of %q", l.Designation, l.Type, types)
	}
	if sure := []string{"seen", "title_seen", "second_hand"}; !slices.Contains(sure, l.Confidence) {
		t.Errorf("%s: confidence is %q, want one of %q", l.Designation, l.Confidence, sure)
	}
	if states := []string{"in_force", "repealed", "unknown"}; !slices.Contains(states, l.Status) {
		t.Errorf("%s: status is %q, want one of %q", l.Designation, l.Status, states)
	}
	if l.Status != "repealed" && l.RepealedFrom+l.ReplacedBy != "" {
		t.Errorf("%s: status is %s, yet it is repealed from %q by %q", l.Designation, l.Status, l.RepealedFrom, l.ReplacedBy)
	}
	if _, ok := Laws()[l.ReplacedBy]; l.ReplacedBy != "" && !ok {
		t.Errorf("%s: its successor %s is not in the register", l.Designation, l.ReplacedBy)
	}
	if (l.InForceFrom == "" || l.VerifiedAsOf == "") && l.Note == "" {
		t.Errorf("%s: a day is not known, and the note does not say so", l.Designation)
	}
}

func TestReadLawsRefuses(t *testing.T) {
	header := strings.Join(lawColumns, ",") + "\n"
	for name, text := range map[string]string{
		"nothing":         "",
		"another header":  "designation,title\n",
		"a row too short": header + "2018:1174,Lag\n",
	} {
		if _, err := readLaws(strings.NewReader(text)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
