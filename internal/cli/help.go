package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// localize gives all commands help in the reader's language.
func (a *app) localize(root *cobra.Command) {
	root.SetHelpCommand(&cobra.Command{Use: "help", Hidden: true, Short: a.lang.T("cli.help"), RunE: func(c *cobra.Command, args []string) error {
		found, _, err := root.Find(args)
		if err != nil || found == root && len(args) > 0 {
			return a.unknownCommand(root, args[0])
		}
		return found.Help()
	}})
	root.SetHelpFunc(func(c *cobra.Command, _ []string) { fmt.Fprint(a.Stdout, a.help(c)) })
	for _, c := range append(root.Commands(), root) {
		c.InitDefaultHelpFlag()
		if f := c.Flags().Lookup("help"); f != nil {
			f.Usage = a.lang.T("flag.help")
		}
	}
}

// help returns the help page of one command.
func (a *app) help(c *cobra.Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s:\n  %s\n", c.Short, a.lang.T("cli.usage"), a.useLine(c))
	if c.Example != "" {
		fmt.Fprintf(&b, "\n%s:\n%s\n", a.lang.T("cli.examples"), c.Example)
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\n%s:\n", a.lang.T("cli.commands"))
		for _, sub := range commands {
			if found, _, err := c.Find([]string{sub.name}); err == nil && !found.Hidden {
				fmt.Fprintf(&b, "  %-11s %s\n", sub.name, found.Short)
			}
		}
	}
	a.flagHelp(&b, "cli.flags", c.LocalNonPersistentFlags())
	globals := c.InheritedFlags()
	if !c.HasParent() {
		globals = c.PersistentFlags()
	}
	a.flagHelp(&b, "cli.globals", globals)
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\n%s\n", a.lang.T("cli.more"))
	}
	return b.String()
}

// useLine returns the usage line of a command.
func (a *app) useLine(c *cobra.Command) string {
	if !c.HasParent() {
		return a.lang.T("cli.usage-root")
	}
	return c.Parent().CommandPath() + " " + c.Use + " " + a.lang.T("cli.usage-flags")
}

func (a *app) flagHelp(b *strings.Builder, title string, flags *pflag.FlagSet) {
	if !flags.HasAvailableFlags() {
		return
	}
	fmt.Fprintf(b, "\n%s:\n", a.lang.T(title))
	flags.VisitAll(func(f *pflag.Flag) {
		name := "    --" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", --" + f.Name
		}
		fmt.Fprintf(b, "  %-20s %s\n", name, f.Usage)
	})
}
