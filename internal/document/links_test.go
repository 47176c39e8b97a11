package document

import "testing"

// TestWideRows finds every row that is wider than its table, however the bars stand.
func TestWideRows(t *testing.T) {
	for body, want := range map[string]int{
		"| a | b |\n|---|---|\n| c | d |\n":              0,
		"| a | b |\n|---|---|\n| c | d | e |\n":          1,
		"a | b\n---|---\nc | d | e\n":                    1,
		"a | b\n---|---\n| c | d |\n":                    0,
		"> | a | b |\n> |---|---|\n> | c | d | e |\n":    1,
		"| a |\n|---|\n| [[SYS-1|ord]] |\n":              0,
		"| a |\n|---|\n| [[SYS-1|ord]] | mer |\n":        1,
		"- | a | b |\n  |---|---|\n  | c | d | e |\n":    1,
		"| a | b |\n|:-:|--:|\n| `x|y` | d |\n":          1,
		"ett | två\n\nmer | text | här\n":                0,
		"| a | b |\n|---|---|\n| c | d |\n| e | f | g |": 1,
	} {
		n := 0
		for _, o := range OfText(body).Omitted() {
			if o.Problem == "omitted.cell" {
				n++
			}
		}
		if n != want {
			t.Errorf("%q: %d rows are wide, want %d", body, n, want)
		}
	}
}
