package exchange

import (
	"fmt"
	"io"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
)

// writeText writes a check for people: the open diagnostics and, unless Quiet is set, the summary.
func writeText(w io.Writer, c Check) error {
	var b strings.Builder
	writeOpen(&b, c.Diagnostics, c.Lang, painter{c.Color})
	if !c.Quiet {
		c.writeSummary(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeConcise writes a line for each open diagnostic, in the form that editors and build logs know:
// "systems/sys-017.md:7:19: error: Färdbok (SYS-017): informationsägare saknas [system-owner-missing]". Files are relative to
// the workspace, and the severity is its stored name in every language.
func writeConcise(w io.Writer, c Check) error {
	var b strings.Builder
	c.Prefix = ""
	for _, d := range c.open() {
		b.WriteString(c.concise(d) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// concise returns a diagnostic on one line.
func (c Check) concise(d diag.Diagnostic) string {
	return fmt.Sprintf("%s:%v: %v: %s [%s]", flat(c.file(d)), placed(d.Span).Start, d.Severity, said(d), d.Rule)
}
