package cli

import (
	"context"
	"fmt"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/spf13/cobra"
)

func newBaseline(a *app) *cobra.Command {
	var prune bool
	c := &cobra.Command{
		Use: "baseline", Short: a.lang.T("cli.baseline"), Args: a.args(0, 0, "error.args-none"),
		Example: "  lis baseline\n  lis baseline --prune",
		RunE:    func(c *cobra.Command, _ []string) error { return runBaseline(c.Context(), a, prune) },
	}
	c.Flags().BoolVar(&prune, "prune", false, a.lang.T("flag.prune"))
	return c
}

func runBaseline(ctx context.Context, a *app, prune bool) error {
	if a.rev != "" {
		return a.fail(statusUsage, "error.no-rev", locale.Args{"command": "lis baseline"})
	}
	e, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer a.close(e)
	added, removed, err := e.State.Baseline(ctx, a.lang, prune)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(a.Stdout, a.lang.T("baseline.done", locale.Args{"file": workspace.BaselineFile, "added": added, "removed": removed}))
	return err
}
