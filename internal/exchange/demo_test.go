package exchange_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/cli"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/exchange/shapes"
	"github.com/google/go-cmp/cmp"
)

// run runs the program and returns its exit status and what it wrote to standard output.
func run(t *testing.T, getenv func(string) string, args ...string) (status int, stdout string) {
	t.Helper()
	var out, problems bytes.Buffer
	status = cli.Run(t.Context(), cli.Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &problems, Dir: t.TempDir(), Getenv: getenv, IsTerminal: func(io.Writer) bool { return false },
		Now: func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) },
	})
	if problems.Len() > 0 {
		t.Errorf("lis %s: %s", strings.Join(args, " "), problems.String())
	}
	return status, out.String()
}

// TestDemo checks the worked example, as the review of 2023 met it, in every format from one run: each is valid, and all
// tell the same.
func TestDemo(t *testing.T) {
	dir := t.TempDir()
	demo, summary := filepath.Join(dir, "demo"), filepath.Join(dir, "summary.md")
	getenv := func(name string) string {
		return map[string]string{"GITHUB_STEP_SUMMARY": summary, "NO_COLOR": "1"}[name]
	}
	if status, _ := run(t, getenv, "demo", demo); status != 0 {
		t.Fatalf("lis demo ends with %d", status)
	}
	args := []string{"-C", demo, "check", "--rev", "review/2023", "--as-of", "2023-08-25", "--format", "concise"}
	for _, name := range exchange.FormatNames() {
		args = append(args, "--output", name+"="+filepath.Join(dir, name))
	}
	status, concise := run(t, getenv, args...)
	if status != 1 {
		t.Errorf("lis check ends with %d, want 1", status)
	}
	want := sorted(exchange.Read(t, "concise", concise))
	if len(want) == 0 {
		t.Fatal("nothing is found")
	}
	for _, name := range exchange.FormatNames() {
		t.Run(name, func(t *testing.T) {
			text := read(t, filepath.Join(dir, name))
			if validate := exchange.Validators[name]; validate != nil {
				validate(t, text)
			}
			got := sorted(exchange.Read(t, name, text))
			if name == "github" {
				checkAnnotations(t, text, got, want)
				text = read(t, summary)
				got = sorted(exchange.ReadStepSummary(text))
			}
			if slices.Contains([]string{"text", "github", "markdown"}, name) {
				checkGroups(t, text, got, want)
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// shapeRuns are the commands that print each shape on the example.
var shapeRuns = map[string]string{
	"check":        "check --as-of 2023-08-25",
	"list":         "list system",
	"show":         "show SYS-017",
	"history":      "history --profile internal",
	"diff":         "diff review/2022..review/2023",
	"figures":      "figures",
	"figures-over": "figures --over reviews",
	"seal":         "seal LG-2023",
	"verify":       "verify LG-2023",
	"fmt":          "fmt --check",
	"doctor":       "doctor",
	"version":      "version",
}

// TestDemoHasShapes compares what the commands print of the worked example with the schema of each shape.
func TestDemoHasShapes(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git program: a seal needs it")
	}
	for _, pair := range []string{"GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.org"} {
		name, value, _ := strings.Cut(pair, "=")
		t.Setenv(name, value)
	}
	nothing := func(string) string { return "" }
	demo := filepath.Join(t.TempDir(), "demo")
	if status, _ := run(t, nothing, "demo", demo); status != 0 {
		t.Fatalf("lis demo ends with %d", status)
	}
	for _, s := range exchange.Shapes {
		command, known := shapeRuns[s.Name]
		if !known {
			t.Errorf("no command of shapeRuns prints the shape %s", s.Name)
			continue
		}
		_, text := run(t, nothing, append(strings.Fields(command), "-C", demo, "--format", "json")...)
		if err := shapes.Match(s.Name, []byte(text)); err != nil {
			t.Errorf("lis %s: %v", command, err)
		}
	}
}

// together matches what tells how many diagnostics are told as one.
var together = regexp.MustCompile(`en och samma orsak på (\d+) ställen|(\d+) (?:säkerhetsåtgärder saknar ställningstagande|roller är inte utsedda)`)

// checkGroups compares what a page for people tells with all there is: diagnostics with one cause are told once, with their number.
func checkGroups(t *testing.T, text string, got, all []string) {
	t.Helper()
	for _, one := range got {
		if !slices.Contains(all, one) {
			t.Errorf("%s is told by no other format", one)
		}
	}
	counted := len(got)
	for _, m := range together.FindAllStringSubmatch(text, -1) {
		n, _ := strconv.Atoi(m[1] + m[2])
		counted += n - 1
	}
	if counted != len(all) {
		t.Errorf("got %d diagnostics, want %d", counted, len(all))
	}
}

// checkAnnotations: ten of each severity at most, and nothing that the other formats do not tell.
func checkAnnotations(t *testing.T, text string, got, all []string) {
	t.Helper()
	for command, want := range map[string]int{"error": 10, "warning": 10} {
		if n := strings.Count("\n"+text, "\n::"+command+" "); n != want {
			t.Errorf("got %d annotations of severity %s, want %d", n, command, want)
		}
	}
	for _, one := range got {
		if !slices.Contains(all, one) {
			t.Errorf("%s is told by no other format", one)
		}
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func sorted(all []string) []string {
	slices.Sort(all)
	return all
}

// TestWrongSetup checks a workspace whose lis.yaml is wrong: no rule can be run, and every format is a whole document with what
// is wrong and where.
func TestWrongSetup(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "lis.yaml"), []byte("format: 1\ntimezone: Europe/Stokholm\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, name := range exchange.FormatNames() {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(dir, name)
			var stdout, stderr bytes.Buffer
			status := cli.Run(t.Context(), cli.Env{
				Args: []string{"-C", dir, "check", "--output", name + "=" + out}, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
				Dir: dir, Getenv: func(string) string { return "" }, IsTerminal: func(io.Writer) bool { return false }, Now: time.Now,
			})
			if status != 2 || stdout.Len() > 0 || !strings.Contains(stderr.String(), "Stokholm") {
				t.Errorf("status %d, output %q, errors %q", status, stdout.String(), stderr.String())
			}
			text := read(t, out)
			if validate := exchange.Validators[name]; validate != nil {
				validate(t, text)
			}
			if diff := cmp.Diff([]string{"lis.yaml:2 config-invalid"}, exchange.Read(t, name, text)); diff != "" {
				t.Errorf("(-want +got)\n%s\n%s", diff, text)
			}
		})
	}
}
