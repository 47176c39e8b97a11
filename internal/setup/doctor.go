package setup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
)

// Status is how something is doing.
type Status string

// The statuses. What is bad gives wrong answers; what needs attention will some day, or makes work harder than it has to be.
const (
	OK        Status = "ok"
	Attention Status = "attention"
	Bad       Status = "bad"
)

// Check is what was found about one thing, in the language of the reader.
type Check struct {
	ID     string
	Status Status
	Title  string
	Detail string
	Fix    string // what to do; "" where there is nothing to be done
}

// Patient is what the check-up is given.
type Patient struct {
	Lang locale.Lang
	// Files are the workspace, Top what lies at the top of the repository; without a repository they are the same.
	Files, Top fs.FS
	// Repo is nil without a repository, or where there is one that cannot be read; Unreadable then says why.
	Repo       *history.Repo
	Unreadable error
	// Git is the version of the git program, "" where there is none.
	Git string
}

// exam is a check-up under way: the patient with what was found out for several checks at once.
type exam struct {
	Patient
	ctx       context.Context      // of the examination
	config    *workspace.Config    // nil where lis.yaml cannot be read
	workspace *workspace.Workspace // nil where the setup is wrong
	kinds     *record.Kinds        // those of the program where the workspace's do not compile
	setup     []diag.Finding       // what is wrong with lis.yaml and the kinds
	files     []textFile           // what should be, or looks like, a record; and lis.yaml and the kinds
	forge     *Forge               // nil where it is not known
	log       *history.Log         // from HEAD; nil where there is none or it cannot be read
	unread    error                // why there is a repository and no log
}

// finding is what one check says; the zero value is said of what there is nothing to look at for, and is left out.
type finding struct {
	status      Status
	detail, fix string
}

// checkup is one thing to look at.
type checkup struct {
	id    string
	title string // key of a message
	look  func(*exam) (finding, error)
}

// checkups are all things to look at, in the order in which they are told.
var checkups = []checkup{
	{"git", "doctor.git", (*exam).git},
	{"repository", "doctor.repository", (*exam).repository},
	{"history", "doctor.history", (*exam).wholeHistory},
	{"head", "doctor.head", (*exam).checkedOut},
	{"branch", "doctor.branch", (*exam).mainBranch},
	{"first-parent", "doctor.first-parent", (*exam).firstParents},
	{"bulk-changes", "doctor.bulk", (*exam).bulkChanges},
	{"config", "doctor.config", (*exam).configuration},
	{"kinds", "doctor.kinds", (*exam).ownKinds},
	{"folders", "doctor.folders", (*exam).folders},
	{"stray", "doctor.stray", (*exam).stray},
	{"ignored", "doctor.ignored", (*exam).ignored},
	{"line-endings", "doctor.line-endings", (*exam).lineEndings},
	{"encoding", "doctor.encoding", (*exam).encoding},
	{"codeowners", "doctor.codeowners", (*exam).codeowners},
	{"ci", "doctor.ci", (*exam).pipeline},
	{"forge", "doctor.forge", (*exam).links},
}

// Examine looks at how a workspace and its surroundings are doing. What the workspace says in its records is for the rules;
// here is what would make them, the history or the site tell something else than what is meant. The error is about reading.
func Examine(ctx context.Context, p Patient) ([]Check, error) {
	e := &exam{Patient: p, ctx: ctx}
	if err := e.prepare(); err != nil {
		return nil, err
	}
	var checks []Check
	for _, c := range checkups {
		f, err := c.look(e)
		if ctx.Err() != nil {
			return nil, ctx.Err() // what was found is not whole
		}
		if err != nil {
			return nil, fmt.Errorf("look at %s: %w", c.id, err)
		}
		if f.status != "" {
			checks = append(checks, Check{c.id, f.status, p.Lang.T(c.title), f.detail, f.fix})
		}
	}
	return checks, nil
}

// prepare reads the workspace as far as it can be read.
func (e *exam) prepare() (err error) {
	if e.kinds, err = record.LoadKinds(schema.FS, nil, workspace.DefaultAspects()); err != nil {
		return err
	}
	var wrong *workspace.SetupError
	e.config, err = workspace.Configuration(e.Files)
	if err == nil {
		e.workspace, err = workspace.Load(e.ctx, e.Files)
	}
	if err == nil {
		e.kinds = e.workspace.Kinds
		_, err = rules.New(e.workspace)
	}
	if err != nil && !errors.As(err, &wrong) {
		return err
	}
	if wrong != nil {
		e.setup = wrong.Findings
	}
	var origin string
	if e.Repo != nil {
		origin = e.Repo.Origin()
		e.log, e.unread = e.readLog()
	}
	e.forge = ForgeOf(e.Top, origin)
	e.files, err = textFiles(e.Files)
	return err
}

// branch is the name of the main branch.
func (e *exam) branch() string {
	if e.config == nil {
		return "main"
	}
	return e.config.Branch
}

// day is the day of a point in time in the workspace's time zone, or by its own clock where lis.yaml cannot be read.
func (e *exam) day(at time.Time) string {
	if e.config == nil {
		return locale.Day(at, at.Location())
	}
	return e.config.Day(at)
}

func (e *exam) say(s Status, detail, fix string, args ...locale.Args) (finding, error) {
	f := finding{status: s, detail: e.Lang.T(detail, args...)}
	if fix != "" {
		f.fix = e.Lang.T(fix, args...)
	}
	return f, nil
}

// names is a list in words, cut after a few.
func (e *exam) names(list []string) string {
	const most = 5
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return e.Lang.T("doctor.more", locale.Args{"names": strings.Join(list[:most], ", "), "n": len(list) - most})
}
