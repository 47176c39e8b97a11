package view

import (
	"reflect"
	"slices"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
)

// Trail are the revisions that may be shown: those of records that are shown, with the fields that are shown. What a record
// said while it was narrower than the profile stays untold, and so do words that name a hidden record. In public neither
// the words of a change, nor values, nor the names of files are told, and nobody is named, nor that a commit is signed. A
// record that is no more has no word of its own on who may see it: only the restricted profile does. Where something stays
// untold, Withheld is set.
func (c *Cut) Trail(records []*trail.Record) []*trail.Record {
	if c.profile == "" {
		return records
	}
	var out []*trail.Record
	for _, t := range records {
		r := c.graph.Named(t.ID)
		switch {
		case r != nil && c.Record(r):
			out = append(out, c.trailOf(r, t))
		case r == nil && c.profile == record.Restricted:
			out = append(out, t)
		}
	}
	return out
}

// trailOf is the trail of a record that is shown.
func (c *Cut) trailOf(r *record.Record, t *trail.Record) *trail.Record {
	kept := *t
	kept.Revisions = slices.Clone(t.Revisions)
	tellable := c.tellable(r, t.Revisions)
	for i := range kept.Revisions {
		rev := &kept.Revisions[i]
		told := c.changes(r.Kind, rev.Fields)
		rev.Withheld = len(told) < len(rev.Fields)
		rev.Fields = told
		if !tellable[i] {
			rev.Withheld = rev.Withheld || len(told) > 0 || rev.BodyChanged
			rev.Fields, rev.Subject, rev.BodyChanged = nil, "", false
		}
		c.words(rev)
	}
	if c.profile == record.Public {
		kept.File = ""
	}
	return &kept
}

// words cuts what a revision says beside its fields.
func (c *Cut) words(rev *trail.Revision) {
	if c.Names(rev.Subject) {
		rev.Subject = ""
	}
	if c.Names(rev.FromFile) {
		rev.FromFile = ""
	}
	rev.AlsoIn = slices.DeleteFunc(slices.Clone(rev.AlsoIn), func(name string) bool {
		other := c.graph.InFile(name)
		return other != nil && !c.Record(other) || c.Names(name)
	})
	if c.profile == record.Public {
		rev.Subject, rev.FromFile, rev.Authors, rev.AcceptedBy = "", "", nil, history.Person{}
		rev.Reviewers, rev.FromKind, rev.AlsoIn, rev.Signed = nil, "", nil, history.NoSignature
	}
}

// tellable reports of each of a record's revisions, newest first, whether the record was as wide as the profile before it and
// after it: what was narrower then than it is now stays untold.
func (c *Cut) tellable(r *record.Record, revisions []trail.Revision) []bool {
	told := make([]bool, len(revisions))
	publish := r.Text("publish")
	for i, rev := range revisions {
		before := publish
		for _, change := range rev.Fields {
			if change.Field == "publish" {
				before, _ = change.Old.(string)
			}
		}
		told[i] = c.profile.Shows(levelOf(r.Kind, publish)) && c.profile.Shows(levelOf(r.Kind, before))
		publish = before
	}
	return told
}

// changes are those of shown fields, with the values that may be shown: [Omitted] stands in place of a reference to a hidden
// record. Of a text that names one, and in public of all, that the field changed is all that is told.
func (c *Cut) changes(k *record.Kind, all []graph.Change) []graph.Change {
	var out []graph.Change
	for _, change := range all {
		if !c.KindField(k, change.Field) {
			continue
		}
		old, now := c.past(k, change.Field, change.Old), c.past(k, change.Field, change.New)
		switch {
		case reflect.DeepEqual(old, now):
		case c.profile == record.Public || c.namedIn(old) || c.namedIn(now):
			out = append(out, graph.Change{Field: change.Field})
		default:
			out = append(out, graph.Change{Field: change.Field, Old: old, New: now})
		}
	}
	return out
}

// past is the value of a field in some revision as it may be shown; nil where there was none. A list without items is none.
func (c *Cut) past(k *record.Kind, path string, v any) any {
	kept := c.Value(k, path, v)
	switch list, isList := kept.([]any); {
	case isList && len(list) == 0:
		return nil
	case kept == nil && v != nil:
		return Omitted
	}
	return kept
}

// namedIn reports whether a value holds the id of a hidden record.
func (c *Cut) namedIn(v any) bool {
	switch v := v.(type) {
	case string:
		return c.Names(v)
	case []any:
		return slices.ContainsFunc(v, c.namedIn)
	}
	return false
}

// Title is what a shown record is called that a reference to one of the kinds names; "" where there is none.
func (c *Cut) Title(id string, kinds []string, lang locale.Lang) string {
	to, _ := c.graph.Resolve(id, kinds)
	if to == nil || !c.Record(to) {
		return ""
	}
	return c.graph.Title(to).In(lang)
}
