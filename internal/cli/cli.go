// Package cli is the command line: a file for each command with its flags, its options and what it runs, and the exit
// statuses. It holds nothing worth testing alone. Start reading at [Run], then at the command you look for.
package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The exit statuses.
const (
	statusDone       = 0
	statusFound      = 1 // check: diagnostics at or above the threshold
	statusUsage      = 2 // the command line, a name, the configuration or a kind is wrong
	statusFailed     = 3 // the work could not be done
	statusNoHistory  = 4 // history is needed and is not whole
	defaultSite      = "_site"
	defaultColorMode = "auto"
)

// Env is what the program gets from outside. Time, environment and streams come in here alone.
type Env struct {
	Args           []string
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Dir            string           // the working directory
	Now            func() time.Time // the default of --as-of, and nothing else
	Getenv         func(string) string
	IsTerminal     func(io.Writer) bool
}

// System is the environment of the running process.
func System(args []string) Env {
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	return Env{
		Args: args, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Dir: dir, Now: time.Now, Getenv: os.Getenv,
		IsTerminal: func(w io.Writer) bool {
			f, ok := w.(*os.File)
			return ok && isatty.IsTerminal(f.Fd())
		},
	}
}

// app is one run: the environment and the common flags.
type app struct {
	Env
	lang     locale.Lang // of messages; that of the workspace once it is known, unless a flag says otherwise
	langSet  bool
	dir, rev string
	asOf     string
	color    string
	quiet    bool
	profile  string
}

// failure is an error with its exit status and words for people.
type failure struct {
	status  int
	message string
}

func (f *failure) Error() string { return f.message }

// fail makes a failure of one of the program's messages.
func (a *app) fail(status int, key string, args ...locale.Args) error {
	return &failure{status, a.lang.T(key, args...)}
}

// errFound ends a command with status 1 without a word: what was found has been printed.
var errFound = errors.New("found")

// Run runs one command and returns the exit status.
func Run(env Env) int {
	a := &app{Env: env, lang: locale.Swedish}
	if lang, ok := locale.Parse(flagValue(env.Args, "--lang")); ok {
		a.lang = lang
	}
	root := newRoot(a)
	root.SetArgs(env.Args)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	root.SetIn(env.Stdin)
	return a.status(root.Execute())
}

// flagValue looks for a flag before the flags are parsed: help is made in its language.
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

// status writes what an error has to say and gives its exit status.
func (a *app) status(err error) int {
	var setup *workspace.SetupError
	var f *failure
	switch {
	case err == nil:
		return statusDone
	case errors.Is(err, errFound):
		return statusFound
	case errors.As(err, &setup):
		a.writeSetup(setup)
		return statusUsage
	case errors.As(err, &f):
		a.complain(f.message)
		return f.status
	}
	a.complain(err.Error())
	return statusFailed
}

func (a *app) complain(message string) {
	fmt.Fprintf(a.Stderr, "lis: %s\n", message)
}

// options are the streams and wishes of a reader.
func (a *app) textOptions(w io.Writer) diag.TextOptions {
	return diag.TextOptions{Lang: a.lang, Color: a.useColor(w), Quiet: a.quiet}
}

func (a *app) useColor(w io.Writer) bool {
	switch a.color {
	case "always":
		return true
	case "never":
		return false
	}
	return a.Getenv("NO_COLOR") == "" && a.Getenv("TERM") != "dumb" && a.IsTerminal(w)
}

