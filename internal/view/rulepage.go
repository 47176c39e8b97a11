package view

import (
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/rules"
)

// RulesPage lists the rules.
const RulesPage = "rules/index.html"

// Rule is one rule in words.
type Rule struct {
	ID, Page      string
	Severity      string // error, warning, info or off, as configured
	SeverityLabel string
	// Kinds are the kinds that the rule applies to; empty for all.
	Kinds []Item
	// Message has an ellipsis where it quotes the record.
	Message, Hint, Why, Source string
	Open                       int    // how many open messages it has, among those that the profile shows
	OpenText                   string // the same in words
	Bad, Good                  []ExampleFile
}

// Rules returns all rules, by id.
func (m *Model) Rules() []Rule {
	open := map[string]int{}
	for _, d := range m.open {
		open[d.Rule]++
	}
	out := make([]Rule, 0, len(m.in.Rules.Rules))
	for _, r := range m.in.Rules.Rules {
		out = append(out, m.rule(r, open[r.ID]))
	}
	return out
}

func (m *Model) rule(r rules.Rule, open int) Rule {
	severity := r.Severity
	if set, ok := m.w.Config.Rules[r.ID]; ok {
		severity = set
	}
	v := Rule{
		ID: r.ID, Page: m.RulePage(r.ID), Severity: severity.String(), SeverityLabel: m.t("site.severity." + severity.String()),
		Message: m.withoutPlaceholders(r.Message), Hint: m.withoutPlaceholders(r.Hint), Why: capital(r.Why.In(m.lang)), Source: r.Source,
		Open: open, OpenText: m.count("site.rule.open", open),
	}
	if severity == diag.Off {
		v.OpenText = m.t("site.rule.off")
	}
	for _, name := range r.Kinds {
		if k := m.w.Kinds.Named(name); k != nil {
			v.Kinds = append(v.Kinds, Item{Text: k.Label.In(m.lang), Page: m.ListOf(name)})
		}
	}
	if m.in.Example != nil {
		v.Bad, v.Good = m.in.Example(r.ID)
	}
	return v
}

func (m *Model) withoutPlaceholders(t locale.Text) string { return capital(locale.Elide(t.In(m.lang))) }
