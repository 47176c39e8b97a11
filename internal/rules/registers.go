package rules

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// registers are the rules about keeping registers up: reviewed, measured, finished and in use.
var registers = []Rule{
	{
		ID: "review-overdue", Severity: diag.Warning,
		Message: locale.Text{SV: "skulle ha setts över {date}", EN: "should have been reviewed by {date}"},
		Hint:    locale.Text{SV: "gå igenom posten och ange nästa översyn i review_due", EN: "review the record and enter its next review in review_due"},
		Why:     locale.Text{SV: "en post som ingen ser över slutar stämma utan att någon märker det", EN: "a record that nobody reviews becomes wrong without anyone noticing"},
		Source:  "ISO/IEC 27001:2022 7.5.2",
		Reads:   []string{"review_due"},
		Check:   checkReviewDue,
	},
	{
		ID: "done-without-evidence", Severity: diag.Error,
		Message: locale.Text{SV: "är markerad som klar utan datum eller belägg", EN: "is marked as done without a date or evidence"},
		Hint:    locale.Text{SV: "ange dagen i {date}, eller vad som visar att det är gjort", EN: "enter the day in {date}, or what shows that it is done"},
		Why:     locale.Text{SV: "den som granskar måste kunna se att det verkligen är gjort", EN: "an auditor must be able to see that it really is done"},
		Source:  "ISO/IEC 27001:2022 7.5, 10.2",
		Reads:   []string{"status"},
		Check:   checkEvidence,
	},
	{
		ID: "risk-analysis-stale", Severity: diag.Warning, Kinds: []string{"risk-analysis"},
		Message: locale.Text{SV: "riskanalysen är från {date} och {problem}", EN: "the risk analysis is from {date} and {problem}"},
		Hint:    locale.Text{SV: "gör en ny riskanalys, eller ange i next_due när det ska ske", EN: "make a new risk analysis, or give the date of the next one in next_due"},
		Why:     locale.Text{SV: "riskerna ändras när systemen och omvärlden ändras", EN: "the risks change when the systems and the world around them change"},
		Source:  "ISO/IEC 27001:2022 8.2",
		Reads:   []string{"status", "done_on", "next_due", "subject"},
		Check:   checkAnalysisAge,
	},
	{
		ID: "document-superseded-in-use", Severity: diag.Warning, Kinds: []string{"document"},
		Message: locale.Text{SV: "är ersatt av {new} men används av {records}", EN: "is superseded by {new} but used by {records}"},
		Hint:    locale.Text{SV: "ändra hänvisningarna till {new}", EN: "change the references to {new}"},
		Why:     locale.Text{SV: "den som följer hänvisningen läser regler som inte längre gäller", EN: "whoever follows the reference reads rules that are no longer in force"},
		Source:  "ISO/IEC 27001:2022 7.5.3",
		Reads:   []string{"supersedes", "status"},
		Check:   checkSuperseded,
	},
	{
		ID: "stakeholders-not-reviewed", Severity: diag.Warning, Kinds: []string{"stakeholder"},
		Message: locale.Text{SV: "ingen intressent har gåtts igenom{since}", EN: "no interested party has been reviewed{since}"},
		Hint:    locale.Text{SV: "gå igenom vad intressenterna behöver och ange dagen i reviewed_on", EN: "review what the parties need and enter the day in reviewed_on"},
		Why:     locale.Text{SV: "ledningen ska få veta om intressenternas behov har ändrats", EN: "management must know whether the needs of interested parties have changed"},
		Source:  "ISO/IEC 27001:2022 4.2, 9.3.2 c",
		Reads:   []string{"reviewed_on"},
		Check: func(p *Pass) {
			p.checkKept("stakeholders-not-reviewed", "stakeholder", "intervals.stakeholder_months", "reviewed_on", func(r *record.Record) string { return r.Text("reviewed_on") })
		},
	},
	{
		ID: "metric-not-measured", Severity: diag.Warning, Kinds: []string{"metric"},
		Message: locale.Text{SV: "inget mätetal har mätts{since}", EN: "no metric has been measured{since}"},
		Hint:    locale.Text{SV: "gör en mätning och lägg till den sist i measurements", EN: "make a measurement and add it last in measurements"},
		Why:     locale.Text{SV: "utan mätning vet ledningen inte om arbetet gör nytta", EN: "without measurements, management does not know whether the work has any effect"},
		Source:  "ISO/IEC 27001:2022 9.1",
		Reads:   []string{"measurements"},
		Check: func(p *Pass) {
			p.checkKept("metric-not-measured", "metric", "intervals.metric_months", "measurements", lastMeasured)
		},
	},
}

func checkReviewDue(p *Pass) {
	for _, r := range p.records() {
		due := r.Text("review_due")
		if due != "" && due < p.AsOf && !p.over(r) && r.Readable([]string{"review_due"}, nil) {
			p.Report(graph.Finding(r, "review-overdue", "review_due", locale.Args{"date": due}))
		}
	}
}

// evidence lists the fields that each show that something is done.
var evidence = []string{"closed_on", "done_on", "result", "evidence", "links", "dnr", "note"}

// checkEvidence checks every record whose kind has a field for the day when something was done.
func checkEvidence(p *Pass) {
	for _, r := range p.records() {
		if status := r.Text("status"); status != "done" && status != "closed" {
			continue
		}
		date := "done_on"
		if r.Kind.Field(date) == nil {
			date = "closed_on"
		}
		shown := slices.ContainsFunc(evidence, func(field string) bool { return r.At(field) != nil })
		if r.Kind.Field(date) != nil && !shown && r.Readable(append([]string{"status"}, evidence...), nil) {
			p.Report(graph.Finding(r, "done-without-evidence", "status", locale.Args{"date": date}))
		}
	}
}

