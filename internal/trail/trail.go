// Package trail joins the log of the repository with the records: for every record the revisions that were accepted, field
// by field. It never reads git itself; package history does. Start reading at [Read].
package trail

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/record"
)

// Changed tells what a revision did to a record.
type Changed string

// What a revision may do. Renamed is a move to another file, whatever else changed.
const (
	Added   Changed = "added"
	Edited  Changed = "changed"
	Removed Changed = "removed"
	Renamed Changed = "renamed"
)

// Revision is one accepted change of one record.
type Revision struct {
	Commit     history.Hash
	AcceptedAt time.Time
	// AcceptedBy is who accepted it; the zero Person where that is not known.
	AcceptedBy history.Person
	AuthoredAt time.Time
	Authors    []history.Person
	Subject    string
	Change     Changed
	FromFile   string // where the record stood before; set when Renamed
	// Fields are the fields that changed; none where only the form or the text did.
	Fields      []graph.Change
	BodyChanged bool
}

// Record is the revisions of one record, newest first.
type Record struct {
	ID, Kind  string
	File      string // where it stands, or stood last
	Revisions []Revision
}

// Trail is the revisions of all records that ever were, those removed included.
type Trail struct {
	Records []*Record // by id
	// Complete is false where the clone is shallow: the oldest revisions are then missing.
	Complete bool
	byID     map[string]*Record
}

// Of is the trail of a record, or nil.
func (t *Trail) Of(id string) *Record {
	if t == nil {
		return nil
	}
	return t.byID[id]
}

// Blobs gives the content of a file version.
type Blobs interface {
	Blob(history.Hash) ([]byte, error)
}

// Read makes the trail of a log, in one pass from the oldest entry to the newest. Every file version is parsed once.
func Read(log *history.Log, blobs Blobs, kinds *record.Kinds) (*Trail, error) {
	b := &builder{trail: &Trail{Complete: log.Complete, byID: map[string]*Record{}}, blobs: blobs, kinds: kinds, states: map[stateKey]*state{}}
	for _, entry := range slices.Backward(log.Entries) {
		if err := b.entry(entry); err != nil {
			return nil, fmt.Errorf("read commit %.10s: %w", entry.Commit.Hash, err)
		}
	}
	for _, r := range b.trail.byID {
		slices.Reverse(r.Revisions)
		b.trail.Records = append(b.trail.Records, r)
	}
	slices.SortFunc(b.trail.Records, func(x, y *Record) int { return graph.CompareIDs(x.ID, y.ID) })
	return b.trail, nil
}

// state is what one version of a file says.
type state struct {
	id, kind string
	values   map[string]any
	body     []byte
}

type stateKey struct {
	hash history.Hash
	kind string
}

type builder struct {
	trail  *Trail
	blobs  Blobs
	kinds  *record.Kinds
	states map[stateKey]*state
}

// side is a record before or after a commit.
type side struct {
	file string
	*state
}

// entry adds what one accepted revision did. Records are paired by id, so that one that moved is one record.
func (b *builder) entry(e history.Entry) error {
	before, after := map[string]side{}, map[string]side{}
	for _, c := range e.Changes {
		kind := b.kindOf(c.Path)
		if kind == nil {
			continue
		}
		if err := b.put(before, kind, c.Path, c.Old, c.OldMode); err != nil {
			return err
		}
		if err := b.put(after, kind, c.Path, c.New, c.NewMode); err != nil {
			return err
		}
	}
	ids := maps.Clone(before)
	maps.Copy(ids, after)
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		old, was := before[id]
		now, is := after[id]
		b.revise(e, id, old, was, now, is)
	}
	return nil
}

func (b *builder) kindOf(name string) *record.Kind {
	folder, _, nested := strings.Cut(name, "/")
	if !nested || !strings.EqualFold(path.Ext(name), ".md") || strings.EqualFold(path.Base(name), "README.md") {
		return nil
	}
	return b.kinds.InFolder(folder)
}

// put reads a version of a file and files it under its id. A file that bears no id goes by its name.
func (b *builder) put(into map[string]side, kind *record.Kind, name string, hash history.Hash, mode uint32) error {
	if hash == "" || mode != history.ModeFile && mode != history.ModeExecutable {
		return nil
	}
	key := stateKey{hash, kind.Name}
	s := b.states[key]
	if s == nil {
		data, err := b.blobs.Blob(hash)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		s = parse(kind, name, data)
		b.states[key] = s
	}
	id := s.id
	if id == "" {
		id = name
	}
	into[id] = side{name, s}
	return nil
}

func parse(kind *record.Kind, name string, data []byte) *state {
	r, _ := kind.Read(document.Parse(name, data))
	body := bytes.ReplaceAll(r.Doc.BodyText(), []byte("\r\n"), []byte("\n"))
	return &state{id: r.ID, kind: kind.Name, values: r.Values, body: bytes.Clone(bytes.TrimSpace(body))}
}

// revise adds one revision of one record.
func (b *builder) revise(e history.Entry, id string, old side, was bool, now side, is bool) {
	rev := Revision{
		Commit: e.Commit.Hash, AcceptedAt: e.Commit.CommittedAt, AuthoredAt: e.Commit.AuthoredAt,
		Authors: e.Authors, Subject: e.Commit.Subject, Change: Edited,
	}
	if by, known := e.Accepted(); known {
		rev.AcceptedBy = by
	}
	var oldValues, newValues map[string]any
	var oldBody, newBody []byte
	if was {
		oldValues, oldBody = old.values, old.body
	}
	if is {
		newValues, newBody = now.values, now.body
	}
	switch {
	case !was:
		rev.Change = Added
	case !is:
		rev.Change = Removed
	case old.file != now.file:
		rev.Change, rev.FromFile = Renamed, old.file
	}
	rev.Fields = graph.Compare(oldValues, newValues)
	rev.BodyChanged = !bytes.Equal(oldBody, newBody)
	r := b.trail.byID[id]
	if r == nil {
		r = &Record{ID: id}
		b.trail.byID[id] = r
	}
	last := now
	if !is {
		last = old
	}
	r.Kind, r.File = last.kind, last.file
	r.Revisions = append(r.Revisions, rev)
}
