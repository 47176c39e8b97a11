package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/spf13/cobra"
)

// historyShape is the shape of `lis history --format json`.
type historyShape struct {
	Version int            `json:"version"`
	Rev     *string        `json:"rev"`
	Records []historyOfOne `json:"records"`
}

type historyOfOne struct {
	ID        string          `json:"id"`
	Kind      string          `json:"kind"`
	File      string          `json:"file"`
	Revisions []revisionShape `json:"revisions"`
}

// revisionShape is one revision as data. AcceptedBy is null where it is not known, or where persons are not shown.
type revisionShape struct {
	Commit      history.Hash  `json:"commit"`
	AcceptedAt  string        `json:"accepted_at"`
	AcceptedBy  *string       `json:"accepted_by"`
	AuthoredAt  string        `json:"authored_at"`
	Authors     []string      `json:"authors"`
	Subject     string        `json:"subject"`
	Change      trail.Changed `json:"change"`
	FromFile    *string       `json:"from_file"`
	Fields      []fieldShape  `json:"fields"`
	BodyChanged bool          `json:"body_changed"`
}

type fieldShape struct {
	Field string `json:"field"`
	Old   any    `json:"old"`
	New   any    `json:"new"`
}

func newHistory(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "history [ID]", Short: a.lang.T("cli.history"), Args: a.args(0, 1, "error.args-most-one"),
		Example: "  lis history SYS-017\n  lis history --rev review/2023 --format json",
		RunE: func(_ *cobra.Command, args []string) error {
			return runHistory(a, strings.Join(args, ""), format)
		},
	}
	a.formatFlag(c, &format)
	a.profileFlag(c)
	return c
}

func runHistory(a *app, id, format string) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	t, err := a.trail(s)
	if err != nil {
		return err
	}
	records := a.cut(s).Trail(t.Records)
	if id != "" {
		i := slices.IndexFunc(records, func(r *trail.Record) bool { return r.ID == id })
		if i < 0 {
			return a.unknown("error.unknown-record", id, record.Nearest(id, trailIDs(records)))
		}
		records = records[i : i+1]
	}
	if format == "json" {
		return exchange.WriteJSON(a.Stdout, a.historyShape(s, records))
	}
	a.historyText(s, records)
	return nil
}

func trailIDs(records []*trail.Record) []string {
	ids := make([]string, len(records))
	for i, r := range records {
		ids[i] = r.ID
	}
	return ids
}

func (a *app) historyShape(s *state, records []*trail.Record) historyShape {
	out := historyShape{Version: 1, Rev: s.rev, Records: []historyOfOne{}}
	for _, r := range records {
		one := historyOfOne{ID: r.ID, Kind: r.Kind, File: r.File, Revisions: []revisionShape{}}
		for _, rev := range r.Revisions {
			one.Revisions = append(one.Revisions, a.revisionShape(s, rev))
		}
		out.Records = append(out.Records, one)
	}
	return out
}

func (a *app) revisionShape(s *state, rev trail.Revision) revisionShape {
	people := s.workspace.Config.People
	out := revisionShape{
		Commit: rev.Commit, AcceptedAt: rev.AcceptedAt.Format(time.RFC3339), AuthoredAt: rev.AuthoredAt.Format(time.RFC3339),
		Authors: trail.Names(rev.Authors, people), Subject: rev.Subject, Change: rev.Change, Fields: []fieldShape{}, BodyChanged: rev.BodyChanged,
	}
	if name := trail.Name(rev.AcceptedBy, people); name != "" {
		out.AcceptedBy = &name
	}
	if rev.FromFile != "" {
		out.FromFile = &rev.FromFile
	}
	for _, c := range rev.Fields {
		out.Fields = append(out.Fields, fieldShape(c))
	}
	return out
}

