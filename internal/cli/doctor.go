package cli

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/setup"
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
	checks, lang, err := engine.Examine(ctx, a.workDir(), gitVersion(ctx), a.chosenLang())
	if err != nil {
		return err
	}
	a.lang = lang
	if format == "json" {
		return exchange.WriteJSON(a.Stdout, doctorShape{1, checks})
	}
	a.writeChecks(checks)
	return nil
}

// doctorShape is the output of doctor as JSON.
type doctorShape struct {
	Version int           `json:"version"`
	Checks  []setup.Check `json:"checks"`
}

// gitVersion is what the git program says of itself, "" where there is none.
func gitVersion(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "git", "--version").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

func (a *app) writeChecks(checks []setup.Check) {
	words := map[setup.Status]string{setup.OK: a.lang.T("doctor.ok"), setup.Attention: a.lang.T("doctor.attention"), setup.Bad: a.lang.T("doctor.bad")}
	width := 4
	for _, word := range words {
		width = max(width, len(word))
	}
	counts := map[setup.Status]int{}
	for _, c := range checks {
		counts[c.Status]++
		if a.quiet && c.Status == setup.OK {
			continue
		}
		fmt.Fprintf(a.Stdout, "%-*s  %s: %s\n", width, words[c.Status], c.Title, c.Detail)
		if c.Fix != "" {
			fmt.Fprintf(a.Stdout, "%*s%s\n", width+2, "", a.lang.T("doctor.fix", locale.Args{"fix": c.Fix}))
		}
	}
	fmt.Fprintf(a.Stdout, "\n%s\n", a.lang.T("doctor.summary", locale.Args{"ok": counts[setup.OK], "attention": counts[setup.Attention], "bad": counts[setup.Bad]}))
}
