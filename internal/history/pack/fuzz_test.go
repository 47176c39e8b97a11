package pack

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
)

// entries makes a pack of what a program of bytes says: of each entry its type, the size that it announces, how far back its base is,
// and its content, which is compressed here so that the program can be changed without a thought of checksums. names are those of the
// entries, in order.
func entries(program []byte) (p *reader, names []plumbing.Hash) {
	out := bytes.NewBufferString("PACK\x00\x00\x00\x02\x00\x00\x00\x00")
	var offsets []byte
	var starts []int
	for len(program) >= 4 && len(names) < 200 {
		kind, announced, back, n := program[0]&7, int(program[1]), int(program[2]), int(program[3])
		n = min(n, len(program)-4)
		content := program[4 : 4+n]
		program = program[4+n:]
		if announced == 0 {
			announced = n // as it is
		}
		start := out.Len()
		out.Write(objectHeader(plumbing.ObjectType(kind), announced))
		switch plumbing.ObjectType(kind) {
		case plumbing.OFSDeltaObject:
			out.WriteByte(byte(back & 0x7f))
			if i := len(starts) - 1 - back; i >= 0 && start-starts[i] < 0x80 {
				out.Truncate(out.Len() - 1)
				out.WriteByte(byte(start - starts[i]))
			}
		case plumbing.REFDeltaObject:
			base := name(back % (len(names) + 2))
			out.Write(base[:])
		}
		z, _ := zlib.NewWriterLevel(out, zlib.NoCompression)
		_, _ = z.Write(content)
		_ = z.Close()
		starts, names = append(starts, start), append(names, name(len(names)))
		offsets = binary.BigEndian.AppendUint32(offsets, uint32(start))
	}
	return &reader{index: indexOf(names, offsets), memory: out.Bytes(), size: int64(out.Len()), reads: few + 1, cache: newCache()}, names
}

// name returns the name of the n-th entry; they sort as the entries do.
func name(n int) (h plumbing.Hash) {
	binary.BigEndian.PutUint32(h[:], uint32(n))
	return h
}

// indexOf makes an index of names, all of which begin with a zero byte.
func indexOf(names []plumbing.Hash, offsets []byte) index {
	x := index{fanout: bytes.Repeat(binary.BigEndian.AppendUint32(nil, uint32(len(names))), 256), offsets: offsets}
	for _, h := range names {
		x.names = append(x.names, h[:]...)
	}
	return x
}

// FuzzPack finds that no pack makes the program fail or read without an end, whatever its entries announce and lean on: what is read is
// as large as announced.
func FuzzPack(f *testing.F) {
	f.Add([]byte("\x03\x00\x00\x04text\x01\x00\x00\x03abc"))
	f.Add([]byte("\x03\x00\x00\x09base text\x06\x00\x00\x04\x09\x04\x90\x04\x06\x00\x00\x04\x04\x04\x90\x04"))
	f.Add([]byte("\x03\x00\x00\x09base text\x07\x00\x00\x04\x09\x04\x90\x04\x07\x00\x01\x04\x09\x04\x90\x04"))
	f.Add([]byte("\x03\xff\x00\x02ab\x06\x00\x00\x04\x02\xff\x80\x7f"))
	f.Fuzz(func(t *testing.T, program []byte) {
		p, names := entries(program)
		for _, h := range names {
			kind, _, err := p.read(h)
			if err != nil {
				return // as whoever reads a pack does
			}
			if kind < plumbing.CommitObject || kind > plumbing.TagObject {
				t.Errorf("%v is of kind %d", h, kind)
			}
		}
	})
}

// FuzzIndex finds that no index makes the program fail, and that what it finds lies in the list of names.
func FuzzIndex(f *testing.F) {
	_, names := entries([]byte("\x03\x00\x00\x01a\x03\x00\x00\x01b"))
	head := append([]byte("\xfftOc\x00\x00\x00\x02"), bytes.Repeat([]byte{0, 0, 0, 2}, 256)...)
	for _, h := range names {
		head = append(head, h[:]...)
	}
	f.Add(append(head, make([]byte, 2*8+40)...), []byte{0, 0})
	f.Fuzz(func(t *testing.T, data, prefix []byte) {
		x, err := parseIndex(data)
		if err != nil {
			return
		}
		for _, h := range x.withPrefix(prefix) {
			if !bytes.HasPrefix(h[:], prefix) {
				t.Errorf("%v does not begin with %x", h, prefix)
			}
		}
		var h plumbing.Hash
		copy(h[:], prefix)
		_, _ = x.find(h)
	})
}
