package view

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
)

// Trail is what is known of a record's past.
type Trail struct {
	Revisions []Revision // newest first
	// Note says why there are none.
	Note string
}

// Revision is one accepted change of a record.
type Revision struct {
	Commit, Short, URL string
	Accepted           Item   // a day
	By                 string // who accepted it; "" where nobody is named
	Authors            string // who wrote it; "" where that is nobody else, or nobody is named
	Subject            string // "" where the profile does not show it
	// What is said of the change as a whole, and then field by field.
	What    []string
	Changes []Change
}

// Change is one field that changed. Verb says what happened to it; where that is all there is to tell, Old and New are
// empty.
type Change struct {
	Label    string
	Old, New []Item
	Verb     string
}

// trail is the past of a record as the profile shows it.
func (m *Model) trail(r *record.Record) Trail {
	if r.Shipped {
		return Trail{Note: m.t("site.page.shipped")}
	}
	past := m.in.Trail.Of(r.ID)
	if past == nil || len(past.Revisions) == 0 {
		return Trail{Note: m.t("site.page.no-trail")}
	}
	var t Trail
	tellable := m.cut.tellable(r, past.Revisions)
	for i, rev := range past.Revisions {
		v := m.revision(rev)
		if tellable[i] {
			m.tell(&v, r.Kind, rev)
		}
		t.Revisions = append(t.Revisions, v)
	}
	return t
}

// revision is what may be said of a revision whatever it changed.
func (m *Model) revision(rev trail.Revision) Revision {
	v := Revision{
		Accepted: m.day(rev.AcceptedAt.In(m.w.Config.Zone).Format(locale.DateForm)),
		Commit:   string(rev.Commit), Short: short(string(rev.Commit)), URL: m.commitURL(string(rev.Commit)),
		By: m.person(rev.AcceptedBy), Authors: m.people(rev.Authors),
	}
	if v.Authors == v.By {
		v.Authors = ""
	}
	if rev.Change != trail.Edited {
		v.What = append(v.What, m.t("site.trail."+string(rev.Change)))
	}
	return v
}

// tell adds what a revision changed.
func (m *Model) tell(v *Revision, k *record.Kind, rev trail.Revision) {
	if !m.Public() && !m.cut.Names(rev.Subject) {
		v.Subject = rev.Subject
	}
	if rev.Change == trail.Added {
		return
	}
	for _, c := range m.inOrder(k, rev.Fields) {
		if told := m.change(k, c.Field, c.Old, c.New); told != nil {
			v.Changes = append(v.Changes, *told)
		}
	}
	switch {
	case rev.BodyChanged:
		v.What = append(v.What, m.t("site.trail.body"))
	case len(rev.Fields) == 0 && rev.Change == trail.Edited:
		v.What = append(v.What, m.t("site.trail.form"))
	}
}

// inOrder sorts changes as the kind orders its fields.
func (m *Model) inOrder(k *record.Kind, changes []graph.Change) []graph.Change {
	rank := m.ranks[k.Name]
	return slices.SortedStableFunc(slices.Values(changes), func(a, b graph.Change) int {
		// Items of a list stay together: they are told one after the other.
		return cmp.Or(
			cmp.Compare(rank[listOf(a.Field)], rank[listOf(b.Field)]),
			graph.CompareIDs(itemOf(a.Field), itemOf(b.Field)),
			cmp.Compare(rank[record.Bare(a.Field)], rank[record.Bare(b.Field)]),
		)
	})
}

// listOf is the part of a path before its first index, and itemOf the part up to and with it; of a path without an index
// they are the path itself and nothing.
func listOf(path string) string {
	before, _, _ := strings.Cut(path, "[")
	return before
}

func itemOf(path string) string {
	before, _, found := strings.Cut(path, "]")
	if !found {
		return ""
	}
	return before
}

// longText is how many characters of a value are told in a change; of a longer one only that it changed.
const longText = 90

// change is one changed field in words; nil where the profile does not show it, or there is no such field any more and it
// cannot be judged. In public old values are not told.
func (m *Model) change(k *record.Kind, path string, old, now any) *Change {
	f := fieldAt(k, record.Bare(path))
	if f == nil || !m.cut.KindField(k, path) {
		return nil
	}
	c := Change{Label: m.label(k, path), Verb: m.t("site.trail.field." + verb(old, now))}
	if f.Format == "markdown" || m.Public() {
		return &c
	}
	c.Old, c.New = m.items(k, path, old), m.items(k, path, now)
	if tooLong(c.Old) || tooLong(c.New) {
		c.Old, c.New = nil, nil
	}
	return &c
}

// verb is what happened to a value.
func verb(old, now any) string {
	switch {
	case old == nil:
		return "added"
	case now == nil:
		return "removed"
	}
	return "changed"
}

func tooLong(items []Item) bool {
	n := 0
	for _, i := range items {
		n += utf8.RuneCountInString(i.Text)
	}
	return n > longText
}

// short is the beginning of a commit id, as people say it.
func short(commit string) string { return commit[:min(len(commit), 7)] }

// people are the names of several, each once.
func (m *Model) people(all []history.Person) string {
	if m.Public() {
		return ""
	}
	return m.lang.And(trail.Names(all, m.w.Config.People))
}

// person is how someone in the history is told of: as lis.yaml says, and in public not at all.
func (m *Model) person(p history.Person) string {
	switch {
	case m.Public() || m.w.Config.People == trail.Nobody:
		return ""
	case p == history.Person{}:
		return m.t("site.trail.unknown")
	}
	return trail.Name(p, m.w.Config.People)
}
