package rules

import (
	"cmp"
	"regexp"
	"slices"
	"time"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// reviews are the rules about the management review as a whole: its inputs, its dates and what it must follow up.
var reviews = []Rule{
	{
		ID: "review-input-missing", Severity: diag.Error, Kinds: []string{"review"},
		Message: locale.Text{SV: "underlaget {letter} ({input}) saknar innehåll", EN: "input {letter} ({input}) has no content"},
		Hint:    locale.Text{SV: "skriv i {field} vad ledningen behöver veta, eller att det inte finns något att ta upp", EN: "write in {field} what management needs to know, or that there is nothing to bring up"},
		Why:     locale.Text{SV: "ledningen ska gå igenom varje underlag, också det där inget har hänt", EN: "management must review every input, even if nothing has happened"},
		Source:  "ISO/IEC 27001:2022 9.3.2",
		Reads:   []string{"sections", "status"},
		Check:   checkInputs,
	},
	{
		ID: "review-decision-missing", Severity: diag.Error, Kinds: []string{"review"},
		Message: locale.Text{SV: "är beslutad, men inget beslut är dokumenterat", EN: "is decided, but no decision is recorded"},
		Hint:    locale.Text{SV: "skapa ett beslut som anger genomgången eller dess rekommendationer i about", EN: "add a decision that refers to the review or its recommendations in about"},
		Why:     locale.Text{SV: "genomgången ska leda till beslut, och de ska finnas kvar när året är slut", EN: "the review must lead to decisions, and they must still be there when the year is over"},
		Source:  "ISO/IEC 27001:2022 9.3.3",
		Reads:   []string{"status"},
		Check:   checkReviewDecisions,
	},
	{
		ID: "review-item-dropped", Severity: diag.Error, Kinds: []string{"review"},
		Message: locale.Text{SV: "{item} från {previous} är inte uppföljd", EN: "{item} of {previous} has not been followed up"},
		Hint:    locale.Text{SV: "lägg till en rad i {list} på {item} med review: {review}", EN: "add an entry to {list} of {item} with review: {review}"},
		Why:     locale.Text{SV: "det som var öppet förra gången ska redovisas, annars försvinner det utan beslut", EN: "items open at the previous review must be reported, or they disappear without a decision"},
		Source:  "ISO/IEC 27001:2022 9.3.2 a",
		Reads:   []string{"previous", "status"},
		Check:   checkDropped,
	},
	{
		ID: "review-too-late", Severity: diag.Warning, Kinds: []string{"review"},
		Message: locale.Text{SV: "hålls {date}, efter verksamhetsplanens stoppdag {cutoff}", EN: "is held {date}, after the business plan cut-off {cutoff}"},
		Hint:    locale.Text{SV: "lägg genomgången så att besluten hinner in i nästa verksamhetsplan", EN: "hold the review in time for its decisions to reach the next business plan"},
		Why:     locale.Text{SV: "det som kräver pengar måste beslutas innan planen är lagd", EN: "what needs money must be decided before the plan is made"},
		Source:  "ISO/IEC 27001:2022 9.3.1; kommunallagen (2017:725) 11 kap. 8 §",
		Reads:   []string{"held_on", "status"},
		Check:   checkTooLate,
	},
	{
		ID: "review-interval-exceeded", Severity: diag.Warning, Kinds: []string{"review"},
		Message: locale.Text{SV: "senaste genomgången hölls {date}, för mer än {months:en månad|# månader} sedan", EN: "the last review was held {date}, more than {months:a month|# months} ago"},
		Hint:    locale.Text{SV: "håll nästa genomgång och ange dagen i held_on", EN: "hold the next review and enter the day in held_on"},
		Why:     locale.Text{SV: "ledningen ska gå igenom ledningssystemet med planerade mellanrum", EN: "management must review the management system at planned intervals"},
		Source:  "ISO/IEC 27001:2022 9.3.1",
		Reads:   []string{"held_on"},
		Check:   checkInterval,
	},
	{
		ID: "review-previous-wrong", Severity: diag.Error, Kinds: []string{"review"},
		Message: locale.Text{SV: "{problem}", EN: "{problem}"},
		Hint:    locale.Text{SV: "rätta hänvisningen, datumen eller rubriken", EN: "fix the reference, the dates or the title"},
		Why:     locale.Text{SV: "läsaren måste kunna lita på vilken genomgång som följs upp", EN: "the reader must be able to trust which review is followed up"},
		Source:  "ISO/IEC 27001:2022 9.3.2 a",
		Reads:   []string{"previous", "period_from", "period_to", "held_on"},
		Check:   checkPrevious,
	},
}

// inputs are the inputs of ISO/IEC 27001 9.3.2, each with a test for records of the period that answer it without any text in the
// review.
var inputs = []struct {
	section string
	answers func(p *Pass, review *record.Record) bool
}{
	{"a", func(p *Pass, review *record.Record) bool { return p.anyItem(review, "action", "followups") }},
	{"b", func(p *Pass, review *record.Record) bool {
		return p.anyIn(review, "change", "noted_on", func(r *record.Record) bool { return r.Text("type") != "stakeholder" })
	}},
	{"c", func(p *Pass, review *record.Record) bool {
		return p.anyIn(review, "stakeholder", "reviewed_on", nil) ||
			p.anyIn(review, "change", "noted_on", func(r *record.Record) bool { return r.Text("type") == "stakeholder" })
	}},
	{"d1", func(p *Pass, review *record.Record) bool {
		return p.anyIn(review, "incident-statistics", "period_to", nil) || p.anyIn(review, "incident", "known_at", nil)
	}},
	{"d2", func(p *Pass, review *record.Record) bool { return p.anyItem(review, "metric", "measurements") }},
	{"d3", func(p *Pass, review *record.Record) bool { return p.anyIn(review, "audit", "reported_on", nil) }},
	{"d4", func(p *Pass, review *record.Record) bool {
		return p.anyItem(review, "objective", "outcomes") || p.anyItem(review, "requirement", "assessments")
	}},
	{"e", func(p *Pass, review *record.Record) bool { return p.anyIn(review, "complaint", "received_on", nil) }},
	{"f", func(p *Pass, review *record.Record) bool { return p.anyIn(review, "risk-analysis", "done_on", nil) }},
	{"g", func(p *Pass, review *record.Record) bool {
		return len(p.Workspace.Graph.BacklinksFrom(review, "action", "source")) > 0
	}},
}

// anyIn reports whether a record of a kind has its day in the review's period and satisfies sort, if that is not nil.
func (p *Pass) anyIn(review *record.Record, kind, day string, sort func(*record.Record) bool) bool {
	return slices.ContainsFunc(p.records(kind), func(r *record.Record) bool {
		return periodOf(review).holds(r.Text(day)) && (sort == nil || sort(r))
	})
}

// anyItem reports whether a record of a kind has a list entry that belongs to the review.
func (p *Pass) anyItem(review *record.Record, kind, list string) bool {
	return slices.ContainsFunc(p.records(kind), func(r *record.Record) bool { return assessedFor(r, list, review) })
}

// assessedFor reports whether a list of a record has an entry that belongs to the review.
func assessedFor(r *record.Record, list string, review *record.Record) bool {
	return slices.ContainsFunc(items(r, list), func(item map[string]any) bool { return covers(review, item) })
}

func checkInputs(p *Pass) {
	for _, r := range p.reviewsPut() {
		for _, in := range inputs {
			field := "sections." + in.section
			f := r.Kind.Field(field)
			if f == nil || !SaysNothing(r.Text(field)) || !r.Readable([]string{field}, nil) || in.answers(p, r) {
				continue
			}
			p.Report(graph.Finding(r, "review-input-missing", field, locale.Args{"letter": in.section, "input": inSentence(f.Label)}))
		}
	}
}

func checkReviewDecisions(p *Pass) {
	g := p.Workspace.Graph
	for _, r := range p.readable("review", "status") {
		if !isDecided(r) || len(g.BacklinksFrom(r, "decision", "about")) > 0 {
			continue
		}
		decided := slices.ContainsFunc(g.BacklinksFrom(r, "action", "source"), func(a *record.Record) bool {
			return len(g.BacklinksFrom(a, "decision", "about")) > 0
		})
		if !decided {
			p.Report(graph.Finding(r, "review-decision-missing", "status", nil))
		}
	}
}

func checkDropped(p *Pass) {
	for _, r := range p.reviewsPut() {
		previous := p.Workspace.Graph.Target(r, "previous")
		if previous == nil || previous == r {
			continue
		}
		for _, a := range p.readable("action", "source", "followups", "status", "closed_on") {
			if openAt(p, a, previous) && !assessedFor(a, "followups", r) && !p.closedBy(a, periodOf(r).to) {
				reportDropped(p, r, previous, a, "followups")
			}
		}
		for _, f := range p.readable("finding", "assessments") {
			if unfixedAt(f, previous) && !assessedFor(f, "assessments", r) {
				reportDropped(p, r, previous, f, "assessments")
			}
		}
	}
}

// openAt reports whether an action was open when a review was held: the review is its source, or followed it up as not finished.
func openAt(p *Pass, action, review *record.Record) bool {
	if slices.Contains(p.Workspace.Graph.BacklinksFrom(review, "action", "source"), action) {
		return true
	}
	return slices.ContainsFunc(items(action, "followups"), func(f map[string]any) bool {
		return f["review"] == review.ID && f["status"] != "done" && f["status"] != "dropped"
	})
}

// closedBy reports whether an action is over and was not closed after a day, so that its own status accounts for it.
func (p *Pass) closedBy(action *record.Record, day string) bool {
	closed := action.Text("closed_on")
	return p.over(action) && (closed == "" || closed <= day)
}

func unfixedAt(finding, review *record.Record) bool {
	return slices.ContainsFunc(items(finding, "assessments"), func(a map[string]any) bool {
		return a["review"] == review.ID && a["status"] != "fixed"
	})
}

func reportDropped(p *Pass, r, previous, item *record.Record, list string) {
	f := graph.Finding(r, "review-item-dropped", "previous", locale.Args{"item": item.ID, "previous": previous.ID, "review": r.ID, "list": list})
	f.Related = []diag.Related{{File: item.File(), Span: item.Place(list), Message: locale.Text{SV: "ska följas upp här", EN: "must be followed up here"}}}
	p.Report(f)
}

// checkTooLate skips decided reviews: the day when they were held cannot be changed any more.
func checkTooLate(p *Pass) {
	cutoff := p.Workspace.Config.Record.Text("plan_cutoff")
	for _, r := range p.readable("review", "held_on", "status") {
		held := r.Text("held_on")
		if cutoff == "" || held == "" || isDecided(r) {
			continue
		}
		if latest := held[:5] + cutoff; held > latest {
			p.Report(graph.Finding(r, "review-too-late", "held_on", locale.Args{"date": held, "cutoff": latest}))
		}
	}
}

func checkInterval(p *Pass) {
	var latest *record.Record
	for _, r := range p.readable("review", "held_on") {
		if held := r.Text("held_on"); held != "" && held <= p.AsOf && (latest == nil || held >= latest.Text("held_on")) {
			latest = r
		}
	}
	months := p.number("intervals.review_months")
	if latest != nil && olderThan(latest.Text("held_on"), months, p.AsOf) {
		p.Report(graph.Finding(latest, "review-interval-exceeded", "held_on", locale.Args{"date": latest.Text("held_on"), "months": months}))
	}
}

var yearInTitle = regexp.MustCompile(`\b(19|20)\d\d\b`)

func checkPrevious(p *Pass) {
	for _, r := range p.readable("review", "previous", "period_from", "period_to", "held_on", "title") {
		from, until := r.Text("period_from"), max(r.Text("period_to"), r.Text("held_on"), r.Text("decided_on"))
		for _, year := range yearInTitle.FindAllString(r.Text("title"), -1) {
			if from != "" && (year < from[:4] || year > until[:4]) {
				reportPrevious(p, r, "title", locale.Text{
					SV: "rubriken nämner " + year + ", men genomgången gäller " + from + "–" + until,
					EN: "the title mentions " + year + ", but the review covers " + from + "–" + until,
				})
			}
		}
		previous := p.Workspace.Graph.Target(r, "previous")
		if previous != nil && dayOf(previous) >= dayOf(r) {
			reportPrevious(p, r, "previous", locale.Text{
				SV: "föregående genomgång " + previous.ID + " är inte tidigare", EN: "the previous review " + previous.ID + " is not earlier",
			})
		}
	}
}

// dayOf returns the day by which reviews are ordered.
func dayOf(review *record.Record) string {
	return cmp.Or(review.Text("held_on"), review.Text("period_to"))
}

func reportPrevious(p *Pass, r *record.Record, field string, problem locale.Text) {
	p.Report(graph.Finding(r, "review-previous-wrong", field, locale.Args{"problem": problem}))
}

// olderThan reports whether more than the given number of months have passed from day to asOf.
func olderThan(day string, months int, asOf string) bool {
	t, ok := locale.ParseDate(day)
	return ok && locale.Day(locale.AddMonths(t, months), time.UTC) < asOf
}

// lastPath returns the path of the last entry of a list field, or the field itself if it has none.
func lastPath(r *record.Record, field string) string {
	if n := len(items(r, field)); n > 0 {
		return document.Index(field, n-1)
	}
	return field
}
