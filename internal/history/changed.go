package history

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"sync"
)

// Changed reports whether files, the content of the work tree by path in the opened folder, differs from tip: a file has other
// content, or only one of the two has it, or the folder was moved. Only file names that owned accepts count; it is not called for folders. Differences in
// line ends and others that git made on checkout do not count; neither do files that are symbolic links in tip. Once ctx is
// done, its error is returned.
func (r *Repo) Changed(ctx context.Context, tip Commit, files map[string][]byte, owned func(name string) bool) (bool, error) {
	state, err := r.FS(ctx, tip)
	if err != nil {
		return false, err
	}
	if was, err := r.Folder(ctx, tip); err != nil || was != r.prefix {
		return true, err
	}
	missing := map[string]bool{}
	for name := range files {
		missing[name] = owned(name)
	}
	changed, index := false, sync.OnceValue(r.noted)
	err = fs.WalkDir(state, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !owned(name) {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		delete(missing, name)
		if d.Type()&fs.ModeSymlink != 0 {
			return nil
		}
		same, err := same(state, name, files, index)
		if err == nil && !same {
			changed, err = true, fs.SkipAll
		}
		return err
	})
	if err != nil {
		return false, fmt.Errorf("compare the files with commit %s: %w", tip.Hash, err)
	}
	for _, counts := range missing {
		changed = changed || counts
	}
	return changed, nil
}

// same reports whether a file of a state is the same in the work tree; content is read only if the hashes differ.
func same(state *TreeFS, name string, files map[string][]byte, index func() noted) (bool, error) {
	data, ok := files[name]
	if !ok {
		return false, nil
	}
	h, ok := state.Hash(name)
	if ok && h == BlobHash(data) {
		return true, nil
	}
	old, err := state.ReadFile(name)
	if err != nil || bytes.Equal(Plain(old), Plain(data)) {
		return err == nil, err
	}
	return index().of(name) == h && index().untouched(name, data), nil
}
