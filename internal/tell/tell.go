// Package tell puts changes into words: what a revision did to a record, how two states differ, who did it. What changed is
// found in package trail; this package only words it, in the language that it is asked for. It never reads git or a file.
// Start reading at [Teller].
package tell

import (
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// Teller tells changes in words.
type Teller struct {
	Lang locale.Lang
	// Title is what the record is called that a reference to one of the kinds names; "" leaves the id as it stands. It may
	// be nil.
	Title func(id string, kinds []string) string
	// Value is how a plain value of a field is written, such as a date; "" leaves it as it stands. It may be nil.
	Value func(f *record.Field, v any) string
}
