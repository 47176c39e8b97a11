package record

import (
	"testing"

	"github.com/c8b10cf3/lis/internal/source"
)

func TestReadDay(t *testing.T) {
	for text, want := range map[string]string{
		"2023-9-1":           "2023-09-01",
		"2023/09/01":         "2023-09-01",
		"2023.09.01":         "2023-09-01",
		"2023–09–01":         "2023-09-01",
		"20230901":           "2023-09-01",
		"1 september 2023":   "2023-09-01",
		"den 1 sept. 2023":   "2023-09-01",
		"1 okt 2023":         "2023-10-01",
		"1st May 2023":       "2023-05-01",
		"September 1, 2023":  "2023-09-01",
		"2023-02-30":         "",
		"20231301":           "",
		"1/9 2023":           "",
		"01-09-2023":         "",
		"230901":             "",
		"2023-09":            "",
		"2023-09-01 12:00":   "",
		"1 septmeber 2023":   "",
		"i september 2023":   "",
		"2023-9-1 eller mer": "",
		"":                   "",
	} {
		got, ok := readDay(text)
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestChangeRef(t *testing.T) {
	tests := []struct {
		id   string
		near []string
		sure bool
	}{
		{"sys-017", []string{"SYS-017"}, true},
		{"SYS-17", []string{"SYS-017"}, true},
		{"SYS017", []string{"SYS-017"}, true},
		{"a.5.9", []string{"A.5.9"}, true},
		{"ROLL-ISMA", []string{"ROLL-ISAM"}, true},
		{"ROLL-ISA", []string{"ROLL-ISAM"}, false}, // three letters may be a short form of their own
		{"ROLL-ISAMM", []string{"ROLL-ISAM"}, true},
		{"ROLLISAM", []string{"ROLL-ISAM"}, true},
		{"SYS-018", []string{"SYS-017"}, false},
		{"A.5.91", []string{"A.5.9"}, false},
		{"A.51.9", []string{"A.5.19"}, false},
		{"ROLL-AC-XO", []string{"ROLL-AC-AO"}, false},
		{"ORG-NESDG", []string{"ORG-NESDN", "ORG-NESDF"}, false},
		{"ROLL-XSAX", []string{"ROLL-ISAM"}, false},
	}
	for _, tt := range tests {
		fixes := ChangeRef(source.Span{}, tt.id, tt.near)
		if got := !fixes[0].Unsure; got != tt.sure {
			t.Errorf("%s to %s: got sure %v, want %v", tt.id, tt.near[0], got, tt.sure)
		}
	}
}
