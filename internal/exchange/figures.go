package exchange

import (
	"io"

	"github.com/c8b10cf3/lis/internal/figures"
)

// figuresShape is the shape of `lis figures --format json`.
type figuresShape struct {
	Version int            `json:"version"`
	AsOf    string         `json:"as_of"`
	Rev     *string        `json:"rev"`
	Figures map[string]int `json:"figures"`
}

// WriteFiguresJSON writes, as data, the figures that may be shown exactly.
func WriteFiguresJSON(w io.Writer, s State, all []figures.Figure) error {
	exact := figures.WithoutFew(figures.Visible(all, s.profile()), s.profile())
	return writeShape(w, figuresShape{1, s.AsOf, s.Rev, figures.Numbers(exact)})
}

// WriteFiguresText writes the figures as a table.
func WriteFiguresText(w io.Writer, s State, all []figures.Figure) error {
	var rows [][]string
	for _, f := range figures.Visible(all, s.profile()) {
		rows = append(rows, []string{f.Name, f.Shown(s.profile(), s.Lang), f.Label.In(s.Lang)})
	}
	return writeString(w, table([]string{s.Lang.T("figures.name"), s.Lang.T("figures.value"), s.Lang.T("figures.label")}, rows))
}
