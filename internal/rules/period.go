package rules

import (
	"cmp"

	"github.com/c8b10cf3/lis/internal/record"
)

// period is the time from one day to another, both included, as text.
type period struct{ from, to string }

// holds reports whether a day, or the day of a point in time, is in the period.
func (p period) holds(day string) bool {
	return len(day) >= 10 && day[:10] >= p.from && day[:10] <= p.to
}

// periodOf returns the time that a review covers: its period, and the days until it was held.
func periodOf(review *record.Record) period {
	return period{review.Text("period_from"), max(review.Text("period_to"), review.Text("held_on"))}
}

// reviewsPut returns the reviews that are put forward for decision or decided, by file name.
func (p *Pass) reviewsPut() []*record.Record {
	var out []*record.Record
	for _, r := range p.readable("review", "status", "period_from", "period_to", "held_on") {
		if r.Text("status") == "proposed" || isDecided(r) {
			out = append(out, r)
		}
	}
	return out
}

// proposed returns the review that is waiting for a decision, the latest if there are several, or nil. While it waits, what
// belongs to it can still be fixed.
func (p *Pass) proposed() *record.Record {
	var latest *record.Record
	for _, r := range p.reviewsPut() {
		if r.Text("status") == "proposed" && (latest == nil || r.Text("period_to") >= latest.Text("period_to")) {
			latest = r
		}
	}
	return latest
}

// covers reports whether an assessment, an outcome or a follow-up belongs to a review: it names the review or, if it names none,
// was made in its period or names the year in which the period ends.
func covers(review *record.Record, assessment map[string]any) bool {
	text := func(field string) string { s, _ := assessment[field].(string); return s }
	if of := text("review"); of != "" {
		return of == review.ID
	}
	end := review.Text("period_to")
	year := end[:min(len(end), 4)]
	return year != "" && text("period") == year || periodOf(review).holds(cmp.Or(text("assessed_on"), text("date"), text("measured_on")))
}

// items returns the objects of a list field.
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
