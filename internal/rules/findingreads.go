package rules

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
)

// from adds to a finding that it was made from fields of a record, another or its own.
func from(f diag.Finding, r *record.Record, fields ...string) diag.Finding {
	for _, field := range fields {
		f.Reads = append(f.Reads, diag.Read{File: r.File().Name, Field: field})
	}
	return f
}

// readsOf returns what a condition with the given uses looks at when it is asked of a record.
func readsOf(g *graph.Graph, r *record.Record, uses []expr.Use) []diag.Read {
	var reads []diag.Read
	add := func(of *record.Record, path string) {
		if read := (diag.Read{File: of.File().Name, Field: path}); !slices.Contains(reads, read) {
			reads = append(reads, read)
		}
	}
	for _, use := range uses {
		switch {
		case use.Of == "self":
			add(r, use.Path)
		case use.Of == "ref" && use.Via == "":
			reads = append(reads, diag.Read{})
		case use.Of == "ref":
			for _, to := range namedBy(g, r, use.Via) {
				add(to, use.Path)
			}
		case use.Of == "backlinks":
			for _, ref := range g.Backlinks(r) {
				if use.Via == "" || ref.From.Kind.Name == use.Via {
					add(ref.From, use.Path)
				}
			}
		}
		if use.Of == "self" && use.Over {
			for i := range r.Kind.Over {
				for _, field := range r.Kind.Over[i].Own() {
					add(r, field)
				}
			}
		}
	}
	return reads
}

// namedBy returns the records whose ids a field of a record holds. The path has no indices.
func namedBy(g *graph.Graph, r *record.Record, via string) []*record.Record {
	var out []*record.Record
	for _, ref := range g.Refs(r) {
		if record.Bare(ref.Field) == via {
			out = append(out, ref.To)
		}
	}
	for _, path := range graph.Expand(r.Values, via) {
		if to := g.Named(r.Text(path)); to != nil && !slices.Contains(out, to) {
			out = append(out, to)
		}
	}
	return out
}
