package rules

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
)

// condition is a compiled rule of a kind.
type condition struct {
	source       *record.RuleSource
	when, assert *expr.Program
	severity     []*expr.Program // an element is nil if it always holds
	with         map[string]*expr.Program
	reads        []string
	uses         []expr.Use    // everything that any part of the rule looks at
	trial        func() *Trial // tells why a condition failed; nil if it cannot be had
}

// compiler is one of those of package expr.
type compiler func(text string, want expr.Result) (*expr.Program, error)

// compile compiles a rule of a kind. The findings report the parts that do not
// compile. Only when and assert count as reading fields.
func compile(by compiler, kind *record.Kind, src *record.RuleSource) (*condition, []diag.Finding) {
	c := &condition{source: src, with: map[string]*expr.Program{}}
	var findings []diag.Finding
	one := func(text, key string) *expr.Program {
		if text == "" {
			return nil
		}
		p, err := by(text, expr.Anything) // what it gives is a matter of [Trial.Fault], which states of the past need not pass
		if err != nil {
			findings = append(findings, conditionFinding(src, key, err))
			return nil
		}
		c.uses = append(c.uses, p.Uses()...)
		for _, path := range append(p.Reads(), readsOfOver(kind, p)...) {
			if path != "" && path != "id" && path != "kind" && !slices.Contains(c.reads, path) {
				c.reads = append(c.reads, path)
			}
		}
		return p
	}
	c.when, c.assert = one(src.When, "when"), one(src.Assert, "assert")
	reads := c.reads
	for i, s := range src.Severity {
		c.severity = append(c.severity, one(s.When, fmt.Sprintf("severity[%d].when", i)))
	}
	for name, text := range src.With {
		c.with[name] = one(text, "with."+name)
	}
	c.reads = reads
	slices.Sort(c.reads)
	return c, findings
}

// faults reports what is wrong with the conditions of the rule before there is a record for which they fail.
func (c *condition) faults(trial *Trial, kind *record.Kind) []diag.Finding {
	var findings []diag.Finding
	one := func(key, text string, want expr.Result) {
		if text == "" {
			return
		}
		if wrong := trial.Fault(kind, text, want); wrong != nil {
			findings = append(findings, conditionFinding(c.source, key, wrong))
		}
	}
	one("when", c.source.When, expr.Truth)
	one("assert", c.source.Assert, expr.Truth)
	for i := range c.severity {
		one(fmt.Sprintf("severity[%d].when", i), c.source.Severity[i].When, expr.Truth)
	}
	for _, name := range slices.Sorted(maps.Keys(c.with)) {
		one("with."+name, c.source.With[name], expr.Anything)
	}
	return findings
}

// readsOfOver returns the fields that a condition reads when it asks whether self is over, without what lies below a list.
func readsOfOver(kind *record.Kind, p *expr.Program) []string {
	var paths []string
	if slices.ContainsFunc(p.Uses(), func(use expr.Use) bool { return use.Of == "self" && use.Over }) {
		for i := range kind.Over {
			for _, field := range kind.Over[i].Own() {
				list, _, _ := strings.Cut(field, "[")
				paths = append(paths, list)
			}
		}
	}
	return paths
}

func conditionFinding(src *record.RuleSource, key string, err error) diag.Finding {
	span, ok := src.Spans[key]
	if !ok {
		span = src.Span
	}
	return ConditionFinding(src.File, span, err, locale.Say("kind.condition", locale.Args{"rule": src.ID, "key": key}))
}

// ConditionFinding returns the finding about a condition at a span of a kind file, or of a file beside them, at the place in it that
// the error names. whose says whose condition it is, before what is wrong with it.
func ConditionFinding(file *source.File, span source.Span, err error, whose locale.Message) diag.Finding {
	var wrong *expr.Error
	problem := locale.Same(err.Error())
	if errors.As(err, &wrong) {
		problem = wrong.Problem
		span = placeIn(file, span, wrong)
	}
	said := locale.Text{SV: whose.In(locale.Swedish) + ": " + problem.SV, EN: whose.In(locale.English) + ": " + problem.EN}
	return diag.Finding{Rule: "kind-invalid", File: file, Span: span, Args: locale.Args{"problem": said}}
}

