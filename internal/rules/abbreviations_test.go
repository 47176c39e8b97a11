package rules

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnexplained(t *testing.T) {
	known := map[string]bool{"ISAM": true, "NIS": true, "EU": true}
	tests := []struct {
		text string
		want []string
	}{
		{"ISAM och EU", nil},
		{"DSO:s rapport", []string{"DSO"}},
		{"GAP-analysen", []string{"GAP"}},
		{"NIS2 gäller", nil},
		{"PM3", []string{"PM3"}},
		{"se [[ROLL-DSO]] och [rutinen](STD.md)", nil},
		{"SYS-017 och ROLL-CHEF", nil},
		{"SDN 2023/0112", nil},
		{"HSLF-FS 2016:40 och MCFFS 2026:8", nil},
		{"`DSO` och https://DSO.se/DSO", nil},
		{"dataskyddsombudet (DSO) och DSO", nil},
		{"DSO (dataskyddsombud)", nil},
		{"bilaga II och IV", nil},
		{"VIKTIGT MEDDELANDE", nil},
		{"TryggaLARM", nil},
	}
	for _, tt := range tests {
		var got []string
		for _, w := range unexplained(tt.text, known) {
			got = append(got, w.word)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", tt.text, diff)
		}
	}
}
