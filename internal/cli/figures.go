package cli

import (
	"context"

	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/spf13/cobra"
)

// figuresShape is the shape of `lis figures --format json`.
type figuresShape struct {
	Version int            `json:"version"`
	AsOf    string         `json:"as_of"`
	Rev     *string        `json:"rev"`
	Figures map[string]int `json:"figures"`
}

func newFigures(a *app) *cobra.Command {
	var format, over string
	c := &cobra.Command{
		Use: "figures", Short: a.lang.T("cli.figures"), Args: a.args(0, 0, "error.args-none"),
		Example: "  lis figures\n  lis figures --rev review/2023 --format json\n  lis figures --over reviews",
		RunE: func(c *cobra.Command, _ []string) error {
			switch over {
			case "":
				return runFigures(c.Context(), a, format)
			case overReviews, overMonths:
				return runOver(c.Context(), a, over, format)
			}
			return a.badFlag("--over", over, overReviews, overMonths)
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
	profile := a.shownProfile()
	shown := figures.Visible(all, profile)
	if format == "json" {
		return exchange.WriteJSON(a.Stdout, figuresShape{1, s.AsOf, s.Rev, figures.Numbers(figures.WithoutFew(shown, profile))})
	}
	var rows [][]string
	for _, f := range shown {
		rows = append(rows, []string{f.Name, f.Shown(profile, a.lang), f.Label.In(a.lang)})
	}
	a.print(table([]string{a.lang.T("figures.name"), a.lang.T("figures.value"), a.lang.T("figures.label")}, rows))
	return nil
}
