package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/compare"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
)

// ChangesFolder holds the pages on what happened between reviews; ChangesPage is the one on what happened since the latest.
const (
	ChangesFolder = "since"
	ChangesPage   = ChangesFolder + "/index.html"
)

// ReviewChange is what happened before a review: between the state that the previous review rests on and its own.
type ReviewChange struct {
	// Review is the record of the review, nil for what happened after the latest one.
	Review *record.Record
	// Previous is the review before it.
	Previous *record.Record
	// Comparison compares the two states.
	Comparison *compare.Comparison
}

// Changes is the page on what happened between two states.
type Changes struct {
	// Wider is what more people may read, Looser what may make the check let through more, Tighter what else changed in it.
	Wider, Looser, Tighter []string
	// Lead is a summary in a few sentences; From and To are the states compared.
	Lead     string
	From, To ChangesSide
	Kinds    []KindChanges
	Settings []string
	Files    []string
	// Figures are the numbers then and now, only those that changed.
	Figures []ChangesFigure
	// Appeared and Gone are diagnostics in words, with their counts.
	Appeared, Gone         []Message
	AppearedText, GoneText string
	Reviews                []Item // the pages on the other reviews
	Command                string // the command that prints the same comparison
}

// ChangesSide is one of the states that are compared.
type ChangesSide struct {
	Review Item // the review that rests on it; empty if there is none
	Name   string
	Commit string
	Short  string
	URL    string
	Day    Item
}

// KindChanges is what happened to the records of a kind.
type KindChanges struct {
	ID, Label, Page string
	At              string // the page that describes them, "" on that page itself
	Sorts           []SortChanges
}

// SortChanges is the records to which the same thing happened.
type SortChanges struct {
	ID, Label string
	Count     string
	Records   []ChangesRecord
}

// leastInColumns is how many names it takes to show them in columns rather than in a list.
const leastInColumns = 12

// Columns reports whether there are many records, all shown by name only, so that they fit in columns.
func (s SortChanges) Columns() bool {
	return len(s.Records) >= leastInColumns && !slices.ContainsFunc(s.Records, func(r ChangesRecord) bool { return len(r.Changes)+len(r.Notes) > 0 })
}

// ChangesRecord is one record under a sort, with what is shown of it there: for a due date the dates, for an edited record
// every changed field that no other sort shows.
type ChangesRecord struct {
	Record  Item
	Changes []Change
	Notes   []string
	Body    BodyChange
}

// ChangesFigure is a figure then and now.
type ChangesFigure struct {
	Label, From, To string
	Note            string // says that the two cannot be compared, and why
}

// changesPage returns the page on what happened before a review, or "" if there is none.
func (m *Model) changesPage(review *record.Record) string {
	for _, c := range m.in.Changes {
		if c.Review == review {
			if review == nil {
				return ChangesPage
			}
			return ChangesFolder + "/" + strings.TrimSuffix(slug(review.ID), ".html") + ".html"
		}
	}
	return ""
}

// ChangePages returns the pages on what happened between reviews, the latest first.
func (m *Model) ChangePages() []ReviewChangePage {
	var out []ReviewChangePage
	for _, c := range m.in.Changes {
		if c.Review != nil && !m.cut.Record(c.Review) || c.Previous != nil && !m.cut.Record(c.Previous) {
			continue
		}
		p := ReviewChangePage{Page: m.changesPage(c.Review), change: c}
		if c.Review == nil {
			p.Title = m.t("site.changes.now-title")
		} else {
			p.Title = m.t("site.changes.title")
			p.Review = m.item(c.Review)
		}
		out = append(out, p)
	}
	return out
}

// ReviewChangePage is a page on what happened between reviews. Review is empty on the page about what happened since the
// latest.
type ReviewChangePage struct {
	Page, Title string
	Review      Item

	change ReviewChange
}

// ReviewChanges returns the content of a page on what happened between reviews.
func (m *Model) ReviewChanges(p ReviewChangePage) Changes {
	c := m.Changes(p.change.Comparison)
	if p.change.Previous != nil {
		c.From.Review = m.item(p.change.Previous)
	}
	if p.change.Review != nil {
		c.To.Review = m.item(p.change.Review)
	}
	for _, other := range m.ChangePages() {
		if other.Page != p.Page {
			text := other.Title
			if other.Review.Text != "" {
				text = m.t("site.changes.before", locale.Args{"review": other.Review.Text})
			}
			c.Reviews = append(c.Reviews, Item{Text: text, Page: other.Page})
		}
	}
	return c
}

// Changes describes what happened between two states. Records that are on this site are linked.
func (m *Model) Changes(b *compare.Comparison) Changes {
	out := Changes{From: m.changesSide(b.From), To: m.changesSide(b.To), Lead: b.Lead(), Files: b.Files, Wider: b.Wider, Looser: b.Loosened(), Tighter: b.Tightened()}
	teller := tell.Teller{Lang: m.lang}
	if b.Settings != nil {
		for _, w := range b.Settings.Words {
			out.Settings = append(out.Settings, teller.String(w))
		}
	}
	for _, k := range b.Kinds {
		out.Kinds = append(out.Kinds, m.kindChanges(b, k))
	}
	for _, f := range b.Figures {
		from, to := f.Shown(m.in.Profile, m.lang)
		if from != to {
			out.Figures = append(out.Figures, ChangesFigure{f.Label.In(m.lang), from, to, f.Note(m.lang)})
		}
	}
	out.Appeared, out.Gone = m.said(b.Appeared), m.said(b.Gone)
	if n := len(b.Appeared); n > 0 {
		out.AppearedText = m.count("between.appeared", n)
	}
	if n := len(b.Gone); n > 0 {
		out.GoneText = m.count("between.gone", n)
	}
	if b.To.Commit != nil && b.From.Commit != nil && m.Profile().ShowsFiles() {
		out.Command = "lis diff " + b.From.Name + ".." + b.To.Name + " --profile " + string(m.in.Profile)
	}
	return out
}

