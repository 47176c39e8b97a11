package history

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// MainLine returns the tip of the branch on which changes are accepted: the local branch, else that of the origin. found is false
// if the repository has neither, as in many clones for CI jobs; tip is then HEAD.
func (r *Repo) MainLine(branch string) (tip Commit, found bool, err error) {
	for _, pattern := range []string{"refs/heads/%s", "refs/remotes/origin/%s"} {
		h, ok, err := r.ref(fmt.Sprintf(pattern, branch))
		if err != nil {
			return Commit{}, false, fmt.Errorf("find branch %s: %w", branch, err)
		}
		if ok {
			tip, err = r.peel(h, branch)
			return tip, err == nil, err
		}
	}
	tip, err = r.Head()
	return tip, false, err
}

// Detached reports whether HEAD names a commit rather than a branch.
func (r *Repo) Detached() (bool, error) {
	ref, err := r.refs.Reference("HEAD")
	if err != nil {
		return false, damaged("HEAD", err)
	}
	return !strings.HasPrefix(ref.Target().String(), "refs/"), nil
}

// LostLine is a place where the main branch seems to have been fast-forwarded to a branch that had merged it. From there on, the
// first parents are those of the branch: what had been accepted before counts as brought in by Merge, and the branch's own
// commits count as accepted one by one.
type LostLine struct {
	Merge Commit
	// Tag names a tag on a commit that was accepted before, which proves it; "" if the subject of Merge is the only evidence.
	Tag string
}

// mergeOfBranch matches the subject that git gives to a merge; the group is the merged branch.
var mergeOfBranch = regexp.MustCompile(`^Merge (?:remote-tracking )?branch '([^']+)'`)

// LostLines finds where the first-parent line of the branch was lost, newest first. That is the case for a merge on the line
// whose subject names the branch itself as merged; a tag on one of the merged commits, such as that of a yearly review, proves
// it.
func (l *Log) LostLines(branch string, tags []Tag) []LostLine {
	var lost []LostLine
	for _, e := range l.Entries {
		m := mergeOfBranch.FindStringSubmatch(e.Commit.Subject)
		if m == nil || len(e.Commit.Parents) < 2 || m[1] != branch && m[1] != "origin/"+branch {
			continue
		}
		found := LostLine{Merge: e.Commit}
		for _, t := range tags {
			if slices.ContainsFunc(e.Merged, func(c Commit) bool { return c.Hash == t.Commit }) {
				found.Tag = t.Name
			}
		}
		lost = append(lost, found)
	}
	return lost
}
