package exchange

import (
	"encoding/xml"
	"io"

	"github.com/c8b10cf3/lis/internal/diag"
)

// checkstyleReport is the report of the Java tool Checkstyle, which many forges and editors read. It has no schema; the
// fields are those of its XMLLogger.
type checkstyleReport struct {
	XMLName xml.Name         `xml:"checkstyle"`
	Version string           `xml:"version,attr"`
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr"`
	Severity string `xml:"severity,attr"` // error, warning or info
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"` // a dotted name of the rule
}

// writeCheckstyle writes the open diagnostics, file by file, as Checkstyle would.
func writeCheckstyle(w io.Writer, c Check) error {
	report := checkstyleReport{Version: "4.3"}
	at := map[string]int{}
	for _, d := range c.open() {
		name := flat(c.file(d))
		i, met := at[name]
		if !met {
			i = len(report.Files)
			at[name] = i
			report.Files = append(report.Files, checkstyleFile{Name: name})
		}
		f := &report.Files[i]
		f.Errors = append(f.Errors, c.checkstyleError(d))
	}
	return writeXML(w, report)
}

func (c Check) checkstyleError(d diag.Diagnostic) checkstyleError {
	start := placed(d.Span).Start
	return checkstyleError{start.Line, start.Column, d.Severity.String(), advised(d), c.Tool + "." + d.Rule}
}
