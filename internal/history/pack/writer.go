package pack

import (
	"bufio"
	"compress/zlib"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/idxfile"
)

// Writer writes objects to one pack as they come, each once and undeltified. The number of objects in the header and the checksum
// at the end are written last.
type Writer struct {
	dir    string
	file   *os.File
	out    *bufio.Writer
	zip    *zlib.Writer
	crc    uint32 // of the object being written
	offset uint64
	index  idxfile.Writer
	where  map[plumbing.Hash]uint64 // the offset of each object
}

// NewWriter starts a pack in dir, which [Writer.Finish] completes and names or [Writer.Abandon] removes.
func NewWriter(dir string) (*Writer, error) {
	file, err := os.CreateTemp(dir, "tmp_pack_")
	if err != nil {
		return nil, err
	}
	p := &Writer{dir: dir, file: file, out: bufio.NewWriterSize(file, 1<<20), where: map[plumbing.Hash]uint64{}}
	p.zip = zlib.NewWriter(p)
	_, err = p.Write([]byte("PACK\x00\x00\x00\x02\x00\x00\x00\x00"))
	return p, err
}

// Write adds bytes to the pack.
func (p *Writer) Write(data []byte) (int, error) {
	p.crc = crc32.Update(p.crc, crc32.IEEETable, data)
	p.offset += uint64(len(data))
	return p.out.Write(data)
}

// Add writes an object unless the pack already has it.
func (p *Writer) Add(kind plumbing.ObjectType, data []byte) (plumbing.Hash, error) {
	h := plumbing.ComputeHash(kind, data)
	if _, ok := p.where[h]; ok {
		return h, nil
	}
	start := p.offset
	p.crc = 0
	if _, err := p.Write(objectHeader(kind, len(data))); err != nil {
		return h, err
	}
	p.zip.Reset(p)
	if _, err := p.zip.Write(data); err != nil {
		return h, err
	}
	if err := p.zip.Close(); err != nil {
		return h, err
	}
	p.where[h] = start
	p.index.Add(h, start, p.crc)
	return h, nil
}

// objectHeader encodes the type and size of an object as in a pack: four bits of the size in the first byte, then seven per byte.
func objectHeader(kind plumbing.ObjectType, size int) []byte {
	first := byte(kind)<<4 | byte(size&0xf)
	rest := binary.AppendUvarint(nil, uint64(size>>4))
	if size>>4 == 0 {
		return []byte{first}
	}
	return append([]byte{first | 0x80}, rest...)
}

// Content reads back an object that was written.
func (p *Writer) Content(h plumbing.Hash) (data []byte, err error) {
	if err := p.out.Flush(); err != nil {
		return nil, err
	}
	from := bufio.NewReader(io.NewSectionReader(p.file, int64(p.where[h]), int64(p.offset-p.where[h])))
	for more := true; more; {
		b, err := from.ReadByte()
		if err != nil {
			return nil, err
		}
		more = b&0x80 != 0
	}
	r, err := zlib.NewReader(from)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return io.ReadAll(r)
}

// Finish completes the pack and writes its index. A pack without objects is removed.
func (p *Writer) Finish() error {
	if len(p.where) == 0 {
		p.Abandon()
		return nil
	}
	sum, err := p.seal()
	if err != nil {
		return err
	}
	if err := p.file.Close(); err != nil {
		return err
	}
	if err := p.writeIndex(sum); err != nil {
		return err
	}
	if err := os.Chmod(p.file.Name(), 0o444); err != nil {
		return err
	}
	return os.Rename(p.file.Name(), p.name(sum, ".pack"))
}

func (p *Writer) name(sum plumbing.Hash, suffix string) string {
	return filepath.Join(p.dir, "pack-"+sum.String()+suffix)
}

// seal writes the number of objects and the checksum of the complete pack.
func (p *Writer) seal() (plumbing.Hash, error) {
	if err := p.out.Flush(); err != nil {
		return plumbing.ZeroHash, err
	}
	count := binary.BigEndian.AppendUint32(nil, uint32(len(p.where)))
	if _, err := p.file.WriteAt(count, 8); err != nil {
		return plumbing.ZeroHash, err
	}
	if _, err := p.file.Seek(0, io.SeekStart); err != nil {
		return plumbing.ZeroHash, err
	}
	sum := sha1.New()
	if _, err := io.Copy(sum, p.file); err != nil {
		return plumbing.ZeroHash, err
	}
	h := plumbing.Hash(sum.Sum(nil))
	_, err := p.file.Write(h[:])
	return h, err
}

func (p *Writer) writeIndex(sum plumbing.Hash) (err error) {
	if err := p.index.OnFooter(sum); err != nil {
		return err
	}
	index, err := p.index.Index()
	if err != nil {
		return err
	}
	file, err := os.OpenFile(p.name(sum, ".idx"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o444)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	out := bufio.NewWriter(file)
	if _, err := idxfile.NewEncoder(out).Encode(index); err != nil {
		return err
	}
	return out.Flush()
}

// Abandon closes and removes the file being written.
func (p *Writer) Abandon() {
	_ = p.file.Close()           // closed already, or not needed
	_ = os.Remove(p.file.Name()) // renamed already, or not needed
}
