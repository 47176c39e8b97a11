package rules

import (
	"cmp"
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Silence is how a rule that guards the proof was kept from reporting.
type Silence struct {
	Rule *Rule
	// How is a key of [silences]. From and To are the severities, set for a rule that lis.yaml turned off or lowered.
	How      string
	From, To diag.Severity
	// Waiver is set for a rule that was waived.
	Waiver diag.Waiver
	// Found are the results that are not reported because of it, or only with the lower severity. Hidden is the number of those
	// that the reader may not see.
	Found  []diag.Result
	Hidden int
}

// silence is a way to silence a rule, and the key of its message.
type silence struct{ how, message string }

// silences are the ways to silence a rule, in the order in which they are told, with the message for each.
var silences = []silence{
	{"off", "guards.off"}, {"lowered", "guards.lowered"}, {"waived", "guards.waived"}, {"baselined", "guards.baselined"},
}

// Silenced returns how rules that guard the proof were silenced, by rule: turned off or lowered in lis.yaml, even if they find
// nothing; waived, for each waiver; or in the baseline. results are those of [Set.Check].
func (s *Set) Silenced(results []diag.Result) []Silence {
	var all []Silence
	for i := range s.Rules {
		rule := &s.Rules[i]
		if !rule.Guards {
			continue
		}
		found := slices.DeleteFunc(slices.Clone(results), func(r diag.Result) bool { return r.Rule != rule.ID })
		if to, set := s.workspace.Config.Rules[rule.ID]; set && to < rule.Severity {
			x := Silence{Rule: rule, How: "lowered", From: rule.Severity, To: to, Found: withStanding(found, diag.Open)}
			if to == diag.Off {
				x.How, x.Found = "off", withStanding(found, diag.Muted)
			}
			all = append(all, x)
		}
		all = append(all, waivedOf(rule, withStanding(found, diag.Waived))...)
		if listed := withStanding(found, diag.Baselined); len(listed) > 0 {
			all = append(all, Silence{Rule: rule, How: "baselined", Found: listed})
		}
	}
	return all
}

func withStanding(all []diag.Result, standing diag.Standing) []diag.Result {
	return slices.DeleteFunc(slices.Clone(all), func(r diag.Result) bool { return r.Standing != standing })
}

// waivedOf groups waived results of a rule by their waiver.
func waivedOf(rule *Rule, waived []diag.Result) []Silence {
	var all []Silence
	for _, r := range waived {
		i := slices.IndexFunc(all, func(x Silence) bool { return x.Waiver == r.Waiver })
		if i < 0 {
			i = len(all)
			all = append(all, Silence{Rule: rule, How: "waived", Waiver: r.Waiver})
		}
		all[i].Found = append(all[i].Found, r)
	}
	return all
}

// TellSilenced returns how rules that guard the proof were silenced, in words, as a cut shows it: results about what it hides are only
// counted, and what a waiver says is left out where the cut hides it. Readers
// who may not see any messages are told which rules were silenced, and nothing else.
func (s *Set) TellSilenced(results []diag.Result, cut *disclose.Cut, lang locale.Lang) []string {
	if !cut.Profile().ShowsMessages() || !cut.Profile().ShowsSettings() {
		return s.namesOfSilenced(results, lang)
	}
	role := func(id string) string {
		if r := s.workspace.Graph.Named(id); r != nil && cut.Record(r) {
			return s.workspace.Graph.Title(r).In(lang) + " (" + r.ID + ")"
		}
		return lang.T("guards.nobody")
	}
	var out []string
	for _, x := range s.Silenced(results) {
		n := len(x.Found)
		x.Found = slices.DeleteFunc(x.Found, func(r diag.Result) bool { return !cut.Diagnostic(s.Tell([]diag.Result{r}, lang)[0]) })
		x.Hidden = n - len(x.Found)
		if !slices.ContainsFunc(x.Found, func(r diag.Result) bool { return s.showsWaiver(r, cut) }) {
			x.Waiver = diag.Waiver{}
		}
		out = append(out, x.tell(lang, role))
	}
	return out
}

// namesOfSilenced returns which rules that guard the proof were silenced, each once.
func (s *Set) namesOfSilenced(results []diag.Result, lang locale.Lang) []string {
	var out []string
	for _, x := range s.Silenced(results) {
		out = append(out, lang.T("guards.only", locale.Args{"rule": x.Rule.ID, "says": locale.Elide(x.Rule.Message.In(lang))}))
	}
	return slices.Compact(out)
}

// showsWaiver reports whether a cut shows the waivers of the record that a result is about.
func (s *Set) showsWaiver(result diag.Result, cut *disclose.Cut) bool {
	r := s.workspace.Graph.RecordOf(result.Finding)
	return r != nil && cut.Field(r, "waive")
}

// mostSubjects is how many records of a silence are named.
const mostSubjects = 5

// tell returns the silence in a sentence: the rule, how it was silenced, by whom and until when, and what it is about. role names the
// role with an id.
func (x Silence) tell(lang locale.Lang, role func(id string) string) string {
	i := slices.IndexFunc(silences, func(s silence) bool { return s.how == x.How })
	args := locale.Args{
		"rule": x.Rule.ID, "says": locale.Elide(x.Rule.Message.In(lang)), "from": severityWords(x.From, lang), "to": severityWords(x.To, lang),
		"file": workspace.BaselineFile, "by": lang.T("guards.nobody"), "until": lang.T("gate.waiver-open"),
	}
	if x.Waiver.ApprovedBy != "" {
		args["by"] = role(x.Waiver.ApprovedBy)
	}
	if x.Waiver.Until != "" {
		args["until"] = lang.Date(x.Waiver.Until)
	}
	said := lang.T(silences[i].message, args)
	if about := x.about(lang); about != "" {
		said += lang.T("guards.about", locale.Args{"subjects": about})
	}
	return said
}

func severityWords(s diag.Severity, lang locale.Lang) string {
	if s == diag.Off {
		return lang.T("gate.off")
	}
	return lang.T("severity." + s.String())
}

// about returns what a silence is about, each record once, the first few by name.
func (x Silence) about(lang locale.Lang) string {
	var names []string
	for _, r := range x.Found {
		name := cmp.Or(r.Record, r.About, r.FileName())
		if r.Record != "" && r.Title != "" && r.Title != r.Record {
			name = r.Title + " (" + r.Record + ")"
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if more := len(names) - mostSubjects; more > 0 {
		names = append(names[:mostSubjects], lang.T("guards.more", locale.Args{"n": more}))
	}
	if x.Hidden > 0 {
		names = append(names, lang.T("guards.hidden", locale.Args{"n": x.Hidden}))
	}
	return lang.And(names)
}
