package disclose

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
)

// Trail returns the revisions that may be shown: those of shown records, with their shown fields. What a record contained while
// it was narrower than the profile stays hidden, and so do words that contain something hidden. In public, the subjects of
// commits, values and file names are left out, no one is named, and signatures are not mentioned. Only the restricted profile
// shows records that no longer exist. Withheld is set if the change of a field or of the text is left out.
//
// A record is judged by what it contained at that time, but by its kind as it is now: a workspace that lets more readers see a
// field or a kind opens its past too.
func (c *Cut) Trail(records []*trail.Record) []*trail.Record {
	if c.profile == "" {
		return records
	}
	var out []*trail.Record
	for _, t := range records {
		r := c.graph.Named(t.ID)
		switch {
		case r != nil && c.Record(r):
			out = append(out, c.TrailOf(r.Kind, t))
		case r == nil && c.profile.ShowsGone() && !c.lost[strings.ToLower(t.ID)]:
			out = append(out, c.TrailOf(c.kinds.Named(t.Kind), t))
		}
	}
	return out
}

// TrailOf returns the trail of a record that may be shown; k is its current kind.
func (c *Cut) TrailOf(k *record.Kind, t *trail.Record) *trail.Record {
	shown := *t
	shown.Revisions = slices.Clone(t.Revisions)
	then := c.standings(t)
	for i := range shown.Revisions {
		rev := &shown.Revisions[i]
		now := then[i]
		before := then[min(i+1, len(then)-1)]
		told := c.changes(k, rev.Fields, now.kind, before.kind)
		rev.Withheld = len(told) < len(rev.Fields)
		rev.Fields = told
		if !now.shown || !before.shown {
			rev.Withheld = rev.Withheld || len(told) > 0 || rev.BodyChanged
			rev.Fields, rev.Subject, rev.BodyChanged = nil, locale.Text{}, false
			rev.FromFile, rev.FromFolder, rev.FromKind, rev.AlsoIn = "", "", "", nil
			rev.Before, rev.After = "", ""
		}
		c.words(rev)
	}
	if !c.profile.ShowsFiles() {
		shown.File = ""
	}
	return &shown
}

// words cuts what a revision contains in addition to its fields.
func (c *Cut) words(rev *trail.Revision) {
	if !c.profile.ShowsPersons() {
		rev.Authors, rev.AcceptedBy, rev.Reviewers, rev.Signed = nil, history.Person{}, nil, sign.None
	}
	if !c.profile.ShowsFiles() {
		rev.FromFile, rev.FromFolder, rev.FromKind, rev.AlsoIn = "", "", "", nil
	}
	if !c.profile.ShowsSubjects() {
		rev.Subject = locale.Text{}
	}
	if !c.profile.ShowsChanges() {
		rev.Before, rev.After = "", ""
	}
	rev.Subject = locale.Text{SV: c.withoutSecrets(rev.Subject.SV), EN: c.withoutSecrets(rev.Subject.EN)}
	if c.withoutSecrets(rev.From()) == "" {
		rev.FromFile, rev.FromFolder = "", ""
	}
	rev.AlsoIn = slices.DeleteFunc(slices.Clone(rev.AlsoIn), func(name string) bool {
		other := c.graph.InFile(name)
		return c.hidden[other] || c.withoutSecrets(name) == ""
	})
}

// withoutSecrets returns a text about the past, or "" if it contains what the profile hides.
func (c *Cut) withoutSecrets(text string) string {
	if c.Names(text) || c.files.in(text) || text != "" && c.candidates().inPast(text) && c.secrets().inPast(text) {
		return ""
	}
	return text
}

// Guarded returns changes of the past. If a value contains what the profile hides, only the fact that the field changed is
// left.
func (c *Cut) Guarded(all []graph.Change) []graph.Change {
	var out []graph.Change
	for _, change := range all {
		if c.holdsSecret(change.Old) || c.holdsSecret(change.New) {
			change = graph.Change{Field: change.Field}
		}
		out = append(out, change)
	}
	return out
}

// holdsSecret reports whether a value of the past contains what the profile hides.
func (c *Cut) holdsSecret(v any) bool {
	switch v := v.(type) {
	case string:
		return c.withoutSecrets(v) != v
	case []any:
		return slices.ContainsFunc(v, c.holdsSecret)
	}
	return false
}

// visibility is what decides who could see a record after a revision, and its title at that time.
type visibility struct {
	kind           *record.Kind // nil for a kind that no longer exists
	publish        string
	title, titleEN string
	shown          bool
}

