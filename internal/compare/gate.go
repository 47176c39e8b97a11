package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// GateChange is one change in what the check lets through, in words.
type GateChange struct {
	// Looser is set if the check may let through what it did not: a reader decides about that before anything else.
	Looser bool
	Text   string
}

// Loosened returns what may make the check let through more, in words; Tightened the rest of what changed in it.
func (c *Comparison) Loosened() []string { return c.gateTexts(true) }

// Tightened returns what changed in the check without making it let through more.
func (c *Comparison) Tightened() []string { return c.gateTexts(false) }

func (c *Comparison) gateTexts(looser bool) []string {
	var out []string
	for _, g := range c.Gate {
		if g.Looser == looser {
			out = append(out, g.Text)
		}
	}
	return out
}

// gate fills in what changed in the check: first who is believed, then the severities of rules, the baseline, waivers, kinds, and
// settings that rules go by.
func (c *comparer) gate() {
	if c.out.From.Workspace == nil || c.out.To.Workspace == nil || !c.profile.ShowsSettings() {
		return
	}
	c.believed()
	if c.out.From.Rules != nil && c.out.To.Rules != nil {
		c.ruleSeverities()
		c.baselines()
	}
	c.waivers()
	c.kindFiles()
	c.settingsOf(gateSettings)
}

// pass adds a change of the gate.
func (c *comparer) pass(looser bool, key string, args locale.Args) {
	c.out.Gate = append(c.out.Gate, GateChange{looser, c.out.Lang.T(key, args)})
}

// ruleSeverities tells of every rule that is another one than it was, or of another severity.
func (c *comparer) ruleSeverities() {
	was, now := ruleStates(c.out.From), ruleStates(c.out.To)
	ids := append(c.out.From.Rules.IDs(), c.out.To.Rules.IDs()...)
	slices.SortFunc(ids, graph.CompareIDs)
	for _, id := range slices.Compact(ids) {
		x, before := was[id]
		y, after := now[id]
		args := locale.Args{"rule": id, "from": c.severity(x.severity), "to": c.severity(y.severity), "says": cmp.Or(y.says, x.says).In(c.out.Lang)}
		switch {
		case !after:
			c.pass(x.severity > diag.Off, "gate.rule-removed", args)
		case !before:
			c.pass(false, "gate.rule-added", args)
		case x.severity > y.severity && y.severity == diag.Off:
			c.pass(true, "gate.rule-off", args)
		case x.severity != y.severity && x.severity == diag.Off:
			c.pass(false, "gate.rule-on", args)
		case x.severity != y.severity:
			c.pass(x.severity > y.severity, "gate.rule-severity", args)
		}
		if before && after && x.source != y.source && y.severity > diag.Off {
			c.pass(true, "gate.rule-changed", args)
		}
	}
}

// ruleState is what decides about the effect of a rule.
type ruleState struct {
	severity diag.Severity
	says     locale.Text // its message without values
	source   string      // its conditions, "" for a rule in Go
}

func ruleStates(s *Side) map[string]ruleState {
	states := map[string]ruleState{}
	for _, r := range s.Rules.Rules {
		severity, set := s.Workspace.Config.Rules[r.ID]
		if !set {
			severity = r.Severity
		}
		states[r.ID] = ruleState{severity: severity, says: locale.Text{SV: locale.Elide(r.Message.SV), EN: locale.Elide(r.Message.EN)}}
	}
	for _, k := range s.Workspace.Kinds.List {
		for _, r := range k.Rules {
			state := states[r.ID]
			state.source = fmt.Sprintf("%q %q %q %q", r.When, r.Assert, r.Replaces, fmt.Sprint(r.Severity))
			states[r.ID] = state
		}
	}
	return states
}

// severity returns what a severity is called in a sentence.
func (c *comparer) severity(s diag.Severity) string {
	if s == diag.Off {
		return c.out.Lang.T("gate.off")
	}
	return c.out.Lang.T("severity." + s.String())
}

