package trail

import (
	"slices"
	"time"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/record"
)

// place returns the position of a revision on the line, newest first; ok is false if it is not on it, such as one that came after
// what the trail was cut to. A nil Trail has no line.
func (t *Trail) place(commit history.Hash) (n int, ok bool) {
	if t == nil {
		return 0, false
	}
	age, known := t.ages[commit]
	n = len(t.Line) - 1 - age
	return n, known && n >= 0
}

// After returns the revisions of a record that were accepted after a commit of the line, newest first. There are none if the
// commit is not on the line, because nothing is known of what came after it. A nil Trail has none.
func (t *Trail) After(id string, commit history.Hash) []Revision {
	r := t.Of(id) // nil for a nil Trail
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

// At returns the trail as it was at a revision of the line, without what came after. ok is false if the commit is not on the
// line. A record that has moved since has its present file and kind.
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

// Calendar returns the days as of which the revisions of the line count. A nil Trail has an empty line.
func (t *Trail) Calendar(zone *time.Location) *history.Calendar {
	if t == nil {
		return history.CalendarOf(nil, zone)
	}
	return history.CalendarOf(t.Line, zone)
}

// LastOn returns the last revision of the line accepted on a day or earlier, in a time zone; see [history.Calendar]. ok is false if
// all are later.
func (t *Trail) LastOn(day string, zone *time.Location) (commit history.Hash, ok bool) {
	n, ok := t.Calendar(zone).LastOn(day)
	if !ok {
		return "", false
	}
	return t.Line[n].Commit, true
}

// DayOf returns the day as of which a revision of the line counts; ok is false if it is not on the line.
func (t *Trail) DayOf(commit history.Hash, zone *time.Location) (day string, ok bool) {
	n, ok := t.place(commit)
	if !ok {
		return "", false
	}
	return history.CalendarOf(t.Line[n:], zone).Last(), true
}

// SealTag returns the name of the tag that seals a review.
func SealTag(review string) string { return "seal/" + review }

// Basis is the state that a management review rests on.
type Basis struct {
	Commit history.Hash
	// Tag is the tag that fixes it. If it is "", the basis is the last revision accepted by the end of the day on which the
	// review was held.
	Tag string
	// Missing is the tag that the review names, if there is no such tag.
	Missing string
}

// Bases finds what reviews rest on.
type Bases struct {
	Trail *Trail
	// Tags are the commits of the tags, by name.
	Tags map[string]history.Hash
	Zone *time.Location
}

// Of returns the basis of a review: the tag that it names, or else the seal on it, or else the state on the day on which it was
// held. ok is false if it has not been held, or if there is no history.
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
