// Package source holds texts and places in them: files as read, positions as people see them, and edits that change nothing
// else. It is independent of formats and does no I/O. Start reading at [File].
package source

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Pos is a place in a text. Line and Column are 1-based; a column counts characters (Unicode code points). A tab counts as
// one, a byte order mark at the start of the file as none. The zero Pos means that no place is known.
type Pos struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// IsValid reports whether p is a place.
func (p Pos) IsValid() bool { return p.Line > 0 }

// Compare orders places as they occur in the text.
func (p Pos) Compare(q Pos) int {
	return cmp.Or(cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

func (p Pos) String() string { return fmt.Sprintf("%d:%d", p.Line, p.Column) }

// Span is a stretch of text. End is the place after the last character; it equals Start if nothing is covered.
type Span struct{ Start, End Pos }

// At returns the span at p that covers nothing.
func At(p Pos) Span { return Span{p, p} }

// File is one text as it was read. Name is relative to the workspace, with forward slashes. Data must not change after the
// first call of a method.
type File struct {
	Name string
	Data []byte

	starts []int  // byte offset of each line's first character; made on demand by lines
	marks  []mark // in long lines only; made with starts
}

// mark is a character within a long line, from which a column is counted instead of from the start of the line: a text on one line can
// have as many places as it has characters.
type mark struct{ offset, column int }

// markEach is how many bytes are between two marks, at least.
const markEach = 1 << 10

// BOM is the byte order mark that some editors put first in a UTF-8 file.
const BOM = "\ufeff"

// HasBOM reports whether the file begins with a byte order mark.
func (f *File) HasBOM() bool { return len(f.Data) >= len(BOM) && string(f.Data[:len(BOM)]) == BOM }

// NewFile returns the file with its line table made, so that several goroutines can read it.
func NewFile(name string, data []byte) *File {
	f := &File{Name: name, Data: data}
	f.lines()
	return f
}

func (f *File) lines() []int {
	if f.starts != nil {
		return f.starts
	}
	first := 0
	if f.HasBOM() {
		first = len(BOM)
	}
	f.starts = append(f.starts, first)
	for i, b := range f.Data {
		if b == '\n' {
			f.mark(f.starts[len(f.starts)-1], i)
			f.starts = append(f.starts, i+1)
		}
	}
	f.mark(f.starts[len(f.starts)-1], len(f.Data))
	return f.starts
}

// mark makes the marks of a line that is long.
func (f *File) mark(from, to int) {
	if to-from < 2*markEach {
		return
	}
	last := from
	for at, column := from, 1; at < to; column++ {
		if at-last >= markEach {
			f.marks = append(f.marks, mark{at, column})
			last = at
		}
		_, size := utf8.DecodeRune(f.Data[at:to])
		at += size
	}
}

// near returns the last mark at or before what is sought in a line, or the line's first character.
func (f *File) near(line int, sought func(m mark) int) mark {
	i, exact := slices.BinarySearchFunc(f.marks, struct{}{}, func(m mark, _ struct{}) int { return sought(m) })
	if exact {
		return f.marks[i]
	}
	if i > 0 && f.marks[i-1].offset >= f.starts[line] {
		return f.marks[i-1]
	}
	return mark{f.starts[line], 1}
}

// Lines returns the number of lines; a text that ends with a line break has an empty last line.
func (f *File) Lines() int { return len(f.lines()) }

// Line returns the text of line n (1-based) without its line break, or "" if there is no such line. A line ends with LF and
// whatever CR stands before it; no other sign ends one.
func (f *File) Line(n int) string {
	starts := f.lines()
	if n < 1 || n > len(starts) {
		return ""
	}
	end := len(f.Data)
	if n < len(starts) {
		end = starts[n] - 1
	}
	for end > starts[n-1] && f.Data[end-1] == '\r' {
		end--
	}
	return string(f.Data[starts[n-1]:end])
}

// Pos returns the place of a byte offset. An offset outside the text is moved to its nearest end.
func (f *File) Pos(offset int) Pos {
	starts := f.lines()
	offset = min(max(offset, starts[0]), len(f.Data))
	line, exact := slices.BinarySearch(starts, offset)
	if !exact {
		line--
	}
	from := f.near(line, func(m mark) int { return cmp.Compare(m.offset, offset) })
	return Pos{line + 1, utf8.RuneCount(f.Data[from.offset:offset]) + from.column}
}

// Offset returns the byte offset of a place. A column past the end of its line is moved to the line's end.
func (f *File) Offset(p Pos) int {
	starts := f.lines()
	if p.Line < 1 {
		return starts[0]
	}
	if p.Line > len(starts) {
		return len(f.Data)
	}
	end := len(f.Data)
	if p.Line < len(starts) {
		end = starts[p.Line]
	}
	from := f.near(p.Line-1, func(m mark) int {
		if m.offset < starts[p.Line-1] {
			return -1
		}
		if m.offset >= end {
			return 1
		}
		return cmp.Compare(m.column, p.Column)
	})
	at := from.offset
	for column := from.column; column < p.Column && at < len(f.Data) && f.Data[at] != '\n'; column++ {
		_, size := utf8.DecodeRune(f.Data[at:])
		at += size
	}
	return at
}

// Text returns what a span covers.
func (f *File) Text(s Span) string {
	from, to := f.Offset(s.Start), f.Offset(s.End)
	if to < from {
		return ""
	}
	return string(f.Data[from:to])
}

// Edit replaces what a span covers with a text. An empty span inserts.
type Edit struct {
	Span Span
	Text string
}

// Apply returns the text after the edits; every byte outside them stays. Overlapping edits are an error.
func Apply(f *File, edits []Edit) ([]byte, error) {
	sorted := slices.SortedStableFunc(slices.Values(edits), func(a, b Edit) int { return a.Span.Start.Compare(b.Span.Start) })
	var out []byte
	done := 0
	for _, e := range sorted {
		from, to := f.Offset(e.Span.Start), f.Offset(e.Span.End)
		if from < done || to < from {
			return nil, fmt.Errorf("edits overlap at %s:%s", f.Name, e.Span.Start)
		}
		out = append(out, f.Data[done:from]...)
		out = append(out, e.Text...)
		done = to
	}
	return append(out, f.Data[done:]...), nil
}

// Comparable returns a name with its letters composed, so that å is always one character.
func Comparable(name string) string { return norm.NFC.String(name) }
