//go:build unix

package bench

import (
	"bytes"
	"io"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/pack"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// objects gives the type and content of an object.
type objects interface {
	ReadAny(h plumbing.Hash) (plumbing.ObjectType, []byte, error)
	Close() error
}

func openPack(bare string) (objects, error) { return pack.Open(filepath.Join(bare, "objects")) }

// goGit reads objects with go-git, its cache as large as its authors set it, and its files kept open.
type goGit struct{ *filesystem.Storage }

func openGoGit(bare string) (objects, error) {
	s := filesystem.NewStorageWithOptions(osfs.New(bare), cache.NewObjectLRUDefault(), filesystem.Options{KeepDescriptors: true})
	return goGit{s}, nil
}

// ReadAny is the type and content of an object.
func (s goGit) ReadAny(h plumbing.Hash) (plumbing.ObjectType, []byte, error) {
	o, err := s.EncodedObject(plumbing.AnyObject, h)
	if err != nil {
		return 0, nil, err
	}
	r, err := o.Reader()
	if err != nil {
		return 0, nil, err
	}
	data := make([]byte, o.Size())
	_, err = io.ReadFull(r, data)
	return o.Type(), data, err
}

// deltas is a bare clone of a history of n records and n commits in a pack that git made as it does of commits that came one
// by one: with deltas, which git does not look for among what was written whole to one pack.
func deltas(b *testing.B, n int) string {
	b.Helper()
	bare := filepath.Join(b.TempDir(), "bare.git")
	git(b, packed(b, n), "clone", "-q", "--bare", ".", bare)
	git(b, bare, "repack", "-q", "-a", "-d", "-f", "--depth=50", "--window=10")
	return bare
}

// recorder lists the file versions that are read.
type recorder struct {
	trail.Blobs
	read []plumbing.Hash
}

// Blob is the content of a file version.
func (r *recorder) Blob(h history.Hash) ([]byte, error) {
	r.read = append(r.read, plumbing.NewHash(string(h)))
	return r.Blobs.Blob(h)
}

// wanted are the objects that the log and then the trail of a history want, in that order: all commits, the folders that
// differ between one and the next, and the versions of files.
func wanted(b *testing.B, bare string) (log, past []plumbing.Hash) {
	b.Helper()
	repo, entries := readLog(b, bare, "", nil)
	kinds, err := record.LoadKinds(schema.FS, nil, workspace.DefaultAspects())
	if err != nil {
		b.Fatal(err)
	}
	blobs := &recorder{Blobs: repo}
	if _, err := trail.Read(b.Context(), entries, blobs, kinds); err != nil {
		b.Fatal(err)
	}
	if err := repo.Close(); err != nil {
		b.Fatal(err)
	}
	from, err := openPack(bare)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = from.Close() }()
	w := treeWalk{b: b, from: from, seen: map[plumbing.Hash]bool{}}
	for i, e := range entries.Entries {
		log = append(log, plumbing.NewHash(string(e.Commit.Hash)))
		before := plumbing.ZeroHash
		if i+1 < len(entries.Entries) {
			before = plumbing.NewHash(string(entries.Entries[i+1].Commit.Tree))
		}
		w.compare(before, plumbing.NewHash(string(e.Commit.Tree)))
	}
	return append(log, w.trees...), blobs.read
}

// treeWalk lists the folders that are read when states are compared, each once.
type treeWalk struct {
	b     *testing.B
	from  objects
	seen  map[plumbing.Hash]bool
	trees []plumbing.Hash
}

func (w *treeWalk) compare(before, after plumbing.Hash) {
	if before == after {
		return
	}
	old, now := w.folders(before), w.folders(after)
	for name, h := range now {
		w.compare(old[name], h)
		delete(old, name)
	}
	for _, h := range old {
		w.compare(h, plumbing.ZeroHash)
	}
}

// folders are the folders in a folder, by name.
func (w *treeWalk) folders(h plumbing.Hash) map[string]plumbing.Hash {
	if h.IsZero() {
		return nil
	}
	if !w.seen[h] {
		w.seen[h] = true
		w.trees = append(w.trees, h)
	}
	_, raw, err := w.from.ReadAny(h)
	if err != nil {
		w.b.Fatal(err)
	}
	found := map[string]plumbing.Hash{}
	for len(raw) > 0 {
		end := bytes.IndexByte(raw, 0) + 1
		if name, isFolder := bytes.CutPrefix(raw[:end-1], []byte("40000 ")); isFolder {
			found[string(name)] = plumbing.Hash(raw[end:][:20])
		}
		raw = raw[end+20:]
	}
	return found
}

// readObjects opens a repository, reads objects in their order, and gives the sum of their sizes.
func readObjects(b *testing.B, open func(bare string) (objects, error), bare string, list []plumbing.Hash) (size int) {
	b.Helper()
	from, err := open(bare)
	if err != nil {
		b.Fatal(err)
	}
	for _, h := range list {
		_, data, err := from.ReadAny(h)
		if err != nil {
			b.Fatal(err)
		}
		size += len(data)
	}
	if err := from.Close(); err != nil {
		b.Fatal(err)
	}
	return size
}

// BenchmarkObjectsAgainstGoGit reads what the log wants, and what the trail wants after it, with our reader of packs and with
// that of go-git, in turn, and reports the ratio of their processor times. The budget for 10 000 records and commits is 0.5:
// above it our reader is not worth its lines.
func BenchmarkObjectsAgainstGoGit(b *testing.B) {
	each(b, func(b *testing.B, n int) {
		bare := deltas(b, n)
		log, past := wanted(b, bare)
		for _, part := range []struct {
			name string
			list []plumbing.Hash
		}{{"log", log}, {"trail", slices.Concat(log, past)}} {
			b.Run(part.name, func(b *testing.B) {
				var ours, theirs time.Duration
				for b.Loop() {
					start := cpu(b)
					size := readObjects(b, openGoGit, bare, part.list)
					between := cpu(b)
					if got := readObjects(b, openPack, bare, part.list); got != size {
						b.Fatalf("got %d bytes, go-git %d", got, size)
					}
					theirs += between - start
					ours += cpu(b) - between
				}
				b.ReportMetric(float64(ours)/float64(theirs), "lis/go-git")
			})
		}
	})
}
