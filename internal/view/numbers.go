package view

import (
	"fmt"
	"slices"

	"github.com/c8b10cf3/lis/internal/compare"
	"github.com/c8b10cf3/lis/internal/dashboard"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/figures"
)

// Coverage is how far something has come, with its remainder: parts that add up to a total.
type Coverage struct {
	ID, Label string
	Total     string
	Parts     []Part
	// Drawn is set where the parts may be shown as lengths: in public a length would tell a count that the text does not.
	Drawn bool
}

// Part is one part of a coverage. From and Width are in thousandths of the whole.
type Part struct {
	Look        string // done, partly, planned, none or unneeded: how it is drawn
	Label       string
	Count       string
	From, Width int
}

// coverages are those whose figures the profile shows and that have something to cover.
func (m *Model) coverages() []Coverage {
	var out []Coverage
	for _, b := range m.dash.Bars {
		if _, better := m.figures[b.Unless]; better {
			continue
		}
		if c, ok := m.coverage(b); ok {
			out = append(out, c)
		}
	}
	return out
}

func (m *Model) coverage(b dashboard.Bar) (Coverage, bool) {
	total, ok := m.figures[b.Of]
	if !ok || total.Value == 0 {
		return Coverage{}, false
	}
	c := Coverage{ID: "tackning-" + b.Name, Label: b.Label.In(m.lang), Total: m.shownFigure(total), Drawn: true}
	at := 0
	for _, p := range b.Parts {
		f, ok := m.figures[p.Figure]
		if p.Figure == dashboard.Rest {
			f, ok = figures.Figure{Value: total.Value - at, Publish: total.Publish}, true
		}
		if !ok {
			return Coverage{}, false
		}
		from, to := at*1000/total.Value, (at+f.Value)*1000/total.Value
		at += f.Value
		if f.Value == 0 {
			continue
		}
		c.Parts = append(c.Parts, Part{Look: p.Look, Label: p.Label.In(m.lang), Count: m.shownFigure(f), From: from, Width: to - from})
		c.Drawn = c.Drawn && m.shownFigure(f) == fmt.Sprint(f.Value)
	}
	return c, true
}

func (m *Model) shownFigure(f figures.Figure) string { return f.Shown(m.in.Profile, m.lang) }

// setFigures takes the figures that the profile shows, and counts those that the dashboard alone tells. The findings are about
// what cannot be counted, and parts that do not add up.
func (m *Model) setFigures(all []figures.Figure) ([]diag.Finding, error) {
	m.figures = map[string]figures.Figure{}
	own, findings, err := m.dash.Count(m.w, m.in.AsOf)
	if err != nil {
		return nil, err
	}
	all = slices.Concat(all, own)
	for _, f := range figures.Visible(all, m.in.Profile) {
		m.figures[f.Name] = f
	}
	return append(findings, m.dash.CheckSums(all)...), nil
}

// at is the model with the figures of another state of the workspace, for what is told by figures alone: the dashboard stays
// that of the state shown, and what cannot be counted in the other is left out.
func (m *Model) at(s *compare.Side) *Model {
	then := *m
	then.w, then.in.AsOf, then.in.Commit, then.Site.AsOf = s.Workspace, s.AsOf, s.Commit, m.day(s.AsOf)
	if s.Commit != nil {
		then.Site.Commit = string(s.Commit.Hash)
	}
	_, _ = then.setFigures(s.Figures)
	return &then
}
