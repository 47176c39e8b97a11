package trail

import (
	"maps"
	"slices"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/c8b10cf3/lis/internal/history"
)

// lineKey is the key of the cached state of a builder.
func (o Options) lineKey() string { return cache.Key("line", form, o.Workspace, o.Kinds) }

// changeNumbers maps the numbers in the cache to what a revision does to a record.
var changeNumbers = []Changed{Added, Edited, Removed, Renamed}

// resume restores the cached state of a builder if the last revision that it had processed is in the log: everything before it
// follows from that revision's id. left is how many of the first entries still have to be processed.
func (b *builder) resume(o Options, log *history.Log) (left int) {
	data := o.Cache.Load(o.lineKey())
	if data == nil || !log.Complete {
		return len(log.Entries)
	}
	in := cacheReader{cache.NewReader(data)}
	tip := history.Hash(in.Hash())
	left = slices.IndexFunc(log.Entries, func(e history.Entry) bool { return e.Commit.Hash == tip })
	if left < 0 {
		return len(log.Entries)
	}
	told := slices.Clone(log.Entries[left:])
	slices.Reverse(told) // oldest first
	bases := make([]Revision, len(told))
	records := map[string]*Record{}
	for range in.Len() {
		r := &Record{ID: in.Text(), Kind: in.Shared(), File: in.Shared()}
		for range in.Len() {
			age := in.Uint()
			if age >= uint64(len(told)) {
				in.Fail()
				break
			}
			if bases[age].Commit == "" {
				bases[age] = revision(&told[age])
			}
			rev := bases[age]
			in.revision(&rev)
			r.Revisions = append(r.Revisions, rev)
		}
		records[key(r.ID)] = r
	}
	files, bearers, last := map[string]version{}, map[string][]string{}, map[string]version{}
	for range in.Len() {
		name := in.Shared()
		v := in.version()
		files[name] = v
		bearers[key(v.id)] = append(bearers[key(v.id)], name)
	}
	for range in.Len() {
		last[in.Text()] = in.version()
	}
	joined := map[string]string{}
	for range in.Len() {
		joined[in.Text()] = in.Text()
	}
	if in.Err() != nil {
		return len(log.Entries)
	}
	b.trail.joined = joined
	b.trail.byID, b.files, b.filesOf, b.lastReadable = records, files, bearers, last
	return left
}

// save caches the state of the builder, before finish sorts the revisions, unless few entries were processed in addition to the
// cached ones. If it cannot be written, only time is lost.
func (b *builder) save(o Options, log *history.Log, told int) {
	if o.Cache == nil || !log.Complete || !cache.WorthSaving(told, len(log.Entries)) || !o.sound() {
		return
	}
	ages := make(map[history.Hash]uint64, len(log.Entries))
	for i, e := range log.Entries {
		ages[e.Commit.Hash] = uint64(len(log.Entries) - 1 - i)
	}
	w := cacheWriter{}
	w.Hash(string(log.Entries[0].Commit.Hash))
	w.Len(len(b.trail.byID))
	for _, k := range slices.Sorted(maps.Keys(b.trail.byID)) {
		r := b.trail.byID[k]
		w.Text(r.ID)
		w.Shared(r.Kind)
		w.Shared(r.File)
		w.Len(len(r.Revisions))
		for i := range r.Revisions {
			w.Uint(ages[r.Revisions[i].Commit])
			w.revision(&r.Revisions[i])
		}
	}
	w.Len(len(b.files))
	for _, name := range slices.Sorted(maps.Keys(b.files)) {
		w.Shared(name)
		w.version(b.files[name])
	}
	w.Len(len(b.lastReadable))
	for _, k := range slices.Sorted(maps.Keys(b.lastReadable)) {
		w.Text(k)
		w.version(b.lastReadable[k])
	}
	w.Len(len(b.trail.joined))
	for _, file := range slices.Sorted(maps.Keys(b.trail.joined)) {
		w.Text(file)
		w.Text(b.trail.joined[file])
	}
	_ = o.Cache.Save(o.lineKey(), w.Bytes())
}

// revision writes what a revision did to a record; the rest comes from its entry in the log.
func (w *cacheWriter) revision(rev *Revision) {
	w.Uint(uint64(slices.Index(changeNumbers, rev.Change)))
	w.Bool(rev.Restored)
	w.Bool(rev.Unreadable)
	w.Bool(rev.BodyChanged)
	w.Shared(rev.FromFile)
	w.Shared(rev.FromFolder)
	w.Shared(rev.FromKind)
	w.Len(len(rev.AlsoIn))
	for _, name := range rev.AlsoIn {
		w.Shared(name)
	}
	w.changes(rev.Fields)
	if rev.BodyChanged {
		w.Hash(string(rev.Before))
		w.Hash(string(rev.After))
	}
}

func (r *cacheReader) revision(rev *Revision) {
	n := r.Uint()
	if n >= uint64(len(changeNumbers)) {
		r.Fail()
		return
	}
	rev.Change = changeNumbers[n]
	rev.Restored, rev.Unreadable, rev.BodyChanged = r.Bool(), r.Bool(), r.Bool()
	rev.FromFile, rev.FromFolder, rev.FromKind = r.Shared(), r.Shared(), r.Shared()
	rev.AlsoIn = cache.List(r.Reader, r.Shared)
	rev.Fields = r.changes()
	if rev.BodyChanged {
		rev.Before, rev.After = history.Hash(r.Hash()), history.Hash(r.Hash())
	}
}

func (w *cacheWriter) version(v version) {
	w.Hash(string(v.hash))
	w.Shared(v.kind)
	w.Text(v.id)
	w.Bool(v.broken)
}

func (r *cacheReader) version() version {
	return version{hash: history.Hash(r.Hash()), kind: r.Shared(), id: r.Text(), broken: r.Bool()}
}
