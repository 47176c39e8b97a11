package source

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestPlacesInLongLines compares places with what one gets by counting from the start of the line.
func TestPlacesInLongLines(t *testing.T) {
	text := BOM + "kort\n" + strings.Repeat("åx漢\xff", 3*markEach) + "\n\n" + strings.Repeat("y", 3*markEach) + "\nslut " + strings.Repeat("ö", 2*markEach)
	f := NewFile("a.md", []byte(text))
	for offset := len(BOM); offset <= len(text); offset += 37 {
		for !utf8.RuneStart(f.at(offset)) {
			offset++
		}
		before := text[len(BOM):offset]
		line := before[strings.LastIndexByte(before, '\n')+1:]
		want := Pos{strings.Count(before, "\n") + 1, utf8.RuneCountInString(line) + 1}
		if got := f.Pos(offset); got != want {
			t.Fatalf("%d is at %v, want %v", offset, got, want)
		}
		if got := f.Offset(want); got != offset {
			t.Fatalf("%v is at %d, want %d", want, got, offset)
		}
	}
	if got, want := f.Offset(Pos{2, 1 << 20}), strings.Index(text, "\n\n"); got != want {
		t.Errorf("a column after the end of a line is at %d, want %d", got, want)
	}
}

// TestMarksAreNear wants a mark close to every place in a long line, and none in lines that are not.
func TestMarksAreNear(t *testing.T) {
	long := NewFile("a.md", []byte(strings.Repeat("x", 100*markEach)))
	if got := len(long.marks); got != 99 {
		t.Errorf("%d marks, want 99", got)
	}
	if short := NewFile("b.md", []byte(strings.Repeat("kort\n", 10*markEach))); short.marks != nil {
		t.Errorf("%d marks in short lines", len(short.marks))
	}
}

func (f *File) at(offset int) byte {
	if offset == len(f.Data) {
		return 0
	}
	return f.Data[offset]
}