// baselines tells how many entries were added to the baseline and removed from it, of which rules, and each of them.
func (c *comparer) baselines() {
	was, now := c.out.From.Rules.Listed(), c.out.To.Rules.Listed()
	for _, side := range []struct {
		looser     bool
		key        string
		list, than []rules.BaselineEntry
		state      *Side
		cut        *disclose.Cut
	}{
		{true, "gate.baseline-added", now, was, c.out.To, c.cuts.After},
		{false, "gate.baseline-removed", was, now, c.out.From, c.cuts.Before},
	} {
		count, there := map[string]int{}, map[rules.BaselineEntry]bool{}
		for _, e := range side.than {
			there[e] = true
		}
		n, hidden := 0, 0
		var lines []string
		for _, e := range side.list {
			if there[e] {
				continue
			}
			count[e.Rule]++
			n++
			if line := c.entryWords(side.state, side.cut, e); line != "" {
				lines = append(lines, line)
			} else {
				hidden++
			}
		}
		if hidden > 0 {
			lines = append(lines, c.out.Lang.T("guards.hidden", locale.Args{"n": hidden}))
		}
		if n > 0 {
			c.pass(side.looser, side.key, locale.Args{"file": workspace.BaselineFile, "n": n, "rules": counted(count)})
		}
		c.each(side.looser, workspace.BaselineFile, lines)
	}
}

// entryWords returns a line of the baseline of a state in words: the rule, the record and the field; "" if the profile hides what it is
// about.
func (c *comparer) entryWords(s *Side, cut *disclose.Cut, e rules.BaselineEntry) string {
	subject := cmp.Or(e.Record, e.File)
	r := s.Workspace.Graph.InFile(e.File)
	if e.Record != "" {
		r = s.Workspace.Graph.Named(e.Record)
	}
	switch {
	case r != nil && (!cut.Record(r) || e.Field != "" && !cut.Field(r, known(r.Kind, e.Field))):
		return ""
	case r == nil && e.Record != "" && !c.profile.ShowsGone(), cut.Names(e.About):
		return ""
	case r != nil && r.ID != "":
		if title := s.Workspace.Graph.Title(r).In(c.out.Lang); title != r.ID {
			subject = title + " (" + r.ID + ")"
		}
	}
	return strings.Join(slices.DeleteFunc([]string{e.Rule, subject, e.Field, e.About}, func(part string) bool { return part == "" }), ", ")
}

// known returns the longest part of a path that the kind knows, "id" if it knows none.
func known(k *record.Kind, path string) string {
	for path != "" && k.Field(path) == nil {
		path = record.Parent(path)
	}
	return cmp.Or(path, "id")
}

// counted returns names with their numbers, sorted: a (2), b (1).
func counted(count map[string]int) string {
	var parts []string
	for name, n := range count {
		parts = append(parts, fmt.Sprintf("%s (%d)", name, n))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

// waivers tells of waivers that were added or last longer, and of those that are gone or end earlier.
func (c *comparer) waivers() {
	for _, d := range c.out.Records {
		now := recordOf(c.out.To, d.RecordChange, d.File)
		was := recordOf(c.out.From, d.RecordChange, d.FromFile)
		if now == nil || !c.cuts.After.KindField(now.Kind, "waive") {
			continue
		}
		earlier, later := waived(was), waived(now)
		for _, rule := range sortedNames(earlier, later) {
			from, to := earlier[rule], later[rule]
			args := locale.Args{"record": recordWords(d), "rule": rule, "from": c.until(from), "to": c.until(to)}
			switch {
			case from == to:
			case from == "":
				c.pass(true, "gate.waiver-added", args)
			case to == "":
				c.pass(false, "gate.waiver-removed", args)
			default:
				c.pass(to > from, "gate.waiver-moved", args)
			}
		}
	}
}

// waived returns until when a record is exempt from rules, by rule: a day, or open without one. r can be nil.
func waived(r *record.Record) map[string]string {
	until := map[string]string{}
	if r == nil {
		return until
	}
	items, _ := r.At("waive").([]any)
	for i := range items {
		path := fmt.Sprintf("waive[%d].", i)
		if rule := r.Text(path + "rule"); rule != "" {
			until[rule] = max(until[rule], cmp.Or(r.Text(path+"until"), openEnd))
		}
	}
	return until
}

// openEnd stands for a waiver without its last day. It sorts after every day.
const openEnd = "open"

func (c *comparer) until(day string) string {
	if day == openEnd || day == "" {
		return c.out.Lang.T("gate.waiver-open")
	}
	return c.out.Lang.Date(day)
}

func sortedNames(maps ...map[string]string) []string {
	var names []string
	for _, m := range maps {
		for name := range m {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// recordWords returns a record in words: Färdbok (SYS-017).
func recordWords(d *RecordChange) string {
	name := cmp.Or(d.Name, d.File)
	if d.ID == "" || d.ID == name {
		return name
	}
	return name + " (" + d.ID + ")"
}
