package rules

import (
	"testing"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/google/go-cmp/cmp"
)

// TestGuards lists the rules that guard the proof: who adds a rule of that sort adds it here.
func TestGuards(t *testing.T) {
	want := []string{
		"decided-record-changed", "file-unreadable", "findings-many", "history-date-disorder", "history-incomplete", "record-not-checked-out", "record-not-read", "review-basis-unsealed",
		"rule-failed",
	}
	var got []string
	for _, r := range builtinRules(t) {
		if r.Guards {
			got = append(got, r.ID)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestSilenced keeps what a rule finds that guards the proof and is turned off, without counting it, and tells of nothing where
// lis.yaml sets a rule to what it is anyway or to more.
func TestSilenced(t *testing.T) {
	for _, test := range []struct {
		setting string
		how     []string
		open    int
	}{
		{"", nil, 1},
		{"rules: {history-incomplete: error, review-basis-unsealed: error}\n", nil, 1},
		{"rules: {history-incomplete: \"off\"}\n", []string{"history-incomplete off 1"}, 0},
		{"rules: {history-incomplete: warning, owner-missing: \"off\"}\n", []string{"history-incomplete lowered 1"}, 1},
		{"rules: {review-basis-unsealed: info}\n", []string{"review-basis-unsealed lowered 0"}, 1},
	} {
		w, err := workspace.LoadWith(t.Context(), files(map[string]string{"lis.yaml": "format: 1\norganisation: ORG-1\n" + test.setting}), &common)
		if err != nil {
			t.Fatal(err)
		}
		set, err := New(w)
		if err != nil {
			t.Fatal(err)
		}
		all := results(t, set, Options{AsOf: "2023-08-25", HistoryCut: true})
		var how []string
		for _, x := range set.Silenced(all) {
			how = append(how, x.Rule.ID+" "+x.How+" "+string(rune('0'+len(x.Found))))
		}
		if diff := cmp.Diff(test.how, how); diff != "" {
			t.Errorf("%q (-want +got)\n%s", test.setting, diff)
		}
		open := 0
		for _, r := range all {
			if r.Rule == "history-incomplete" && r.Counts(diag.Info) {
				open++
			}
		}
		if open != test.open {
			t.Errorf("%q: %d are open, want %d", test.setting, open, test.open)
		}
	}
}
