package history

import (
	"context"

	"github.com/go-git/go-git/v5/plumbing"
)

// MergeBase returns the best common ancestor of a and b, either of which can itself be the answer: one that is no ancestor of another,
// whatever the commits are dated; of several the newest, as git does. found is false if they share no history. The error is
// ErrShallow if the clone ends before that is known, or the error of ctx once it is done.
func (r *Repo) MergeBase(ctx context.Context, a, b Commit) (base Commit, found bool, err error) {
	above, _, err := r.ancestors(ctx, a)
	if err != nil {
		return base, false, err
	}
	behind, cut, err := r.ancestors(ctx, b)
	if err != nil {
		return base, false, err
	}
	passed := map[Hash]bool{} // common ancestors that are ancestors of another
	for hash, c := range behind {
		if _, common := above[hash]; !common {
			delete(behind, hash)
			continue
		}
		for _, parent := range c.Parents {
			passed[parent] = true
		}
	}
	for hash, c := range behind {
		if passed[hash] {
			continue
		}
		newer := c.CommittedAt.Compare(base.CommittedAt)
		if !found || newer > 0 || newer == 0 && c.Hash < base.Hash {
			base, found = c, true
		}
	}
	if !found && cut {
		return base, false, ErrShallow
	}
	return base, found, nil
}

// ancestors returns a commit and all its ancestors. cut is true if the clone ends among them.
func (r *Repo) ancestors(ctx context.Context, tip Commit) (all map[Hash]Commit, cut bool, err error) {
	all = map[Hash]Commit{tip.Hash: tip}
	todo := []Commit{tip}
	for len(todo) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, cut, err
		}
		c := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if r.shallow[plumbing.NewHash(string(c.Hash))] {
			cut = true
			continue
		}
		for _, parent := range c.Parents {
			if _, seen := all[parent]; seen {
				continue
			}
			p, err := r.commit(plumbing.NewHash(string(parent)))
			if err != nil {
				return nil, cut, err
			}
			all[parent] = p
			todo = append(todo, p)
		}
	}
	return all, cut, nil
}
