package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// Review is what the page of a management review shows in addition to its record.
type Review struct {
	// Sentences are the figures in words, for the state that the review rests on, or if it has none, for the state that the
	// site shows. Basis says which.
	Sentences []string
	Basis     string
	Coverages []Coverage
	// Recommendations are those that the review made, Followups the earlier ones that it followed up, Decisions those about the
	// review itself. A table is nil if there is nothing that may be shown.
	Recommendations, Followups, Decisions *Table
	// Changes links to what happened since the previous review; ChangesLead describes it in a sentence, ChangesKinds by kind.
	// Since links to what happened after the review, on the page of the latest one. All are empty if there is nothing to show.
	Changes, Since Item
	ChangesLead    string
	ChangesKinds   []KindChanges
	Trend          string // the page on the development of the figures, "" if there is none
	// Made and Followed count the recommendations in a sentence, including those that the profile hides.
	Made, Followed string
}

// review returns what the page of a review shows in addition to its record.
func (m *Model) review(r *record.Record) *Review {
	made := m.w.Graph.BacklinksFrom(r, actionKind, "source")
	made = slices.DeleteFunc(made, func(a *record.Record) bool { return a.Text("type") != "recommendation" })
	followed := m.w.Graph.BacklinksFrom(r, actionKind, "followups.review")
	then := m
	if basis := m.in.Bases[r]; basis != nil && basis.Workspace != nil {
		then = m.at(basis)
	}
	out := &Review{
		Sentences: then.sentences(), Basis: then.basis(), Coverages: then.coverages(), Trend: m.TrendPage(),
		Made: m.made(r, then, made), Followed: m.followed(r, then, followed),
		Recommendations: m.recommendations(m.cut.Records(made)),
		Followups:       m.followups(r, m.cut.Records(followed)),
		Decisions:       m.decisions(m.cut.Records(m.w.Graph.BacklinksFrom(r, "decision", "about"))),
	}
	m.addChanges(out, r)
	return out
}

// addChanges adds what happened before a review, and for the latest review also what happened after it.
func (m *Model) addChanges(out *Review, r *record.Record) {
	for _, p := range m.ChangePages() {
		switch {
		case p.change.Review == r:
			c := m.Changes(p.change.Comparison)
			out.Changes, out.ChangesLead, out.ChangesKinds = Item{Text: p.Title, Page: p.Page}, c.Lead, c.Kinds
			for i := range c.Kinds {
				c.Kinds[i].At = p.Page
			}
		case p.change.Review == nil && p.change.Previous == r:
			out.Since = Item{Text: p.Title, Page: p.Page}
		}
	}
}

func (m *Model) sentences() []string {
	var out []string
	for i, s := range m.dash.Sentences {
		if text := m.say(&m.dash.Sentences[i]); text != "" && !s.NoReview {
			out = append(out, text)
		}
	}
	return out
}

// basis returns the sentence that says for which state the figures are.
func (m *Model) basis() string {
	if m.in.Commit == nil {
		return m.t("site.review.basis", locale.Args{"date": m.Site.AsOf.Text})
	}
	return m.t("site.review.basis-commit", locale.Args{"date": m.Site.AsOf.Text, "commit": m.in.Commit.Hash.Short()})
}

// made counts the recommendations of a review by priority. then is the model of the state that the review rests on.
func (m *Model) made(r *record.Record, then *Model, all []*record.Record) string {
	return m.counted(counting{"site.say.made", "recommendations.", r, then}, len(all), []string{"high", "medium", "low"}, func(priority string) int {
		return countOf(all, func(a *record.Record) bool { return a.Text("priority") == priority })
	})
}

// followed counts the recommendations that a review followed up by their status at that time.
func (m *Model) followed(review *record.Record, then *Model, all []*record.Record) string {
	statuses := m.w.Kinds.Named(actionKind).Field("followups.status").ValueNames()
	return m.counted(counting{"site.say.followed", "followup.", review, then}, len(all), statuses, func(status string) int {
		return countOf(all, func(a *record.Record) bool { return a.Text(m.followupOf(review, a)+".status") == status })
	})
}

// counting is what is counted of a review: the key of its messages, and how the names of the figures begin that count the same for
// the latest review. then is the model of the state that the review rests on.
type counting struct {
	key, figures string
	review       *record.Record
	then         *Model
}

// counted returns the number of things and then how many of each sort there are, without empty sorts; "" if there are no
// things. The message of a sort is KEY.SORT.
func (m *Model) counted(c counting, total int, sorts []string, count func(sort string) int) string {
	if total == 0 {
		return ""
	}
	var names []string
	all := []figures.Figure{{Name: c.figures + "total", Value: total, Publish: record.Public}}
	for _, sort := range sorts {
		names = append(names, c.figures+sort)
		all = append(all, figures.Figure{Name: c.figures + sort, Value: count(sort), Publish: record.Public})
	}
	all[0].Parts = strings.Join(names, " ")
	figures.Roughen(all)
	var parts []string
	for i, f := range all {
		all[i] = c.asRough(m, f)
		if i > 0 && f.Value > 0 && !all[i].Hidden(m.in.Profile) && m.lang.Has(c.key+"."+sorts[i-1]) {
			parts = append(parts, m.t(c.key+"."+sorts[i-1], locale.Args{"n": m.shownFigure(all[i])}))
		}
	}
	if parts == nil {
		return capital(m.t(c.key+".alone", locale.Args{"n": m.shownFigure(all[0])}))
	}
	return capital(m.t(c.key, locale.Args{"n": m.shownFigure(all[0]), "parts": m.lang.And(parts)}))
}

