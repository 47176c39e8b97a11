package figures

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
	"github.com/google/go-cmp/cmp"
)

// TestSentences wants words for every figure of the program, those in testdata. UPDATE=1 writes them anew.
func TestSentences(t *testing.T) {
	kinds, err := record.LoadKinds(schema.FS, nil, workspace.DefaultAspects())
	if err != nil {
		t.Fatal(err)
	}
	all, err := Definitions(kinds, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range locale.Langs {
		var b strings.Builder
		for _, d := range all {
			said, rest := d.Sentence(kinds, lang)
			fmt.Fprintf(&b, "%s – %s\n  %s\n", d.Name, d.Label.In(lang), said)
			for _, line := range rest {
				fmt.Fprintf(&b, "  - %s\n", line)
			}
			if text := said + strings.Join(rest, ""); strings.Contains(text, "self.") || strings.Contains(text, "==") {
				t.Errorf("there are no words for %s in %s: write its help\n%s", d.Name, lang, text)
			}
		}
		name := "testdata/sentences." + string(lang) + ".txt"
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), b.String()); diff != "" {
			t.Errorf("%s (-want +got)\n%s", lang, diff)
		}
	}
}
