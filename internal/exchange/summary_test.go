package exchange

import (
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/google/go-cmp/cmp"
)

func diagnostic(rule, owner string, severity diag.Severity, standing diag.Standing) diag.Diagnostic {
	f := source.NewFile("systems/sys-017.md", []byte("---\nowner:\n---\n"))
	at := source.At(source.Pos{Line: 2, Column: 7})
	return diag.Diagnostic{
		Result: diag.Result{
			Finding:  about(rule, "SYS-017", "Färdbok", owner, f, at, ""),
			Severity: severity, Standing: standing,
		},
		Message: "är fel",
	}
}

func TestNext(t *testing.T) {
	for name, test := range map[string]struct {
		all  []diag.Diagnostic
		want string
	}{
		"nothing":  {nil, ""},
		"accepted": {[]diag.Diagnostic{diagnostic("a", "", diag.Error, diag.Waived)}, ""},
		"gravest":  {[]diag.Diagnostic{diagnostic("a", "", diag.Warning, diag.Open), diagnostic("a", "", diag.Warning, diag.Open), diagnostic("b", "", diag.Error, diag.Open)}, "lis explain b"},
		"commonest": {
			[]diag.Diagnostic{diagnostic("a", "", diag.Error, diag.Open), diagnostic("b", "", diag.Error, diag.Open), diagnostic("b", "", diag.Error, diag.Open)}, "lis explain b",
		},
	} {
		if got := next(test.all); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func TestTextSummary(t *testing.T) {
	all := []diag.Diagnostic{diagnostic("a", "ROLL-CHEF", diag.Error, diag.Open), diagnostic("b", "", diag.Warning, diag.Open)}
	want := `1 fel och 1 varning i 12 poster.

  ROLL-CHEF: 1 fel
  utan ansvarig: 1 varning

Nästa steg: lis explain a
`
	var b strings.Builder
	if err := writeText(&b, Check{Diagnostics: all, Records: 12, Lang: locale.Swedish}); err != nil {
		t.Fatal(err)
	}
	_, got, _ := strings.Cut(b.String(), "lis explain b\n\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	b.Reset()
	if err := writeText(&b, Check{Records: 1, Lang: locale.English}); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "No findings in 1 record.\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestNoPlace: a finding without a place, or with one outside its file, is told all the same.
func TestNoPlace(t *testing.T) {
	d := diagnostic("a", "", diag.Error, diag.Open)
	for _, at := range []source.Pos{{}, {Line: 99, Column: 1}, {Line: 2, Column: -1}, {Line: -1, Column: 4}} {
		d.Span = source.At(at)
		var b strings.Builder
		if err := WriteDiagnostics(&b, []diag.Diagnostic{d}, locale.Swedish, false); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(b.String(), "fel: Färdbok (SYS-017): är fel [a]\n") {
			t.Errorf("%v: got %q", at, b.String())
		}
	}
}
