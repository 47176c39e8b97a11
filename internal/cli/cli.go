// Package cli is the command line: a file for each command with its flags, its options and what it runs, and the exit statuses.
// It contains nothing worth testing alone. Start reading at [Run], then at the command you are interested in.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/c8b10cf3/lis/internal/console"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"
)

// The exit statuses.
const (
	statusDone      = 0
	statusFound     = 1 // check: diagnostics at or above the threshold
	statusUsage     = 2 // the command line, a name, the configuration or a kind is wrong
	statusFailed    = 3 // the work could not be done
	statusNoHistory = 4 // history is needed and is incomplete

	statusInterrupted = 130 // the user or the system stopped it
)

const (
	defaultSite      = "_site"
	defaultColorMode = "auto"
)

// Env is what the program gets from outside. Time, environment and streams enter only here.
type Env struct {
	Args           []string
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Dir            string           // the working directory
	Binary         func() string    // the file of the running program, symbolic links resolved; "" if not known. nil never knows it
	CacheDir       string           // the folder of what one run keeps for the next; "" keeps nothing
	Build          string           // identifies this exact build of the program, "" if unknown: nothing is kept then
	Program        exchange.Program // what the program was built from, and for what; the zero value if nothing is known but its version
	Common         *workspace.Cache // what the workspaces that the process opens one after another share; nil if it opens only one
	Now            func() time.Time // only for the default of --as-of
	Getenv         func(string) string
	IsTerminal     func(io.Writer) bool
}

// System returns the environment of the running process.
func System(args []string) Env {
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	return Env{
		Args: args, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Dir: dir, Binary: binaryFile, CacheDir: cacheDir(), Build: build(), Program: running(),
		Now: time.Now, Getenv: os.Getenv,
		IsTerminal: func(w io.Writer) bool {
			f, ok := w.(*os.File)
			return ok && isatty.IsTerminal(f.Fd())
		},
	}
}

// binaryFile returns the file of the running program, symbolic links resolved; "" if it cannot be found.
func binaryFile() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	if name, err = filepath.EvalSymlinks(name); err != nil {
		return ""
	}
	return name
}

// app is one run: the environment and the common flags.
type app struct {
	Env                  // its Stdout and Stderr are the doors for text: nothing else is written to them, see [app.data]
	out, err io.Writer   // the streams themselves
	lang     locale.Lang // of messages; that of the workspace once it is known, unless a flag sets it
	langSet  bool
	dir, rev string
	asOf     string
	color    string
	quiet    bool
	noCache  bool
	profile  string
}

// failure is an error with its exit status and words for people.
type failure struct {
	status  int
	message string
}

func (f *failure) Error() string { return f.message }

// fail returns a failure with one of the program's messages.
func (a *app) fail(status int, key string, args ...locale.Args) error {
	return &failure{status, a.lang.T(key, args...)}
}

// errFound ends a command silently with status 1: what was found has been printed.
var errFound = errors.New("found")

// SpendMemory makes the garbage collector run less often than by default: a run is short, and holds little more than the
// records. GOGC or GOMEMLIMIT in the environment takes precedence. Above a gigabyte the collector runs as often as it must.
func SpendMemory(getenv func(string) string) {
	if getenv("GOGC") == "" && getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(1 << 30)
	}
}

// Interrupts returns a context that ends when the process is told to stop, for example by Ctrl-C. A second request stops it at
// once.
func Interrupts() context.Context {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx
}

// Run runs one command and returns the exit status. If the context is cancelled, the command stops, with nothing half-written.
func Run(ctx context.Context, env Env) int {
	SpendMemory(env.Getenv)
	if env.Program.Version == "" {
		env.Program = Built(&debug.BuildInfo{})
	}
	if isCompleting(env.Args) { // the shell is in the middle of a line
		env.Stderr = io.Discard
	}
	out := &stream{Writer: env.Stdout}
	a := &app{Env: env, lang: locale.Swedish, out: out, err: env.Stderr}
	a.Stdout = console.NewText(out, func() bool { return a.colours(env.Stdout) })
	a.Stderr = console.NewText(env.Stderr, func() bool { return a.colours(env.Stderr) })
	if lang, ok := locale.Parse(flagValue(env.Args, "--lang")); ok {
		a.lang = lang
	}
	root := newRoot(a)
	root.SetArgs(env.Args)
	root.SetOut(a.Stdout)
	root.SetErr(a.Stderr)
	root.SetIn(env.Stdin)
	err := root.ExecuteContext(ctx)
	if out.err != nil && (err == nil || errors.Is(err, errFound) || errors.Is(err, out.err)) {
		err = fmt.Errorf("write output: %w", out.err)
	}
	return a.status(err)
}

