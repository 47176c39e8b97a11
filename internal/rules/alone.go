package rules

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Alone returns what is wrong with one record whatever else there is: its form and values, the beginning of its id, its periods,
// days that are yet to come and personal identity numbers. found is what reading the record found. No condition is asked and no
// reference is followed, so that it takes no time.
func (s *Set) Alone(r *record.Record, found []diag.Finding, asOf string) []diag.Result {
	only := &workspace.Workspace{Config: s.workspace.Config, Kinds: s.workspace.Kinds, Graph: &graph.Graph{Records: []*record.Record{r}}}
	p := &Pass{Workspace: only, AsOf: asOf, findings: slices.Clone(found)}
	for _, check := range []func(*Pass){checkPrefixes, checkPeriods, checkFuture, checkPersonalNumbers} {
		check(p)
	}
	var out []diag.Result
	for _, f := range p.findings {
		if result, on := s.judge(f); on {
			out = append(out, result)
		}
	}
	return out
}
