package pack

import (
	"encoding/binary"
	"errors"
)

var errDelta = errors.New("damaged delta")

// applyDelta builds an object from its base and a delta.
func applyDelta(base, delta []byte) ([]byte, error) {
	from, n := binary.Uvarint(delta)
	size, m := binary.Uvarint(delta[max(n, 0):])
	if n <= 0 || m <= 0 || from != uint64(len(base)) {
		return nil, errDelta
	}
	if err := tooLarge(size); err != nil {
		return nil, err
	}
	out := make([]byte, 0, size)
	for delta = delta[n+m:]; len(delta) > 0 && uint64(len(out)) <= size; {
		op := delta[0]
		delta = delta[1:]
		switch {
		case op&0x80 != 0:
			offset, length, rest, ok := copyArgs(op, delta)
			if !ok || offset+length > len(base) {
				return nil, errDelta
			}
			out = append(out, base[offset:offset+length]...)
			delta = rest
		case op == 0 || int(op) > len(delta):
			return nil, errDelta
		default:
			out = append(out, delta[:op]...)
			delta = delta[op:]
		}
	}
	if uint64(len(out)) != size {
		return nil, errDelta
	}
	return out, nil
}

// copyArgs reads offset and length of a copy instruction: one byte for each bit that is set in op.
func copyArgs(op byte, delta []byte) (offset, length int, rest []byte, ok bool) {
	for bit := range 7 {
		if op&(1<<bit) == 0 {
			continue
		}
		if len(delta) == 0 {
			return 0, 0, nil, false
		}
		if bit < 4 {
			offset |= int(delta[0]) << (8 * bit)
		} else {
			length |= int(delta[0]) << (8 * (bit - 4))
		}
		delta = delta[1:]
	}
	if length == 0 {
		length = 0x10000
	}
	return offset, length, delta, true
}
