package rules

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/google/go-cmp/cmp"
)

// front is a record with those lines between its fences.
func front(lines ...string) string { return "---\n" + strings.Join(lines, "\n") + "\n---\n" }

// anAction is a whole action, with some lines in place of its own: "owner: X" for the line that begins with "owner:", and
// "-owner" to leave it out.
func anAction(changes ...string) string {
	lines := []string{"id: ATG-1", "title: Öva it-avbrott", "type: action", "source: [ORG-1]", "how: En övning per enhet", "owner: ROLL-1", "priority: medium", "due: 2023-12-01", "status: ongoing"}
	return front(changed(lines, changes)...)
}

// aSystem is a whole system, changed as anAction is.
func aSystem(changes ...string) string {
	lines := []string{
		"id: SYS-1", "title: Färdbok", "status: in_use", "procurement: own", "information_owner: ROLL-1",
		"classification: {state: done, confidentiality: 1, integrity: 1, availability: 1}", "action_plan: {state: done}", "risk_analysis: {state: done}",
	}
	return front(changed(lines, changes)...)
}

func changed(lines, changes []string) []string {
	for _, change := range changes {
		key, _, _ := strings.Cut(change, ":")
		key, leftOut := strings.CutPrefix(key, "-")
		replaced := false
		var out []string
		for _, line := range lines {
			switch {
			case !strings.HasPrefix(line, key+":"):
				out = append(out, line)
			case !leftOut:
				out, replaced = append(out, change), true
			}
		}
		if !replaced && !leftOut {
			out = append(out, change)
		}
		lines = out
	}
	return lines
}

// rulesSaid are the rules that speak, one for each message, in order of place.
func rulesSaid(t *testing.T, own map[string]string) string {
	t.Helper()
	var ids []string
	for _, d := range check(t, files(own), inSwedish("2023-08-25")) {
		if d.Standing == diag.Open {
			ids = append(ids, d.Rule)
		}
	}
	return strings.Join(ids, " ")
}

