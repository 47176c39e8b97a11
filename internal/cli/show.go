package cli

import (
	"context"

	"github.com/c8b10cf3/lis/internal/console"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/spf13/cobra"
)

func newShow(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "show ID", Short: a.lang.T("cli.show"), Args: a.args(1, 1, "error.args-one"),
		Example: "  lis show SYS-017\n  lis show A.5.9 --format json",
		RunE:    func(c *cobra.Command, args []string) error { return runShow(c.Context(), a, args[0], format) },
	}
	a.formatFlag(c, &format)
	a.profileFlag(c)
	return c
}

func runShow(ctx context.Context, a *app, id, format string) error {
	e, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer a.close(e)
	s := e.State
	in := a.printerState(s, s.Cut(a.shownProfile()))
	r, err := s.Record(id, in.Cut)
	if err != nil {
		return err
	}
	if format == "json" {
		return exchange.WriteShowJSON(a.data(console.JSON), in, r)
	}
	return exchange.WriteShowText(a.Stdout, in, r)
}