// checkAnalysisAge finds analyses that are too old, or older than the last major change of their subject. Those that have been
// redone are skipped.
func checkAnalysisAge(p *Pass) {
	for _, r := range p.readable("risk-analysis", "status", "done_on", "next_due", "subject") {
		done := r.Text("done_on")
		if r.Text("status") != "done" || done == "" || p.isRedone(r) {
			continue
		}
		if field, problem := p.outOfDate(r, done); field != "" {
			f := graph.Finding(r, "risk-analysis-stale", field, locale.Args{"date": done, "problem": problem})
			if subject := p.Workspace.Graph.Target(r, field); subject != nil {
				f = from(f, subject, "last_major_change")
			}
			p.Report(f)
		}
	}
}

func (p *Pass) outOfDate(r *record.Record, done string) (field string, problem locale.Text) {
	for _, ref := range p.Workspace.Graph.Refs(r) {
		changed := ref.To.Text("last_major_change")
		if record.Bare(ref.Field) == "subject" && changed > done && changed <= p.AsOf {
			return ref.Field, locale.Text{SV: ref.To.ID + " ändrades " + changed, EN: ref.To.ID + " changed " + changed}
		}
	}
	next := r.Text("next_due")
	switch {
	case next != "" && next < p.AsOf:
		return "next_due", locale.Text{SV: "skulle ha gjorts om " + next, EN: "should have been redone by " + next}
	case next == "" && olderThan(done, p.number("intervals.risk_analysis_months"), p.AsOf):
		return "done_on", locale.Text{SV: "behöver göras om", EN: "must be redone"}
	}
	return "", problem
}

// isRedone reports whether every subject of an analysis has a later one.
func (p *Pass) isRedone(r *record.Record) bool {
	for _, ref := range p.Workspace.Graph.Refs(r) {
		if record.Bare(ref.Field) != "subject" {
			continue
		}
		later := slices.ContainsFunc(p.Workspace.Graph.BacklinksFrom(ref.To, r.Kind.Name, "subject"), func(other *record.Record) bool {
			return other.Text("status") == "done" && other.Text("done_on") > r.Text("done_on")
		})
		if !later {
			return false
		}
	}
	return true
}

// past are the kinds whose records describe the past, and can name what is no longer in force.
var past = []string{"document", "decision", "review", "audit", "finding", "incident", "complaint", "change"}

func checkSuperseded(p *Pass) {
	for _, old := range p.readable("document", "supersedes", "status") {
		if successor := p.Workspace.Graph.Successor(old); successor != nil {
			if users := p.users(old); len(users) > 0 {
				reportSuperseded(p, old, successor, users)
			}
		}
	}
}

// users returns the records that name or link to a document and describe the present.
func (p *Pass) users(doc *record.Record) []*record.Record {
	var out []*record.Record
	for _, ref := range p.Workspace.Graph.Backlinks(doc) {
		out = append(out, ref.From)
	}
	out = append(out, p.Workspace.Graph.Mentions(doc)...)
	out = slices.DeleteFunc(out, func(r *record.Record) bool { return p.over(r) || slices.Contains(past, r.Kind.Name) })
	slices.SortStableFunc(out, func(a, b *record.Record) int { return graph.CompareIDs(a.ID, b.ID) })
	return slices.Compact(out)
}

func reportSuperseded(p *Pass, old, successor *record.Record, users []*record.Record) {
	var ids names
	f := graph.Finding(old, "document-superseded-in-use", "status", nil)
	for _, r := range users {
		ids = append(ids, locale.Text{SV: r.ID, EN: r.ID})
		f.Related = append(f.Related, diag.Related{File: r.File(), Span: r.Place("id"), Message: locale.Text{SV: "hänvisar hit", EN: "refers here"}})
	}
	f.Args["new"], f.Args["records"] = successor.ID, ids
	p.Report(f)
}

// lastMeasured returns the day of the latest measurement of a metric, or "".
func lastMeasured(r *record.Record) string {
	latest := ""
	for _, m := range items(r, "measurements") {
		day, _ := m["measured_on"].(string)
		latest = max(latest, day)
	}
	return latest
}

// checkKept reports a register in which nothing has been done for too long, at the record where it was last done. It reports
// nothing if the register is empty and no review is put forward.
func (p *Pass) checkKept(rule, kind, interval, field string, done func(*record.Record) string) {
	var latest *record.Record
	day := ""
	for _, r := range p.records(kind) {
		switch at := done(r); {
		case !r.Readable([]string{field}, nil):
			return
		case at > p.AsOf:
		case latest == nil || at > day:
			latest, day = r, at
		}
	}
	switch {
	case day != "" && !olderThan(day, p.number(interval), p.AsOf), latest == nil && len(p.reviewsPut()) == 0:
		return
	case latest == nil:
		f := graph.Finding(p.Workspace.Config.Record, rule, interval, locale.Args{"since": ""})
		f.Record, f.Title, f.Kind = "", "", ""
		p.Report(f)
	case day == "":
		p.Report(graph.Finding(latest, rule, field, locale.Args{"since": ""}))
	default:
		since := locale.Text{SV: " sedan " + day, EN: " since " + day}
		p.Report(graph.Finding(latest, rule, field, locale.Args{"since": since}))
	}
}
