package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/spf13/cobra"
)

func newBaseline(a *app) *cobra.Command {
	var prune bool
	c := &cobra.Command{
		Use: "baseline", Short: a.lang.T("cli.baseline"), Args: a.args(0, 0, "error.args-none"),
		Example: "  lis baseline\n  lis baseline --prune",
		RunE:    func(*cobra.Command, []string) error { return runBaseline(a, prune) },
	}
	c.Flags().BoolVar(&prune, "prune", false, a.lang.T("flag.prune"))
	return c
}

func runBaseline(a *app, prune bool) error {
	if a.rev != "" {
		return a.fail(statusUsage, "error.no-rev", locale.Args{"command": "lis baseline"})
	}
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	results, err := s.check(context.Background())
	if err != nil {
		return err
	}
	text, added, removed := s.rules.Baseline(results, a.lang, prune)
	if added+removed > 0 {
		if err := disk.WriteFile(filepath.Join(s.root, workspace.BaselineFile), text); err != nil {
			return fmt.Errorf("write %s: %w", workspace.BaselineFile, err)
		}
	}
	_, err = fmt.Fprintln(a.Stdout, a.lang.T("baseline.done", locale.Args{"file": workspace.BaselineFile, "added": added, "removed": removed}))
	return err
}
