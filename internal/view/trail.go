package view

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
)

// Trail are the revisions that may be shown: those of records that are shown, with the fields that are shown. In public
// neither the words of a change nor the names of files are told, and nobody is named. A record that is no more is shown as
// widely as its kind and its last own word allow.
func (c *Cut) Trail(records []*trail.Record) []*trail.Record {
	if c.profile == "" {
		return records
	}
	var out []*trail.Record
	for _, t := range records {
		if kept := c.trailOf(t); kept != nil {
			out = append(out, kept)
		}
	}
	return out
}

func (c *Cut) trailOf(t *trail.Record) *trail.Record {
	r := c.graph.Named(t.ID)
	switch {
	case r != nil && !c.Record(r):
		return nil
	case r == nil && c.profile != record.Restricted:
		return nil // what is gone has no word of its own on who may see it
	}
	kept := *t
	kept.Revisions = nil
	for _, rev := range t.Revisions {
		if r != nil {
			rev.Fields = slices.Clone(rev.Fields)
			for i := range rev.Fields {
				f := &rev.Fields[i]
				f.Old, f.New = c.Value(r.Kind, f.Field, f.Old), c.Value(r.Kind, f.Field, f.New)
			}
			rev.Fields = slices.DeleteFunc(rev.Fields, func(f graph.Change) bool { return f.Old == nil && f.New == nil })
		}
		if c.profile == record.Public {
			rev.Subject, rev.FromFile, rev.Authors, rev.AcceptedBy = "", "", nil, history.Person{}
		}
		kept.Revisions = append(kept.Revisions, rev)
	}
	if c.profile == record.Public {
		kept.File = ""
	}
	return &kept
}
