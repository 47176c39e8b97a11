package setup

import (
	"net/url"
	"path"
	"slices"
	"strings"
)

// Forge is a service that hosts repositories and proposed changes: its name, and where it looks for its files, relative to the
// top of the repository.
type Forge struct {
	Name  string // value of --forge
	Label string // proper name
	// CI is the file that [Begin] writes, CIFiles the places of such files; a folder means the YAML files in it.
	CI      string
	CIFiles []string
	// ci is the template of CI.
	ci string
	// Runner is the label that a new runner of the forge has, for those whose files name one.
	Runner string
	// actions are what the CI file calls, at the revision of a version: "actions/checkout" to "HEX # v7.0.1".
	actions map[string]string
	// FullHistory is the line in a CI file that makes the forge fetch the complete history.
	FullHistory string
	// Proposal is what the forge calls a proposed change; "" for a pull request.
	Proposal string
	// Request is the template of the description of a proposed change.
	Request string
	// Owners are the places of CODEOWNERS in the order in which the forge looks for it, a new one going to the first; nil if the
	// forge has no such file. NoOwners is then the key of a message on what to do instead.
	Owners   []string
	NoOwners string
	// OwnersMost is the size in bytes from which the forge ignores CODEOWNERS, 0 if it has no limit.
	OwnersMost int
	// Regexp is set if the lines of CODEOWNERS are regular expressions, all of which count, rather than patterns as in .gitignore, of
	// which the last that matches counts. Sections is set if each part under a heading in brackets counts on its own.
	Regexp, Sections bool
	// hosts are parts of the names of well-known servers.
	hosts []string
	// edit, commit and file are the link addresses, relative to that of the repository.
	edit, commit, file string
}

// Forges are the forges that lis knows, in the order of the manual.
var Forges = []Forge{
	{
		Name: "github", Label: "GitHub", CI: ".github/workflows/lis.yml", CIFiles: []string{".github/workflows"}, ci: "github.yml", actions: githubActions,
		FullHistory: "fetch-depth: 0", Request: ".github/pull_request_template.md",
		Owners: []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"}, OwnersMost: 3 << 20, hosts: []string{"github"},
		edit: "/edit/{branch}/{path}", commit: "/commit/{commit}", file: "/blob/{commit}/{path}",
	},
	{
		Name: "gitlab", Label: "GitLab", CI: ".gitlab-ci.yml", CIFiles: []string{".gitlab-ci.yml"}, ci: "gitlab.yml",
		FullHistory: `GIT_DEPTH: "0"`, Proposal: "merge request", Request: ".gitlab/merge_request_templates/Default.md",
		Owners: []string{"CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"}, Sections: true, hosts: []string{"gitlab"},
		edit: "/-/edit/{branch}/{path}", commit: "/-/commit/{commit}", file: "/-/blob/{commit}/{path}",
	},
	{
		Name: "forgejo", Label: "Forgejo", CI: ".forgejo/workflows/lis.yml", CIFiles: []string{".forgejo/workflows"}, ci: "forgejo.yml",
		Runner: "docker", actions: forgejoActions,
		FullHistory: "fetch-depth: 0", Request: ".forgejo/pull_request_template.md",
		Owners: []string{"CODEOWNERS", "docs/CODEOWNERS", ".gitea/CODEOWNERS", ".forgejo/CODEOWNERS"}, Regexp: true, hosts: []string{"forgejo", "codeberg"},
		edit: "/_edit/{branch}/{path}", commit: "/commit/{commit}", file: "/src/commit/{commit}/{path}",
	},
	{
		Name: "gitea", Label: "Gitea", CI: ".gitea/workflows/lis.yml", CIFiles: []string{".gitea/workflows"}, ci: "forgejo.yml",
		Runner: "ubuntu-latest", actions: forgejoActions,
		FullHistory: "fetch-depth: 0", Request: ".gitea/pull_request_template.md",
		Owners: []string{"CODEOWNERS", "docs/CODEOWNERS", ".gitea/CODEOWNERS"}, Regexp: true, hosts: []string{"gitea"},
		edit: "/_edit/{branch}/{path}", commit: "/commit/{commit}", file: "/src/commit/{commit}/{path}",
	},
	{
		Name: "azure", Label: "Azure DevOps", CI: "azure-pipelines.yml", CIFiles: []string{"azure-pipelines.yml"}, ci: "azure.yml",
		FullHistory: "fetchDepth: 0", Request: ".azuredevops/pull_request_template.md", NoOwners: "codeowners.azure", hosts: []string{"dev.azure.com", "visualstudio.com"},
		edit: "?path=/{path}&version=GB{branch}", commit: "/commit/{commit}", file: "?path=/{path}&version=GC{commit}",
	},
}

