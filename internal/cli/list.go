package cli

import (
	"context"

	"github.com/c8b10cf3/lis/internal/console"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/spf13/cobra"
)

func newList(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "list KIND", Short: a.lang.T("cli.list"), Args: a.args(1, mostWords, "error.args-one"),
		Example: "  lis list system\n  lis list ledningens genomgång --format json",
		RunE:    func(c *cobra.Command, args []string) error { return runList(c.Context(), a, name(args), format) },
	}
	a.formatFlag(c, &format)
	a.profileFlag(c)
	return c
}

func runList(ctx context.Context, a *app, name, format string) error {
	e, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer a.close(e)
	s := e.State
	kind, err := engine.KindCalled(s.Workspace.Kinds, name)
	if err != nil {
		return err
	}
	in := a.printerState(s, s.Cut(a.shownProfile()))
	records := in.Cut.Records(s.Workspace.Graph.OfKind(kind.Name))
	if format == "json" {
		return exchange.WriteListJSON(a.data(console.JSON), in, kind, records)
	}
	return exchange.WriteListText(a.Stdout, in, kind, records, a.quiet)
}
