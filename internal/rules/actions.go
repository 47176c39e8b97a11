package rules

import (
	"time"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
)

// actions are the rules about when actions must be done.
var actions = []Rule{
	{
		ID: "action-high-priority-far", Severity: diag.Warning, Kinds: []string{"action"},
		Message: locale.Text{SV: "har hög prioritet men {problem}", EN: "has high priority but {problem}"},
		Hint:    locale.Text{SV: "sätt ett närmare datum, ta ett beslut eller ge åtgärden en annan prioritet", EN: "set an earlier date, make a decision or give the action another priority"},
		Why:     locale.Text{SV: "det som är mest angeläget ska göras först", EN: "what is most urgent must be done first"},
		Source:  "ISO/IEC 27001:2022 6.2",
		Reads:   []string{"priority", "due", "status", "type"},
		Check:   checkHighPriority,
	},
	{
		ID: "action-due-moved", Severity: diag.Warning, Kinds: []string{"action"},
		Message: locale.Text{SV: "slutdatumet har skjutits upp {n:# gång|# gånger}, senast till {date}", EN: "the due date has been postponed {n:once|# times}, last to {date}"},
		Hint:    locale.Text{SV: "låt ledningen besluta om åtgärden ska göras, ändras eller avslås", EN: "let management decide whether the action should be done, changed or rejected"},
		Why:     locale.Text{SV: "en åtgärd som skjuts upp gång på gång saknar tid, pengar eller stöd", EN: "an action that is postponed again and again lacks time, money or support"},
		Source:  "ISO/IEC 27001:2022 10.2",
		Reads:   []string{"due", "status"},
		Check:   checkDueMoved,
	},
}

// checkHighPriority finds open high-priority actions that are due too far ahead or not decided on. Undecided recommendations are
// left to recommendation-undecided.
func checkHighPriority(p *Pass) {
	months := p.number("intervals.action_high_priority_months")
	for _, r := range p.readable("action", "priority", "due", "status", "type") {
		if r.Text("priority") != "high" || p.over(r) {
			continue
		}
		if due := r.Text("due"); isFar(p.AsOf, months, due) {
			reportFar(p, r, "due", locale.Text{SV: "ska inte vara klar förrän " + due, EN: "is not due until " + due})
			continue
		}
		undecided := r.Text("status") == "proposed" && r.Text("type") != "recommendation"
		if undecided && len(p.Workspace.Graph.BacklinksFrom(r, "decision", "about")) == 0 {
			reportFar(p, r, "status", locale.Text{SV: "är inte beslutad", EN: "has not been decided"})
		}
	}
}

// isFar reports whether day is more than the given number of months after from.
func isFar(from string, months int, day string) bool {
	t, ok := locale.ParseDate(from)
	return ok && day != "" && day > locale.Day(locale.AddMonths(t, months), time.UTC)
}

func reportFar(p *Pass, r *record.Record, field string, problem locale.Text) {
	p.Report(graph.Finding(r, "action-high-priority-far", field, locale.Args{"problem": problem}))
}

// checkDueMoved counts, in the history of each open action, how often its due date was postponed.
func checkDueMoved(p *Pass) {
	for _, r := range p.readable("action", "due", "status") {
		if p.over(r) || r.Text("due") == "" {
			continue
		}
		if n := timesMoved(p.history().Of(r.ID)); n >= p.number("thresholds.due_moves") {
			p.Report(graph.Finding(r, "action-due-moved", "due", locale.Args{"n": n, "date": r.Text("due")}))
		}
	}
}

func timesMoved(past *trail.Record) int {
	if past == nil {
		return 0
	}
	n := 0
	for _, revision := range past.Revisions {
		for _, f := range revision.Fields {
			old, _ := f.Old.(string)
			now, _ := f.New.(string)
			if f.Field == "due" && old != "" && now > old {
				n++
			}
		}
	}
	return n
}
