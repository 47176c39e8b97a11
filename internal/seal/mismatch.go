package seal

import (
	"cmp"
	"maps"
	"slices"

	"github.com/c8b10cf3/lis/internal/locale"
)

// What is the type of thing that differs.
type What string

// The types. LineOf is a commit of the main branch, Object one of git's store.
const (
	LineOf   What = "line"
	Manifest What = "manifest"
	Object   What = "object"
	Page     What = "page"
	Record   What = "record"
	Tag      What = "tag"
)

// Mismatch is one point in which a seal or a site is not what it should be.
type Mismatch struct {
	What What
	Name string
	// Expected is what was promised or would be right, Found is what there is; nil for nothing.
	Expected, Found *string
	// Means is the key of the message that explains it, and Args are the arguments besides name, Expected and Found.
	Means locale.Key
	Args  locale.Args
}

// NewMismatch makes a mismatch. An empty text stands for nothing.
func NewMismatch(what What, name, expected, found string, means locale.Key) Mismatch {
	d := Mismatch{What: what, Name: name, Means: means}
	if expected != "" {
		d.Expected = &expected
	}
	if found != "" {
		d.Found = &found
	}
	return d
}

// Tell explains a mismatch in words.
func (d Mismatch) Tell(lang locale.Lang) string {
	text := func(s *string) string {
		if s == nil {
			return "–"
		}
		return *s
	}
	args := locale.Args{"name": d.Name, "expected": text(d.Expected), "found": text(d.Found)}
	maps.Copy(args, d.Args)
	return lang.T(string(d.Means), args)
}

// Sort orders mismatches by what differs and by name.
func Sort(all []Mismatch) {
	slices.SortStableFunc(all, func(a, b Mismatch) int { return cmp.Or(cmp.Compare(a.What, b.What), cmp.Compare(a.Name, b.Name)) })
}
