package cli

import (
	"context"
	"strings"

	"github.com/c8b10cf3/lis/internal/console"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/spf13/cobra"
)

func newHistory(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "history [ID]", Short: a.lang.T("cli.history"), Args: a.args(0, 1, "error.args-most-one"),
		Example: "  lis history SYS-017\n  lis history --rev review/2023 --format json",
		RunE: func(c *cobra.Command, args []string) error {
			return runHistory(c.Context(), a, strings.Join(args, ""), format)
		},
	}
	a.formatFlag(c, &format)
	a.profileFlag(c)
	return c
}

func runHistory(ctx context.Context, a *app, id, format string) error {
	e, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer a.close(e)
	s := e.State
	cut, records, err := s.History(ctx, a.shownProfile(), id)
	if err != nil {
		return err
	}
	in := a.printerState(s, cut)
	h := exchange.History{Records: records, Signature: s.Signatures(), Body: s.BodyChanges(ctx, cut)}
	if format == "json" {
		return exchange.WriteHistoryJSON(a.data(console.JSON), in, h)
	}
	return exchange.WriteHistoryText(a.Stdout, in, h)
}
