package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/setup"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/spf13/cobra"
)

// newOptions are the flags of new.
type newOptions struct {
	kind, title, id string
	set             []string // FIELD=VALUE
	catalogue       string
	ask             bool
}

func newNew(a *app) *cobra.Command {
	var o newOptions
	c := &cobra.Command{
		Use: "new KIND", Short: a.lang.T("cli.new"), Args: a.args(0, mostWords, "error.args-one"),
		Example: "  lis new system\n  lis new system --title Färdbok --set Livscykel=\"I drift\" --set procurement=own --set information_owner=ROLL-CHEF\n  lis new genomgång\n  lis new --catalogue iso27001-2022",
		RunE: func(c *cobra.Command, args []string) error {
			o.kind, o.ask = name(args), a.mayAsk(c)
			if (o.kind == "") == (o.catalogue == "") {
				return a.args(1, 1, "error.args-one")(c, nil)
			}
			return runNew(c.Context(), a, o)
		},
	}
	flags := c.Flags()
	flags.StringVar(&o.title, "title", "", a.lang.T("flag.record-title"))
	flags.StringVar(&o.id, "id", "", a.lang.T("flag.id"))
	flags.StringArrayVar(&o.set, "set", nil, a.lang.T("flag.set"))
	flags.StringVar(&o.catalogue, "catalogue", "", a.lang.T("flag.catalogue-new"))
	a.askFlag(c)
	return c
}

func runNew(ctx context.Context, a *app, o newOptions) error {
	if a.rev != "" {
		return a.fail(statusUsage, "error.no-rev", locale.Args{"command": "lis new"})
	}
	e, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer a.close(e)
	s := e.State
	if o.catalogue != "" {
		return a.alone(ctx, e, func(now *engine.State) error { return a.newStatements(now, e.Folder(), o.catalogue) })
	}
	kind, err := engine.KindCalled(s.Workspace.Kinds, o.kind)
	if err != nil {
		return err
	}
	draft := setup.NewDraft(s.Workspace, kind)
	if err := a.fill(draft, o); err != nil {
		return err
	}
	given := draft.Has("id")
	var others []setup.File
	if o.ask {
		others, err = a.interview(ctx, e, draft)
	} else {
		err = a.asGiven(draft)
	}
	if err != nil {
		return err
	}
	guided := draft.Guide(s.Workspace.Config.Lang)
	return a.alone(ctx, e, func(now *engine.State) error {
		if !given {
			if err := draft.Renew(now.Workspace); err != nil {
				return err
			}
		}
		return a.writeDrafts(ctx, now, e.Folder(), append(others, draft.File()), guided)
	})
}

// alone does something with the workspace as it is now, while no other process makes records: what was read before may be old, since
// answering takes time.
func (a *app) alone(ctx context.Context, e *engine.Engine, do func(now *engine.State) error) error {
	unlock, err := e.Folder().Lock(ctx, workspace.ConfigFile)
	if err != nil {
		return err
	}
	defer unlock()
	now, err := e.State.Reread(ctx)
	if err != nil {
		return err
	}
	return do(now)
}

// asGiven completes the record that the flags describe. It fails with the names of what is missing.
func (a *app) asGiven(d *setup.Draft) error {
	if missing := d.Missing(); len(missing) > 0 {
		return a.missing(d.Kind, missing)
	}
	if same := d.Namesakes(); same != nil {
		a.note("new.namesake", locale.Args{"names": setup.AnyChoice(same)})
	}
	return d.Identify()
}

// fill sets the values given by flags.
func (a *app) fill(d *setup.Draft, o newOptions) error {
	if o.title != "" {
		o.set = append([]string{"title=" + o.title}, o.set...)
	}
	if o.id != "" {
		o.set = append([]string{"id=" + o.id}, o.set...)
	}
	for _, pair := range o.set {
		field, value, ok := strings.Cut(pair, "=")
		field, value = strings.TrimSpace(field), strings.TrimSpace(value)
		path, _ := d.Kind.PathCalled(field)
		switch {
		case !ok || field == "":
			return a.fail(statusUsage, "new.set-form", locale.Args{"value": locale.Shorten(pair)})
		case value == "":
			return a.fail(statusUsage, "new.no-value", locale.Args{"field": locale.Shorten(field)})
		case d.Text(path) != "":
			return a.fail(statusUsage, "new.twice", locale.Args{"field": record.Labelled(path, d.Kind.Field(path).Label)})
		}
		if err := d.Set(field, value); err != nil {
			return a.setProblem(d, err)
		}
	}
	return nil
}

