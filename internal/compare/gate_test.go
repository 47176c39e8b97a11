package compare

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/google/go-cmp/cmp"
)

// gateRules is a kind with a rule of the workspace's own; what the tests change is left open.
func gateRules(severity, assert, more string) string {
	return carKind + more + "x-rules:\n  - {id: car-old, severity: " + severity + ", assert: \"" + assert + "\", at: grade, message: {sv: bilen är gammal, en: the car is old}}\n"
}

// TestGate tells of everything that makes the check let through more before what does not, and nothing of what it does not
// touch.
func TestGate(t *testing.T) {
	const config = "format: 1\ntitle: Provet\norganisation: ORG-1\n"
	const rule, good = "warning", "self.grade != 'E'"
	waiver := func(rule, until string) string {
		return "waive:\n  - {rule: " + rule + ", reason: Så, approved_by: ROLL-1, until: " + until + "}\n"
	}
	one := func(name, text string) map[string]string { return map[string]string{name: text} }
	settings := func(text string) map[string]string { return one("lis.yaml", config+text) }
	system := func(more string) map[string]string { return one("systems/1.md", aSystem("SYS-1", more)) }
	tests := []struct {
		name     string
		from, to map[string]string
		looser   []string // in what changed in this direction, changed back the other way: tighter
		tighter  []string
	}{
		{"nothing", nil, settings("# a comment\nsite: {title: Annat}\n"), nil, nil},
		{
			"a rule that is turned off", nil, settings("rules: {system-unclassified: \"off\"}\n"),
			[]string{"The rule system-unclassified (is in use or under contract but not classified) is turned off; it was of the severity error"},
			[]string{"The rule system-unclassified (is in use or under contract but not classified) is turned on, with the severity error"},
		},
		{
			"a rule of a lower severity", settings("rules: {baseline-stale: error}\n"), settings("rules: {baseline-stale: info}\n"),
			[]string{"The rule baseline-stale (… of … is fixed and should be removed from the baseline) has the severity info instead of error"},
			[]string{"The rule baseline-stale (… of … is fixed and should be removed from the baseline) has the severity error instead of info"},
		},
		{"the severity that a rule has anyway", nil, settings("rules: {baseline-stale: warning}\n"), nil, nil},
		{
			"an own rule that is removed", one("schema/car.yaml", gateRules(rule, good, "")), nil,
			[]string{"The workspace's rule car-old (the car is old) is removed"},
			[]string{"New rule: car-old (the car is old), with the severity warning"},
		},
		{
			"an own rule with another condition", one("schema/car.yaml", gateRules(rule, good, "")), one("schema/car.yaml", gateRules(rule, "true", "")),
			[]string{"The condition of the workspace's rule car-old (the car is old) has changed"},
			nil,
		},
		{
			"a key of a kind", nil, one("schema/car.yaml", carKind+"required: [grade]\n"),
			[]string{"What is accepted in the kind Car has changed (schema/car.yaml): required"},
			nil,
		},
		{"a comment in a kind", nil, one("schema/car.yaml", "# Bilar\n"+strings.ReplaceAll(carKind, "Bilar", "Våra bilar")), nil, nil},
		{
			"a kind that is gone", one("schema/van.yaml", "x-kind: {name: van, folder: vans, label: {sv: Skåpbil, en: Van}}\ntype: object\n"), nil,
			[]string{"The kind Van is removed (schema/van.yaml)"},
			[]string{"New kind of record: Van (schema/van.yaml)"},
		},
		{"figures", nil, one("schema/figures.yaml", "cars.total: {count: car, where: \"true\", label: {sv: a, en: b}}\n"), nil, nil},
		{
			"more in the baseline", one("baseline.yaml", "- {rule: ref-unknown, record: SYS-1}\n"), one("baseline.yaml", "- {rule: ref-unknown, record: SYS-1}\n- {rule: ref-unknown, record: SYS-2}\n- {rule: system-unclassified, record: SYS-2}\n"),
			[]string{
				"baseline.yaml accepts 2 more findings: ref-unknown (1), system-unclassified (1)",
				"baseline.yaml: ref-unknown, SYS-2", "baseline.yaml: system-unclassified, SYS-2",
			},
			[]string{
				"baseline.yaml accepts 2 findings fewer: ref-unknown (1), system-unclassified (1)",
				"baseline.yaml: ref-unknown, SYS-2", "baseline.yaml: system-unclassified, SYS-2",
			},
		},
		{
			"a waiver", system(""), system(waiver("system-unclassified", "2024-01-31")),
			[]string{"System SYS-1 (SYS-1) is exempt from the rule system-unclassified until 31 January 2024"},
			[]string{"System SYS-1 (SYS-1) is no longer exempt from the rule system-unclassified"},
		},
		{
			"a waiver that lasts longer", system(waiver("system-unclassified", "2024-01-31")), system(waiver("system-unclassified", "2024-06-30")),
			[]string{"System SYS-1 (SYS-1) is exempt from the rule system-unclassified until 30 June 2024 instead of 31 January 2024"},
			[]string{"System SYS-1 (SYS-1) is exempt from the rule system-unclassified until 31 January 2024 instead of 30 June 2024"},
		},
		{
			"a waiver in another order", system(waiver("system-unclassified", "2024-01-31") + "  - {rule: ref-unknown, until: 2024-01-31}\n"),
			system("waive:\n  - {rule: ref-unknown, until: 2024-01-31}\n  - {rule: system-unclassified, until: 2024-01-31}\n"), nil, nil,
		},
		{
			"a waiver of a new record", nil, system(waiver("system-unclassified", "2024-01-31")),
			[]string{"System SYS-1 (SYS-1) is exempt from the rule system-unclassified until 31 January 2024"},
			nil,
		},
		{
			"a longer interval", nil, settings("intervals: {classification_months: 36}\n"),
			[]string{"lis.yaml: Intervals, Classification (months): 24 → 36 (raised)"},
			[]string{"lis.yaml: Intervals, Classification (months): 36 → 24 (lowered)"},
		},
		{"an interval as it is anyway", nil, settings("intervals: {classification_months: 24}\n"), nil, nil},
		{
			"a higher threshold", settings("thresholds: {risk_level: 10}\n"), nil,
			[]string{"lis.yaml: Thresholds, Risk level that the risk owner must accept: 10 → 12 (raised)"},
			[]string{"lis.yaml: Thresholds, Risk level that the risk owner must accept: 12 → 10 (lowered)"},
		},
		{
			"fewer roles", nil, settings("roles_required: [management, isam]\n"),
			[]string{"lis.yaml: Required roles: removed Data protection officer, Archivist"},
			[]string{"lis.yaml: Required roles: added Data protection officer, Archivist"},
		},
		{"persons named in another way", nil, settings("history: {people: none}\n"), []string{"lis.yaml: History, People in the history: Initials → Not at all"}, nil},
		{"another branch", nil, settings("history: {branch: dev}\n"), []string{"lis.yaml: History, Main branch: main → dev"}, nil},
		{
			"a day after which purchases count", settings("gate_date: 2023-01-01\n"), settings("gate_date: 2024-01-01\n"),
			[]string{"lis.yaml: Acquisition rules apply from: 2023-01-01 → 2024-01-01"},
			[]string{"lis.yaml: Acquisition rules apply from: 2024-01-01 → 2023-01-01"},
		},
		{
			"no day after which purchases count", settings("gate_date: 2023-01-01\n"), nil,
			[]string{"lis.yaml: Acquisition rules apply from: 2023-01-01 → –"},
			[]string{"lis.yaml: Acquisition rules apply from: – → 2023-01-01"},
		},
		{
			"another model of classification", nil, settings("classification: {aspects: [{name: confidentiality, levels: [{value: 0}, {value: 1}]}]}\n"),
			[]string{"lis.yaml: Classification model has changed"},
			nil,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			from, to := gateState(t, test.from), gateState(t, test.to)
			b := New(from, to, nil, "", locale.English)
			if diff := cmp.Diff(test.looser, b.Loosened()); diff != "" {
				t.Errorf("looser (-want +got)\n%s", diff)
			}
			if test.looser != nil && b.Tightened() != nil {
				t.Errorf("also %q", b.Tightened())
			}
			if test.tighter == nil {
				return
			}
			back := New(to, from, nil, "", locale.English)
			if diff := cmp.Diff(test.tighter, back.Tightened()); diff != "" || back.Loosened() != nil {
				t.Errorf("changed back: looser %q, tighter (-want +got)\n%s", back.Loosened(), diff)
			}
		})
	}
}

