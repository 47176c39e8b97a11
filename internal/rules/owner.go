package rules

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
)

// Responsible returns the role that is responsible for a record, or nil if none is named or the name does not resolve to a role.
func Responsible(g *graph.Graph, r *record.Record) *record.Record {
	for _, field := range ownerFields {
		if role := g.Target(r, field); role != nil && role.Kind.Name == "role" {
			return role
		}
	}
	return nil
}

// RolesOf returns the roles of a type, a value of the field type of roles, in the order of the graph.
func RolesOf(g *graph.Graph, name string) []*record.Record {
	return slices.DeleteFunc(slices.Clone(g.OfKind("role")), func(r *record.Record) bool { return r.Text("type") != name })
}
