package exchange

import (
	"fmt"
	"io"
	"strings"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
)

// History is the trail of records, cut to what is shown, with what else the repository knows about it.
type History struct {
	Records []*trail.Record
	// Signature returns what is known about the signature of a commit, Body how a revision changed the text; see [tell.Past].
	Signature func(history.Hash) sign.Signature
	Body      func(*trail.Revision) (tell.Body, error)
}

// past returns what words a history, within what the state shows.
func (s State) past(h History) tell.Past {
	return tell.Past{
		Teller: tell.Teller{Lang: s.Lang, Title: func(id string, kinds []string) string { return s.Cut.Title(id, kinds, s.Lang) }},
		People: s.Workspace.Config.People, Anonymous: !s.Cut.Profile().ShowsPersons(), Zone: s.Workspace.Config.Zone,
		Signature: h.Signature, Body: h.Body,
	}
}

// historyShape is the shape of `lis history --format json`.
type historyShape struct {
	Version int                  `json:"version"`
	Rev     *string              `json:"rev"`
	Records []recordHistoryShape `json:"records"`
}

// recordHistoryShape is what happened to one record, newest first.
type recordHistoryShape struct {
	ID        string          `json:"id"`
	Kind      string          `json:"kind"`
	File      string          `json:"file"`
	Revisions []revisionShape `json:"revisions"`
}

// revisionShape is one revision as data. AcceptedBy is null if it is not known or persons are not shown; Signature is null if
// there is none.
type revisionShape struct {
	Commit     history.Hash    `json:"commit"`
	AcceptedAt string          `json:"accepted_at"`
	AcceptedBy *string         `json:"accepted_by"`
	AuthoredAt string          `json:"authored_at"`
	Authors    []string        `json:"authors"`
	Reviewers  []string        `json:"reviewers"`
	Signature  *signatureShape `json:"signature"`
	Subject    string          `json:"subject"`
	Proposed   bool            `json:"proposed"`
	Ignored    bool            `json:"ignored"`
	Change     trail.Changed   `json:"change"`
	Restored   bool            `json:"restored"`
	FromFile   *string         `json:"from_file"`
	FromKind   *string         `json:"from_kind"`
	AlsoIn     []string        `json:"also_in"`
	Unreadable bool            `json:"unreadable"`
	Fields     []fieldShape    `json:"fields"`
	bodyShape
}

// fieldShape is one field of a record that changed.
type fieldShape struct {
	Field string `json:"field"`
	Old   any    `json:"old"`
	New   any    `json:"new"`
}

// WriteHistoryJSON writes a history as data.
func WriteHistoryJSON(w io.Writer, s State, h History) error {
	past := s.past(h)
	out := historyShape{Version: 1, Rev: s.Rev, Records: []recordHistoryShape{}}
	for _, r := range h.Records {
		one := recordHistoryShape{ID: r.ID, Kind: r.Kind, File: r.File, Revisions: []revisionShape{}}
		for i := range r.Revisions {
			shape, err := revisionShapeOf(past, &r.Revisions[i])
			if err != nil {
				return err
			}
			one.Revisions = append(one.Revisions, shape)
		}
		out.Records = append(out.Records, one)
	}
	return writeShape(w, out)
}

func revisionShapeOf(past tell.Past, rev *trail.Revision) (revisionShape, error) {
	people := past.People
	body, err := past.BodyOf(rev)
	out := revisionShape{
		Commit: rev.Commit, AcceptedAt: locale.Stamp(rev.AcceptedAt), AuthoredAt: locale.Stamp(rev.AuthoredAt),
		AcceptedBy: optional(tell.Name(rev.AcceptedBy, people)), Authors: tell.Names(rev.Authors, people),
		Reviewers: tell.Names(rev.Reviewers, people), Subject: rev.Subject.In(past.Lang), Proposed: rev.Proposed, Ignored: rev.Ignored,
		Change: rev.Change, Restored: rev.Restored, FromFile: optional(rev.From()), FromKind: optional(rev.FromKind),
		AlsoIn: append([]string{}, rev.AlsoIn...), Unreadable: rev.Unreadable, Fields: []fieldShape{}, bodyShape: shapeOfBody(rev.BodyChanged, body),
	}
	if rev.Signed != sign.None && past.Signature != nil {
		signature := past.Signature(rev.Commit)
		out.Signature = &signatureShape{rev.Signed, signature.Trust, optional(tell.Signer(signature, rev, people))}
	}
	for _, c := range rev.Fields {
		out.Fields = append(out.Fields, fieldShape(c))
	}
	return out, err
}

// WriteHistoryText writes a history for people: each record with what was done to it, newest first.
func WriteHistoryText(w io.Writer, s State, h History) error {
	past := s.past(h)
	var out strings.Builder
	for i, r := range h.Records {
		if i > 0 {
			out.WriteByte('\n')
		}
		fmt.Fprintln(&out, s.historyTitle(r))
		kind := s.Workspace.Kinds.Named(r.Kind)
		for i := range r.Revisions {
			told, err := past.Revision(kind, &r.Revisions[i])
			if err != nil {
				return err
			}
			writeRevision(&out, past.Teller, told)
		}
	}
	if len(h.Records) == 0 {
		fmt.Fprintln(&out, s.Lang.T("history.none"))
	}
	return writeString(w, out.String())
}

// historyTitle returns a record's current title and id, or its id and file if it no longer exists.
func (s State) historyTitle(r *trail.Record) string {
	if now := s.Workspace.Graph.Named(r.ID); now != nil {
		return s.title(now) + " (" + r.ID + ")"
	}
	return r.ID + " (" + r.File + ")"
}

// writeRevision writes one revision in words.
func writeRevision(out *strings.Builder, t tell.Teller, r tell.Revision) {
	fmt.Fprintf(out, "\n  %s\n", strings.TrimRight(fmt.Sprintf("%s  %.10s  %s", r.Accepted, r.Commit, r.Subject), " "))
	said := r.What
	if len(said) == 0 {
		said = []string{t.Lang.T("history.changed")}
	}
	lines := []string{strings.Join(append(said, t.Credits(r)...), " · ")}
	if r.Signature != "" {
		lines = append(lines, r.Signature)
	}
	for _, words := range r.Words {
		lines = append(lines, t.String(words))
	}
	for _, line := range append(lines, t.PlainBody(r.Body)...) {
		fmt.Fprintf(out, "    %s\n", line)
	}
}