// asRough returns a number that is at least as rough as the figure that counts the same, of the state that is shown and of the one that
// the review rests on.
func (c counting) asRough(m *Model, f figures.Figure) figures.Figure {
	for _, other := range []*Model{m, c.then} {
		same, shown := other.figures[f.Name]
		if !shown || same.Exact(m.in.Profile) || !isLatest(other, c.review) {
			continue
		}
		if f.Rough == disclose.Exact {
			f.Rough = disclose.RoughAs(f.Value)
		}
		if same.Hidden(m.in.Profile) {
			f.Rough = disclose.Nothing
		}
	}
	return f
}

// isLatest reports whether the figures of a state are about a review, which is that of the state shown.
func isLatest(m *Model, review *record.Record) bool {
	latest := figures.LatestReview(m.w, m.in.AsOf)
	return latest != nil && latest.ID == review.ID
}

func countOf(all []*record.Record, holds func(*record.Record) bool) int {
	n := 0
	for _, r := range all {
		if holds(r) {
			n++
		}
	}
	return n
}

// followupOf returns the path of the entry in which a review followed up an action.
func (m *Model) followupOf(review, action *record.Record) string {
	for _, ref := range m.w.Graph.Refs(action) {
		if ref.To == review && record.Bare(ref.Field) == "followups.review" {
			return record.Parent(ref.Field)
		}
	}
	return "followups[0]"
}

// recommendations returns the table of what a review recommends: what, how, who, priority, when, decision.
func (m *Model) recommendations(actions []*record.Record) *Table {
	if len(actions) == 0 {
		return nil
	}
	t := &Table{ID: "tabell-rekommendationer", Headed: true, Caption: m.t("site.review.recommendations")}
	for _, column := range []string{"what", "how", "who", "priority", "due", "decision"} {
		t.Columns = append(t.Columns, m.t("site.review.column."+column))
	}
	for _, a := range actions {
		t.Rows = append(t.Rows, Row{Cells: []Value{
			{Items: []Item{m.item(a)}},
			m.value(a, "how"), m.orMissing(m.value(a, "owner")), m.orMissing(m.value(a, "priority")),
			m.orMissing(m.dueOf(a)), m.decided(a),
		}})
	}
	return t
}

// orMissing returns v, or a note that it is missing if it is empty.
func (m *Model) orMissing(v Value) Value {
	if v.IsZero() {
		v.Items = []Item{{Text: m.t("site.missing"), Tone: "attention"}}
	}
	return v
}

// dueOf returns the day on which an action is due, or else the day on which it is followed up.
func (m *Model) dueOf(a *record.Record) Value {
	if v := m.value(a, "due"); !v.IsZero() {
		return v
	}
	v := m.value(a, "followup_on")
	for i, item := range v.Items {
		v.Items[i].Text = m.t("site.review.followed-on", locale.Args{"date": item.Text})
	}
	return v
}

// decided returns the decisions about an action that may be shown, or a note that they are missing if there are none at all.
func (m *Model) decided(a *record.Record) Value {
	var v Value
	all := m.w.Graph.BacklinksFrom(a, "decision", "about")
	for _, d := range m.cut.Records(all) {
		v.Items = append(v.Items, m.value(d, "outcome").Items...)
		v.Items = append(v.Items, Item{Text: m.decisionText(d), Page: m.PageOf(d)})
	}
	if len(all) == 0 {
		return m.orMissing(v)
	}
	return v
}

// decisionText returns a decision in short form: its id and day.
func (m *Model) decisionText(d *record.Record) string {
	if on := d.Text("decided_on"); on != "" && m.cut.Field(d, "decided_on") {
		return fmt.Sprintf("%s, %s", d.ID, m.lang.Date(on))
	}
	return d.ID
}

// followups returns the table of what a review followed up: what, its status then, the comment, its status now.
func (m *Model) followups(review *record.Record, actions []*record.Record) *Table {
	if len(actions) == 0 {
		return nil
	}
	t := &Table{ID: "tabell-uppfoljning", Headed: true, Caption: m.t("site.review.followups")}
	for _, column := range []string{"what", "stood", "comment", "now"} {
		t.Columns = append(t.Columns, m.t("site.review.column."+column))
	}
	for i, a := range actions {
		at := m.followupOf(review, a)
		comment := m.value(a, at+".text")
		if comment.Prose != nil {
			comment.Prose.Name = fmt.Sprintf("uppfoljning-%d", i+1)
		}
		t.Rows = append(t.Rows, Row{Cells: []Value{{Items: []Item{m.item(a)}}, m.value(a, at+".status"), comment, m.value(a, "status")}})
	}
	return t
}

// decisions returns the table of the decisions about a review.
func (m *Model) decisions(all []*record.Record) *Table {
	if len(all) == 0 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b *record.Record) int { return graph.CompareIDs(a.Text("decided_on"), b.Text("decided_on")) })
	t := &Table{ID: "tabell-beslut", Headed: true, Caption: m.t("site.review.decisions")}
	k := all[0].Kind
	t.Columns = []string{k.Label.In(m.lang), m.label(k, "outcome"), m.label(k, "decided_by"), m.label(k, "decided_on")}
	for _, d := range all {
		t.Rows = append(t.Rows, Row{Cells: []Value{
			{Items: []Item{m.item(d)}}, m.value(d, "outcome"), m.value(d, "decided_by"), m.value(d, "decided_on"),
		}})
	}
	return t
}
