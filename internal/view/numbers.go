package view

import (
	"fmt"

	"github.com/c8b10cf3/lis/internal/compare"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/record"
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

// coverage says which figures make a coverage. The parts add up to the total; the last may be what is left of it.
type coverage struct {
	key, total string
	parts      []coveragePart
	// unless names a figure: where the profile shows it, this coverage is left out for a better one.
	unless string
}

type coveragePart struct{ figure, look string }

// rest stands for what is left of the total.
const rest = ""

var coverages = []coverage{
	{key: "classification", total: "systems.own", parts: []coveragePart{
		{"systems.own.classified", "done"}, {"systems.own.planned", "planned"}, {"systems.own.unclassified", "none"},
	}},
	{key: "plan", total: "systems.own", parts: []coveragePart{
		{"systems.own.plan_done", "done"}, {"systems.own.plan_not_needed", "unneeded"}, {"systems.own.plan_missing", "none"},
	}},
	{key: "risk", total: "systems.own", parts: []coveragePart{
		{"systems.own.risk_done", "done"}, {"systems.own.risk_not_needed", "unneeded"}, {"systems.own.risk_missing", "none"},
	}},
	{key: "controls", total: "controls.applicable", parts: []coveragePart{
		{"controls.implemented", "done"}, {"controls.partly", "partly"}, {"controls.planned", "planned"}, {"controls.none", "none"},
	}},
	{key: "gaps", total: "gaps.total", parts: []coveragePart{
		{"gaps.implemented", "done"}, {"gaps.partly", "partly"}, {"gaps.planned", "planned"}, {"gaps.none", "none"}, {"gaps.unassessed", "unneeded"},
	}},
	{key: "organizational", total: "controls.organizational.applicable", parts: themeParts("organizational"), unless: "controls.applicable"},
	{key: "people", total: "controls.people.applicable", parts: themeParts("people"), unless: "controls.applicable"},
	{key: "physical", total: "controls.physical.applicable", parts: themeParts("physical"), unless: "controls.applicable"},
	{key: "technological", total: "controls.technological.applicable", parts: themeParts("technological"), unless: "controls.applicable"},
}

func themeParts(theme string) []coveragePart {
	return []coveragePart{{"controls." + theme + ".implemented", "done"}, {rest, "none"}}
}

// coverages are those whose figures the profile shows and that have something to cover.
func (m *Model) coverages() []Coverage {
	var out []Coverage
	for _, c := range coverages {
		if _, better := m.figures[c.unless]; better {
			continue
		}
		if cov, ok := m.coverage(c); ok {
			out = append(out, cov)
		}
	}
	return out
}

func (m *Model) coverage(c coverage) (Coverage, bool) {
	total, ok := m.figures[c.total]
	if !ok || total.Value == 0 {
		return Coverage{}, false
	}
	cov := Coverage{ID: "tackning-" + c.key, Label: m.t("site.coverage." + c.key), Total: m.shownFigure(total), Drawn: true}
	at := 0
	for _, p := range c.parts {
		f, ok := m.figures[p.figure]
		if p.figure == rest {
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
		cov.Parts = append(cov.Parts, Part{
			Look: p.look, Label: m.t("site.part." + c.key + "." + partName(p)), Count: m.shownFigure(f), From: from, Width: to - from,
		})
		cov.Drawn = cov.Drawn && m.shownFigure(f) == fmt.Sprint(f.Value)
	}
	return cov, true
}

// partName is the last word of a figure's name.
func partName(p coveragePart) string {
	if p.figure == rest {
		return "rest"
	}
	return lastWord(p.figure)
}

func (m *Model) shownFigure(f figures.Figure) string { return f.Shown(m.in.Profile, m.lang) }

// sum adds figures up.
func (m *Model) sum(names []string) int {
	n := 0
	for _, name := range names {
		n += m.figures[name].Value
	}
	return n
}

// setFigures takes the figures that the profile shows.
func (m *Model) setFigures(all []figures.Figure) {
	m.figures = map[string]figures.Figure{}
	for _, f := range all {
		if m.in.Profile.Shows(f.Publish) {
			m.figures[f.Name] = f
		}
	}
	m.addFigures()
}

// at is the model with the figures of another state of the workspace, for what is told by figures alone.
func (m *Model) at(s *compare.Side) *Model {
	then := *m
	then.w, then.in.AsOf, then.in.Commit, then.Site.AsOf = s.Workspace, s.AsOf, s.Commit, m.day(s.AsOf)
	if s.Commit != nil {
		then.Site.Commit = string(s.Commit.Hash)
	}
	then.setFigures(s.Figures)
	return &then
}

// addFigures adds what only the site tells: roles by whether they are filled, open actions without a date, and what was
// followed up in all.
func (m *Model) addFigures() {
	roles := m.w.Graph.OfKind(roleKind)
	filled := countOf(roles, func(r *record.Record) bool { return isFilled(r, m.in.AsOf) })
	m.addFigure("roles.total", len(roles), record.Public)
	m.addFigure("roles.filled", filled, record.Public)
	m.addFigure("roles.open", len(roles)-filled, record.Public)
	undated := func(r *record.Record) bool { return !m.over(r) && r.At("due") == nil && r.At("followup_on") == nil }
	m.addFigure("actions.undated", countOf(m.w.Graph.OfKind(actionKind), undated), record.Internal)
	open := m.sum([]string{"followup.late", "followup.partly", "followup.waiting", "followup.remains", "followup.not_checked"})
	m.addFigure("followup.open", open, record.Public)
	m.addFigure("followup.total", open+m.sum([]string{"followup.done", "followup.dropped"}), record.Public)
}

func (m *Model) addFigure(name string, n int, publish record.Profile) {
	if m.in.Profile.Shows(publish) {
		m.figures[name] = figures.Figure{Name: name, Value: n, Publish: publish}
	}
}

// isFilled reports whether a role has someone on a day, as far as its record tells.
func isFilled(r *record.Record, day string) bool {
	switch r.Text("appointed") {
	case "yes":
		return true
	case "starts":
		return r.Text("starts_on") != "" && r.Text("starts_on") <= day
	}
	return false
}
