// Package rules is the list of rules and their running: those that kinds state as data, those in Go that need the whole
// workspace, time or history, and the words for what the pipeline finds. It reads no files, keeps no state and knows no
// output format. Start reading at [Set] and [Set.Check].
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

// Rule is one rule, whatever it is written in.
type Rule struct {
	ID string
	// Severity is the default, and the gravest where it depends on the record.
	Severity diag.Severity
	// Kinds are those that the rule is about; empty for all.
	Kinds []string
	// Message is about the record: title and id are put before it. It may hold placeholders.
	Message locale.Text
	// Hint says what to write. Where it is empty one is made of the field.
	Hint locale.Text
	Why  locale.Text
	// Source is the clause or statute behind the rule, "" for a rule of form.
	Source string
	// Replaces are the rules of which this is a narrower case: where it reports, they are silent.
	Replaces []string
	// Reads are the fields that the rule reads; it is not asked of a record in which one could not be read. Empty for a rule
	// that looks at more than one field and takes care itself.
	Reads []string
	// Check finds. It is nil for what the pipeline finds as it reads.
	Check func(*Pass)
	// After finds what is wrong in view of the errors that the other rules found and no waiver covers. It is asked last.
	After func(p *Pass, serious []diag.Finding)
	// Own is set on a rule of the workspace.
	Own bool
}

// Pass is one asking of the rules.
type Pass struct {
	Workspace *workspace.Workspace
	// AsOf is the day against which due dates and laws are judged, as text.
	AsOf string
	// HistoryCut is set where the repository holds only a part of its history.
	HistoryCut bool
	// Trail reads the history of the records when first asked for; it gives nil where there is none. Nil without git.
	Trail func() *trail.Trail
	// Tags are the commits of the tags that reviews go by, read when first asked for. Nil without git.
	Tags func() map[string]commits.Hash
	// Fixed reads the records of the kinds that say when a record may not change any more, as they were at a commit. ok is
	// false where they cannot be read, or where the commit came after the state that is checked. Nil without git.
	Fixed func(commits.Hash) (then []*record.Record, ok bool)

	findings []diag.Finding
}

// Report adds a finding.
func (p *Pass) Report(f diag.Finding) { p.findings = append(p.findings, f) }

// records are the records of a workspace that can be looked at, in order of file name.
func (p *Pass) records(kinds ...string) []*record.Record {
	var out []*record.Record
	for _, r := range p.Workspace.Graph.Records {
		if !r.Doc.Broken && (len(kinds) == 0 || slices.Contains(kinds, r.Kind.Name)) {
			out = append(out, r)
		}
	}
	return out
}

// whole are the records of a kind of which the named fields could be read as the kind says.
func (p *Pass) whole(kind string, fields ...string) []*record.Record {
	return slices.DeleteFunc(p.records(kind), func(r *record.Record) bool { return !r.Readable(fields, nil) })
}

// history is the trail of the records, or nil.
func (p *Pass) history() *trail.Trail {
	if p.Trail == nil {
		return nil
	}
	return p.Trail()
}

// number is a setting that is a whole number, by its dotted path. It has a default.
func (p *Pass) number(path string) int {
	n, ok := (&record.Record{Values: p.Workspace.Config.Plain}).At(path).(int64)
	if !ok {
		panic("rules: no default for " + path)
	}
	return int(n)
}

// texts is a setting that is a list of texts.
func (p *Pass) texts(path string) []string {
	return (&record.Record{Values: p.Workspace.Config.Plain}).Texts(path)
}

// Builtin are the rules that are written in Go, and those of the pipeline, in the order of their groups.
var Builtin = slices.Concat(form, identity, responsibility, roles, decisions, actions, waivers, baselines, publication, personal,
	markings, laws, lawRegister, catalogue, audits, assessments, incidents, activities, registers, reviews, decided, abbreviations, history)
