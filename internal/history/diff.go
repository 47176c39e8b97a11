package history

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
)

// Change is one path that differs between two states. A rename is one path removed and one added.
type Change struct {
	Path             string // relative to the workspace, with forward slashes
	Old, New         Hash   // the content before and after; "" if the path does not exist on that side
	OldMode, NewMode uint32 // one of the Mode constants; 0 if the path does not exist on that side
}

// differ compares trees by their raw bytes. It stops at equal hashes, so unchanged folders are never read.
type differ struct {
	trees   *treeReader
	all     bool // lists what is equal, too
	changes []Change
	seen    int // entries of trees looked at in a comparison
	total   int // changes listed in all
}

// The limits of a comparison: a few trees that hold each other can stand for any number of files.
const (
	mostEntries = 500_000   // of trees, in which two states differ
	mostChanges = 2_000_000 // in a whole history
	longestPath = 4096      // bytes, as most systems allow
)

// compare lists the changes from one tree to another, sorted by path.
func (d *differ) compare(before, after plumbing.Hash) ([]Change, error) {
	d.changes, d.seen = nil, 0
	if err := d.folders("", before, after); err != nil {
		return nil, err
	}
	if d.total += len(d.changes); d.total > mostChanges {
		return nil, &TooMuch{Most: mostChanges, What: "changes"}
	}
	byPath := func(a, b Change) int { return cmp.Compare(a.Path, b.Path) }
	if !slices.IsSortedFunc(d.changes, byPath) {
		slices.SortStableFunc(d.changes, byPath)
	}
	return d.changes, nil
}

// folders compares two trees whose paths start with prefix, walking both in their common order.
func (d *differ) folders(prefix string, before, after plumbing.Hash) error {
	if before == after && !d.all {
		return nil
	}
	if len(prefix) > longestPath {
		return &TooMuch{Most: longestPath, What: "bytes in a path"}
	}
	a, err := d.trees.raw(before)
	if err != nil {
		return err
	}
	b, err := d.trees.raw(after)
	if err != nil {
		return err
	}
	for len(a) > 0 || len(b) > 0 {
		n, m := entryLen(a), entryLen(b)
		if n < 0 {
			return damaged(before.String(), errTree)
		}
		if m < 0 {
			return damaged(after.String(), errTree)
		}
		if d.all || n != m || !bytes.Equal(a[:n], b[:m]) {
			if n, m, err = d.entries(prefix, a[:n], b[:m]); err != nil {
				return err
			}
		}
		a, b = a[n:], b[m:]
	}
	return nil
}

// entries compares two entries, either of which can be empty, and returns how many bytes of each it consumed: 0 for an entry that
// sorts after the other.
func (d *differ) entries(prefix string, a, b []byte) (n, m int, err error) {
	if d.seen++; d.seen > mostEntries {
		return 0, 0, &TooMuch{Most: mostEntries, What: "files"}
	}
	var before, after treeEntry
	if len(a) > 0 {
		if before, err = parseEntry(a); err != nil {
			return 0, 0, err
		}
	}
	if len(b) > 0 {
		if after, err = parseEntry(b); err != nil {
			return 0, 0, err
		}
	}
	if len(a) > 0 && len(b) > 0 {
		switch order(before, after) {
		case -1:
			b, after = nil, treeEntry{}
		case 1:
			a, before = nil, treeEntry{}
		}
	}
	return len(a), len(b), d.entry(prefix, before, after)
}

// order compares entries as git sorts them: a folder as if its name ended with a slash.
func order(a, b treeEntry) int {
	x, y := a.name, b.name
	if a.folder() {
		x += "/"
	}
	if b.folder() {
		y += "/"
	}
	return cmp.Compare(x, y)
}

// entry adds the changes between two entries at the same path; the zero entry means absent.
func (d *differ) entry(prefix string, before, after treeEntry) error {
	path := prefix + cmp.Or(before.name, after.name)
	if before.folder() || after.folder() {
		return d.folders(path+"/", before.hash, after.hash)
	}
	if before != after || d.all {
		d.changes = append(d.changes, Change{path, hashOf(before), hashOf(after), before.mode, after.mode})
	}
	return nil
}

func hashOf(e treeEntry) Hash {
	if e.mode == 0 {
		return ""
	}
	return Hash(e.hash.String())
}
