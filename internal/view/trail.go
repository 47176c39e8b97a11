package view

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
)

// Trail are the revisions that may be shown: those of records that are shown, with the fields that are shown. What a record
// said while it was narrower than the profile stays untold, and so do words that name a hidden record. In public neither
// the words of a change, nor values, nor the names of files are told, and nobody is named. A record that is no more has no
// word of its own on who may see it: only the restricted profile does.
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
		rev.Fields = c.changes(r.Kind, rev.Fields)
		if !tellable[i] {
			rev.Fields, rev.Subject, rev.BodyChanged = nil, "", false
		}
		if c.Names(rev.Subject) {
			rev.Subject = ""
		}
		if c.profile == record.Public {
			rev.Subject, rev.FromFile, rev.Authors, rev.AcceptedBy = "", "", nil, history.Person{}
			rev.Reviewers, rev.FromKind, rev.AlsoIn = nil, "", nil
		}
	}
	if c.profile == record.Public {
		kept.File = ""
	}
	return &kept
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

// changes are those of shown fields, with the values that may be shown; in public that a field changed is all.
func (c *Cut) changes(k *record.Kind, all []graph.Change) []graph.Change {
	var out []graph.Change
	for _, change := range all {
		old, now := c.Value(k, change.Field, change.Old), c.Value(k, change.Field, change.New)
		switch {
		case old == nil && now == nil:
		case c.profile == record.Public:
			out = append(out, graph.Change{Field: change.Field})
		default:
			out = append(out, graph.Change{Field: change.Field, Old: old, New: now})
		}
	}
	return out
}
