package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/dashboard"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
)

// StartPage is the page that readers come to first.
const StartPage = "index.html"

// Start is the first page: an overview of the current state.
type Start struct {
	// Lead is a summary in two or three sentences.
	Lead      []string
	Areas     []Area
	Coverages []Coverage
	// Overdue and Next are the dates that have passed and those to come; OverdueMore and NextMore say how many of each are left
	// out.
	Overdue, Next         []Deadline
	OverdueMore, NextMore string
	// Dated is set if dates may be shown: in public, most records that have one are hidden.
	Dated  bool
	Review *LatestHeld
	Check  *CheckState // nil in public
	// Silenced says how rules that guard the proof were silenced; in public only which.
	Silenced []string
	Trend    string // the page on the development of the figures; "" if there is none
}

// LatestHeld is the most recently held management review.
type LatestHeld struct {
	Review, HeldOn Item
	Status         Value
	Since          Item // links to what happened after it; empty if there is nothing to show
}

// CheckState is the outcome of the check in a sentence.
type CheckState struct {
	Verdict string
	Tone    record.Tone
}

// Deadline is one date on which something is due.
type Deadline struct {
	Day    Item
	What   string
	Record Item
	Who    Value
}

// How many dates of each sort the first page has room for.
const (
	maxOverdue = 12
	maxNext    = 8
)

// Start returns the first page.
func (m *Model) Start() Start {
	s := Start{Areas: m.areas(), Coverages: m.coverages(), Dated: m.Profile().ShowsDeadlines(), Trend: m.TrendPage()}
	s.Overdue, s.OverdueMore = m.first(m.overdue, maxOverdue)
	s.Next, s.NextMore = m.first(m.next, maxNext)
	if r := figures.LatestReview(m.w, m.in.AsOf); r != nil && m.cut.Record(r) {
		s.Review = &LatestHeld{Review: m.item(r), HeldOn: m.day(r.Text("held_on")), Status: m.value(r, "status")}
		if page := m.changesPage(nil); page != "" {
			s.Review.Since = Item{Text: m.t("site.changes.now-title"), Page: page}
		}
	}
	if m.Profile().ShowsMessages() {
		verdict, tone := m.verdict(diag.Count(0, m.told))
		s.Check = &CheckState{verdict, tone}
	}
	s.Silenced = m.in.Rules.TellSilenced(m.in.Results, m.cut, m.lang)
	s.Lead = m.lead(len(m.overdue))
	return s
}

// lead returns the summary in a few sentences.
func (m *Model) lead(overdue int) []string {
	var out []string
	for i, s := range m.dash.Sentences {
		if s.Lead {
			out = append(out, m.say(&m.dash.Sentences[i]))
		}
	}
	switch {
	case !m.Profile().ShowsDeadlines():
	case overdue == 0:
		out = append(out, m.t("site.lead.on-time"))
	default:
		out = append(out, m.count("site.lead.overdue", overdue))
	}
	if r := figures.LatestReview(m.w, m.in.AsOf); r != nil && m.cut.Record(r) {
		out = append(out, m.t("site.lead.review", locale.Args{"date": m.lang.Date(r.Text("held_on"))}))
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// first returns the first n of a list, and in words how many more there are.
func (m *Model) first(all []Deadline, n int) ([]Deadline, string) {
	if len(all) <= n {
		return all, ""
	}
	return all[:n], m.count("site.more", len(all)-n)
}

// over reports whether a record is over on the as-of day: whether nobody is needed for it any more.
func (m *Model) over(r *record.Record) bool { return m.w.Graph.Over(r, m.in.AsOf) }

// whoFields are the fields that name who is responsible for a date; the first one filled in is used.
var whoFields = []string{"owner", "information_owner", "owner_business"}

// setDeadlines finds the dates before the as-of day and those from that day on, and sorts them by date and record. The findings
// are about conditions that cannot be evaluated.
func (m *Model) setDeadlines() []diag.Finding {
	vars := figures.Vars(m.w, m.in.AsOf)
	var findings []diag.Finding
	for _, d := range m.dash.Deadlines {
		for _, k := range m.w.Kinds.List {
			if d.Kind == dashboard.AnyKind || d.Kind == k.Name {
				findings = append(findings, m.addDeadlines(d, k, vars)...)
			}
		}
	}
	for _, list := range [][]Deadline{m.overdue, m.next} {
		slices.SortStableFunc(list, func(a, b Deadline) int {
			return cmp.Or(strings.Compare(a.Day.Day, b.Day.Day), graph.CompareIDs(a.Record.ID, b.Record.ID))
		})
	}
	return findings
}

// addDeadlines adds the dates of one field of a kind. vars are what a condition sees in addition to the record.
func (m *Model) addDeadlines(d dashboard.Deadline, k *record.Kind, vars map[string]any) []diag.Finding {
	if k.Field(d.Field) == nil || !m.Profile().ShowsFigure(d.Reads(m.w.Kinds, k)) {
		return nil
	}
	for _, r := range m.shown[k.Name] {
		day := r.Text(d.Field)
		if _, ok := locale.ParseDate(day); !ok || !m.cut.Field(r, d.Field) || m.over(r) {
			continue
		}
		vars["self"] = rules.Complete(m.w.Graph, r)
		waits, finding := d.Waits(r, vars)
		if finding != nil {
			return []diag.Finding{*finding}
		}
		entry := Deadline{Day: m.day(day), What: m.label(k, d.Field), Record: m.item(r), Who: m.who(r)}
		switch {
		case !waits:
		case day >= m.in.AsOf:
			m.next = append(m.next, entry)
		case d.Late:
			m.overdue = append(m.overdue, entry)
		}
	}
	return nil
}

func (m *Model) who(r *record.Record) Value {
	for _, field := range whoFields {
		if r.Kind.Field(field) == nil || r.At(field) == nil {
			continue
		}
		if v := m.value(r, field); !v.IsZero() {
			return v
		}
	}
	return Value{}
}
