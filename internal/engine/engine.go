// Package engine is an opened workspace and everything that can be done with it: its states, the check, comparisons, figures, the
// trail, fixes, the site, seals and proofs. Every door to the program (command line, editor, form) opens one. The package prints
// nothing, decides no exit status and knows no language: what it reports is a [locale.Message] that the door puts into words.
// Start reading at [Open] and [State].
//
// An engine can be used concurrently. Every method that takes a context returns the context's error when it is cancelled, and
// leaves nothing half-written.
package engine

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Options select the workspace to open, its state and the as-of day.
type Options struct {
	Dir string // the current folder: the workspace is this folder, or the nearest one above that has a lis.yaml
	Rev string // a tag, branch, commit or date; "" for the work tree
	// AsOf is the day against which dates are judged; "" means Rev itself if it is a date, else the day of its commit, or today
	// without Rev.
	AsOf  string
	Now   func() time.Time // returns the current time; used if neither AsOf nor Rev gives the day
	Cache *cache.Dir       // what was read of the history; nil reads everything again
	Tool  string           // the program and its version, as named in seals and manifests
	// Proof makes every object of the repository be compared with its name when it is read. Cache should be nil then: what an
	// earlier run read is no proof of what the repository holds.
	Proof bool
	// Common caches what workspaces that one process opens after each other have in common, such as the kinds; nil reads it
	// again.
	Common *workspace.Cache
}

// Engine is an opened workspace with the repository around it.
type Engine struct {
	// State is the state selected by the options.
	State *State

	options Options
	root    string          // the folder of lis.yaml
	folder  *disk.Folder    // the same, with what lies below it
	repo    *history.Repo   // nil without git
	head    *history.Commit // nil if there is none
	shared  workspace.Cache // what the states have in common

	mutex   sync.Mutex
	broken  error                         // why the history of an existing repository cannot be read
	trails  map[history.Hash]*trail.Trail // read so far, by their newest commit
	read    map[history.Hash]*workspace.Workspace
	present *workspace.Workspace // set by Engine.now
}

// Open finds and reads the workspace. The caller must close the engine. The error is a *[Refusal] if there is no such workspace
// or state, and a *workspace.SetupError if its configuration or kinds are wrong.
func Open(ctx context.Context, o Options) (*Engine, error) {
	e, err := open(o)
	if err != nil {
		return nil, err
	}
	if err := e.openHistory(); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	if e.State, err = e.readState(ctx); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// open finds the folder of the workspace.
func open(o Options) (*Engine, error) {
	root, found, err := disk.FindUp(o.Dir, workspace.ConfigFile)
	if err != nil {
		return nil, err
	}
	if !found {
		root = o.Dir
		if err := checkBare(o); err != nil {
			return nil, err
		}
	}
	e := newEngine(o, root)
	e.shared.Common = o.Common
	return e, nil
}

// newEngine returns an engine that has read nothing yet.
func newEngine(o Options, root string) *Engine {
	return &Engine{options: o, root: root, folder: disk.At(root), trails: map[history.Hash]*trail.Trail{}, read: map[history.Hash]*workspace.Workspace{}}
}

// checkBare refuses a folder that is not in a workspace, unless it is a bare repository and Rev names a state of it.
func checkBare(o Options) error {
	repo, err := history.Open(o.Dir)
	switch {
	case err == nil:
		defer func() { _ = repo.Close() }()
	case o.Rev != "" && !errors.Is(err, history.ErrNoRepository):
		return err
	}
	switch {
	case err != nil || !repo.Bare():
		return refuse(Mistaken, "error.not-workspace", locale.Args{"dir": o.Dir})
	case o.Rev == "":
		return refuse(Mistaken, "error.bare", locale.Args{"dir": o.Dir})
	}
	return nil
}

// Close releases what the engine holds open. The engine cannot be used afterwards.
func (e *Engine) Close() error {
	err := e.folder.Close()
	if e.repo != nil {
		err = errors.Join(err, e.repo.Close())
	}
	return err
}

// Root returns the folder of the workspace on disk.
func (e *Engine) Root() string { return e.root }

// Folder returns the folder of the workspace with what lies below it. It is closed together with the engine.
func (e *Engine) Folder() *disk.Folder { return e.folder }

// Bare reports whether the workspace is in a bare repository, which has no work tree.
func (e *Engine) Bare() bool { return e.repo != nil && e.repo.Bare() }

// openHistory opens the repository and finds the commit that is checked out. Without Rev, a missing or unreadable repository is
// not an error here.
func (e *Engine) openHistory() error {
	repo, err := history.Open(e.root)
	asked := e.options.Rev != ""
	switch {
	case errors.Is(err, history.ErrNoRepository) && asked:
		return e.noGit()
	case errors.Is(err, history.ErrNoRepository):
		return nil
	case err != nil && asked:
		return err
	case err != nil:
		e.broken = err
		return nil
	}
	e.repo = repo.Follow(workspace.ConfigFile)
	if e.options.Proof {
		repo.Check()
	}
	head, err := repo.Head()
	switch {
	case err == nil:
		e.head = &head
	case !asked && !errors.Is(err, history.ErrNoCommits):
		e.broken = err
	}
	return nil
}

// noGit refuses an operation that needs a repository.
func (e *Engine) noGit() error { return refuse(NoHistory, "error.no-git", locale.Args{"dir": e.root}) }

// Trouble returns why there is no history to show, or only part of it, as a note next to other output; the zero message if there
// is no problem.
func (e *Engine) Trouble() locale.Message {
	switch broken := e.brokenHistory(); {
	case broken != nil:
		return locale.Say("note.partial", locale.Args{"problem": repositoryWords{broken}})
	case e.repo == nil:
		return locale.Say("note.no-git")
	case e.State.Commit == nil:
		return locale.Say("note.no-commits")
	}
	return locale.Message{}
}

// brokenHistory returns why the history cannot be read; nil if it can, or reading has not been tried yet.
func (e *Engine) brokenHistory() error {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return e.broken
}

// breakHistory records why the history cannot be read. If ctx is done, err is ignored.
func (e *Engine) breakHistory(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.broken = err
}

// requireHistory returns an error if the history up to the selected state is missing or incomplete.
func (e *Engine) requireHistory() error {
	switch broken := e.brokenHistory(); {
	case broken != nil:
		return broken
	case e.repo == nil:
		return e.noGit()
	case e.State.Commit == nil:
		return history.ErrNoCommits
	case e.repo.Shallow():
		return history.ErrShallow
	}
	return nil
}

// partialHistory reports whether there is a history that cannot be read completely.
func (e *Engine) partialHistory() bool {
	return e.brokenHistory() != nil || e.repo != nil && e.repo.Shallow()
}

// workTree returns the files on disk, or those of the current commit in a bare repository.
func (e *Engine) workTree(ctx context.Context) files {
	if e.repo != nil && e.repo.Bare() && e.head != nil {
		if files, err := e.repo.FS(ctx, *e.head); err == nil {
			return files
		}
	}
	return e.folder
}
