package history

import (
	"slices"
	"strings"
)

// forges are the names under which forges commit on behalf of their users, in lower case.
var forges = []string{"github", "gitlab", "gitea", "forgejo", "codeberg", "bitbucket", "azure devops", "web-flow"}

// serviceBoxes are local parts of addresses that do not belong to a person. GitHub's private addresses have the account name
// there instead.
var serviceBoxes = []string{"noreply", "no-reply", "donotreply", "gitea", "forgejo", "gitlab"}

// IsService reports whether p is a forge or a bot rather than a person.
func (p Person) IsService() bool {
	name := strings.ToLower(p.Name)
	box, _, _ := strings.Cut(strings.ToLower(p.Email), "@")
	return slices.Contains(forges, name) || slices.Contains(serviceBoxes, box) ||
		strings.HasSuffix(name, "[bot]") || strings.HasSuffix(box, "[bot]")
}

// Accepted returns who accepted the revision: its committer or, if that is the forge's own service, the person named in the
// commit message's Approved-by, or else Reviewed-by. known is false if no person is named, and for a merge that a forge made only
// to test a pull request. The time is Commit.CommittedAt.
func (e Entry) Accepted() (by Person, known bool) {
	switch {
	case e.Commit.Synthetic():
		return Person{}, false
	case !e.Commit.Committer.IsService():
		return e.Commit.Committer, true
	}
	for _, p := range e.Commit.accepters() {
		if !p.IsService() {
			return p, true
		}
	}
	return Person{}, false
}

// Synthetic reports whether the commit is a merge that a forge makes to test a pull request and that is on no branch: GitHub
// gives both parents in full in its subject. Such a commit has not been accepted by anyone.
func (c Commit) Synthetic() bool {
	return len(c.Parents) == 2 && c.Subject == "Merge "+string(c.Parents[1])+" into "+string(c.Parents[0])
}
