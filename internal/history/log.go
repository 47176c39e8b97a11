package history

import (
	"errors"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
)

// Log is the accepted history of the folder given to [Open], along first parents.
type Log struct {
	Entries []Entry // newest first; also those that changed nothing in the folder
	Tip     Hash
	// Complete is false where the clone is shallow. An entry whose parents are left out is the last and has no changes,
	// since what it changed cannot be known; merges may lack commits.
	Complete bool
}

// Entry is one accepted revision.
type Entry struct {
	Commit  Commit
	Changes []Change // against the first parent, in the folder, sorted by path
	// Merged are the commits that a merge brought in, by author date; empty for other commits.
	Merged []Commit
	// Authors are those who wrote what was accepted, in order of first appearance: the authors and co-authors of Merged
	// (merges among them only where there is nothing else), or of the commit itself.
	Authors []Person
}

// Log walks from tip to the first commit and compares each state with the one before it, all paths in one pass.
func (r *Repo) Log(tip Commit) (*Log, error) {
	log := &Log{Tip: tip.Hash}
	var err error
	if log.Entries, log.Complete, err = r.firstParents(tip); err != nil {
		return nil, err
	}
	if err := r.addChanges(log); err != nil {
		return nil, err
	}
	return log, r.addAuthors(log)
}

// firstParents lists tip and its first parents. complete is false where the clone ends before the first commit.
func (r *Repo) firstParents(tip Commit) (entries []Entry, complete bool, err error) {
	for c, ok := tip, true; ok; {
		entries = append(entries, Entry{Commit: c})
		c, ok, err = r.parent(c, 1)
		if errors.Is(err, ErrShallow) {
			return entries, false, nil
		}
		if err != nil {
			return nil, false, err
		}
	}
	return entries, true, nil
}

// addChanges compares each entry with the next. The last one of a whole history is compared with nothing.
func (r *Repo) addChanges(log *Log) error {
	d := differ{trees: newTreeReader(r.objects)}
	after, err := r.folder(d.trees, log.Entries[0].Commit)
	if err != nil {
		return err
	}
	for i := range log.Entries {
		before := plumbing.ZeroHash
		if i+1 < len(log.Entries) {
			if before, err = r.folder(d.trees, log.Entries[i+1].Commit); err != nil {
				return err
			}
		} else if !log.Complete {
			return nil
		}
		if log.Entries[i].Changes, err = d.compare(before, after); err != nil {
			return err
		}
		after = before
	}
	return nil
}

// folder is the tree of the opened folder in a commit, or the zero hash where the commit does not have it.
func (r *Repo) folder(trees *treeReader, c Commit) (plumbing.Hash, error) {
	return trees.below(plumbing.NewHash(string(c.Tree)), r.prefix)
}

// addAuthors goes from the oldest entry to the newest and gives each merge the commits that no earlier entry reached.
func (r *Repo) addAuthors(log *Log) error {
	reached := map[Hash]bool{}
	for _, e := range slices.Backward(log.Entries) {
		reached[e.Commit.Hash] = true
	}
	for i := range slices.Backward(log.Entries) {
		e := &log.Entries[i]
		if i == len(log.Entries)-1 && !log.Complete {
			e.Authors = authors([]Commit{e.Commit})
			continue
		}
		whole, err := r.addMerged(e, reached)
		if err != nil {
			return err
		}
		log.Complete = log.Complete && whole
		e.Authors = authors(e.written())
	}
	return nil
}

// addMerged collects the commits behind the other parents of e that are not reached yet. whole is false where the clone
// ends among them.
func (r *Repo) addMerged(e *Entry, reached map[Hash]bool) (whole bool, err error) {
	whole = true
	var todo []Hash
	if len(e.Commit.Parents) > 1 {
		todo = slices.Clone(e.Commit.Parents[1:])
	}
	for len(todo) > 0 {
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

// written are the commits in which the content of an entry was written.
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

// authors lists the authors and co-authors of commits, each once.
func authors(commits []Commit) []Person {
	var people []Person
	for _, c := range commits {
		for _, p := range append([]Person{c.Author}, c.Named("Co-authored-by")...) {
			if !slices.Contains(people, p) {
				people = append(people, p)
			}
		}
	}
	return people
}