func (a *app) historyText(s *state, records []*trail.Record) {
	var b strings.Builder
	for _, r := range records {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s\n", a.trailTitle(s, r))
		for _, rev := range r.Revisions {
			a.revisionText(s, &b, r, rev)
		}
	}
	if b.Len() == 0 {
		fmt.Fprintln(&b, a.lang.T("history.none"))
	}
	a.print(b.String())
}

func (a *app) trailTitle(s *state, r *trail.Record) string {
	if now := s.workspace.Graph.Named(r.ID); now != nil {
		return s.workspace.Graph.Title(now).In(a.lang) + " (" + r.ID + ")"
	}
	return r.ID + " (" + r.File + ")"
}

func (a *app) revisionText(s *state, b *strings.Builder, r *trail.Record, rev trail.Revision) {
	people := s.workspace.Config.People
	fmt.Fprintf(b, "\n  %s  %.10s  %s\n", rev.AcceptedAt.Format(locale.DateForm), rev.Commit, rev.Subject)
	accepted := a.lang.T("history.accepted-unknown")
	if name := trail.Name(rev.AcceptedBy, people); name != "" {
		accepted = a.lang.T("history.accepted", locale.Args{"name": name})
	}
	what := a.lang.T("history."+string(rev.Change), locale.Args{"file": rev.FromFile})
	line := "    " + what
	if names := trail.Names(rev.Authors, people); len(names) > 0 {
		line += " · " + a.lang.T("history.authors", locale.Args{"names": a.lang.And(names)})
	}
	if people != trail.Nobody {
		line += " · " + accepted
	}
	fmt.Fprintln(b, line)
	if rev.Change != trail.Added {
		a.fieldsText(s, b, r, rev.Fields)
	}
	switch {
	case rev.BodyChanged && rev.Change != trail.Added:
		fmt.Fprintf(b, "    %s\n", a.lang.T("history.body"))
	case rev.Change == trail.Edited && len(rev.Fields) == 0:
		fmt.Fprintf(b, "    %s\n", a.lang.T("history.form"))
	}
}

// fieldsText writes what changed, in the kind's order of fields.
func (a *app) fieldsText(s *state, b *strings.Builder, r *trail.Record, fields []graph.Change) {
	kind := s.workspace.Kinds.Named(r.Kind)
	order := byKind(kind)
	for _, c := range slices.SortedFunc(slices.Values(fields), func(x, y graph.Change) int { return order(x.Field, y.Field) }) {
		var f *record.Field
		label := c.Field
		if kind != nil {
			f, label = kind.Field(c.Field), a.label(s, kind, c.Field)
			if item := a.itemLabel(s, kind, c.Field); item != "" {
				label = item + ", " + label
			}
		}
		fmt.Fprintf(b, "    %s: %s\n", label, a.changeText(s, f, c))
	}
}

// changeText is one change: what came and went where the field is a list, else the old value and the new.
func (a *app) changeText(s *state, f *record.Field, c graph.Change) string {
	old, wasList := c.Old.([]any)
	now, isList := c.New.([]any)
	if wasList && (isList || c.New == nil) || isList && c.Old == nil {
		parts := slices.Concat(a.signed(s, f, "+ ", without(now, old)), a.signed(s, f, "− ", without(old, now)))
		if len(parts) > 0 {
			return strings.Join(parts, ", ")
		}
	}
	return a.oldOrNew(s, f, c.Old) + " → " + a.oldOrNew(s, f, c.New)
}

// without are the items of a list that another does not have.
func without(list, other []any) []any {
	return slices.DeleteFunc(slices.Clone(list), func(v any) bool { return slices.Contains(other, v) })
}

func (a *app) signed(s *state, f *record.Field, sign string, items []any) []string {
	var out []string
	for _, v := range items {
		out = append(out, sign+a.words(s, f, v))
	}
	return out
}

func (a *app) oldOrNew(s *state, f *record.Field, v any) string {
	if v == nil {
		return "–"
	}
	return indent(a.words(s, f, v))
}
