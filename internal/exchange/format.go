package exchange

import (
	"cmp"
	"io"
	"path"
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Check is one run of `lis check`, as its printers need it.
type Check struct {
	Tool, ToolVersion string
	Lang              locale.Lang
	AsOf              string  // the day of the check, as text
	Rev               *string // full commit id; nil for the work tree
	Profile           *string // nil where nothing was cut
	Records           int     // how many were looked at
	// Named are the ids of the records that were looked at and may be told of, in the order of their files.
	Named []string
	// Diagnostics are all of them, in the order of [diag.Compare]. Printers tell those that are open, unless their format
	// has a place for accepted ones.
	Diagnostics []diag.Diagnostic
	// Rules are all that were asked, in the order of their ids.
	Rules []RuleInfo
	// Prefix is the path of the workspace below the top of the repository, with forward slashes; "" for the top. Files are
	// relative to the workspace for people and to the repository for forges.
	Prefix string
	// Changed are the files, relative to the repository, that a pull request changes; nil where that is not known.
	Changed map[string]bool
	// Color and Quiet are how people want to read text.
	Color, Quiet bool
	// StepSummary is the page of a GitHub step; nil where there is none.
	StepSummary io.Writer
}

// RuleInfo is a rule as formats tell of it, in one language.
type RuleInfo struct {
	ID       string
	Severity diag.Severity // the default, and the gravest where it depends on the record
	Message  string        // about a record
	Why      string
	Source   string // clause or statute, "" for a rule of form
	HelpURI  string // a page about the rule, "" where there is none
}

// Format is one printer of a check. Write writes the whole check or returns what the writer said.
type Format struct {
	Name  string
	Write func(w io.Writer, c Check) error
}

// Formats are the printers, in the order of the manual: for people, for programs, for forges.
var Formats = []Format{
	{"text", writeText},
	{"concise", writeConcise},
	{"json", writeReport},
	{"github", writeGitHub},
	{"gitlab", writeGitLab},
	{"sarif", writeSARIF},
	{"junit", writeJUnit},
	{"rdjson", writeRDJSON},
	{"checkstyle", writeCheckstyle},
	{"markdown", writeMarkdown},
}

// FormatNamed is the printer of that name; ok is false where there is none.
func FormatNamed(name string) (f Format, ok bool) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return f, false
	}
	return Formats[i], true
}

// FormatNames are the names of the printers, in their order.
func FormatNames() []string {
	names := make([]string, len(Formats))
	for i, f := range Formats {
		names[i] = f.Name
	}
	return names
}

// open are the diagnostics that are neither waived nor in the baseline.
func (c Check) open() []diag.Diagnostic {
	return slices.DeleteFunc(slices.Clone(c.Diagnostics), func(d diag.Diagnostic) bool { return d.Standing != diag.Open })
}

// file is where a forge shows a diagnostic: its file in the repository. One that is in no file is shown in lis.yaml, since
// forges drop what has no place.
func (c Check) file(d diag.Diagnostic) string {
	return c.inRepository(cmp.Or(d.FileName(), workspace.ConfigFile))
}

// inRepository is the name of a file of the workspace in the repository.
func (c Check) inRepository(name string) string { return path.Join(c.Prefix, name) }

// placed is a span in which every place is one: what is not known is the first, and an end does not come before its start.
func placed(s source.Span) source.Span {
	s.Start.Line, s.Start.Column = max(s.Start.Line, 1), max(s.Start.Column, 1)
	if s.End.Compare(s.Start) < 0 {
		s.End = s.Start
	}
	s.End.Column = max(s.End.Column, 1)
	return s
}

// said is what a diagnostic says, on one line: "Färdbok (SYS-017): informationsägare saknas".
func said(d diag.Diagnostic) string { return flat(subject(d) + d.Message) }

// subject is what a message is about, with a colon: "Färdbok (SYS-017): ", or "" where it is about no record.
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
