package rules

import (
	"fmt"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/c8b10cf3/lis/internal/trail"
)

// activities are the rules about the annual cycle over time.
var activities = []Rule{
	{
		ID: "activity-overdue", Severity: diag.Warning, Kinds: []string{"activity"},
		Message: locale.Text{SV: "{month} har passerat, men det framgår inte hur det gick", EN: "{month} has passed, but the outcome is not stated"},
		Hint:    locale.Text{SV: "ange status: done, partly eller not_done, eller en ny månad i moved_to", EN: "give status: done, partly or not_done, or a new month in moved_to"},
		Why:     locale.Text{SV: "årshjulet visar bara hur året går om det fylls i", EN: "the annual cycle shows how the year is going only if it is filled in"},
		Source:  "ISO/IEC 27001:2022 9.1",
		Reads:   []string{"year", "month", "status", "moved_to"},
		Check:   checkActivitiesDue,
	},
	{
		ID: "activity-dropped", Severity: diag.Warning, Kinds: []string{"activity"},
		Message: locale.Text{SV: "{activity} från {year} saknas i årets årshjul", EN: "{activity} of {year} is missing from this year's annual cycle"},
		Hint:    locale.Text{SV: "lägg till aktiviteten i år, eller ett beslut som anger den i about", EN: "add the activity this year, or a decision that refers to it in about"},
		Why:     locale.Text{SV: "det som gjordes varje år ska inte försvinna utan att någon har bestämt det", EN: "what is done every year must not disappear without a decision"},
		Source:  "ISO/IEC 27001:2022 9.1",
		Reads:   []string{"year", "title", "previous"},
		Check:   checkActivitiesDropped,
	},
}

// monthOf is a month of a year, as an argument of messages.
type monthOf struct{ year, month int }

// In returns the month in words.
func (m monthOf) In(lang locale.Lang) string { return fmt.Sprint(lang.Month(m.month), " ", m.year) }

// String returns the month as it is stored: 2023-08.
func (m monthOf) String() string { return fmt.Sprintf("%04d-%02d", m.year, m.month) }

func checkActivitiesDue(p *Pass) {
	for _, r := range p.readable("activity", "year", "month", "status", "moved_to") {
		due := monthOf{integer(r, "year"), integer(r, "month")}
		switch r.Text("status") {
		case "planned":
		case "moved":
			if _, err := fmt.Sscanf(r.Text("moved_to"), "%d-%d", &due.year, &due.month); err != nil {
				continue // reported by activity-reason-missing
			}
		default:
			continue
		}
		if due.year > 0 && due.month > 0 && due.String() < p.AsOf[:7] {
			p.Report(graph.Finding(r, "activity-overdue", "status", locale.Args{"month": due}))
		}
	}
}

// integer returns an integer field of a record, 0 if there is none.
func integer(r *record.Record, field string) int {
	n, _ := r.At(field).(int64)
	return int(n)
}

// wording normalizes a title for comparison: letter case and white space do not count.
func wording(title string) string {
	return strings.Join(strings.Fields(strings.ToLower(source.Comparable(title))), " ")
}

// wheel holds this year's activities (the year of the as-of day), by what identifies an activity with one of last year.
type wheel struct {
	year   int
	titles map[string]bool
	named  map[string]bool // ids that an activity names in previous
}

func (p *Pass) thisYear() wheel {
	w := wheel{titles: map[string]bool{}, named: map[string]bool{}}
	if day, ok := locale.ParseDate(p.AsOf); ok {
		w.year = day.Year()
	}
	for _, r := range p.records("activity") {
		if integer(r, "year") == w.year {
			w.titles[wording(r.OwnTitle())] = true
			w.named[r.Text("previous")] = true
		}
	}
	return w
}

// checkActivitiesDropped compares this year's activities with last year's, if there are any this year. Activities that were
// removed, or whose file now has another id, are found in the history.
func checkActivitiesDropped(p *Pass) {
	w := p.thisYear()
	if len(w.titles) == 0 {
		return
	}
	for _, r := range p.readable("activity", "year", "title") {
		if integer(r, "year") != w.year-1 || w.titles[wording(r.OwnTitle())] || w.named[r.ID] {
			continue
		}
		if len(p.Workspace.Graph.BacklinksFrom(r, "decision", "about")) == 0 {
			f := graph.Finding(r, "activity-dropped", "year", nil)
			p.Report(withActivity(f, locale.Text{SV: "aktiviteten", EN: "the activity"}, w.year-1))
		}
	}
	for _, past := range p.removedActivities(w.year - 1) {
		if !w.titles[wording(past.title)] && !w.named[past.id] {
			f := graph.Finding(p.Workspace.Config.Record, "activity-dropped", "", nil)
			f.Record, f.Title, f.Kind, f.Span = "", "", "", p.Workspace.Config.Record.Doc.Opening()
			p.Report(withActivity(f, locale.Text{SV: "'" + past.title + "' (" + past.id + ", borttagen)", EN: "'" + past.title + "' (" + past.id + ", removed)"}, w.year-1))
		}
	}
}

func withActivity(f diag.Finding, activity locale.Text, year int) diag.Finding {
	f.Args["activity"], f.Args["year"] = activity, year
	return f
}

// pastActivity is an activity that no longer exists.
type pastActivity struct{ id, title string }

// removedActivities returns the activities of a year whose ids no longer exist.
func (p *Pass) removedActivities(year int) []pastActivity {
	t := p.history()
	if t == nil {
		return nil
	}
	var out []pastActivity
	for _, r := range t.Records {
		if r.Kind != "activity" || p.Workspace.Graph.Named(r.ID) != nil || len(r.Revisions) == 0 || r.Revisions[0].Change != trail.Removed {
			continue
		}
		past := pastActivity{id: r.ID}
		of := 0
		for _, f := range r.Revisions[0].Fields {
			switch f.Field {
			case "title":
				past.title, _ = f.Old.(string)
			case "year":
				n, _ := f.Old.(int64)
				of = int(n)
			}
		}
		if of == year {
			out = append(out, past)
		}
	}
	return out
}
