package diag

import (
	"testing"

	"github.com/c8b10cf3/lis/internal/source"
	"github.com/google/go-cmp/cmp"
)

func diagnostic(rule, owner string, severity Severity, standing Standing) Diagnostic {
	f := source.NewFile("systems/sys-017.md", []byte("---\nowner:\n---\n"))
	at := source.At(source.Pos{Line: 2, Column: 7})
	return Diagnostic{
		Result: Result{
			Finding:  Finding{Rule: rule, Record: "SYS-017", Title: "Färdbok", Owner: owner, File: f, Span: at},
			Severity: severity, Standing: standing,
		},
		Message: "är fel",
	}
}

func TestByOwner(t *testing.T) {
	all := []Diagnostic{
		diagnostic("a", "", Error, Open), diagnostic("a", "", Error, Open), diagnostic("a", "ROLL-B", Warning, Open),
		diagnostic("b", "ROLL-C", Error, Open), diagnostic("a", "ROLL-A", Warning, Open), diagnostic("c", "ROLL-D", Error, Waived),
		diagnostic("b", "ROLL-C", Info, Open),
	}
	want := []Share{
		{"ROLL-C", Summary{Errors: 1, Infos: 1}},
		{"ROLL-A", Summary{Warnings: 1}},
		{"ROLL-B", Summary{Warnings: 1}},
		{"", Summary{Errors: 2}},
	}
	if diff := cmp.Diff(want, ByOwner(all)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
