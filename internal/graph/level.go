package graph

import (
	"cmp"
	"regexp"

	"github.com/c8b10cf3/lis/internal/record"
)

// saysNever matches a line that keeps a record out of every profile.
var saysNever = regexp.MustCompile(`(?mi)^[^\w\n]*publish[^\w\n]*never\b`)

// Level returns the widest profile that can show a record: what is said of it, see [Stated], and never wider than what it holds
// allows, see [Bound].
func Level(r *record.Record) record.Profile {
	bound, _ := Bound(r)
	return record.Narrower(Stated(r), bound)
}

// Stated returns the widest profile that a record is meant for: what the record says, else the default of its kind, and never
// wider than the ceiling of its kind. A record whose own value cannot be read is restricted, or narrower if the ceiling is; one
// that cannot be read at all is never shown if a line of it seems to say so.
func Stated(r *record.Record) record.Profile {
	if r.Doc.Broken && saysNever.Match(r.File().Data) {
		return record.Never
	}
	if r.Doc.Broken || r.Invalid["publish"] != "" {
		said := record.Restricted
		if n := r.Doc.Front.Get("publish"); n.IsScalar() && n.Text == string(record.Never) { // in a kind that does not know the word any more
			said = record.Never
		}
		return record.Narrower(said, r.Kind.PublishAtMost)
	}
	return LevelOf(r.Kind, r.Text("publish"))
}

// The fields that bound who can see a record.
const (
	secrecyField         = "secrecy"
	confidentialityField = "classification.confidentiality"
)

// Bound returns the widest profile that may show a record because of what it holds, and the field that says so; [record.Public] and
// "" if nothing does. A record with a secrecy marking is restricted; one whose confidentiality is too high for the public is internal.
// A marking or a level that cannot be read counts as one.
func Bound(r *record.Record) (most record.Profile, field string) {
	if r.At(secrecyField) != nil || unread(r, secrecyField) {
		return record.Restricted, secrecyField
	}
	level, said := r.At(confidentialityField).(int64)
	if said && int(level) >= r.Kind.Confidential || unread(r, confidentialityField) {
		return record.Internal, confidentialityField
	}
	return record.Public, ""
}

// unread reports whether a field or one around it could not be read.
func unread(r *record.Record, field string) bool {
	for ; field != ""; field = record.Parent(field) {
		if r.Invalid[field] != "" {
			return true
		}
	}
	return false
}

// LevelOf returns the level of a record of a kind; publish is what the record says, "" for nothing. An unknown profile counts
// as restricted, and so does a record of a kind that no longer exists (nil).
func LevelOf(k *record.Kind, publish string) record.Profile {
	if k == nil {
		return record.Restricted
	}
	level := cmp.Or(record.Profile(publish), k.Publish)
	if !level.IsKnown() {
		level = record.Restricted
	}
	return record.Narrower(level, k.PublishAtMost)
}

// FieldLevel returns the widest profile that can show a field of a kind, in a record that it shows: the narrowest of what the
// field, the fields around it and its items say. The path can have indices. A field that the kind does not know is never
// shown.
func FieldLevel(k *record.Kind, path string) record.Profile {
	level := record.Public
	for p := record.Bare(path); p != ""; p = record.Parent(p) {
		f := k.Field(p)
		if f == nil {
			return record.Never
		}
		level = record.Narrower(level, FieldNeeds(f))
	}
	return level
}

// FieldNeeds returns what a field and its items ask for, regardless of where the field lies; [record.Public] if nothing.
func FieldNeeds(f *record.Field) record.Profile {
	level := cmp.Or(f.Publish, record.Public)
	if f.Items != nil {
		level = record.Narrower(level, cmp.Or(f.Items.Publish, record.Public))
	}
	return level
}
