package cli

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/spf13/cobra"
)

// Version is the version of the program, as CHANGELOG.md has it.
const Version = "0.1.0"

// toolName is the program's name, as output names it.
const toolName = "lis"

// version is the version, and the commit that the program was built of where that is not the version as it was released:
// 0.1.0+816e06b6c0ff.
func (a *app) version() string {
	if a.Source == "" {
		return Version
	}
	return Version + "+" + a.Source
}

// tool is the program's name and version, as output names it.
func (a *app) tool() string { return toolName + " " + a.version() }

// commitBuilt names the commit that the running program was built of, as semantic versions name a build; "" where that is not
// known, or it is the version as it was released.
func commitBuilt() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return sourceOf(info)
	}
	return ""
}

// sourceOf is the commit of a build in a clone, marked where files were changed, or that of one which the module proxy gave.
func sourceOf(info *debug.BuildInfo) string {
	const short = 12 // digits, as the versions of modules have
	if info.Main.Version == "v"+Version {
		return ""
	}
	commit, modified := info.Main.Version[strings.LastIndexByte(info.Main.Version, '-')+1:], ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			modified = ".dirty"
		}
	}
	if len(commit) < short {
		return ""
	}
	return commit[:short] + modified
}

func newVersion(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: a.lang.T("cli.version"), Args: a.args(0, 0, "error.args-none"),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.Stdout, a.lang.T("version.line", locale.Args{"version": a.version()}))
			return err
		},
	}
}

func newCompletion(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "completion bash|zsh|fish|powershell", Short: a.lang.T("cli.completion"), Args: a.args(1, 1, "error.args-one"),
		Example: "  lis completion bash > /etc/bash_completion.d/lis", ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		RunE: func(c *cobra.Command, args []string) error {
			root := c.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.Stdout, true)
			case "zsh":
				return root.GenZshCompletion(a.Stdout)
			case "fish":
				return root.GenFishCompletion(a.Stdout, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(a.Stdout)
			}
			return a.fail(statusUsage, "error.shell", locale.Args{"value": locale.Shorten(args[0]), "allowed": locale.Choice(c.ValidArgs)})
		},
	}
}
