package history

import (
	"slices"
	"strings"
)

// forges are the names under which forges commit for their users, in lower case.
var forges = []string{"github", "gitlab", "gitea", "forgejo", "codeberg", "bitbucket", "azure devops", "web-flow"}

// serviceBoxes are the parts before @ of addresses that belong to no person. GitHub's private addresses of persons have
// their own account name there.
var serviceBoxes = []string{"noreply", "no-reply", "donotreply", "gitea", "forgejo", "gitlab"}

// IsService reports whether the person is a forge or a bot rather than someone.
func (p Person) IsService() bool {
	name := strings.ToLower(p.Name)
	box, _, _ := strings.Cut(strings.ToLower(p.Email), "@")
	return slices.Contains(forges, name) || slices.Contains(serviceBoxes, box) ||
		strings.HasSuffix(name, "[bot]") || strings.HasSuffix(box, "[bot]")
}

// Accepted tells who accepted the revision: its committer. Where that is the forge's own service, it is who the commit's own
// message names in Approved-by or else Reviewed-by; known is false where it names nobody, and for a merge that a forge made
// for a pull request's job only. The time is Commit.CommittedAt.
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

// Synthetic reports whether the commit is a merge that a forge makes to try a pull request and that is in no branch: GitHub
// names both parents in full in its subject. Nobody has accepted it.
func (c Commit) Synthetic() bool {
	return len(c.Parents) == 2 && c.Subject == "Merge "+string(c.Parents[1])+" into "+string(c.Parents[0])
}
