package edit

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
	"github.com/google/go-cmp/cmp"
)

// kinds are the built-in kinds.
func kinds(t testing.TB) *record.Kinds {
	t.Helper()
	ks, err := record.LoadKinds(schema.FS, nil, workspace.DefaultAspects())
	if err != nil {
		t.Fatal(err)
	}
	return ks
}

// records calls f with every record file below a folder, whose folder names its kind.
func records(t *testing.T, dir string, f func(kind *record.Kind, name string, data []byte)) {
	t.Helper()
	ks := kinds(t)
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(name) != ".md" || e.Name() == "README.md" {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if kind := ks.InFolder(filepath.Base(filepath.Dir(name))); kind != nil {
			f(kind, filepath.ToSlash(name), data)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestFormatLeavesExamples shows that the worked example is in canonical form, so that nobody's first `lis fmt` changes it.
func TestFormatLeavesExamples(t *testing.T) {
	files, differ := 0, 0
	records(t, "../../reviews", func(kind *record.Kind, name string, data []byte) {
		files++
		got, refusal := Format(kind, name, data)
		if refusal != nil {
			t.Errorf("%s: %v", name, refusal)
		}
		if diff := cmp.Diff(string(data), string(got)); diff != "" {
			differ++
			t.Errorf("%s: (-is +formatted)\n%s", name, diff)
		}
	})
	if files < 500 {
		t.Errorf("found %d files", files)
	}
	t.Logf("%d of %d files differ", differ, files)
}

func TestFormat(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"order", "title: A\nextra: 1\nid: SYS-1\nstatus: in_use\npurpose: b\n", "id: SYS-1\ntitle: A\npurpose: b\nstatus: in_use\nextra: 1\n"},
		{"nested order", "classification:\n  confidentiality: 2\n  state: done\n", "classification:\n  state: done\n  confidentiality: 2\n"},
		{"spaces", "id:   SYS-1\ntitle:\tA  \nclassification:\n     state:    done\n", "id: SYS-1\ntitle: A\nclassification:\n  state: done\n"},
		{"quotes that are not needed", "id: 'SYS-1'\n\"title\": \"Färd: bok\"\npurpose: \"En\\u00e5\"\n", "id: SYS-1\ntitle: \"Färd: bok\"\npurpose: Enå\n"},
		{"quotes that are needed", "title: 5.10\npersonal_data: yes\ndnr: 'a \"b\" c'\ncontract_signed_on: \"2023-02-20\"\n", "title: \"5.10\"\npersonal_data: \"yes\"\ncontract_signed_on: 2023-02-20\ndnr: a \"b\" c\n"},
		{"unknown keys keep theirs", "id: A\nx: '5'\ny: 5\nz: [ 'a',b ]\n", "id: A\nx: '5'\ny: 5\nz: ['a', b]\n"},
		{"braces", "id: A\nclassification: {state: done, confidentiality: 2}\nwaive:\n- {reason: \"a, b\", rule: x}\n", "id: A\nclassification:\n  state: done\n  confidentiality: 2\nwaive:\n  - rule: x\n    reason: a, b\n"},
		{"lists", "tags:\n- a\n-   b\n", "tags: [a, b]\n"},
		{"lists with commas", "tags: ['a, b', c]\n", "tags: [\"a, b\", c]\n"},
		{"long lists", "tags: [" + strings.Repeat("abcdefghi, ", 10) + "x]\n", "tags:\n" + strings.Repeat("  - abcdefghi\n", 10) + "  - x\n"},
		{"empty", "id: A\ntags: [ ]\nclassification: {}\nowner: \ndnr: ~\n", "id: A\nowner:\nclassification: {}\ndnr: ~\ntags: []\n"},
		{"lines of a text", "purpose: Gör det\n    som behövs\n\n    här\nsupplier: \"a\n       b\"\ntitle: |\n     rad\n       två\n", "title: |\n  rad\n    två\npurpose: >-\n  Gör det\n  som behövs\n\n  här\nsupplier: \"a\n  b\"\n"},
		{"text that begins with a blank", "title: |2-\n    rad\n  två\n", "title: |2-\n    rad\n  två\n"},
		{"comments", "# om titeln\ntitle: A # kort\nid: B\n\n# om läget\nstatus: in_use   # nu\n", "id: B\n# om titeln\ntitle: A # kort\n\n# om läget\nstatus: in_use # nu\n"},
		{"comment about the whole", "# Levande post\n\ntitle: A\nid: B\n", "# Levande post\n\nid: B\ntitle: A\n"},
		{"comment that closes", "classification:\n  state: done\n  # görs om\n# läget\nstatus: in_use\n", "# läget\nstatus: in_use\nclassification:\n  state: done\n  # görs om\n"},
		{"comments in brackets", "tags: [a, # ett\n  # två\n  b,\n  # tre\n  ] # alla\n", "tags: # alla\n  - a # ett\n  # två\n  - b\n  # tre\n"},
		{"comment in braces", "classification: {state: done, # ja\n  confidentiality: 2} # allt\n", "classification: # allt\n  state: done # ja\n  confidentiality: 2\n"},
		{"comments in lists", "waive:\n  # första\n  - # skäl\n    reason: r\n    # regel\n    rule: x # y\n  # sist\n", "waive:\n  # första\n  # skäl\n  # regel\n  - rule: x # y\n    reason: r\n  # sist\n"},
		{"comment below a text", "title: >- # kort\n  a\n  b\n # om id\nid: B\n", "# om id\nid: B\ntitle: >- # kort\n  a\n  b\n"},
		{"comment in an empty list", "id: A\ntags: [ # inga\n]\n", "id: A\ntags: [] # inga\n"},
		{"sign in a text", "title: A#b\npurpose: \"a # b\"\nsupplier: |\n  # nej\n  c\n", "title: A#b\npurpose: \"a # b\"\nsupplier: |\n  # nej\n  c\n"},
		{"empty lines", "\n\nid: A\n\n\n\ntitle: B\n\n\n", "id: A\n\ntitle: B\n"},
		{"only comments", "# inget\n", "# inget\n"},
		{"windows", "title: A\r\nid: B\r\nclassification:\r\n  state: done\r\n", "id: B\ntitle: A\nclassification:\n  state: done\n"},
	}
	kind := kinds(t).Named("system")
	for _, tt := range tests {
		got, refusal := Format(kind, "a.md", []byte("---\n"+tt.text+"---\nText\r\n\n- x  \n\n"))
		if refusal != nil {
			t.Errorf("%s: %v", tt.name, refusal)
			t.Logf("%s", layout(kind, documentOf("---\n"+tt.text+"---\n")))
			continue
		}
		if diff := cmp.Diff("---\n"+tt.want+"---\nText\n\n- x  \n", string(got)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}
