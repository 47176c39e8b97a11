package exchange

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
)

// History is the trail of records to be told, cut to a profile.
type History struct {
	Rev     *string // full commit id of the state; nil for the work tree
	Past    tell.Past
	Records []RecordHistory
}

// RecordHistory is the trail of one record. Title names it for people; Kind is nil where there is none of its name any more.
type RecordHistory struct {
	*trail.Record
	Title string
	Kind  *record.Kind
}

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
	Commit     history.Hash  `json:"commit"`
	AcceptedAt string        `json:"accepted_at"`
	AcceptedBy *string       `json:"accepted_by"`
	AuthoredAt string        `json:"authored_at"`
	Authors    []string      `json:"authors"`
	Reviewers  []string      `json:"reviewers"`
	Signature  *signed       `json:"signature"`
	Subject    string        `json:"subject"`
	Proposed   bool          `json:"proposed"`
	Ignored    bool          `json:"ignored"`
	Change     trail.Changed `json:"change"`
	Restored   bool          `json:"restored"`
	FromFile   *string       `json:"from_file"`
	FromKind   *string       `json:"from_kind"`
	AlsoIn     []string      `json:"also_in"`
	Unreadable bool          `json:"unreadable"`
	Fields     []fieldShape  `json:"fields"`
	bodyShape
}

// signed is what is known of a signature. Signer is null where it is not known, or where persons are not shown.
type signed struct {
	Kind   sign.Kind  `json:"kind"`
	Trust  sign.Trust `json:"state"`
	Signer *string    `json:"signer"`
}

type fieldShape struct {
	Field string `json:"field"`
	Old   any    `json:"old"`
	New   any    `json:"new"`
}

// WriteHistoryJSON writes a history as data.
func WriteHistoryJSON(w io.Writer, h History) error {
	out := historyShape{Version: 1, Rev: h.Rev, Records: []historyOfOne{}}
	for _, r := range h.Records {
		one := historyOfOne{ID: r.ID, Kind: r.Record.Kind, File: r.File, Revisions: []revisionShape{}}
		for i := range r.Revisions {
			shape, err := h.revision(&r.Revisions[i])
			if err != nil {
				return err
			}
			one.Revisions = append(one.Revisions, shape)
		}
		out.Records = append(out.Records, one)
	}
	return WriteJSON(w, out)
}

func (h History) revision(rev *trail.Revision) (revisionShape, error) {
	people := h.Past.People
	body, err := h.Past.BodyOf(rev)
	out := revisionShape{
		Commit: rev.Commit, AcceptedAt: rev.AcceptedAt.Format(time.RFC3339), AuthoredAt: rev.AuthoredAt.Format(time.RFC3339),
		AcceptedBy: optional(tell.Name(rev.AcceptedBy, people)), Authors: tell.Names(rev.Authors, people),
		Reviewers: tell.Names(rev.Reviewers, people), Subject: rev.Subject.In(h.Past.Lang), Proposed: rev.Proposed, Ignored: rev.Ignored,
		Signature: h.signed(rev), Change: rev.Change, Restored: rev.Restored, FromFile: optional(rev.FromFile), FromKind: optional(rev.FromKind),
		AlsoIn: append([]string{}, rev.AlsoIn...), Unreadable: rev.Unreadable, Fields: []fieldShape{}, bodyShape: shapeOfBody(rev.BodyChanged, body),
	}
	for _, c := range rev.Fields {
		out.Fields = append(out.Fields, fieldShape(c))
	}
	return out, err
}

func (h History) signed(rev *trail.Revision) *signed {
	if rev.Signed == sign.None || h.Past.Signature == nil {
		return nil
	}
	signature := h.Past.Signature(rev.Commit)
	return &signed{Kind: rev.Signed, Trust: signature.Trust, Signer: optional(tell.Signer(signature, rev, h.Past.People))}
}

// WriteHistoryText writes a history for people: each record, newest first what was done to it.
func WriteHistoryText(w io.Writer, h History) error {
	var out strings.Builder
	for i, r := range h.Records {
		if i > 0 {
			out.WriteByte('\n')
		}
		fmt.Fprintln(&out, r.Title)
		for i := range r.Revisions {
			told, err := h.Past.Revision(r.Kind, &r.Revisions[i])
			if err != nil {
				return err
			}
			h.write(&out, told)
		}
	}
	if len(h.Records) == 0 {
		fmt.Fprintln(&out, h.Past.Lang.T("history.none"))
	}
	_, err := io.WriteString(w, Visible(out.String()))
	return err
}

// write writes one revision in words.
func (h History) write(out *strings.Builder, r tell.Revision) {
	fmt.Fprintf(out, "\n  %s\n", strings.TrimRight(fmt.Sprintf("%s  %.10s  %s", r.Accepted, r.Commit, r.Subject), " "))
	said := r.What
	if len(said) == 0 {
		said = []string{h.Past.Lang.T("history.changed")}
	}
	lines := []string{strings.Join(append(said, h.Past.Credits(r)...), " · ")}
	if r.Signature != "" {
		lines = append(lines, r.Signature)
	}
	for _, words := range r.Words {
		lines = append(lines, h.Past.String(words))
	}
	for _, line := range append(lines, h.Past.PlainBody(r.Body)...) {
		fmt.Fprintf(out, "    %s\n", line)
	}
}
