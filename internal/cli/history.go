package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/tell"
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

// revisionShape is one revision as data. AcceptedBy is null where it is not known, or where persons are not shown; Signature
// is null where there is none.
type revisionShape struct {
	Commit      history.Hash  `json:"commit"`
	AcceptedAt  string        `json:"accepted_at"`
	AcceptedBy  *string       `json:"accepted_by"`
	AuthoredAt  string        `json:"authored_at"`
	Authors     []string      `json:"authors"`
	Reviewers   []string      `json:"reviewers"`
	Signature   *signed       `json:"signature"`
	Subject     string        `json:"subject"`
	Proposed    bool          `json:"proposed"`
	Ignored     bool          `json:"ignored"`
	Change      trail.Changed `json:"change"`
	Restored    bool          `json:"restored"`
	FromFile    *string       `json:"from_file"`
	FromKind    *string       `json:"from_kind"`
	AlsoIn      []string      `json:"also_in"`
	Unreadable  bool          `json:"unreadable"`
	Fields      []fieldShape  `json:"fields"`
	BodyChanged bool          `json:"body_changed"`
}

// signed is what is known of a signature. Signer is null where it is not known, or where persons are not shown.
type signed struct {
	Kind   sign.Kind  `json:"kind"`
	State  sign.State `json:"state"`
	Signer *string    `json:"signer"`
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
	if format == "json" {
		return exchange.WriteJSON(a.Stdout, a.historyShape(s, records))
	}
	a.historyText(s, cut, records)
	return nil
}

func trailIDs(records []*trail.Record) []string {
	ids := make([]string, len(records))
	for i, r := range records {
		ids[i] = r.ID
	}
	return ids
}

func (a *app) historyShape(s *engine.State, records []*trail.Record) historyShape {
	out := historyShape{Version: 1, Rev: s.Rev, Records: []historyOfOne{}}
	signatures := s.Signatures()
	for _, r := range records {
		one := historyOfOne{ID: r.ID, Kind: r.Kind, File: r.File, Revisions: []revisionShape{}}
		for i := range r.Revisions {
			shape := revisionShapeOf(s, &r.Revisions[i], a.lang)
			shape.Signature = signedShape(s, &r.Revisions[i], signatures)
			one.Revisions = append(one.Revisions, shape)
		}
		out.Records = append(out.Records, one)
	}
	return out
}

func revisionShapeOf(s *engine.State, rev *trail.Revision, lang locale.Lang) revisionShape {
	people := s.Workspace.Config.People
	out := revisionShape{
		Commit: rev.Commit, AcceptedAt: rev.AcceptedAt.Format(time.RFC3339), AuthoredAt: rev.AuthoredAt.Format(time.RFC3339),
		AcceptedBy: orNull(tell.Name(rev.AcceptedBy, people)), Authors: tell.Names(rev.Authors, people),
		Reviewers: tell.Names(rev.Reviewers, people), Subject: rev.Subject.In(lang), Proposed: rev.Proposed, Ignored: rev.Ignored,
		Change: rev.Change, Restored: rev.Restored, FromFile: orNull(rev.FromFile), FromKind: orNull(rev.FromKind),
		AlsoIn: append([]string{}, rev.AlsoIn...), Unreadable: rev.Unreadable, Fields: []fieldShape{}, BodyChanged: rev.BodyChanged,
	}
	for _, c := range rev.Fields {
		out.Fields = append(out.Fields, fieldShape(c))
	}
	return out
}

func signedShape(s *engine.State, rev *trail.Revision, signatures func(history.Hash) sign.Signature) *signed {
	if rev.Signed == sign.None {
		return nil
	}
	signature := signatures(rev.Commit)
	signer := tell.Signer(signature, rev, s.Workspace.Config.People)
	return &signed{Kind: rev.Signed, State: signature.State, Signer: orNull(signer)}
}

