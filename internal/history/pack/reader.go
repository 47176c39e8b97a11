package pack

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/go-git/go-git/v5/plumbing"
)

// reader reads objects from one pack. Objects stay in a cache for a while, because the next delta is mostly on a recent one. It
// is not safe for concurrent use.
type reader struct {
	index  index
	file   *os.File
	memory []byte // the complete pack if it is small and much is read from it; else nil
	size   int64
	reads  int // how many entries were read

	stream bufio.Reader // over the file
	bytes  bytes.Reader // over the memory
	zip    io.ReadCloser
	cache  *cache
}

// object is an object in its pack or, while reading, a delta.
type object struct {
	kind   plumbing.ObjectType
	data   []byte
	offset int64
}

// A pack of at most smallPack bytes is read completely once few of its entries have been read.
const (
	smallPack = 64 << 20
	few       = 100
)

// openPack opens a pack, given the paths of the pack file and its index.
func openPack(pack, index string, cache *cache) (p *reader, err error) {
	p = &reader{cache: cache}
	if p.index, err = readIndex(index); err != nil {
		return nil, err
	}
	if p.file, err = disk.OpenNamed(pack); err != nil {
		return nil, err
	}
	if err := p.begin(); err != nil {
		return nil, errors.Join(fmt.Errorf("read %s: %w", pack, err), p.file.Close())
	}
	return p, nil
}

// begin checks the header.
func (p *reader) begin() error {
	info, err := p.file.Stat()
	if err != nil {
		return err
	}
	p.size = info.Size()
	head := make([]byte, 12)
	if _, err := p.file.ReadAt(head, 0); err != nil {
		return err
	}
	version := binary.BigEndian.Uint32(head[4:])
	if string(head[:4]) != "PACK" || version != 2 && version != 3 {
		return fmt.Errorf("unknown form of pack: %q, version %d", head[:4], version)
	}
	return nil
}

// read returns the type and content of an object, or [plumbing.ErrObjectNotFound]. The content can be shared with the cache.
func (p *reader) read(h plumbing.Hash) (plumbing.ObjectType, []byte, error) {
	at, ok := p.index.find(h)
	if !ok {
		return 0, nil, plumbing.ErrObjectNotFound
	}
	o, err := p.object(at)
	return o.kind, o.data, err
}

// deepest limits the length of a chain of deltas; git makes shorter ones.
const deepest = 10_000

// object reads the object at an offset: a complete object, or a chain of deltas down to one.
func (p *reader) object(at int64) (object, error) {
	var deltas []object
	for len(deltas) < deepest {
		if base, ok := p.cache.get(p, at); ok {
			return p.build(base, deltas)
		}
		o, next, err := p.entry(at)
		if err != nil {
			return object{}, err
		}
		if next == 0 {
			p.cache.put(p, o)
			return p.build(o, deltas)
		}
		deltas = append(deltas, o)
		at = next
	}
	return object{}, errors.New("deltas without an end")
}

// build applies deltas, the last one first.
func (p *reader) build(o object, deltas []object) (object, error) {
	for i := len(deltas) - 1; i >= 0; i-- {
		data, err := applyDelta(o.data, deltas[i].data)
		if err == nil {
			err = p.cache.take(len(data), false)
		}
		if err != nil {
			return object{}, err
		}
		o = object{o.kind, data, deltas[i].offset}
		p.cache.put(p, o)
	}
	return o, nil
}

// entry reads one entry of the pack. For a delta, base is the offset of the object that it applies to; 0 for a complete object.
func (p *reader) entry(at int64) (o object, base int64, err error) {
	in, err := p.from(at)
	if err != nil {
		return o, 0, err
	}
	kind, size, err := entryHeader(in)
	if err == nil {
		err = errors.Join(tooLarge(size), p.cache.take(int(min(size, Largest)), true))
	}
	if err != nil {
		return o, 0, err
	}
	switch kind {
	case plumbing.OFSDeltaObject:
		back, err := readOffset(in)
		if base = at - back; err != nil || base <= 0 || base >= at {
			return o, 0, errors.Join(err, errors.New("delta on nothing"))
		}
	case plumbing.REFDeltaObject:
		var h plumbing.Hash
		if _, err := io.ReadFull(in, h[:]); err != nil {
			return o, 0, err
		}
		ok := false
		if base, ok = p.index.find(h); !ok {
			return o, 0, fmt.Errorf("delta on %s, which is not in the pack", h)
		}
	case plumbing.CommitObject, plumbing.TreeObject, plumbing.BlobObject, plumbing.TagObject:
	default:
		return o, 0, fmt.Errorf("unknown type of object: %d", kind)
	}
	data, err := p.inflate(in, size)
	return object{kind, data, at}, base, err
}

// byteReader can be read byte by byte, so that decompression does not read beyond what it needs.
type byteReader interface {
	io.Reader
	io.ByteReader
}

// from returns a reader of the pack from an offset on.
func (p *reader) from(at int64) (byteReader, error) {
	if at < 0 || at >= p.size {
		return nil, io.ErrUnexpectedEOF
	}
	if p.reads++; p.reads == few && p.size <= smallPack {
		whole := make([]byte, p.size)
		if _, err := p.file.ReadAt(whole, 0); err != nil {
			return nil, err
		}
		p.memory = whole
	}
	if p.memory != nil {
		p.bytes.Reset(p.memory[at:])
		return &p.bytes, nil
	}
	p.stream.Reset(io.NewSectionReader(p.file, at, p.size-at))
	return &p.stream, nil
}

// entryHeader reads the type and size of an entry.
func entryHeader(in io.ByteReader) (plumbing.ObjectType, uint64, error) {
	b, err := in.ReadByte()
	if err != nil {
		return 0, 0, err
	}
	kind, size := plumbing.ObjectType(b>>4&7), uint64(b&15)
	for shift := 4; b&0x80 != 0 && shift < 64; shift += 7 {
		if b, err = in.ReadByte(); err != nil {
			return 0, 0, err
		}
		size |= uint64(b&0x7f) << shift
	}
	return kind, size, nil
}

// readOffset reads the distance from a delta back to its base.
func readOffset(in io.ByteReader) (int64, error) {
	n := int64(-1)
	for range 9 {
		b, err := in.ReadByte()
		if err != nil {
			return 0, err
		}
		if n = (n+1)<<7 | int64(b&0x7f); b&0x80 == 0 {
			return n, nil
		}
	}
	return 0, errors.New("damaged offset")
}

// inflate decompresses an entry; size is the uncompressed length in bytes, at most [Largest].
func (p *reader) inflate(in io.Reader, size uint64) ([]byte, error) {
	var err error
	if p.zip == nil {
		p.zip, err = zlib.NewReader(in)
	} else {
		err = p.zip.(zlib.Resetter).Reset(in, nil)
	}
	if err != nil {
		return nil, err
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(p.zip, data); err != nil {
		return nil, err
	}
	if n, err := p.zip.Read(make([]byte, 1)); n != 0 || err != io.EOF { // this also checks the checksum
		return nil, errors.Join(err, errors.New("more data than announced"))
	}
	return data, nil
}

func (p *reader) close() error { return p.file.Close() }
