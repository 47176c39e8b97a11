// Package rules holds the list of rules and runs them: those that kinds state as data, and those in Go that need the complete
// workspace, time or history. It also has the messages for what the pipeline finds. It reads no files, keeps no state and knows
// no output format. Start reading at [Set] and [Set.Check].
package rules

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	commits "github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Rule is one rule, whether it is written in Go or in a kind.
type Rule struct {
	ID string
	// Severity is the default, or the highest if it depends on the record.
	Severity diag.Severity
	// Kinds are the kinds that the rule is about; empty for all.
	Kinds []string
	// Message is about the record, whose title and id are put before it. It can have placeholders.
	Message locale.Text
	// Together is said to people in place of Message when several findings have one cause; {n} is their number, two or
	// more. Optional.
	Together locale.Text
	// Hint says what to write. If it is empty, a hint is derived from the field.
	Hint locale.Text
	Why  locale.Text
	// Source is the clause or statute behind the rule, "" if there is none.
	Source string
	// Replaces are the rules of which this is a narrower case: they are silent where this one reports.
	Replaces []string
	// Reads are the fields that the rule reads; it skips records in which one of them could not be read. Rules in Go see to that
	// themselves, and can leave Reads empty.
	Reads []string
	// Guards is set on a rule that guards the proof and not the content: that the history is what it was, and that everything is
	// read and checked. It can be silenced, but not in silence; see [Set.Silenced].
	Guards bool
	// Check finds violations. It is nil if others find them: the pipeline, a condition or After.
	Check func(*Pass)
	// After finds violations in view of the errors that the other rules found and no waiver covers. It runs last.
	After func(p *Pass, serious []diag.Finding)
	// Own is set on a rule of the workspace.
	Own bool
}

// Pass is one run of the rules.
type Pass struct {
	Workspace *workspace.Workspace
	// AsOf is the as-of day as text: due dates and laws are judged against it.
	AsOf string
	// Today is set if AsOf is the present day, and not one that was asked for.
	Today bool
	// HistoryCut is set if the history is incomplete or cannot be read.
	HistoryCut bool
	// Trail reads the history of the records when first called, and returns nil if there is none. Nil without git.
	Trail func() *trail.Trail
	// Line reads the accepted revisions, newest first, when first called, and returns none if there are none to be read. Nil without
	// git.
	Line func() []commits.Accepted
	// Tags returns the commits of the tags that reviews use, read when first called. Nil without git.
	Tags func() map[string]commits.Hash
	// Fixed returns the records at a commit whose kinds say when a record may no longer change. ok is false if they cannot be
	// read, or if the commit is later than the state that is checked. Nil without git.
	Fixed func(commits.Hash) (then []*record.Record, ok bool)

	findings []diag.Finding
}

// Report adds a finding.
func (p *Pass) Report(f diag.Finding) { p.findings = append(p.findings, f) }

// records returns the records of the given kinds, or of all, whose front matter could be read as that of their kind, by file name.
func (p *Pass) records(kinds ...string) []*record.Record {
	var out []*record.Record
	for _, r := range p.Workspace.Graph.Records {
		if !r.Doc.Broken && r.Meant == nil && (len(kinds) == 0 || slices.Contains(kinds, r.Kind.Name)) {
			out = append(out, r)
		}
	}
	return out
}

// readable returns the records of a kind whose named fields could be read as the kind requires.
func (p *Pass) readable(kind string, fields ...string) []*record.Record {
	return slices.DeleteFunc(p.records(kind), func(r *record.Record) bool { return !r.Readable(fields, nil) })
}

// history returns the trail of the records, or nil.
func (p *Pass) history() *trail.Trail {
	if p.Trail == nil {
		return nil
	}
	return p.Trail()
}

// number returns an integer setting, by its dotted path. It panics if the setting has no default.
func (p *Pass) number(path string) int {
	n, ok := (&record.Record{Values: p.Workspace.Config.Plain}).At(path).(int64)
	if !ok {
		panic("rules: no default for " + path)
	}
	return int(n)
}

// texts returns a setting that is a list of texts.
func (p *Pass) texts(path string) []string {
	return (&record.Record{Values: p.Workspace.Config.Plain}).Texts(path)
}

// Builtin are the rules written in Go and those of the pipeline, in the order of their groups.
var Builtin = slices.Concat(form, identity, offsets, responsibility, roles, decisions, actions, waivers, baselines, publication, personal, limits,
	markings, laws, lawRegister, catalogue, audits, assessments, incidents, activities, registers, reviews, decided, abbreviations, history, dates)