// gateState is a state of the common files and others, with its rules but not what they find.
func gateState(t *testing.T, files map[string]string) *Side {
	t.Helper()
	all := maps.Clone(common)
	maps.Copy(all, files)
	w := sample.Load(t, all)
	set, err := rules.New(w)
	if err != nil {
		t.Fatal(err)
	}
	return &Side{AsOf: "2023-06-01", Workspace: w, Rules: set}
}

// TestGateIsCut keeps what is not for a profile out of it.
func TestGateIsCut(t *testing.T) {
	from := gateState(t, nil)
	to := gateState(t, map[string]string{
		"lis.yaml":     "format: 1\norganisation: ORG-1\nrules: {system-unclassified: \"off\"}\n",
		"systems/1.md": aSystem("SYS-1", "publish: restricted\nwaive:\n  - {rule: ref-unknown, reason: Så, approved_by: ROLL-1, until: 2024-01-31}\n"),
	})
	for profile, want := range map[record.Profile]int{"": 2, record.Restricted: 2, record.Internal: 1, record.Public: 0} {
		if got := New(from, to, nil, profile, locale.English).Gate; len(got) != want {
			t.Errorf("%q is shown %+v, want %d", profile, got, want)
		}
	}
}

// TestGateSettings finds a setting about which nobody has said whether rules go by it.
func TestGateSettings(t *testing.T) {
	neither := []string{"format", "id", "known_abbreviations", "language", "title", "timezone", "profile", "rules", "forge", "site"}
	known := map[string]bool{}
	for _, s := range slices.Concat(gateSettings, trustSettings) {
		known[s.path] = true
	}
	for _, path := range neither {
		if known[path] {
			t.Errorf("%s is in both lists", path)
		}
		known[path] = true
	}
	for _, f := range sample.Load(t, sample.Files).Config.Record.Kind.Root.Fields {
		below := false
		for _, child := range f.Fields {
			below = below || known[f.Name+"."+child.Name]
		}
		for _, child := range f.Fields {
			if path := f.Name + "." + child.Name; below && !known[path] {
				t.Errorf("is %s a setting that rules go by?", path)
			}
		}
		if !below && !known[f.Name] {
			t.Errorf("is %s a setting that rules go by?", f.Name)
		}
	}
}

