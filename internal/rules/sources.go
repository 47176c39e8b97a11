package rules

import (
	"regexp"
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
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
	report := func(src *record.RuleSource, span source.Span, problem locale.Message) {
		findings = append(findings, diag.Finding{Rule: "kind-invalid", File: src.File, Span: span, Args: locale.Args{"problem": problem.Text()}})
	}
	for _, src := range ownLast(kinds) {
		switch {
		case !idForm.MatchString(src.ID):
			report(src, src.Span, locale.Say("rule.id-form", locale.Args{"rule": src.ID}))
		case taken[src.ID]:
			report(src, src.Span, locale.Say("rule.id-taken", locale.Args{"rule": src.ID}))
		}
		taken[src.ID] = true
		for _, key := range []string{"message", "hint"} {
			if name := notGiven(src, key); name != "" {
				report(src, src.Spans[key], locale.Say("rule.not-given", locale.Args{"rule": src.ID, "name": name, "key": key}))
				break
			}
		}
	}
	return findings
}

// ownLast returns the rules of all kinds, those of the workspace last: it is they that have to give way.
func ownLast(kinds *record.Kinds) []*record.RuleSource {
	var all []*record.RuleSource
	for _, kind := range kinds.List {
		for i := range kind.Rules {
			all = append(all, &kind.Rules[i])
		}
	}
	slices.SortStableFunc(all, func(a, b *record.RuleSource) int {
		switch {
		case a.Own == b.Own:
			return 0
		case b.Own:
			return -1
		}
		return 1
	})
	return all
}

// notGiven returns the first placeholder in a text of a rule that the rule does not fill, or "".
func notGiven(src *record.RuleSource, key string) string {
	text := src.Message
	if key == "hint" {
		text = src.Hint
	}
	for _, name := range slices.Concat(locale.Placeholders(text.SV), locale.Placeholders(text.EN)) {
		if _, given := src.With[name]; !given && name != "kind" && name != "field" {
			return name
		}
	}
	return ""
}
