package graph

import (
	"cmp"

	"github.com/c8b10cf3/lis/internal/record"
)

// Level is the narrowest profile that may show a record: what the record says, else the default of its kind, and no wider than
// the ceiling of its kind. A record whose own word cannot be read is shown to the fewest that the ceiling allows.
func Level(r *record.Record) record.Profile {
	if r.Doc.Broken || r.Invalid["publish"] != "" {
		return record.Narrower(record.Restricted, r.Kind.PublishAtMost)
	}
	return LevelOf(r.Kind, r.Text("publish"))
}

// LevelOf is the level of a record of a kind that says publish, "" for nothing. A word that is no profile, and a kind that is
// no more (nil), are shown to the fewest.
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

// FieldLevel is the narrowest profile that may show a field of a kind, in a record that it shows: the narrowest of what the
// field says, what it lies in and what its items say. The path may have indices. A field that the kind does not know is shown
// in none.
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

// FieldNeeds is what a field asks for by itself, wherever it lies: [record.Public] where it asks for nothing.
func FieldNeeds(f *record.Field) record.Profile {
	level := cmp.Or(f.Publish, record.Public)
	if f.Items != nil {
		level = record.Narrower(level, cmp.Or(f.Items.Publish, record.Public))
	}
	return level
}
