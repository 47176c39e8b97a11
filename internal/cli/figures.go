package cli

import (
	"context"

	"github.com/c8b10cf3/lis/internal/console"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/spf13/cobra"
)

func newFigures(a *app) *cobra.Command {
	var format, over string
	c := &cobra.Command{
		Use: "figures", Short: a.lang.T("cli.figures"), Args: a.args(0, 0, "error.args-none"),
		Example: "  lis figures\n  lis figures --rev review/2023 --format json\n  lis figures --over reviews",
		RunE: func(c *cobra.Command, _ []string) error {
			switch over := exchange.Over(over); over {
			case "":
				return runFigures(c.Context(), a, format)
			case exchange.OverReviews, exchange.OverMonths:
				return runOver(c.Context(), a, over, format)
			}
			return a.badFlag("--over", over, string(exchange.OverReviews), string(exchange.OverMonths))
		},
	}
	c.Flags().StringVar(&over, "over", "", a.lang.T("flag.over"))
	a.formatFlag(c, &format)
	a.profileFlag(c)
	return c
}

func runFigures(ctx context.Context, a *app, format string) error {
	e, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer a.close(e)
	s := e.State
	all, err := s.Figures()
	if err != nil {
		return err
	}
	in := a.printerState(s, s.Cut(a.shownProfile()))
	if format == "json" {
		return exchange.WriteFiguresJSON(a.data(console.JSON), in, all)
	}
	return exchange.WriteFiguresText(a.Stdout, in, all)
}

// runOver prints the figures over reviews or months.
func runOver(ctx context.Context, a *app, over exchange.Over, format string) error {
	e, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer a.close(e)
	s := e.State
	points, err := a.points(ctx, s, over)
	if err != nil {
		return err
	}
	in := a.printerState(s, s.Cut(a.shownProfile()))
	if format == "json" {
		return exchange.WriteFiguresOverJSON(a.data(console.JSON), in, over, points)
	}
	return exchange.WriteFiguresOverText(a.Stdout, in, over, points)
}

// points returns the figures at the requested points.
func (a *app) points(ctx context.Context, s *engine.State, over exchange.Over) ([]figures.Point, error) {
	if over == exchange.OverMonths {
		return s.AtMonths(ctx)
	}
	return s.AtReviews(ctx, a.shownProfile())
}
