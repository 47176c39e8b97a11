package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/spf13/cobra"
)

// buildOptions are the flags of build.
type buildOptions struct {
	output string
	force  bool
}

func newBuild(a *app) *cobra.Command {
	var o buildOptions
	c := &cobra.Command{
		Use: "build", Short: a.lang.T("cli.build"), Args: a.args(0, 0, "error.args-none"),
		Example: "  lis build\n  lis build -o /srv/www/lis --profile public\n  lis build --rev review/2023 -o review-2023",
		RunE:    func(c *cobra.Command, _ []string) error { return runBuild(c.Context(), a, o) },
	}
	c.Flags().StringVarP(&o.output, "output", "o", "", a.lang.T("flag.output"))
	c.Flags().BoolVar(&o.force, "force", false, a.lang.T("flag.force"))
	a.profileFlag(c)
	return c
}

func runBuild(ctx context.Context, a *app, o buildOptions) error {
	e, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer a.close(e)
	if e.Bare() && o.output == "" {
		return a.fail(statusUsage, "error.bare-output", locale.Args{"dir": e.Root()})
	}
	site, err := e.State.Site(ctx, engine.SiteOptions{Profile: a.shownProfile(), Lang: a.lang, Version: a.version()})
	if err != nil {
		return err
	}
	for _, m := range site.Notes {
		a.tellNote(m)
	}
	dir, folder := a.siteFolder(e, o)
	result, err := site.Publish(ctx, folder, o.force)
	if err != nil {
		return err
	}
	if !a.quiet {
		fmt.Fprintln(a.Stdout, a.lang.T("build.done", locale.Args{"dir": dir, "pages": len(site.Files), "written": result.Written, "removed": result.Removed}))
		fmt.Fprintln(a.Stdout, a.lang.T("build.open", locale.Args{"file": filepath.Join(dir, "index.html")}))
	}
	return nil
}

// siteFolder returns the folder for the site: that of the flag, relative to the working directory, or else _site in the workspace.
// If it lies in the repository, no link there leads to it: whoever sends a change could have made it.
func (a *app) siteFolder(e *engine.Engine, o buildOptions) (dir string, folder *disk.Folder) {
	if o.output == "" {
		folder = disk.At(e.Root()).Below(defaultSite)
		return folder.Path("."), folder
	}
	dir = inFolder(a.workDir(), o.output)
	return dir, disk.Within(e.Place().Top, dir)
}
