package exchange

import (
	"io"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
)

// Over is the kind of points at which figures are shown.
type Over string

// The kinds of points.
const (
	OverReviews Over = "reviews"
	OverMonths  Over = "months"
)

// overShape is the shape of `lis figures --over --format json`.
type overShape struct {
	Version int           `json:"version"`
	Rev     *string       `json:"rev"`
	Over    Over          `json:"over"`
	Points  []pointShape  `json:"points"`
	Figures []seriesShape `json:"figures"`
}

// pointShape is one point: a review by its id, a month, or now.
type pointShape struct {
	Name string `json:"name"`
	stateShape
}

// stateShape is a state of the workspace: its commit, null for the work tree, and its as-of day.
type stateShape struct {
	Commit *history.Hash `json:"commit"`
	Date   string        `json:"date"`
}

// seriesShape is one figure, with a value for each point.
type seriesShape struct {
	Name       string `json:"name"`
	Label      string `json:"label"`
	Values     []*int `json:"values"`
	Comparable []bool `json:"comparable"`
}

// WriteFiguresOverJSON writes the figures at points as data.
func WriteFiguresOverJSON(w io.Writer, s State, over Over, points []figures.Point) error {
	out := overShape{Version: 1, Rev: s.Rev, Over: over, Points: []pointShape{}, Figures: []seriesShape{}}
	for _, p := range points {
		out.Points = append(out.Points, pointShape{p.Name, stateShape{optional(p.Commit), p.Day}})
	}
	for _, one := range figures.Over(points, s.profile()) {
		shape := seriesShape{Name: one.Name, Label: one.Label.In(s.Lang), Values: []*int{}, Comparable: []bool{}}
		for _, v := range one.Values {
			shape.Values = append(shape.Values, v.Number())
			shape.Comparable = append(shape.Comparable, v.Alike())
		}
		out.Figures = append(out.Figures, shape)
	}
	return writeShape(w, out)
}

const (
	maxPoints  = 13 // that fit in a table on the terminal
	maxLabeled = 5  // next to which labels fit too
)

// WriteFiguresOverText writes a table of the figures at the latest points, with notes below it.
func WriteFiguresOverText(w io.Writer, s State, over Over, points []figures.Point) error {
	series := figures.Over(points, s.profile())
	hidden := max(0, len(points)-maxPoints)
	told := points[hidden:]
	head, rows := s.overTable(over, told, hidden, series)
	notes := s.overNotes(told, hidden, series)
	if hidden > 0 {
		notes = append(notes, s.Lang.T("figures.latest", locale.Args{"shown": len(told), "n": len(points)}))
	}
	text := table(head, rows)
	if len(notes) > 0 {
		text += "\n" + strings.Join(notes, "\n") + "\n"
	}
	return writeString(w, text)
}

// overTable returns the head and the rows of a table of figures at points. from is the index of the first point in the series.
func (s State) overTable(over Over, points []figures.Point, from int, series []figures.Series) (head []string, rows [][]string) {
	head, days := []string{s.Lang.T("figures.name")}, []string{""}
	for _, p := range points {
		name := p.Name
		if name == figures.Now {
			name = s.Lang.T("figures.now")
		}
		head, days = append(head, name), append(days, p.Day)
	}
	if over == OverReviews { // the end of a month is a known day
		rows = append(rows, days)
	}
	for _, one := range series {
		row := []string{one.Name}
		for _, v := range one.Values[from:] {
			row = append(row, s.seriesText(v))
		}
		rows = append(rows, row)
	}
	alignRight(head, rows)
	if len(points) > maxLabeled {
		return head, rows
	}
	labels := slices.Repeat([]string{""}, len(rows)-len(series))
	for _, one := range series {
		labels = append(labels, one.Label.In(s.Lang))
	}
	for i := range rows {
		rows[i] = append(rows[i], labels[i])
	}
	return append(head, s.Lang.T("figures.label")), rows
}

// noValue replaces a figure that has no value; unlikeMark follows one that cannot be compared.
const (
	noValue    = "–"
	unlikeMark = "*"
)

// seriesText returns a value as the profile may see it, with its mark.
func (s State) seriesText(v figures.SeriesValue) string {
	if v.Figure == nil {
		return noValue
	}
	text := v.Figure.Shown(s.profile(), s.Lang)
	if v.Unlike != figures.Alike {
		text += unlikeMark
	}
	return text
}

// overNotes explains the marks of a table: which figures cannot be compared, and why there is no value.
func (s State) overNotes(points []figures.Point, from int, series []figures.Series) []string {
	var notes []string
	missing := false
	for _, one := range series {
		for i, v := range one.Values[from:] {
			missing = missing || v.Figure == nil && points[i].Unread == ""
		}
		for _, why := range []figures.Unlike{figures.OtherScale, figures.OtherDefinition} {
			if at := s.stretches(points, from, one, why); at != "" {
				notes = append(notes, unlikeMark+" "+one.Name+", "+at+": "+s.Lang.T(why.Key()))
			}
		}
	}
	if missing {
		notes = append(notes, noValue+" "+s.Lang.T("figures.not-defined"))
	}
	for _, p := range points {
		if p.Unread != "" {
			notes = append(notes, noValue+" "+p.Name+": "+s.Lang.T(p.Unread.Key()))
		}
	}
	return notes
}

// stretches returns the points at which a figure cannot be compared for a reason, with neighbours joined.
func (s State) stretches(points []figures.Point, from int, one figures.Series, why figures.Unlike) string {
	one.Values = one.Values[from:]
	var out []string
	for _, stretch := range one.Stretches(func(v figures.SeriesValue) bool { return v.Unlike == why }) {
		name := points[stretch.From].Name
		if stretch.To > stretch.From {
			name += "–" + points[stretch.To].Name
		}
		out = append(out, name)
	}
	return s.Lang.And(slices.Clip(out))
}
