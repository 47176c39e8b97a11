package history

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// Branch is the tip of a branch, or of the origin's where there is none of one's own; ok is false where there is neither.
func (r *Repo) Branch(name string) (tip Commit, ok bool, err error) {
	for _, pattern := range []string{"refs/heads/%s", "refs/remotes/origin/%s"} {
		h, ok, err := r.ref(fmt.Sprintf(pattern, name))
		if err != nil {
			return Commit{}, false, fmt.Errorf("find branch %s: %w", name, err)
		}
		if ok {
			tip, err = r.commit(h)
			return tip, err == nil, err
		}
	}
	return Commit{}, false, nil
}

// TurnedMerges are the merges along the first parents of tip that brought branch into something else, newest first. On
// branch itself there can be none unless it was fast-forwarded to a branch that had merged it: from there on its own line
// of accepted revisions is the second parent, where nobody looks for it. Such merges are known by their message, as git
// and the forges write it. The search ends where a shallow clone does.
func (r *Repo) TurnedMerges(tip Commit, branch string) ([]Commit, error) {
	turned := turnedMerge(branch)
	var found []Commit
	for c, ok := tip, true; ok; {
		if len(c.Parents) > 1 && turned.MatchString(c.Subject) {
			found = append(found, c)
		}
		var err error
		c, ok, err = r.parent(c, 1)
		if errors.Is(err, ErrShallow) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// turnedMerge matches "Merge branch 'main' into x", "Merge remote-tracking branch 'origin/main'" and, as a pull makes it,
// "Merge branch 'main' of URL". A message that names the branch as where the merge leads is an ordinary one.
func turnedMerge(branch string) *regexp.Regexp {
	name := regexp.QuoteMeta(branch)
	return regexp.MustCompile(`^Merge (?:remote-tracking )?branch '(?:[^' ]+/)?` + name + `'(?: of \S+)?(?: into '?(?:[^ ']+)'?)?$`)
}

// Origin is the address of the remote called origin, without a user's name or password in it; "" where there is none or
// the configuration cannot be read.
func (r *Repo) Origin() string {
	cfg, err := r.refs.Config()
	if err != nil {
		return ""
	}
	remote := cfg.Remotes["origin"]
	if remote == nil || len(remote.URLs) == 0 {
		return ""
	}
	address := remote.URLs[0]
	if u, err := url.Parse(address); err == nil && u.User != nil && strings.HasPrefix(u.Scheme, "http") {
		u.User = nil
		return u.String()
	}
	return address
}

// tracked are the names, relative to the top of the repository, that the index holds.
func (r *Repo) tracked() (map[string]bool, error) {
	idx, err := r.refs.Index()
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the index: %w", err)
	}
	names := make(map[string]bool, len(idx.Entries))
	for _, e := range idx.Entries {
		names[e.Name] = true
	}
	return names, nil
}