// stream remembers the first write error, so that commands need not check every line that they print.
type stream struct {
	io.Writer
	err error
}

func (s *stream) Write(p []byte) (int, error) {
	n, err := s.Writer.Write(p)
	if s.err == nil {
		s.err = err
	}
	return n, err
}

// flagValue looks for a flag before the flags are parsed, because help is made in its language.
func flagValue(args []string, name string) string {
	for i, arg := range args {
		if v, ok := strings.CutPrefix(arg, name+"="); ok {
			return v
		}
		if arg == name && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

func (a *app) complain(message string) {
	fmt.Fprintf(a.Stderr, "lis: %s\n", message)
}

// data returns standard output for a machine format.
func (a *app) data(form console.Form) io.Writer { return console.NewData(a.out, form) }

// stdout returns standard output for what a command prints in a form.
func (a *app) stdout(form console.Form) io.Writer {
	if form == console.Plain {
		return a.Stdout
	}
	return a.data(form)
}

// useColor reports whether a door for text shows colours.
func (a *app) useColor(door io.Writer) bool {
	if door == a.Stderr {
		return a.colours(a.err)
	}
	return a.colours(a.out)
}

// colours reports whether a stream shows colours.
func (a *app) colours(w io.Writer) bool {
	switch a.color {
	case "always":
		return true
	case "never":
		return false
	}
	if out, ok := w.(*stream); ok {
		w = out.Writer
	}
	return a.Getenv("NO_COLOR") == "" && a.Getenv("TERM") != "dumb" && a.IsTerminal(w)
}

// newRoot returns the command tree. Commands are in the order of the manual.
func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use: "lis", Short: a.lang.T("cli.about"), SilenceErrors: true, SilenceUsage: true, Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return a.unknownCommand(c, args[0])
			}
			return c.Help()
		},
		PersistentPreRunE: func(c *cobra.Command, _ []string) error { return a.checkFlags(c) },
	}
	flags := root.PersistentFlags()
	flags.StringVarP(&a.dir, "dir", "C", "", a.lang.T("flag.dir"))
	flags.StringVar(&a.rev, "rev", "", a.lang.T("flag.rev"))
	flags.StringVar(&a.asOf, "as-of", "", a.lang.T("flag.as-of"))
	flags.String("lang", "", a.lang.T("flag.lang"))
	flags.StringVar(&a.color, "color", defaultColorMode, a.lang.T("flag.color"))
	flags.BoolVar(&a.noCache, "no-cache", false, a.lang.T("flag.no-cache"))
	flags.BoolVarP(&a.quiet, "quiet", "q", false, a.lang.T("flag.quiet"))
	root.SetFlagErrorFunc(a.flagError)
	root.CompletionOptions.DisableDefaultCmd = true
	for _, c := range commands {
		root.AddCommand(c.make(a))
	}
	a.localize(root)
	a.complete(root)
	return root
}

// command is an entry of the list of commands.
type command struct {
	name string
	make func(*app) *cobra.Command
}

var commands = []command{
	{"init", newInit},
	{"demo", newDemo},
	{"check", newCheck},
	{"build", newBuild},
	{"list", newList},
	{"show", newShow},
	{"history", newHistory},
	{"diff", newDiff},
	{"figures", newFigures},
	{"seal", newSeal},
	{"verify", newVerify},
	{"new", newNew},
	{"fmt", newFmt},
	{"baseline", newBaseline},
	{"codeowners", newCodeowners},
	{"explain", newExplain},
	{"schema", newSchema},
	{"doctor", newDoctor},
	{"version", newVersion},
	{"completion", newCompletion},
}
