package exchange

import (
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/source"
)

// sarifSchema is the address of the schema of the log: SARIF 2.1.0 with its errata.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// sarifRoot stands for the top of the repository in every address.
const sarifRoot = "%SRCROOT%"

// fingerprintName is the name of our fingerprint; a new way to compute it gets a new name.
const fingerprintName = "lisDiagnostic/v1"

var sarifLevels = map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Info: "note", diag.Off: "none"}

// writeSARIF writes a check as SARIF 2.1.0. It contains all diagnostics; the accepted ones are suppressed.
func writeSARIF(w io.Writer, c Check) error {
	run := sarifRun{
		Tool:              sarifTool{c.sarifDriver()},
		Language:          string(c.Lang),
		ColumnKind:        "unicodeCodePoints",
		OriginalURIBases:  map[string]sarifBase{sarifRoot: {sarifText{c.Lang.T("print.root")}}},
		AutomationDetails: sarifAutomation{path.Join(c.Tool, c.Prefix) + "/"},
		Properties:        sarifBag{"as_of": c.AsOf, "records": c.Records},
		Results:           []sarifResult{},
	}
	if c.Rev != nil {
		run.Properties["rev"] = *c.Rev
	}
	if c.Profile != nil {
		run.Properties["profile"] = *c.Profile
	}
	for _, d := range c.printed() {
		run.Results = append(run.Results, c.sarifResult(d))
	}
	return writeJSON(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

func (c Check) sarifDriver() sarifDriver {
	driver := sarifDriver{
		Name: c.Tool, FullName: c.Tool + " " + c.ToolVersion, InformationURI: c.ToolAddress,
		Version: c.ToolVersion, SemanticVersion: c.ToolVersion, Rules: []sarifRule{},
	}
	for _, r := range c.Rules {
		rule := sarifRule{
			ID: r.ID, Name: pascal(r.ID), Short: sarifText{flat(r.Message)}, Help: sarifText{"lis explain " + r.ID}, HelpURI: r.HelpURI,
			Configuration: sarifConfiguration{sarifLevels[r.Severity]},
		}
		if r.Why != "" {
			rule.Full = &sarifText{flat(r.Why)}
			rule.Help.Text = flat(r.Why) + "\n\n" + rule.Help.Text
		}
		if r.Source != "" {
			rule.Properties = sarifBag{"source": r.Source}
			rule.Help.Text += "\n\n" + r.Source
		}
		driver.Rules = append(driver.Rules, rule)
	}
	return driver
}

// pascal returns an id as one word, as the standard wants the name of a rule: SystemOwnerMissing.
func pascal(id string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(id, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		first, size := utf8.DecodeRuneInString(word)
		b.WriteString(string(unicode.ToUpper(first)) + word[size:])
	}
	return b.String()
}

func (c Check) sarifResult(d printed) sarifResult {
	r := sarifResult{
		RuleID: d.Rule, Level: sarifLevels[d.Severity], Message: sarifText{said(d.Diagnostic)},
		Locations:    []sarifLocation{c.sarifLocation(d.Diagnostic)},
		Fingerprints: map[string]string{fingerprintName: d.fingerprint},
		Suppressions: sarifSuppressions(d.Diagnostic),
	}
	if i := slices.IndexFunc(c.Rules, func(rule RuleInfo) bool { return rule.ID == d.Rule }); i >= 0 {
		r.RuleIndex = &i
	}
	if d.Hint != "" {
		r.Message.Text += "\n" + flat(d.Hint)
	}
	if d.Owner != "" {
		r.Properties = sarifBag{"owner": d.Owner}
	}
	for _, other := range d.Related {
		r.addRelated(sarifLocation{
			Physical: sarifPlace{sarifFile(c.inRepository(other.File.Name)), sarifRegionOf(other.Span)}, Message: &sarifText{flat(other.Message.In(c.Lang))},
		})
	}
	for _, fix := range d.Fixes {
		if len(fix.Edits) > 0 {
			r.Fixes = append(r.Fixes, c.sarifFix(d.Diagnostic, fix))
		}
	}
	return r
}

// addRelated adds a place unless it is already there: the schema requires unique places.
func (r *sarifResult) addRelated(l sarifLocation) {
	same := func(m sarifLocation) bool { return m.Physical == l.Physical && *m.Message == *l.Message }
	if !slices.ContainsFunc(r.Related, same) {
		r.Related = append(r.Related, l)
	}
}

// sarifSuppressions returns how a diagnostic was accepted: a waiver is in the record, the baseline outside it. For an open
// diagnostic the list is empty, not absent, which says that there are no suppressions.
func sarifSuppressions(d diag.Diagnostic) []sarifSuppression {
	switch d.Standing {
	case diag.Waived:
		return []sarifSuppression{{Kind: "inSource", Status: "accepted", Justification: d.Reason}}
	case diag.Baselined, diag.Muted:
		return []sarifSuppression{{Kind: "external", Status: "accepted", Justification: d.Reason}}
	}
	return []sarifSuppression{}
}

func (c Check) sarifLocation(d diag.Diagnostic) sarifLocation {
	l := sarifLocation{Physical: sarifPlace{sarifFile(c.file(d)), sarifRegionOf(d.Span)}}
	if d.Record != "" {
		name := d.Record
		if d.Field != "" {
			name += "#" + d.Field
		}
		l.Logical = []sarifLogical{{Name: d.Record, FullName: name, Kind: d.Kind}}
	}
	return l
}

func (c Check) sarifFix(d diag.Diagnostic, fix diag.Fix) sarifFix {
	change := sarifChange{Artifact: sarifFile(c.file(d))}
	for _, e := range fix.Edits {
		change.Replacements = append(change.Replacements, sarifReplacement{sarifRegionOf(e.Span), sarifContent{e.Text}})
	}
	return sarifFix{Description: sarifText{flat(fix.Title.In(c.Lang))}, Changes: []sarifChange{change}}
}

// sarifFile returns a file of the repository as a relative address, with special characters escaped.
func sarifFile(name string) sarifArtifact {
	return sarifArtifact{(&url.URL{Path: name}).String(), sarifRoot}
}

func sarifRegionOf(s source.Span) sarifRegion {
	s = placed(s)
	return sarifRegion{s.Start.Line, s.Start.Column, s.End.Line, s.End.Column}
}
