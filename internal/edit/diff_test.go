package edit

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestDiff(t *testing.T) {
	before := "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n"
	after := strings.Replace(strings.Replace(before, "2\n", "två\n", 1), "11\n", "", 1)
	want := `--- a/x.md
+++ b/x.md
@@ -1,5 +1,5 @@
 1
-2
+två
 3
 4
 5
@@ -8,5 +8,4 @@
 8
 9
 10
-11
 12
`
	if diff := cmp.Diff(want, Diff("x.md", []byte(before), []byte(after))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := Diff("x.md", []byte(before), []byte(before)); got != "" {
		t.Errorf("no difference: got %q", got)
	}
}

// TestDiffApplies asks git, where it is installed, to make the second text of the first.
func TestDiffApplies(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("no git")
	}
	dir := t.TempDir()
	texts := rapid.Map(rapid.SliceOf(rapid.SampledFrom([]string{"a\n", "b\n", "å\r\n", "\n", "c\n", "d\n", "e\n"})), func(lines []string) string { return strings.Join(lines, "") })
	rapid.Check(t, func(t *rapid.T) {
		before, after := texts.Draw(t, "before"), texts.Draw(t, "after")+rapid.SampledFrom([]string{"", "slut"}).Draw(t, "end")
		file := filepath.Join(dir, "x.md")
		if err := os.WriteFile(file, []byte(before), 0o644); err != nil {
			t.Fatal(err)
		}
		patch := Diff("x.md", []byte(before), []byte(after))
		if patch == "" || before == "" || after == "" {
			return // git has a form of its own for files that come and go
		}
		c := exec.Command(git, "apply", "--whitespace=nowarn", "-")
		c.Dir, c.Stdin = dir, strings.NewReader(patch)
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s\n%s", err, out, patch)
		}
		if got, _ := os.ReadFile(file); string(got) != after {
			t.Fatalf("got %q, want %q\n%s", got, after, patch)
		}
	})
}
