package graph

import (
	"github.com/c8b10cf3/lis/controls"
	"github.com/c8b10cf3/lis/internal/record"
)

// Closed reports whether a record has reached its goal on a day, as its kind defines in x-kind.closed.
func (g *Graph) Closed(r *record.Record, day string) bool { return g.Reached(r, r.Kind.Closed, day) }

// Over reports whether nobody is needed for a record any more on a day, as its kind defines in x-kind.over: it needs no
// responsible role, and nothing in it falls due. A value that cannot be read never makes a record over.
func (g *Graph) Over(r *record.Record, day string) bool { return g.Reached(r, r.Kind.Over, day) }

// Reached reports whether a record has reached any of the stages on a day.
func (g *Graph) Reached(r *record.Record, stages []record.Stage, day string) bool {
	for i := range stages {
		s := &stages[i]
		if s.Successor != "" && g.successor(r, s) != nil || s.Successor == "" && s.Reached(r) {
			return true
		}
		if law, known := controls.LawNamed(r.Text(s.Act)); known && law.RepealedOn(day) {
			return true
		}
	}
	return false
}

// Successor returns the record that replaces r, by a stage of its kind that defines how records are replaced; nil if there is
// none.
func (g *Graph) Successor(r *record.Record) *record.Record {
	for i := range r.Kind.Over {
		if s := &r.Kind.Over[i]; s.Successor != "" {
			if to := g.successor(r, s); to != nil {
				return to
			}
		}
	}
	return nil
}

// successor returns the first record, by id, that names r as the one it replaces and itself has what the stage wants.
func (g *Graph) successor(r *record.Record, s *record.Stage) *record.Record {
	bearer, _ := g.Resolve(r.ID, []string{r.Kind.Name})
	if bearer == nil {
		return nil
	}
	for _, other := range g.BacklinksFrom(bearer, r.Kind.Name, s.Successor) {
		if other != bearer && s.Reached(other) {
			return other
		}
	}
	return nil
}