// said returns diagnostics in words without links to files, because their state need not be the one shown.
func (m *Model) said(all []diag.Diagnostic) []Message {
	out := m.messages(all)
	for i, d := range all {
		out[i].FileURL = ""
		if out[i].Record.Text == "" {
			out[i].Record = Item{Text: cmp.Or(d.Title, d.Record), ID: d.Record}
		}
	}
	return out
}

func (m *Model) changesSide(s *compare.Side) ChangesSide {
	out := ChangesSide{Name: s.Name, Day: m.day(s.AsOf)}
	if s.Commit == nil {
		out.Name = m.t("between.work-tree-name")
	} else {
		out.Day = m.day(s.Day())
		out.Commit = string(s.Commit.Hash)
		out.Short, out.URL = s.Commit.Hash.Short(), m.commitURL(out.Commit)
	}
	if strings.HasPrefix(out.Commit, out.Name) {
		out.Name = ""
	}
	return out
}

func (m *Model) kindChanges(b *compare.Comparison, k compare.KindChange) KindChanges {
	out := KindChanges{ID: "slag-" + document.Slug(k.Kind), Label: k.Label, Page: m.ListOf(k.Kind)}
	for _, s := range k.Sorts {
		told := SortChanges{ID: out.ID + "-" + s.Name, Label: s.Label, Count: figures.Figure{Value: len(s.Records)}.Shown("", m.lang)} // exact in every profile: the list shows the records anyway
		for _, d := range s.Records {
			told.Records = append(told.Records, m.recordChange(b, s.Name, d))
		}
		out.Sorts = append(out.Sorts, told)
	}
	return out
}

// recordChange returns what is shown of a record under a sort.
func (m *Model) recordChange(b *compare.Comparison, sort string, d *compare.RecordChange) ChangesRecord {
	c := ChangesRecord{Record: Item{Text: d.Name, ID: d.ID}}
	if c.Record.Text == "" {
		c.Record.Text = d.ID
	}
	if r := m.w.Graph.Named(d.ID); r != nil && d.ID != "" && m.cut.Record(r) {
		c.Record.Page = m.PageOf(r)
	}
	switch sort {
	case compare.SortEdited:
		told := func(k *record.Kind, path string) bool {
			return slices.ContainsFunc(d.Sorts, func(sort string) bool { return compare.OfSort(k, sort, path) })
		}
		c.Changes = m.fieldChanges(b, d, func(k *record.Kind, path string) bool { return !told(k, path) })
		if len(c.Changes) == 0 && len(d.Fields) > 0 {
			c.Notes = []string{m.t("site.changes.above")}
		}
		if m.Profile().ShowsChanges() && (d.Change != trail.Edited || d.BodyChanged || d.Unreadable) {
			teller := tell.Teller{Lang: m.lang}
			c.Notes = append(c.Notes, teller.Summary(&d.RecordChange, d.Body)...)
			c.Body = bodyChange(teller, d.Body)
		}
	case compare.SortDue, compare.SortJudged, compare.SortClosed, compare.SortReopened:
		c.Changes = m.fieldChanges(b, d, func(k *record.Kind, path string) bool { return compare.OfSort(k, sort, path) })
		if sort == compare.SortDue && d.Moves > 1 {
			c.Notes = []string{m.t("between.moves", locale.Args{"n": d.Moves})}
		}
	}
	return c
}

// fieldChanges returns the changed fields of a record that are wanted, in words.
func (m *Model) fieldChanges(b *compare.Comparison, d *compare.RecordChange, wanted func(*record.Kind, string) bool) []Change {
	k := b.Kind(d.Kind)
	if k == nil || d.Change == trail.Added || d.Change == trail.Removed {
		return nil
	}
	fields := slices.DeleteFunc(slices.Clone(d.Fields), func(c graph.Change) bool { return !wanted(k, c.Field) })
	return m.changes(m.teller(k), k, fields)
}

// WithoutPages returns the same without links to pages of the site, for a standalone page. It clears the links in c's lists
// too.
func (c Changes) WithoutPages() Changes {
	c.From.Review.Page, c.To.Review.Page, c.Reviews = "", "", nil
	for i := range c.Kinds {
		c.Kinds[i].Page = ""
		for _, s := range c.Kinds[i].Sorts {
			for j := range s.Records {
				s.Records[j].Record.Page = ""
				for n := range s.Records[j].Changes {
					s.Records[j].Changes[n].New.Page = ""
				}
			}
		}
	}
	for _, list := range [][]Message{c.Appeared, c.Gone} {
		for i := range list {
			list[i].Record.Page, list[i].Rule.Page = "", ""
		}
	}
	return c
}
