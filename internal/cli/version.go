package cli

import (
	"fmt"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/spf13/cobra"
)

// Version is the version of the program, as CHANGELOG.md has it.
const Version = "0.1.0"

// toolName is the program's name, as output names it.
const toolName = "lis"

// tool is the program's name and version, as output names it.
func tool() string { return toolName + " " + Version }

func newVersion(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: a.lang.T("cli.version"), Args: a.args(0, 0, "error.args-none"),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.Stdout, a.lang.T("version.line", locale.Args{"version": Version}))
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
			return a.fail(statusUsage, "error.shell", locale.Args{"value": shorten(args[0]), "allowed": locale.Choice(c.ValidArgs)})
		},
	}
}
