package history

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"strings"
)

// indexEntry is one entry of the index.
type indexEntry struct {
	name string // from the top of the repository, with forward slashes; of a folder without one at its end
	mode uint32
	// unwatched is set if git does not look whether the file is there: it is left out of a sparse checkout, or somebody has told
	// git to assume that it is unchanged.
	unwatched bool
}

// Sizes and flags of the index, as gitformat-index describes them.
const (
	indexHeader = 12
	indexStat   = 62 // an entry up to its name, without extended flags
	sharedName  = 28 // the beginning of the extension for a split index, up to the end of the name of the shared part

	flagAssumeValid  = 0x8000
	flagExtended     = 0x4000
	flagSkipWorktree = 0x4000 // in the extended flags
)

var errIndex = errors.New("damaged index")

// readIndex reads the entries of the index; none if there is no index. If it is split in two, those of the shared part come last.
func (r *Repo) readIndex() ([]indexEntry, error) {
	data, err := r.gitFile("index")
	if data == nil || err != nil {
		return nil, err
	}
	entries, rest, err := parseIndex(data)
	if err != nil {
		return nil, damaged("index", err)
	}
	if len(rest) < sharedName || !bytes.HasPrefix(rest, []byte("link")) {
		return entries, nil // other extensions are not needed
	}
	name := "sharedindex." + hex.EncodeToString(rest[8:sharedName])
	if data, err = r.gitFile(name); err != nil {
		return nil, err
	}
	shared, _, err := parseIndex(data)
	if err != nil {
		return nil, damaged(name, err)
	}
	return append(entries, shared...), nil
}

// gitFile reads a file of the repository itself; nil if there is none.
func (r *Repo) gitFile(name string) ([]byte, error) {
	f, err := r.refs.Filesystem().Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(f)
}

// parseIndex parses the entries of an index of version 2, 3 or 4. rest is what comes after them.
func parseIndex(data []byte) (entries []indexEntry, rest []byte, err error) {
	if len(data) < indexHeader || !bytes.HasPrefix(data, []byte("DIRC")) {
		return nil, nil, errIndex
	}
	version, count := binary.BigEndian.Uint32(data[4:]), binary.BigEndian.Uint32(data[8:])
	if version < 2 || version > 4 {
		return nil, nil, errIndex
	}
	data = data[indexHeader:]
	entries = make([]indexEntry, 0, min(int(count), len(data)/indexStat))
	before := ""
	for range count {
		e, size := parseIndexEntry(data, version, before)
		if size == 0 || size > len(data) {
			return nil, nil, errIndex
		}
		before, data = e.name, data[size:]
		e.name = strings.TrimSuffix(e.name, "/") // a folder of a sparse index
		if e.name != "" {                        // an entry of a split index has its name in the shared part
			entries = append(entries, e)
		}
	}
	return entries, data, nil
}

// parseIndexEntry parses the first entry; before is the name of the one before it. size is 0 if it is damaged.
func parseIndexEntry(data []byte, version uint32, before string) (e indexEntry, size int) {
	if len(data) < indexStat+2 {
		return e, 0
	}
	e.mode = canonicalMode(binary.BigEndian.Uint32(data[24:]))
	flags := binary.BigEndian.Uint16(data[60:])
	e.unwatched = flags&flagAssumeValid != 0
	size = indexStat
	if flags&flagExtended != 0 {
		e.unwatched = e.unwatched || binary.BigEndian.Uint16(data[size:])&flagSkipWorktree != 0
		size += 2
	}
	kept := 0 // what the name has in common with the one before
	if version == 4 {
		dropped, n := indexNumber(data[size:])
		if n == 0 || dropped > len(before) {
			return e, 0
		}
		kept, size = len(before)-dropped, size+n
	}
	end := bytes.IndexByte(data[size:], 0)
	if end < 0 {
		return e, 0
	}
	e.name = before[:kept] + string(data[size:size+end])
	size += end
	if version == 4 {
		return e, size + 1
	}
	return e, (size + 8) &^ 7 // one to eight zero bytes
}

// indexNumber parses a number as packs encode offsets. n is its length, 0 if it is damaged.
func indexNumber(data []byte) (number, n int) {
	for n < len(data) && n < 8 {
		b := data[n]
		number = number<<7 | int(b&0x7f)
		n++
		if b&0x80 == 0 {
			return number, n
		}
		number++
	}
	return 0, 0
}

// Elsewhere is a file or folder below the opened folder that git knows and that the work tree need not hold.
type Elsewhere struct {
	Name   string // relative to the opened folder, with forward slashes
	Folder bool
	// Submodule is set if it is another repository, of which this one holds only the id of a commit. Otherwise git was told not
	// to look whether it is there, as in a sparse checkout.
	Submodule bool
}

// Elsewhere returns what git knows below the opened folder and the work tree need not hold, in the order of the index.
func (r *Repo) Elsewhere() ([]Elsewhere, error) {
	entries, err := r.readIndex()
	if err != nil {
		return nil, err
	}
	var found []Elsewhere
	for _, e := range entries {
		name, below := e.name, true
		if r.prefix != "" {
			name, below = strings.CutPrefix(e.name, r.prefix+"/")
		}
		if submodule := e.mode == ModeSubmodule; below && (submodule || e.unwatched) {
			found = append(found, Elsewhere{Name: name, Folder: submodule || e.mode == ModeFolder, Submodule: submodule})
		}
	}
	return found, nil
}
