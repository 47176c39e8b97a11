package trail

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// Diff is how two states of a workspace differ.
type Diff struct {
	Records []RecordChange // by kind, then by id
}

// RecordChange is how one record differs between two states.
type RecordChange struct {
	ID    string // "" if the file has none
	Kind  string
	Title locale.Text // in the later state, if the record is there
	// File is where it is, or was.
	File     string
	Change   Changed
	FromFile string // where it was in the earlier state; set when Renamed
	FromKind string // its kind in the earlier state; set if that was another
	// Unreadable is set if the front matter cannot be read in one of the states: it is then unknown what differs in it.
	Unreadable  bool
	Fields      []graph.Change
	BodyChanged bool
}

// Form reports whether the records differ in form only.
func (d *RecordChange) Form() bool {
	return d.Change == Edited && len(d.Fields) == 0 && !d.BodyChanged && !d.Unreadable
}

// Compare returns how the records of two states differ. Records are paired by id, or by file if they have none. If several files
// have one id, the first by name counts, as it does for references. Either state can be nil, which has no records.
func Compare(before, after *graph.Graph) Diff { return (*Trail)(nil).Compare(before, after) }

// Compare is [Compare] for two states of the trail, which also knows the ids that records without id got. t can be nil.
func (t *Trail) Compare(before, after *graph.Graph) Diff {
	old, now := records(before), records(after)
	t.pair(old, now)
	var d Diff
	for k, r := range now {
		if one, differs := differenceOf(old[k], r, before, after); differs {
			d.Records = append(d.Records, one)
		}
	}
	for k, r := range old {
		if now[k] == nil {
			one, _ := differenceOf(r, nil, before, after)
			d.Records = append(d.Records, one)
		}
	}
	slices.SortFunc(d.Records, func(a, b RecordChange) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), graph.CompareIDs(a.ID, b.ID), cmp.Compare(a.ID, b.ID), cmp.Compare(a.File, b.File))
	})
	return d
}

// pair gives records that got an id, or were moved before they had one, the same key in both states: as the trail knows, or else
// if the file is the same.
func (t *Trail) pair(old, now map[string]*record.Record) {
	file := map[string]string{} // by key: the file, now, of a record that has got an id
	for k, r := range now {
		if r.ID != "" && old[k] == nil {
			file[r.File().Name] = k
		}
	}
	for _, was := range slices.Sorted(maps.Keys(old)) {
		r := old[was]
		if r.ID != "" || now[was] != nil {
			continue
		}
		to := t.joinedTo(r.File().Name)
		if to == was {
			to = file[r.File().Name]
		}
		if now[to] != nil && old[to] == nil {
			old[to] = r
			delete(old, was)
		}
	}
}

// records returns the records of a state by key.
func records(g *graph.Graph) map[string]*record.Record {
	found := map[string]*record.Record{}
	if g == nil {
		return found
	}
	for _, r := range g.Records {
		k := key(cmp.Or(r.ID, r.File().Name))
		if found[k] == nil {
			found[k] = r
		}
	}
	return found
}

// differenceOf compares one record; either side can be nil.
func differenceOf(old, now *record.Record, before, after *graph.Graph) (d RecordChange, differs bool) {
	last, in := now, after
	if now == nil {
		last, in = old, before
	}
	d = RecordChange{ID: last.ID, Kind: last.Kind.Name, Title: in.Title(last), File: last.File().Name, Change: Edited}
	switch {
	case old == nil:
		d.Change = Added
	case now == nil:
		d.Change = Removed
	case old.File().Name != now.File().Name:
		d.Change, d.FromFile = Renamed, old.File().Name
	case sameFile(old, now):
		return d, false
	}
	if old != nil && now != nil && old.Kind.Name != now.Kind.Name {
		d.FromKind = old.Kind.Name
	}
	d.Unreadable = old != nil && old.Doc.Broken || now != nil && now.Doc.Broken
	if !d.Unreadable {
		d.Fields = graph.Compare(valuesOf(old), valuesOf(now))
		d.BodyChanged = !bytes.Equal(text(old), text(now))
	}
	return d, true
}

// sameFile reports whether two records are of the same kind and of files with the same content, but for what git may have added.
func sameFile(a, b *record.Record) bool {
	x, y := a.File().Data, b.File().Data
	return a.Kind.Name == b.Kind.Name && (bytes.Equal(x, y) || bytes.Equal(history.Plain(x), history.Plain(y)))
}

func valuesOf(r *record.Record) map[string]any {
	if r == nil {
		return nil
	}
	return r.Values
}

// text returns the body of a record, normalized as by [parse].
func text(r *record.Record) []byte {
	if r == nil {
		return nil
	}
	return plainText(r.Doc.BodyText())
}
