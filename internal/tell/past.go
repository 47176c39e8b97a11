package tell

import (
	"time"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
)

// Past tells revisions of records in words, for a page as for a terminal: those only lay out what it says. It is handed revisions
// that are cut to the profile already.
type Past struct {
	Teller
	// People is how persons are shown: the setting of history.people.
	People string
	// Anonymous is set where nobody is named, nor when something was written.
	Anonymous bool
	Zone      *time.Location // in which days are told
	// Signature is what is known of the signature of a commit; nil tells of none.
	Signature func(history.Hash) sign.Signature
	// Body is how a revision changed the text; it is asked only for one that changed it, of a record that was there before and
	// is after. nil tells only that the text changed.
	Body func(*trail.Revision) (Body, error)
}

// Revision is one revision in words.
type Revision struct {
	Commit history.Hash
	// Accepted is the day when it was accepted, and Written when it was written, where that was another and may be told. Both
	// are of the form 2006-01-02.
	Accepted, Written string
	Subject           string // "" where the profile does not show it
	// By is who accepted it, Authors are who wrote and Reviewers who reviewed it; "" where nobody is known or named. ByUnknown is
	// set where someone would be named, and is not known.
	By, Authors, Reviewers string
	ByUnknown              bool
	// Signature tells what is known of it, and SignatureState the same for a page; "" where there is none.
	Signature      string
	SignatureState sign.Trust
	// What is said of the change as a whole, Words tell it field by field, and Body has the passages of the text that changed. Of
	// a record that is new there are no Words.
	What  []string
	Words []Words
	Body  Body
}

// Revision tells of one revision of a record, which is of a kind now. The error is that of p.Body.
func (p Past) Revision(k *record.Kind, rev *trail.Revision) (told Revision, err error) {
	told = Revision{
		Commit: rev.Commit, Accepted: p.day(rev.AcceptedAt), Written: p.day(rev.AuthoredAt), Subject: rev.Subject.In(p.Lang),
	}
	if told.Written == told.Accepted || p.Anonymous {
		told.Written = ""
	}
	if told.Body, err = p.BodyOf(rev); err != nil {
		return told, err
	}
	told.What = p.What(rev, told.Body)
	if rev.Change != trail.Added {
		told.Words = p.Tell(k, rev.Fields)
	}
	if !p.Anonymous {
		told.By, told.Authors = Name(rev.AcceptedBy, p.People), p.Lang.And(Names(rev.Authors, p.People))
		told.Reviewers = p.Lang.And(Names(rev.Reviewers, p.People))
		told.ByUnknown = told.By == "" && p.People != Nobody && !rev.Proposed
	}
	if rev.Signed != sign.None && p.Signature != nil {
		s := p.Signature(rev.Commit)
		told.Signature, told.SignatureState = p.Teller.Signature(s, Signer(s, rev, p.People)), s.Trust
	}
	return told, nil
}

// BodyOf is how a revision changed the text of a record that was there before and is after; the zero Body of any other.
func (p Past) BodyOf(rev *trail.Revision) (Body, error) {
	if !rev.BodyChanged || rev.Change == trail.Added || rev.Change == trail.Removed || p.Body == nil {
		return Body{}, nil
	}
	return p.Body(rev)
}

// day is the day of a time.
func (p Past) day(at time.Time) string { return locale.Day(at, p.Zone) }

// Credits tell who wrote a revision, when that was another day, who accepted it and who reviewed it.
func (t Teller) Credits(r Revision) []string {
	var said []string
	add := func(key string, args locale.Args) { said = append(said, t.Lang.T(key, args)) }
	written := locale.Args{"names": r.Authors, "date": r.Written}
	switch {
	case r.Authors == "" && r.Written != "":
		add("history.written-on", written)
	case r.Written != "":
		add("history.authors-on", written)
	case r.Authors != "":
		add("history.authors", written)
	}
	switch {
	case r.By != "":
		add("history.accepted", locale.Args{"name": r.By})
	case r.ByUnknown:
		add("history.accepted-unknown", nil)
	}
	if r.Reviewers != "" {
		add("history.reviewers", locale.Args{"names": r.Reviewers})
	}
	return said
}
