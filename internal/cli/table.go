package cli

import (
	"fmt"
	"strings"

	"github.com/mattn/go-runewidth"
)

// columnWidth is the widest that a column of a table in the terminal may be.
const columnWidth = 44

// table is rows under a heading, columns as wide as they need. The last column is not padded.
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
