package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// state is the workspace that a command works on, in the state that the flags name.
type state struct {
	root       string // folder of lis.yaml
	workspace  *workspace.Workspace
	rules      *rules.Set
	files      fs.FS           // what the workspace was read from: the work tree or a revision
	repo       *history.Repo   // nil without git
	unreadable error           // why there is a repository whose history cannot be read
	cache      *cache.Dir      // of what was read of the history; nil keeps nothing
	commit     *history.Commit // the state of --rev, else HEAD; nil where there is none
	rev        *string         // full commit id with --rev, else nil
	asOf       string
	inLang     locale.Lang                   // in which it is told of
	cutter     *disclose.Cut                 // made by app.cut
	trails     map[history.Hash]*trail.Trail // read so far, by tip
	others     *states                       // made by state.earlier
	now        *workspace.Workspace          // made by app.present
	tagged     map[string]history.Hash       // set to go by these tags in place of the repository's
	memo       *workspace.Cache              // made by state.pastFigures
}

// open finds and reads the workspace. The caller closes the state.
func (a *app) open() (*state, error) {
	dir := a.workDir()
	root, found, err := disk.FindUp(dir, workspace.ConfigFile)
	if err != nil {
		return nil, err
	}
	if !found {
		root = dir
		if err := a.checkBare(dir); err != nil {
			return nil, err
		}
	}
	s := &state{root: root, cache: a.cache()}
	if err := a.openHistory(s); err != nil {
		s.close()
		return nil, err
	}
	if err := a.load(s); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// checkBare refuses a folder that is in no workspace, unless it is a bare repository of which --rev names a state.
func (a *app) checkBare(dir string) error {
	repo, err := history.Open(dir)
	switch {
	case err == nil:
		defer func() { _ = repo.Close() }()
	case a.rev != "" && !errors.Is(err, history.ErrNoRepository):
		return err
	}
	switch {
	case err != nil || !repo.Bare():
		return a.fail(statusUsage, "error.not-workspace", locale.Args{"dir": dir})
	case a.rev == "":
		return a.fail(statusUsage, "error.bare", locale.Args{"dir": dir})
	}
	return nil
}

func (a *app) workDir() string {
	if a.dir == "" {
		return a.Dir
	}
	if filepath.IsAbs(a.dir) {
		return a.dir
	}
	return filepath.Join(a.Dir, a.dir)
}

func (s *state) close() {
	if s.repo != nil {
		_ = s.repo.Close()
	}
}

// openHistory opens the repository and finds the commit that is asked for. Without --rev a missing or unreadable
// repository is no error here.
func (a *app) openHistory(s *state) error {
	repo, err := history.Open(s.root)
	switch {
	case errors.Is(err, history.ErrNoRepository) && a.rev != "":
		return a.fail(statusNoHistory, "error.no-git", locale.Args{"dir": s.root})
	case errors.Is(err, history.ErrNoRepository):
		return nil
	case err != nil && a.rev != "":
		return err
	case err != nil:
		s.unreadable = err
		return nil
	}
	s.repo = repo
	if a.rev != "" {
		return nil // resolved in load, in the workspace's time zone
	}
	head, err := repo.Head()
	switch {
	case err == nil:
		s.commit = &head
	case !errors.Is(err, history.ErrNoCommits):
		s.unreadable = err
	}
	return nil
}

// noteHistory tells, beside what a command has to say of the records, why there is no history.
func (a *app) noteHistory(s *state) {
	switch {
	case s.unreadable != nil:
		told, _ := a.historyError(s.unreadable)
		a.note("note.partial", locale.Args{"problem": cmp.Or(told, s.unreadable.Error())})
	case s.repo == nil:
		a.note("note.no-git")
	case s.commit == nil:
		a.note("note.no-commits")
	}
}

// historyError puts an error of the repository into words, with its exit status; told is "" for any other error.
func (a *app) historyError(err error) (told string, status int) {
	problem, fix, ok := history.Advice(err, a.lang)
	if !ok {
		return "", statusFailed
	}
	told = problem + "\n     " + a.lang.T("doctor.fix", locale.Args{"fix": fix})
	var damaged *history.Damaged
	var missing *history.MissingObject
	if errors.Is(err, history.ErrUnsupported) || errors.As(err, &damaged) || errors.As(err, &missing) && !missing.Partial {
		return told, statusFailed
	}
	return told, statusNoHistory
}

// load reads the records of the work tree, or of the revision.
func (a *app) load(s *state) error {
	fsys := os.DirFS(s.root)
	if a.rev != "" {
		var err error
		if fsys, err = a.revision(s); err != nil {
			return err
		}
	}
	return a.read(s, fsys)
}

// read reads the records from wherever they are.
func (a *app) read(s *state, fsys fs.FS) error {
	s.files, s.cutter = fsys, nil
	w, err := loadWhole(fsys)
	if errors.Is(err, workspace.ErrNotAWorkspace) {
		return a.fail(statusUsage, "error.not-workspace-at", locale.Args{"rev": a.rev})
	}
	if err != nil {
		return err
	}
	s.workspace = w
	if !a.langSet {
		a.lang = w.Config.Lang
	}
	s.inLang = a.lang
	if s.rules, err = rules.New(w); err != nil {
		return err
	}
	s.asOf = a.day(s)
	return nil
}

// loadWhole reads the workspace in a state of the disk or of a repository. Records of a revision that the repository does
// not hold, as in a partial clone, are an error: without them numbers would be wrong.
func loadWhole(fsys fs.FS) (*workspace.Workspace, error) {
	w, err := workspace.Load(context.Background(), fsys)
	if files, ok := fsys.(*history.TreeFS); ok && files.Err() != nil {
		return nil, files.Err()
	}
	return w, err
}

// revision resolves --rev. The time zone in which a date counts is that of the work tree's configuration, in a bare repository
// that of HEAD; UTC where that cannot be read.
func (a *app) revision(s *state) (fs.FS, error) {
	zone := time.UTC
	if config, err := workspace.Configuration(a.current(s)); err == nil {
		zone = config.Zone
	}
	commit, err := s.repo.Resolve(context.Background(), a.rev, zone)
	if err != nil {
		return nil, a.revisionError(a.rev, err)
	}
	s.commit = &commit
	rev := string(commit.Hash)
	s.rev = &rev
	return s.repo.FS(commit)
}

// current is the work tree, or what a bare repository has in its place.
func (a *app) current(s *state) fs.FS {
	if s.repo.Bare() {
		if head, err := s.repo.Head(); err == nil {
			if files, err := s.repo.FS(head); err == nil {
				return files
			}
		}
	}
	return os.DirFS(s.root)
}

func (a *app) revisionError(rev string, err error) error {
	var unknown *history.UnknownRevision
	switch {
	case !errors.As(err, &unknown):
		return fmt.Errorf("find %s: %w", rev, err)
	case unknown.Ambiguous:
		return a.fail(statusUsage, "error.rev-ambiguous", locale.Args{"rev": unknown.Rev, "names": a.lang.Or(unknown.Near)})
	case !unknown.First.IsZero():
		return a.fail(statusUsage, "error.rev-before", locale.Args{"rev": unknown.Rev, "first": unknown.First.Format(locale.DateForm)})
	}
	return a.unknown("error.unknown-rev", unknown.Rev, unknown.Near)
}

// day is the as-of date: the flag, else the commit's date with --rev, else today in the workspace's time zone.
func (a *app) day(s *state) string {
	switch {
	case a.asOf != "":
		return a.asOf
	case a.rev != "":
		return s.commit.CommittedAt.In(s.workspace.Config.Zone).Format(locale.DateForm)
	}
	return a.Now().In(s.workspace.Config.Zone).Format(locale.DateForm)
}

// check asks all rules. Where some of them ask for a history that turns out not to be readable, they are asked anew, and
// history-incomplete tells of it.
func (s *state) check(ctx context.Context) ([]diag.Result, error) {
	o := rules.Options{AsOf: s.asOf, HistoryCut: s.historyCut(), Trail: s.past(s.commit), Tags: s.tagsFound(), Fixed: s.fixedAt(s.commit)}
	all, err := s.rules.Check(ctx, o)
	if cut := s.historyCut(); cut != o.HistoryCut {
		o.HistoryCut = cut
		all, err = s.rules.Check(ctx, o)
	}
	return all, err
}

// historyCut reports whether there is a history of which less can be read than it should hold.
func (s *state) historyCut() bool { return s.unreadable != nil || s.repo != nil && s.repo.Shallow() }

// past reads the history of all records up to a commit when it is first asked for. It gives nil where there is none to read:
// that the history is missing or cut off is told elsewhere, and what is wrong with it is kept in unreadable.
func (s *state) past(tip *history.Commit) func() *trail.Trail {
	return sync.OnceValue(func() *trail.Trail {
		if s.repo == nil || tip == nil || s.historyCut() {
			return nil
		}
		t, err := s.readTrail(*tip)
		if err != nil {
			s.unreadable = err
			return nil
		}
		return t
	})
}

// dirty reports whether the work tree differs from its commit in what the workspace reads, or in the logo of its site.
func (s *state) dirty() (bool, error) {
	if s.rev != nil || s.commit == nil {
		return false, nil
	}
	files, logo := maps.Clone(s.workspace.Files), s.workspace.Config.Logo
	if data, err := fs.ReadFile(s.files, logo); logo != "" && err == nil {
		files[logo] = data
	}
	return s.repo.Changed(context.Background(), *s.commit, files, func(name string) bool { return s.workspace.Reads(name) || name == logo })
}

// trail reads the history of all records. Without git, or before the first commit, it is a failure with status 4, as is one
// that is not whole.
func (a *app) trail(s *state) (*trail.Trail, error) {
	if err := a.needHistory(s); err != nil {
		return nil, err
	}
	return s.readTrail(*s.commit)
}

// needHistory is an error where there is no history to read, or not the whole of it.
func (a *app) needHistory(s *state) error {
	switch {
	case s.unreadable != nil:
		return s.unreadable
	case s.repo == nil:
		return a.fail(statusNoHistory, "error.no-git", locale.Args{"dir": s.root})
	case s.commit == nil:
		return history.ErrNoCommits
	case s.repo.Shallow():
		return history.ErrShallow
	}
	return nil
}

// readTrail reads the history up to a commit, once: the rules ask for it, and then the site.
func (s *state) readTrail(tip history.Commit) (*trail.Trail, error) {
	if t := s.trails[tip.Hash]; t != nil {
		return t, nil
	}
	log, err := s.repo.LogWith(context.Background(), tip, history.LogOptions{Ignore: s.workspace.Config.Record.Texts("history.ignore"), Cache: s.cache})
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	o := trail.Options{Cache: s.cache, Workspace: filepath.ToSlash(s.root), Kinds: trail.KindsOf(s.workspace)}
	t, err := trail.ReadWith(context.Background(), log, s.repo, s.workspace.Kinds, o)
	if err != nil {
		return nil, err
	}
	tell.Subjects(t, log, s.workspace.Config.People, s.inLang)
	if s.trails == nil {
		s.trails = map[history.Hash]*trail.Trail{}
	}
	s.trails[tip.Hash] = t
	return t, nil
}

// note tells something beside the output.
func (a *app) note(key string, args ...locale.Args) {
	if !a.quiet {
		fmt.Fprintf(a.Stderr, "lis: %s\n", diag.Visible(a.lang.T(key, args...)))
	}
}

// writeSetup tells what is wrong with the configuration or the kinds.
func (a *app) writeSetup(e *workspace.SetupError) {
	o := a.textOptions(a.Stderr)
	o.Quiet = true
	for _, d := range rules.TellSetup(e, a.lang) {
		_ = diag.WriteText(a.Stderr, []diag.Diagnostic{d}, 0, o)
	}
	a.complain(a.lang.T("error.setup"))
}

// record finds a record that the profile shows by its id, or fails with the nearest.
func (a *app) record(s *state, id string) (*record.Record, error) {
	if r := s.workspace.Graph.Named(id); r != nil && a.cut(s).Record(r) {
		return r, nil
	}
	near := slices.DeleteFunc(s.workspace.Graph.Near(id, []string{"*"}), func(other string) bool {
		r := s.workspace.Graph.Named(other)
		return r == nil || !a.cut(s).Record(r)
	})
	return nil, a.unknown("error.unknown-record", id, near)
}

// kind finds a kind by its name or folder, or fails with the nearest.
func (a *app) kind(kinds *record.Kinds, name string) (*record.Kind, error) {
	if k := kinds.Named(name); k != nil && k.Folder != "" {
		return k, nil
	}
	if k := kinds.InFolder(name); k != nil {
		return k, nil
	}
	return nil, a.unknown("error.unknown-kind", name, record.Nearest(name, kinds.Names()))
}
