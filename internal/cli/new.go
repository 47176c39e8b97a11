package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/controls"
	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/setup"
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
		Use: "new KIND", Short: a.lang.T("cli.new"), Args: a.args(0, 1, "error.args-one"),
		Example: "  lis new system\n  lis new system --title Färdbok --set status=in_use --set procurement=own --set classification.state=missing\n  lis new --catalogue iso27001-2022",
		RunE: func(c *cobra.Command, args []string) error {
			o.kind, o.ask = strings.Join(args, ""), a.mayAsk(c)
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
		return a.newStatements(e, o.catalogue)
	}
	kind, err := engine.KindCalled(s.Workspace.Kinds, o.kind)
	if err != nil {
		return err
	}
	draft := setup.NewDraft(s.Workspace, kind)
	if err := a.fill(draft, o); err != nil {
		return err
	}
	if err := a.complete(ctx, s, draft, o); err != nil {
		return err
	}
	return a.writeDraft(ctx, e, draft.File())
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
		if !ok || strings.TrimSpace(value) == "" {
			return a.fail(statusUsage, "new.set-form", locale.Args{"value": locale.Shorten(pair)})
		}
		if err := d.Set(strings.TrimSpace(field), strings.TrimSpace(value)); err != nil {
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

// complete adds what the kind requires: by asking if it may ask, else by failing with the names of what is missing.
func (a *app) complete(ctx context.Context, s *engine.State, d *setup.Draft, o newOptions) error {
	if missing := d.Missing(); len(missing) > 0 && !o.ask {
		return a.missing(d.Kind, missing)
	}
	p := a.prompter(ctx)
	for missing := d.Missing(); len(missing) > 0; missing = d.Missing() {
		if err := a.askField(s, p, d, missing[0]); err != nil {
			return err
		}
	}
	if d.Text("id") != "" {
		return nil
	}
	id := d.ProposeID()
	if o.ask {
		var err error
		if id, err = p.line(a.lang.T("new.id"), id, nil); err != nil {
			return err
		}
	}
	return d.Set("id", id)
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

// askField asks for the value of one field; for a list, for its first item.
func (a *app) askField(s *engine.State, p *prompter, d *setup.Draft, path string) error {
	f := d.Kind.Field(path)
	question := f.Label.In(a.lang)
	fmt.Fprintf(p.out, "\n%s\n", f.Help.In(a.lang))
	choices, free := setup.Choices(s.Workspace, f)
	if !free && len(choices) == 0 {
		return a.noRecords(s, f)
	}
	ask := func() (string, error) { return p.line(question, "", a.valueProblem(f)) }
	if !free {
		ask = func() (string, error) { return p.choose(question, choices, "") }
	}
	value, err := ask()
	if err != nil {
		return err
	}
	return d.Set(path, value)
}

// valueProblem returns a function that checks whether an answer has the form that the field requires.
func (a *app) valueProblem(f *record.Field) func(string) string {
	return func(answer string) string {
		fits, form := true, string(f.Type)
		switch {
		case f.Format == "date":
			form = f.Format
			_, fits = locale.ParseDate(answer)
		case f.Format == "date-time":
			form = f.Format
			fits = record.IsMoment(answer)
		case f.Type == record.Integer:
			_, err := strconv.Atoi(answer)
			fits = err == nil
		}
		if fits {
			return ""
		}
		return a.lang.T("prompt.form", locale.Args{"form": locale.Key("type." + form)})
	}
}

// noRecords returns the failure for a field that needs a record of a kind that has none.
func (a *app) noRecords(s *engine.State, f *record.Field) error {
	if f.Items != nil {
		f = f.Items
	}
	if slices.Contains(f.Ref, record.CatalogueKind) {
		return a.fail(statusUsage, "new.no-criteria", locale.Args{"field": f.Path, "names": strings.Join(controls.Names(), ", ")})
	}
	kind := s.Workspace.Kinds.Named(f.Ref[0])
	return a.fail(statusUsage, "new.no-records", locale.Args{"field": f.Path, "folder": kind.Folder, "kind": kind.Name})
}

// writeDraft checks a record and writes it if nothing prevents that.
func (a *app) writeDraft(ctx context.Context, e *engine.Engine, f setup.File) error {
	stops, left, err := e.State.Judge(ctx, f, a.lang)
	if err != nil {
		return err
	}
	if len(stops) > 0 {
		a.writeDiagnostics(stops)
		return a.fail(statusUsage, "new.refused")
	}
	name := filepath.Join(e.Root(), filepath.FromSlash(f.Name))
	if _, err := os.Lstat(name); err == nil {
		return a.fail(statusUsage, "new.exists", locale.Args{"file": f.Name})
	}
	if err := disk.WriteFile(name, f.Data); err != nil {
		return fmt.Errorf("write %s: %w", f.Name, err)
	}
	fmt.Fprintln(a.Stdout, a.lang.T("new.wrote", locale.Args{"file": f.Name}))
	if a.quiet {
		return nil
	}
	if len(left) == 0 {
		_, err := fmt.Fprintln(a.Stdout, a.lang.T("new.whole-record"))
		return err
	}
	fmt.Fprintf(a.Stdout, "%s\n\n", a.lang.T("new.left", locale.Args{"n": len(left)}))
	return exchange.WriteDiagnostics(a.Stdout, left, a.lang, a.useColor(a.Stdout))
}

// newStatements writes the records that are missing for a catalogue in use.
func (a *app) newStatements(e *engine.Engine, catalogue string) error {
	if !slices.Contains(e.State.Workspace.Config.Catalogues, catalogue) {
		return a.fail(statusUsage, "new.catalogue-off", locale.Args{"name": locale.Shorten(catalogue)})
	}
	written, kept, err := writeNew(e.Root(), e.Root(), setup.Statements(e.State.Workspace, catalogue))
	if err != nil {
		return err
	}
	fmt.Fprintln(a.Stdout, a.lang.T("new.catalogue-done", locale.Args{"n": len(written), "name": catalogue}))
	if len(kept) > 0 {
		fmt.Fprintln(a.Stdout, a.lang.T("new.catalogue-kept", locale.Args{"n": len(kept)}))
	}
	return nil
}
