// Package tell puts changes into words: what a revision did to a record, how two states differ, who did it. Package trail finds
// what changed; this package only words it, in the requested language. It never reads git or a file. Start reading at [Teller].
package tell

import (
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// Teller describes changes in words.
type Teller struct {
	Lang locale.Lang
	// Title returns the title of the record that a reference to one of the kinds names; "" leaves the id. It can be nil.
	Title func(id string, kinds []string) string
	// Value returns how a plain value of a field is written, such as a date; "" leaves it as it is. It can be nil.
	Value func(f *record.Field, v any) string
}
