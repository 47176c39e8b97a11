package cli

import (
	"context"
	"fmt"

	"github.com/c8b10cf3/lis/internal/console"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/spf13/cobra"
)

// fmtOptions are the flags of fmt.
type fmtOptions struct {
	format string
	check  bool
	names  []string
}

func newFmt(a *app) *cobra.Command {
	var o fmtOptions
	c := &cobra.Command{
		Use: "fmt [PATH|ID...]", Short: a.lang.T("cli.fmt"),
		Example: "  lis fmt\n  lis fmt systems/ LAG-07\n  lis fmt --check",
		RunE: func(c *cobra.Command, args []string) error {
			o.names = args
			return runFmt(c.Context(), a, o)
		},
	}
	a.formatFlag(c, &o.format)
	c.Flags().BoolVar(&o.check, "check", false, a.lang.T("flag.check-only"))
	return c
}

func runFmt(ctx context.Context, a *app, o fmtOptions) error {
	if a.rev != "" && !o.check {
		return a.fail(statusUsage, "error.no-rev", locale.Args{"command": "lis fmt"})
	}
	e, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer a.close(e)
	records, err := e.State.Select(o.names)
	if err != nil {
		return err
	}
	all, err := e.State.Format(ctx, records)
	if err != nil {
		return err
	}
	var changes []engine.FileChange
	for _, one := range all {
		if one.Change != nil {
			changes = append(changes, *one.Change)
		}
	}
	if !o.check {
		if err := e.Write(changes); err != nil {
			return err
		}
	}
	if err := a.writeFormatted(all, o); err != nil {
		return err
	}
	if o.check && len(changes) > 0 {
		return errFound
	}
	return nil
}

// writeFormatted prints which files change. In text, files that are left as they are go to standard error, because they are not
// the result.
func (a *app) writeFormatted(all []engine.Formatted, o fmtOptions) error {
	if o.format == "json" {
		files := make([]exchange.FormattedFile, len(all))
		for i, one := range all {
			files[i] = exchange.FormattedFile{File: one.File, Left: one.Reason}
		}
		return exchange.WriteFmtJSON(a.data(console.JSON), files, o.check, a.lang)
	}
	for _, one := range all {
		if one.Change == nil {
			a.note("edit.left", locale.Args{"what": one.File, "reason": one.Reason})
			continue
		}
		if _, err := fmt.Fprintln(a.Stdout, one.File); err != nil {
			return err
		}
	}
	return nil
}
