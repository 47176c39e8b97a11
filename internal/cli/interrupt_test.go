package cli

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/locale"
)

// patience is a context that ends once it has been looked at a number of times.
type patience struct {
	context.Context
	left *int
}

// Err is [context.Canceled] from then on.
func (p patience) Err() error {
	if *p.left--; *p.left < 0 {
		return context.Canceled
	}
	return nil
}

// TestInterrupted ends every command that works on a workspace before it is done: it says so, with its exit status, writes no
// output and no file.
func TestInterrupted(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "w")
	if status, _, problems := run(t.TempDir(), "init", dir, "--catalogue", "iso27001-2022"); status != statusDone {
		t.Fatal(problems)
	}
	before := tree(t, dir)
	for _, args := range [][]string{
		{"check"},
		{"check", "--fix"},
		{"check", "--format", "sarif"},
		{"build"},
		{"list", "control"},
		{"show", "A.5.9"},
		{"figures"},
		{"fmt"},
		{"baseline"},
		{"codeowners"},
		{"doctor"},
		{"new", "term", "--title", "KRT", "--set", "expansion=klassning"},
		{"explain"},
		{"schema"},
	} {
		var out, problems bytes.Buffer
		left := 1
		status := Run(patience{t.Context(), &left}, Env{
			Args: append([]string{"-C", dir}, args...), Stdin: strings.NewReader(""), Stdout: &out, Stderr: &problems, Dir: dir,
			Now: func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }, Getenv: func(string) string { return "" },
			IsTerminal: func(io.Writer) bool { return false },
		})
		want := "lis: " + locale.Swedish.T("error.interrupted") + "\n"
		if status != statusInterrupted || out.Len() > 0 || problems.String() != want {
			t.Errorf("lis %s: status %d, %q, %q", strings.Join(args, " "), status, out.String(), problems.String())
		}
	}
	if after := tree(t, dir); len(after) != len(before) {
		t.Errorf("there were %d files, and are %d", len(before), len(after))
	}
}

// TestCtrlC sends the signal of Ctrl-C to the program while it waits for an answer.
func TestCtrlC(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "w")
	interruptAfter(t, "", "init", dir, "--ask")
	if _, err := os.Stat(dir); err == nil {
		t.Error("the folder is there")
	}
	if out, err := exec.Command("lis", "init", "-q", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	before := tree(t, dir)
	interruptAfter(t, "Byt lås\nåtgärd\n+Jurist\n", "-C", dir, "new", "action", "--ask")
	if after := tree(t, dir); len(after) != len(before) {
		t.Errorf("there were %d files, and are %d", len(before), len(after))
	}
}

// interruptAfter answers the first questions of a command and then sends it the signal of Ctrl-C.
func interruptAfter(t *testing.T, given string, args ...string) {
	t.Helper()
	cmd := exec.Command("lis", args...) // TestMain has put it in the path
	answers, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answers.Close() }()
	questions, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(answers, given); err != nil {
		t.Fatal(err)
	}
	if _, err := questions.Read(make([]byte, 1)); err != nil { // the first question is being asked
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	said, _ := io.ReadAll(questions)
	_ = cmd.Wait()
	if status := cmd.ProcessState.ExitCode(); status != statusInterrupted {
		t.Errorf("%q: status %d, %s", args, status, said)
	}
}
