package cli

import (
	"errors"
	"os"
	"strings"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// checkFlags checks the flags that commands share.
func (a *app) checkFlags(c *cobra.Command) error {
	if err := a.checkGiven(c); err != nil {
		return err
	}
	if v := c.Flag("lang").Value.String(); v != "" {
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
	if a.profile != "" && !disclose.IsProfile(a.shownProfile()) {
		return a.badFlag("--profile", a.profile, disclose.Profiles()...)
	}
	return a.checkDir()
}

// checkGiven refuses a flag without a value, as in --rev "$TAG" with an empty variable: what the command does without the flag
// is not what was requested.
func (a *app) checkGiven(c *cobra.Command) (err error) {
	c.Flags().Visit(func(f *pflag.Flag) {
		empty := f.Value.Type() == "string" && f.Value.String() == "" || f.Value.Type() == "stringSlice" && f.Value.String() == "[]"
		if empty && err == nil {
			err = a.fail(statusUsage, "error.flag-needs", locale.Args{"name": "--" + f.Name})
		}
	})
	return err
}

func (a *app) checkDir() error {
	if a.dir == "" {
		return nil
	}
	switch info, err := os.Stat(a.workDir()); {
	case errors.Is(err, os.ErrNotExist):
		return a.fail(statusUsage, "error.no-folder", locale.Args{"dir": a.dir})
	case err == nil && !info.IsDir():
		return a.fail(statusUsage, "error.not-folder", locale.Args{"dir": a.dir})
	}
	return nil
}

func (a *app) badFlag(name, value string, allowed ...string) error {
	return a.fail(statusUsage, "error.flag-value", locale.Args{"name": name, "value": locale.Shorten(value), "allowed": locale.Choice(allowed)})
}

// flagError rewords the flag library's errors.
func (a *app) flagError(c *cobra.Command, err error) error {
	if name := a.commandName(c); !c.HasParent() && name != "" { // the flags of a command that is not known are not either
		return a.unknownCommand(c, name)
	}
	message := a.flagProblem(c, err)
	return &failure{statusUsage, message + " " + a.lang.T("error.help", locale.Args{"command": c.CommandPath()})}
}

// commandName returns the first argument that is no flag and no value of a flag of root; "" if an unknown flag comes before it.
func (a *app) commandName(root *cobra.Command) string {
	for i := 0; i < len(a.Args); i++ {
		arg := a.Args[i]
		if !strings.HasPrefix(arg, "-") || arg == "-" {
			return arg
		}
		name, _, valued := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		flag := root.Flags().Lookup(name)
		if !strings.HasPrefix(arg, "--") {
			flag, valued = root.Flags().ShorthandLookup(name[:1]), len(name) > 1
		}
		if flag == nil {
			return ""
		}
		if !valued && flag.NoOptDefVal == "" {
			i++
		}
	}
	return ""
}

func (a *app) flagProblem(c *cobra.Command, err error) string {
	var unknown *pflag.NotExistError
	var needs *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return a.unknownFlag(c, unknown.GetSpecifiedName())
	case errors.As(err, &needs):
		return a.lang.T("error.flag-needs", locale.Args{"name": "--" + needs.GetFlag().Name}) + "."
	case errors.As(err, &invalid):
		return a.badFlag("--"+invalid.GetFlag().Name, invalid.GetValue(), "true", "false").Error() + "."
	}
	return a.lang.T("error.flags", locale.Args{"problem": err.Error()}) + "."
}

func (a *app) unknownFlag(c *cobra.Command, name string) string {
	dashes := "--"
	if len(name) == 1 {
		dashes = "-"
	}
	var known []string
	c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	message := a.lang.T("error.unknown-flag", locale.Args{"name": dashes + locale.Shorten(name)}) + "."
	if near := record.Nearest(name, known); len(near) > 0 {
		message += " " + a.lang.T("error.guess", locale.Args{"names": "--" + near[0]})
	}
	return message
}

func (a *app) unknownCommand(root *cobra.Command, name string) error {
	var known []string
	for _, c := range commands {
		known = append(known, c.name)
	}
	unknown := a.unknown("error.unknown-command", name, record.Nearest(name, known))
	return &failure{statusUsage, unknown.Error() + " " + a.lang.T("error.help", locale.Args{"command": root.CommandPath()})}
}

// unknown returns a failure about an unknown name, with the nearest known ones.
func (a *app) unknown(key, name string, near []string) error {
	return &failure{statusUsage, a.guess(a.lang.T(key, locale.Args{"name": locale.Shorten(name)}), a.lang.Or(near))}
}

// mostWords is how many words a name can have that is given without quotes.
const mostWords = 20

// name returns the name that the words of a command line make, with or without quotes around them: Ledningens genomgång.
func name(words []string) string { return strings.Join(words, " ") }

// args returns a function that refuses a wrong number of arguments, in the program's words.
func (a *app) args(least, most int, want string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return a.fail(statusUsage, "error.args", locale.Args{"command": c.CommandPath(), "want": a.lang.T(want), "got": len(args)})
		}
		return nil
	}
}
