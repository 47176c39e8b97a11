package pack

import "testing"

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
