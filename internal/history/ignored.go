package history

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// IgnoreFile is a file at the top of the repository that lists commits which changed much without changing meaning, the same file
// that git blame and the forges read: one full commit id per line; # starts a comment.
const IgnoreFile = ".git-blame-ignore-revs"

// ignored returns the set of commits listed in the file at tip and in more. unreadable holds the lines that are not a commit id.
func (r *Repo) ignored(tip Commit, more []string) (set map[Hash]bool, unreadable []string, err error) {
	data, err := r.TopFile(tip, IgnoreFile)
	if err != nil {
		return nil, nil, err
	}
	set = map[Hash]bool{}
	for _, line := range append(strings.Split(string(data), "\n"), more...) {
		line, _, _ = strings.Cut(line, "#")
		switch id := strings.ToLower(strings.TrimSpace(line)); {
		case id == "":
		case plumbing.IsHash(id) && len(id) == 40:
			set[Hash(id)] = true
		default:
			unreadable = append(unreadable, strings.TrimSpace(line))
		}
	}
	return set, unreadable, nil
}

// TopFile returns the content of a regular file at the top of the repository in a commit; nil if there is none.
func (r *Repo) TopFile(c Commit, name string) ([]byte, error) {
	trees := newTreeReader(r.objects)
	entries, err := trees.entries(plumbing.NewHash(string(c.Tree)))
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.name == name && (e.mode == ModeFile || e.mode == ModeExecutable) {
			return r.objects.Read(e.hash, plumbing.BlobObject)
		}
	}
	return nil, nil
}
