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

// Alteration is what happened to a record that was not supposed to change any more.
type Alteration struct {
	Was *record.Record
	// Is is the record that has the id now, or the record in the old file if that cannot be read; nil if there is neither.
	Is *record.Record
	// Fields are those whose value was changed or removed, by path. Fields and Text are set only for a record that can be read
	// and is of the same kind.
	Fields []graph.Change
	// Text is set if the text has changed.
	Text bool
}

// Removed reports whether the record no longer exists.
func (a *Alteration) Removed() bool { return a.Is == nil }

// Unreadable reports whether the front matter can no longer be read.
func (a *Alteration) Unreadable() bool { return a.Is != nil && a.Is.Doc.Broken }

// OtherKind reports whether the record is now of another kind.
func (a *Alteration) OtherKind() bool { return a.Is != nil && a.Is.Kind.Name != a.Was.Kind.Name }

// Altered returns the records that one state had at the stage where their kind fixes them, and that differ in a later state
// without being a new version. Only the states are compared, regardless of how one became the other. Filling in what was empty is
// no alteration. If several files have one id, each is compared with the one that counted.
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

// keyOf returns the key by which a record is compared: that of its id, or of its file name if it has none.
func keyOf(r *record.Record) string { return key(cmp.Or(r.ID, r.File().Name)) }

// brokenAt returns the record in a file whose front matter, and so perhaps its id, cannot be read; nil if it can.
func brokenAt(g *graph.Graph, file string) *record.Record {
	if r := g.InFile(file); r != nil && r.Doc.Broken {
		return r
	}
	return nil
}

// same reports whether a record is unchanged. was can be nil.
func same(was, is *record.Record) bool { return was != nil && sameFile(was, is) }

// compare sets how the record differs from what it was, and reports whether it does.
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

// mayChange reports whether a field of a fixed record is allowed to have its present value: fields about the upkeep of the record
// can change, and a status can go on to later stages.
func (a *Alteration) mayChange(path string) bool {
	top, _, _ := strings.Cut(record.Bare(path), ".")
	switch top {
	case "review_due", "waive", "tags":
		return true
	}
	stage := a.Was.Kind.Fixed
	return path == stage.Field && (len(stage.Values) > 0 && stage.Reached(a.Is) || a.wentOn(path))
}

// wentOn reports whether a field has a value that comes after the former one in its kind, which lists them in the order of their
// stages.
func (a *Alteration) wentOn(path string) bool {
	f := a.Was.Kind.Field(path)
	if f == nil {
		return false
	}
	names := f.ValueNames()
	was, is := slices.Index(names, a.Was.Text(path)), slices.Index(names, a.Is.Text(path))
	return was >= 0 && is > was
}

// isNewVersion reports whether the record now has another version than it had.
func (a *Alteration) isNewVersion() bool {
	version := a.Was.Kind.Fixed.Version
	if version == "" || !a.Is.Readable([]string{version}, nil) {
		return false
	}
	now := a.Is.At(version)
	return now != nil && !reflect.DeepEqual(now, a.Was.At(version))
}
