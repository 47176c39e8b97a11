package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// wanted are the rules that ask for a person or for a review.
var wanted = []string{
	"owner-missing", "field-missing", "law-owner-missing", "owner-vacant", "review-overdue", "document-review-overdue", "law-check-stale",
}

// TestWanted asks whom and what the rules want of records that are over, and of those that are not. A rule that is silent
// leaves no word to another.
func TestWanted(t *testing.T) {
	const late = "review_due: 2020-01-01\n"
	own := map[string]string{
		"schema/contract.yaml": "x-kind: {name: contract, folder: contracts, over: {field: status, values: [terminated]}}\nrequired: [owner]\n" +
			"properties:\n  status: {type: string, enum: [running, terminated]}\n",
		"schema/errand.yaml": "x-kind: {name: errand, folder: errands}\nrequired: [owner]\nproperties:\n  status: {type: string, enum: [open, done]}\n",
		"roles/vacant.md":    "---\nid: ROLL-2\ntitle: Registrator\ntype: registrar\nappointed: no\n---\n",

		"incidents/open.md":        "id: INC-1\ntitle: Öppen\nclass: [near_miss]\nknown_at: 2026-11-20\nowner: ROLL-2\n" + late,
		"incidents/closed.md":      "id: INC-2\ntitle: Avslutad\nclass: [near_miss]\nknown_at: 2026-11-20\nclosed_on: 2026-11-21\nowner: ROLL-2\n" + late,
		"controls/implemented.md":  "id: A.5.9\ncriterion: A.5.9\napplicability: applicable\nimplementation: implemented\nowner: ROLL-2\n" + late,
		"controls/excluded.md":     "id: A.5.10\ncriterion: A.5.10\napplicability: excluded\nreason: Behövs inte\nowner: ROLL-2\n" + late,
		"laws/in-force.md":         "id: LAG-1\ntitle: Säkerhetsskyddslagen\ndesignation: 2018:585\nverified_on: 2020-01-01\n",
		"laws/repealed.md":         "id: LAG-2\ntitle: Den gamla\ndesignation: SFS 2018:1174\nverified_on: 2020-01-01\n" + late,
		"reviews/draft.md":         "id: LG-1\ntitle: Genomgång\nperiod_from: 2026-01-01\nperiod_to: 2026-06-30\nstatus: draft\n",
		"reviews/decided.md":       "id: LG-2\ntitle: Genomgången före\nperiod_from: 2025-07-01\nperiod_to: 2025-12-31\nstatus: decided\n" + late,
		"documents/adopted.md":     "id: STD-1\ntitle: Riktlinje\nlevel: guideline\nstatus: adopted\nsupersedes: [STD-2]\nowner: ROLL-2\n" + late,
		"documents/replaced.md":    "id: STD-2\ntitle: Den gamla riktlinjen\nlevel: guideline\nstatus: adopted\nowner: ROLL-2\n" + late,
		"contracts/running.md":     "id: AVT-1\ntitle: Löper\nstatus: running\n",
		"contracts/terminated.md":  "id: AVT-2\ntitle: Uppsagt\nstatus: terminated\n",
		"contracts/unreadable.md":  "id: AVT-3\ntitle: Uppsagt?\nstatus: [terminated]\n",
		"errands/without-x-end.md": "id: ARE-1\ntitle: Klart\nstatus: done\n",
	}
	for name, text := range own {
		if strings.HasSuffix(name, ".md") && !strings.HasPrefix(text, "---") {
			own[name] = "---\n" + text + "---\n"
		}
	}
	ask := checker(t, files(own), pastOf{})
	always := []string{
		"contracts/running.md owner-missing", "contracts/unreadable.md owner-missing",
		"controls/excluded.md owner-vacant", "controls/excluded.md review-overdue",
		"controls/implemented.md owner-vacant", "controls/implemented.md review-overdue",
		"documents/adopted.md document-review-overdue", "documents/adopted.md owner-vacant",
		"errands/without-x-end.md owner-missing",
		"incidents/open.md owner-vacant", "incidents/open.md review-overdue",
		"laws/in-force.md law-check-stale", "laws/in-force.md law-owner-missing", "reviews/draft.md owner-missing",
	}
	untilRepealed := []string{"laws/repealed.md law-check-stale", "laws/repealed.md law-owner-missing", "laws/repealed.md review-overdue"}
	for day, want := range map[string][]string{"2026-01-15": always, "2026-01-14": append(untilRepealed, always...)} {
		var got []string
		for _, d := range ask(inSwedish(day)) {
			if slices.Contains(wanted, d.Rule) {
				got = append(got, d.FileName()+" "+d.Rule)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", day, diff)
		}
	}
}

// TestVacantOnce: a vacant role is told of once – where it is needed, or else as the role that it is.
func TestVacantOnce(t *testing.T) {
	const (
		vacant = "---\nid: ROLL-2\ntitle: Registrator\ntype: registrar\nappointed: no\n"
		law    = "---\nid: LAG-1\ntitle: Säkerhetsskyddslagen\ndesignation: 2018:585\nverified_on: 2026-01-01\nowner: ROLL-2\n---\n"
		review = "---\nid: LG-1\ntitle: Genomgång\nperiod_from: 2026-01-01\nperiod_to: 2026-06-30\nstatus: proposed\nowner: ROLL-1\n---\n"
	)
	config := "format: 1\norganisation: ORG-1\nroles_required: [registrar]\n"
	tests := []struct {
		name string
		own  map[string]string
		want []string
	}{
		{"nobody needs it", map[string]string{"roles/2.md": vacant + "---\n"}, []string{"role-vacant"}},
		{"it is responsible for something", map[string]string{"roles/2.md": vacant + "---\n", "laws/1.md": law}, []string{"owner-vacant"}},
		{"it has a holder all the same", map[string]string{"roles/2.md": vacant + "holder: Registratorn\n---\n"}, []string{"role-status-contradicts"}},
		{"its holder left", map[string]string{"roles/2.md": vacant + "holder: Registratorn\nholder_to: 2026-01-01\n---\n"}, []string{"role-vacant"}},
		{"it is required, but no review is put forward", map[string]string{"lis.yaml": config, "roles/2.md": vacant + "---\n"}, []string{"role-vacant"}},
		{"a review needs it", map[string]string{"lis.yaml": config, "roles/2.md": vacant + "---\n", "reviews/1.md": review}, []string{"org-role-missing"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, d := range check(t, files(test.own), inSwedish("2026-03-01")) {
				if d.Rule == "org-role-missing" && (len(d.Related) != 1 || !strings.Contains(d.Hint, `"yes" i ROLL-2`)) {
					t.Errorf("the role that is there is not named: %s, %v", d.Hint, d.Related)
				}
				if slices.Contains([]string{"role-vacant", "owner-vacant", "role-status-contradicts", "org-role-missing"}, d.Rule) {
					got = append(got, d.Rule)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
