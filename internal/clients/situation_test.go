package clients

import "strings"

// Where each forge has its file, and the line that gives it the complete history.
var (
	ciFiles = map[string]string{
		"github": ".github/workflows/lis.yml", "gitlab": ".gitlab-ci.yml", "forgejo": ".forgejo/workflows/lis.yml",
		"gitea": ".gitea/workflows/lis.yml", "azure": "azure-pipelines.yml",
	}
	fullHistory = map[string]string{
		"github": "fetch-depth: 0", "gitlab": `GIT_DEPTH: "0"`, "forgejo": "fetch-depth: 0", "gitea": "fetch-depth: 0", "azure": "fetchDepth: 0",
	}
)

// event is what a forge runs its job for.
type event int

const (
	request event = iota // a pull request
	push                 // to main
	nightly
	queue // a pull request in a merge queue
)

// files are changes of a repository: what stands in each file, "" for one that is removed. Paths that begin with "/" are
// relative to the top of the repository, the others to the workspace.
type files map[string]string

// subfolder is the name of a folder that has to be quoted, on GitLab only for its å: gitlab-ci-local itself cannot quote a space.
const subfolder = "förvaltning/vår isms"

// The records of the table, and changes of them.
var (
	start = files{
		"/README.md":    "# Allt\n",
		"roles/chef.md": "---\nid: ROLL-CHEF\ntitle: Avdelningschef\ntype: other\nduties: Leder avdelningen.\nappointed: \"yes\"\n---\n",
		"systems/1.md":  goodSystem("SYS-1", "Färdbok"),
	}
	newSystem    = files{"systems/2.md": goodSystem("SYS-2", "Bokbussen")}
	badSystem    = files{"systems/2.md": strings.Replace(goodSystem("SYS-2", "Bokbussen"), "information_owner: ROLL-CHEF\n", "", 1)}
	warnedSystem = files{"systems/2.md": strings.Replace(goodSystem("SYS-2", "Bokbussen"), "risk_analysis: {state: done}\n", "", 1)}
	systemMoved  = files{"systems/1.md": "", "systems/fardbok.md": goodSystem("SYS-1", "Färdbok")}
	roleGone     = files{"roles/chef.md": ""}
	newGroup     = files{"roles/chef.md": strings.Replace(start["roles/chef.md"], "appointed", "forge_handle: \"@ekhamra/chefer\"\nappointed", 1)}
	beside       = files{"/README.md": "# Allt annat\n"}
	overdue      = files{"actions/1.md": "---\nid: ATG-1\ntitle: Öva återläsning\ntype: action\nsource: [SYS-1]\nowner: ROLL-CHEF\nhow: Läs åter en kopia.\npriority: low\ndue: 2020-01-01\nstatus: decided\n---\n"}
)

func goodSystem(id, title string) string {
	return "---\nid: " + id + "\ntitle: " + title + "\npurpose: Digitala körjournaler\nstatus: in_use\nprocurement: own\ninformation_owner: ROLL-CHEF\n" +
		"risk_analysis: {state: done}\naction_plan: {state: done}\n" +
		"classification: {state: done, confidentiality: 1, integrity: 1, availability: 1, decided_by: ROLL-CHEF, decided_on: 2025-11-03}\n---\n"
}

// situation is what a forge's job is run for, and where.
type situation struct {
	name    string
	event   event
	main    files // what main has beside [start], before the branch of the pull request leaves it
	change  files // what the pull request changes; on main it has been merged
	later   files // what main gets after the branch left it
	lang    string
	dir     string                 // of the workspace
	release func(release) []string // the command line of init; nil for [byFolder]
	pages   bool                   // the variable that turns on Pages is set, as the file says
	fork    bool
	shallow bool
	hostile bool // the names that the author of a pull request chooses are commands
}