// The revisions are those of the tags in the actions' repositories. Runners of Forgejo and Gitea may know no newer Node than 20,
// and upload-artifact refuses servers other than GitHub's own from version 4 on.
var (
	githubActions = map[string]string{
		"actions/checkout":              "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
		"actions/upload-artifact":       "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
		"actions/upload-pages-artifact": "fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0",
		"actions/deploy-pages":          "cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0",
	}
	forgejoActions = map[string]string{
		"actions/checkout":        "34e114876b0b11c390a56381ad16ebd13914f8d5 # v4.3.1",
		"actions/upload-artifact": "c24449f33cd45d4826c6702db7e49f7cdb9b551d # v3.2.1-node20",
	}
)

// NoForge is the value of --forge for no forge.
const NoForge = "none"

// ForgeNames returns the values of --forge.
func ForgeNames() []string {
	var names []string
	for _, f := range Forges {
		names = append(names, f.Name)
	}
	return append(names, NoForge)
}

// ForgeNamed returns the forge of that name, or nil.
func ForgeNamed(name string) *Forge {
	i := slices.IndexFunc(Forges, func(f Forge) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &Forges[i]
}

// ForgeAt returns the forge that a repository's address most likely belongs to, or nil: an organisation's own server is
// recognised only if its name contains that of the forge.
func ForgeAt(address string) *Forge {
	host, _ := splitAddress(address)
	for i, f := range Forges {
		if slices.ContainsFunc(f.hosts, func(part string) bool { return strings.Contains(host, part) }) {
			return &Forges[i]
		}
	}
	return nil
}

// Links are the addresses for the key forge of lis.yaml.
type Links struct{ Edit, Commit, File string }

// LinksTo returns the addresses of a repository on the forge; ok is false if the repository's own address cannot be converted to
// one that a browser can open.
func (f *Forge) LinksTo(address string) (links Links, ok bool) {
	host, repository := splitAddress(address)
	if f == nil || host == "" || repository == "" {
		return links, false
	}
	base := "https://" + host + "/" + repository
	return Links{base + f.edit, base + f.commit, base + f.file}, true
}

// splitAddress splits the address of a remote: https://host/org/repo.git, ssh://git@host:22/org/repo or git@host:org/repo. Both
// parts are "" for anything else, such as a folder.
func splitAddress(address string) (host, repository string) {
	u, err := url.Parse(address)
	switch {
	case err == nil && u.Host != "" && u.Scheme != "file":
		host, repository = u.Host, u.Path
		if u.Scheme != "http" && u.Scheme != "https" {
			host = u.Hostname()
		}
	case !strings.Contains(address, "://"):
		before, after, found := strings.Cut(address, ":")
		if !found || len(before) < 2 || strings.ContainsAny(before, `/\`) { // C:\folder is not an address
			return "", ""
		}
		host, repository = before[strings.LastIndexByte(before, '@')+1:], after
	}
	repository = strings.TrimSuffix(strings.Trim(path.Clean("/"+repository), "/"), ".git")
	if strings.HasPrefix(host, "ssh.dev.azure.com") {
		if part := strings.Split(repository, "/"); len(part) == 4 {
			return "dev.azure.com", part[1] + "/" + part[2] + "/_git/" + part[3]
		}
	}
	return strings.ToLower(host), repository
}
