package tell

import (
	"testing"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/trail"
)

func TestSigner(t *testing.T) {
	rev := &trail.Revision{
		AcceptedBy: history.Person{Name: "Asta Ek", Email: "asta@example.org"},
		Reviewers:  []history.Person{{Name: "Bo Ask"}, {Name: "Cia Dahl-Ek", Email: "CD@example.org"}},
	}
	for _, test := range []struct{ signer, initials, name string }{
		{"", "", ""},
		{"asta@example.org", "AE", "Asta Ek"},
		{"cd@example.org,cia@example.org", "CDE", "Cia Dahl-Ek"},
		{"cia@example.org,cd@example.org", "CDE", "Cia Dahl-Ek"},
		{"Eva Ny <eva@example.org>", "EN", "Eva Ny"},
		{"<asta@example.org>", "AE", "Asta Ek"},
		{"eva.maria-ny+lis@example.org", "EMNL", "eva.maria-ny+lis@example.org"},
		{"åsa.öberg@example.org", "ÅÖ", "åsa.öberg@example.org"},
		{"*@example.org", "", "*@example.org"},
		{"registrator", "R", "registrator"},
	} {
		s := sign.Signature{Trust: sign.Good, Signer: test.signer}
		for people, want := range map[string]string{Initials: test.initials, FullName: test.name, Nobody: ""} {
			if got := Signer(s, rev, people); got != want {
				t.Errorf("%q, %s: got %q, want %q", test.signer, people, got, want)
			}
		}
	}
}

func TestSignature(t *testing.T) {
	for _, test := range []struct {
		signature sign.Signature
		signer    string
		sv, en    string
	}{
		{sign.Signature{Trust: sign.Unsigned}, "AE", "", ""},
		{sign.Signature{Kind: sign.SSH, Trust: sign.Good}, "AE", "Signerad, giltig: AE", "Signed, valid: AE"},
		{sign.Signature{Kind: sign.SSH, Trust: sign.Good}, "", "Signerad, giltig", "Signed, valid"},
		{sign.Signature{Kind: sign.OpenPGP, Trust: sign.Bad}, "AE", "Signaturen stämmer inte", "Bad signature"},
		{sign.Signature{Kind: sign.SSH, Trust: sign.UnknownKey}, "", "Signerad med okänd nyckel", "Signed with an unknown key"},
		{sign.Signature{Kind: sign.X509, Trust: sign.Present}, "", "Signerad (inte prövad)", "Signed (not verified)"},
	} {
		for lang, want := range map[locale.Lang]string{locale.Swedish: test.sv, locale.English: test.en} {
			if got := (Teller{Lang: lang}).Signature(test.signature, test.signer); got != want {
				t.Errorf("%+v: got %q, want %q", test.signature, got, want)
			}
		}
	}
}
