package view

import (
	"slices"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
)

// Trail is what is known of a record's past.
type Trail struct {
	Revisions []Revision // newest first
	// Last is the newest that meant something; the newest of all where none did. Set where there are Revisions.
	Last Revision
	// People is set where a revision names someone.
	People bool
	// Note says why there are none.
	Note string
}

// Revision is one accepted change of a record.
type Revision struct {
	Commit, Short, URL string
	Accepted           Item   // a day
	Written            Item   // the day when it was written, where that was another
	By                 string // who accepted it; "" where nobody is named
	Authors            string // who wrote it; "" where that is nobody else, or nobody is named
	Reviewers          string // who reviewed it; "" where nobody is named
	Subject            string // "" where the profile does not show it
	Signature          Item   // what is known of it; empty where there is none, or the profile does not show it
	// What is said of the change as a whole, and then field by field.
	What    []string
	Changes []Change
}

// Change is one field that changed, or an item of a list that came or went.
type Change struct {
	Label string
	// Old and New are the values, empty where there was or is none. They are not set where one of the following is.
	Old, New Item
	// Added and Removed are what came into a list and what went.
	Added, Removed string
	// Text is how a long text changed, shortened.
	Text []tell.Run
	// Note tells more; it stands alone where that the field changed is all that may be told.
	Note string
}

// trail is the past of a record as the profile shows it.
func (m *Model) trail(r *record.Record) Trail {
	if r.Shipped {
		return Trail{Note: m.t("site.page.shipped")}
	}
	past := m.in.Trail.Of(r.ID)
	if past == nil || len(past.Revisions) == 0 {
		return Trail{Note: m.t("site.page.no-trail")}
	}
	var t Trail
	kept := m.cut.TrailOf(r.Kind, past).Revisions
	for i := range kept {
		v := m.revision(r.Kind, &kept[i])
		t.People = t.People || v.By+v.Authors+v.Reviewers != ""
		t.Revisions = append(t.Revisions, v)
	}
	last := slices.IndexFunc(kept, func(rev trail.Revision) bool { return !rev.Form() })
	t.Last = t.Revisions[max(last, 0)]
	return t
}

// revision is what may be said of a revision that is already cut.
func (m *Model) revision(k *record.Kind, rev *trail.Revision) Revision {
	teller := m.teller(k)
	v := Revision{
		Accepted: m.dayOf(rev.AcceptedAt), Written: m.dayOf(rev.AuthoredAt),
		Commit: string(rev.Commit), Short: rev.Commit.Short(), URL: m.commitURL(string(rev.Commit)),
		By: m.person(rev.AcceptedBy), Authors: m.people(rev.Authors), Reviewers: m.people(rev.Reviewers),
		Subject: rev.Subject.In(m.lang), Signature: m.signature(teller, rev), What: teller.What(rev),
	}
	if v.Written == v.Accepted || !m.Profile().ShowsPersons() {
		v.Written = Item{}
	}
	if v.Authors == v.By {
		v.Authors = ""
	}
	if rev.Proposed {
		v.By = ""
	}
	if rev.Change != trail.Added {
		v.Changes = m.changes(teller, k, rev.Fields)
	}
	return v
}

// dayOf is the day of a time, in the time zone of the workspace.
func (m *Model) dayOf(at time.Time) Item {
	return m.day(m.w.Config.Day(at))
}

// teller tells changes as the pages write values: dates written out, levels with their names.
func (m *Model) teller(k *record.Kind) tell.Teller {
	return tell.Teller{
		Lang:  m.lang,
		Title: func(id string, kinds []string) string { return m.cut.Title(id, kinds, m.lang) },
		Value: func(f *record.Field, v any) string {
			switch v := v.(type) {
			case int64:
				return m.level(k, f.Path, v)
			case string:
				if _, ok := locale.ParseDate(v); ok && f.Format == "date" {
					return m.lang.Date(v)
				}
			}
			return ""
		},
	}
}

// changes are the fields that changed, in words.
func (m *Model) changes(teller tell.Teller, k *record.Kind, fields []graph.Change) []Change {
	var told []Change
	for _, w := range teller.Tell(k, m.cut.Guarded(fields)) {
		told = append(told, Change{
			Label: w.Label, Old: Item{Text: w.Old}, New: Item{Text: w.New, Tone: w.Tone},
			Added: strings.Join(w.Added, ", "), Removed: strings.Join(w.Removed, ", "), Text: w.Text, Note: w.Note,
		})
	}
	return told
}

// signature tells what is known of the signature that a revision carries.
func (m *Model) signature(teller tell.Teller, rev *trail.Revision) Item {
	if rev.Signed == sign.None || m.in.Signature == nil {
		return Item{}
	}
	s := m.in.Signature(rev.Commit)
	said := Item{Text: teller.Signature(s, tell.Signer(s, rev, m.w.Config.People))}
	switch s.State {
	case sign.Good:
		said.Tone = "ok"
	case sign.Bad:
		said.Tone = "bad"
	case sign.UnknownKey:
		said.Tone = "attention"
	}
	return said
}

// people are the names of several, each once.
func (m *Model) people(all []history.Person) string {
	if !m.Profile().ShowsPersons() {
		return ""
	}
	return m.lang.And(tell.Names(all, m.w.Config.People))
}

// person is how someone in the history is told of: as lis.yaml says, or not at all where the profile names nobody.
func (m *Model) person(p history.Person) string {
	switch {
	case !m.Profile().ShowsPersons() || m.w.Config.People == tell.Nobody:
		return ""
	case p == history.Person{}:
		return m.t("site.trail.unknown")
	}
	return tell.Name(p, m.w.Config.People)
}
