// Package diag holds what is reported about content: findings as they are made, results with their severity and standing,
// diagnostics with their words, and their order and counts. It does not depend on records, prints nothing and decides no exit
// status. Start reading at [Finding], [Result] and [Diagnostic].
package diag

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// Severity is how severe a diagnostic is; a higher value is more severe.
type Severity int

// The severities. Off is only a setting: no diagnostic has it.
const (
	Off Severity = iota
	Info
	Warning
	Error
)

var severityNames = []string{"off", "info", "warning", "error"}

func (s Severity) String() string { return severityNames[s] }

// MarshalText writes the name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a name.
func (s *Severity) UnmarshalText(text []byte) error {
	v, ok := ParseSeverity(string(text))
	if !ok {
		return fmt.Errorf("unknown severity %q", text)
	}
	*s = v
	return nil
}

// ParseSeverity parses "error", "warning", "info" or "off".
func ParseSeverity(name string) (Severity, bool) {
	i := slices.Index(severityNames, name)
	return Severity(max(i, 0)), i >= 0
}

// Related is the other end of a conflict.
type Related struct {
	File    *source.File
	Span    source.Span
	Message locale.Text
}

// Read is something besides its own place that a finding was made from. A profile that hides any of it hides the finding.
type Read struct {
	// File is that of the record that was read; "" for one that cannot be named, because a condition computed its id.
	File string
	// Field is the dotted path of what was read there; "" for the record as a whole, such as that it exists.
	Field string
}

// Fix is a correction that can be made automatically: a title with a verb, and the edits in the finding's own file. The text
// of an edit is written as it is, quotes included.
type Fix struct {
	Title locale.Text
	Edits []source.Edit
	// Unsure is set if it might not be what was intended, so that only a person should choose it.
	Unsure bool
}

// Finding is one thing found wrong, before it has words. The rule named by Rule provides the words; Args fill them. File is
// nil only for a finding that is in no file. Record and Kind are empty if it is not in a record.
type Finding struct {
	Rule   string
	Record string // id
	Title  string // of the record, for people
	Kind   string
	Owner  string // id of the responsible role, "" if none is known
	File   *source.File
	Span   source.Span
	Field  string // dotted path: classification.state, followups[0].status
	Args   locale.Args
	Words  locale.Text // the message, instead of the rule's own
	Hint   locale.Text // what would be right, instead of the rule's own hint
	// Severity is set if it differs from the default of the rule; Off otherwise.
	Severity Severity
	Related  []Related
	Fixes    []Fix
	// Reads is what else the finding was made from, in no particular order.
	Reads []Read
	// Cause is what findings of a rule have in common that come from one fault, such as the id of a deleted record; "" for a fault
	// that causes no other finding. See [Groups].
	Cause string
	// About is what the finding is about if neither its record nor its place tells it apart from others: the number of a control.
	About string
}

// Standing is the status of a finding: open, waived, in the baseline, or of a rule that is turned off.
type Standing string

// The standings. Only an open finding counts towards the exit status.
const (
	Open      Standing = ""
	Waived    Standing = "waived"
	Baselined Standing = "baselined"
	// Muted has a finding of a rule that is turned off but guards the proof: it is not reported, but that there is one is told.
	Muted Standing = "muted"
)

// Result is a finding with its severity after configuration and its standing. It has no words yet.
type Result struct {
	Finding
	Severity Severity
	Standing Standing
	Waiver   // by which it is waived; the zero Waiver otherwise
}

// Waiver is a decision about a finding: why it is waived, in the words of the record, the id of the role that approved it, and the
// last day on which it is valid.
type Waiver struct{ Reason, ApprovedBy, Until string }

// Counts reports whether a result is open and at least as severe as a threshold.
func (r Result) Counts(threshold Severity) bool { return r.Standing == Open && r.Severity >= threshold }

// Untold returns the result itself; for a diagnostic, the result without its words.
func (r Result) Untold() Result { return r }

// Diagnostic is a result with its words in one language.
type Diagnostic struct {
	Result
	Message string // about the record; printers put title and id before it
	// NoLine is set if the line in the file must not be shown: it can hold what a profile hides.
	NoLine bool
	// Together is the message about a group that it leads, with the placeholder {n} for their number; "" if the rule has none.
	// See [Group.Together].
	Together string
	Hint     string
	Why      string
	Source   string // clause or statute
}

// CompareResults orders results by file, place, rule and record.
func CompareResults(a, b Result) int {
	return cmp.Or(
		cmp.Compare(a.FileName(), b.FileName()),
		a.Span.Start.Compare(b.Span.Start),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Record, b.Record),
	)
}

// Compare orders diagnostics by file, place, rule, record and message: the order of every output.
func Compare(a, b Diagnostic) int {
	return cmp.Or(CompareResults(a.Result, b.Result), cmp.Compare(a.Message, b.Message))
}

// FileName returns the name of the file, or "".
func (f Finding) FileName() string {
	if f.File == nil {
		return ""
	}
	return f.File.Name
}
