package history

import (
	"encoding/hex"
	"path/filepath"
	"time"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/c8b10cf3/lis/internal/history/sign"
)

// cachedLog is the cached part of a log: the entries as stored in the repository, without what depends on the tip.
type cachedLog struct {
	entries []Entry // newest first, down to the first commit
	at      map[Hash]int
}

// from returns the entries from a commit on; nil if the commit is not cached.
func (x *cachedLog) from(h Hash) []Entry {
	if i, ok := x.at[h]; ok {
		return x.entries[i:]
	}
	return nil
}

// cacheKey returns the cache key for the log of the opened folder of this repository.
func (r *Repo) cacheKey() string {
	return cache.Key("log", filepath.ToSlash(r.common), r.prefix, r.marker)
}

// load reads the cached log. Nothing is cached for a shallow clone: what its commits changed depends on where it ends.
func (r *Repo) load(from *cache.Dir) *cachedLog {
	x := &cachedLog{at: map[Hash]int{}}
	data := from.Load(r.cacheKey())
	if data == nil || r.Shallow() {
		return x
	}
	in := newLogReader(data)
	entries := cache.List(in.Reader, in.entry)
	if in.Err() != nil {
		return x
	}
	for i, e := range entries {
		x.at[e.Commit.Hash] = i
	}
	x.entries = entries
	return x
}

// save caches a complete log whose first entries are new, unless they are few compared with the rest, or something that was read is
// not what its name says: what is cached is found again by these names. A failure is ignored: it
// only costs time, now and on the next run.
func (r *Repo) save(in *cache.Dir, log *Log, first int) {
	if in == nil || r.Shallow() || !cache.WorthSaving(first, len(log.Entries)) || r.Altered() != nil {
		return
	}
	w := &logWriter{}
	w.Len(len(log.Entries))
	for i := range log.Entries {
		w.entry(&log.Entries[i])
	}
	_ = in.Save(r.cacheKey(), w.bytes())
}

// logWriter encodes entries for the cache. Hashes are kept in a separate block, which is fast to read.
type logWriter struct {
	cache.Writer
	hashes []byte
}

func (w *logWriter) bytes() []byte {
	var all cache.Writer
	all.Text(string(w.hashes))
	all.Text(string(w.Bytes()))
	return all.Bytes()
}

func (w *logWriter) hash(h Hash) {
	if h == "" {
		w.hashes = append(w.hashes, make([]byte, 20)...)
		return
	}
	w.hashes, _ = hex.AppendDecode(w.hashes, []byte(h)) // read from objects, so always hexadecimal
}

func (w *logWriter) entry(e *Entry) {
	w.commit(&e.Commit)
	w.Shared(e.Folder)
	w.Shared(e.MovedFrom)
	w.Len(len(e.Changes))
	for _, c := range e.Changes {
		w.Shared(c.Path)
		w.hash(c.Old)
		w.hash(c.New)
		w.Uint(uint64(c.OldMode))
		w.Uint(uint64(c.NewMode))
	}
	w.Len(len(e.Merged))
	for i := range e.Merged {
		w.commit(&e.Merged[i])
	}
}

func (w *logWriter) commit(c *Commit) {
	w.hash(c.Hash)
	w.hash(c.Tree)
	w.Len(len(c.Parents))
	for _, p := range c.Parents {
		w.hash(p)
	}
	w.person(c.Author, c.AuthoredAt)
	w.person(c.Committer, c.CommittedAt)
	w.Text(c.Subject)
	w.Text(c.Body)
	w.Len(len(c.Trailers))
	for _, t := range c.Trailers {
		w.Shared(t.Key)
		w.Shared(t.Value)
	}
	w.Shared(string(c.Signed))
}

func (w *logWriter) person(p Person, at time.Time) {
	w.Shared(p.Name)
	w.Shared(p.Email)
	_, offset := at.Zone()
	w.Int(at.Unix())
	w.Int(int64(offset))
}

// logReader decodes what a logWriter wrote.
type logReader struct {
	*cache.Reader
	hashes string // hexadecimal
	zones  map[int64]*time.Location
}

func newLogReader(data []byte) *logReader {
	all := cache.NewReader(data)
	hashes := hex.EncodeToString([]byte(all.Text()))
	rest := all.Text()
	in := &logReader{Reader: cache.NewReader([]byte(rest)), hashes: hashes, zones: map[int64]*time.Location{0: time.UTC}}
	if all.Err() != nil {
		in.Fail()
	}
	return in
}

const noHash = Hash("0000000000000000000000000000000000000000")

func (in *logReader) hash() Hash {
	if len(in.hashes) < len(noHash) {
		in.Fail()
		return ""
	}
	h := Hash(in.hashes[:len(noHash)])
	in.hashes = in.hashes[len(noHash):]
	if h == noHash {
		return ""
	}
	return h
}

func (in *logReader) entry() Entry {
	e := Entry{Commit: in.commit(), Folder: in.Shared(), MovedFrom: in.Shared()}
	e.Changes, e.Merged = cache.List(in.Reader, in.change), cache.List(in.Reader, in.commit)
	return e
}

func (in *logReader) change() Change {
	return Change{Path: in.Shared(), Old: in.hash(), New: in.hash(), OldMode: uint32(in.Uint()), NewMode: uint32(in.Uint())}
}

func (in *logReader) commit() Commit {
	c := Commit{Hash: in.hash(), Tree: in.hash()}
	c.Parents = cache.List(in.Reader, in.hash)
	c.Author, c.AuthoredAt = in.person()
	c.Committer, c.CommittedAt = in.person()
	c.Subject, c.Body = in.Text(), in.Text()
	c.Trailers = cache.List(in.Reader, func() Trailer { return Trailer{in.Shared(), in.Shared()} })
	c.Signed = sign.Kind(in.Shared())
	return c
}

func (in *logReader) person() (Person, time.Time) {
	p := Person{in.Shared(), in.Shared()}
	seconds, offset := in.Int(), in.Int()
	zone := in.zones[offset]
	if zone == nil {
		zone = time.FixedZone("", int(offset))
		in.zones[offset] = zone
	}
	return p, time.Unix(seconds, 0).In(zone)
}
