package cli

import (
	"context"

	"github.com/c8b10cf3/lis/internal/console"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/spf13/cobra"
)

func newSeal(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "seal ID", Short: a.lang.T("cli.seal"), Long: a.lang.T("cli.seal-long"), Args: a.args(1, 1, "error.args-one"),
		Example: "  lis seal LG-2023\n  lis seal LG-2023 --rev 2023-08-25",
		RunE:    func(c *cobra.Command, args []string) error { return runSeal(c.Context(), a, args[0], format) },
	}
	a.formatFlag(c, &format)
	return c
}

func runSeal(ctx context.Context, a *app, id, format string) error {
	e, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer a.close(e)
	sealed, err := e.State.Seal(ctx, id)
	for _, m := range sealed.Notes {
		a.tellNote(m)
	}
	if err != nil {
		return err
	}
	switch {
	case format == "json":
		return exchange.WriteSealJSON(a.data(console.JSON), sealed.Seal, sealed.Tag)
	case a.quiet:
		return nil
	}
	return exchange.WriteSealText(a.Stdout, sealed.Seal, sealed.Tag, sealed.AtCommit, a.lang)
}
