package edit

import (
	"fmt"
	"strings"

	"github.com/c8b10cf3/lis/internal/textdiff"
)

// context is how many lines a diff shows before and after a difference.
const context = 3

// Diff returns the difference of two texts, line by line, in the unified format that `git apply` accepts; "" if there is
// none. name is the name of the file in both.
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

// split splits a text after each line break.
func split(text []byte) []string {
	lines := strings.SplitAfter(string(text), "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// op is a line that is kept (' '), removed ('-') or added ('+'). a and b are the numbers of the line in the two texts, or of
// the line that comes next in the text without it.
type op struct {
	sign byte
	text string
	a, b int
}

// hunkEnd returns the end of the hunk with the difference at start: two differences are in one hunk if their contexts meet.
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

// extent returns where a hunk begins in one of the texts, and how many of its lines it covers.
func extent(first, lines int) string {
	if lines == 0 {
		first--
	}
	if lines == 1 {
		return fmt.Sprint(first)
	}
	return fmt.Sprintf("%d,%d", first, lines)
}

// compare returns the lines of two texts in order, each kept, removed or added.
func compare(a, b []string) []op {
	var ops []op
	for _, r := range textdiff.Runs(a, b) {
		i, j := r.Old+1, r.New+1
		for _, text := range r.Items {
			switch r.Fate {
			case textdiff.Same:
				ops = append(ops, op{' ', text, i, j})
				i, j = i+1, j+1
			case textdiff.Removed:
				ops = append(ops, op{'-', text, i, j})
				i++
			case textdiff.Added:
				ops = append(ops, op{'+', text, i, j})
				j++
			}
		}
	}
	return ops
}
