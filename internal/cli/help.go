package cli

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/exchange"
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
		c.Use = placeholder.ReplaceAllStringFunc(c.Use, a.placeholder)
		c.InitDefaultHelpFlag()
		if f := c.Flags().Lookup("help"); f != nil {
			f.Usage = a.lang.T("flag.help")
		}
	}
}

// placeholder matches a word that stands for what is to be written.
var placeholder = regexp.MustCompile(`[A-Z]{2,}`)

// placeholders are the keys of what to call them.
var placeholders = map[string]string{
	"DIR": "usage.dir", "FIGURE": "usage.figure", "FROM": "usage.from", "KIND": "usage.kind", "NAME": "usage.name", "PATH": "usage.path", "RULE": "usage.rule",
	"TO": "usage.to",
}

// placeholder returns what to call a placeholder.
func (a *app) placeholder(word string) string {
	if key, ok := placeholders[word]; ok {
		return a.lang.T(key)
	}
	return word
}

// helpWidth is how many characters a line of help has at most.
const helpWidth = 80

// help returns the help page of one command.
func (a *app) help(c *cobra.Command) string {
	var b strings.Builder
	for _, paragraph := range paragraphs(c) {
		fmt.Fprintf(&b, "%s\n\n", exchange.Wrap(paragraph, helpWidth))
	}
	fmt.Fprintf(&b, "%s:\n%s", a.lang.T("cli.usage"), hanging("  ", "      ", a.useLine(c)))
	if c.Example != "" {
		fmt.Fprintf(&b, "\n%s:\n", a.lang.T("cli.examples"))
		for example := range strings.Lines(c.Example) {
			b.WriteString(brokenExample(strings.TrimSpace(example)))
		}
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\n%s:\n", a.lang.T("cli.commands"))
		for _, sub := range shown(c) {
			b.WriteString(beside("  "+sub.Name(), 14, sub.Short))
		}
	}
	groups := a.flagGroups(c)
	width := 0
	for _, g := range groups {
		for _, f := range g.flags {
			width = max(width, utf8.RuneCountInString(f.names()))
		}
	}
	for _, g := range groups {
		fmt.Fprintf(&b, "\n%s:\n", g.title)
		for _, f := range g.flags {
			b.WriteString(beside("  "+f.names(), width+4, f.Usage))
		}
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\n%s\n", a.lang.T("cli.more"))
	}
	return b.String()
}

// paragraphs returns what a command is for: in short, and where there is more to say at length.
func paragraphs(c *cobra.Command) []string {
	if c.Long == "" {
		return []string{c.Short}
	}
	return []string{c.Short, c.Long}
}

// shown returns the commands that help tells of, in the order of the manual.
func shown(c *cobra.Command) []*cobra.Command {
	var list []*cobra.Command
	for _, sub := range commands {
		if found, _, err := c.Find([]string{sub.name}); err == nil && !found.Hidden {
			list = append(list, found)
		}
	}
	return list
}

// beside returns a name and, from a column on, what it means, on as many lines as it takes.
func beside(name string, column int, meaning string) string {
	indent := strings.Repeat(" ", column)
	return name + strings.Repeat(" ", column-utf8.RuneCountInString(name)) + strings.TrimPrefix(hanging(indent, indent, meaning), indent)
}

// hanging returns a text on lines with an indentation, that of the first its own.
func hanging(first, rest, text string) string {
	return first + strings.ReplaceAll(exchange.Wrap(text, helpWidth-len(rest)), "\n", "\n"+rest) + "\n"
}

// valued matches the space between a flag and its value.
var valued = regexp.MustCompile(`(--[a-z-]+) ([^- ])`)

// brokenExample returns a command line, on several lines that the shell reads as one if it is long. Words in quotes stay together, and
// so do a flag and its value.
func brokenExample(line string) string {
	const glue = "\x00"
	quoted := false
	whole := strings.Map(func(r rune) rune {
		if r == '"' {
			quoted = !quoted
		}
		if r == ' ' && quoted {
			return rune(glue[0])
		}
		return r
	}, line)
	whole = valued.ReplaceAllString(whole, "$1"+glue+"$2")
	broken := strings.ReplaceAll(exchange.Wrap(whole, helpWidth-len("      "+" \\")), "\n", " \\\n      ")
	return "  " + strings.ReplaceAll(broken, glue, " ") + "\n"
}

// useLine returns the usage line of a command.
func (a *app) useLine(c *cobra.Command) string {
	if !c.HasParent() {
		return a.lang.T("cli.usage-root")
	}
	return c.Parent().CommandPath() + " " + c.Use + " " + a.lang.T("cli.usage-flags")
}

// flagGroup is flags under a title.
type flagGroup struct {
	title string
	flags []helpFlag
}

// helpFlag is a flag as help tells of it.
type helpFlag struct{ *pflag.Flag }

// names returns the flag as it is written, with its short form.
func (f helpFlag) names() string {
	if f.Shorthand != "" {
		return "-" + f.Shorthand + ", --" + f.Name
	}
	return "    --" + f.Name
}

// takesValue reports whether the flag is followed by a value.
func (f helpFlag) takesValue() bool { return f.NoOptDefVal == "" }

// flagGroups returns the flags of a command and those that it shares with the others.
func (a *app) flagGroups(c *cobra.Command) []flagGroup {
	globals := c.InheritedFlags()
	if !c.HasParent() {
		globals = c.PersistentFlags()
	}
	var groups []flagGroup
	for _, of := range []struct {
		title string
		set   *pflag.FlagSet
	}{{"cli.flags", c.LocalNonPersistentFlags()}, {"cli.globals", globals}} {
		g := flagGroup{title: a.lang.T(of.title)}
		of.set.VisitAll(func(f *pflag.Flag) {
			if !f.Hidden {
				g.flags = append(g.flags, helpFlag{f})
			}
		})
		if g.flags != nil {
			groups = append(groups, g)
		}
	}
	return groups
}
