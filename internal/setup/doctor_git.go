package setup

import (
	"errors"
	"fmt"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
)

// git only informs: lis reads repositories by itself.
func (e *exam) git() (finding, error) {
	if e.Git == "" {
		return e.say(Attention, "doctor.git-none", "doctor.git-none-fix")
	}
	return finding{status: OK, detail: e.Git}, nil
}

func (e *exam) repository() (finding, error) {
	switch {
	case e.Unreadable != nil:
		return e.say(Bad, "doctor.repository-unreadable", "doctor.repository-unreadable-fix", locale.Args{"problem": e.Unreadable})
	case e.Repo == nil:
		return e.say(Attention, "doctor.repository-none", "doctor.repository-none-fix")
	}
	_, err := e.Repo.Head()
	if errors.Is(err, history.ErrNoCommits) {
		return e.say(Attention, "doctor.repository-empty", "doctor.repository-empty-fix")
	}
	if err != nil {
		return e.say(Bad, "doctor.repository-unreadable", "doctor.repository-unreadable-fix", locale.Args{"problem": err})
	}
	if prefix := e.Repo.Prefix(); prefix != "" {
		return e.say(OK, "doctor.repository-within", "", locale.Args{"folder": prefix})
	}
	return e.say(OK, "doctor.repository-ok", "")
}

// started reports whether there is a repository with something in it.
func (e *exam) started() bool {
	if e.Repo == nil {
		return false
	}
	_, err := e.Repo.Head()
	return err == nil
}

func (e *exam) wholeHistory() (finding, error) {
	switch {
	case !e.started():
		return finding{}, nil
	case e.Repo.Shallow():
		return e.say(Bad, "doctor.history-shallow", "doctor.history-shallow-fix")
	}
	return e.say(OK, "doctor.history-whole", "")
}

func (e *exam) mainBranch() (finding, error) {
	if !e.started() {
		return finding{}, nil
	}
	_, found, err := e.Repo.Branch(e.branch())
	args := locale.Args{"branch": e.branch()}
	switch {
	case err != nil:
		return finding{}, err
	case !found:
		return e.say(Attention, "doctor.branch-missing", "doctor.branch-missing-fix", args)
	}
	return e.say(OK, "doctor.branch-ok", "", args)
}

// firstParents looks for merges that brought the main branch into another, on the line that should be its own.
func (e *exam) firstParents() (finding, error) {
	if !e.started() {
		return finding{}, nil
	}
	tip, found, err := e.Repo.Branch(e.branch())
	if err != nil || !found {
		return finding{}, err
	}
	turned, err := e.Repo.TurnedMerges(tip, e.branch())
	if err != nil {
		return finding{}, err
	}
	args := locale.Args{"branch": e.branch()}
	if len(turned) == 0 {
		return e.say(OK, "doctor.first-parent-ok", "", args)
	}
	var commits []string
	for _, c := range turned {
		commits = append(commits, fmt.Sprintf("%.10s (%s)", c.Hash, c.CommittedAt.Format(locale.DateForm)))
	}
	args["commits"] = e.names(commits)
	return e.say(Bad, "doctor.first-parent-lost", "doctor.first-parent-lost-fix", args)
}
