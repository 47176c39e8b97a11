package cli

import (
	"context"
	"io"

	"github.com/c8b10cf3/lis/internal/edit"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/locale"
)

// checkFix refuses flags of check that cannot be combined.
func (a *app) checkFix(o checkOptions) error {
	switch {
	case o.dryRun && !o.fix:
		return a.fail(statusUsage, "edit.dry-run-alone")
	case o.dryRun && (o.format != "text" || len(o.outputs) > 0):
		return a.fail(statusUsage, "edit.dry-run-format")
	case o.fix && a.rev != "":
		return a.fail(statusUsage, "error.no-rev", locale.Args{"command": "lis check --fix"})
	}
	return nil
}

// fix makes every fix that is safe; then it writes the files or, with --dry-run, shows what would differ.
func (a *app) fix(ctx context.Context, e *engine.Engine, o checkOptions, selection engine.Selection) (*engine.Checked, error) {
	fixed, err := e.State.Fix(ctx, selection)
	if err != nil {
		return nil, err
	}
	done := "edit.done"
	if o.dryRun {
		done = "edit.would-do"
	}
	for _, f := range fixed.Done {
		a.note(done, locale.Args{"place": f.Place, "title": f.Title})
	}
	for _, f := range fixed.Left {
		what := f.Place
		if f.Title != nil {
			what += ": " + f.Title.In(a.lang)
		}
		a.note("edit.left", locale.Args{"what": what, "reason": f.Reason})
	}
	if o.dryRun {
		return fixed.Checked, a.showChanges(fixed.Changes)
	}
	return fixed.Checked, e.Write(fixed.Changes)
}

// showChanges prints the differences of every file that would change.
func (a *app) showChanges(changes []engine.FileChange) error {
	for _, c := range changes {
		if a.profile != "" { // the lines around a change may hold anything
			a.note("edit.would-change", locale.Args{"file": c.Name, "profile": a.profile})
			continue
		}
		if _, err := io.WriteString(a.Stdout, edit.Diff(c.Name, c.Before, c.After)); err != nil {
			return err
		}
	}
	return nil
}
