package history

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"regexp"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// expanded is a keyword as git writes it into the work tree for files with the attribute ident.
var expanded = regexp.MustCompile(`\$Id: [0-9a-f]{40} \$`)

// Plain returns the content of a text file without what git can add to it on checkout, and take away again: line ends of Windows,
// and what it writes for $Id$. Files whose plain content is the same differ in nothing that anybody wrote.
func Plain(data []byte) []byte {
	if bytes.Contains(data, []byte("\r\n")) {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	}
	if bytes.Contains(data, []byte("$Id: ")) {
		data = expanded.ReplaceAll(data, []byte("$$Id$$"))
	}
	return data
}

// Stored returns what git stores of files of the work tree that a filter made differ from it, by path in the opened folder; files
// gives the content of all. As git itself does, it relies on the index: a file of the size and time noted there was not changed
// since. Once ctx is done, its error is returned.
func (r *Repo) Stored(ctx context.Context, files map[string][]byte) (map[string][]byte, error) {
	found := map[string][]byte{}
	known := r.noted()
	for name, data := range files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		h := known.of(name)
		if h == "" || h == BlobHash(data) || h == BlobHash(Plain(data)) || !known.untouched(name, data) {
			continue
		}
		stored, err := r.Blob(h)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		if !bytes.Equal(Plain(stored), Plain(data)) {
			found[name] = stored
		}
	}
	return found, nil
}

// noted is what the index says of files in the opened folder.
type noted struct {
	folder  *disk.Folder // the work tree
	entries map[string]*index.Entry
}

// noted reads the index. One that cannot be read says nothing.
func (r *Repo) noted() noted {
	n := noted{folder: disk.At(r.dir), entries: map[string]*index.Entry{}}
	if r.bare {
		return n
	}
	idx, err := r.refs.Index()
	if err != nil {
		return n
	}
	for _, e := range idx.Entries {
		if name, in := within(r.prefix, path.Clean(e.Name)); in && e.Stage == 0 {
			n.entries[name] = e
		}
	}
	return n
}

// of returns the content that the index has of a file, "" if none.
func (n noted) of(name string) Hash {
	if e := n.entries[name]; e != nil {
		return hashOf(treeEntry{mode: ModeFile, hash: e.Hash})
	}
	return ""
}

// untouched reports whether a file on disk has a content and is as old and as long as the index says. Where the index has no
// fractions of a second, they do not count.
func (n noted) untouched(name string, data []byte) bool {
	e := n.entries[name]
	info, err := n.folder.Lstat(name)
	if err != nil || e == nil || e.Hash == plumbing.ZeroHash || !info.Mode().IsRegular() || int64(e.Size) != info.Size() {
		return false
	}
	if now, err := n.folder.ReadFile(name); err != nil || !bytes.Equal(now, data) {
		return false
	}
	at := info.ModTime()
	return at.Equal(e.ModifiedAt) || e.ModifiedAt.Nanosecond() == 0 && at.Unix() == e.ModifiedAt.Unix()
}
