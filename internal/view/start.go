package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// Start is the first page: how things stand.
type Start struct {
	// Lead is the whole in two or three sentences.
	Lead      []string
	Areas     []Area
	Coverages []Coverage
	// Overdue and Next are the dates that have passed and those to come; More says how many are left out of each.
	Overdue, Next         []Deadline
	OverdueMore, NextMore string
	// Dated is set where dates may be told: in public most of what has one is hidden.
	Dated  bool
	Review *LatestHeld
	Check  *CheckState // nil in public
	Trend  string      // the page on how the figures have developed; "" where there is none
}

// LatestHeld is the management review that was held last.
type LatestHeld struct {
	Review, HeldOn Item
	Status         Value
	Since          Item // leads to what happened after it; empty for nothing to tell
}

// CheckState is the outcome of the check in a sentence.
type CheckState struct {
	Verdict string
	Tone    record.Tone
}

// Deadline is one date at which something is to be done.
type Deadline struct {
	Day    Item
	What   string
	Record Item
	Who    Value
}

// How many dates the first page has room for.
const (
	maxOverdue = 12
	maxNext    = 8
)

// Start is the first page.
func (m *Model) Start() Start {
	s := Start{Areas: m.areas(), Coverages: m.coverages(), Dated: !m.Public(), Trend: m.TrendPage()}
	overdue, next := m.deadlines()
	s.Overdue, s.OverdueMore = m.first(overdue, maxOverdue)
	s.Next, s.NextMore = m.first(next, maxNext)
	if r := figures.LatestReview(m.w, m.in.AsOf); r != nil && m.cut.Record(r) {
		s.Review = &LatestHeld{Review: m.item(r), HeldOn: m.day(r.Text("held_on")), Status: m.value(r, "status")}
		if page := m.changesPage(nil); page != "" {
			s.Review.Since = Item{Text: m.t("site.changes.now-title"), Page: page}
		}
	}
	if !m.Public() {
		verdict, tone := m.verdict(diag.Count(0, m.told))
		s.Check = &CheckState{verdict, tone}
	}
	s.Lead = m.lead(len(overdue))
	return s
}

// lead is the whole in a few sentences.
func (m *Model) lead(overdue int) []string {
	out := []string{m.sayKey("classification")}
	switch {
	case m.Public():
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

// first are the first n of a list, and how many more there are in words.
func (m *Model) first(all []Deadline, n int) ([]Deadline, string) {
	if len(all) <= n {
		return all, ""
	}
	return all[:n], m.count("site.more", len(all)-n)
}

// deadline says which date of a kind counts, and when.
type deadline struct {
	kind, field string
	// waits reports whether what the date of a record that is not over is for is still to be done; nil where it always is.
	waits func(r *record.Record) bool
	// late is not set where a date that has passed asks for nothing.
	late bool
}

var deadlines = []deadline{
	{"*", "review_due", nil, true},
	{actionKind, "due", nil, true},
	{actionKind, "followup_on", func(r *record.Record) bool { return !followedUp(r) }, true},
	{systemKind, "classification.planned_on", isPlanned("classification"), true},
	{systemKind, "risk_analysis.planned_on", isPlanned("risk_analysis"), true},
	{"object", "leader_planned_on", func(r *record.Record) bool { return r.Text("leader_business") == "" }, true},
	{roleKind, "starts_on", func(r *record.Record) bool { return r.Text("appointed") == "starts" }, false},
}

func isPlanned(object string) func(r *record.Record) bool {
	return func(r *record.Record) bool { return r.Text(object+".state") == "planned" }
}

// over reports whether nobody is needed for a record any more.
func (m *Model) over(r *record.Record) bool { return m.w.Graph.Over(r, m.in.AsOf) }

// followedUp reports whether an action was followed up on its day or later.
func followedUp(r *record.Record) bool {
	return slices.ContainsFunc(graph.Expand(r.Values, "followups.date"), func(path string) bool {
		return r.Text(path) >= r.Text("followup_on")
	})
}

// whoFields are the fields that tell who answers for a date, the first that is filled in counting.
var whoFields = []string{"owner", "information_owner", "owner_business"}

// deadlines are the dates before the as-of day and from it on, by date and record.
func (m *Model) deadlines() (overdue, next []Deadline) {
	for _, d := range deadlines {
		for _, k := range m.w.Kinds.List {
			if d.kind != "*" && d.kind != k.Name || k.Field(d.field) == nil {
				continue
			}
			for _, r := range m.shown[k.Name] {
				day := r.Text(d.field)
				if _, ok := locale.ParseDate(day); !ok || !m.cut.Field(r, d.field) || m.over(r) || d.waits != nil && !d.waits(r) {
					continue
				}
				entry := Deadline{Day: m.day(day), What: m.label(k, d.field), Record: m.item(r), Who: m.who(r)}
				switch {
				case day >= m.in.AsOf:
					next = append(next, entry)
				case d.late:
					overdue = append(overdue, entry)
				}
			}
		}
	}
	for _, list := range [][]Deadline{overdue, next} {
		slices.SortStableFunc(list, func(a, b Deadline) int {
			return cmp.Or(strings.Compare(a.Day.Day, b.Day.Day), graph.CompareIDs(a.Record.ID, b.Record.ID))
		})
	}
	return overdue, next
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
