package cli

import (
	"context"
	"fmt"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/reviews"
	"github.com/spf13/cobra"
)

func newDemo(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "demo [DIR]", Short: a.lang.T("cli.demo"), Args: a.args(0, 1, "error.args-most-one"),
		Example: "  lis demo ekhamra\n  lis -C ekhamra check --rev review/2023",
		RunE: func(c *cobra.Command, args []string) error {
			return runDemo(c.Context(), a, a.target(args, "ekhamra"))
		},
	}
}

func runDemo(ctx context.Context, a *app, dir string) error {
	empty, err := disk.IsEmpty(dir)
	if err != nil {
		return fmt.Errorf("look at %s: %w", dir, err)
	}
	if !empty {
		return a.fail(statusUsage, "error.not-empty", locale.Args{"dir": dir})
	}
	story, err := reviews.Open(reviews.Demo)
	if err != nil {
		return err
	}
	steps, tags, err := engine.WriteStory(ctx, dir, story)
	if err != nil {
		return fmt.Errorf("write the example: %w", err)
	}
	fmt.Fprintln(a.Stdout, a.lang.T("demo.done", locale.Args{"dir": dir, "steps": steps, "tags": a.lang.And(tags)}))
	fmt.Fprintln(a.Stdout, a.lang.T("demo.next", locale.Args{"dir": dir}))
	return nil
}
