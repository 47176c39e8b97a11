package exchange

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/console"
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

// annotate writes annotations for diagnostics of one severity: one each, or if they are too many, one for those of the same cause.
func (c Check) annotate(b *strings.Builder, all []diag.Diagnostic) {
	groups := annotated(all)
	shown := groups[:min(len(groups), annotationsMost)]
	hidden := len(all)
	for i, g := range shown {
		hidden -= 1 + len(g.Others)
		message := annotation(g, c.Lang)
		if hidden > 0 && i == len(shown)-1 {
			message += "\n" + c.Lang.T("print.hidden", locale.Args{"counts": c.count(g.Severity, hidden)})
		}
		fmt.Fprintf(b, "::%s %s::%s\n", githubCommands[g.Severity], c.properties(g), escapeData(message))
	}
}

// annotated returns what gets an annotation of its own.
func annotated(all []diag.Diagnostic) []diag.Group {
	if len(all) > annotationsMost {
		return diag.Groups(all)
	}
	groups := make([]diag.Group, len(all))
	for i, d := range all {
		groups[i].Diagnostic = d
	}
	return groups
}

// count returns a number of diagnostics of one severity in words: "3 fel".
func (c Check) count(severity diag.Severity, n int) string {
	key := map[diag.Severity]string{diag.Error: "summary.errors", diag.Warning: "summary.warnings", diag.Info: "summary.infos"}[severity]
	return c.Lang.T(key, locale.Args{"n": n})
}

// annotation returns the text of an annotation: what is wrong, what would be right, what else has the same cause, and where to
// read more.
func annotation(g diag.Group, lang locale.Lang) string {
	_, message := headline(g)
	lines := []string{clip(flat(message), messageMost)}
	for _, more := range []string{g.Hint, groupText(g, lang)} {
		if more != "" {
			lines = append(lines, clip(flat(more), messageMost))
		}
	}
	return strings.Join(append(lines, "lis explain "+g.Rule), "\n")
}

// properties returns the place and the title of an annotation. GitHub accepts columns only within one line.
func (c Check) properties(g diag.Group) string {
	at := placed(g.Span)
	p := fmt.Sprintf("file=%s,line=%d", escapeProperty(flat(c.file(g.Diagnostic))), at.Start.Line)
	if at.End.Line == at.Start.Line {
		p += fmt.Sprintf(",col=%d,endLine=%d,endColumn=%d", at.Start.Column, at.End.Line, at.End.Column)
	} else {
		p += fmt.Sprintf(",endLine=%d", at.End.Line)
	}
	about, _ := headline(g)
	title := clip(strings.TrimSuffix(flat(about), ": "), titleMost)
	return p + ",title=" + escapeProperty(strings.TrimSpace(title+" ["+g.Rule+"]"))
}

var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// escapeData and escapeProperty escape what would end the message or a property of a workflow command, and break what would be a
// command to another agent.
func escapeData(s string) string     { return dataEscapes.Replace(console.Unbroken(s)) }
func escapeProperty(s string) string { return propertyEscapes.Replace(console.Unbroken(s)) }
