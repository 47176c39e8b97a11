package record

import (
	"testing"

	"github.com/c8b10cf3/lis/schema"
	"github.com/google/go-cmp/cmp"
)

// TestFixedIsTheProgramsOwn keeps what fixes the records of a built-in kind, whatever an addition says, and reports the addition.
func TestFixedIsTheProgramsOwn(t *testing.T) {
	plain, err := LoadKinds(schema.FS, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	added, err := LoadKinds(schema.FS, map[string][]byte{"schema/review.yaml": []byte("x-kind:\n  name: review\n  fixed: {field: status, values: [draft]}\n")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(plain.Named("review").Fixed, added.Named("review").Fixed); diff != "" {
		t.Errorf("reviews are fixed otherwise (-program +addition)\n%s", diff)
	}
	if len(added.Faults) != 1 || added.Faults[0].Span.Start.Line != 3 {
		t.Errorf("faults: %v", added.Faults)
	}
}
