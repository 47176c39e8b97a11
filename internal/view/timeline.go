package view

import (
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
)

// Trail is what is known about a record's past.
type Trail struct {
	Revisions []Revision // newest first
	// Last is the newest revision that changed more than the form; the newest of all if none did. It is set if there are
	// Revisions.
	Last Revision
	// People is set if a revision names someone.
	People bool
	// Note says why there are no revisions.
	Note string
}

// Revision is one accepted change of a record.
type Revision struct {
	Commit, Short, URL string
	Accepted           Item   // a day
	Written            Item   // the day on which it was written, if different
	By                 string // who accepted it; "" if no one is named
	Authors            string // who wrote it; "" if no one else did, or no one is named
	Reviewers          string // who reviewed it; "" if no one is named
	Subject            string // "" if the profile hides it
	Signature          Item   // what is known about it; empty if there is none or the profile hides it
	// What describes the change in general, Changes field by field, and Body in the text.
	What    []string
	Changes []Change
	Body    BodyChange
}

// Change is one field that changed, or an item of a list that was added or removed.
type Change struct {
	Label string
	// Old and New are the values, empty if there was or is none. They are not set if one of the following fields is.
	Old, New Item
	// Added and Removed are the items added to and removed from a list.
	Added, Removed string
	// Text is how a long text changed, shortened.
	Text []tell.Run
	// Note adds information; it is the only text if no more may be shown than that the field changed.
	Note string
}

// BodyChange is how a text changed: the passages, and a note if some of them are not shown.
type BodyChange struct {
	Passages []Passage
	Note     string
}

// Passage is a part of a text that changed. Under says where it is, "" if it is in the same place as the one before.
type Passage struct {
	Under string
	Lines []PassageLine
}

// PassageLine is a line of a passage. Note says that it was moved.
type PassageLine struct {
	tell.Line
	Note string
}

// bodyChange returns how a text changed, for a page.
func bodyChange(teller tell.Teller, b tell.Body) BodyChange {
	out := BodyChange{Note: teller.BodyNote(b)}
	last := ""
	for _, p := range b.Passages {
		told := Passage{Under: unmarked(teller.Under(p))}
		if told.Under == last {
			told.Under = ""
		} else {
			last = told.Under
		}
		for _, l := range p.Lines {
			if !l.Code {
				l.Parts = unmarkedRuns(l.Parts)
			}
			told.Lines = append(told.Lines, PassageLine{l, teller.LineNote(l)})
		}
		out.Passages = append(out.Passages, told)
	}
	return out
}

// trail returns the past of a record as the profile shows it.
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

// past returns what words revisions of a kind's records. The revisions must already be cut.
func (m *Model) past(k *record.Kind) tell.Past {
	return tell.Past{
		Teller: m.teller(k), People: m.w.Config.People, Anonymous: !m.Profile().ShowsPersons(), Zone: m.w.Config.Zone, Signature: m.in.Signature, Body: m.bodyOf,
	}
}

// bodyOf returns how a revision changed a text, as the profile shows it.
func (m *Model) bodyOf(rev *trail.Revision) (tell.Body, error) {
	if m.in.Bodies == nil {
		return tell.Body{}, nil
	}
	before, after := m.in.Bodies(rev)
	return m.cut.BodyChange(before, after), nil
}

// revision returns what may be shown of a revision that is already cut.
func (m *Model) revision(k *record.Kind, rev *trail.Revision) Revision {
	past := m.past(k)
	told, err := past.Revision(k, rev)
	if err != nil {
		panic(err) // bodyOf returns no error
	}
	v := Revision{
		Accepted: m.day(told.Accepted), Commit: string(rev.Commit), Short: rev.Commit.Short(), URL: m.commitURL(string(rev.Commit)),
		By: told.By, Authors: told.Authors, Reviewers: told.Reviewers, Subject: told.Subject,
		Signature: Item{Text: told.Signature, Tone: signatureTones[told.SignatureState]},
		What:      told.What, Changes: changesOf(told.Words), Body: bodyChange(past.Teller, told.Body),
	}
	if told.Written != "" {
		v.Written = m.day(told.Written)
	}
	if told.ByUnknown {
		v.By = m.t("site.trail.unknown")
	}
	if v.Authors == v.By {
		v.Authors = ""
	}
	return v
}

// signatureTones are the tones for the trust in a signature.
var signatureTones = map[sign.Trust]record.Tone{sign.Good: "ok", sign.Bad: "bad", sign.UnknownKey: "attention"}

// teller words changes in the way the pages write values: dates written out, levels with their names.
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

// changes returns the changed fields in words.
func (m *Model) changes(teller tell.Teller, k *record.Kind, fields []graph.Change) []Change {
	return changesOf(teller.Tell(k, m.cut.Guarded(fields)))
}

// changesOf converts changes in words for a page.
func changesOf(all []tell.Words) []Change {
	var out []Change
	for _, w := range all {
		out = append(out, Change{
			Label: w.Label, Old: Item{Text: unmarked(w.Old)}, New: Item{Text: unmarked(w.New), Tone: w.Tone},
			Added: strings.Join(unmarkedAll(w.Added), ", "), Removed: strings.Join(unmarkedAll(w.Removed), ", "), Text: unmarkedRuns(w.Text), Note: w.Note,
		})
	}
	return out
}
