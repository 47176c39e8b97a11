package history

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/go-git/go-git/v5/plumbing"
)

// Log is the accepted history of the folder given to [Open], along first parents. Persons, including those in trailers, are
// mapped by the .mailmap at the tip.
type Log struct {
	Entries []Entry // newest first; includes commits that changed nothing in the folder
	Tip     Hash
	// Complete is false if a shallow clone cuts off part of the history. An entry whose parents are cut off is the last one and
	// has no changes, because they cannot be known; merges can lack commits.
	Complete bool
	// NotIgnored are the lines of .git-blame-ignore-revs and of [LogOptions] that are not a full commit id.
	NotIgnored []string
}

// Entry is one accepted revision.
type Entry struct {
	Commit  Commit
	Changes []Change // against the first parent, in the folder, sorted by path
	// Folder is where the opened folder was, from the top of the repository.
	Folder string
	// MovedFrom is where it was before, as seen from where it is; "" if it was not moved. Changes then lists all its files.
	MovedFrom string
	// Merged are the commits that a merge brought in, by author date; empty for other commits.
	Merged []Commit
	// Authors are those who wrote what was accepted, in order of first appearance: the authors and co-authors of Merged (merges
	// among them only if there is nothing else), or of the commit itself.
	Authors []Person
	// Reviewers are those named in Approved-by and then in Reviewed-by: of the commit itself, then of Merged; each once.
	Reviewers []Person
	// Ignored is set if the commit, or everything that a merge brought in, is listed as a bulk change without meaning.
	Ignored bool
}

// LogOptions are options for [Repo.LogWith].
type LogOptions struct {
	// Ignore lists full ids of commits to ignore in addition to those in .git-blame-ignore-revs.
	Ignore []string
	// Cache holds what earlier calls read; nil reads everything again. With a cache, everything is checked that is read from now on,
	// see [Repo.Check], because it would be found again by its name.
	Cache *cache.Dir
}

// Log walks from tip to the first commit and compares each state with the one before it, all paths in one pass. Once ctx is done,
// Log returns its error and leaves the cache unchanged.
func (r *Repo) Log(ctx context.Context, tip Commit) (*Log, error) {
	return r.LogWith(ctx, tip, LogOptions{})
}

// LogWith is [Repo.Log] with options.
func (r *Repo) LogWith(ctx context.Context, tip Commit, o LogOptions) (*Log, error) {
	if o.Cache != nil {
		r.Check()
	}
	log := &Log{Tip: tip.Hash}
	first, err := r.extend(ctx, log, tip, r.load(o.Cache))
	if err != nil {
		return nil, err
	}
	if log.Complete {
		r.save(o.Cache, log, first)
	}
	return log, r.interpret(log, tip, o.Ignore)
}

// extend fills a log with what the repository holds, unmapped. What is cached is used, because what a commit changed and brought
// in follows from its id. first is the number of entries, from the newest, that were not cached.
func (r *Repo) extend(ctx context.Context, log *Log, tip Commit, cached *cachedLog) (first int, err error) {
	if first, err = r.firstParents(ctx, log, tip, cached); err != nil {
		return first, err
	}
	if err := r.addChanges(ctx, log, first); err != nil {
		return first, err
	}
	return first, r.addMerged(ctx, log, first)
}

// firstParents lists tip and its first parents; those from index old on come from the cache.
func (r *Repo) firstParents(ctx context.Context, log *Log, tip Commit, cached *cachedLog) (old int, err error) {
	seen := map[Hash]bool{}
	for c, ok := tip, true; ok; {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		if seen[c.Hash] {
			return 0, damaged(string(c.Hash), errLoop)
		}
		seen[c.Hash] = true
		if rest := cached.from(c.Hash); rest != nil {
			old = len(log.Entries)
			log.Entries, log.Complete = append(log.Entries, rest...), true
			return old, nil
		}
		log.Entries = append(log.Entries, Entry{Commit: c})
		c, ok, err = r.parent(c, 1)
		if errors.Is(err, ErrShallow) {
			return len(log.Entries), nil
		}
		if err != nil {
			return 0, err
		}
	}
	log.Complete = true
	return len(log.Entries), nil
}

// addChanges compares each of the first entries with the next. The last entry of a complete history is compared with nothing.
func (r *Repo) addChanges(ctx context.Context, log *Log, first int) error {
	if first == 0 {
		return nil
	}
	d := differ{trees: newTreeReader(r.objects)}
	w, err := r.walkFrom(ctx, d.trees, log.Entries[0].Commit)
	if err != nil {
		return err
	}
	after, err := w.tree(log.Entries[0].Commit, w.at)
	if err != nil {
		return err
	}
	for i := range log.Entries[:first] {
		if err := ctx.Err(); err != nil {
			return err
		}
		e := &log.Entries[i]
		e.Folder = w.at
		before := plumbing.ZeroHash
		if i+1 < len(log.Entries) {
			if before, err = w.before(&log.Entries[i+1], e, i+1 < first); err != nil {
				return err
			}
		} else if !log.Complete {
			return nil
		}
		d.all = e.MovedFrom != ""
		if e.Changes, err = d.compare(before, after); err != nil {
			return inCommit(e.Commit, err)
		}
		after = before
	}
	return nil
}

// before goes on from an entry to the one before it and returns the tree of the folder there. It is known where that was, unless
// the older entry is new.
func (w *walk) before(older, newer *Entry, isNew bool) (plumbing.Hash, error) {
	if isNew {
		if err := w.step(older.Commit, newer.Commit); err != nil {
			return plumbing.ZeroHash, err
		}
	} else {
		w.at = older.Folder
	}
	if w.at != newer.Folder {
		newer.MovedFrom = relative(newer.Folder, w.at)
	}
	return w.tree(older.Commit, w.at)
}