func (a *app) setProblem(d *setup.Draft, err error) error {
	var wrong *setup.SetError
	if !errors.As(err, &wrong) {
		return err
	}
	f := d.Kind.Field(wrong.Path)
	switch {
	case wrong.Part:
		return a.fail(statusUsage, "new.part", locale.Args{"name": locale.Shorten(wrong.Text), "names": setup.AnyChoice(wrong.Several)})
	case wrong.Several != nil:
		return a.fail(statusUsage, "new.several", locale.Args{"name": locale.Shorten(wrong.Text), "names": setup.AnyChoice(wrong.Several)})
	case f == nil || wrong.Path == "":
		return a.unknown("new.unknown-field", wrong.Path, wrong.Near)
	case wrong.Whole:
		if f.Items != nil {
			f = f.Items
		}
		return a.fail(statusUsage, "new.whole", locale.Args{"field": wrong.Path, "example": wrong.Path + "." + f.Fields[0].Name})
	}
	return a.fail(statusUsage, "new.place", locale.Args{"field": wrong.Path})
}

func (a *app) missing(kind *record.Kind, paths []string) error {
	fields, flags := make([]string, len(paths)), make([]string, len(paths))
	for i, path := range paths {
		fields[i], flags[i] = record.Labelled(path, kind.Field(path).Label).In(a.lang), "--set "+path+"=…"
		if path == "title" {
			flags[i] = "--title …"
		}
	}
	return a.fail(statusUsage, "new.missing", locale.Args{"kind": kind.Shown(), "fields": a.lang.And(fields), "flags": strings.Join(flags, " ")})
}

// writeDrafts writes new records, unless a value must not be written or a file of that name exists, and tells what they still lack.
// Those that others refer to come first; guided is how many texts of the last one hold guidance.
func (a *app) writeDrafts(ctx context.Context, s *engine.State, folder *disk.Folder, files []setup.File, guided int) error {
	stops, left, err := s.Judge(ctx, files, a.lang)
	if err != nil {
		return err
	}
	if len(stops) > 0 {
		a.writeDiagnostics(stops)
		return a.fail(statusUsage, "new.refused")
	}
	for _, f := range files {
		if isTaken(folder, f) {
			return a.fail(statusUsage, "new.exists", locale.Args{"file": f.Name})
		}
	}
	for _, f := range files {
		switch err := folder.Create(f.Name, f.Data); {
		case errors.Is(err, fs.ErrExist):
			return a.fail(statusUsage, "new.exists", locale.Args{"file": f.Name})
		case err != nil:
			return fmt.Errorf("write %s: %w", f.Name, err)
		}
		fmt.Fprintln(a.Stdout, a.lang.T("new.wrote", locale.Args{"file": f.Name}))
	}
	if a.quiet {
		return nil
	}
	return a.tellLeft(left, files[len(files)-1].Name, guided)
}

// isTaken reports whether a file with the name of a new one exists.
func isTaken(folder *disk.Folder, f setup.File) bool {
	_, err := folder.Lstat(f.Name)
	return err == nil
}

// tellLeft tells what new records still lack, and how many texts of a file are still to be written.
func (a *app) tellLeft(left []diag.Diagnostic, file string, guided int) error {
	if guided > 0 {
		fmt.Fprintln(a.Stdout, a.lang.T("new.guided", locale.Args{"n": guided, "file": file}))
	}
	if len(left) > 0 {
		fmt.Fprintln(a.Stdout, a.lang.T("new.left", locale.Args{"n": len(left)}))
		return exchange.WriteLeft(a.Stdout, left, a.lang, a.useColor(a.Stdout))
	}
	if guided > 0 {
		return nil
	}
	_, err := fmt.Fprintln(a.Stdout, a.lang.T("new.whole-record"))
	return err
}

// newStatements writes the records that are missing for a catalogue in use.
func (a *app) newStatements(s *engine.State, folder *disk.Folder, catalogue string) error {
	if !slices.Contains(s.Workspace.Config.Catalogues, catalogue) {
		return a.fail(statusUsage, "new.catalogue-off", locale.Args{"name": locale.Shorten(catalogue)})
	}
	files, kept, err := absent(folder, folder, setup.Statements(s.Workspace, catalogue))
	if err != nil {
		return err
	}
	written, more, err := writeNew(folder, folder, files)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.Stdout, a.lang.T("new.catalogue-done", locale.Args{"n": len(written), "name": catalogue}))
	if n := len(kept) + len(more); n > 0 {
		fmt.Fprintln(a.Stdout, a.lang.T("new.catalogue-kept", locale.Args{"n": n}))
	}
	return nil
}
