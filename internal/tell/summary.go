package tell

import (
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
)

// Label returns what a field of a kind is called, with the list item that it belongs to: Uppföljning 2, Läge.
func (t Teller) Label(k *record.Kind, path string) string { return t.label(k, path) }

// Summary describes a difference as a whole: what was done to the record apart from its fields. b is how the text changed, or the
// zero Body if it is only known that it did.
func (t Teller) Summary(d *trail.RecordChange, b Body) []string {
	var said []string
	tell := func(is bool, key string, args ...locale.Args) {
		if is {
			said = append(said, t.Lang.T(key, args...))
		}
	}
	tell(d.Change == trail.Added, "change.added")
	tell(d.Change == trail.Removed, "change.removed")
	tell(d.Change == trail.Renamed && d.FromFile != "", "change.renamed", locale.Args{"file": d.FromFile})
	tell(d.Change == trail.Renamed && d.FromFile == "", "change.moved")
	tell(d.Unreadable, "change.unreadable-state")
	if d.BodyChanged && (d.Change == trail.Edited || d.Change == trail.Renamed) {
		said = append(said, t.bodyWhat(b))
	}
	tell(d.Form(), "change.form")
	return said
}
