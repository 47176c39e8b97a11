package history

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/history/pack"
	"github.com/go-git/go-git/v5/plumbing/format/config"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// place describes where the parts of a repository are on disk. All paths are absolute and free of symbolic links.
type place struct {
	prefix string // from the top of the work tree to the folder given to locate, with forward slashes
	git    string // the folder with HEAD
	common string // the folder with objects and refs: same as git except in a linked worktree
	bare   bool   // the folder given to locate is git's own
}

// locate finds the repository that contains dir.
func locate(dir string) (place, error) {
	start, err := realPath(dir)
	if err != nil {
		return place{}, err
	}
	for top := start; ; top = filepath.Dir(top) {
		git, err := gitFolder(top)
		if err != nil {
			return place{}, err
		}
		if git == "" && top == start && isGitFolder(top) {
			where, err := newPlace(top, start, top)
			where.bare = true
			return where, err
		}
		if git != "" {
			return newPlace(top, start, git)
		}
		if top == filepath.Dir(top) {
			return place{}, fmt.Errorf("%s: %w", dir, ErrNoRepository)
		}
	}
}

func realPath(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

func newPlace(top, start, git string) (place, error) {
	prefix, err := filepath.Rel(top, start)
	if err != nil {
		return place{}, err
	}
	if prefix = filepath.ToSlash(prefix); prefix == "." {
		prefix = ""
	}
	common, err := commonFolder(git)
	return place{prefix: prefix, git: git, common: common}, err
}

// gitFolder returns the folder that top/.git is or points to, or "" if there is none. Like git, it skips a folder of that name
// that is not a repository, and refuses a file of that name that does not lead to one.
func gitFolder(top string) (string, error) {
	path := filepath.Join(top, ".git")
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	if info.IsDir() {
		if isGitFolder(path) {
			return path, nil
		}
		return "", nil
	}
	data, err := disk.ReadNamed(path, disk.Limit)
	if err != nil {
		return "", err
	}
	target, ok := strings.CutPrefix(string(data), "gitdir:")
	git := resolveFrom(top, target)
	if !ok || !isGitFolder(git) {
		return "", fmt.Errorf("%s: %w", path, ErrUnlinked)
	}
	return git, nil
}

// isGitFolder reports whether path looks like the inside of a .git folder.
func isGitFolder(path string) bool {
	if _, err := os.Lstat(filepath.Join(path, "HEAD")); err != nil {
		return false
	}
	common, err := commonFolder(path)
	if err != nil { // it is one, as far as can be seen: opening it tells what is wrong
		return true
	}
	return isFolder(filepath.Join(common, "objects")) && isFolder(filepath.Join(common, "refs"))
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// commonFolder returns the folder that a linked worktree shares with its main one, as named in the file commondir; without that
// file it returns git.
func commonFolder(git string) (string, error) {
	data, err := disk.ReadNamed(filepath.Join(git, "commondir"), disk.Limit)
	if errors.Is(err, fs.ErrNotExist) {
		return git, nil
	}
	if err != nil {
		return "", err
	}
	return resolveFrom(git, string(data)), nil
}

// resolveFrom resolves a path as stored in a git file: relative to base unless absolute, possibly with a line break at its end.
func resolveFrom(base, path string) string {
	path = filepath.FromSlash(strings.TrimSpace(path))
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(base, path)
}

// objectFolders returns the repository's own object folder and its alternates, including alternates of alternates, each once.
func (p place) objectFolders() ([]string, error) {
	found := []string{filepath.Join(p.common, "objects")}
	for i := 0; i < len(found); i++ {
		data, err := readIfThere(filepath.Join(found[i], "info", "alternates"))
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSpace(line)
			path := resolveFrom(found[i], line)
			if line != "" && line[0] != '#' && !slices.Contains(found, path) {
				found = append(found, path)
			}
		}
	}
	return found, nil
}

// harmless are the repository extensions that make no difference to a reader, in lower case.
var harmless = []string{"noop", "noop-v1", "partialclone", "preciousobjects", "relativeworktrees", "worktreeconfig"}

// checkFormat refuses a repository that would be misread, based on the extensions named in its configuration.
func (p place) checkFormat() error {
	path := filepath.Join(p.common, "config")
	data, err := disk.ReadNamed(path, disk.Limit)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	cfg := config.New()
	if err := config.NewDecoder(bytes.NewReader(data)).Decode(cfg); err != nil {
		return damaged(path, err)
	}
	for _, option := range cfg.Section("extensions").Options {
		name, value := strings.ToLower(option.Key), strings.ToLower(option.Value)
		sha1 := name == "objectformat" && value == "sha1" || name == "refstorage" && value == "files"
		if !sha1 && !slices.Contains(harmless, name) {
			return &Unsupported{path, option.Key, option.Value}
		}
	}
	return nil
}

// references gives access to the repository's references, including a linked worktree's own HEAD, and to its index and
// configuration. refused returns why some of it could not be read; nil if nothing was refused.
func (p place) references() (refs *filesystem.Storage, refused func() error) {
	own, common := pack.NewFiles(p.git), pack.NewFiles(p.common)
	refs = filesystem.NewStorage(dotgit.NewRepositoryFilesystem(own, common), nil)
	return refs, func() error { return cmp.Or(own.Refused(), common.Refused()) }
}

// checkReplaced refuses a repository in which some objects replace others: git would show a different history than the one that the
// commit ids prove.
func (p place) checkReplaced() error {
	if names, err := disk.ListNamed(filepath.Join(p.common, "refs", "replace")); err == nil && len(names) > 0 {
		return fmt.Errorf("%s: %w", filepath.Join(p.common, "refs", "replace"), ErrReplaced)
	}
	packed, err := readIfThere(filepath.Join(p.common, "packed-refs"))
	if err != nil {
		return err
	}
	if bytes.Contains(packed, []byte(" refs/replace/")) {
		return fmt.Errorf("%s: %w", filepath.Join(p.common, "packed-refs"), ErrReplaced)
	}
	grafts := filepath.Join(p.common, "info", "grafts")
	data, err := readIfThere(grafts)
	for line := range bytes.Lines(data) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			return fmt.Errorf("%s: %w", grafts, ErrReplaced)
		}
	}
	return err
}

// readIfThere returns the content of a file; nil if there is none.
func readIfThere(path string) ([]byte, error) {
	data, err := disk.ReadNamed(path, disk.Limit)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}
