package cli

import (
	"cmp"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/c8b10cf3/lis/internal/console"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/spf13/cobra"
)

// Version is the version of the program, as in CHANGELOG.md.
const Version = "0.1.0"

// VersionDate is the day of the version, as in CHANGELOG.md once it is released. Pages of the manual have it.
const VersionDate = "2026-11-28"

// project is the address of the program's repository.
const project = "https://github.com/c8b10cf3/lis/"

// releaseFolder is where the version is published.
const releaseFolder = project + "releases/download/v" + Version + "/"

// toolName is the program's name in output.
const toolName = "lis"

// toolAddress is where one reads about the program.
const toolAddress = "https://github.com/c8b10cf3/lis"

// version returns the version of the running program as [Built] tells it.
func (a *app) version() string { return a.Program.Version }

// tool returns the program's name and version for output.
func (a *app) tool() string { return toolName + " " + a.version() }

// running tells what the running program was built from.
func running() exchange.Program {
	if info, ok := debug.ReadBuildInfo(); ok {
		return Built(info)
	}
	return Built(&debug.BuildInfo{})
}

// Built tells what a program was built from, by what the compiler wrote into it. Its version is followed by the commit, as the
// build metadata of a semantic version, unless it is the released version, built from the commit with its tag: 0.1.0+816e06b6c0ff.
// What is not written there is that of the running program.
func Built(info *debug.BuildInfo) exchange.Program {
	settings := map[string]string{"GOOS": runtime.GOOS, "GOARCH": runtime.GOARCH}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	p := exchange.Program{
		Version: Version, Commit: settings["vcs.revision"], Modified: settings["vcs.modified"] == "true",
		Go: cmp.Or(info.GoVersion, runtime.Version()), System: settings["GOOS"] + "/" + settings["GOARCH"],
	}
	if source := sourceOf(info); source != "" {
		p.Version += "+" + source
		p.Commit = cmp.Or(p.Commit, source)
	}
	return p
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
	var format string
	c := &cobra.Command{
		Use: "version", Short: a.lang.T("cli.version"), Args: a.args(0, 0, "error.args-none"),
		Example: "  lis version --format json",
		RunE: func(*cobra.Command, []string) error {
			if format == "json" {
				return exchange.WriteVersionJSON(a.data(console.JSON), a.tool(), a.Program)
			}
			return exchange.WriteVersionText(a.Stdout, a.Program, a.lang)
		},
	}
	a.formatFlag(c, &format)
	return c
}

func newCompletion(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "completion bash|zsh|fish|powershell", Short: a.lang.T("cli.completion"), Args: a.args(1, 1, "error.args-one"),
		Example: "  lis completion bash > /etc/bash_completion.d/lis", ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		RunE: func(c *cobra.Command, args []string) error {
			root := c.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.data(console.Own), true)
			case "zsh":
				return root.GenZshCompletion(a.data(console.Own))
			case "fish":
				return root.GenFishCompletion(a.data(console.Own), true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(a.data(console.Own))
			}
			return a.fail(statusUsage, "error.shell", locale.Args{"value": locale.Shorten(args[0]), "allowed": locale.Choice(c.ValidArgs)})
		},
	}
}
