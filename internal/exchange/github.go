package exchange

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
)

const (
	// annotationsMost is how many annotations of each severity GitHub shows for one step; it drops the rest silently.
	annotationsMost = 10
	// stepSummaryMost is how many bytes of a step summary are written. GitHub rejects a summary of more than 1 MiB completely.
	stepSummaryMost = 900_000
	// titleMost and messageMost keep one annotation well below GitHub's limits of 255 characters and 64 KiB.
	titleMost, messageMost = 200, 4000
)

// githubCommands are GitHub's workflow commands for annotations.
var githubCommands = map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Info: "notice"}

// writeGitHub writes the open diagnostics as annotations, those in changed files first, and all of them to the step summary. If
// there are more than GitHub shows, the last annotation says how many are hidden.
func writeGitHub(w io.Writer, c Check) error {
	open := c.open()
	slices.SortStableFunc(open, func(a, b diag.Diagnostic) int { return c.changed(b) - c.changed(a) })
	var b strings.Builder
	for _, severity := range []diag.Severity{diag.Error, diag.Warning, diag.Info} {
		var of []diag.Diagnostic
		for _, d := range open {
			if d.Severity == severity {
				of = append(of, d)
			}
		}
		c.annotate(&b, of)
	}
	if _, err := io.WriteString(w, b.String()); err != nil || c.StepSummary == nil {
		return err
	}
	_, err := io.WriteString(c.StepSummary, c.stepSummary(stepSummaryMost))
	return err
}

// changed returns 1 for a diagnostic in a changed file, else 0.
func (c Check) changed(d diag.Diagnostic) int {
	if c.Changed[c.file(d)] {
		return 1
	}
	return 0
}

// annotate writes annotations for diagnostics of one severity.
func (c Check) annotate(b *strings.Builder, all []diag.Diagnostic) {
	shown := all[:min(len(all), annotationsMost)]
	for i, d := range shown {
		message := annotation(d)
		if hidden := len(all) - len(shown); hidden > 0 && i == len(shown)-1 {
			message += "\n" + c.Lang.T("print.hidden", locale.Args{"counts": c.count(d.Severity, hidden)})
		}
		fmt.Fprintf(b, "::%s %s::%s\n", githubCommands[d.Severity], c.properties(d), escapeData(message))
	}
}

// count returns a number of diagnostics of one severity in words: "3 fel".
func (c Check) count(severity diag.Severity, n int) string {
	key := map[diag.Severity]string{diag.Error: "summary.errors", diag.Warning: "summary.warnings", diag.Info: "summary.infos"}[severity]
	return c.Lang.T(key, locale.Args{"n": n})
}

// annotation returns the text of an annotation: what is wrong, what would be right, and where to read more.
func annotation(d diag.Diagnostic) string {
	lines := []string{clip(flat(d.Message), messageMost)}
	if d.Hint != "" {
		lines = append(lines, clip(flat(d.Hint), messageMost))
	}
	return strings.Join(append(lines, "lis explain "+d.Rule), "\n")
}

// properties returns the place and the title of an annotation. GitHub accepts columns only within one line.
func (c Check) properties(d diag.Diagnostic) string {
	at := placed(d.Span)
	p := fmt.Sprintf("file=%s,line=%d", escapeProperty(flat(c.file(d))), at.Start.Line)
	if at.End.Line == at.Start.Line {
		p += fmt.Sprintf(",col=%d,endLine=%d,endColumn=%d", at.Start.Column, at.End.Line, at.End.Column)
	} else {
		p += fmt.Sprintf(",endLine=%d", at.End.Line)
	}
	title := clip(strings.TrimSuffix(flat(subject(d)), ": "), titleMost)
	return p + ",title=" + escapeProperty(strings.TrimSpace(title+" ["+d.Rule+"]"))
}

var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// escapeData and escapeProperty escape what would end the message or a property of a workflow command.
func escapeData(s string) string     { return dataEscapes.Replace(s) }
func escapeProperty(s string) string { return propertyEscapes.Replace(s) }
