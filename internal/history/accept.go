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

// Accepted tells who accepted the revision: its committer. Where that is the forge's own service, it is who the message
// names in Approved-by or else Reviewed-by; known is false where it names nobody. The time is Commit.CommittedAt.
func (e Entry) Accepted() (by Person, known bool) {
	if !e.Commit.Committer.IsService() {
		return e.Commit.Committer, true
	}
	for _, key := range []string{"Approved-by", "Reviewed-by"} {
		for _, p := range e.Commit.Named(key) {
			if !p.IsService() {
				return p, true
			}
		}
	}
	return Person{}, false
}
