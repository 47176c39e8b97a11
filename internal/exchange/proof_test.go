package exchange

import (
	"io"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/seal"
	"github.com/c8b10cf3/lis/internal/setup"
)

// TestVerify: what was not wholly proved is not well, though nothing differs.
func TestVerify(t *testing.T) {
	differs := seal.Verdict{
		Target:     "seal/LG-1",
		Mismatches: []seal.Mismatch{seal.NewMismatch(seal.Record, "systems/a.md", "", "x\x1b[31m", "verify.record-extra")},
		Signature:  &seal.Signature{Kind: sign.SSH, Trust: sign.Bad},
	}
	for _, test := range []struct {
		verdict seal.Verdict
		whole   bool
		want    []string
	}{
		{seal.Verdict{Target: "_site"}, true, []string{`"ok": true`, `"differences": []`, `"signature": null`}},
		{seal.Verdict{Target: "_site"}, false, []string{`"ok": false`}},
		{differs, true, []string{`"ok": false`, `"expected": null`, `"what": "record"`, `"signer": null`, `"state": "bad"`}},
	} {
		got := jsonOf(t, "verify", func(w io.Writer) error { return WriteVerifyJSON(w, test.verdict, test.whole) })
		for _, want := range test.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s is missing in\n%s", want, got)
			}
		}
	}
	said := told(t, func(w io.Writer) error { return WriteVerifyText(w, differs, locale.Swedish) })
	if strings.Contains(said, "\x1b") || !strings.HasPrefix(said, locale.Swedish.T("verify.differs", locale.Args{"target": "seal/LG-1", "n": 1})) {
		t.Errorf("got\n%q", said)
	}
}

// TestSeal says of what the seal is: the tag that the review names, the commit that was asked for, or the one checked out.
func TestSeal(t *testing.T) {
	tag := history.Tag{Name: "seal/LG-1", Commit: "0123456789abcdef0123456789abcdef01234567", Object: "89abcdef0123456789abcdef0123456789abcdef"}
	s := seal.Seal{Review: "LG-1", AsOf: "2023-09-01", Files: map[string]string{"lis.yaml": "0123"}}
	args := locale.Args{"tag": tag.Name, "review": "LG-1", "commit": "0123456789", "date": locale.LongDate("2023-09-01"), "basis": "review/1", "records": 1, "figures": 0}
	for key, got := range map[string]string{
		"seal.of-head":   told(t, func(w io.Writer) error { return WriteSealText(w, s, tag, false, locale.English) }),
		"seal.of-commit": told(t, func(w io.Writer) error { return WriteSealText(w, s, tag, true, locale.English) }),
		"seal.of-tag": told(t, func(w io.Writer) error {
			return WriteSealText(w, seal.Seal{Review: "LG-1", AsOf: "2023-09-01", Basis: "review/1", Files: s.Files}, tag, true, locale.English)
		}),
	} {
		if want := "\n" + locale.English.T(key, args) + "\n" + locale.English.T("seal.unsigned") + "\n"; !strings.Contains(got, want) {
			t.Errorf("%s: got\n%s", key, got)
		}
	}
	s.Figures = map[string]int{"systems": 3}
	tag.Signed = sign.SSH
	if got := jsonOf(t, "seal", func(w io.Writer) error { return WriteSealJSON(w, s, tag) }); !strings.Contains(got, `"signed": true`) {
		t.Errorf("got\n%s", got)
	}
}

// TestDoctor: what is well is not told where it is to be quiet, and is counted all the same.
func TestDoctor(t *testing.T) {
	checks := []setup.Check{
		{ID: "git", Status: setup.OK, Title: "Git", Detail: "finns"},
		{ID: "head", Status: setup.Bad, Title: "HEAD", Detail: "löst", Fix: "git switch main"},
	}
	const line = "fel   HEAD: löst\n      "
	all := told(t, func(w io.Writer) error { return WriteDoctorText(w, checks, locale.Swedish, false) })
	quiet := told(t, func(w io.Writer) error { return WriteDoctorText(w, checks, locale.Swedish, true) })
	if !strings.Contains(all, "Git: finns\n"+line) || !strings.HasPrefix(quiet, line) || !strings.HasSuffix(all, quiet[strings.LastIndex(quiet, "\n\n"):]) {
		t.Errorf("got\n%s\nand\n%s", all, quiet)
	}
	jsonOf(t, "doctor", func(w io.Writer) error { return WriteDoctorJSON(w, checks) })
}

func TestFmt(t *testing.T) {
	files := []FormattedFile{{File: "systems/a.md"}, {File: "systems/b.md", Left: locale.Text{SV: "har fel", EN: "has flaws"}}}
	got := jsonOf(t, "fmt", func(w io.Writer) error { return WriteFmtJSON(w, files, true, locale.English) })
	for _, want := range []string{`"check": true`, `"reason": "has flaws"`, `"reason": null`, `"changes": true`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in\n%s", want, got)
		}
	}
}
