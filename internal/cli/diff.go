package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/console"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/spf13/cobra"
)

func newDiff(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "diff [FROM[..TO]]", Short: a.lang.T("cli.diff"), Long: a.lang.T("cli.diff-long"), Args: a.args(0, 1, "error.args-most-one"),
		Example: "  lis diff\n  lis diff review/2022..review/2023\n  lis diff 2023-01-01..2023-06-30 --format json\n  lis diff main --format markdown",
		RunE: func(c *cobra.Command, args []string) error {
			if slices.Contains(args, "") { // probably an empty variable
				return a.unknown("error.unknown-rev", "", nil)
			}
			return runDiff(c.Context(), a, strings.Join(args, ""), format)
		},
	}
	a.formatFlag(c, &format, "markdown", "html")
	a.profileFlag(c)
	return c
}

func runDiff(ctx context.Context, a *app, between, format string) error {
	from, to, both := strings.Cut(between, "..")
	if both && a.rev != "" {
		return a.fail(statusUsage, "error.diff-rev", locale.Args{"between": locale.Shorten(between)})
	}
	o := a.options()
	if both {
		o.Rev = cmp.Or(to, "HEAD")
	}
	e, err := a.openAt(ctx, o)
	if err != nil {
		return err
	}
	defer a.close(e)
	pair, err := e.State.Compare(ctx, cmp.Or(from, "HEAD"), o.Rev)
	if err != nil {
		return err
	}
	profile := a.shownProfile()
	if format == "html" && profile == "" { // a page needs a profile; the default is the one that shows most
		profile = disclose.Widest
	}
	b := pair.In(a.lang, profile)
	switch format {
	case "json":
		return exchange.WriteDiffJSON(a.data(console.JSON), b)
	case "markdown":
		return exchange.WriteDiffMarkdown(a.Stdout, b)
	case "html":
		page, err := e.State.ComparisonPage(b, a.version())
		if err != nil {
			return err
		}
		_, err = a.data(console.Markup).Write(page)
		return err
	}
	return exchange.WriteDiffText(a.Stdout, b)
}
