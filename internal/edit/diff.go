package edit

import (
	"fmt"
	"strings"
)

// context is how many lines a diff shows before and after what differs.
const context = 3

// Diff is the difference of two texts line by line, in the unified form that `git apply` takes; "" where there is none. name
// is the file in both.
func Diff(name string, before, after []byte) string {
	a, b := split(before), split(after)
	ops := compare(a, b)
	var out strings.Builder
	for start := 0; start < len(ops); {
		if ops[start].sign == ' ' {
			start++
			continue
		}
		from := max(start-context, 0)
		to := hunkEnd(ops, start)
		if out.Len() == 0 {
			fmt.Fprintf(&out, "--- a/%s\n+++ b/%s\n", name, name)
		}
		writeHunk(&out, ops[from:to])
		start = to
	}
	return out.String()
}

// split cuts a text after each line break.
func split(text []byte) []string {
	lines := strings.SplitAfter(string(text), "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// op is a line that is kept (' '), removed ('-') or added ('+'). a and b are the numbers of the line in either text, or of the
// one that comes next there.
type op struct {
	sign byte
	text string
	a, b int
}

// hunkEnd is where the hunk with the difference at start ends: two differences are in one hunk where their contexts meet.
func hunkEnd(ops []op, start int) int {
	last := start
	for i := start; i < len(ops) && i <= last+2*context; i++ {
		if ops[i].sign != ' ' {
			last = i
		}
	}
	return min(last+context+1, len(ops))
}

func writeHunk(out *strings.Builder, ops []op) {
	removed, added := 0, 0
	for _, o := range ops {
		if o.sign != '+' {
			removed++
		}
		if o.sign != '-' {
			added++
		}
	}
	fmt.Fprintf(out, "@@ -%s +%s @@\n", extent(ops[0].a, removed), extent(ops[0].b, added))
	for _, o := range ops {
		out.WriteByte(o.sign)
		out.WriteString(o.text)
		if !strings.HasSuffix(o.text, "\n") {
			out.WriteString("\n\\ No newline at end of file\n")
		}
	}
}

// extent is where a hunk begins in one of the texts, and how many of its lines it holds.
func extent(first, lines int) string {
	if lines == 0 {
		first--
	}
	if lines == 1 {
		return fmt.Sprint(first)
	}
	return fmt.Sprintf("%d,%d", first, lines)
}

// largest is how many pairs of lines are compared to find the least difference; beyond that all between the first and the last
// differing line is shown as removed and added.
const largest = 4 << 20

// compare finds the lines that two texts share, in order.
func compare(a, b []string) []op {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var ops []op
	for i := range head {
		ops = append(ops, op{' ', a[i], i + 1, i + 1})
	}
	ops = append(ops, middle(a[head:len(a)-tail], b[head:len(b)-tail], head)...)
	for i := tail; i > 0; i-- {
		ops = append(ops, op{' ', a[len(a)-i], len(a) - i + 1, len(b) - i + 1})
	}
	return ops
}

// middle compares the texts between what they share at their ends. shift is how many lines stand before.
func middle(a, b []string, shift int) []op {
	common := commonLengths(a, b)
	var ops []op
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j] && common != nil:
			ops = append(ops, op{' ', a[i], shift + i + 1, shift + j + 1})
			i, j = i+1, j+1
		case i < len(a) && (j == len(b) || common == nil || common[i+1][j] >= common[i][j+1]):
			ops = append(ops, op{'-', a[i], shift + i + 1, shift + j + 1})
			i++
		default:
			ops = append(ops, op{'+', b[j], shift + i + 1, shift + j + 1})
			j++
		}
	}
	return ops
}

// commonLengths is a table of how many lines a[i:] and b[j:] share at most; nil where it would be too large.
func commonLengths(a, b []string) [][]int32 {
	if len(a)*len(b) > largest {
		return nil
	}
	table := make([][]int32, len(a)+1)
	for i := range table {
		table[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			table[i][j] = max(table[i+1][j], table[i][j+1])
			if a[i] == b[j] {
				table[i][j] = table[i+1][j+1] + 1
			}
		}
	}
	return table
}
