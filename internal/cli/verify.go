package cli

import (
	"context"
	"os"

	"github.com/c8b10cf3/lis/internal/console"
	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/publish"
	"github.com/spf13/cobra"
)

func newVerify(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "verify DIR|ID", Short: a.lang.T("cli.verify"), Args: a.args(1, 1, "error.args-one"),
		Example: "  lis verify LG-2023\n  lis verify _site\n  lis verify _site --format json",
		RunE:    func(c *cobra.Command, args []string) error { return runVerify(c.Context(), a, args[0], format) },
	}
	a.formatFlag(c, &format)
	return c
}

func runVerify(ctx context.Context, a *app, target, format string) error {
	v, err := a.verify(ctx, target)
	if err != nil {
		return err
	}
	for _, m := range v.Notes {
		a.complain(m.In(a.lang))
	}
	return a.tellVerdict(v, format)
}

// verify proves the site in a folder, or the seal on a review.
func (a *app) verify(ctx context.Context, name string) (*engine.Verdict, error) {
	dir := inFolder(a.workDir(), name)
	info, err := os.Stat(dir)
	isFolder := err == nil && info.IsDir()
	if isFolder {
		site := disk.At(dir)
		defer func() { _ = site.Close() }()
		isSite, err := publish.IsSite(site)
		if err != nil {
			return nil, err
		}
		if isSite {
			return engine.VerifySite(ctx, a.options(), name, site)
		}
	}
	e, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	defer a.close(e)
	return e.State.VerifySeal(ctx, engine.Target{Name: name, Path: inFolder(a.dir, name), IsFolder: isFolder})
}

// tellVerdict prints the result of a proof and returns the error for its exit status.
func (a *app) tellVerdict(v *engine.Verdict, format string) error {
	var err error
	if format == "json" {
		err = exchange.WriteVerifyJSON(a.data(console.JSON), v.Verdict, v.Unproved == nil)
	} else {
		err = exchange.WriteVerifyText(a.Stdout, v.Verdict, a.lang)
	}
	switch {
	case err != nil:
		return err
	case len(v.Mismatches) == 0 && v.Unproved != nil:
		return v.Unproved
	case len(v.Mismatches) == 0:
		return nil
	case v.Unproved != nil:
		a.complain(v.Unproved.In(a.lang))
	}
	return errFound
}
