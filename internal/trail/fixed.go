package trail

import (
	"bytes"
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
)

// Alteration is what became of a record that was not to change any more.
type Alteration struct {
	Was *record.Record
	// Is is a record that bears the id now, or a file that cannot be read where it stood; nil where there is neither.
	Is *record.Record
	// Fields are those that have another value than they had, or none, by path. Like Text they are told of a record that can
	// be read and is of the same kind.
	Fields []graph.Change
	// Text is set where the text is another one.
	Text bool
}

// Removed reports whether the record is no more.
func (a *Alteration) Removed() bool { return a.Is == nil }

// Unreadable reports whether the front matter cannot be read any more.
func (a *Alteration) Unreadable() bool { return a.Is != nil && a.Is.Doc.Broken }

// OtherKind reports whether the record has become one of another kind.
func (a *Alteration) OtherKind() bool { return a.Is != nil && a.Is.Kind.Name != a.Was.Kind.Name }

// Altered lists the records of one state that had come to the stage where their kind says that they are fixed, and that say
// otherwise in a later state without being a new version. The states alone are compared: how the one became the other does
// not matter. What was empty and got filled in is no alteration. Where several files bear an id, each is compared with the
// one that counted.
func Altered(then []*record.Record, now *graph.Graph) []Alteration {
	before, bearers := map[string]*record.Record{}, map[string][]*record.Record{}
	for _, r := range then {
		before[r.File().Name] = r
	}
	for _, r := range now.Records {
		bearers[keyOf(r)] = append(bearers[keyOf(r)], r)
	}
	var all []Alteration
	seen := map[string]bool{}
	for _, was := range then {
		k := keyOf(was)
		counts := !seen[k]
		seen[k] = true
		if !counts || was.Doc.Broken || was.Kind.Fixed == nil || !was.Kind.Fixed.Reached(was) {
			continue
		}
		stand := bearers[k]
		if len(stand) == 0 {
			stand = []*record.Record{brokenAt(now, was.File().Name)}
		}
		for _, is := range stand {
			if a := (Alteration{Was: was, Is: is}); (is == nil || !same(before[is.File().Name], is)) && a.compare() {
				all = append(all, a)
			}
		}
	}
	return all
}

// keyOf is what a record is compared by; one without an id by its file.
func keyOf(r *record.Record) string { return key(cmp.Or(r.ID, r.File().Name)) }

// brokenAt is the record in a file whose front matter, and so perhaps its id, cannot be read; nil for any other.
func brokenAt(g *graph.Graph, file string) *record.Record {
	if r := g.InFile(file); r != nil && r.Doc.Broken {
		return r
	}
	return nil
}

// same reports whether nothing was done to a record. was may be nil.
func same(was, is *record.Record) bool {
	return was != nil && was.Kind.Name == is.Kind.Name && bytes.Equal(was.File().Data, is.File().Data)
}

// compare notes how the record is otherwise than it was, and reports whether it is.
func (a *Alteration) compare() (altered bool) {
	switch {
	case a.Removed(), a.Unreadable(), a.OtherKind():
		return true
	case a.isNewVersion():
		return false
	}
	was, is := graph.Flatten(a.Was.Values), graph.Flatten(a.Is.Values)
	for _, path := range slices.SortedFunc(maps.Keys(was), graph.ComparePaths) {
		if !reflect.DeepEqual(was[path], is[path]) && !a.mayChange(path) {
			a.Fields = append(a.Fields, graph.Change{Field: path, Old: was[path], New: is[path]})
		}
	}
	a.Text = !bytes.Equal(text(a.Was), text(a.Is))
	return a.Text || len(a.Fields) > 0
}

// mayChange reports whether the field of a fixed record may have the value that it has now: what is about the keeping of the
// record may change, and a status go on to further stages.
func (a *Alteration) mayChange(path string) bool {
	top, _, _ := strings.Cut(record.Bare(path), ".")
	switch top {
	case "review_due", "waive", "tags":
		return true
	}
	stage := a.Was.Kind.Fixed
	return path == stage.Field && (len(stage.Values) > 0 && stage.Reached(a.Is) || a.wentOn(path))
}

// wentOn reports whether a field has a value that stands after the former one in its kind, which lists them in the order of
// their stages.
func (a *Alteration) wentOn(path string) bool {
	f := a.Was.Kind.Field(path)
	if f == nil {
		return false
	}
	names := f.ValueNames()
	was, is := slices.Index(names, a.Was.Text(path)), slices.Index(names, a.Is.Text(path))
	return was >= 0 && is > was
}

// isNewVersion reports whether the record says that it is another version than it was.
func (a *Alteration) isNewVersion() bool {
	version := a.Was.Kind.Fixed.Version
	if version == "" || !a.Is.Readable([]string{version}, nil) {
		return false
	}
	now := a.Is.At(version)
	return now != nil && !reflect.DeepEqual(now, a.Was.At(version))
}
