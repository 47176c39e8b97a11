package diag

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGroups(t *testing.T) {
	one := func(rule, cause, record string, severity Severity, standing Standing) Diagnostic {
		return Diagnostic{Result: Result{Finding: Finding{Rule: rule, Cause: cause, Record: record}, Severity: severity, Standing: standing}}
	}
	all := []Diagnostic{
		one("ref-unknown", "ROLL-1", "A", Error, Open), one("ref-unknown", "ROLL-2", "B", Error, Open),
		one("ref-unknown", "ROLL-1", "C", Error, Open), one("ref-unknown", "ROLL-1", "D", Error, Waived),
		one("link-broken", "ROLL-1", "E", Error, Open), one("owner-missing", "", "F", Error, Open), one("owner-missing", "", "G", Error, Open),
		one("ref-unknown", "ROLL-1", "H", Warning, Open), one("ref-unknown", "ROLL-1", "I", Error, Open),
	}
	var got []string
	for _, g := range Groups(all) {
		names := g.Record
		for _, d := range g.Others {
			names += d.Record
		}
		got = append(got, names)
	}
	if diff := cmp.Diff([]string{"ACI", "B", "D", "E", "F", "G", "H"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
