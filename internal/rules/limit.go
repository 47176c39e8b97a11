package rules

import (
	"fmt"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// How many results are told: of one rule on one line, and in one file. Nobody reads more, and what only repeats itself hides the rest.
const (
	lineMost = 20
	fileMost = 1000
)

// limits is the rule about what is left out.
var limits = []Rule{
	{
		ID: "findings-many", Severity: diag.Error, Guards: true,
		Message: locale.Text{
			SV: "här finns {more:ett fel till|# fel till} som inte visas: högst {line} av ett slag visas på en rad, och högst {file} i en fil",
			EN: "there {more:is one more finding|are # more findings} that {more:is|are} not shown: at most {line} of a kind are shown on a line, and {file} in a file",
		},
		Hint: locale.Text{SV: "rätta de fel som visas och kontrollera igen", EN: "fix those that are shown and check again"},
		Why:  locale.Text{SV: "så många fel på ett ställe har en orsak, och alla på en gång skulle dölja vad som är fel i övrigt", EN: "so many findings in one place have one cause, and all of them at once would hide what else is wrong"},
	},
}

// line is where results of a rule are counted.
type line struct {
	file *source.File
	rule string
	at   int
}

// limited leaves out what is over the limits, and adds a result that says how many, as grave as the gravest of them. Findings about no
// record that have one cause are told together anyway, and are kept. all are in the order of their places.
func (s *Set) limited(all []diag.Result) []diag.Result {
	onLine, inFile, left := map[line]int{}, map[*source.File]int{}, map[*source.File]*diag.Result{}
	var order []*source.File
	kept := all[:0:0]
	for _, r := range all {
		if r.File == nil || r.Standing != diag.Open || r.Record == "" && !s.Rule(r.Rule).Together.IsZero() {
			kept = append(kept, r)
			continue
		}
		at := line{r.File, r.Rule, r.Span.Start.Line}
		onLine[at]++
		if onLine[at] <= lineMost && inFile[r.File] < fileMost {
			inFile[r.File]++
			kept = append(kept, r)
			continue
		}
		if left[r.File] == nil {
			left[r.File] = s.leftOut(r)
			order = append(order, r.File)
		}
		sum := left[r.File]
		sum.Args["more"] = sum.Args["more"].(int) + 1
		sum.Severity = max(sum.Severity, r.Severity)
	}
	for _, f := range order {
		left[f].Args["number"] = fmt.Sprint(left[f].Args["more"]) // so that one more is not what was there before: see [EntryOf]
		kept = append(kept, *left[f])
	}
	return kept
}

// leftOut returns the result about a file in which results are left out, at the first of them.
func (s *Set) leftOut(first diag.Result) *diag.Result {
	f := first.Finding
	return &diag.Result{Severity: first.Severity, Finding: diag.Finding{
		Rule: "findings-many", File: f.File, Span: f.Span, Record: f.Record, Kind: f.Kind, Title: f.Title, Owner: f.Owner,
		Args: locale.Args{"more": 0, "line": lineMost, "file": fileMost, "kind": f.Kind, "field": ""},
	}}
}
