package rules

import (
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
)

// Responsible is the role that answers for a record, or nil where none is named or the name leads nowhere.
func Responsible(g *graph.Graph, r *record.Record) *record.Record {
	for _, field := range ownerFields {
		if role := g.Target(r, field); role != nil && role.Kind.Name == "role" {
			return role
		}
	}
	return nil
}
