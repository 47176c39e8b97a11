package rules

import (
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// assessments are the rules that require each law, requirement, finding and objective to be assessed for the review that is
// proposed. Before that nothing is due, and once the review is decided, what it rested on cannot be changed.
var assessments = []Rule{
	{
		ID: "law-unassessed", Severity: diag.Error, Kinds: []string{"law"},
		Message: locale.Text{SV: "efterlevnaden är inte bedömd för {review}", EN: "compliance has not been assessed for {review}"},
		Hint:    locale.Text{SV: "lägg till en bedömning sist i assessments med period: {year} och status", EN: "add an assessment last in assessments with period: {year} and status"},
		Why:     locale.Text{SV: "ledningen ska få veta för varje lag om den följs", EN: "management must know for each act whether it is complied with"},
		Source:  "ISO/IEC 27001:2022 A.5.31, A.5.36",
		Reads:   []string{"assessments"},
		Check:   func(p *Pass) { checkAssessed(p, "law", "law-unassessed", "assessments", lawAssessed) },
	},
	{
		ID: "requirement-unassessed", Severity: diag.Error, Kinds: []string{"requirement"},
		Message: locale.Text{SV: "kravet är inte bedömt för {review}", EN: "the requirement has not been assessed for {review}"},
		Hint:    locale.Text{SV: "lägg till en bedömning sist i assessments med review: {review} och colour", EN: "add an assessment last in assessments with review: {review} and colour"},
		Why:     locale.Text{SV: "ledningen ska få veta hur det går med de krav som andra har ställt", EN: "management must know whether the requirements of others are met"},
		Source:  "ISO/IEC 27001:2022 9.3.2 d",
		Reads:   []string{"assessments"},
		Check: func(p *Pass) {
			checkAssessed(p, "requirement", "requirement-unassessed", "assessments", plainlyAssessed)
		},
	},
	{
		ID: "finding-unassessed", Severity: diag.Error, Kinds: []string{"finding"},
		Message: locale.Text{SV: "bristens status är inte bedömd för {review}", EN: "the status of the finding has not been assessed for {review}"},
		Hint:    locale.Text{SV: "lägg till en bedömning sist i assessments med review: {review} och status", EN: "add an assessment last in assessments with review: {review} and status"},
		Why:     locale.Text{SV: "varje öppen brist ska redovisas tills den är åtgärdad", EN: "every open finding must be reported until it is fixed"},
		Source:  "ISO/IEC 27001:2022 9.3.2 d 3",
		Reads:   []string{"assessments"},
		Check:   func(p *Pass) { checkAssessed(p, "finding", "finding-unassessed", "assessments", findingAssessed) },
	},
	{
		ID: "objective-no-result", Severity: diag.Warning, Kinds: []string{"objective"},
		Message: locale.Text{SV: "inget utfall är redovisat för {review}", EN: "no outcome is reported for {review}"},
		Hint:    locale.Text{SV: "lägg till ett utfall sist i outcomes med review: {review}", EN: "add an outcome last in outcomes with review: {review}"},
		Why:     locale.Text{SV: "ett mål som inte följs upp styr ingenting", EN: "an objective that is not followed up steers nothing"},
		Source:  "ISO/IEC 27001:2022 9.1, 9.3.2 d 4",
		Reads:   []string{"outcomes", "status"},
		Check:   func(p *Pass) { checkAssessed(p, "objective", "objective-no-result", "outcomes", objectiveAssessed) },
	},
}

// checkAssessed reports the records of a kind that are not assessed for the proposed review.
func checkAssessed(p *Pass, kind, rule, list string, assessed func(p *Pass, r, review *record.Record) bool) {
	review := p.proposed()
	if review == nil {
		return
	}
	for _, r := range p.readable(kind, list, "status") {
		if !assessed(p, r, review) {
			args := locale.Args{"review": review.ID, "year": review.Text("period_to")[:4]}
			f := graph.Finding(r, rule, list, args)
			f.Cause = review.ID
			p.Report(f)
		}
	}
}

func plainlyAssessed(_ *Pass, r, review *record.Record) bool {
	return assessedFor(r, "assessments", review)
}

// lawAssessed ignores assessments whose status is not_assessed.
func lawAssessed(_ *Pass, r, review *record.Record) bool {
	for _, a := range items(r, "assessments") {
		if covers(review, a) && a["status"] != "not_assessed" {
			return true
		}
	}
	return false
}

// findingAssessed also reports true for findings that are over, and for those of a later audit or of no audit.
func findingAssessed(p *Pass, r, review *record.Record) bool {
	if assessedFor(r, "assessments", review) || p.over(r) {
		return true
	}
	audit := p.Workspace.Graph.Target(r, "audit")
	return audit == nil || audit.Text("reported_on") > periodOf(review).to
}

// objectiveAssessed also reports true for objectives that are over or newer than the review, and if the metric was measured for
// it.
func objectiveAssessed(p *Pass, r, review *record.Record) bool {
	if p.over(r) || r.Text("decided_on") > periodOf(review).to || assessedFor(r, "outcomes", review) {
		return true
	}
	metric := p.Workspace.Graph.Target(r, "metric")
	return metric != nil && assessedFor(metric, "measurements", review)
}