// orNull is a text of the JSON output that is null where there is none.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// historyWriter writes the history of records for people.
type historyWriter struct {
	strings.Builder
	app        *app
	profile    disclose.Profile
	state      *engine.State
	teller     tell.Teller
	signatures func(history.Hash) sign.Signature
}

func (a *app) historyText(s *engine.State, cut *disclose.Cut, records []*trail.Record) {
	w := &historyWriter{app: a, profile: cut.Profile(), state: s, teller: a.teller(cut), signatures: s.Signatures()}
	for _, r := range records {
		if w.Len() > 0 {
			w.WriteByte('\n')
		}
		w.record(r)
	}
	if w.Len() == 0 {
		fmt.Fprintln(w, a.lang.T("history.none"))
	}
	a.print(w.String())
}

// teller tells changes, with the titles of the records that the profile shows.
func (a *app) teller(cut *disclose.Cut) tell.Teller {
	return tell.Teller{Lang: a.lang, Title: func(id string, kinds []string) string { return cut.Title(id, kinds, a.lang) }}
}

func (w *historyWriter) record(r *trail.Record) {
	title := r.ID + " (" + r.File + ")"
	if now := w.state.Workspace.Graph.Named(r.ID); now != nil {
		title = w.state.Workspace.Graph.Title(now).In(w.app.lang) + " (" + r.ID + ")"
	}
	fmt.Fprintln(w, title)
	kind := w.state.Workspace.Kinds.Named(r.Kind)
	for i := range r.Revisions {
		w.revision(kind, &r.Revisions[i])
	}
}

func (w *historyWriter) revision(kind *record.Kind, rev *trail.Revision) {
	fmt.Fprintf(w, "\n  %s\n", strings.TrimRight(fmt.Sprintf("%s  %.10s  %s", w.day(rev.AcceptedAt), rev.Commit, rev.Subject.In(w.app.lang)), " "))
	said := w.teller.What(rev)
	if len(said) == 0 {
		said = []string{w.app.lang.T("history.changed")}
	}
	fmt.Fprintf(w, "    %s\n", strings.Join(append(said, w.people(rev)...), " · "))
	if rev.Signed != sign.None {
		signature := w.signatures(rev.Commit)
		fmt.Fprintf(w, "    %s\n", w.teller.Signature(signature, tell.Signer(signature, rev, w.state.Workspace.Config.People)))
	}
	if rev.Change == trail.Added {
		return
	}
	for _, words := range w.teller.Tell(kind, rev.Fields) {
		fmt.Fprintf(w, "    %s\n", w.teller.String(words))
	}
}

// people are who wrote a revision, who accepted it and who reviewed it, and when it was written, where that was another day;
// nothing of it in public.
func (w *historyWriter) people(rev *trail.Revision) []string {
	people, lang := w.state.Workspace.Config.People, w.app.lang
	if !w.profile.ShowsPersons() {
		return nil
	}
	var said []string
	add := func(key string, args locale.Args) { said = append(said, lang.T(key, args)) }
	written := locale.Args{"names": lang.And(tell.Names(rev.Authors, people)), "date": w.day(rev.AuthoredAt)}
	switch another := written["date"] != w.day(rev.AcceptedAt); {
	case written["names"] == "" && another:
		add("history.written-on", written)
	case another:
		add("history.authors-on", written)
	case written["names"] != "":
		add("history.authors", written)
	}
	switch name := tell.Name(rev.AcceptedBy, people); {
	case name != "":
		add("history.accepted", locale.Args{"name": name})
	case people != tell.Nobody && !rev.Proposed:
		add("history.accepted-unknown", nil)
	}
	if names := tell.Names(rev.Reviewers, people); len(names) > 0 {
		add("history.reviewers", locale.Args{"names": lang.And(names)})
	}
	return said
}

// day is the day of a time in the workspace's time zone.
func (w *historyWriter) day(at time.Time) string {
	return w.state.Workspace.Config.Day(at)
}
