package rules

import (
	"testing"

	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
)

// TestMisread wants no fault in the conditions of the program, and what other conditions name that does not exist.
func TestMisread(t *testing.T) {
	kinds, err := record.LoadKinds(schema.FS, nil, workspace.DefaultAspects())
	if err != nil {
		t.Fatal(err)
	}
	env, err := expr.New(expr.Funcs{})
	if err != nil {
		t.Fatal(err)
	}
	misread := func(kind *record.Kind, text string) string {
		p, err := env.Compile(text, expr.Anything)
		if err != nil {
			return err.Error()
		}
		if wrong := Misread(kinds, kind, text, p, expr.Anything); wrong != nil {
			return wrong.Error()
		}
		return ""
	}
	for _, kind := range kinds.List {
		for _, src := range kind.Rules {
			texts := []string{src.When, src.Assert}
			for _, s := range src.Severity {
				texts = append(texts, s.When)
			}
			for _, text := range src.With {
				texts = append(texts, text)
			}
			for _, text := range texts {
				if text == "" {
					continue
				}
				if got := misread(kind, text); got != "" {
					t.Errorf("%s: %s: %s", src.ID, text, got)
				}
			}
		}
	}
	for text, want := range map[string]string{
		"self.statuss == 'in_use'":                                 "the kind has no field 'statuss'; did you mean 'status'?",
		"self.classification.stat != null":                         "the kind has no field 'classification.stat'; did you mean 'classification.state', 'classification' or 'classification.reason'?",
		"self.owner.title == 'x'":                                  "the kind has no field 'owner.title'",
		"ref(self.owner).appointd == 'yes'":                        "the kind has no field 'appointd'; did you mean 'appointed'?",
		"ref(self.owner).appointed == 'yes'":                       "",
		"size(backlinks('actoin', 'source')) > 0":                  "there is no kind 'actoin'; did you mean 'action'?",
		"size(backlinks('action', 'sorce')) > 0":                   "the kind has no field 'sorce'; did you mean 'source'?",
		"backlinks('action', 'source').exists(a, a.stat == 'x')":   "the kind has no field 'stat'",
		"backlinks('action', 'source').exists(a, a.status == 'x')": "",
		"review != null && review.held == as_of":                   "the kind has no field 'held'",
	} {
		if got := misread(kinds.Named("system"), text); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}
