package diag

import (
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/google/go-cmp/cmp"
)

func diagnostic(rule, owner string, severity Severity, standing Standing) Diagnostic {
	f := source.NewFile("systems/sys-017.md", []byte("---\nowner:\n---\n"))
	at := source.At(source.Pos{Line: 2, Column: 7})
	return Diagnostic{
		Result: Result{
			Finding:  Finding{Rule: rule, Record: "SYS-017", Title: "Färdbok", Owner: owner, File: f, Span: at},
			Severity: severity, Standing: standing,
		},
		Message: "är fel",
	}
}

func TestByOwner(t *testing.T) {
	all := []Diagnostic{
		diagnostic("a", "", Error, Open), diagnostic("a", "", Error, Open), diagnostic("a", "ROLL-B", Warning, Open),
		diagnostic("b", "ROLL-C", Error, Open), diagnostic("a", "ROLL-A", Warning, Open), diagnostic("c", "ROLL-D", Error, Waived),
		diagnostic("b", "ROLL-C", Info, Open),
	}
	want := []Share{
		{"ROLL-C", Summary{Errors: 1, Infos: 1}},
		{"ROLL-A", Summary{Warnings: 1}},
		{"ROLL-B", Summary{Warnings: 1}},
		{"", Summary{Errors: 2}},
	}
	if diff := cmp.Diff(want, ByOwner(all)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestNext(t *testing.T) {
	for name, test := range map[string]struct {
		all  []Diagnostic
		want string
	}{
		"nothing":  {nil, ""},
		"accepted": {[]Diagnostic{diagnostic("a", "", Error, Waived)}, ""},
		"gravest":  {[]Diagnostic{diagnostic("a", "", Warning, Open), diagnostic("a", "", Warning, Open), diagnostic("b", "", Error, Open)}, "lis explain b"},
		"commonest": {
			[]Diagnostic{diagnostic("a", "", Error, Open), diagnostic("b", "", Error, Open), diagnostic("b", "", Error, Open)}, "lis explain b",
		},
	} {
		if got := Next(test.all); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func TestTextSummary(t *testing.T) {
	all := []Diagnostic{diagnostic("a", "ROLL-CHEF", Error, Open), diagnostic("b", "", Warning, Open)}
	want := `1 fel och 1 varning i 12 poster.

  ROLL-CHEF: 1 fel
  utan ansvarig: 1 varning

Nästa steg: lis explain a
`
	var b strings.Builder
	if err := WriteText(&b, all, 12, TextOptions{Lang: locale.Swedish}); err != nil {
		t.Fatal(err)
	}
	_, got, _ := strings.Cut(b.String(), "lis explain b\n\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	b.Reset()
	if err := WriteText(&b, nil, 1, TextOptions{Lang: locale.English}); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "Nothing to remark on in 1 record.\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestNoPlace: a finding without a place, or with one outside its file, is told all the same.
func TestNoPlace(t *testing.T) {
	d := diagnostic("a", "", Error, Open)
	for _, at := range []source.Pos{{}, {Line: 99, Column: 1}, {Line: 2, Column: -1}, {Line: -1, Column: 4}} {
		d.Span = source.At(at)
		var b strings.Builder
		if err := WriteText(&b, []Diagnostic{d}, 1, TextOptions{Lang: locale.Swedish, Quiet: true}); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(b.String(), "fel: Färdbok (SYS-017): är fel [a]\n") {
			t.Errorf("%v: got %q", at, b.String())
		}
	}
}
