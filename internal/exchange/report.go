package exchange

import (
	"io"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// checkShape is a check as data: the shape of `lis check --format json`.
type checkShape struct {
	Version     int               `json:"version"`
	Tool        string            `json:"tool"`
	AsOf        string            `json:"as_of"`
	Rev         *string           `json:"rev"`
	Profile     *string           `json:"profile"`
	Summary     summaryShape      `json:"summary"`
	Diagnostics []diagnosticShape `json:"diagnostics"`
}

// summaryShape holds the counts of a check: the checked records and the diagnostics.
type summaryShape struct {
	Records   int `json:"records"`
	Errors    int `json:"errors"`
	Warnings  int `json:"warnings"`
	Infos     int `json:"infos"`
	Waived    int `json:"waived"`
	Baselined int `json:"baselined"`
}

// diagnosticShape is one diagnostic as data. Record, kind, field, hint and source are null if there is none.
type diagnosticShape struct {
	Rule      string         `json:"rule"`
	Severity  diag.Severity  `json:"severity"`
	Record    *string        `json:"record"`
	Kind      *string        `json:"kind"`
	File      string         `json:"file"`
	Line      int            `json:"line"`
	Column    int            `json:"column"`
	EndLine   int            `json:"end_line"`
	EndColumn int            `json:"end_column"`
	Field     *string        `json:"field"`
	Message   string         `json:"message"`
	Hint      *string        `json:"hint"`
	Source    *string        `json:"source"`
	Related   []relatedShape `json:"related"`
	Fixes     []fixShape     `json:"fixes"`
}

// relatedShape is the other end of a conflict as data.
type relatedShape struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

// fixShape is a fix as data.
type fixShape struct {
	Title string      `json:"title"`
	Edits []editShape `json:"edits"`
}

// editShape is one edit of a fix as data.
type editShape struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	Text      string `json:"text"`
}

// writeReport writes a check as data.
func writeReport(w io.Writer, c Check) error {
	return writeShape(w, checkShape{
		Version: 1, Tool: c.Tool + " " + c.ToolVersion, AsOf: c.AsOf, Rev: c.Rev, Profile: c.Profile,
		Summary: summaryShape(diag.Count(c.Records, c.Diagnostics)), Diagnostics: diagnosticShapes(c.Diagnostics, c.Lang),
	})
}

// diagnosticShapes returns the open diagnostics as data.
func diagnosticShapes(all []diag.Diagnostic, lang locale.Lang) []diagnosticShape {
	out := []diagnosticShape{}
	for _, d := range all {
		if d.Standing == diag.Open {
			out = append(out, diagnosticShapeOf(d, lang))
		}
	}
	return out
}

func diagnosticShapeOf(d diag.Diagnostic, lang locale.Lang) diagnosticShape {
	e := diagnosticShape{
		Rule: d.Rule, Severity: d.Severity, Record: optional(d.Record), Kind: optional(d.Kind), File: d.FileName(),
		Field: optional(d.Field), Message: d.Message, Hint: optional(d.Hint), Source: optional(d.Source),
		Line: d.Span.Start.Line, Column: d.Span.Start.Column, EndLine: d.Span.End.Line, EndColumn: d.Span.End.Column,
		Related: []relatedShape{}, Fixes: []fixShape{},
	}
	for _, r := range d.Related {
		at := r.Span.Start
		e.Related = append(e.Related, relatedShape{r.File.Name, at.Line, at.Column, r.Message.In(lang)})
	}
	for _, f := range d.Fixes {
		fix := fixShape{Title: f.Title.In(lang)}
		for _, edit := range f.Edits {
			fix.Edits = append(fix.Edits, editShapeOf(e.File, edit))
		}
		e.Fixes = append(e.Fixes, fix)
	}
	return e
}

func editShapeOf(file string, e source.Edit) editShape {
	return editShape{file, e.Span.Start.Line, e.Span.Start.Column, e.Span.End.Line, e.Span.End.Column, e.Text}
}
