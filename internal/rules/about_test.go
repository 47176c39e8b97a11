package rules

import (
	"slices"
	"testing"

	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
)

// TestAbout wants every rule to be told of some kind or of all, and no kind's list to lack a rule that its own file states.
func TestAbout(t *testing.T) {
	kinds, err := record.LoadKinds(schema.FS, nil, workspace.DefaultAspects())
	if err != nil {
		t.Fatal(err)
	}
	all := List(kinds)
	told := map[string]bool{}
	for _, k := range append(kinds.List, kinds.Config) {
		own, common := About(all, k.Name)
		for _, r := range slices.Concat(own, common) {
			told[r.ID] = true
		}
		for _, src := range k.Rules {
			if !slices.ContainsFunc(own, func(r Rule) bool { return r.ID == src.ID }) {
				t.Errorf("%s lacks %s", k.Name, src.ID)
			}
		}
	}
	for _, r := range all {
		if !told[r.ID] {
			t.Errorf("%s is told of no kind: %v", r.ID, r.Kinds)
		}
	}
}
