package cli

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/spf13/cobra"
)

// Version is the version of the program, as in CHANGELOG.md.
const Version = "0.1.0"

// toolName is the program's name in output.
const toolName = "lis"

// version returns the version, followed by the commit that the program was built from unless it is the released version:
// 0.1.0+816e06b6c0ff.
func (a *app) version() string {
	if a.Source == "" {
		return Version
	}
	return Version + "+" + a.Source
}

// tool returns the program's name and version for output.
func (a *app) tool() string { return toolName + " " + a.version() }

// commitBuilt returns the commit that the running program was built from, in the form of the build metadata of a semantic
// version; "" if it is not known, or for a released version.
func commitBuilt() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return sourceOf(info)
	}
	return ""
}

// sourceOf returns the commit of a build in a clone, marked if files were changed, or of a build that came from the module
// proxy.
func sourceOf(info *debug.BuildInfo) string {
	const short = 12 // digits, as in the versions of modules
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
