package exchange

import (
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/google/go-cmp/cmp"
)

// TestWriteLeft tells what is left file by file, the gravest first, with the reason once for each rule.
func TestWriteLeft(t *testing.T) {
	made := func(file, rule string, severity diag.Severity, message, hint string) diag.Diagnostic {
		d := diag.Diagnostic{Message: message, Hint: hint, Why: "därför."}
		d.Rule, d.Severity, d.File = rule, severity, source.NewFile(file, nil)
		return d
	}
	var b strings.Builder
	err := WriteLeft(&b, []diag.Diagnostic{
		made("b.md", "late", diag.Warning, "är \x1b[31msen", ""),
		made("b.md", "input", diag.Error, "saknar a", "skriv a"),
		made("a.md", "input", diag.Error, "saknar c", "skriv c"),
		made("b.md", "input", diag.Error, "saknar b", "skriv b"),
	}, locale.Swedish, false)
	if err != nil {
		t.Fatal(err)
	}
	const want = `
a.md
  fel: saknar c
    → skriv c
    varför: därför · lis explain input

b.md
  fel: saknar a
    → skriv a
  fel: saknar b
    → skriv b
    varför: därför · lis explain input
  varning: är ·[31msen
    varför: därför · lis explain late
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("left (-want +got)\n%s", diff)
	}
}
