package cli

import (
	"fmt"
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
		RunE:    func(_ *cobra.Command, args []string) error { return runShow(a, args[0], format) },
	}
	a.formatFlag(c, &format)
	a.profileFlag(c)
	return c
}

func runShow(a *app, id, format string) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	r, err := a.record(s, id)
	if err != nil {
		return err
	}
	if !a.cut(s).Record(r) {
		return a.unknown("error.unknown-record", id, nil)
	}
	if format == "json" {
		return exchange.WriteJSON(a.Stdout, a.showShape(s, r))
	}
	a.showText(s, r)
	return nil
}

func (a *app) showShape(s *state, r *record.Record) showShape {
	out := showShape{
		Version: 1, Rev: s.rev, recordShape: a.shape(s, r), Body: a.cut(s).Body(r),
		References: []refShape{}, Backlinks: []backlinkShape{},
	}
	for _, ref := range a.cut(s).Refs(r) {
		out.References = append(out.References, refShape{ref.Field, ref.To.ID})
	}
	for _, ref := range a.cut(s).Backlinks(r) {
		out.Backlinks = append(out.Backlinks, backlinkShape{ref.From.ID, ref.From.Kind.Name, ref.Field})
	}
	return out
}

func (a *app) showText(s *state, r *record.Record) {
	var b strings.Builder
	g := s.workspace.Graph
	fmt.Fprintf(&b, "%s (%s)\n%s: %s", g.Title(r).In(a.lang), r.ID, a.lang.T("show.kind"), r.Kind.Label.In(a.lang))
	if !r.Shipped {
		fmt.Fprintf(&b, " · %s: %s", a.lang.T("show.file"), r.File().Name)
	}
	b.WriteString("\n\n")
	values := graph.Flatten(a.cut(s).Values(r))
	for _, f := range r.Kind.Fields() {
		for _, path := range paths(values, f.Path) {
			if path != "id" && path != "title" {
				fmt.Fprintf(&b, "  %s: %s\n", a.label(s, r.Kind, path), indent(a.cell(s, r, path)))
			}
		}
	}
	if body := strings.TrimSpace(a.cut(s).Body(r)); body != "" {
		fmt.Fprintf(&b, "\n%s\n", body)
	}
	if refs := a.cut(s).Refs(r); len(refs) > 0 {
		fmt.Fprintf(&b, "\n%s:\n", a.lang.T("show.references"))
		for _, ref := range refs {
			fmt.Fprintf(&b, "  %s: %s (%s)\n", a.label(s, r.Kind, ref.Field), g.Title(ref.To).In(a.lang), ref.To.ID)
		}
	}
	if refs := a.cut(s).Backlinks(r); len(refs) > 0 {
		fmt.Fprintf(&b, "\n%s:\n", a.lang.T("show.backlinks"))
		for _, ref := range refs {
			fmt.Fprintf(&b, "  %s (%s), %s\n", g.Title(ref.From).In(a.lang), ref.From.ID, a.label(s, ref.From.Kind, ref.Field))
		}
	}
	_, _ = a.Stdout.Write([]byte(b.String()))
}

func indent(s string) string {
	return strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n    ")
}

// paths are the paths of values that belong to a field, with their indices.
func paths(values map[string]any, bare string) []string {
	var out []string
	for path := range values {
		if record.Bare(path) == bare {
			out = append(out, path)
		}
	}
	sortPaths(out)
	return out
}
