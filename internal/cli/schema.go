package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
	"github.com/spf13/cobra"
)

func newSchema(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "schema [KIND]", Short: a.lang.T("cli.schema"), Args: a.args(0, 1, "error.args-most-one"),
		Example: "  lis schema system\n  lis schema config",
		RunE:    func(c *cobra.Command, args []string) error { return runSchema(c.Context(), a, strings.Join(args, "")) },
	}
}

func runSchema(ctx context.Context, a *app, name string) error {
	kinds, err := a.kinds(ctx)
	if err != nil {
		return err
	}
	if name == "" {
		for _, k := range kinds.List {
			fmt.Fprintf(a.Stdout, "%-14s %-16s %s\n", k.Name, k.Folder+"/", k.Label.In(a.lang))
		}
		return nil
	}
	if name == kinds.Config.Name {
		return exchange.WriteJSON(a.Stdout, kinds.Config.JSONSchema())
	}
	kind, err := a.kind(kinds, name)
	if err != nil {
		return err
	}
	return exchange.WriteJSON(a.Stdout, kind.JSONSchema())
}

// builtinKinds are the kinds of the program alone, with the aspects that hold unless a workspace has its own.
func builtinKinds() (*record.Kinds, error) {
	return record.LoadKinds(schema.FS, nil, workspace.DefaultAspects())
}
