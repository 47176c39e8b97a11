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
		return e.unreadable(e.Unreadable), nil
	case e.Repo == nil:
		return e.say(Attention, "doctor.repository-none", "doctor.repository-none-fix")
	}
	_, err := e.Repo.Head()
	if errors.Is(err, history.ErrNoCommits) {
		return e.say(Attention, "doctor.repository-empty", "doctor.repository-empty-fix")
	}
	if err != nil {
		return e.unreadable(err), nil
	}
	if prefix := e.Repo.Prefix(); prefix != "" {
		return e.say(OK, "doctor.repository-within", "", locale.Args{"folder": prefix})
	}
	return e.say(OK, "doctor.repository-ok", "")
}

func (e *exam) unreadable(err error) finding {
	fix, known := history.Advice(err)
	if !known {
		fix = "doctor.repository-unreadable-fix"
	}
	return finding{Bad, e.Lang.T("doctor.repository-unreadable", locale.Args{"problem": err}), fix.In(e.Lang)}
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
	_, found, err := e.Repo.MainLine(e.branch())
	args := locale.Args{"branch": e.branch()}
	switch {
	case err != nil:
		return e.unreadable(err), nil
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
	tip, found, err := e.Repo.MainLine(e.branch())
	if err != nil || !found {
		return finding{}, nil // said of the branch
	}
	log, err := e.Repo.Log(tip)
	if err != nil {
		return e.unreadable(err), nil
	}
	tags, err := e.Repo.Tags()
	if err != nil {
		return e.unreadable(err), nil
	}
	args := locale.Args{"branch": e.branch()}
	var commits []string
	for _, lost := range log.LostLines(e.branch(), tags) {
		c := lost.Merge
		commits = append(commits, fmt.Sprintf("%.10s (%s)", c.Hash, c.CommittedAt.Format(locale.DateForm)))
	}
	if commits == nil {
		return e.say(OK, "doctor.first-parent-ok", "", args)
	}
	args["commits"] = e.names(commits)
	return e.say(Bad, "doctor.first-parent-lost", "doctor.first-parent-lost-fix", args)
}
