package cli

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/publish"
	"github.com/c8b10cf3/lis/internal/seal"
	"github.com/spf13/cobra"
)

// verifyShape is the shape of `lis verify --format json`.
type verifyShape struct {
	Version     int               `json:"version"`
	Target      string            `json:"target"`
	OK          bool              `json:"ok"`
	Differences []differenceShape `json:"differences"`
	Signature   *signed           `json:"signature"`
}

type differenceShape struct {
	What     seal.What `json:"what"`
	Name     string    `json:"name"`
	Expected *string   `json:"expected"`
	Found    *string   `json:"found"`
}

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
		isSite, err := publish.IsSite(os.DirFS(dir))
		if err != nil {
			return nil, err
		}
		if isSite {
			return engine.VerifySite(ctx, a.options(), name, os.DirFS(dir))
		}
	}
	e, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	defer a.close(e)
	return e.State.VerifySeal(ctx, engine.Target{Name: name, Path: inFolder(a.dir, name), IsFolder: isFolder})
}

// tellVerdict prints what came of a proof and gives it its exit status.
func (a *app) tellVerdict(v *engine.Verdict, format string) error {
	if format == "json" {
		if err := exchange.WriteJSON(a.Stdout, verifyShapeOf(v)); err != nil {
			return err
		}
	} else {
		a.print(a.verdictText(v))
	}
	switch {
	case len(v.Differences) == 0 && v.Unproved != nil:
		return v.Unproved
	case len(v.Differences) == 0:
		return nil
	case v.Unproved != nil:
		a.complain(v.Unproved.In(a.lang))
	}
	return errFound
}

func verifyShapeOf(v *engine.Verdict) verifyShape {
	out := verifyShape{1, v.Target, len(v.Differences) == 0 && v.Unproved == nil, []differenceShape{}, nil}
	for _, d := range v.Differences {
		out.Differences = append(out.Differences, differenceShape{d.What, d.Name, d.Expected, d.Found})
	}
	if s := v.Signature; s != nil {
		out.Signature = &signed{s.Kind, s.State, orNull(s.Signer)}
	}
	return out
}

func (a *app) verdictText(v *engine.Verdict) string {
	var b strings.Builder
	if len(v.Differences) == 0 {
		fmt.Fprintln(&b, v.Proved.In(a.lang))
	} else {
		fmt.Fprintln(&b, a.lang.T("verify.differs", locale.Args{"target": v.Target, "n": len(v.Differences)}))
	}
	for _, d := range v.Differences {
		fmt.Fprintf(&b, "  %s\n", d.Tell(a.lang))
	}
	for _, fact := range v.Facts {
		fmt.Fprintln(&b, fact.In(a.lang))
	}
	return b.String()
}

// signed is what is known of a signature. Signer is null where it is not known, or where persons are not shown.
type signed struct {
	Kind   sign.Kind  `json:"kind"`
	State  sign.State `json:"state"`
	Signer *string    `json:"signer"`
}

// orNull is a text of the JSON output that is null where there is none.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
