package pack

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"sort"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/go-git/go-git/v5/plumbing"
)

// index maps object names to offsets in a pack.
type index struct {
	fanout  []byte // for each first byte, the number of names that begin with it or a lower one
	names   []byte // twenty bytes each, sorted
	offsets []byte // four bytes each
	far     []byte // eight bytes each, for offsets beyond 2 GiB
}

// readIndex reads an index of version 2, the only one that git has written since 2008.
func readIndex(path string) (index, error) {
	data, err := disk.ReadNamed(path, mostObject)
	if err != nil {
		return index{}, err
	}
	x, err := parseIndex(data)
	if err != nil {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return x, err
}

var (
	errIndexForm    = errors.New("unknown form of index")
	errIndexDamaged = errors.New("damaged index")
)

// parseIndex reads the content of an index.
func parseIndex(data []byte) (index, error) {
	const head, fanout, sums = 8, 256 * 4, 2 * 20
	if len(data) < head+fanout+sums || string(data[:head]) != "\xfftOc\x00\x00\x00\x02" {
		return index{}, errIndexForm
	}
	x := index{fanout: data[head : head+fanout]}
	n := x.count(255)
	rest := data[head+fanout : len(data)-sums]
	if n < 0 || len(rest) < n*(20+4+4) {
		return index{}, errIndexDamaged
	}
	x.names, rest = rest[:n*20], rest[n*24:] // skips the checksums of entries
	x.offsets, x.far = rest[:n*4], rest[n*4:]
	return x, nil
}

// count returns the number of names that begin with first or a lower byte.
func (x *index) count(first int) int {
	return int(int32(binary.BigEndian.Uint32(x.fanout[4*first:])))
}

func (x *index) name(i int) []byte { return x.names[20*i : 20*i+20] }

// from returns the position of the first name that does not sort before h.
func (x *index) from(h plumbing.Hash) int {
	low, high := 0, min(max(x.count(int(h[0])), 0), len(x.names)/20)
	if h[0] > 0 {
		low = min(max(x.count(int(h[0])-1), 0), high)
	}
	return low + sort.Search(high-low, func(i int) bool { return bytes.Compare(x.name(low+i), h[:]) >= 0 })
}

// find returns the offset of an object in the pack.
func (x *index) find(h plumbing.Hash) (at int64, ok bool) {
	i := x.from(h)
	if 20*i >= len(x.names) || !bytes.Equal(x.name(i), h[:]) {
		return 0, false
	}
	offset := binary.BigEndian.Uint32(x.offsets[4*i:])
	if offset&(1<<31) == 0 {
		return int64(offset), true
	}
	far := 8 * int(offset&^(1<<31))
	if far+8 > len(x.far) {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64(x.far[far:])), true
}

// withPrefix lists the names that start with those bytes.
func (x *index) withPrefix(prefix []byte) []plumbing.Hash {
	var first plumbing.Hash
	copy(first[:], prefix)
	var found []plumbing.Hash
	for i := x.from(first); 20*i < len(x.names) && bytes.HasPrefix(x.name(i), prefix); i++ {
		found = append(found, plumbing.Hash(x.name(i)))
	}
	return found
}
