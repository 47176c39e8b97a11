package rules

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// audits are the rules about the findings of audits.
var audits = []Rule{
	{
		ID: "finding-recurring", Severity: diag.Warning, Kinds: []string{"finding"},
		Message: locale.Text{SV: "{detail}", EN: "{detail}"},
		Hint:    locale.Text{SV: "låt ledningen besluta: sätt in mer resurser eller acceptera bristen", EN: "let management decide: add resources or accept the finding"},
		Why:     locale.Text{SV: "en brist som redovisas år efter år visar att åtgärderna inte räcker", EN: "a finding that is reported year after year shows that the actions are not enough"},
		Source:  "ISO/IEC 27001:2022 10.2",
		Reads:   []string{"assessments", "audit"},
		Check:   checkRecurring,
	},
	{
		ID: "finding-fixed-but-failing", Severity: diag.Warning, Kinds: []string{"finding"},
		Message: locale.Text{SV: "är märkt som åtgärdad, men {n} fel kvarstår i {records}", EN: "is marked as fixed, but {n:# error remains|# errors remain} in {records}"},
		Hint:    locale.Text{SV: "rätta felen, eller ange en annan status", EN: "fix the errors, or give another status"},
		Why:     locale.Text{SV: "granskaren kommer att se samma fel", EN: "the auditor will see the same errors"},
		Source:  "ISO/IEC 27001:2022 10.2 d",
		Reads:   []string{"assessments"},
		After:   checkFixed,
	},
}

// checkRecurring finds open findings that several reviews have seen, or that an earlier audit made too.
func checkRecurring(p *Pass) {
	for _, r := range p.readable("finding", "assessments", "audit", "title") {
		if p.over(r) {
			continue
		}
		audit := p.Workspace.Graph.Target(r, "audit")
		if audit == nil || len(p.Workspace.Graph.BacklinksFrom(r, "decision", "about")) > 0 {
			continue
		}
		since := audit.Text("reported_on")
		if n := openReviews(r); n >= p.number("thresholds.finding_reviews") {
			args := locale.Args{"since": since, "n": n}
			reportRecurring(p, r, audit, nil, locale.Text{
				SV: locale.Fill("har varit öppen sedan {since} och funnits med i {n:# genomgång|# genomgångar}", args),
				EN: locale.Fill("has been open since {since} and was in {n:# review|# reviews}", args),
			})
		} else if earlier := earlierFinding(p, r, since); earlier != nil {
			reportRecurring(p, r, audit, earlier, locale.Text{
				SV: "är samma brist som " + earlier.ID + " i en tidigare granskning", EN: "is the same finding as " + earlier.ID + " of an earlier audit",
			})
		}
	}
}

// openReviews counts the reviews in which a finding was assessed and not fixed.
func openReviews(r *record.Record) int {
	seen := map[any]bool{}
	for _, a := range items(r, "assessments") {
		if a["review"] != nil && a["status"] != "fixed" {
			seen[a["review"]] = true
		}
	}
	return len(seen)
}

// earlierFinding returns a finding of an earlier audit with the same title, or nil.
func earlierFinding(p *Pass, r *record.Record, since string) *record.Record {
	for _, other := range p.readable("finding", "audit", "title") {
		audit := p.Workspace.Graph.Target(other, "audit")
		if audit != nil && audit.Text("reported_on") < since && wording(other.Text("title")) == wording(r.Text("title")) {
			return other
		}
	}
	return nil
}

func reportRecurring(p *Pass, r, audit, earlier *record.Record, detail locale.Text) {
	f := graph.Finding(r, "finding-recurring", lastPath(r, "assessments"), locale.Args{"detail": detail})
	if earlier != nil {
		f = graph.Finding(r, "finding-recurring", "title", locale.Args{"detail": detail})
		f.Related = []diag.Related{{File: earlier.File(), Span: earlier.Place("title"), Message: locale.Text{SV: "den tidigare bristen", EN: "the earlier finding"}}}
	}
	p.Report(from(f, audit, "reported_on"))
}

// checkFixed finds fixed findings with errors in what they concern: the records that their text links to, and the other sources
// of the actions against them.
func checkFixed(p *Pass, serious []diag.Finding) {
	failing := map[*record.Record]int{}
	for _, f := range serious {
		if r := p.Workspace.Graph.InFile(f.FileName()); r != nil {
			failing[r]++
		}
	}
	for _, r := range p.readable("finding", "assessments") {
		if !p.Workspace.Graph.Closed(r, p.AsOf) {
			continue
		}
		n, ids := 0, names{}
		for _, to := range concerned(p, r) {
			if failing[to] > 0 {
				n += failing[to]
				ids = append(ids, locale.Text{SV: to.ID, EN: to.ID})
			}
		}
		if n > 0 {
			p.Report(graph.Finding(r, "finding-fixed-but-failing", lastPath(r, "assessments")+".status", locale.Args{"n": n, "records": ids}))
		}
	}
}

// occasions are the kinds of records that tell when something came up. That an action answers to a review as well as to a finding
// does not make the finding one about the review.
var occasions = []string{record.ReviewKind, "audit", "finding", "incident", "complaint", "decision"}

// concerned returns the records that a finding is about, each once, by id.
func concerned(p *Pass, r *record.Record) []*record.Record {
	g := p.Workspace.Graph
	out := linked(g, r)
	for _, action := range g.BacklinksFrom(r, "action", "source") {
		for _, ref := range g.Refs(action) {
			if record.Bare(ref.Field) == "source" && ref.To != r && !slices.Contains(occasions, ref.To.Kind.Name) {
				out = append(out, ref.To)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *record.Record) int { return graph.CompareIDs(a.ID, b.ID) })
	return slices.Compact(out)
}

// linked returns the records that the text of a record links to.
func linked(g *graph.Graph, r *record.Record) []*record.Record {
	var out []*record.Record
	for _, link := range r.Doc.Links() {
		to := g.Named(link.Target)
		if !link.Wiki {
			to = nil
			if name, local, inside := graph.LocalTarget(r.File().Name, link.Target); local && inside {
				to = g.InFile(name)
			}
		}
		if to != nil {
			out = append(out, to)
		}
	}
	return out
}
