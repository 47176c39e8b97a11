package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/spf13/cobra"
)

// showShape is the shape of `lis show --format json`.
type showShape struct {
	Version int     `json:"version"`
	Rev     *string `json:"rev"`
	recordShape
	Body       string          `json:"body"`
	References []refShape      `json:"references"`
	Backlinks  []backlinkShape `json:"backlinks"`
}

type refShape struct {
	Field string `json:"field"`
	ID    string `json:"id"`
}

type backlinkShape struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	Field string `json:"field"`
}

func newShow(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "show ID", Short: a.lang.T("cli.show"), Args: a.args(1, 1, "error.args-one"),
		Example: "  lis show SYS-017\n  lis show A.5.9 --format json",
		RunE:    func(c *cobra.Command, args []string) error { return runShow(c.Context(), a, args[0], format) },
	}
	a.formatFlag(c, &format)
	a.profileFlag(c)
	return c
}

func runShow(ctx context.Context, a *app, id, format string) error {
	e, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer a.close(e)
	s := e.State
	in := a.reader(s)
	r, err := s.Record(id, in.cut)
	if err != nil {
		return err
	}
	if format == "json" {
		return exchange.WriteJSON(a.Stdout, in.showShape(r))
	}
	in.showText(r)
	return nil
}

func (a *reader) showShape(r *record.Record) showShape {
	out := showShape{
		Version: 1, Rev: a.state.Rev, recordShape: a.shape(r), Body: a.cut.Body(r),
		References: []refShape{}, Backlinks: []backlinkShape{},
	}
	for _, ref := range a.cut.Refs(r) {
		out.References = append(out.References, refShape{ref.Field, ref.To.ID})
	}
	for _, ref := range a.cut.Backlinks(r) {
		out.Backlinks = append(out.Backlinks, backlinkShape{ref.From.ID, ref.From.Kind.Name, ref.Field})
	}
	return out
}

func (a *reader) showText(r *record.Record) {
	var b strings.Builder
	g := a.state.Workspace.Graph
	fmt.Fprintf(&b, "%s (%s)\n%s: %s", g.Title(r).In(a.lang), r.ID, a.lang.T("show.kind"), r.Kind.Label.In(a.lang))
	if !r.Shipped {
		fmt.Fprintf(&b, " · %s: %s", a.lang.T("show.file"), r.File().Name)
	}
	b.WriteString("\n\n")
	a.valuesText(&b, r)
	if body := strings.TrimSpace(a.cut.Body(r)); body != "" {
		fmt.Fprintf(&b, "\n%s\n", body)
	}
	if refs := a.cut.Refs(r); len(refs) > 0 {
		fmt.Fprintf(&b, "\n%s:\n", a.lang.T("show.references"))
		for _, ref := range refs {
			fmt.Fprintf(&b, "  %s: %s (%s)\n", a.label(r.Kind, ref.Field), g.Title(ref.To).In(a.lang), ref.To.ID)
		}
	}
	if refs := a.cut.Backlinks(r); len(refs) > 0 {
		fmt.Fprintf(&b, "\n%s:\n", a.lang.T("show.backlinks"))
		for _, ref := range refs {
			fmt.Fprintf(&b, "  %s (%s), %s\n", g.Title(ref.From).In(a.lang), ref.From.ID, a.label(ref.From.Kind, ref.Field))
		}
	}
	a.print(b.String())
}

// valuesText writes the fields of a record, but those that head it, and the items of lists below a line of their own.
func (a *reader) valuesText(b *strings.Builder, r *record.Record) {
	values := graph.Flatten(a.cut.Values(r))
	delete(values, "id")
	delete(values, "title")
	last := ""
	for _, path := range slices.SortedFunc(maps.Keys(values), byKind(r.Kind)) {
		margin, item := "  ", a.itemLabel(r.Kind, path)
		if item != "" {
			margin = "    "
		}
		if item != "" && item != last {
			fmt.Fprintf(b, "  %s\n", item)
		}
		last = item
		fmt.Fprintf(b, "%s%s: %s\n", margin, a.label(r.Kind, path), indent(a.words(r.Kind.Field(path), values[path])))
	}
}
