package setup

import (
	"errors"
	"fmt"
	"time"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
)

// git only reports the version: lis reads repositories by itself.
func (e *exam) git() (finding, error) {
	if e.Git == "" {
		return e.say(Attention, "doctor.git-none", "doctor.git-none-fix")
	}
	return finding{status: OK, detail: e.Git}, nil
}

func (e *exam) repository() (finding, error) {
	switch {
	case e.Unreadable != nil:
		return e.trouble(e.Unreadable), nil
	case e.Repo == nil:
		return e.say(Attention, "doctor.repository-none", "doctor.repository-none-fix")
	case errors.Is(e.unread, history.ErrNoCommits):
		return e.say(Attention, "doctor.repository-empty", "doctor.repository-empty-fix")
	case e.unread != nil:
		return e.trouble(e.unread), nil
	}
	if prefix := e.Repo.Prefix(); prefix != "" {
		return e.say(OK, "doctor.repository-within", "", locale.Args{"folder": prefix})
	}
	return e.say(OK, "doctor.repository-ok", "")
}

// readLog reads the accepted history from HEAD.
func (e *exam) readLog() (*history.Log, error) {
	head, err := e.Repo.Head()
	if err != nil {
		return nil, err
	}
	var o history.LogOptions
	if e.config != nil {
		o.Ignore = e.config.Record.Texts("history.ignore")
	}
	return e.Repo.LogWith(e.ctx, head, o)
}

// trouble returns the finding for an error of the repository.
func (e *exam) trouble(err error) finding {
	problem, fix, known := history.Advice(err)
	if !known {
		return finding{Bad, err.Error(), e.Lang.T("repository.damaged-fix")}
	}
	return finding{Bad, problem.In(e.Lang), fix.In(e.Lang)}
}

func (e *exam) wholeHistory() (finding, error) {
	if e.log == nil {
		return finding{}, nil
	}
	if e.Repo.Shallow() {
		return e.trouble(history.ErrShallow), nil
	}
	if err := e.Repo.CheckComplete(e.ctx, e.log); err != nil {
		return e.trouble(err), nil
	}
	return e.say(OK, "doctor.history-whole", "")
}

// checkedOut looks for a commit checked out without a branch: changes made there are easily lost.
func (e *exam) checkedOut() (finding, error) {
	if e.log == nil {
		return finding{}, nil
	}
	switch detached, err := e.Repo.Detached(); {
	case err != nil:
		return e.trouble(err), nil
	case detached:
		return e.say(Attention, "doctor.head-detached", "doctor.head-detached-fix", locale.Args{"commit": fmt.Sprintf("%.10s", e.log.Tip), "branch": e.branch()})
	}
	return e.say(OK, "doctor.head-ok", "")
}

// bulkChanges checks the lists of commits to ignore for lines that do not name a commit.
func (e *exam) bulkChanges() (finding, error) {
	switch {
	case e.log == nil:
		return finding{}, nil
	case len(e.log.NotIgnored) > 0:
		return e.say(Attention, "doctor.bulk-wrong", "doctor.bulk-wrong-fix", locale.Args{"lines": e.names(e.log.NotIgnored)})
	}
	return e.say(OK, "doctor.bulk-ok", "")
}

// commitDates looks for accepted revisions whose date cannot be right. They are read as git reads them, but what is asked for by
// date, or told of a day, is wrong there.
func (e *exam) commitDates() (finding, error) {
	if e.log == nil {
		return finding{}, nil
	}
	var odd []string
	told := map[history.Hash]bool{}
	for _, entry := range e.log.Entries {
		args := locale.Args{"commit": fmt.Sprintf("%.10s", entry.Commit.Hash)}
		for _, at := range []time.Time{entry.Commit.CommittedAt, entry.Commit.AuthoredAt} {
			key := ""
			switch args["date"] = e.day(at); {
			case history.Undated(at):
				key = "doctor.dates-none"
			case !e.Now.IsZero() && e.day(at) > e.day(e.Now):
				key = "doctor.dates-future"
			}
			if key != "" {
				odd, told[entry.Commit.Hash] = append(odd, e.Lang.T(key, args)), true
				break
			}
		}
	}
	odd = append(odd, e.disorders(told)...)
	if odd == nil {
		return e.say(OK, "doctor.dates-ok", "")
	}
	return e.say(Attention, "doctor.dates-odd", "doctor.dates-odd-fix", locale.Args{"n": len(odd), "commits": e.names(odd)})
}

// disorders tells of the accepted revisions dated before the day of one that they come after, unless one of the two is told.
func (e *exam) disorders(told map[history.Hash]bool) []string {
	zone := time.UTC
	if e.config != nil {
		zone = e.config.Zone
	}
	subjects := map[history.Hash]string{}
	var line []history.Accepted
	for _, entry := range e.log.Entries {
		subjects[entry.Commit.Hash] = locale.Shorten(entry.Commit.Subject)
		line = append(line, history.Accepted{Commit: entry.Commit.Hash, At: entry.Commit.CommittedAt})
	}
	var out []string
	for _, d := range history.CalendarOf(line, zone).Disorders() {
		if !told[d.Commit] && !told[d.Later] {
			out = append(out, e.Lang.T("doctor.dates-disorder", locale.Args{
				"commit": fmt.Sprintf("%.10s", d.Commit), "subject": subjects[d.Commit], "date": d.Day, "later": fmt.Sprintf("%.10s", d.Later), "later_date": d.LaterDay,
			}))
		}
	}
	return out
}

func (e *exam) mainBranch() (finding, error) {
	if e.log == nil {
		return finding{}, nil
	}
	_, found, err := e.Repo.MainLine(e.branch())
	args := locale.Args{"branch": e.branch()}
	switch {
	case err != nil:
		return e.trouble(err), nil
	case !found:
		return e.say(Attention, "doctor.branch-missing", "doctor.branch-missing-fix", args)
	}
	return e.say(OK, "doctor.branch-ok", "", args)
}

// firstParents looks for merges on the main branch that brought the main branch itself into another one.
func (e *exam) firstParents() (finding, error) {
	if e.log == nil {
		return finding{}, nil
	}
	tip, found, err := e.Repo.MainLine(e.branch())
	if err != nil || !found {
		return finding{}, nil // reported by mainBranch
	}
	log, err := e.Repo.Log(e.ctx, tip)
	if err != nil {
		return e.trouble(err), nil
	}
	tags, err := e.Repo.Tags(e.ctx)
	if err != nil {
		return e.trouble(err), nil
	}
	args := locale.Args{"branch": e.branch()}
	var commits []string
	for _, lost := range log.LostLines(e.branch(), tags) {
		c := lost.Merge
		commits = append(commits, fmt.Sprintf("%.10s (%s)", c.Hash, e.day(c.CommittedAt)))
	}
	if commits == nil {
		return e.say(OK, "doctor.first-parent-ok", "", args)
	}
	args["commits"] = e.names(commits)
	return e.say(Bad, "doctor.first-parent-lost", "doctor.first-parent-lost-fix", args)
}
