package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/exchange/shapes"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/sample/theme"
	"github.com/c8b10cf3/lis/internal/soak"
	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs the scripts below testdata/script: the whole program on real files and real git repositories. UPDATE=1
// writes the files that they compare with anew. "lis" runs within the process of the test ([inScript]), "exec lis" as a program.
func TestScripts(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git program")
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		Setup:               setupScript,
		UpdateScripts:       os.Getenv("UPDATE") != "",
		RequireExplicitExec: false,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"lis": runLine, "exits": runExits, "commit": runCommit, "brief": runBrief, "counts": runCounts, "json": runJSON, "shape": runShape, "as-git": runAsGit, "cached": runCached, "own-kind": runOwnKind,
		},
		Condition: func(cond string) (bool, error) {
			switch cond {
			case "soak": // what says little more in a long time
				return soak.On(), nil
			case "full":
				_, err := os.Stat("/dev/full")
				return err == nil, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
	})
}

// setupScript gives a script a git of its own: no configuration of the user's, fixed names and dates.
func setupScript(env *testscript.Env) error {
	for _, pair := range [][2]string{
		{todayVar, "2026-11-22"},
		{"HOME", env.WorkDir},
		{cacheVar, filepath.Join(env.WorkDir, ".tmp", "cache")},
		{"TZ", "Europe/Stockholm"},
		{"GIT_CONFIG_GLOBAL", os.DevNull},
		{"GIT_CONFIG_NOSYSTEM", "1"},
		{"GIT_CONFIG_COUNT", "1"},
		{"GIT_CONFIG_KEY_0", "init.defaultBranch"},
		{"GIT_CONFIG_VALUE_0", "main"},
		{"GIT_AUTHOR_NAME", "Kim Ek"},
		{"GIT_AUTHOR_EMAIL", "kim.ek@example.org"},
		{"GIT_COMMITTER_NAME", "Alex Ask"},
		{"GIT_COMMITTER_EMAIL", "alex.ask@example.org"},
		{"GIT_AUTHOR_DATE", "2026-01-02T10:00:00+01:00"},
		{"GIT_COMMITTER_DATE", "2026-01-02T10:00:00+01:00"},
	} {
		env.Setenv(pair[0], pair[1])
	}
	return nil
}

// runCommit commits everything in the current folder: commit 2026-01-02 "Subject".
func runCommit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: commit DATE SUBJECT")
	}
	at := args[0] + "T10:00:00+01:00"
	ts.Setenv("GIT_AUTHOR_DATE", at)
	ts.Setenv("GIT_COMMITTER_DATE", at)
	ts.Check(ts.Exec("git", "add", "-A"))
	ts.Check(ts.Exec("git", "commit", "-q", "--allow-empty", "-m", args[1]))
}

// runOwnKind gives a workspace the kind of the tests: own-kind isms. Its records are in themes/, with ids TEMA-….
func runOwnKind(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: own-kind FOLDER")
	}
	name := filepath.Join(ts.MkAbs(args[0]), filepath.FromSlash(theme.File))
	ts.Check(os.MkdirAll(filepath.Dir(name), 0o777))
	ts.Check(os.WriteFile(name, []byte(theme.Kind), 0o666))
}

// runCached runs a command without a cache and then twice with one, and compares what it prints: cached -C demo history.
func runCached(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: cached ARG...")
	}
	want := said(ts, append([]string{"--no-cache"}, args...)...)
	for _, when := range []string{"first", "second"} {
		if got := said(ts, args...); got != want {
			ts.Fatalf("lis %s: the %s run with the cache says\n%s\nand without\n%s", strings.Join(args, " "), when, got, want)
		}
	}
	_, err := io.WriteString(ts.Stdout(), want)
	ts.Check(err)
}

// runAsGit compares what lis history says of every record that was never moved, in a folder and at a revision, with what git
// log says of its file: as-git demo review/2023. HEAD unless given.
func runAsGit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: as-git FOLDER [REV]")
	}
	rev := append(args, "HEAD")[1]
	lis := []string{"-C", args[0], "history", "--format", "json"}
	if len(args) > 1 {
		lis = append(lis, "--rev", rev)
	}
	var out struct {
		Records []struct {
			ID, File  string
			Revisions []struct {
				Commit, Subject string
				AcceptedAt      string  `json:"accepted_at"`
				FromFile        *string `json:"from_file"`
			}
		}
	}
	ts.Check(json.Unmarshal([]byte(said(ts, lis...)), &out))
	compared := 0
	for _, r := range out.Records {
		moved := false
		var got strings.Builder
		for _, rev := range r.Revisions {
			moved = moved || rev.FromFile != nil
			fmt.Fprintln(&got, rev.Commit, rev.AcceptedAt, rev.Subject)
		}
		if moved {
			continue
		}
		ts.Check(ts.Exec("git", "-C", args[0], "log", "--first-parent", "-m", "--no-renames", "--format=%H %cI %s", rev, "--", r.File))
		if want := ts.ReadFile("stdout"); got.String() != want {
			ts.Fatalf("%s: lis says\n%s\ngit says\n%s", r.ID, got.String(), want)
		}
		compared++
	}
	if compared == 0 {
		ts.Fatalf("lis knows of no record in %s", args[0])
	}
}

