package history

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Accepted returns the tip of the branch on which changes are accepted: that of [Repo.MainLine] or, if the branch of the origin goes
// on from there, that one, because the local branch is only not up to date. found is as there.
func (r *Repo) Accepted(ctx context.Context, branch string) (tip Commit, found bool, err error) {
	tip, found, err = r.MainLine(branch)
	if err != nil || !found {
		return tip, found, err
	}
	name := fmt.Sprintf("refs/remotes/origin/%s", branch)
	h, ok, err := r.ref(name)
	if err != nil || !ok || Hash(h.String()) == tip.Hash {
		return tip, found, err
	}
	origin, err := r.peel(h, name)
	if err != nil {
		return tip, found, err
	}
	goesOn, err := r.Descends(ctx, origin, tip.Hash)
	if goesOn {
		tip = origin
	}
	return tip, found, err
}

// Descends reports whether a commit is another, or has it among its ancestors. The error is [ErrShallow] if the clone ends before that
// is known, or that of ctx once it is done.
func (r *Repo) Descends(ctx context.Context, c Commit, from Hash) (bool, error) {
	all, cut, err := r.ancestors(ctx, c)
	if err != nil {
		return false, err
	}
	_, is := all[from]
	if !is && cut {
		return false, ErrShallow
	}
	return is, nil
}

// FirstParents returns the accepted commits from a tip along first parents, newest first. whole is false if a shallow clone cuts it off. Once
// ctx is done, its error is returned.
func (r *Repo) FirstParents(ctx context.Context, tip Commit) (line []Commit, whole bool, err error) {
	seen := map[Hash]bool{} // content proves that there is no way back, but a store that was altered has other content
	for c, ok := tip, true; ok; {
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		if seen[c.Hash] {
			return nil, false, damaged(string(c.Hash), errLoop)
		}
		seen[c.Hash] = true
		line = append(line, c)
		c, ok, err = r.parent(c, 1)
		if errors.Is(err, ErrShallow) {
			return line, false, nil
		}
		if err != nil {
			return nil, false, err
		}
	}
	return line, true, nil
}

// On reports whether a commit is one of a line.
func On(line []Commit, h Hash) bool {
	return slices.ContainsFunc(line, func(c Commit) bool { return c.Hash == h })
}

// ByID returns the commit that a full id or the beginning of one names, and no branch or tag of that name. The error is an
// [UnknownRevision] if there is none, or several.
func (r *Repo) ByID(id string) (Commit, error) { return r.byID(id) }
