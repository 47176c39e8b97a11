package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/google/go-cmp/cmp"
)

// The numbers are those that the tax authority gives for tests, and changes of them.
func TestPersonalNumbers(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"811228-9874", []string{"811228-9874"}},
		{"8112289874", []string{"8112289874"}},
		{"19811228-9874", []string{"19811228-9874"}},
		{"198112289874", []string{"198112289874"}},
		{"811228+9874", []string{"811228+9874"}},
		{"811228–9874 med tankstreck", []string{"811228–9874"}},
		{"(811228-9874).", []string{"811228-9874"}},
		{"Mejla 811228-9874, 811228-9874", []string{"811228-9874", "811228-9874"}},
		{"811288-9871 är ett samordningsnummer", []string{"811288-9871"}},
		{"pnr:811228-9874", []string{"811228-9874"}},
		{"född 811228-9874\n", []string{"811228-9874"}},
		{"å811228-9874", nil},
		{"811228-9875", nil}, // check digit
		{"811328-9871", nil}, // no such month
		{"810229-9879", nil}, // 1981 was no leap year
		{"000229-1235", []string{"000229-1235"}},
		{"20300101-1234", nil}, // not born yet
		{"556677-8899", nil},   // an organisation: month 66
		{"165566778899", nil},  // the same with its prefix
		{"1811228-9874", nil},  // a longer number
		{"811228-98745", nil},
		{"8112289874123456", nil},
		{"1811228-9874-1", nil},
		{"SYS-8112289874", nil},
		{"KLA-811228-9874", nil},
		{"2023/811228-9874", nil},
		{"811228-9874/2023", nil},
		{"Dnr 811228-9874", nil},
		{"dnr: 811228-9874", nil},
		{"Tel. 0701740605", nil},
		{"mobil 070174-0605", nil},
		{"https://example.se/?q=811228-9874", nil},
		{"1.8112289874", nil},
		{"8112289874.5", nil},
		{"2023-03-02T10:15:00+01:00", nil},
		{"kl. 2023-08-25 10:15", nil},
		{"13 av 23 system, 72 poster", nil},
		{"811228-0005", nil}, // no birth number is 000
	}
	for _, tt := range tests {
		var got []string
		for _, at := range personalNumbers(tt.text, "2023-08-25") {
			got = append(got, tt.text[at[0]:at[1]])
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", tt.text, diff)
		}
	}
}

// TestPersonalNumberIsNotQuoted wants the number in no part of what is said, the file that printers take their lines from
// included. What the printers make of it is tested where they are.
func TestPersonalNumberIsNotQuoted(t *testing.T) {
	const number = "811228-9874"
	all := check(t, files(map[string]string{
		"complaints/kla-1.md": "---\nid: KLA-1\ntitle: Läcka\nreceived_on: 2023-08-20\nsubject: |\n  Om\n  " + number + "\n---\nÅter " + number + " # nej\n",
	}), inSwedish("2023-08-25"))
	want := "complaints/kla-1.md:7:3: fel: raden innehåller något som ser ut som ett personnummer (******-****) [personal-number]\n" +
		"complaints/kla-1.md:9:6: fel: raden innehåller något som ser ut som ett personnummer (******-****) [personal-number]\n"
	if diff := cmp.Diff(want, lines(all, locale.Swedish)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if all[0].Field != "subject" || all[1].Field != "" {
		t.Errorf("fields are %q and %q", all[0].Field, all[1].Field)
	}
	for _, d := range all {
		if said := fmt.Sprint(d.Message, d.Hint, d.Why, d.Args); strings.Contains(said, "9874") || strings.Contains(string(d.File.Data), "9874") {
			t.Errorf("the number is quoted:\n%s\n%s", said, d.File.Data)
		}
	}
}