// newRoot is the command tree. Commands stand in the order of the manual.
func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use: "lis", Short: a.lang.T("cli.about"), SilenceErrors: true, SilenceUsage: true, Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return a.unknownCommand(c, args[0])
			}
			return c.Help()
		},
		PersistentPreRunE: func(c *cobra.Command, _ []string) error { return a.checkFlags() },
	}
	flags := root.PersistentFlags()
	flags.StringVarP(&a.dir, "dir", "C", "", a.lang.T("flag.dir"))
	flags.StringVar(&a.rev, "rev", "", a.lang.T("flag.rev"))
	flags.StringVar(&a.asOf, "as-of", "", a.lang.T("flag.as-of"))
	flags.String("lang", "", a.lang.T("flag.lang"))
	flags.StringVar(&a.color, "color", defaultColorMode, a.lang.T("flag.color"))
	flags.BoolVarP(&a.quiet, "quiet", "q", false, a.lang.T("flag.quiet"))
	root.SetFlagErrorFunc(a.flagError)
	root.CompletionOptions.DisableDefaultCmd = true
	for _, c := range commands {
		root.AddCommand(c.make(a))
	}
	a.localize(root)
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
	{"figures", newFigures},
	{"explain", newExplain},
	{"schema", newSchema},
	{"version", newVersion},
	{"completion", newCompletion},
}

// checkFlags checks the common flags.
func (a *app) checkFlags() error {
	if v := flagValue(a.Args, "--lang"); v != "" {
		lang, ok := locale.Parse(v)
		if !ok {
			return a.badFlag("--lang", v, "sv", "en")
		}
		a.lang, a.langSet = lang, true
	}
	switch a.color {
	case "auto", "always", "never":
	default:
		return a.badFlag("--color", a.color, "auto", "always", "never")
	}
	if _, ok := locale.ParseDate(a.asOf); a.asOf != "" && !ok {
		return a.fail(statusUsage, "error.flag-date", locale.Args{"name": "--as-of", "value": a.asOf})
	}
	if a.profile != "" && !record.Internal.Shows(record.Profile(a.profile)) && a.profile != string(record.Restricted) {
		return a.badFlag("--profile", a.profile, "public", "internal", "restricted")
	}
	return nil
}

func (a *app) badFlag(name, value string, allowed ...string) error {
	return a.fail(statusUsage, "error.flag-value", locale.Args{"name": name, "value": value, "allowed": locale.Choice(allowed)})
}

// flagError puts the flag library's errors into our words.
func (a *app) flagError(c *cobra.Command, err error) error {
	help := " " + a.lang.T("error.help", locale.Args{"command": c.CommandPath()})
	var unknown *pflag.NotExistError
	var needs *pflag.ValueRequiredError
	switch {
	case errors.As(err, &unknown):
		name := unknown.GetSpecifiedName()
		dashes := "--"
		if len(name) == 1 {
			dashes = "-"
		}
		var known []string
		c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
		guess := ""
		if near := record.Nearest(name, known); len(near) > 0 {
			guess = " " + a.lang.T("error.guess", locale.Args{"names": "--" + near[0]})
		}
		return &failure{statusUsage, a.lang.T("error.unknown-flag", locale.Args{"name": dashes + name}) + "." + guess + help}
	case errors.As(err, &needs):
		return &failure{statusUsage, a.lang.T("error.flag-needs", locale.Args{"name": "--" + needs.GetFlag().Name}) + "." + help}
	}
	return &failure{statusUsage, a.lang.T("error.flags", locale.Args{"problem": err.Error()}) + "." + help}
}

func (a *app) unknownCommand(root *cobra.Command, name string) error {
	var known []string
	for _, c := range commands {
		known = append(known, c.name)
	}
	message := a.lang.T("error.unknown-command", locale.Args{"name": name}) + "."
	if near := record.Nearest(name, known); len(near) > 0 {
		message += " " + a.lang.T("error.guess", locale.Args{"names": a.lang.Or(near)})
	}
	return &failure{statusUsage, message + " " + a.lang.T("error.help", locale.Args{"command": root.CommandPath()})}
}

// args refuses a wrong number of arguments in our words.
func (a *app) args(least, most int, want string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return a.fail(statusUsage, "error.args", locale.Args{"command": c.CommandPath(), "want": a.lang.T(want), "got": len(args)})
		}
		return nil
	}
}
