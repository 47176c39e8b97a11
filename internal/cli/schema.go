package cli

import (
	"context"

	"github.com/c8b10cf3/lis/internal/console"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
	"github.com/spf13/cobra"
)

func newSchema(a *app) *cobra.Command {
	var keywords bool
	c := &cobra.Command{
		Use: "schema [KIND]", Short: a.lang.T("cli.schema"), Args: a.args(0, mostWords, "error.args-most-one"),
		Example: "  lis schema system\n  lis schema config",
		RunE:    func(c *cobra.Command, args []string) error { return runSchema(c.Context(), a, name(args), keywords) },
	}
	c.Flags().BoolVar(&keywords, "keywords", false, a.lang.T("flag.keywords"))
	return c
}

func runSchema(ctx context.Context, a *app, name string, keywords bool) error {
	s, err := a.setting(ctx)
	if err != nil {
		return err
	}
	if name == "" {
		a.noteUnusable(s)
		return exchange.WriteKindsText(a.Stdout, s.kinds, a.lang)
	}
	kind, err := a.kindIn(s, name)
	if err != nil {
		return err
	}
	return exchange.WriteSchemaJSON(a.data(console.JSON), kind, keywords, a.lang)
}

// builtinKinds returns only the built-in kinds, with the aspects that apply if a workspace sets none.
func builtinKinds() (*record.Kinds, error) {
	return record.LoadKinds(schema.FS, nil, workspace.DefaultAspects())
}
