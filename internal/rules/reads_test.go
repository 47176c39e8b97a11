package rules

import (
	"testing"

	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
)

// TestReadsAreFields wants what rules in Go say that they read to be fields of their kinds.
func TestReadsAreFields(t *testing.T) {
	kinds, err := record.LoadKinds(schema.FS, nil, workspace.DefaultAspects())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range Builtin {
		for _, name := range r.Kinds {
			kind := kinds.Named(name)
			if kind == nil {
				t.Errorf("%s is about %s, which is no kind", r.ID, name)
				continue
			}
			for _, field := range r.Reads {
				// a rule about an organisation may read its roles
				if kind.Field(field) == nil && kinds.Named("role").Field(field) == nil {
					t.Errorf("%s reads %s.%s, which does not exist", r.ID, name, field)
				}
			}
		}
	}
}
