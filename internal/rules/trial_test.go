package rules

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
)

func trialOf(t *testing.T, own map[string]string) (*Trial, *workspace.Workspace) {
	t.Helper()
	w := sample.Load(t, sample.With(own))
	trial, err := NewTrial(w.Kinds, w.Config.Plain)
	if err != nil {
		t.Fatal(err)
	}
	return trial, w
}

// TestBuiltinConditions wants no fault in any condition of the program's own kinds and figures: a false alarm about a workspace's
// would be as one about these.
func TestBuiltinConditions(t *testing.T) {
	trial, w := trialOf(t, nil)
	for _, kind := range w.Kinds.List {
		for i := range kind.Rules {
			src := &kind.Rules[i]
			c, findings := compile(trial.env.Compile, kind, src)
			for _, f := range append(findings, c.faults(trial, kind)...) {
				t.Errorf("%s: %v", src.ID, f.Args["problem"])
			}
		}
	}
	for _, name := range []string{"figures.yaml", "dashboard.yaml"} {
		data, err := schema.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		front := document.ParseYAML(name, data).Front
		if name == "dashboard.yaml" {
			front = front.Get("figures")
		}
		for _, e := range front.Entries {
			text := func(key string) string {
				if n := e.Value.Get(key); n != nil {
					return n.Text
				}
				return ""
			}
			kind := w.Kinds.Named(text("count"))
			if wrong := trial.Fault(kind, text("where"), expr.Truth); wrong != nil {
				t.Errorf("%s where: %v", e.Key, wrong)
			}
			if sum := text("sum"); sum != "" {
				if wrong := trial.Fault(kind, sum, expr.Whole); wrong != nil {
					t.Errorf("%s sum: %v", e.Key, wrong)
				}
			}
		}
	}
}

// TestTrial finds what is wrong with conditions that compile, at its place, and leaves right ones alone.
func TestTrial(t *testing.T) {
	trial, w := trialOf(t, map[string]string{"schema/course.yaml": `
x-kind: {name: course, folder: courses, prefix: UTB, over: {field: status, values: [ended]}}
required: [status, owner]
properties:
  status: {type: string, enum: [current, ended], x-values: {current: {sv: Aktuell, en: Current}, ended: {sv: Avslutad, en: Ended}}}
  hours: {type: integer}
  until: {type: string, format: date}
  room: {type: string}
  online: {type: boolean}
  parts: {type: array, items: {type: object, properties: {on: {type: string, format: date}, hours: {type: integer}, result: {type: string, enum: [passed, failed]}}}}
`})
	kind := w.Kinds.Named("course")
	right := []string{
		"self.room == null || int(self.room) > 3", "self.room == null || 12 / (size(self.room) - 4) > 1", // what is made up is no number, and divides by zero
		"self.status == 'ended'", "self.status in ['current', 'ended']", "before(self.until, as_of)", "before(self.until, '2024-05-31')", "self.hours == 4",
		"self.hours != null && self.hours > 4", "self.room == null || self.room.contains('x')", "self.online == true",
		"self.parts.exists(p, p.result == 'passed')", "self.parts.all(p, before(p.on, as_of))", "size(self.parts) > 0 && self.parts[0].result == 'failed'",
		"ref(self.owner) != null && ref(self.owner).appointed == 'yes'", "!over(self)", "days(self.until, as_of) != null && days(self.until, as_of) > 30",
		"self.owner == 'ROLL-CHEF'", "self.id != 'UTB-1'", "self.kind == 'course'", "greatest([self.hours, 0]) > 3", "before(add_months(self.until, 3), as_of)",
	}
	for _, text := range right {
		if wrong := trial.Fault(kind, text, expr.Truth); wrong != nil {
			t.Errorf("%s: %v", text, wrong)
		}
	}
	wrong := map[string]string{
		"'ended'":                                       "1 the condition does not give true or false",
		"self.status == 'Aktuell'":                      "17 'Aktuell' is not among the values of 'status'; did you mean 'current'?",
		"'ended ' != self.status":                       "2 'ended ' is not among the values of 'status'; did you mean 'ended'?",
		"self.status in ['aktuell', 'ended']":           "18 'aktuell' is not among the values of 'status'; did you mean 'current'?",
		"self.parts.exists(p, p.result == 'ok')":        "35 'ok' is not among the values of 'parts.result'; choose 'passed' or 'failed'",
		"before(self.until, 2026)":                      "20 '2026' is no day; write it as '2024-05-31'",
		"before(self.until, 2026-01-01)":                "1 write the day in quotation marks",
		"before(self.until, '1/1 2027')":                "21 '1/1 2027' is no day; write it as '2024-05-31'",
		"before(self.until, '2027-02-30')":              "21 '2027-02-30' is no day; write it as '2024-05-31'",
		"before(self.room, as_of)":                      "8 room is not a day",
		"self.hours == '4'":                             "16 hours is a number; write 4 without quotation marks, in digits",
		"self.room == 4":                                "14 room is a text; write '4' in quotation marks",
		"self.online == 'ja'":                           "17 online is true or false, without quotation marks",
		"self.until > 2026":                             "1 until is a day; write before(a, b) or after(a, b)",
		"config.intervall.x == 1":                       "1 there is no field 'intervall'",
		"self.hours + self.room == 3":                   "1 the condition computes or compares values of the wrong kind",
		"self.parts.exists(p, before(p.result, as_of))": "29 parts.result is not a day",
		"backlinks('decision', 'about').exists(d, d.outcome == 'bifall')": "56 'bifall' is not among the values of 'outcome'",
	}
	for _, text := range slices.Sorted(maps.Keys(wrong)) {
		found := trial.Fault(kind, text, expr.Truth)
		if found == nil {
			t.Errorf("%s: nothing is found", text)
			continue
		}
		if got := found.Error(); !strings.HasPrefix(wrong[text], strconv.Itoa(found.Column)+" ") || !strings.HasPrefix(got, strings.SplitN(wrong[text], " ", 2)[1]) {
			t.Errorf("%s:\ngot  %d %s\nwant %s", text, found.Column, got, wrong[text])
		}
	}
	for text, want := range map[string]string{
		"self.hours > 2":                    "6 cannot be evaluated if hours is not filled in; write self.hours != null && before it",
		"self.room.contains('x')":           "6 cannot be evaluated if room is not filled in; write self.room != null && before it",
		"self.parts.exists(p, p.hours > 3)": "24 cannot be evaluated if parts.hours is not filled in; ask first whether it is null",
		"self.online":                       "6 cannot be evaluated if online is not filled in; write self.online != null && before it",
		"self.until > as_of":                "6 cannot be evaluated if until is not filled in; write self.until != null && before it",
		"self.hours != null":                "",
	} {
		if wrong := trial.Fault(kind, text, expr.Truth); wrong != nil && want != "" {
			t.Errorf("%s is wrong before there is a record for which it fails: %v", text, wrong)
		}
		got := ""
		if wrong := trial.Empty(kind, text, expr.Truth); wrong != nil {
			got = strconv.Itoa(wrong.Column) + " " + wrong.Error()
		}
		if got != want && want != "" {
			t.Errorf("%s:\ngot  %s\nwant %s", text, got, want)
		}
	}
}
