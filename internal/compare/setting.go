package compare

import (
	"bytes"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// settings fills in what changed in the files that decide how records are read.
func (c *comparer) settings() {
	if c.out.From.Workspace == nil || c.out.To.Workspace == nil || !c.profile.ShowsSettings() {
		return
	}
	was, now := c.out.From.Workspace, c.out.To.Workspace
	config := now.Config.Record
	fields := c.cuts.Changes(was.Config.Record, config, graph.Compare(was.Config.Record.Values, config.Values))
	if len(fields) > 0 {
		c.out.Settings = &RecordChange{
			RecordChange: trail.RecordChange{Kind: config.Kind.Name, File: config.File().Name, Change: trail.Edited, Fields: fields},
			Label:        config.Kind.Label.In(c.out.Lang), What: config.Kind.Label.In(c.out.Lang), Words: c.teller.Tell(config.Kind, fields),
		}
	}
	for _, files := range []map[string][]byte{was.Files, now.Files} {
		for name := range files {
			isOther := name == workspace.BaselineFile || strings.HasPrefix(name, "schema/")
			if isOther && !bytes.Equal(history.Plain(was.Files[name]), history.Plain(now.Files[name])) && !slices.Contains(c.out.Files, name) {
				c.out.Files = append(c.out.Files, name)
			}
		}
	}
	slices.Sort(c.out.Files)
}
