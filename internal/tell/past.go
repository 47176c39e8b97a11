package tell

import (
	"time"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
)

// Past describes revisions of records in words, for pages and for the terminal, which only lay them out. Its revisions are
// already cut to the profile.
type Past struct {
	Teller
	// People is how persons are shown: the setting history.people.
	People string
	// Anonymous is set if no persons are named, and the day of writing is left out.
	Anonymous bool
	Zone      *time.Location // in which days are given
	// Signature returns what is known about the signature of a commit; if nil, signatures are not mentioned.
	Signature func(history.Hash) sign.Signature
	// Body returns how a revision changed the text. It is called only for a revision that changed it, of a record that existed
	// before and after. If nil, only the fact that the text changed is reported.
	Body func(*trail.Revision) (Body, error)
}

// Revision is one revision in words.
type Revision struct {
	Commit history.Hash
	// Accepted is the day on which it was accepted. Written is the day on which it was written, "" if that is the same day or
	// must not be shown. Both have the form 2006-01-02.
	Accepted, Written string
	Subject           string // "" if the profile does not show it
	// By is who accepted it, Authors are who wrote it and Reviewers who reviewed it; "" if unknown or not named. ByUnknown is set
	// if By would be named but is not known.
	By, Authors, Reviewers string
	ByUnknown              bool
	// Signature describes its signature in words, SignatureState as data for a page; "" if there is none.
	Signature      string
	SignatureState sign.Trust
	// What describes the change as a whole, Words describe it field by field, and Body has the passages of the text that changed.
	// A new record has no Words.
	What  []string
	Words []Words
	Body  Body
}

// Revision describes one revision of a record; k is the kind that the record has now. The error is that of p.Body.
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

// BodyOf returns how a revision changed the text of a record that existed before and after; the zero Body for any other.
func (p Past) BodyOf(rev *trail.Revision) (Body, error) {
	if !rev.BodyChanged || rev.Change == trail.Added || rev.Change == trail.Removed || p.Body == nil {
		return Body{}, nil
	}
	return p.Body(rev)
}

// day returns the day of a time.
func (p Past) day(at time.Time) string { return locale.Day(at, p.Zone) }

// Credits name who wrote a revision, with the day if it differs, who accepted it and who reviewed it.
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
