package cli

import (
	"context"
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/spf13/cobra"
)

// checkOptions are the flags of check.
type checkOptions struct {
	format  string
	outputs []string // FORMAT=FILE
	failOn  string
	since   string // --changed-since; "" for all
	fix     bool
	dryRun  bool // with fix
	names   []string
}

func newCheck(a *app) *cobra.Command {
	var o checkOptions
	c := &cobra.Command{
		Use: "check [PATH|ID...]", Short: a.lang.T("cli.check"),
		Example: "  lis check\n  lis check systems/ LAG-07\n  lis check --as-of 2023-12-15 --fail-on warning --format json\n  lis check --format github --output sarif=lis.sarif",
		RunE: func(c *cobra.Command, args []string) error {
			o.names = args
			return runCheck(c.Context(), a, o)
		},
	}
	a.printerFlags(c, &o)
	a.profileFlag(c)
	c.Flags().StringVar(&o.failOn, "fail-on", "error", a.lang.T("flag.fail-on"))
	c.Flags().StringVar(&o.since, "changed-since", "", a.lang.T("flag.changed-since"))
	c.Flags().BoolVar(&o.fix, "fix", false, a.lang.T("flag.fix"))
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, a.lang.T("flag.dry-run"))
	return c
}

func (a *app) formatFlag(c *cobra.Command, format *string, more ...string) {
	known := append([]string{"text", "json"}, more...)
	c.Flags().StringVar(format, "format", "text", a.lang.T("print.flag-format", locale.Args{"names": a.lang.Or(known)}))
	annotateFormats(c, known)
	previous := c.PreRunE
	c.PreRunE = func(c *cobra.Command, args []string) error {
		if !slices.Contains(known, *format) {
			return a.badFlag("--format", *format, known...)
		}
		if previous != nil {
			return previous(c, args)
		}
		return nil
	}
}

func (a *app) profileFlag(c *cobra.Command) {
	c.Flags().StringVar(&a.profile, "profile", "", a.lang.T("flag.profile"))
}

func runCheck(ctx context.Context, a *app, o checkOptions) error {
	failOn, ok := diag.ParseSeverity(o.failOn)
	if !ok || failOn == diag.Off {
		return a.badFlag("--fail-on", o.failOn, "error", "warning", "info")
	}
	outputs, err := a.outputs(o)
	if err != nil {
		return err
	}
	if err := a.checkFix(o); err != nil {
		return err
	}
	e, err := a.open(ctx)
	if err != nil {
		return a.writeSetupCheck(outputs, err)
	}
	defer a.close(e)
	trouble := e.Trouble()
	a.tellNote(trouble)
	checked, err := a.checkOrFix(ctx, e, o)
	if err != nil {
		return a.writeSetupCheck(outputs, err)
	}
	if trouble.IsZero() { // a rule may have found that the history cannot be read
		a.tellNote(e.Trouble())
	}
	cut := checked.State.CutWithPast(ctx, a.shownProfile())
	all := checked.Offered().Words(a.lang)
	shown := cut.Diagnostics(all, a.lang)
	if o.dryRun {
		a.note("edit.would-remain", locale.Args{"summary": exchange.SummaryText(diag.Count(len(checked.Records), shown), a.lang)})
	} else if err := a.writeOutputs(e.Place().Top, outputs, a.printed(ctx, e, checked, o, shown)); err != nil {
		return err
	}
	if n := len(all) - len(shown); n > 0 {
		a.note("note.hidden", locale.Args{"n": n, "profile": a.profile})
	}
	if slices.ContainsFunc(checked.Results, func(r diag.Result) bool { return r.Counts(failOn) }) {
		return errFound
	}
	return nil
}

// checkOrFix evaluates the rules; with --fix, after making the fixes that can be made.
func (a *app) checkOrFix(ctx context.Context, e *engine.Engine, o checkOptions) (*engine.Checked, error) {
	selection := engine.Selection{Names: o.names, Since: o.since, Profile: a.shownProfile()}
	if o.fix {
		return a.fix(ctx, e, o, selection)
	}
	return e.State.Check(ctx, selection)
}
