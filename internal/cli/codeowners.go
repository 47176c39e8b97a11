package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

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
	owners := setup.OwnersOf(w, forge, at.Prefix)
	top := disk.At(at.Top)
	name, _ := setup.OwnersFile(top, forge)
	if name == "" {
		return a.noOwners(owners)
	}
	old, err := top.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read %s: %w", name, err)
	}
	text, err := owners.Merge(old, w.Config.Lang)
	if err != nil {
		return a.fail(statusUsage, "codeowners.marks", locale.Args{"file": name})
	}
	if o.check {
		return a.checkOwners(owners, name, old)
	}
	return a.writeOwners(owners, top, name, old, text)
}

// noOwners lists who is to be asked about what where the forge has no CODEOWNERS, and says what to do instead.
func (a *app) noOwners(o setup.Owners) error {
	for _, r := range o.Reviewed() {
		fmt.Fprintf(a.Stdout, "%s\n  %s\n", r.Handle, strings.Join(r.Paths, ";"))
	}
	return a.fail(statusUsage, "codeowners.none", locale.Args{"forge": o.Forge.Label, "instead": a.lang.T(o.Forge.NoOwners)})
}

// checkOwners tells in what CODEOWNERS differs from the roles, and ends with status 1 if it does.
func (a *app) checkOwners(o setup.Owners, name string, old []byte) error {
	differ, err := o.Compare(old)
	if err != nil {
		return err
	}
	for _, d := range differ {
		for _, line := range []struct{ mark, text string }{{"- ", d.Has}, {"+ ", d.Wants}, {"    ", d.Said.In(a.lang)}} {
			if line.text != "" {
				fmt.Fprintln(a.Stdout, line.mark+line.text)
			}
		}
	}
	key, found := "codeowners.same", error(nil)
	if len(differ) > 0 {
		key, found = "codeowners.differs", errFound
	}
	if _, err := fmt.Fprintln(a.Stdout, a.lang.T(key, locale.Args{"file": name})); err != nil {
		return err
	}
	a.noteTakeovers(o, name, old)
	return found
}

// writeOwners writes a CODEOWNERS if it differs in anything from what is there.
func (a *app) writeOwners(o setup.Owners, top *disk.Folder, name string, old, text []byte) error {
	key := "codeowners.same"
	if string(text) != string(old) {
		if err := top.WriteFile(name, text); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		key = "codeowners.wrote"
	}
	a.noteTakeovers(o, name, text)
	_, err := fmt.Fprintln(a.Stdout, a.lang.T(key, locale.Args{"file": name}))
	return err
}

// noteTakeovers tells of lines of the user's that take records from the roles. That is no difference: they may be meant.
func (a *app) noteTakeovers(o setup.Owners, name string, text []byte) {
	for _, t := range o.Takeovers(text) {
		a.note("codeowners.takeover", locale.Args{"file": name, "number": t.Number, "line": t.Line, "names": setup.SomeNames(t.Names, a.lang)})
		a.note("codeowners.takeover-fix")
	}
}

// forgeOf returns the forge with a name, or if there is no name the one that seems to host the repository; nil if it is not
// known.
func forgeOf(at engine.Place, name string) *setup.Forge {
	if name != "" {
		return setup.ForgeNamed(name)
	}
	return setup.ForgeOf(disk.At(at.Top), at.Origin)
}
