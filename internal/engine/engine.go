// Package engine is one opened workspace and what is done with it: its states, the check, comparisons, figures, the trail,
// fixes, the site, seals and proofs. Every door to the program (command line, editor, form) opens one and asks it. It prints
// nothing, decides no exit status and holds no language: what it says is a [locale.Message] that the door puts into words. Start
// reading at [Open] and [State].
//
// One engine may be used by several goroutines at once. Every method that takes a context gives up with the context's error
// when that is cancelled, and nothing is half-written then.
package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Options say which workspace is opened, in which state and as of which day.
type Options struct {
	Dir string // the folder one stands in: the workspace is it, or the nearest above that has a lis.yaml
	Rev string // a tag, branch, commit or date; "" for the work tree
	// AsOf is the day against which dates are judged. Where it is "" it is that of the commit of Rev, or else today.
	AsOf  string
	Now   func() time.Time // tells which day is today; asked where no flag or commit does
	Cache *cache.Dir       // of what was read of the history; nil reads all anew
	Tool  string           // the program and its version, as seals and manifests name it
	// Common is what workspaces have in common that one process opens after each other, such as the kinds; nil reads it anew.
	Common *workspace.Cache
}

// Engine is one opened workspace with the repository around it.
type Engine struct {
	// State is the one that was asked for.
	State *State

	options Options
	root    string          // the folder of lis.yaml
	repo    *history.Repo   // nil without git
	head    *history.Commit // nil where there is none
	shared  workspace.Cache // of what the states have in common

	mutex   sync.Mutex
	broken  error                         // why there is a repository whose history cannot be read
	trails  map[history.Hash]*trail.Trail // read so far, by their newest commit
	read    map[history.Hash]*workspace.Workspace
	present *workspace.Workspace // made by Engine.now
}

// Open finds and reads the workspace. The caller closes the engine. The error is a *[Refusal] where there is no such
// workspace or state, a *workspace.SetupError where its configuration or kinds are wrong.
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

// open finds the folder.
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
	return &Engine{options: o, root: root, shared: workspace.Cache{Common: o.Common}, trails: map[history.Hash]*trail.Trail{}, read: map[history.Hash]*workspace.Workspace{}}, nil
}

// checkBare refuses a folder that is in no workspace, unless it is a bare repository of which Rev names a state.
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

// Close gives back what the engine holds open. Nothing may be asked of it afterwards.
func (e *Engine) Close() error {
	if e.repo == nil {
		return nil
	}
	return e.repo.Close()
}

// Root is the folder of the workspace on disk.
func (e *Engine) Root() string { return e.root }

// Bare reports whether the workspace lies in a bare repository, which has no work tree.
func (e *Engine) Bare() bool { return e.repo != nil && e.repo.Bare() }

// path is a file of the workspace on disk.
func (e *Engine) path(name string) string { return filepath.Join(e.root, filepath.FromSlash(name)) }

// openHistory opens the repository and finds the commit that is checked out. Without Rev a missing or unreadable repository
// is no error here.
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
	e.repo = repo
	head, err := repo.Head()
	switch {
	case err == nil:
		e.head = &head
	case !asked && !errors.Is(err, history.ErrNoCommits):
		e.broken = err
	}
	return nil
}

// noGit refuses what needs a repository where there is none.
func (e *Engine) noGit() error { return refuse(NoHistory, "error.no-git", locale.Args{"dir": e.root}) }

// Trouble is why there is no history to tell, or only a part of it, to be said beside what else there is to say; the zero
// message where all is well.
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

// brokenHistory is why the history cannot be read; nil where it can, or nobody has tried yet.
func (e *Engine) brokenHistory() error {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return e.broken
}

// breakHistory keeps why the history cannot be read. That somebody did not want to wait for it is no reason.
func (e *Engine) breakHistory(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.broken = err
}

// wholeHistory is an error where there is no history to read up to the state asked for, or not the whole of it.
func (e *Engine) wholeHistory() error {
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

// partialHistory reports whether there is a history of which less can be read than it should hold.
func (e *Engine) partialHistory() bool {
	return e.brokenHistory() != nil || e.repo != nil && e.repo.Shallow()
}

// workTree is what is on disk, or what a bare repository has in its place.
func (e *Engine) workTree() files {
	if e.repo != nil && e.repo.Bare() && e.head != nil {
		if files, err := e.repo.FS(*e.head); err == nil {
			return files
		}
	}
	return os.DirFS(e.root)
}
