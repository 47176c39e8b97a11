package setup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/dashboard"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
)

// Status is the outcome of one check.
type Status string

// The statuses. Bad means wrong answers now; Attention means wrong answers some day, or work that is harder than necessary.
const (
	OK        Status = "ok"
	Attention Status = "attention"
	Bad       Status = "bad"
)

// Check is the outcome of checking one thing, in the language of the reader.
type Check struct {
	ID     string
	Status Status
	Title  string
	Detail string
	Fix    string // what to do; "" if there is nothing to do
}

// Patient is the input of the check-up.
type Patient struct {
	Lang locale.Lang
	// Files is the workspace, Top the files from the top of the repository; without a repository they are the same.
	Files, Top fs.FS
	// Repo is nil if there is no repository, or if it cannot be read; Unreadable is then the reason.
	Repo       *history.Repo
	Unreadable error
	// Git is the version of the git program, "" if there is none.
	Git string
	Now time.Time // commits after it are told; the zero time tells none
}

// exam is a check-up in progress: the patient and what several checks need.
type exam struct {
	Patient
	ctx       context.Context      // of the examination
	config    *workspace.Config    // nil if lis.yaml cannot be read
	workspace *workspace.Workspace // nil if the setup is wrong
	kinds     *record.Kinds        // those of the program if the workspace's do not compile
	setup     []diag.Finding       // what is wrong with lis.yaml and the kinds
	files     []textFile           // lis.yaml, the kinds and every Markdown file
	strays    []workspace.Stray    // what is not read because of its folder or name
	forge     *Forge               // nil if not known
	log       *history.Log         // from HEAD; nil if there is none or it cannot be read
	unread    error                // why a repository has no log
}

// finding is the outcome of one check; the zero value means that there was nothing to check, and is left out.
type finding struct {
	status      Status
	detail, fix string
}

// checkup is one thing to check.
type checkup struct {
	id    string
	title string // key of a message
	look  func(*exam) (finding, error)
}

// checkups are all things to check, in the order in which they are reported.
var checkups = []checkup{
	{"git", "doctor.git", (*exam).git},
	{"repository", "doctor.repository", (*exam).repository},
	{"history", "doctor.history", (*exam).wholeHistory},
	{"head", "doctor.head", (*exam).checkedOut},
	{"branch", "doctor.branch", (*exam).mainBranch},
	{"first-parent", "doctor.first-parent", (*exam).firstParents},
	{"commit-dates", "doctor.dates", (*exam).commitDates},
	{"bulk-changes", "doctor.bulk", (*exam).bulkChanges},
	{"config", "doctor.config", (*exam).configuration},
	{"kinds", "doctor.kinds", (*exam).ownKinds},
	{"folders", "doctor.folders", (*exam).folders},
	{"stray", "doctor.stray", (*exam).stray},
	{"ignored", "doctor.ignored", (*exam).ignored},
	{"line-endings", "doctor.line-endings", (*exam).lineEndings},
	{"encoding", "doctor.encoding", (*exam).encoding},
	{"baseline", "doctor.baseline", (*exam).baseline},
	{"codeowners", "doctor.codeowners", (*exam).codeowners},
	{"ci", "doctor.ci", (*exam).pipeline},
	{"ci-risks", "doctor.ci-risks", (*exam).pipelineRisks},
	{"forge", "doctor.forge", (*exam).links},
}

// Examine checks the state of a workspace and its surroundings. The content of records is for the rules; this looks for what
// would make the rules, the history or the site give wrong results. The error is about reading.
func Examine(ctx context.Context, p Patient) ([]Check, error) {
	e := &exam{Patient: p, ctx: ctx}
	if err := e.prepare(); err != nil {
		return nil, err
	}
	var checks []Check
	for _, c := range checkups {
		f, err := c.look(e)
		if ctx.Err() != nil {
			return nil, ctx.Err() // the result is incomplete
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

// prepare reads as much of the workspace as can be read.
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
		err = e.checkOwn()
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
	if e.files, err = textFiles(e.Files); err != nil {
		return err
	}
	unread, err := workspace.FindUnread(e.ctx, e.Files, e.kinds, workspace.Around{})
	if err == nil {
		e.strays = unread.Stray
	}
	return err
}

// checkOwn checks the workspace's own kinds, rules, figures and dashboard, as the check does. The error is a *workspace.SetupError
// if they are wrong.
func (e *exam) checkOwn() error {
	set, err := rules.New(e.workspace)
	if err != nil {
		return err
	}
	faults, err := set.Faults()
	if err != nil {
		return err
	}
	more, err := dashboard.CheckOwn(e.workspace, e.day(e.Now))
	if err == nil && len(faults)+len(more) > 0 {
		err = &workspace.SetupError{Findings: append(faults, more...)}
	}
	return err
}

// branch returns the name of the main branch.
func (e *exam) branch() string {
	if e.config == nil {
		return "main"
	}
	return e.config.Branch
}

// day returns the day of a time in the workspace's time zone, or in the time's own zone if lis.yaml cannot be read.
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

func (e *exam) names(list []string) string { return SomeNames(list, e.Lang) }

// SomeNames returns a list in words, cut off after a few.
func SomeNames(list []string, lang locale.Lang) string {
	const most = 5
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return lang.T("doctor.more", locale.Args{"names": strings.Join(list[:most], ", "), "n": len(list) - most})
}
