package pack

import (
	"encoding/binary"
	"errors"
	"testing"
)

func FuzzApplyDelta(f *testing.F) {
	f.Add([]byte("base text"), []byte("\x09\x04\x90\x04"))
	f.Add([]byte("base text"), []byte("\x09\x0c\x90\x04\x03abc\x91\x04\x05"))
	f.Fuzz(func(t *testing.T, base, delta []byte) {
		if len(delta) > 1 && delta[0] < 0x80 {
			delta[0] = byte(len(base) & 0x7f)
		}
		_, _ = applyDelta(base, delta)
	})
}

// TestSwellingDelta wants no memory to be taken for a size that a delta only announces.
func TestSwellingDelta(t *testing.T) {
	delta := binary.AppendUvarint(binary.AppendUvarint(nil, 1), Largest+1)
	var much *TooMuch
	if _, err := applyDelta([]byte("x"), delta); !errors.As(err, &much) {
		t.Errorf("got %v, want that it is too much", err)
	}
}

// TestWorkHasAnEnd counts what is made of compressed objects and of deltas.
func TestWorkHasAnEnd(t *testing.T) {
	c := newCache()
	times := 0
	for ; c.take(Largest, true) == nil; times++ {
	}
	if want := largestWork / Largest / 8; times != want {
		t.Errorf("%d of the largest objects are read, want %d", times, want)
	}
}
