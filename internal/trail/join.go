package trail

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
)

// The name of a file stands in for the id that it does not have. Once it gets one, or is moved as it is, both are one record.

// leave remembers a file without id that goes away, by its content.
func (b *builder) leave(c history.Change, v version) {
	if c.NewMode == 0 && v.id == c.Path {
		b.leaving[v.hash] = c.Path
	}
}

// joinWith returns the file whose name was the id until now of the record in a changed file: the file itself if it gets an id that
// no other has, or the file without id that was moved there; "" if there is none.
func (b *builder) joinWith(c history.Change, v version, before map[string]place) string {
	if before[key(v.id)].file != "" {
		return ""
	}
	switch old, known := b.files[c.Path]; {
	case v.id == c.Path:
		return b.leaving[v.hash]
	case known && old.id == c.Path && len(b.filesOf[key(old.id)]) == 1:
		return c.Path
	}
	return ""
}

// join makes one record of the one that a file name stood for and the one with an id.
func (b *builder) join(file, id string, before map[string]place) {
	old, now := key(file), key(id)
	t := b.trail
	if before[now] = before[old]; before[now].file == "" {
		before[now] = b.bearer(old)
	}
	delete(before, old)
	first, second := t.byID[now], t.byID[old]
	switch {
	case second == nil:
	case first == nil:
		t.byID[now] = second
	default:
		if !wentOn(first, second) {
			delete(b.lastReadable, now)
		}
		first.Revisions = joined(first.Revisions, second.Revisions)
	}
	delete(t.byID, old)
	if v, readable := b.lastReadable[old]; readable {
		b.lastReadable[now] = v
		delete(b.lastReadable, old)
	}
	t.joined[old] = now
}

// wentOn reports whether a record lost its id in the revision with which another began.
func wentOn(first, second *Record) bool {
	a, b := first.Revisions, second.Revisions
	return len(a) > 0 && len(b) > 0 && a[len(a)-1].Change == Removed && a[len(a)-1].Commit == b[0].Commit
}

// joined returns the revisions of two records that are one, oldest first. Where the first was lost as the other began, it only
// changed.
func joined(first, second []Revision) []Revision {
	all := slices.Clone(first)
	begin := second[0]
	begin.Restored = true
	if wentOn(&Record{Revisions: first}, &Record{Revisions: second}) {
		all = all[:len(all)-1]
		begin.Restored, begin.Change = false, Edited
		if lost := first[len(first)-1]; !begin.Unreadable {
			begin.Fields = merge(fromNothing(lost.Fields), begin.Fields)
			begin.BodyChanged = lost.BodyChanged != begin.BodyChanged
		}
	}
	return append(append(all, begin), second[1:]...)
}

// fromNothing returns what was lost as changes from nothing.
func fromNothing(lost []graph.Change) []graph.Change {
	var all []graph.Change
	for _, c := range lost {
		all = append(all, graph.Change{Field: c.Field, New: c.Old})
	}
	return all
}

// joinedTo returns the key of the id that the record got that the name of a file stood for.
func (t *Trail) joinedTo(file string) string {
	k := key(file)
	for seen := 0; t != nil && t.joined[k] != "" && seen <= len(t.joined); seen++ {
		k = t.joined[k]
	}
	return k
}
