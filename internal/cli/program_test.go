package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/rogpeppe/go-internal/testscript"
)

// todayVar is the environment variable that sets the clock of the program under test.
const todayVar = "LIS_TEST_TODAY"

// TestMain is the program itself where the tests are started under its name, and else puts it in the path under that name,
// for shells and for tests that need a process. What tests read is not kept in the cache of whoever runs them.
func TestMain(m *testing.M) {
	if os.Getenv(cacheVar) == "" {
		_ = os.Setenv(cacheVar, os.DevNull)
	}
	if name := filepath.Base(os.Args[0]); strings.TrimSuffix(name, ".exe") == toolName {
		killAt(os.Getenv(killVar))
		os.Exit(Run(Interrupts(), clocked(System(os.Args[1:]))))
	}
	os.Exit(withProgram(m.Run))
}

// example is the folder of the example, which is made when a test first asks for it.
var example string

var makeExample = sync.OnceValue(func() string {
	var problems strings.Builder
	env := System([]string{"demo", example})
	env.Stdout, env.Stderr = io.Discard, &problems
	Run(context.Background(), env)
	return problems.String()
})

// demoDir is the folder of the example. All tests read the one: none may change it.
func demoDir(t *testing.T) string {
	t.Helper()
	if problems := makeExample(); problems != "" {
		t.Fatal(problems)
	}
	return example
}

// withProgram runs the tests with the program in the path.
func withProgram(run func() int) int {
	dir, err := os.MkdirTemp("", "lis-program-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	example = filepath.Join(dir, "demo")
	name := toolName
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	tests, err := os.Executable()
	if err == nil {
		err = os.Symlink(tests, filepath.Join(dir, name))
	}
	if err == nil {
		err = os.Setenv("PATH", dir+string(filepath.ListSeparator)+os.Getenv("PATH"))
	}
	if err != nil {
		panic(err)
	}
	return run()
}

// common is what the workspaces of the runs within the process of the tests have in common: the kinds and the entries of catalogues, above all.
var common workspace.Cache

// clocked is an environment with the clock of the tests, where one is set.
func clocked(env Env) Env {
	if day, ok := locale.ParseDate(env.Getenv(todayVar)); ok {
		env.Now = func() time.Time { return day.Add(12 * time.Hour) }
	}
	return env
}

// inScript runs a line of a script, with the folder, the environment and the clock of the script, and returns the exit status.
// It does so within the process of the tests, for starting a program costs more than most lines do. Two things need one of
// their own: git, which lis seal starts and which takes the environment of its process, and answers from standard input.
func inScript(ts *testscript.TestScript, args []string) int {
	if slices.Contains(args, "seal") || slices.Contains(args, "--ask") {
		return asProcess(ts, toolName, args)
	}
	return runInScript(ts, args, ts.Stdout(), ts.Stderr())
}

func runInScript(ts *testscript.TestScript, args []string, stdout, stderr io.Writer) int {
	env := System(args)
	env.Stdin, env.Stdout, env.Stderr = strings.NewReader(""), stdout, stderr
	env.Dir, env.CacheDir, env.Getenv, env.Common = ts.MkAbs("."), ts.Getenv(cacheVar), ts.Getenv, &common
	return Run(context.Background(), clocked(env))
}

// said is what a line prints that must end well.
func said(ts *testscript.TestScript, args ...string) string {
	var out, errs strings.Builder
	if status := runInScript(ts, args, &out, &errs); status != statusDone {
		ts.Fatalf("lis %s exits with %d\n%s", strings.Join(args, " "), status, errs.String())
	}
	return out.String()
}

// asProcess runs a program and returns its exit status.
func asProcess(ts *testscript.TestScript, program string, args []string) int {
	err := ts.Exec(program, args...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	ts.Check(err)
	return 0
}

// runLine runs the program, which must end well, or with "!" must not: lis -C demo check.
func runLine(ts *testscript.TestScript, neg bool, args []string) {
	if status := inScript(ts, args); (status == statusDone) == neg {
		ts.Fatalf("lis %s exits with %d", strings.Join(args, " "), status)
	}
}

// runExits runs a program that must end with a status: exits 2 lis show nothing.
func runExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS PROGRAM [ARG...]")
	}
	var got int
	if args[1] == toolName {
		got = inScript(ts, args[2:])
	} else {
		got = asProcess(ts, args[1], args[2:])
	}
	if want := args[0]; strconv.Itoa(got) != want {
		ts.Fatalf("%s exits with %d, want %s", strings.Join(args[1:], " "), got, want)
	}
}
