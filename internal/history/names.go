package history

import (
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
)

// Names returns the names of all tags and of all branches, also those of the origin, as [Repo.Resolve] takes them: tags
// first, each group in its order. A name that is both is listed once.
func (r *Repo) Names() (tags, branches []string, err error) {
	refs, err := r.refs.IterReferences()
	if err != nil {
		return nil, nil, damaged("refs", err)
	}
	defer refs.Close()
	err = refs.ForEach(func(ref *plumbing.Reference) error {
		switch name := ref.Name(); {
		case name.IsTag():
			tags = append(tags, name.Short())
		case name.IsBranch(), name.IsRemote() && ref.Type() == plumbing.HashReference:
			branches = append(branches, name.Short())
		}
		return nil
	})
	slices.Sort(tags)
	slices.Sort(branches)
	branches = slices.DeleteFunc(branches, func(name string) bool { return slices.Contains(tags, name) })
	return slices.Compact(tags), slices.Compact(branches), err
}
