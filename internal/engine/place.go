package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/write"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/setup"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/reviews"
)

// Place is the position of a folder in the repository around it. Without a repository the folder is its own top.
type Place struct {
	Top    string // folder on disk
	Prefix string // from the top to the folder, with forward slashes; "" for the top itself
	Origin string // address of the repository on its forge, "" if not known
}

// PlaceOf finds the place of a folder, which need not exist yet. An unreadable repository counts as none.
func PlaceOf(dir string) Place {
	real, below := dir, ""
	for {
		if found, err := filepath.EvalSymlinks(real); err == nil {
			real = found
			break
		}
		parent := filepath.Dir(real)
		if parent == real {
			return Place{Top: dir}
		}
		real, below = parent, path.Join(filepath.Base(real), below)
	}
	repo, err := history.Open(real)
	if err != nil {
		return Place{Top: dir}
	}
	defer func() { _ = repo.Close() }()
	return Place{topOf(real, repo.Prefix()), path.Join(repo.Prefix(), below), repo.Origin()}
}

// topOf returns the top of the repository in which dir has the given prefix.
func topOf(dir, prefix string) string {
	if found, err := filepath.EvalSymlinks(dir); err == nil {
		dir = found
	}
	if prefix == "" {
		return dir
	}
	for range strings.Split(prefix, "/") {
		dir = filepath.Dir(dir)
	}
	return dir
}

// Place returns the place of the workspace.
func (e *Engine) Place() Place {
	if e.repo == nil {
		return Place{Top: e.root}
	}
	return Place{topOf(e.root, e.repo.Prefix()), e.repo.Prefix(), e.repo.Origin()}
}

// Examine runs the check-up on the workspace around dir and on git, even if the workspace cannot be opened. git is the version
// reported by the git program, "" if there is none, and now the current time. The language is the one asked for or, if that is "", that of the workspace;
// in is the language used.
func Examine(ctx context.Context, dir, git string, now time.Time, asked locale.Lang) (checks []setup.Check, in locale.Lang, err error) {
	root, found, err := disk.FindUp(dir, workspace.ConfigFile)
	if err != nil {
		return nil, asked, err
	}
	if !found {
		return nil, asked, refuse(Mistaken, "error.not-workspace", locale.Args{"dir": dir})
	}
	in = cmp.Or(asked, locale.Swedish)
	files := disk.At(root)
	defer func() { _ = files.Close() }()
	if config, err := workspace.Configuration(files); err == nil {
		in = cmp.Or(asked, config.Lang)
	}
	p := setup.Patient{Lang: in, Files: files, Top: files, Git: git, Now: now}
	repo, err := history.Open(root)
	switch {
	case err == nil:
		defer func() { _ = repo.Close() }()
		top := disk.At(topOf(root, repo.Prefix()))
		defer func() { _ = top.Close() }()
		p.Repo, p.Top = repo.Follow(workspace.ConfigFile), top
	case !errors.Is(err, history.ErrNoRepository):
		p.Unreadable = err
	}
	checks, err = setup.Examine(ctx, p)
	return checks, in, err
}

// WriteStory commits every step of a worked example to a new repository. tags are the tags that the steps set.
func WriteStory(ctx context.Context, dir string, story *reviews.Story) (steps int, tags []string, err error) {
	w, err := write.Create(dir)
	if err != nil {
		return 0, nil, err
	}
	defer func() {
		if closed := w.Close(); err == nil {
			err = closed
		}
	}()
	for step, err := range story.Steps() {
		if err != nil {
			w.Fail(err)
			return steps, tags, err
		}
		if err := ctx.Err(); err != nil {
			w.Fail(err)
			return steps, tags, err
		}
		if _, err := w.Commit(step); err != nil {
			return steps, tags, fmt.Errorf("write the example: %w", err)
		}
		steps++
		if step.Tag != "" {
			tags = append(tags, step.Tag)
		}
	}
	return steps, tags, nil
}