// runBrief writes the diagnostics of a check, in JSON on the last standard output, to a file, one a line.
func runBrief(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: brief FILE")
	}
	var b strings.Builder
	for _, d := range lastCheck(ts).Diagnostics {
		fmt.Fprintf(&b, "%s:%d:%d-%d:%d %s %s %s\n", d.File, d.Line, d.Column, d.EndLine, d.EndColumn, d.Severity, d.Rule, d.Field)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o666))
}

type checkOutput struct {
	Diagnostics []struct {
		File, Rule, Severity, Field string
		Line, Column                int
		EndLine                     int `json:"end_line"`
		EndColumn                   int `json:"end_column"`
	}
}

func lastCheck(ts *testscript.TestScript) checkOutput {
	var out checkOutput
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &out))
	return out
}

// runCounts compares numbers of diagnostics by rule: counts law-repealed=1 owner-missing=0.
func runCounts(ts *testscript.TestScript, neg bool, args []string) {
	got := map[string]int{}
	for _, d := range lastCheck(ts).Diagnostics {
		got[d.Rule]++
	}
	for _, arg := range args {
		rule, want, _ := strings.Cut(arg, "=")
		if strconv.Itoa(got[rule]) != want {
			ts.Fatalf("%s is reported %d times, want %s", rule, got[rule], want)
		}
	}
	_ = neg
}

// runJSON compares values of the last standard output, found by JSON pointers: json /records/0/id=SYS-017 /rev=null.
func runJSON(ts *testscript.TestScript, neg bool, args []string) {
	var doc any
	decoder := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout")))
	decoder.UseNumber()
	ts.Check(decoder.Decode(&doc))
	for _, arg := range args {
		pointer, want, _ := strings.Cut(arg, "=")
		got, ok := lookUp(doc, pointer)
		if neg && ok && got == want || !neg && (!ok || got != want) {
			ts.Fatalf("%s is %s (found: %t), want %s", pointer, got, ok, want)
		}
	}
}

// lookUp is the value at a JSON pointer, objects and lists as JSON. The step length counts a list.
func lookUp(doc any, pointer string) (string, bool) {
	for _, step := range strings.Split(pointer, "/")[1:] {
		switch v := doc.(type) {
		case map[string]any:
			value, ok := v[step]
			if !ok {
				return "", false
			}
			doc = value
		case []any:
			if step == "length" {
				return strconv.Itoa(len(v)), true
			}
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(v) {
				return "", false
			}
			doc = v[i]
		default:
			return "", false
		}
	}
	if s, ok := doc.(string); ok {
		return s, true
	}
	data, err := json.Marshal(doc)
	return string(data), err == nil
}

// runShape checks the last standard output against its schema, and that its keys are sorted: shape check.
func runShape(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: shape COMMAND")
	}
	ts.Check(shapes.Match(args[0], []byte(ts.ReadFile("stdout"))))
}

// TestScriptsCoverCommands walks the list of commands: each is run in some script.
func TestScriptsCoverCommands(t *testing.T) {
	var all bytes.Buffer
	names, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	for _, c := range commands {
		runs := regexp.MustCompile(`(?m)^(?:exits \d |exec |! )*(?:lis|cached)(?: [^#\n]*)? ` + c.name + `(?: |$)`)
		if !runs.Match(all.Bytes()) {
			t.Errorf("no script in testdata/script runs lis %s", c.name)
		}
	}
	for _, s := range exchange.Shapes {
		if !strings.Contains(all.String(), "\nshape "+s.Name+"\n") {
			t.Errorf("no script compares what lis prints with the shape %s", s.Name)
		}
	}
}

// TestCommandsHaveShapes finds that every command with --format prints a listed shape, and every shape is that of a command.
func TestCommandsHaveShapes(t *testing.T) {
	var shapes, formats []string
	for _, s := range exchange.Shapes {
		name, _, _ := strings.Cut(s.Name, "-") // of figures-over it is figures
		shapes = append(shapes, name)
	}
	a := &app{Env: System(nil), lang: locale.Swedish}
	for _, c := range newRoot(a).Commands() {
		if c.Flags().Lookup("format") != nil {
			formats = append(formats, c.Name())
		}
	}
	for _, name := range formats {
		if !slices.Contains(shapes, name) {
			t.Errorf("lis %s has --format and no shape of its name is in exchange.Shapes", name)
		}
	}
	for _, name := range shapes {
		if !slices.Contains(formats, name) {
			t.Errorf("exchange.Shapes has a shape %s and lis %s no --format", name, name)
		}
	}
}

// brokenWriter is a stream that takes nothing.
type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// TestBrokenOutput finds that every command tells when its output cannot be written.
func TestBrokenOutput(t *testing.T) {
	for _, args := range []string{"version", "explain", "explain system", "explain owner-missing", "schema", "schema system", "--help", "completion bash"} {
		var errs bytes.Buffer
		env := System(strings.Fields(args))
		env.Dir, env.Stdout, env.Stderr = t.TempDir(), brokenWriter{}, &errs
		if status := Run(t.Context(), env); status != statusFailed || !strings.Contains(errs.String(), "write output") {
			t.Errorf("lis %s: status %d, %q", args, status, errs.String())
		}
	}
}
