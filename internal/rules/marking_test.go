package rules

import "testing"

func TestStamps(t *testing.T) {
	tests := []struct{ line, want string }{
		{"HEMLIG", "HEMLIG"},
		{"  HEMLIG  ", "HEMLIG"},
		{"KVALIFICERAT HEMLIG", "KVALIFICERAT HEMLIG"},
		{"**KONFIDENTIELL**", "KONFIDENTIELL"},
		{"# BEGRÄNSAT HEMLIG", "BEGRÄNSAT HEMLIG"},
		{"| HEMLIG |", "HEMLIG"},
		{"> HEMLIG", "HEMLIG"},
		{"purpose: HEMLIG", "HEMLIG"},
		{`title: "KONFIDENTIELL"`, "KONFIDENTIELL"},
		{"- HEMLIG", "HEMLIG"},
		{"    text: HEMLIG", "HEMLIG"},
		{"  - text: 'HEMLIG'", "HEMLIG"},
		{"text: det är HEMLIG", ""},
		{"HEMLIG enligt 15 kap. 2 § OSL", "HEMLIG"},
		{"Stämpel: KONFIDENTIELL jämlikt lag", "KONFIDENTIELL"},
		{"HEMLIG/SECRET", "HEMLIG/SECRET"},
		{"H/RESTRICTED", "H/RESTRICTED"},
		{"hemlig", ""},
		{"Konfidentiell", ""},
		{"Uppgiften är HEMLIG.", ""},
		{"HEMLIG är en klass", ""},
		{"HEMLIGHET", ""},
		{"KONFIDENTIELLT", ""},
		{"konfidentiell enligt avtalet", ""},
		{"Konfidentialitet, riktighet", ""},
		{"TCH/SECRET", ""},
	}
	for _, tt := range tests {
		got := ""
		if at, found := stamp(tt.line); found {
			got = tt.line[at[0]:at[1]]
		}
		if got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.line, got, tt.want)
		}
	}
}
