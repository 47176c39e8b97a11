package history

import (
	"encoding/hex"
	"path/filepath"
	"time"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/c8b10cf3/lis/internal/history/sign"
)

// keptLog is what a cache kept of a log: the entries as they were written, without what depends on the tip.
type keptLog struct {
	entries []Entry // newest first, down to the first commit
	at      map[Hash]int
}

// from is the entries from a commit on; nil where it is not known.
func (x *keptLog) from(h Hash) []Entry {
	if i, ok := x.at[h]; ok {
		return x.entries[i:]
	}
	return nil
}

// cacheKey names the log of the opened folder of this repository.
func (r *Repo) cacheKey() string {
	return cache.Key("log", filepath.ToSlash(r.common), r.prefix)
}

// recall reads what a cache has of the log. A shallow clone keeps nothing: what its commits changed depends on where it ends.
func (r *Repo) recall(from *cache.Dir) *keptLog {
	x := &keptLog{at: map[Hash]int{}}
	data := from.Load(r.cacheKey())
	if data == nil || r.Shallow() {
		return x
	}
	in := newIndexReader(data)
	entries := make([]Entry, in.Len())
	for i := range entries {
		entries[i] = in.entry()
	}
	if in.Err() != nil {
		return x
	}
	for i, e := range entries {
		x.at[e.Commit.Hash] = i
	}
	x.entries = entries
	return x
}

// worthWriting is the share of a log, as one part in so many, that may be read anew each time: writing it with all the rest
// costs about as much.
const worthWriting = 50

// remember keeps a whole log of which the first entries are new, unless they are few beside what the cache has. That it
// cannot be kept costs time only, now and the next time.
func (r *Repo) remember(in *cache.Dir, log *Log, first int) {
	if in == nil || r.Shallow() || first*worthWriting <= len(log.Entries) {
		return
	}
	w := &indexWriter{}
	w.Len(len(log.Entries))
	for i := range log.Entries {
		w.entry(&log.Entries[i])
	}
	_ = in.Save(r.cacheKey(), w.bytes())
}

// indexWriter puts entries in a cache's form. Hashes come in one block by themselves, which is quick to read.
type indexWriter struct {
	cache.Writer
	hashes []byte
}

func (w *indexWriter) bytes() []byte {
	var all cache.Writer
	all.Text(string(w.hashes))
	all.Text(string(w.Bytes()))
	return all.Bytes()
}

func (w *indexWriter) hash(h Hash) {
	if h == "" {
		w.hashes = append(w.hashes, make([]byte, 20)...)
		return
	}
	w.hashes, _ = hex.AppendDecode(w.hashes, []byte(h)) // read from objects, so that it is hexadecimal
}

func (w *indexWriter) entry(e *Entry) {
	w.commit(&e.Commit)
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

func (w *indexWriter) commit(c *Commit) {
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

func (w *indexWriter) person(p Person, at time.Time) {
	w.Shared(p.Name)
	w.Shared(p.Email)
	_, offset := at.Zone()
	w.Int(at.Unix())
	w.Int(int64(offset))
}

// indexReader takes entries out again.
type indexReader struct {
	*cache.Reader
	hashes string // hexadecimal
	zones  map[int64]*time.Location
}

func newIndexReader(data []byte) *indexReader {
	all := cache.NewReader(data)
	hashes := hex.EncodeToString([]byte(all.Text()))
	rest := all.Text()
	in := &indexReader{Reader: cache.NewReader([]byte(rest)), hashes: hashes, zones: map[int64]*time.Location{0: time.UTC}}
	if all.Err() != nil {
		in.Fail()
	}
	return in
}

const noHash = Hash("0000000000000000000000000000000000000000")

func (in *indexReader) hash() Hash {
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

func (in *indexReader) entry() Entry {
	e := Entry{Commit: in.commit()}
	e.Changes = list[Change](in.Len())
	for i := range e.Changes {
		path := in.Shared()
		old, now := in.hash(), in.hash()
		e.Changes[i] = Change{path, old, now, uint32(in.Uint()), uint32(in.Uint())}
	}
	e.Merged = list[Commit](in.Len())
	for i := range e.Merged {
		e.Merged[i] = in.commit()
	}
	return e
}

// list is a list of n items, nil where it is empty.
func list[T any](n int) []T {
	if n == 0 {
		return nil
	}
	return make([]T, n)
}

func (in *indexReader) commit() Commit {
	c := Commit{Hash: in.hash(), Tree: in.hash()}
	c.Parents = list[Hash](in.Len())
	for i := range c.Parents {
		c.Parents[i] = in.hash()
	}
	c.Author, c.AuthoredAt = in.person()
	c.Committer, c.CommittedAt = in.person()
	c.Subject, c.Body = in.Text(), in.Text()
	c.Trailers = list[Trailer](in.Len())
	for i := range c.Trailers {
		c.Trailers[i] = Trailer{in.Shared(), in.Shared()}
	}
	c.Signed = sign.Kind(in.Shared())
	return c
}

func (in *indexReader) person() (Person, time.Time) {
	p := Person{in.Shared(), in.Shared()}
	seconds, offset := in.Int(), in.Int()
	zone := in.zones[offset]
	if zone == nil {
		zone = time.FixedZone("", int(offset))
		in.zones[offset] = zone
	}
	return p, time.Unix(seconds, 0).In(zone)
}