// addMerged goes through the first entries from oldest to newest and gives each merge the commits that no earlier entry reached.
func (r *Repo) addMerged(ctx context.Context, log *Log, first int) error {
	if !slices.ContainsFunc(log.Entries[:first], func(e Entry) bool { return len(e.Commit.Parents) > 1 }) {
		return nil
	}
	reached := map[Hash]bool{}
	for i, e := range log.Entries {
		reached[e.Commit.Hash] = true
		for _, c := range e.Merged {
			reached[c.Hash] = true
		}
		if i == len(log.Entries)-1 && !log.Complete {
			first = min(first, i)
		}
	}
	for i := range slices.Backward(log.Entries[:first]) {
		whole, err := r.mergedBy(ctx, &log.Entries[i], reached)
		if err != nil {
			return err
		}
		log.Complete = log.Complete && whole
	}
	return nil
}

// mergedBy collects the commits behind the other parents of e that have not been reached yet. whole is false if the clone ends
// among them.
func (r *Repo) mergedBy(ctx context.Context, e *Entry, reached map[Hash]bool) (whole bool, err error) {
	whole = true
	var todo []Hash
	if len(e.Commit.Parents) > 1 {
		todo = slices.Clone(e.Commit.Parents[1:])
	}
	for len(todo) > 0 {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		h := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if reached[h] {
			continue
		}
		reached[h] = true
		c, err := r.commit(plumbing.NewHash(string(h)))
		if err != nil {
			return false, err
		}
		e.Merged = append(e.Merged, c)
		if r.shallow[plumbing.NewHash(string(h))] {
			whole = false
			continue
		}
		todo = append(todo, c.Parents...)
	}
	slices.Reverse(e.Merged)
	slices.SortStableFunc(e.Merged, func(a, b Commit) int { return a.AuthoredAt.Compare(b.AuthoredAt) })
	return whole, nil
}

// interpret adds what depends on the tip and the caller: the mapping of persons, authors and reviewers, and which entries to
// ignore.
func (r *Repo) interpret(log *Log, tip Commit, ignore []string) error {
	data, err := r.TopFile(tip, MailmapFile)
	if err != nil {
		return fmt.Errorf("read %s: %w", MailmapFile, err)
	}
	who := parseMailmap(data)
	ignored, odd, err := r.ignored(tip, ignore)
	if err != nil {
		return fmt.Errorf("read %s: %w", IgnoreFile, err)
	}
	log.NotIgnored = odd
	for i := range log.Entries {
		e := &log.Entries[i]
		e.Commit = who.commit(e.Commit)
		for k := range e.Merged {
			e.Merged[k] = who.commit(e.Merged[k])
		}
		e.Authors, e.Reviewers = authors(e.written()), e.reviewers()
		e.Ignored = e.ignoredBy(ignored)
	}
	return nil
}

// written returns the commits in which the content of an entry was written.
func (e *Entry) written() []Commit {
	if len(e.Merged) == 0 {
		return []Commit{e.Commit}
	}
	isMerge := func(c Commit) bool { return len(c.Parents) > 1 }
	if own := slices.DeleteFunc(slices.Clone(e.Merged), isMerge); len(own) > 0 {
		return own
	}
	return e.Merged
}

// WrittenAt returns when the last part of an entry was written: the author date of the commit or, for a merge, the latest one of
// what it brought in.
func (e *Entry) WrittenAt() time.Time {
	var last time.Time
	for _, c := range e.written() {
		if c.AuthoredAt.After(last) {
			last = c.AuthoredAt
		}
	}
	return last
}

// ignoredBy reports whether everything in an entry is listed. A merge that is not listed itself must have brought in only listed
// commits.
func (e *Entry) ignoredBy(listed map[Hash]bool) bool {
	if len(listed) == 0 || listed[e.Commit.Hash] {
		return listed[e.Commit.Hash]
	}
	return !slices.ContainsFunc(e.written(), func(c Commit) bool { return !listed[c.Hash] })
}

// authors lists the authors and co-authors of commits, each once.
func authors(commits []Commit) []Person {
	var people persons
	for _, c := range commits {
		people.add(c.Author)
		people.add(c.Named("Co-authored-by")...)
	}
	return people.list
}

// acceptance are the trailers that name who approved or reviewed a change, the weightiest first.
var acceptance = []string{"Approved-by", "Reviewed-by"}

// reviewers lists the persons named as having approved or reviewed the content of an entry.
func (e *Entry) reviewers() []Person {
	var people persons
	people.add(e.Commit.accepters()...)
	for _, c := range e.Merged {
		people.add(c.accepters()...)
	}
	return people.list
}

// accepters returns the persons in a commit's own acceptance trailers.
func (c Commit) accepters() []Person {
	if len(c.Trailers) == 0 {
		return nil
	}
	var people persons
	for _, key := range acceptance {
		people.add(c.Named(key)...)
	}
	return people.list
}

// persons are persons, each once.
type persons struct {
	list []Person
	has  map[Person]bool // made once the list is long: a commit can name any number
}

// add adds those who are not there yet.
func (p *persons) add(more ...Person) {
	for _, one := range more {
		if p.has == nil && len(p.list) > 20 {
			p.has = map[Person]bool{}
			for _, known := range p.list {
				p.has[known] = true
			}
		}
		if p.has[one] || p.has == nil && slices.Contains(p.list, one) {
			continue
		}
		p.list = append(p.list, one)
		if p.has != nil {
			p.has[one] = true
		}
	}
}
