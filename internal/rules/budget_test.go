package rules

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/google/go-cmp/cmp"
)

// ownRules is a file of schema/ with two rules about systems, of which the first takes many steps and finds nothing.
const ownRules = `x-kind: {name: system}
x-rules:
  - {id: own-heavy, severity: warning, assert: "[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, a + b > 0))", message: {sv: m, en: m}}
  - {id: own-light, severity: warning, assert: "self.title != 'Kassavalvet'", message: {sv: m, en: m}}
`

// TestBudgetOfOwnRules runs own rules with fewer and fewer steps. What is not evaluated is told once for each rule.
func TestBudgetOfOwnRules(t *testing.T) {
	w := sample.Load(t, sample.With(map[string]string{"schema/own.yaml": ownRules}))
	for _, test := range []struct {
		steps uint64
		want  []string
	}{
		{ownSteps, []string{"own-light SYS-2"}},
		{1_000, []string{"rule-failed own-light SYS-10", "rule-failed own-heavy SYS-2"}}, // enough for the heavy one of two records
		{1, []string{"rule-failed own-light SYS-1", "rule-failed own-heavy SYS-10"}},
	} {
		t.Run(fmt.Sprint(test.steps), func(t *testing.T) {
			s, err := New(w)
			if err != nil {
				t.Fatal(err)
			}
			s.ownSteps = test.steps
			found, err := s.Check(t.Context(), Options{AsOf: "2023-12-01"})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range found {
				if rule, _ := f.Args["rule"].(string); f.Rule == "rule-failed" || strings.HasPrefix(f.Rule, "own-") {
					got = append(got, strings.TrimSpace(f.Rule+" "+rule)+" "+f.Record)
				}
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

// TestTooManyConditions wants a rule named from which conditions are not read any more.
func TestTooManyConditions(t *testing.T) {
	var b strings.Builder
	b.WriteString("x-kind: {name: system}\nx-rules:\n")
	for i := range 40 {
		fmt.Fprintf(&b, "  - {id: own-%d, severity: warning, assert: \"self.title != '%s'\", message: {sv: m, en: m}}\n", i, strings.Repeat("x", 9_000))
	}
	_, err := New(sample.Load(t, sample.With(map[string]string{"schema/own.yaml": b.String()})))
	var wrong *workspace.SetupError
	if !errors.As(err, &wrong) || len(wrong.Findings) != 1 || wrong.Findings[0].Span.Start.Line != 25 {
		t.Errorf("got %v, want one finding on line 25", err)
	}
}
