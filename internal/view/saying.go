package view

import (
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// saying is figures in words: a sentence, and one of clauses for those of its figures that are not 0. The sentence is the
// message site.say.KEY, with figures as {systems_own}; a clause is site.say.KEY.NAME, with {n}, NAME being the last word of
// its figure.
type saying struct {
	key     string
	main    []string // nothing is said where the first is 0
	clauses []string
}

// sayings are all, in the order in which a review tells them.
var sayings = []saying{
	{"systems", []string{"systems.total", "systems.own", "systems.central"}, nil},
	{"classification", []string{"systems.own", "systems.own.classified"}, []string{"systems.own.planned", "systems.own.unclassified"}},
	{"plan", []string{"systems.own", "systems.own.plan_done"}, []string{"systems.own.plan_not_needed", "systems.own.plan_missing"}},
	{"risk", []string{"systems.own", "systems.own.risk_done"}, []string{"systems.own.risk_not_needed", "systems.own.risk_missing"}},
	{"central", []string{"systems.central.local_analysis"}, nil},
	{"roles", []string{"roles.total", "roles.filled"}, []string{"roles.open"}},
	{"laws", []string{"laws.total", "laws.ok"}, []string{"laws.deviation", "laws.not_assessed"}},
	{
		"controls",
		[]string{"controls.applicable", "controls.implemented"},
		[]string{"controls.partly", "controls.planned", "controls.none", "controls.undecided"},
	},
	{"gaps", []string{"gaps.total", "gaps.implemented"}, []string{"gaps.partly", "gaps.planned", "gaps.none", "gaps.unassessed"}},
	{"actions", []string{"actions.total", "actions.open", "actions.done"}, []string{"actions.overdue", "actions.undated"}},
	{"recommendations", []string{"recommendations.total"}, []string{"recommendations.high", "recommendations.undecided"}},
	{"followup", []string{"followup.total", "followup.done"}, []string{"followup.open"}},
}

// say is a saying in words; "" where there is nothing to say, or the profile does not show one of the figures.
func (m *Model) say(s saying) string {
	args := locale.Args{}
	for _, name := range s.main {
		f, shown := m.figures[name]
		if !shown {
			return ""
		}
		args[strings.ReplaceAll(name, ".", "_")] = m.shownFigure(f)
	}
	if m.figures[s.main[0]].Value == 0 {
		return ""
	}
	sentences := []string{m.t("site.say."+s.key, args)}
	var clauses []string
	for _, name := range s.clauses {
		f, shown := m.figures[name]
		if !shown {
			return ""
		}
		if f.Value > 0 {
			clauses = append(clauses, m.t("site.say."+s.key+"."+lastWord(name), locale.Args{"n": m.shownFigure(f)}))
		}
	}
	if len(clauses) > 0 {
		sentences = append(sentences, capital(m.lang.And(clauses))+".")
	}
	return capital(strings.Join(sentences, " "))
}

// lastWord is the last part of a figure's name.
func lastWord(figure string) string { return figure[strings.LastIndexByte(figure, '.')+1:] }

// capital makes the first letter of a sentence a capital: a number may be "färre än 5" there.
func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// Area is one area of the system with its status: ok where nothing is left, attention where something is.
type Area struct {
	Label, Text string
	Tone        record.Tone
	Status      string
	Page        string
}

// area says how an area is judged: nothing is left where the figures of left are all 0 and no error is about its kind.
type area struct {
	key, kind string
	left      []string
	// strict is set where an error about a record of the kind means that something is left.
	strict bool
}

// areas are the areas of the first page; their words are the sayings of the same keys.
var areas = []area{
	{key: "classification", kind: systemKind, left: []string{"systems.own.planned", "systems.own.unclassified"}},
	{key: "plan", kind: systemKind, left: []string{"systems.own.plan_missing"}},
	{key: "risk", kind: systemKind, left: []string{"systems.own.risk_missing"}},
	{key: "roles", kind: roleKind, left: []string{"roles.open"}, strict: true},
	{key: "laws", kind: "law", left: []string{"laws.deviation", "laws.not_assessed"}, strict: true},
	{key: "controls", kind: "control", left: []string{"controls.undecided", "controls.partly", "controls.planned", "controls.none"}, strict: true},
	{key: "gaps", kind: "gap", left: []string{"gaps.partly", "gaps.planned", "gaps.none", "gaps.unassessed"}, strict: true},
	{key: "actions", kind: actionKind, left: []string{"actions.overdue", "actions.undated"}, strict: true},
	{key: "recommendations", kind: reviewKind, left: []string{"recommendations.undecided"}},
	{key: "followup", kind: reviewKind, left: []string{"followup.open"}},
}

// areas are those that the profile shows and that have something in them.
func (m *Model) areas() []Area {
	errors := map[string]int{}
	for _, d := range m.told {
		if d.Standing == diag.Open && d.Severity == diag.Error {
			errors[d.Kind]++
		}
	}
	var out []Area
	for _, a := range areas {
		text := m.sayKey(a.key)
		if text == "" {
			continue
		}
		v := Area{Label: m.t("site.area." + a.key), Text: text, Tone: "ok", Page: m.ListOf(a.kind)}
		if m.sum(a.left) > 0 || a.strict && errors[a.kind] > 0 {
			v.Tone = "attention"
		}
		v.Status = m.t("site.status." + string(v.Tone))
		out = append(out, v)
	}
	return out
}

// sayKey is the saying of that key in words.
func (m *Model) sayKey(key string) string {
	for _, s := range sayings {
		if s.key == key {
			return m.say(s)
		}
	}
	return ""
}
