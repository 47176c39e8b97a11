package trail

import (
	"slices"
	"time"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// Accepted is one revision of the main line, whatever it changed.
type Accepted struct {
	Commit history.Hash
	At     time.Time
}

// place is where a revision stands on the line, the newest first; ok is false where it is not on it.
func (t *Trail) place(commit history.Hash) (n int, ok bool) {
	n, ok = t.places[commit]
	return n, ok
}

// After are the revisions of a record that were accepted after a commit of the line, newest first. They are none where the
// commit is not on the line: nothing is known of what came after it. A nil Trail has none.
func (t *Trail) After(id string, commit history.Hash) []Revision {
	r := t.Of(id) // nil of a nil Trail
	since, ok := 0, false
	if r != nil {
		since, ok = t.place(commit)
	}
	if !ok {
		return nil
	}
	end := slices.IndexFunc(r.Revisions, func(rev Revision) bool {
		at, on := t.place(rev.Commit)
		return on && at >= since
	})
	if end < 0 {
		end = len(r.Revisions)
	}
	return r.Revisions[:end]
}

// At is the trail as it was at a revision of the line: what came after is left out. ok is false where the commit is not on
// the line. The record of something that moved since stands where it does now.
func (t *Trail) At(commit history.Hash) (past *Trail, ok bool) {
	n, ok := t.place(commit)
	if !ok || n == 0 {
		return t, ok
	}
	cut := *t
	past = &cut
	past.Records, past.Line, past.byID = nil, t.Line[n:], map[string]*Record{}
	for _, r := range t.Records {
		if later := len(t.After(r.ID, commit)); later < len(r.Revisions) {
			then := *r
			then.Revisions = r.Revisions[later:]
			past.Records = append(past.Records, &then)
			past.byID[key(r.ID)] = &then
		}
	}
	return past, true
}

// LastOn is the last revision of the line that was accepted on a day or earlier, in a time zone: the first, from the newest
// on, whose date is not after the day. ok is false where all are later.
func (t *Trail) LastOn(day string, zone *time.Location) (commit history.Hash, ok bool) {
	for _, a := range t.Line {
		if locale.Day(a.At, zone) <= day {
			return a.Commit, true
		}
	}
	return "", false
}

// SealTag is the name of the tag that seals a review.
func SealTag(review string) string { return "seal/" + review }

// Basis is the state that a management review rests on.
type Basis struct {
	Commit history.Hash
	// Tag is the tag that fixes it; "" where none does. It is then the last revision that was accepted on the day when the
	// review was held.
	Tag string
	// Missing is the tag that the review names, where there is no such tag.
	Missing string
}

// Bases finds what reviews rest on.
type Bases struct {
	Trail *Trail
	// Tags are the commits that tags name.
	Tags map[string]history.Hash
	Zone *time.Location
}

// Of is the basis of a review: the tag that it names, else the seal on it, else the state on the day when it was held. ok is
// false where it was not held yet, or there is no history to tell.
func (b Bases) Of(review *record.Record) (basis Basis, ok bool) {
	if b.Trail == nil {
		return basis, false
	}
	named := review.Text("tag")
	for _, name := range []string{named, SealTag(review.ID)} {
		if commit, ok := b.Tags[name]; ok && name != "" {
			return Basis{Commit: commit, Tag: name}, true
		}
	}
	held := review.Text("held_on")
	if held == "" {
		return basis, false
	}
	commit, ok := b.Trail.LastOn(held, b.Zone)
	return Basis{Commit: commit, Missing: named}, ok
}
