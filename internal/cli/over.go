package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// What `lis figures --over` goes over.
const (
	overReviews = "reviews"
	overMonths  = "months"
)

// overShape is the shape of `lis figures --over --format json`.
type overShape struct {
	Version int           `json:"version"`
	Rev     *string       `json:"rev"`
	Over    string        `json:"over"`
	Points  []pointShape  `json:"points"`
	Figures []seriesShape `json:"figures"`
}

// pointShape is one point: a review by its id, a month, or now. Commit is null for the work tree.
type pointShape struct {
	Name   string        `json:"name"`
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

// runOver tells the figures over reviews or months.
func runOver(ctx context.Context, a *app, over, format string) error {
	e, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer a.close(e)
	s := e.State
	var points []figures.Point
	if over == overMonths {
		points, err = s.AtMonths(ctx)
	} else {
		points, err = s.AtReviews(ctx, a.shownProfile())
	}
	if err != nil {
		return err
	}
	series := figures.Over(points, record.Profile(a.profile))
	if format == "json" {
		return exchange.WriteJSON(a.Stdout, a.overShape(s, over, points, series))
	}
	a.print(a.overText(over, points, series))
	return nil
}

func (a *app) overShape(s *engine.State, over string, points []figures.Point, series []figures.Series) overShape {
	out := overShape{Version: 1, Rev: s.Rev, Over: over, Points: []pointShape{}, Figures: []seriesShape{}}
	for _, p := range points {
		shape := pointShape{Name: p.Name, Date: p.Day}
		if p.Commit != "" {
			shape.Commit = &p.Commit
		}
		out.Points = append(out.Points, shape)
	}
	for _, one := range series {
		shape := seriesShape{Name: one.Name, Label: one.Label.In(a.lang), Values: []*int{}, Comparable: []bool{}}
		for _, v := range one.Values {
			shape.Values = append(shape.Values, v.Number())
			shape.Comparable = append(shape.Comparable, v.Alike())
		}
		out.Figures = append(out.Figures, shape)
	}
	return out
}

const (
	maxPoints  = 13 // that a table in the terminal has room for
	maxLabeled = 5  // beside which there is room for labels too
)

// overText is a table of the figures over the latest points, with what there is to say of them below.
func (a *app) overText(over string, points []figures.Point, series []figures.Series) string {
	hidden := max(0, len(points)-maxPoints)
	told := points[hidden:]
	head, days := []string{a.lang.T("figures.name")}, []string{""}
	for _, p := range told {
		name := p.Name
		if name == figures.Now {
			name = a.lang.T("figures.now")
		}
		head, days = append(head, name), append(days, p.Day)
	}
	rows := [][]string{days}
	if over == overMonths { // whose ends are known
		rows = nil
	}
	for _, one := range series {
		row := []string{one.Name}
		for _, v := range one.Values[hidden:] {
			row = append(row, a.seriesText(v))
		}
		rows = append(rows, row)
	}
	alignRight(head, rows)
	if len(told) <= maxLabeled {
		head = append(head, a.lang.T("figures.label"))
		labels := slices.Repeat([]string{""}, len(rows)-len(series))
		for _, one := range series {
			labels = append(labels, one.Label.In(a.lang))
		}
		for i := range rows {
			rows[i] = append(rows[i], labels[i])
		}
	}
	notes := a.overNotes(told, hidden, series)
	if hidden > 0 {
		notes = append(notes, a.lang.T("figures.latest", locale.Args{"shown": len(told), "n": len(points)}))
	}
	text := table(head, rows)
	if len(notes) > 0 {
		text += "\n" + strings.Join(notes, "\n") + "\n"
	}
	return text
}

// alignRight puts all columns but the first to the right.
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

// noValue stands for a figure that has no value, unlikeMark behind one that cannot be compared.
const (
	noValue    = "–"
	unlikeMark = "*"
)

// seriesText is a value as the profile may see it, with its mark.
func (a *app) seriesText(v figures.SeriesValue) string {
	if v.Figure == nil {
		return noValue
	}
	text := v.Figure.Shown(record.Profile(a.profile), a.lang)
	if v.Unlike != figures.Alike {
		text += unlikeMark
	}
	return text
}

// overNotes tells what the marks of a table mean: which figures cannot be compared, and why there is no value.
func (a *app) overNotes(points []figures.Point, from int, series []figures.Series) []string {
	var notes []string
	missing := false
	for _, one := range series {
		for i, v := range one.Values[from:] {
			missing = missing || v.Figure == nil && points[i].Unread == ""
		}
		for _, why := range []figures.Unlike{figures.OtherScale, figures.OtherDefinition} {
			if at := a.stretches(points, from, one, why); at != "" {
				notes = append(notes, unlikeMark+" "+one.Name+", "+at+": "+a.lang.T(why.Key()))
			}
		}
	}
	if missing {
		notes = append(notes, noValue+" "+a.lang.T("figures.not-defined"))
	}
	for _, p := range points {
		if p.Unread != "" {
			notes = append(notes, noValue+" "+p.Name+": "+a.lang.T(p.Unread.Key()))
		}
	}
	return notes
}

// stretches names the points at which a figure was unlike in a way, neighbours together.
func (a *app) stretches(points []figures.Point, from int, one figures.Series, why figures.Unlike) string {
	one.Values = one.Values[from:]
	var out []string
	for _, s := range one.Stretches(func(v figures.SeriesValue) bool { return v.Unlike == why }) {
		name := points[s.From].Name
		if s.To > s.From {
			name += fmt.Sprintf("–%s", points[s.To].Name)
		}
		out = append(out, name)
	}
	return a.lang.And(slices.Clip(out))
}