// placeIn returns the place in a file of an error in a condition at a span: where the error is, or all of a condition on several
// lines, which YAML folds.
func placeIn(file *source.File, span source.Span, e *expr.Error) source.Span {
	if span.Start.Line != span.End.Line || e.Line != 1 {
		return span
	}
	column := span.Start.Column + e.Column - 1
	if text := file.Text(span); strings.HasPrefix(text, `"`) || strings.HasPrefix(text, `'`) {
		column++
	}
	return source.At(source.Pos{Line: span.Start.Line, Column: column})
}

// evaluate evaluates the rule for a record, within a budget if it is not our own, and returns its finding, or nil.
func (c *condition) evaluate(g *graph.Graph, r *record.Record, vars map[string]any, budget *expr.Budget) *diag.Finding {
	f := c.find(r, vars, budget)
	if f != nil {
		f.Reads = readsOf(g, r, c.uses)
	}
	return f
}

func (c *condition) find(r *record.Record, vars map[string]any, budget *expr.Budget) *diag.Finding {
	if !r.Readable(c.reads, c.source.Replaces) {
		return nil
	}
	if c.when != nil {
		if holds, err := c.when.On(budget).Bool(vars); err != nil || !holds {
			return c.failed(r, c.source.When, err)
		}
	}
	if fine, err := c.assert.On(budget).Bool(vars); err != nil || fine {
		return c.failed(r, c.source.Assert, err)
	}
	args := locale.Args{}
	for name, p := range c.with {
		v, err := p.On(budget).Value(vars)
		if err != nil {
			return c.failed(r, "", err)
		}
		args[name] = told(v)
	}
	f := graph.Finding(r, c.source.ID, c.at(r), args)
	for i, p := range c.severity {
		holds := p == nil
		if !holds {
			var err error
			if holds, err = p.On(budget).Bool(vars); err != nil && len(r.Invalid) == 0 { // what cannot be read does not hold
				return c.failed(r, c.source.Severity[i].When, err)
			}
		}
		if holds {
			f.Severity = c.source.Severity[i].Severity
			break
		}
	}
	return &f
}

// failed returns the finding about a rule whose condition could not be evaluated; nil if err is nil, and if it may be because of
// another value of the record that is wrong.
func (c *condition) failed(r *record.Record, text string, err error) *diag.Finding {
	if err == nil || len(r.Invalid) > 0 {
		return nil
	}
	var wrong *expr.Error
	much := errors.As(err, &wrong) && wrong.TooMuch
	if trial := c.trial(); trial != nil && text != "" && !much {
		if wrong := trial.Empty(r.Kind, text, expr.Truth); wrong != nil {
			err = wrong
		}
	}
	f := graph.Finding(r, "rule-failed", c.at(r), locale.Args{"rule": c.source.ID, "problem": expr.Problem(err)})
	return &f
}

// at returns the field of a record that the rule points at: the first of its fields that is empty, or else the first.
func (c *condition) at(r *record.Record) string {
	for _, path := range c.source.At {
		if path = lastItem(r, path); r.At(path) == nil {
			return path
		}
	}
	if len(c.source.At) == 0 {
		return ""
	}
	return lastItem(r, c.source.At[0])
}

// lastItem replaces [-1] in a path with the index of the last item. The path of an empty list is cut there.
func lastItem(r *record.Record, path string) string {
	list, rest, found := strings.Cut(path, "[-1]")
	items, _ := r.At(list).([]any)
	switch {
	case !found:
		return path
	case len(items) == 0:
		return list
	}
	return document.Index(list, len(items)-1) + rest
}

// told prepares a value of a condition for messages: a list becomes [names].
func told(v any) any {
	list, ok := v.([]any)
	if !ok {
		return v
	}
	var items names
	for _, item := range list {
		items = append(items, locale.Text{SV: fmt.Sprint(item), EN: fmt.Sprint(item)})
	}
	return items
}