// standings returns the standing after each revision of a record, in the order of the revisions.
func (c *Cut) standings(t *trail.Record) []visibility {
	out := make([]visibility, len(t.Revisions))
	kind := t.Kind
	for i := range t.Revisions {
		out[i].kind = c.kinds.Named(kind)
		kind = cmp.Or(t.Revisions[i].FromKind, kind)
	}
	var now visibility
	for i := range slices.Backward(t.Revisions) {
		for _, change := range t.Revisions[i].Fields {
			value, _ := change.New.(string)
			switch change.Field {
			case "publish":
				now.publish = value
			case "title":
				now.title = value
			case "title_en":
				now.titleEN = value
			}
		}
		now.kind = out[i].kind
		now.shown = c.profile.shows(graph.LevelOf(now.kind, now.publish))
		out[i] = now
	}
	return out
}

// addFormer adds the ids, titles and files that records had while they were hidden, including records that no longer exist. Of
// a record that could never be read, only the id and the file are known.
func (c *Cut) addFormer(past *trail.Trail) {
	if past == nil {
		return
	}
	lost := func(id string) {
		if isPath(id) {
			return // the record had no id; its file is remembered
		}
		c.ids[strings.ToLower(id)], c.lost[strings.ToLower(id)] = true, true
	}
	for _, t := range past.Records {
		c.rememberPeople(t)
		read, standings := false, c.standings(t)
		c.rememberFiles(t, standings)
		for i, s := range standings {
			read = read || !t.Revisions[i].Unreadable && t.Revisions[i].Change != trail.Removed
			if !s.shown {
				lost(t.ID)
				c.former = append(c.former, s.title, s.titleEN)
			}
		}
		if !read && !c.profile.ShowsGone() {
			lost(t.ID)
			c.addFile(t.File)
		}
	}
	if c.profile.ShowsGone() {
		return
	}
	for _, gone := range past.Gone {
		lost(gone.ID)
		c.former = append(c.former, gone.Title)
	}
}

// rememberPeople adds who is named in the trail of a record, if the profile names people.
func (c *Cut) rememberPeople(t *trail.Record) {
	if !c.profile.ShowsPersons() {
		return
	}
	for i := range t.Revisions {
		rev := &t.Revisions[i]
		for _, p := range slices.Concat(rev.Authors, rev.Reviewers, []history.Person{rev.AcceptedBy}) {
			c.people[p.Name] = true
		}
	}
}

// isPath reports whether an id is the path of a file, which stands for the id of a record that never had one that could be read.
func isPath(id string) bool { return strings.Contains(id, "/") && record.IsMarkdown(id) }

// changes returns the changes of shown fields, with the values that may be shown: [Omitted] replaces a reference to a hidden
// record. If a text contains a secret, and in public for all fields, only the fact that the field changed is left. A field is
// shown if its current kind shows it and none of the kinds that the record had hides it.
func (c *Cut) changes(k *record.Kind, all []graph.Change, was ...*record.Kind) []graph.Change {
	var out []graph.Change
	for _, change := range all {
		hides := func(then *record.Kind) bool { return then != k && c.hidesField(then, change.Field) }
		if !c.KindField(k, change.Field) || slices.ContainsFunc(was, hides) {
			continue
		}
		old, now := c.past(k, change.Field, change.Old), c.past(k, change.Field, change.New)
		switch {
		case reflect.DeepEqual(old, now):
		case !c.profile.ShowsChanges() || c.holdsSecret(old) || c.holdsSecret(now):
			out = append(out, graph.Change{Field: change.Field})
		default:
			out = append(out, graph.Change{Field: change.Field, Old: old, New: now})
		}
	}
	return out
}

// past returns the value of a field in some revision as it may be shown; nil if there was none. An empty list counts as none.
func (c *Cut) past(k *record.Kind, path string, v any) any {
	shown := c.valueAt(k, path, v, func(text string) string { return text }) // a text with an id in it is withheld completely
	switch list, isList := shown.([]any); {
	case isList && len(list) == 0:
		return nil
	case shown == nil && v != nil:
		return Omitted
	}
	return shown
}

// namesIn reports whether a value contains the id of a hidden record.
func (c *Cut) namesIn(v any) bool {
	switch v := v.(type) {
	case string:
		return c.Names(v)
	case []any:
		return slices.ContainsFunc(v, c.namesIn)
	}
	return false
}

// Title returns the title of the shown record that a reference to one of the kinds names; "" if there is none.
func (c *Cut) Title(id string, kinds []string, lang locale.Lang) string {
	to, _ := c.graph.Resolve(id, kinds)
	if to == nil || !c.Record(to) {
		return ""
	}
	return c.graph.Title(to).In(lang)
}
