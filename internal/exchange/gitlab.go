package exchange

import (
	"io"

	"github.com/c8b10cf3/lis/internal/diag"
)

// qualityIssue is one finding of a GitLab code quality report, in the variant of Code Climate's format that GitLab reads.
// Source: docs.gitlab.com/ci/testing/code_quality, "Code Quality report format".
type qualityIssue struct {
	Description string          `json:"description"`
	CheckName   string          `json:"check_name"`
	Fingerprint string          `json:"fingerprint"`
	Severity    string          `json:"severity"` // info, minor, major, critical or blocker
	Location    qualityLocation `json:"location"`
}

type qualityLocation struct {
	Path  string       `json:"path"` // relative to the repository, without a leading ./
	Lines qualityLines `json:"lines"`
}

type qualityLines struct {
	Begin int `json:"begin"`
}

// qualitySeverities are GitLab's severities. Critical and blocker are left for what stops a service.
var qualitySeverities = map[diag.Severity]string{diag.Error: "major", diag.Warning: "minor", diag.Info: "info"}

// writeGitLab writes the open diagnostics as a GitLab code quality report.
func writeGitLab(w io.Writer, c Check) error {
	issues := []qualityIssue{}
	for _, d := range c.printed() {
		if d.Standing != diag.Open {
			continue
		}
		issues = append(issues, qualityIssue{
			Description: advised(d.Diagnostic), CheckName: d.Rule, Fingerprint: d.fingerprint, Severity: qualitySeverities[d.Severity],
			Location: qualityLocation{Path: c.file(d.Diagnostic), Lines: qualityLines{placed(d.Span).Start.Line}},
		})
	}
	return writeJSON(w, issues)
}