func TestOneCauseOneMessage(t *testing.T) {
	tests := []struct{ name, file, text, want string }{
		{"whole action", "actions/a.md", anAction(), ""},
		{"whole system", "systems/s.md", aSystem(), ""},
		{"system without owner", "systems/s.md", aSystem("-information_owner"), "system-owner-missing"},
		{"action without owner", "actions/a.md", anAction("-owner"), "action-owner-missing"},
		{"action with an empty owner", "actions/a.md", anAction(`owner: " "`), "action-owner-missing"},
		{"law without owner", "laws/l.md", front("id: LAG-1", "title: Arkivlagen", "designation: 1990:782"), "law-owner-missing"},
		{"misspelt required field", "actions/a.md", anAction("-owner", "ownr: ROLL-1"), "field-unknown"},
		{"misspelt field that a rule asks for", "systems/s.md", aSystem("-information_owner", "informationowner: ROLL-1"), "field-unknown"},
		{"field called by its label", "actions/a.md", anAction("-priority", "Prioritet: high"), "field-unknown"},
		{"misspelt field without a value", "actions/a.md", anAction("-priority", "prioritty:"), "field-unknown"},
		{"unknown owner", "actions/a.md", anAction("owner: ROLL-9"), "ref-unknown"},
		{"owner of another kind", "actions/a.md", anAction("owner: ORG-1"), "ref-wrong-kind"},
		{"owner that is no id", "actions/a.md", anAction("owner: Enhetens chef"), "action-owner-not-role"},
		{"owner that is a list", "actions/a.md", anAction("owner: [ROLL-1]"), "value-type"},
		{"day that does not exist", "actions/a.md", anAction("due: 2023-02-30"), "date-impossible"},
		{"day in words", "actions/a.md", anAction("due: i höst"), "value-type"},
		{"unknown value", "actions/a.md", anAction("priority: hög"), "value-unknown"},
		{"unknown state", "systems/s.md", aSystem("classification: {state: klar}"), "value-unknown"},
		{"text in place of an object", "systems/s.md", aSystem("classification: klar"), "value-type"},
		{"key twice", "actions/a.md", anAction("how: Två övningar\nhow: En övning"), "field-duplicate"},
		{"alias", "actions/a.md", anAction("title: &x Öva", "how: *x"), "front-matter-feature"},
		{"merge of an object", "systems/s.md", aSystem("classification: {<<: {state: done}}"), "front-matter-feature"},
		{"merge at the top", "actions/a.md", anAction("<<: {how: Öva}", "-how"), "front-matter-feature"},
		{"anchor on all", "actions/a.md", "---\n&x\nid: ATG-1\n---\n", "front-matter-feature"},
		{"front matter that cannot be read", "actions/a.md", anAction("how: [", "-owner"), "front-matter-malformed"},
		{"front matter never closed", "actions/a.md", "---\nid: ATG-1\n", "front-matter-unclosed"},
		{"no front matter", "actions/a.md", "# Öva\n", "front-matter-missing"},
		{"empty file", "actions/a.md", "", "front-matter-missing"},
		{"reason that cannot be read", "systems/s.md", aSystem("risk_analysis: {state: not_needed, reason: [a], decided_by: ROLL-1, decided_on: 2023-03-01}"), "value-type"},
		{"planned day that cannot be read", "systems/s.md", aSystem("classification: {state: planned, planned_on: snart}", "action_plan: {state: missing}", "risk_analysis: {state: planned}"), "value-type"},
		{"two flaws in one list", "decisions/b.md", front("id: BES-1", "title: Beslut", "about: [X-1, ROLL-1, X-2]", "outcome: noted", "decided_by: ROLL-1", "decided_on: 2023-03-01"), "ref-unknown ref-unknown"},
		{"three flaws", "actions/a.md", anAction("-owner", "priority: hög", "due: 2023-02-30"), "action-owner-missing value-unknown date-impossible"},
	}
	for _, tt := range tests {
		if got := rulesSaid(t, map[string]string{tt.file: tt.text}); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestBrokenRecordIsStillThere(t *testing.T) {
	got := said(t, map[string]string{
		"roles/roll-2.md": "---\nid: ROLL-2\ntitle: Arkivarie\ntype: [\n---\n",
		"actions/a.md":    anAction("owner: ROLL-2") + "Se [[ROLL-2]] och [rollen](../roles/roll-2.md).\n",
	})
	if strings.Count(got, "\n") != 1 || !strings.Contains(got, "roles/roll-2.md:") {
		t.Errorf("got\n%s", got)
	}
}

func TestWaivers(t *testing.T) {
	const waiver = "{rule: system-risk-analysis-missing, reason: Avvecklas, approved_by: ROLL-1, until: 2023-12-31}"
	const risk = "system-risk-analysis-missing"
	missing := []string{"risk_analysis: {state: missing}"}
	tests := []struct {
		name   string
		waive  string
		want   string
		waived int
	}{
		{"used", "[" + waiver + "]", "", 1},
		{"expired", "[" + strings.Replace(waiver, "2023-12-31", "2023-08-24", 1) + "]", risk + " waiver-expired", 0},
		{"on its last day", "[" + strings.Replace(waiver, "2023-12-31", "2023-08-25", 1) + "]", "", 1},
		{"of another rule", "[" + strings.Replace(waiver, risk, "system-unclassified", 1) + "]", risk + " waiver-unused", 0},
		{"unknown rule", "[" + strings.Replace(waiver, risk, "system-risk-analysis-mising", 1) + "]", risk + " value-unknown", 0},
		{"of a waiver", "[" + strings.Replace(waiver, risk, "waiver-unused", 1) + "]", risk + " value-unknown", 0},
		{"incomplete", "[{rule: system-risk-analysis-missing, reason: Avvecklas}]", risk + " waiver-incomplete", 0},
		{"approved by nobody known", "[" + strings.Replace(waiver, "ROLL-1", "ROLL-9", 1) + "]", risk + " ref-unknown", 0},
		{"misspelt key", "[" + strings.Replace(waiver, "until", "untill", 1) + "]", risk + " field-unknown", 0},
		{"beside a flawed one", "[" + waiver + ", {rule: system-unclassified, reason: Avvecklas}]", "waiver-incomplete", 1},
		{"beside an unreadable one", "[{rul: system-unclassified}, " + waiver + "]", "field-unknown", 1},
		{"no list", waiver, risk + " value-type", 0},
	}
	for _, tt := range tests {
		text := aSystem(append(missing, "waive: "+tt.waive)...)
		if got := rulesSaid(t, map[string]string{"systems/s.md": text}); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
		waived := 0
		for _, d := range check(t, files(map[string]string{"systems/s.md": text}), inSwedish("2023-08-25")) {
			if d.Standing == diag.Waived {
				waived++
			}
		}
		if waived != tt.waived {
			t.Errorf("%s: %d waived, want %d", tt.name, waived, tt.waived)
		}
	}
}

func TestSeverityFromConfiguration(t *testing.T) {
	const config = "format: 1\norganisation: ORG-1\nrules: {%s}\n"
	tests := []struct{ name, rules, want string }{
		{"off", "system-risk-analysis-missing: off", ""},
		{"quoted off", `system-risk-analysis-missing: "off"`, ""},
		{"error", "system-risk-analysis-missing: error", "systems/s.md:10:24: fel: riskanalys saknas, liksom beslut om att den inte behövs [system-risk-analysis-missing]\n"},
		{"info", "system-risk-analysis-missing: info", "systems/s.md:10:24: information: riskanalys saknas, liksom beslut om att den inte behövs [system-risk-analysis-missing]\n"},
		{"unknown severity", "system-risk-analysis-missing: of", "lis.yaml:3:39: fel: 'of' är inte tillåtet i 'rules.system-risk-analysis-missing'; menade du 'off'? [value-unknown]\n"},
		{"unknown rule", "system-risk-analysis-misssing: off", "lis.yaml:3:9: fel: 'system-risk-analysis-misssing' är inte tillåtet i 'rules'; menade du 'system-risk-analysis-missing'? [value-unknown]\n"},
		{"nothing near", "strunt: off", "lis.yaml:3:9: fel: 'strunt' är inte tillåtet i 'rules' [value-unknown]\n"},
		{"name with a dot", "strunt.prat: off", "lis.yaml:3:9: fel: okänt fält 'rules.strunt.prat' [field-unknown]\n"},
		{"no text", "system-risk-analysis-missing: [off]", "lis.yaml:3:39: fel: 'rules.system-risk-analysis-missing' ska vara text, inte '[…]' [value-type]\n"},
	}
	for _, tt := range tests {
		got := said(t, map[string]string{
			"lis.yaml":     fmt.Sprintf(config, tt.rules),
			"systems/s.md": aSystem("-risk_analysis", "tags: [bil]", "risk_analysis: {state: missing}"),
		})
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestConfigurationErrorIsSetupError(t *testing.T) {
	w, err := workspace.Load(t.Context(), files(map[string]string{"lis.yaml": "format: 1\nrules: {owner-mising: off}\n"}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = New(w)
	var setup *workspace.SetupError
	if !errors.As(err, &setup) || len(setup.Findings) != 1 || setup.Findings[0].Field != "rules.owner-mising" {
		t.Errorf("got %v", err)
	}
}

func TestReplacedRuleStaysSilent(t *testing.T) {
	got := rulesSaid(t, map[string]string{
		"lis.yaml":     "format: 1\norganisation: ORG-1\nrules: {action-owner-missing: off}\n",
		"actions/a.md": anAction("-owner"),
	})
	if got != "" {
		t.Errorf("with the narrower rule off, %q speaks", got)
	}
}

func TestOwnRules(t *testing.T) {
	const kind = `x-kind: {name: term}
type: object
properties:
  synonyms: {type: array, items: {type: string}}
x-rules:
  - id: term-synonym-missing
    severity:
      - {when: "size(self.tags) > 0", severity: info}
      - {severity: warning}
    assert: size(self.synonyms) > 0
    at: synonyms
    with: {tags: self.tags}
    message: {sv: "synonym saknas ({tags})", en: "no synonym ({tags})"}
`
	tests := []struct{ name, text, want string }{
		{"as the others", front("id: TERM-1", "title: DSO", "expansion: Dataskyddsombud"), "terms/t.md:1:1: varning: synonym saknas () [term-synonym-missing]\n"},
		{"severity by record, list in words", front("id: TERM-1", "title: DSO", "expansion: Dataskyddsombud", "tags: [a, b]"), "terms/t.md:1:1: information: synonym saknas (a och b) [term-synonym-missing]\n"},
		{"kept", front("id: TERM-1", "title: DSO", "expansion: Dataskyddsombud", "synonyms: [ombud]"), ""},
		{"not asked of what cannot be read", front("id: TERM-1", "title: DSO", "expansion: Dataskyddsombud", "synonyms: ombud"), "terms/t.md:5:11: fel: 'synonyms' ska vara en lista, inte 'ombud' [value-type]\n"},
	}
	for _, tt := range tests {
		got := said(t, map[string]string{"schema/term.yaml": kind, "terms/t.md": tt.text})
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestHints(t *testing.T) {
	tests := []struct{ name, file, text, sv, en string }{
		{"own hint of the rule", "actions/a.md", anAction("-how"), "beskriv i how hur åtgärden genomförs", "describe in how how the action is carried out"},
		{"reference", "laws/l.md", front("id: LAG-1", "title: Lag", "designation: 1990:782", "owner: ROLL-9"), "ange id för roll; era roller: ROLL-1 (Förvaltningschef)", "give the id of the role; your roles: ROLL-1 (Förvaltningschef)"},
		{"reference in a list", "reviews/r.md", front("id: LG-1", "title: Genomgång", "period_from: 2022-01-01", "period_to: 2022-12-31", "status: draft", "owner: ROLL-1", "attendees: [ROLL-9]"), "ange id för roll; era roller: ROLL-1 (Förvaltningschef)", "give the id of the role; your roles: ROLL-1 (Förvaltningschef)"},
		{"a reference that is missing", "actions/a.md", anAction("-owner"), "skriv 'owner: ROLL-…'; era roller: ROLL-1 (Förvaltningschef)", "write 'owner: ROLL-…'; your roles: ROLL-1 (Förvaltningschef)"},
		{"a reference by title", "laws/l.md", front("id: LAG-1", "title: Lag", "designation: 1990:782", "owner: förvaltningschefen"), "skriv 'owner: ROLL-1'", "write 'owner: ROLL-1'"},
		{"a value that is missing", "actions/a.md", anAction("-type"), "skriv 'type: …'; välj ett av recommendation (Rekommendation), action (Åtgärd) eller preventive (Förebyggande)", "write 'type: …'; choose one of recommendation, action or preventive"},
		{"a word for an object", "systems/s.md", aSystem("action_plan: klar"), "skriv 'action_plan: {state: …}'", "write 'action_plan: {state: …}'"},
		{"date", "actions/a.md", anAction("due: snart"), "skriv en dag som ÅÅÅÅ-MM-DD", "write a day as YYYY-MM-DD"},
		{"values", "actions/a.md", anAction("priority: hög"), "välj ett av low (Låg), medium (Medelhög) eller high (Hög)", "choose one of low, medium or high"},
		{"kind", "terms/t.md", front("id: T-1", "title: A", "expansion: B", "extra: C"), "lis explain term visar fälten", "lis explain term shows the fields"},
	}
	for _, tt := range tests {
		for lang, want := range map[locale.Lang]string{locale.Swedish: tt.sv, locale.English: tt.en} {
			all := check(t, files(map[string]string{tt.file: tt.text}), options{Options{AsOf: "2023-08-25"}, lang})
			if len(all) != 1 || all[0].Hint != want {
				t.Errorf("%s: got %d messages, hint %q, want %q", tt.name, len(all), all[0].Hint, want)
			}
		}
	}
}

func TestFindingsKnowTheirRecord(t *testing.T) {
	all := check(t, files(map[string]string{"actions/a.md": anAction("-how")}), inSwedish("2023-08-25"))
	if len(all) != 1 {
		t.Fatalf("got %v", all)
	}
	d := all[0]
	got := []string{d.Record, d.Title, d.Kind, d.Owner, d.Field}
	if diff := cmp.Diff([]string{"ATG-1", "Öva it-avbrott", "action", "ROLL-1", "how"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestOrderIsStable checks a workspace with many flaws again and again: what is said never depends on the order of a map or
// of goroutines.
func TestOrderIsStable(t *testing.T) {
	own := map[string]string{"lis.yaml": "format: 1\norganisation: ORG-1\ncatalogues: [iso27001-2022]\n"}
	for i := range 40 {
		own[fmt.Sprintf("systems/s%d.md", i)] = front(fmt.Sprintf("id: SYS-%d", i%30), "title:", "status: used", "procurement: own", "links: [{x: 1}, {url: 5}]", "tags: [a, , b]", "waive: [{rule: x}]") + "[[X]] [y](z.md)\n"
		own[fmt.Sprintf("actions/a%d.md", i)] = front(fmt.Sprintf("id: ATG-%d", i), "title: A", "source: [X, Y]", "due: 2023-02-30", "prio: high")
	}
	first := said(t, own)
	if n := strings.Count(first, "\n"); n < 500 {
		t.Fatalf("only %d messages", n)
	}
	for range 10 {
		if diff := cmp.Diff(first, said(t, own)); diff != "" {
			t.Fatalf("the second time something else is said (-first +then)\n%s", diff)
		}
	}
}
