package diag

import (
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// Report is a check as data: the shape of `lis check --format json`.
type Report struct {
	Version     int           `json:"version"`
	Tool        string        `json:"tool"`
	AsOf        string        `json:"as_of"`
	Rev         *string       `json:"rev"`
	Profile     *string       `json:"profile"`
	Summary     Summary       `json:"summary"`
	Diagnostics []ReportEntry `json:"diagnostics"`
}

// ReportEntry is one diagnostic as data. Record, kind and field are null where there is none.
type ReportEntry struct {
	Rule      string          `json:"rule"`
	Severity  Severity        `json:"severity"`
	Record    *string         `json:"record"`
	Kind      *string         `json:"kind"`
	File      string          `json:"file"`
	Line      int             `json:"line"`
	Column    int             `json:"column"`
	EndLine   int             `json:"end_line"`
	EndColumn int             `json:"end_column"`
	Field     *string         `json:"field"`
	Message   string          `json:"message"`
	Hint      *string         `json:"hint"`
	Source    *string         `json:"source"`
	Related   []ReportRelated `json:"related"`
	Fixes     []ReportFix     `json:"fixes"`
}

// ReportRelated is the other end of a conflict as data.
type ReportRelated struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

// ReportFix is a mechanical remedy as data.
type ReportFix struct {
	Title string       `json:"title"`
	Edits []ReportEdit `json:"edits"`
}

// ReportEdit is one edit of a fix as data.
type ReportEdit struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	Text      string `json:"text"`
}

// Entries are the open diagnostics as data.
func Entries(all []Diagnostic, lang locale.Lang) []ReportEntry {
	out := []ReportEntry{}
	for _, d := range all {
		if d.Standing == Open {
			out = append(out, entry(d, lang))
		}
	}
	return out
}

func entry(d Diagnostic, lang locale.Lang) ReportEntry {
	e := ReportEntry{
		Rule: d.Rule, Severity: d.Severity, Record: some(d.Record), Kind: some(d.Kind), File: d.FileName(),
		Field: some(d.Field), Message: d.Message, Hint: some(d.Hint), Source: some(d.Source),
		Line: d.Span.Start.Line, Column: d.Span.Start.Column, EndLine: d.Span.End.Line, EndColumn: d.Span.End.Column,
		Related: []ReportRelated{}, Fixes: []ReportFix{},
	}
	for _, r := range d.Related {
		at := r.Span.Start
		e.Related = append(e.Related, ReportRelated{r.File.Name, at.Line, at.Column, r.Message.In(lang)})
	}
	for _, f := range d.Fixes {
		fix := ReportFix{Title: f.Title.In(lang)}
		for _, edit := range f.Edits {
			fix.Edits = append(fix.Edits, reportEdit(e.File, edit))
		}
		e.Fixes = append(e.Fixes, fix)
	}
	return e
}

func reportEdit(file string, e source.Edit) ReportEdit {
	return ReportEdit{file, e.Span.Start.Line, e.Span.Start.Column, e.Span.End.Line, e.Span.End.Column, e.Text}
}

func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
