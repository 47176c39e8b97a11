package setup

import (
	"testing"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
)

// TestExamples puts the examples on the pages of all folders into one workspace: whoever copies one has no error in it.
func TestExamples(t *testing.T) {
	kinds := builtin(t)
	files := map[string][]byte{"lis.yaml": []byte("format: 1\nlanguage: sv\ncatalogues: [iso27001-2022]\n")}
	for _, k := range kinds.List {
		f := example(k, kinds, locale.Swedish)
		files[f.Name] = f.Data
	}
	for _, d := range checkAll(t, load(t, files)) {
		if d.Severity == diag.Error {
			t.Errorf("%s: %s: %s\n%s", d.FileName(), d.Rule, d.Message, files[d.FileName()])
		}
	}
}
