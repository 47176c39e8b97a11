package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/spf13/cobra"
)

func newHistory(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "history [ID]", Short: a.lang.T("cli.history"), Args: a.args(0, 1, "error.args-most-one"),
		Example: "  lis history SYS-017\n  lis history --rev review/2023 --format json",
		RunE: func(c *cobra.Command, args []string) error {
			return runHistory(c.Context(), a, strings.Join(args, ""), format)
		},
	}
	a.formatFlag(c, &format)
	a.profileFlag(c)
	return c
}

func runHistory(ctx context.Context, a *app, id, format string) error {
	e, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer a.close(e)
	s := e.State
	t, err := s.Trail(ctx)
	if err != nil {
		return err
	}
	cut := s.CutPast(a.shownProfile(), t)
	records := cut.Trail(t.Records)
	if id != "" {
		i := slices.IndexFunc(records, func(r *trail.Record) bool { return r.ID == id })
		if i < 0 {
			return a.unknown("error.unknown-record", id, record.Nearest(id, trailIDs(records)))
		}
		records = records[i : i+1]
	}
	h := a.history(ctx, s, cut, records)
	if format == "json" {
		return exchange.WriteHistoryJSON(a.Stdout, h)
	}
	return exchange.WriteHistoryText(a.Stdout, h)
}

func trailIDs(records []*trail.Record) []string {
	ids := make([]string, len(records))
	for i, r := range records {
		ids[i] = r.ID
	}
	return ids
}

// history is the trail of some records as it is told.
func (a *app) history(ctx context.Context, s *engine.State, cut *disclose.Cut, records []*trail.Record) exchange.History {
	h := exchange.History{Rev: s.Rev, Past: tell.Past{
		Teller:    tell.Teller{Lang: a.lang, Title: func(id string, kinds []string) string { return cut.Title(id, kinds, a.lang) }},
		People:    s.Workspace.Config.People,
		Anonymous: !cut.Profile().ShowsPersons(),
		Zone:      s.Workspace.Config.Zone,
		Signature: s.Signatures(),
		Body:      s.BodyChanges(ctx, cut),
	}}
	for _, r := range records {
		title := r.ID + " (" + r.File + ")"
		if now := s.Workspace.Graph.Named(r.ID); now != nil {
			title = s.Workspace.Graph.Title(now).In(a.lang) + " (" + r.ID + ")"
		}
		h.Records = append(h.Records, exchange.RecordHistory{Record: r, Title: title, Kind: s.Workspace.Kinds.Named(r.Kind)})
	}
	return h
}
