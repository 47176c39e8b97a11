package cli

import (
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/c8b10cf3/lis/internal/history"
)

// surroundings are where a folder lies in the repository around it. Without one the folder is its own top.
type surroundings struct {
	top    string // folder on disk
	prefix string // from the top to the folder, with forward slashes; "" for the top itself
	origin string // address of the repository on its forge, "" where it is not known
}

// surroundingsOf finds those of a folder that may not be there yet. A repository that cannot be read counts as none.
func surroundingsOf(dir string) surroundings {
	real, below := dir, ""
	for {
		if found, err := filepath.EvalSymlinks(real); err == nil {
			real = found
			break
		}
		parent := filepath.Dir(real)
		if parent == real {
			return surroundings{top: dir}
		}
		real, below = parent, path.Join(filepath.Base(real), below)
	}
	repo, err := history.Open(real)
	if err != nil {
		return surroundings{top: dir}
	}
	defer func() { _ = repo.Close() }()
	return surroundings{topOf(real, repo.Prefix()), path.Join(repo.Prefix(), below), repo.Origin()}
}

// topOf is the top of the repository in which a folder has a prefix.
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

// top is the top of the repository around the workspace, or the workspace itself.
func (s *state) top() (dir, prefix string) {
	if s.repo == nil {
		return s.root, ""
	}
	return topOf(s.root, s.repo.Prefix()), s.repo.Prefix()
}

// exists reports whether a file or anything else of that name is on disk.
func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}
