package exchange

import (
	"fmt"
	"strings"

	"github.com/mattn/go-runewidth"
)

// columnWidth is the maximum width of a column in a table on the terminal, except the last.
const columnWidth = 44

// table returns rows under a heading, with columns as wide as they need to be. The last column is not padded or cut.
func table(head []string, rows [][]string) string {
	widths := make([]int, len(head))
	for _, row := range append([][]string{head}, rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], min(runewidth.StringWidth(cell), columnWidth))
		}
	}
	var b strings.Builder
	for _, row := range append([][]string{head}, rows...) {
		var line strings.Builder
		for i, cell := range row {
			if i == len(row)-1 {
				line.WriteString(cell)
				break
			}
			cell = runewidth.Truncate(cell, columnWidth, "…")
			line.WriteString(runewidth.FillRight(cell, widths[i]) + "  ")
		}
		fmt.Fprintln(&b, strings.TrimRight(line.String(), " "))
	}
	return b.String()
}

// alignRight aligns all columns except the first to the right.
func alignRight(head []string, rows [][]string) {
	all := append([][]string{head}, rows...)
	for i := 1; i < len(head); i++ {
		width := 0
		for _, row := range all {
			width = max(width, len([]rune(row[i])))
		}
		for _, row := range all {
			row[i] = strings.Repeat(" ", width-len([]rune(row[i]))) + row[i]
		}
	}
}