// TestBelieved tells of who is believed before everything else: whose name stands for whose changes, which keys are trusted, and which
// commits count for nothing; persons as lis.yaml lets them be named.
func TestBelieved(t *testing.T) {
	key := func(which string) string { return "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + strings.Repeat(which, 43) }
	state := func(people, signers, mailmap, ignored string) *Side {
		s := gateState(t, map[string]string{
			"lis.yaml": "format: 1\norganisation: ORG-1\nhistory: {people: " + people + ", allowed_signers: keys}\n", "keys": signers,
		})
		s.Top = map[string][]byte{history.MailmapFile: []byte(mailmap), history.IgnoreFile: []byte(ignored)}
		return s
	}
	const mailmap = "Anna Ek <anna.ek@x.se> <bo.al@x.se>\n"
	from := state("name", "anna.ek@x.se "+key("A")+"\n", "", "")
	for people, want := range map[string][]string{
		"name": {
			".mailmap: changes by <bo.al@x.se> now count as made by Anna Ek <anna.ek@x.se>",
			"The key SHA256:… (kim@x.se) is now trusted to sign", "The key SHA256:… (anna.ek@x.se) is no longer trusted to sign",
			".git-blame-ignore-revs: commit abc now counts as a change without meaning",
		},
		"initials": {
			".mailmap: changes by BA now count as made by AE",
			"The key SHA256:… (K) is now trusted to sign", "The key SHA256:… (AE) is no longer trusted to sign",
			".git-blame-ignore-revs: commit abc now counts as a change without meaning",
		},
		"none": {
			".mailmap: changes by a person who is not shown now count as made by a person who is not shown",
			"The key SHA256:… (a person who is not shown) is now trusted to sign", "The key SHA256:… (a person who is not shown) is no longer trusted to sign",
			".git-blame-ignore-revs: commit abc now counts as a change without meaning",
		},
	} {
		to := state(people, "kim@x.se "+key("B")+"\n", mailmap, "abc # form\n")
		got := New(from, to, nil, "", locale.English).Loosened()
		for i := range got {
			got[i] = fingerprint.ReplaceAllString(got[i], "SHA256:…")
		}
		if diff := cmp.Diff(want, got[:min(len(want), len(got))]); diff != "" {
			t.Errorf("%s (-want +got)\n%s", people, diff)
		}
		if public := New(from, to, nil, record.Public, locale.English).Gate; public != nil {
			t.Errorf("%s: the public is told %v", people, public)
		}
	}
}

var fingerprint = regexp.MustCompile(`SHA256:[A-Za-z0-9+/]+`)

// TestManyLines tells of as many lines of a file as can be read, and how many more there are.
func TestManyLines(t *testing.T) {
	var lines strings.Builder
	for i := range gateMost + 3 {
		fmt.Fprintf(&lines, "- {rule: ref-unknown, record: SYS-%d}\n", i)
	}
	got := New(gateState(t, nil), gateState(t, map[string]string{"baseline.yaml": lines.String()}), nil, "", locale.English).Loosened()
	if len(got) != gateMost+2 || got[len(got)-1] != "baseline.yaml: and 3 more lines" {
		t.Errorf("%d lines, the last %q", len(got), got[len(got)-1])
	}
}
