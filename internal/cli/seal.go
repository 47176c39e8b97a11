package cli

import (
	"context"

	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/spf13/cobra"
)

// sealShape is the shape of `lis seal --format json`.
type sealShape struct {
	Version int            `json:"version"`
	Review  string         `json:"review"`
	Tag     string         `json:"tag"`
	Commit  history.Hash   `json:"commit"`
	Object  history.Hash   `json:"object"`
	Signed  bool           `json:"signed"`
	Records int            `json:"records"`
	Figures map[string]int `json:"figures"`
}

func newSeal(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "seal ID", Short: a.lang.T("cli.seal"), Args: a.args(1, 1, "error.args-one"),
		Example: "  lis seal LG-2023\n  lis seal LG-2023 --rev 2023-08-25",
		RunE:    func(c *cobra.Command, args []string) error { return runSeal(c.Context(), a, args[0], format) },
	}
	a.formatFlag(c, &format)
	return c
}

func runSeal(ctx context.Context, a *app, id, format string) error {
	e, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer a.close(e)
	sealed, err := e.State.Seal(ctx, id)
	for _, m := range sealed.Notes {
		a.tellNote(m)
	}
	if err != nil {
		return err
	}
	if format == "json" {
		text, tag := sealed.Seal, sealed.Tag
		return exchange.WriteJSON(a.Stdout, sealShape{
			1, text.Review, tag.Name, tag.Commit, tag.Object, sealed.Signed(), len(text.Files), text.Figures,
		})
	}
	if !a.quiet {
		a.tellSealed(sealed)
	}
	return nil
}

// tellSealed says what was sealed, and what to do next.
func (a *app) tellSealed(sealed *engine.Sealed) {
	text := sealed.Seal
	args := locale.Args{
		"tag": sealed.Tag.Name, "review": text.Review, "commit": engine.ShortID(sealed.Tag.Commit), "date": locale.LongDate(text.AsOf), "basis": text.Basis,
		"records": len(text.Files), "figures": len(text.Figures),
	}
	which := "seal.of-commit"
	switch {
	case text.Basis != "":
		which = "seal.of-tag"
	case !sealed.AtCommit:
		which = "seal.of-head"
	}
	signed := "seal.unsigned"
	if sealed.Signed() {
		signed = "seal.signed"
	}
	a.print(a.lang.T("seal.done", args) + "\n" + a.lang.T(which, args) + "\n" + a.lang.T(signed) + "\n" + a.lang.T("seal.next", args) + "\n")
}
