package cli

import (
	"context"
	"fmt"
	"maps"

	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/spf13/cobra"
)

// listShape is the shape of `lis list --format json`.
type listShape struct {
	Version int           `json:"version"`
	Rev     *string       `json:"rev"`
	Kind    string        `json:"kind"`
	Records []recordShape `json:"records"`
}

// recordShape is one record as data. File is null for an entry of a catalogue in the program.
type recordShape struct {
	ID     string         `json:"id"`
	Kind   string         `json:"kind"`
	File   *string        `json:"file"`
	Title  string         `json:"title"`
	Fields map[string]any `json:"fields"`
}

func newList(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "list KIND", Short: a.lang.T("cli.list"), Args: a.args(1, 1, "error.args-one"),
		Example: "  lis list system\n  lis list actions --format json",
		RunE:    func(c *cobra.Command, args []string) error { return runList(c.Context(), a, args[0], format) },
	}
	a.formatFlag(c, &format)
	a.profileFlag(c)
	return c
}

func runList(ctx context.Context, a *app, name, format string) error {
	e, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer a.close(e)
	s := e.State
	kind, err := a.kind(s.Workspace.Kinds, name)
	if err != nil {
		return err
	}
	r := a.reader(s)
	records := r.cut.Records(s.Workspace.Graph.OfKind(kind.Name))
	if format == "json" {
		out := listShape{Version: 1, Rev: s.Rev, Kind: kind.Name, Records: []recordShape{}}
		for _, one := range records {
			out.Records = append(out.Records, r.shape(one))
		}
		return exchange.WriteJSON(a.Stdout, out)
	}
	r.listText(kind, records)
	return nil
}

// shape is a record as data, cut to the profile.
func (a *reader) shape(r *record.Record) recordShape {
	out := recordShape{ID: r.ID, Kind: r.Kind.Name, Title: a.title(r), Fields: map[string]any{}}
	if !r.Shipped {
		file := r.File().Name
		out.File = &file
	}
	maps.Copy(out.Fields, a.cut.Values(r))
	delete(out.Fields, "id")
	delete(out.Fields, "title")
	return out
}

func (a *reader) listText(kind *record.Kind, records []*record.Record) {
	if len(records) == 0 {
		fmt.Fprintln(a.Stdout, a.lang.T("list.none"))
		return
	}
	head := []string{a.lang.T("list.id"), a.lang.T("list.title")}
	for _, path := range kind.Columns {
		head = append(head, kind.Field(path).Label.In(a.lang))
	}
	var rows [][]string
	for _, r := range records {
		row := []string{r.ID, line(a.title(r))}
		for _, path := range kind.Columns {
			row = append(row, line(a.cell(r, path)))
		}
		rows = append(rows, row)
	}
	a.print(table(head, rows))
	if !a.quiet {
		fmt.Fprintf(a.Stdout, "\n%s\n", a.lang.T("list.count", locale.Args{"n": len(records)}))
	}
}
