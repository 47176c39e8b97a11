package cache

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
)

// Writer encodes values one after the other, for a [Reader] to decode in the same order. The zero Writer is ready to use.
type Writer struct {
	data    []byte
	numbers map[string]uint64 // of shared texts
}

// Uint adds a number that is not negative.
func (w *Writer) Uint(n uint64) { w.data = binary.AppendUvarint(w.data, n) }

// Int adds a number.
func (w *Writer) Int(n int64) { w.data = binary.AppendVarint(w.data, n) }

// Len adds the length of a list.
func (w *Writer) Len(n int) { w.Uint(uint64(n)) }

// Bool adds a boolean.
func (w *Writer) Bool(b bool) {
	if b {
		w.Uint(1)
		return
	}
	w.Uint(0)
}

// Text adds a text.
func (w *Writer) Text(s string) {
	w.Len(len(s))
	w.data = append(w.data, s...)
}

// Shared adds a text that occurs again and again, such as a path: its number, and the text itself the first time.
func (w *Writer) Shared(s string) {
	n, known := w.numbers[s]
	if !known {
		if w.numbers == nil {
			w.numbers = map[string]uint64{}
		}
		n = uint64(len(w.numbers))
		w.numbers[s] = n
	}
	w.Uint(n)
	if !known {
		w.Text(s)
	}
}

// Hash adds a hash given in hexadecimal digits, in half as many bytes. It panics if it is not one.
func (w *Writer) Hash(digits string) {
	raw, err := hex.DecodeString(digits)
	if err != nil {
		panic(err) // hashes come from git
	}
	w.Text(string(raw))
}

// Bytes returns everything that was added.
func (w *Writer) Bytes() []byte { return w.data }

// ErrDamaged is the error of a [Reader] whose data ended too early or did not match what was read.
var ErrDamaged = errors.New("damaged cache")

// Reader decodes what a [Writer] encoded. After the first error it returns zero values, and Err returns the error.
type Reader struct {
	data   string
	shared []string
	bad    bool
}

// NewReader returns a reader of data. The texts that it returns share memory with one copy of data.
func NewReader(data []byte) *Reader { return &Reader{data: string(data)} }

// Uint returns the next number.
func (r *Reader) Uint() uint64 {
	var n uint64
	for i := 0; i < len(r.data) && i < binary.MaxVarintLen64; i++ {
		b := r.data[i]
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			r.data = r.data[i+1:]
			return n
		}
	}
	r.Fail()
	return 0
}

// Int returns the next number that can be negative.
func (r *Reader) Int() int64 {
	n := r.Uint()
	if n&1 != 0 {
		return ^int64(n >> 1)
	}
	return int64(n >> 1)
}

// Len returns the length of a list, each item of which takes at least a byte.
func (r *Reader) Len() int {
	n := r.Uint()
	if n > uint64(len(r.data)) {
		r.Fail()
		return 0
	}
	return int(n)
}

// Bool returns the next boolean.
func (r *Reader) Bool() bool { return r.Uint() == 1 }

// Text returns the next text.
func (r *Reader) Text() string {
	n := r.Len()
	s := r.data[:n]
	r.data = r.data[n:]
	return s
}

// Shared returns the next text that [Writer.Shared] added.
func (r *Reader) Shared() string {
	n := r.Uint()
	if n == uint64(len(r.shared)) {
		r.shared = append(r.shared, r.Text())
	}
	if r.bad || n >= uint64(len(r.shared)) {
		r.Fail()
		return ""
	}
	return r.shared[n]
}

// List returns the next list: the length that [Writer.Len] added, then the items, each decoded by read. An empty list is nil.
func List[T any](r *Reader, read func() T) []T {
	n := r.Len()
	if n == 0 {
		return nil
	}
	list := make([]T, n)
	for i := range list {
		list[i] = read()
	}
	return list
}

// Hash returns the next hash, in hexadecimal digits.
func (r *Reader) Hash() string { return hex.EncodeToString([]byte(r.Text())) }

// Fail marks the data as damaged, for errors that only the caller can see.
func (r *Reader) Fail() { r.data, r.bad = "", true }

// Err returns nil if everything read was there and nothing is left, otherwise ErrDamaged.
func (r *Reader) Err() error {
	if r.bad || r.data != "" {
		return ErrDamaged
	}
	return nil
}
