package cli

import (
	"context"
	"os/exec"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/console"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/spf13/cobra"
)

func newDoctor(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "doctor", Short: a.lang.T("cli.doctor"), Args: a.args(0, 0, "error.args-none"),
		Example: "  lis doctor\n  lis doctor --format json",
		RunE:    func(c *cobra.Command, _ []string) error { return runDoctor(c.Context(), a, format) },
	}
	a.formatFlag(c, &format)
	return c
}

func runDoctor(ctx context.Context, a *app, format string) error {
	if a.rev != "" {
		return a.fail(statusUsage, "error.no-rev", locale.Args{"command": "lis doctor"})
	}
	checks, lang, err := engine.Examine(ctx, a.workDir(), gitVersion(ctx), a.Now(), a.chosenLang())
	if err != nil {
		return err
	}
	a.lang = lang
	if format == "json" {
		return exchange.WriteDoctorJSON(a.data(console.JSON), checks)
	}
	return exchange.WriteDoctorText(a.Stdout, checks, a.lang, a.quiet)
}

// gitVersion returns the output of git --version, "" if there is no git program.
func gitVersion(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "git", "--version").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
