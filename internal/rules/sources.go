package rules

import (
	"regexp"
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// idForm is the form of a rule id: subject-problem.
var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`)

// checkSources finds errors in how the kinds state their rules, other than in the conditions: an id that is taken or malformed,
// and a message with a placeholder that the rule does not fill.
func checkSources(kinds *record.Kinds) []diag.Finding {
	taken := map[string]bool{}
	for _, r := range Builtin {
		taken[r.ID] = true
	}
	var findings []diag.Finding
	report := func(src *record.RuleSource, problem locale.Text) {
		findings = append(findings, diag.Finding{Rule: "kind-invalid", File: src.File, Span: src.Span, Args: locale.Args{"problem": problem}})
	}
	for _, kind := range kinds.List {
		for i := range kind.Rules {
			src := &kind.Rules[i]
			switch {
			case !idForm.MatchString(src.ID):
				report(src, locale.Text{SV: "'" + src.ID + "' kan inte vara namn på en regel; skriv det som system-owner-missing", EN: "'" + src.ID + "' cannot be the name of a rule; write it as system-owner-missing"})
			case taken[src.ID]:
				report(src, locale.Text{SV: "det finns redan en regel '" + src.ID + "'", EN: "there is already a rule '" + src.ID + "'"})
			}
			taken[src.ID] = true
			if name := notGiven(src); name != "" {
				report(src, locale.Text{SV: "texten i " + src.ID + " använder '" + name + "', som saknas i with", EN: "the text of " + src.ID + " uses '" + name + "', which is not given in with"})
			}
		}
	}
	return findings
}

// notGiven returns the first placeholder in the texts of a rule that the rule does not fill, or "".
func notGiven(src *record.RuleSource) string {
	for _, t := range []locale.Text{src.Message, src.Hint} {
		for _, name := range slices.Concat(locale.Placeholders(t.SV), locale.Placeholders(t.EN)) {
			if _, given := src.With[name]; !given && name != "kind" && name != "field" {
				return name
			}
		}
	}
	return ""
}
