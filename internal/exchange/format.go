package exchange

import (
	"cmp"
	"io"
	"path"
	"slices"

	"github.com/c8b10cf3/lis/internal/console"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Check is one run of `lis check`, as its printers need it.
type Check struct {
	Tool, ToolVersion string
	ToolAddress       string // where one reads about the program; "" if it is not known
	Lang              locale.Lang
	AsOf              string  // the day of the check, as text
	Rev               *string // full commit id; nil for the work tree
	Profile           *string // nil if nothing was cut
	// FailOn is the lowest severity that the check fails on. Off counts as Error.
	FailOn  diag.Severity
	Records int // how many were checked
	// Named are the ids of the checked records that may be named, in the order of their files.
	Named []string
	// Diagnostics are all diagnostics, in the order of [diag.Compare]. Printers show the open ones; formats that have a place
	// for accepted ones show those too.
	Diagnostics []diag.Diagnostic
	// Silenced says how rules that guard the proof were silenced, a sentence each.
	Silenced []string
	// Rules are all rules that were evaluated, in the order of their ids.
	Rules []RuleInfo
	// Prefix is the path of the workspace below the top of the repository, with forward slashes; "" for the top. Files are
	// relative to the workspace for people and to the repository for forges.
	Prefix string
	// Changed are the files, relative to the repository, that a pull request changes; nil if unknown.
	Changed map[string]bool
	// Color and Quiet are options of the text for people.
	Color, Quiet bool
	// StepSummary receives the page of a GitHub step; nil if there is none.
	StepSummary io.Writer
}

// RuleInfo is a rule as formats show it, in one language.
type RuleInfo struct {
	ID       string
	Severity diag.Severity // the default; the most severe if it depends on the record
	Message  string        // about a record
	Why      string
	Source   string // clause or statute, "" for a rule about form
	HelpURI  string // a page about the rule, "" if there is none
}

// Format is one printer of a check. Write writes the complete check or returns the error of the writer. Form says what goes to a
// log as it is and what [console] makes harmless.
type Format struct {
	Name  string
	Write func(w io.Writer, c Check) error
	Form  console.Form
}

// Formats are the printers, in the order of the manual: for people, for programs, for forges.
var Formats = []Format{
	{"text", writeText, console.Plain},
	{"concise", writeConcise, console.Plain},
	{"json", writeReport, console.JSON},
	{"github", writeGitHub, console.Own},
	{"gitlab", writeGitLab, console.JSON},
	{"sarif", writeSARIF, console.JSON},
	{"junit", writeJUnit, console.Markup},
	{"rdjson", writeRDJSON, console.JSON},
	{"checkstyle", writeCheckstyle, console.Markup},
	{"markdown", writeMarkdown, console.Plain},
}

// FormatNamed returns the printer with a name; ok is false if there is none.
func FormatNamed(name string) (f Format, ok bool) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return f, false
	}
	return Formats[i], true
}

// FormatNames returns the names of the printers, in their order.
func FormatNames() []string {
	names := make([]string, len(Formats))
	for i, f := range Formats {
		names[i] = f.Name
	}
	return names
}

// open returns the diagnostics that are neither waived nor in the baseline.
func (c Check) open() []diag.Diagnostic {
	return slices.DeleteFunc(slices.Clone(c.Diagnostics), func(d diag.Diagnostic) bool { return d.Standing != diag.Open })
}

// file returns the file where a forge shows a diagnostic, relative to the repository. A diagnostic without a file is shown in
// lis.yaml, because forges drop what has no place.
func (c Check) file(d diag.Diagnostic) string {
	return c.inRepository(cmp.Or(d.FileName(), workspace.ConfigFile))
}

// inRepository returns the path of a workspace file from the top of the repository.
func (c Check) inRepository(name string) string { return path.Join(c.Prefix, name) }

// placed returns a span in which every place is valid: unknown lines and columns become 1, and the end does not come before the
// start.
func placed(s source.Span) source.Span {
	s.Start.Line, s.Start.Column = max(s.Start.Line, 1), max(s.Start.Column, 1)
	if s.End.Compare(s.Start) < 0 {
		s.End = s.Start
	}
	s.End.Column = max(s.End.Column, 1)
	return s
}

// said returns the message of a diagnostic with its subject, on one line: "Färdbok (SYS-017): informationsägare saknas".
func said(d diag.Diagnostic) string { return flat(subject(d) + d.Message) }

// advised returns what is wrong and what to write, on one line: "Färdbok (SYS-017): informationsägare saknas – ange en roll".
func advised(d diag.Diagnostic) string {
	if d.Hint == "" {
		return said(d)
	}
	return said(d) + " – " + flat(d.Hint)
}

// fails reports whether the check fails because of a diagnostic.
func (c Check) fails(d diag.Diagnostic) bool { return d.Counts(cmp.Or(c.FailOn, diag.Error)) }

// saidOfAll returns what is wrong with all of a group, for people.
func saidOfAll(g diag.Group) string {
	about, message := headline(g)
	return flat(about + message)
}

// subject returns what a message is about, with a colon: "Färdbok (SYS-017): ", or "" if it is about no record.
func subject(d diag.Diagnostic) string {
	switch {
	case d.Record == "" && d.Title == "":
		return ""
	case d.Title == "" || d.Title == d.Record:
		return d.Record + ": "
	case d.Record == "":
		return d.Title + ": "
	}
	return d.Title + " (" + d.Record + "): "
}
