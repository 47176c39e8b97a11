package trail

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
)

// version is one version of a file.
type version struct {
	hash history.Hash // "" for none
	kind string
	id   string // the name of the file if it has none

	broken bool // its front matter could not be read
}

// builder processes the accepted revisions, oldest first, and knows at each point which file has which id.
type builder struct {
	trail        *Trail
	folders      kindFolders
	contents     *contents
	files        map[string]version      // by file name: the records at this point
	filesOf      map[string][]string     // by key of an id: the files that have it, sorted by name
	lastReadable map[string]version      // by key of an id: the last version that could be read
	leaving      map[history.Hash]string // of an entry: the files without id that went away
}

// place is where a record is.
type place struct {
	file string // "" if it does not exist
	version
}

// entry adds what one accepted revision did. Records are identified by id, so a record that moved is still one record.
func (b *builder) entry(e *history.Entry) error {
	before := map[string]place{}
	b.leaving = map[history.Hash]string{}
	for _, c := range e.Changes {
		if err := b.forget(c, before); err != nil {
			return err
		}
	}
	for _, c := range e.Changes {
		if err := b.meet(c, before); err != nil {
			return err
		}
	}
	for _, k := range slices.Sorted(maps.Keys(before)) {
		if err := b.revise(e, k, before[k], b.bearer(k)); err != nil {
			return err
		}
	}
	return nil
}

// bearer returns where the record with an id is: in the first of its files.
func (b *builder) bearer(key string) place {
	if files := b.filesOf[key]; len(files) > 0 {
		return place{files[0], b.files[files[0]]}
	}
	return place{}
}

// touch remembers where a record was before the first change to it.
func (b *builder) touch(key string, before map[string]place) {
	if _, done := before[key]; !done {
		before[key] = b.bearer(key)
	}
}

// forget remembers, for the records whose files changed, where they were before. In a shallow log, the state before the first
// entry becomes known here.
func (b *builder) forget(c history.Change, before map[string]place) error {
	kind := b.folders.kindOf(c.Path)
	if kind == "" || !isFile(c.OldMode) {
		return nil
	}
	v, known := b.files[c.Path]
	if !known {
		var err error
		if v, err = b.version(c.Path, kind, c.Old); err != nil {
			return err
		}
		b.addFile(c.Path, v)
		if !v.broken {
			b.lastReadable[key(v.id)] = v
		}
	}
	b.touch(key(v.id), before)
	b.leave(c, v)
	return nil
}

// meet replaces the old version of a file with the new one.
func (b *builder) meet(c history.Change, before map[string]place) error {
	kind := b.folders.kindOf(c.Path)
	if kind == "" {
		return nil
	}
	var v version
	if isFile(c.NewMode) {
		var err error
		if v, err = b.after(c, kind); err != nil {
			return err
		}
		b.touch(key(v.id), before)
		if file := b.joinWith(c, v, before); file != "" {
			b.join(file, v.id, before)
		}
	}
	if old, ok := b.files[c.Path]; ok {
		b.removeFile(c.Path, old)
	}
	if v.hash != "" {
		b.addFile(c.Path, v)
	}
	return nil
}

// after returns the new version of a file that changed.
func (b *builder) after(c history.Change, kind string) (version, error) {
	old := b.files[c.Path]
	if old.hash == c.New {
		return old, nil // only its mode changed
	}
	d := b.contents.together[pairKey{c.Old, c.New, kind}]
	if d == nil || old.broken {
		return b.version(c.Path, kind, c.New)
	}
	return version{c.New, kind, cmp.Or(d.id, c.Path), d.broken}, nil
}

func (b *builder) version(file, kind string, hash history.Hash) (version, error) {
	s, err := b.contents.of(hash, kind)
	if err != nil {
		return version{}, fmt.Errorf("read %s: %w", file, err)
	}
	return version{hash, kind, cmp.Or(s.id, file), s.broken}, nil
}

func (b *builder) addFile(file string, v version) {
	b.files[file] = v
	k := key(v.id)
	at, _ := slices.BinarySearch(b.filesOf[k], file)
	b.filesOf[k] = slices.Insert(b.filesOf[k], at, file)
}

func (b *builder) removeFile(file string, v version) {
	delete(b.files, file)
	k := key(v.id)
	if at, ok := slices.BinarySearch(b.filesOf[k], file); ok {
		b.filesOf[k] = slices.Delete(b.filesOf[k], at, at+1)
	}
}

// revise adds one revision of one record.
func (b *builder) revise(e *history.Entry, key string, old, now place) error {
	if old.file == "" && now.file == "" {
		return nil // two files with the id came and went at once
	}
	r := b.trail.byID[key]
	if r == nil {
		r = &Record{}
		b.trail.byID[key] = r
	}
	rev := revision(e)
	if rev.Change = changed(old, now); rev.Change == Edited && e.MovedFrom != "" {
		rev.Change = Renamed
	}
	rev.Restored = rev.Change == Added && len(r.Revisions) > 0
	if rev.Change == Renamed {
		rev.FromFile, rev.FromFolder = old.file, e.MovedFrom
	}
	switch {
	case old.file != "" && now.file != "" && old.kind != now.kind:
		rev.FromKind = old.kind
	case rev.Restored && r.Kind != now.kind:
		rev.FromKind = r.Kind
	}
	if files := b.filesOf[key]; len(files) > 1 {
		rev.AlsoIn = slices.Clone(files[1:])
	}
	last := now
	if now.file == "" {
		last = old
	}
	r.ID, r.Kind, r.File = last.id, last.kind, last.file
	err := b.tell(&rev, key, now)
	r.Revisions = append(r.Revisions, rev)
	return err
}

// revision returns what all records changed by an entry have in common.
func revision(e *history.Entry) Revision {
	rev := Revision{
		Commit: e.Commit.Hash, AcceptedAt: e.Commit.CommittedAt, AuthoredAt: e.WrittenAt(),
		Authors: e.Authors, Reviewers: e.Reviewers, Subject: locale.Same(e.Commit.Subject), Signed: e.Commit.Signed,
		Proposed: e.Commit.Synthetic(), Ignored: e.Ignored,
	}
	if by, known := e.Accepted(); known {
		rev.AcceptedBy = by
	}
	return rev
}

func changed(old, now place) Changed {
	switch {
	case old.file == "":
		return Added
	case now.file == "":
		return Removed
	case old.file != now.file:
		return Renamed
	}
	return Edited
}

// tell compares the last readable version of a record with the present one.
func (b *builder) tell(rev *Revision, key string, now place) error {
	if rev.Change == Added { // what there was before it was removed does not count
		delete(b.lastReadable, key)
	}
	told := b.lastReadable[key]
	switch {
	case now.broken:
		rev.Unreadable = true
		return nil
	case now.file != "":
		b.lastReadable[key] = now.version
	}
	var err error
	rev.Fields, rev.BodyChanged, err = b.contents.change(told, now.version)
	if rev.BodyChanged && (rev.Change == Edited || rev.Change == Renamed) {
		rev.Before, rev.After = told.hash, now.hash
	}
	return err
}

// finish sorts the revisions and the records.
func (b *builder) finish() *Trail {
	t := b.trail
	for _, r := range t.byID {
		slices.Reverse(r.Revisions)
		t.Records = append(t.Records, r)
	}
	slices.SortFunc(t.Records, func(x, y *Record) int { return graph.CompareIDs(x.ID, y.ID) })
	return t
}
