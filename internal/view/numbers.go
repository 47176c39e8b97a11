package view

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/compare"
	"github.com/c8b10cf3/lis/internal/dashboard"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/figures"
)

// Coverage is the progress of something as parts that add up to a total, including the part that remains.
type Coverage struct {
	ID, Label string
	Total     string
	Parts     []Part
	// Drawn is set if the parts may be drawn as lengths: in public a length could reveal a count that the text does not.
	Drawn bool
}

// Part is one part of a coverage. From and Width are in thousandths of the total.
type Part struct {
	Look        string // done, partly, planned, none or unneeded: how it is drawn
	Label       string
	Count       string
	From, Width int
}

// coverages returns the bars whose figures the profile shows and that have something to cover. A bar is left out if the figure
// that makes it superfluous is shown.
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
	if !ok || total.Value == 0 || m.isSmall(total) {
		return Coverage{}, false
	}
	c := Coverage{ID: "tackning-" + b.Name, Label: b.Label.In(m.lang), Total: m.shownFigure(total), Drawn: true}
	at := 0
	for _, p := range b.Parts {
		f, ok := m.figures[p.Figure]
		if p.Figure == dashboard.Rest {
			f, ok = figures.Figure{Value: total.Value - at, Publish: total.Publish}, true
			if !c.Drawn || !m.exact(total) {
				f.Rough = disclose.RoughAs(f.Value)
			}
		}
		if !ok || f.Hidden(m.in.Profile) {
			return Coverage{}, false
		}
		from, to := at*1000/total.Value, (at+f.Value)*1000/total.Value
		at += f.Value
		if f.Value == 0 {
			continue
		}
		c.Parts = append(c.Parts, Part{Look: p.Look, Label: p.Label.In(m.lang), Count: m.shownFigure(f), From: from, Width: to - from})
		c.Drawn = c.Drawn && m.exact(f)
	}
	if c.Drawn = c.Drawn && m.exact(total); !c.Drawn {
		for i := range c.Parts {
			c.Parts[i].From, c.Parts[i].Width = 0, 0
		}
	}
	return c, true
}

// exact reports whether the profile may know a figure itself, isSmall whether it may only know that it is small, or less.
func (m *Model) exact(f figures.Figure) bool { return f.Exact(m.in.Profile) }

func (m *Model) isSmall(f figures.Figure) bool {
	return !m.exact(f) && disclose.RoughAs(f.Value) != disclose.Many
}

func (m *Model) shownFigure(f figures.Figure) string { return f.Shown(m.in.Profile, m.lang) }

// setFigures keeps the figures that the profile shows, and counts those that only the dashboard defines. The findings are about
// figures that cannot be counted and parts that do not add up. The first figures set, those of the state shown, say who may see
// those of other states.
func (m *Model) setFigures(all []figures.Figure) ([]diag.Finding, error) {
	m.figures = map[string]figures.Figure{}
	own, findings, err := m.dash.Count(m.w, m.in.AsOf)
	if err != nil {
		return nil, err
	}
	all = slices.Concat(all, own)
	if m.allowed == nil {
		m.allowed = figures.LevelsOf(all)
	}
	figures.Roughen(all)
	all = m.allowed.Cut(all)
	for _, f := range figures.Visible(all, m.in.Profile) {
		m.figures[f.Name] = f
	}
	return append(findings, m.dash.CheckSums(all)...), nil
}

// at returns the model with the figures of another state of the workspace, for texts that need only figures. The dashboard is
// still that of the state shown; figures that cannot be counted in the other state are left out.
func (m *Model) at(s *compare.Side) *Model {
	then := *m
	then.w, then.in.AsOf, then.in.Commit, then.Site.AsOf = s.Workspace, s.AsOf, s.Commit, m.day(s.AsOf)
	if s.Commit != nil {
		then.Site.Commit = string(s.Commit.Hash)
	}
	_, _ = then.setFigures(s.Figures)
	return &then
}
