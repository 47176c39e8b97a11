package history

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// patternFile holds the patterns for a folder and those below it.
const patternFile = ".gitignore"

// LeftOut returns those names, relative to the opened folder and with forward slashes, that git ignores: they match a pattern of
// the repository and are not in the index. top is the work tree from the top of the repository. The user's own patterns, outside
// the repository, are not read: they differ between people.
func (r *Repo) LeftOut(ctx context.Context, top fs.FS, names []string) ([]string, error) {
	tracked, err := r.tracked()
	if err != nil {
		return nil, err
	}
	general, err := r.excluded()
	if err != nil {
		return nil, err
	}
	m := patternFolders{top: top, general: general, folders: map[string][]gitignore.Pattern{}}
	var found []string
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		full := path.Join(r.prefix, name)
		if tracked[full] {
			continue
		}
		ignored, err := m.leavesOut(full)
		if err != nil {
			return nil, err
		}
		if ignored {
			found = append(found, name)
		}
	}
	return found, nil
}

// excluded returns the patterns of info/exclude in the repository itself.
func (r *Repo) excluded() ([]gitignore.Pattern, error) {
	f, err := r.refs.Filesystem().Open("info/exclude")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(f)
	return readPatterns(data, nil), err
}

// patternFolders reads the pattern file of a folder when it is first needed.
type patternFolders struct {
	top     fs.FS
	general []gitignore.Pattern
	folders map[string][]gitignore.Pattern
}

// leavesOut reports whether git ignores a file. It checks every folder on the path and then the file: nothing below an ignored
// folder can be included again.
func (m *patternFolders) leavesOut(name string) (bool, error) {
	steps := strings.Split(name, "/")
	patterns := m.general
	for i := range steps {
		own, err := m.folder(path.Join(steps[:i]...))
		if err != nil {
			return false, err
		}
		patterns = append(patterns[:len(patterns):len(patterns)], own...)
		if gitignore.NewMatcher(patterns).Match(steps[:i+1], i < len(steps)-1) {
			return true, nil
		}
	}
	return false, nil
}

// folder returns the patterns in a folder's own pattern file; "" is the top.
func (m *patternFolders) folder(name string) ([]gitignore.Pattern, error) {
	if patterns, known := m.folders[name]; known {
		return patterns, nil
	}
	data, err := fs.ReadFile(m.top, path.Join(name, patternFile))
	var refused *disk.Refused // git reads no link as a pattern file either
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.As(err, &refused) {
		return nil, err
	}
	var domain []string
	if name != "" {
		domain = strings.Split(name, "/")
	}
	m.folders[name] = readPatterns(data, domain)
	return m.folders[name], nil
}

func readPatterns(data []byte, domain []string) []gitignore.Pattern {
	var patterns []gitignore.Pattern
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		line := lines.Text()
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "#") {
			patterns = append(patterns, gitignore.ParsePattern(line, domain))
		}
	}
	return patterns
}

// tracked returns the names in the index, relative to the top of the repository.
func (r *Repo) tracked() (map[string]bool, error) {
	entries, err := r.readIndex()
	if err != nil {
		return nil, err
	}
	names := make(map[string]bool, len(entries))
	for _, e := range entries {
		names[e.name] = true
	}
	return names, nil
}
