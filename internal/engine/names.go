package engine

import (
	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Revisions returns the names that a revision can be given by in the repository of the workspace around a folder: its tags, and its
// branches. The workspace itself is not read.
func Revisions(dir string) (tags, branches []string, err error) {
	if root, found, err := disk.FindUp(dir, workspace.ConfigFile); err == nil && found {
		dir = root
	}
	repo, err := history.Open(dir)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = repo.Close() }()
	return repo.Names()
}
