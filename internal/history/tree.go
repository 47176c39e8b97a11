package history

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/internal/history/pack"
	"github.com/go-git/go-git/v5/plumbing"
)

// File modes as git stores them in trees.
const (
	ModeFolder     uint32 = 0o040000
	ModeFile       uint32 = 0o100644
	ModeExecutable uint32 = 0o100755
	ModeSymlink    uint32 = 0o120000
	ModeSubmodule  uint32 = 0o160000
)

// treeEntry is one entry of a tree object.
type treeEntry struct {
	mode uint32
	name string
	hash plumbing.Hash
}

// folder reports whether the entry is a tree.
func (e treeEntry) folder() bool { return e.mode == ModeFolder }

// entryLen returns the length of the first entry of a raw tree: mode, space, name, zero byte, hash. It returns 0 at the end of
// the tree and -1 if the tree is damaged.
func entryLen(raw []byte) int {
	if len(raw) == 0 {
		return 0
	}
	n := bytes.IndexByte(raw, 0) + 1 + len(plumbing.ZeroHash)
	if n <= len(plumbing.ZeroHash) || n > len(raw) {
		return -1
	}
	return n
}

// parseEntry parses the bytes of one entry.
func parseEntry(raw []byte) (treeEntry, error) {
	end := len(raw) - len(plumbing.ZeroHash)
	mode, name, ok := bytes.Cut(raw[:end-1], []byte(" "))
	bits, err := strconv.ParseUint(string(mode), 8, 32)
	if !ok || err != nil {
		return treeEntry{}, fmt.Errorf("damaged tree entry %q", raw[:end-1])
	}
	return treeEntry{canonicalMode(uint32(bits)), string(name), plumbing.Hash(raw[end:])}, nil
}

// canonicalMode reads a mode as git does: early versions wrote more bits for files.
func canonicalMode(mode uint32) uint32 {
	switch mode & 0o170000 {
	case 0o100000:
		return ModeFile | mode&0o100>>6*0o111
	case ModeSymlink, ModeFolder:
		return mode & 0o170000
	}
	return ModeSubmodule
}

var errTree = errors.New("damaged tree")

// parseTree parses all entries of a raw tree.
func parseTree(raw []byte) ([]treeEntry, error) {
	var entries []treeEntry
	for len(raw) > 0 {
		n := entryLen(raw)
		if n < 0 {
			return nil, errTree
		}
		e, err := parseEntry(raw[:n])
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
		raw = raw[n:]
	}
	return entries, nil
}

// treeReader reads raw trees and caches the most recent ones: a walk needs each tree twice, as the newer and as the older side.
type treeReader struct {
	objects     *pack.Objects
	young, aged map[plumbing.Hash][]byte
	size        int // bytes in young
}

// treeGeneration is the size in bytes of a generation of the cache. Trees not used since the generation before are dropped.
const treeGeneration = 32 << 20

func newTreeReader(objects *pack.Objects) *treeReader {
	return &treeReader{objects: objects, young: map[plumbing.Hash][]byte{}}
}

// raw returns the content of a tree; that of the zero hash, a tree that does not exist, is empty.
func (t *treeReader) raw(h plumbing.Hash) ([]byte, error) {
	if data, ok := t.young[h]; ok || h.IsZero() {
		return data, nil
	}
	data, ok := t.aged[h]
	if !ok {
		var err error
		if data, err = t.objects.Read(h, plumbing.TreeObject); err != nil {
			return nil, err
		}
	}
	if t.size > treeGeneration {
		t.aged, t.young, t.size = t.young, map[plumbing.Hash][]byte{}, 0
	}
	t.young[h] = data
	t.size += len(data)
	return data, nil
}

// entries returns the entries of a tree.
func (t *treeReader) entries(h plumbing.Hash) ([]treeEntry, error) {
	raw, err := t.raw(h)
	if err != nil {
		return nil, err
	}
	entries, err := parseTree(raw)
	if err != nil {
		return nil, damaged(h.String(), err)
	}
	return entries, nil
}

// below returns the tree at path under root, or the zero hash if there is no such folder.
func (t *treeReader) below(root plumbing.Hash, path string) (plumbing.Hash, error) {
	for path != "" {
		var name string
		name, path, _ = strings.Cut(path, "/")
		e, err := t.entry(root, name)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		root = plumbing.ZeroHash
		if e.folder() {
			root = e.hash
		}
	}
	return root, nil
}

// file returns the regular file at path under root; ok is false if there is none.
func (t *treeReader) file(root plumbing.Hash, path string) (e treeEntry, ok bool, err error) {
	at := strings.LastIndexByte(path, '/')
	if at > 0 {
		if root, err = t.below(root, path[:at]); err != nil {
			return e, false, err
		}
	}
	e, err = t.entry(root, path[at+1:])
	return e, e.mode == ModeFile || e.mode == ModeExecutable, err
}

// entry returns the entry of a tree with that name, the zero entry if there is none. The others are not parsed.
func (t *treeReader) entry(tree plumbing.Hash, name string) (treeEntry, error) {
	raw, err := t.raw(tree)
	for err == nil && len(raw) > 0 {
		n := entryLen(raw)
		if n < 0 {
			return treeEntry{}, damaged(tree.String(), errTree)
		}
		entry := raw[:n-len(plumbing.ZeroHash)-1]
		if at := bytes.IndexByte(entry, ' '); string(entry[at+1:]) == name {
			e, err := parseEntry(raw[:n])
			if err != nil {
				return treeEntry{}, damaged(tree.String(), err)
			}
			return e, nil
		}
		raw = raw[n:]
	}
	return treeEntry{}, err
}
