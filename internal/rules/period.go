package rules

import (
	"cmp"

	"github.com/c8b10cf3/lis/internal/record"
)

// period is a time between two days, both included, as text.
type period struct{ from, to string }

// holds reports whether a day, or the day of a point in time, lies in the period.
func (p period) holds(day string) bool {
	return len(day) >= 10 && day[:10] >= p.from && day[:10] <= p.to
}

// periodOf is the time that a review looks back on: its period, and the days until it was held.
func periodOf(review *record.Record) period {
	return period{review.Text("period_from"), max(review.Text("period_to"), review.Text("held_on"))}
}

// reviewsPut are the reviews put forward for decision or decided, by file name.
func (p *Pass) reviewsPut() []*record.Record {
	var out []*record.Record
	for _, r := range p.whole("review", "status", "period_from", "period_to", "held_on") {
		if r.Text("status") == "proposed" || isDecided(r) {
			out = append(out, r)
		}
	}
	return out
}

// proposed is the review that waits for decision, the latest where there are several, or nil. While it waits, what belongs
// to it can still be put right.
func (p *Pass) proposed() *record.Record {
	var latest *record.Record
	for _, r := range p.reviewsPut() {
		if r.Text("status") == "proposed" && (latest == nil || r.Text("period_to") >= latest.Text("period_to")) {
			latest = r
		}
	}
	return latest
}

// covers reports whether an assessment, an outcome or a follow-up belongs to a review: it names the review, was made in its
// period, or names the year in which the period ends.
func covers(review *record.Record, assessment map[string]any) bool {
	text := func(field string) string { s, _ := assessment[field].(string); return s }
	if of := text("review"); of != "" {
		return of == review.ID
	}
	end := review.Text("period_to")
	year := end[:min(len(end), 4)]
	return year != "" && text("period") == year || periodOf(review).holds(cmp.Or(text("assessed_on"), text("date"), text("measured_on")))
}

// items are the objects of a list field.
func items(r *record.Record, field string) []map[string]any {
	list, _ := r.At(field).([]any)
	var out []map[string]any
	for _, item := range list {
		if m, ok := item.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}
