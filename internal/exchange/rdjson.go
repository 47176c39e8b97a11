package exchange

import (
	"bytes"
	"io"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/source"
)

// rdResult is the DiagnosticResult of the Reviewdog Diagnostic Format.
// Source: github.com/reviewdog/reviewdog, proto/rdf/reviewdog.proto.
type rdResult struct {
	Source      rdSource       `json:"source"`
	Diagnostics []rdDiagnostic `json:"diagnostics"`
}

type rdSource struct {
	Name string `json:"name"`
}

type rdDiagnostic struct {
	Message     string         `json:"message"`
	Location    rdLocation     `json:"location"`
	Severity    string         `json:"severity"` // ERROR, WARNING or INFO
	Code        rdCode         `json:"code"`
	Suggestions []rdSuggestion `json:"suggestions,omitempty"`
}

type rdLocation struct {
	Path  string  `json:"path"`
	Range rdRange `json:"range"`
}

// rdRange is a range of text; the end is the place after its last character.
type rdRange struct {
	Start rdPosition `json:"start"`
	End   rdPosition `json:"end"`
}

// rdPosition is a place. Unlike ours, its column counts bytes of UTF-8.
type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

type rdCode struct {
	Value string `json:"value"`
	URL   string `json:"url,omitempty"`
}

type rdSuggestion struct {
	Range rdRange `json:"range"`
	Text  string  `json:"text"`
}

var rdSeverities = map[diag.Severity]string{diag.Error: "ERROR", diag.Warning: "WARNING", diag.Info: "INFO"}

// writeRDJSON writes the open diagnostics for reviewdog. A fix with more than one edit is left out, because in that format each
// suggestion is a separate fix.
func writeRDJSON(w io.Writer, c Check) error {
	out := rdResult{Source: rdSource{c.Tool}, Diagnostics: []rdDiagnostic{}}
	help := c.helpURIs()
	for _, d := range c.open() {
		r := rdDiagnostic{
			Message: advised(d), Severity: rdSeverities[d.Severity], Code: rdCode{d.Rule, help[d.Rule]},
			Location: rdLocation{c.file(d), rdRangeOf(d.File, d.Span)},
		}
		for _, fix := range d.Fixes {
			if len(fix.Edits) == 1 {
				r.Suggestions = append(r.Suggestions, rdSuggestion{rdRangeOf(d.File, fix.Edits[0].Span), fix.Edits[0].Text})
			}
		}
		out.Diagnostics = append(out.Diagnostics, r)
	}
	return writeJSON(w, out)
}

// helpURIs returns the pages about the rules, by id.
func (c Check) helpURIs() map[string]string {
	pages := map[string]string{}
	for _, r := range c.Rules {
		pages[r.ID] = r.HelpURI
	}
	return pages
}

func rdRangeOf(f *source.File, s source.Span) rdRange {
	s = placed(s)
	return rdRange{rdPositionOf(f, s.Start), rdPositionOf(f, s.End)}
}

// rdPositionOf returns a place with its column in bytes from the start of the line, including a byte order mark.
func rdPositionOf(f *source.File, p source.Pos) rdPosition {
	if f == nil {
		return rdPosition{p.Line, p.Column}
	}
	at := f.Offset(p)
	return rdPosition{p.Line, at - bytes.LastIndexByte(f.Data[:at], '\n')}
}
