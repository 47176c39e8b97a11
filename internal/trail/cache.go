package trail

import (
	"context"
	"fmt"
	"runtime"
	"slices"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/record"
	"golang.org/x/sync/errgroup"
)

// contentKey identifies a file version, read as a record of a kind.
type contentKey struct {
	hash history.Hash
	kind string
}

// content is what one file version says.
type content struct {
	id     string // "" if it has none
	broken bool   // the front matter could not be read
	// fields are its values, as changes from nothing.
	fields []graph.Change
	body   sum
}

// pairKey identifies what a commit did to one file: both versions, read as records of a kind.
type pairKey struct {
	old, now history.Hash
	kind     string
}

// difference is how the later of two versions differs. It is only valid if the earlier one can be read, which is not recorded
// here.
type difference struct {
	id     string // of the later one
	broken bool   // the later one could not be read
	fields []graph.Change
	body   bool
}

// contents is the cache of what file versions say. It is filled in one go, newest first, the fastest order for packs. Anything
// else is read when it is needed.
type contents struct {
	blobs    Blobs
	kinds    *record.Kinds
	alone    map[contentKey]*content
	together map[pairKey]*difference
	used     map[pairKey]bool // those requested; old is "" for a version requested alone
	missed   int              // how many of them were not in the cache on disk
}

func newContents(blobs Blobs, kinds *record.Kinds) *contents {
	return &contents{blobs: blobs, kinds: kinds, alone: map[contentKey]*content{}, together: map[pairKey]*difference{}, used: map[pairKey]bool{}}
}

// of returns what a version says.
func (s *contents) of(hash history.Hash, kind string) (*content, error) {
	at := contentKey{hash, kind}
	s.used[pairKey{"", hash, kind}] = true
	if cached := s.alone[at]; cached != nil {
		return cached, nil
	}
	data, err := s.blobs.Blob(hash)
	if err != nil {
		return nil, err
	}
	said := contentOf(s.kinds.Named(kind), data)
	s.alone[at] = said
	s.missed++
	return said, nil
}

// change returns how a record differs from before; either version can be the zero version.
func (s *contents) change(old, now version) ([]graph.Change, bool, error) {
	if old.hash == now.hash && old.kind == now.kind {
		return nil, false, nil
	}
	if d := s.together[pairKey{old.hash, now.hash, now.kind}]; d != nil && old.kind == now.kind {
		return d.fields, d.body, nil
	}
	before, after := &content{}, &content{}
	var err error
	if old.hash != "" {
		if before, err = s.of(old.hash, old.kind); err != nil {
			return nil, false, err
		}
	}
	if now.hash != "" {
		if after, err = s.of(now.hash, now.kind); err != nil {
			return nil, false, err
		}
	}
	return merge(before.fields, after.fields), before.body != after.body, nil
}

// task is one content or difference to be computed.
type task struct {
	pair      pairKey // old is "" if the version is requested alone
	file      string
	kind      *record.Kind
	old, now  []byte
	said      *content
	different *difference
}

func (t *task) run() {
	if t.pair.old == "" {
		t.said = contentOf(t.kind, t.now)
		return
	}
	t.different = differ(t.kind, t.old, t.now)
}

// fill computes what all versions of records in entries of a log say, unless the cache has it.
func (s *contents) fill(ctx context.Context, entries []history.Entry, f kindFolders) error {
	tasks := s.tasks(entries, f)
	const batch = 32
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	held := holder{blobs: s.blobs, wanted: map[history.Hash]int{}, data: map[history.Hash][]byte{}}
	held.want(tasks)
	for some := range slices.Chunk(tasks, batch) {
		if err := ctx.Err(); err != nil {
			_ = group.Wait() // never fails
			return err
		}
		for i := range some {
			if err := held.load(&some[i]); err != nil {
				_ = group.Wait() // never fails
				return fmt.Errorf("read %s: %w", some[i].file, err)
			}
		}
		group.Go(func() error {
			for i := range some {
				some[i].run()
				some[i].old, some[i].now = nil, nil
			}
			return nil
		})
	}
	_ = group.Wait()
	for i := range tasks {
		t := &tasks[i]
		if t.said != nil {
			s.alone[contentKey{t.pair.now, t.pair.kind}] = t.said
			continue
		}
		s.together[t.pair] = t.different
	}
	s.missed += len(tasks)
	return nil
}

// tasks returns what the cache lacks, newest first, each once.
func (s *contents) tasks(entries []history.Entry, f kindFolders) []task {
	var tasks []task
	add := func(p pairKey, file string) {
		if s.used[p] {
			return
		}
		s.used[p] = true
		if s.together[p] == nil && (p.old != "" || s.alone[contentKey{p.now, p.kind}] == nil) {
			tasks = append(tasks, task{pair: p, file: file, kind: s.kinds.Named(p.kind)})
		}
	}
	for _, e := range entries {
		for _, c := range e.Changes {
			kind := f.kindOf(c.Path)
			was, is := isFile(c.OldMode), isFile(c.NewMode)
			switch {
			case kind == "" || was && is && c.Old == c.New:
			case was && is:
				add(pairKey{c.Old, c.New, kind}, c.Path)
			case is:
				add(pairKey{"", c.New, kind}, c.Path)
			case was:
				add(pairKey{"", c.Old, kind}, c.Path)
			}
		}
	}
	return tasks
}

// holder reads every blob once, and drops it when the last task that needs it has it.
type holder struct {
	blobs  Blobs
	wanted map[history.Hash]int
	data   map[history.Hash][]byte
}

func (h *holder) want(tasks []task) {
	for _, t := range tasks {
		h.wanted[t.pair.now]++
		if t.pair.old != "" {
			h.wanted[t.pair.old]++
		}
	}
}

func (h *holder) load(t *task) (err error) {
	if t.now, err = h.take(t.pair.now); err == nil && t.pair.old != "" {
		t.old, err = h.take(t.pair.old)
	}
	return err
}

func (h *holder) take(hash history.Hash) ([]byte, error) {
	data, ok := h.data[hash]
	if !ok {
		var err error
		if data, err = h.blobs.Blob(hash); err != nil {
			return nil, err
		}
		h.data[hash] = data
	}
	if h.wanted[hash]--; h.wanted[hash] == 0 {
		delete(h.data, hash)
	}
	return data, nil
}
