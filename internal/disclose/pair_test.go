package disclose

import (
	"testing"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/google/go-cmp/cmp"
)

// TestPairChanges tells what a field said where both states show it, and only that it changed where a value holds what is hidden:
// an id or a title, unless something shown says the same.
func TestPairChanges(t *testing.T) {
	system := func(publish, purpose string) string {
		return "---\nid: SYS-10\ntitle: Internt system\npublish: " + publish + "\npurpose: " + purpose + "\nstatus: in_use\nprocurement: own\n---\n"
	}
	term := "---\nid: TERM-2\ntitle: Kassavalvet\nexpansion: x\n---\n"
	for _, tt := range []struct {
		name     string
		was, now string // the purpose
		profile  record.Profile
		term     string // "" for none
		want     []graph.Change
	}{
		{"plain", "Ett", "Två", record.Internal, "", []graph.Change{{Field: "purpose", Old: "Ett", New: "Två"}}},
		{"the same", "Ett", "Ett", record.Internal, "", nil},
		{"an id", "Som SYS-2", "Två", record.Internal, "", []graph.Change{{Field: "purpose"}}},
		{"an id now", "Ett", "Som SYS-2", record.Internal, "", []graph.Change{{Field: "purpose"}}},
		{"a title", "Ersätter Kassavalvet", "Två", record.Internal, "", []graph.Change{{Field: "purpose"}}},
		{"a title that is shown too", "Ersätter Kassavalvet", "Två", record.Internal, term, []graph.Change{{Field: "purpose", Old: "Ersätter Kassavalvet", New: "Två"}}},
		{"a title that is not hidden", "Ersätter Kassavalvet", "Två", record.Restricted, "", []graph.Change{{Field: "purpose", Old: "Ersätter Kassavalvet", New: "Två"}}},
		{"to everyone", "Ett", "Två", record.Public, "", []graph.Change{{Field: "purpose"}}},
		{"nothing is cut", "Som SYS-2", "Två", "", "", []graph.Change{{Field: "purpose", Old: "Som SYS-2", New: "Två"}}},
	} {
		publish := "internal"
		if tt.profile == record.Public {
			publish = "public"
		}
		was := sample.Load(t, sample.With(map[string]string{"systems/10.md": system(publish, tt.was), "terms/2.md": tt.term}))
		now := sample.Load(t, sample.With(map[string]string{"systems/10.md": system(publish, tt.now), "terms/2.md": tt.term}))
		pair := Pair{NewCut(was, tt.profile, nil), NewCut(now, tt.profile, nil)}
		before, after := sample.Find(t, was, "SYS-10"), sample.Find(t, now, "SYS-10")
		if diff := cmp.Diff(tt.want, pair.Changes(before, after, graph.Compare(before.Values, after.Values))); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}
