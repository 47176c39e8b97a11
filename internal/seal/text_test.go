package seal

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/google/go-cmp/cmp"
)

// oddFiles have names that are hard to write on a line.
var oddFiles = map[string][]byte{
	"lis.yaml": []byte("format: 1\n"), "documents/två ord.md": []byte("a"), "documents/rad\nbrytning.md": []byte("b"),
	`documents/omvänt\snedstreck.md`: []byte("c"), `documents/\n.md`: []byte("d"), "documents/#1.md": []byte("e"), "documents/ .md": nil,
}

func aSeal() Seal {
	return Seal{
		Subject: "Försegling", Review: "LG-2023", Commit: history.Hash(strings.Repeat("a", 40)), AsOf: "2023-08-25",
		Basis: "review/2023", Folder: "a/b", Tool: "lis 0.1.0", Figures: map[string]int{"systems.total": 72, "actions.open": 0, "a": 1}, Files: Sums(oddFiles),
	}
}

func TestText(t *testing.T) {
	s := aSeal()
	s.Files = map[string]string{"lis.yaml": strings.Repeat("0", 64), "a\nb": strings.Repeat("1", 64)}
	want := `Försegling

Review: LG-2023
Commit: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
As-of: 2023-08-25
Basis: review/2023
Folder: a/b
Tool: lis 0.1.0

Figures:
a: 1
actions.open: 0
systems.total: 72

Records (SHA-256):
\` + strings.Repeat("1", 64) + `  a\nb
` + strings.Repeat("0", 64) + `  lis.yaml
`
	if diff := cmp.Diff(want, s.Text()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	s.Basis, s.Folder = "", ""
	if text := s.Text(); strings.Contains(text, "Basis") || strings.Contains(text, "Folder") {
		t.Errorf("what is empty stands there:\n%s", text)
	}
}

func TestParseReadsWhatTextWrites(t *testing.T) {
	bare := aSeal()
	bare.Basis, bare.Folder, bare.Figures, bare.Files = "", "", map[string]int{}, map[string]string{}
	for _, want := range []Seal{aSeal(), bare} {
		got, err := Parse(want.Text())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}

// TestParseRefuses changes every line of a text in turn, takes it away and doubles it: what is no text of a seal is refused
// with the line, and what is one says something else.
func TestParseRefuses(t *testing.T) {
	whole := aSeal()
	text := whole.Text()
	all := strings.Split(text, "\n")
	for i := range all {
		for what, changed := range map[string][]string{
			"changed": slices.Concat(all[:i], []string{all[i] + "x"}, all[i+1:]),
			"without": slices.Concat(all[:i], all[i+1:]),
			"twice":   slices.Concat(all[:i+1], all[i:]),
		} {
			got, err := Parse(strings.Join(changed, "\n"))
			if err == nil && cmp.Equal(got, whole) {
				t.Errorf("line %d %s: %q is read as if nothing were changed", i+1, what, all[i])
			}
		}
	}
	for _, text := range []string{"", "\n", "x", strings.TrimSuffix(text, "\n"), text + "\n", text + "x\n", strings.ReplaceAll(text, "\n", "\r\n")} {
		if _, err := Parse(text); err == nil {
			t.Errorf("%.20q … is taken for a seal", text)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(aSeal().Text())
	f.Add("a\n\nReview: \nCommit: \nAs-of: \nTool: \n\nFigures:\n: 1\n\nRecords (SHA-256):\n")
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := Parse(text); err == nil && s.Text() != text {
			t.Errorf("%q is written as %q", text, s.Text())
		}
	})
}

// TestTextForOthers gives the text to git and to sha256sum: git's tidying leaves it as it is, and sha256sum finds the files.
func TestTextForOthers(t *testing.T) {
	for _, program := range []string{"git", "sha256sum"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("no program", program)
		}
	}
	text := aSeal().Text()
	tidy := exec.Command("git", "stripspace", "--strip-comments")
	tidy.Dir, tidy.Stdin = t.TempDir(), strings.NewReader(text)
	if got, err := tidy.Output(); err != nil || string(got) != text {
		t.Errorf("git makes of it %q, %v", got, err)
	}
	dir := t.TempDir()
	for name, data := range oddFiles {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	check := exec.Command("sha256sum", "--check", "--strict", "--quiet")
	_, list, _ := strings.Cut(text, filesLine+"\n")
	check.Dir, check.Stdin = dir, strings.NewReader(list)
	if said, err := check.CombinedOutput(); err != nil || len(said) > 0 {
		t.Errorf("sha256sum says %q, %v", said, err)
	}
}

// TestDifferencesHaveWords finds that what differs is told in either language without a gap.
func TestDifferencesHaveWords(t *testing.T) {
	d := NewMismatch(Record, "a.md", "", "x", "verify.record-extra")
	if d.Expected != nil || *d.Found != "x" {
		t.Errorf("got %+v", d)
	}
	for _, lang := range locale.Langs {
		if said := d.Tell(lang); !strings.HasPrefix(said, "a.md ") || len(locale.Placeholders(said)) > 0 {
			t.Errorf("said %q", said)
		}
	}
}
