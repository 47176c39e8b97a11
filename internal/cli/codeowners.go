package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/setup"
	"github.com/spf13/cobra"
)

// codeownersOptions are the flags of codeowners.
type codeownersOptions struct {
	check bool
	forge string // "" for the forge that seems to host the repository
}

func newCodeowners(a *app) *cobra.Command {
	var o codeownersOptions
	c := &cobra.Command{
		Use: "codeowners", Short: a.lang.T("cli.codeowners"), Args: a.args(0, 0, "error.args-none"),
		Example: "  lis codeowners\n  lis codeowners --check",
		RunE:    func(c *cobra.Command, _ []string) error { return runCodeowners(c.Context(), a, o) },
	}
	c.Flags().BoolVar(&o.check, "check", false, a.lang.T("flag.check-only"))
	c.Flags().StringVar(&o.forge, "forge", "", a.lang.T("flag.forge", locale.Args{"names": a.lang.Or(setup.ForgeNames())}))
	return c
}

func runCodeowners(ctx context.Context, a *app, o codeownersOptions) error {
	if a.rev != "" {
		return a.fail(statusUsage, "error.no-rev", locale.Args{"command": "lis codeowners"})
	}
	if o.forge != "" && o.forge != setup.NoForge && setup.ForgeNamed(o.forge) == nil {
		return a.badFlag("--forge", o.forge, setup.ForgeNames()...)
	}
	e, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer a.close(e)
	at, w := e.Place(), e.State.Workspace
	forge := forgeOf(at, o.forge)
	name, _ := setup.OwnersFile(os.DirFS(at.Top), forge)
	file := filepath.Join(at.Top, filepath.FromSlash(name))
	old, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read %s: %w", name, err)
	}
	text, err := setup.OwnersOf(w, forge, at.Prefix).Merge(old, w.Config.Lang)
	if err != nil {
		return a.fail(statusUsage, "codeowners.marks", locale.Args{"file": name})
	}
	args := locale.Args{"file": name}
	switch {
	case string(text) == string(old):
		_, err = fmt.Fprintln(a.Stdout, a.lang.T("codeowners.same", args))
		return err
	case o.check:
		a.writeChange(setup.Lines(old, text))
		fmt.Fprintln(a.Stdout, a.lang.T("codeowners.differs", args))
		return errFound
	}
	if err := disk.WriteFile(file, text); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	_, err = fmt.Fprintln(a.Stdout, a.lang.T("codeowners.wrote", args))
	return err
}

// forgeOf returns the forge with a name, or if there is no name the one that seems to host the repository; nil if it is not
// known.
func forgeOf(at engine.Place, name string) *setup.Forge {
	if name != "" {
		return setup.ForgeNamed(name)
	}
	return setup.ForgeOf(os.DirFS(at.Top), at.Origin)
}

func (a *app) writeChange(c setup.Change) {
	for _, line := range c.Removed {
		fmt.Fprintln(a.Stdout, "- "+line)
	}
	for _, line := range c.Added {
		fmt.Fprintln(a.Stdout, "+ "+line)
	}
}
