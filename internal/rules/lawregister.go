package rules

import (
	"maps"
	"regexp"
	"slices"

	"github.com/c8b10cf3/lis/controls"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// lawRegister are the rules about the legal register as a whole and its designations.
var lawRegister = []Rule{
	{
		ID: "law-not-listed", Severity: diag.Info, Kinds: []string{"law"},
		Message: locale.Text{SV: "{law} ({title}) finns inte i laglistan", EN: "{law} ({title}) is not in the legal register"},
		Hint:    locale.Text{SV: "lägg till lagen i laws/, med status not_applicable om den inte gäller er", EN: "add the act in laws/, with status not_applicable if it does not apply to you"},
		Why:     locale.Text{SV: "de flesta kommuner och regioner berörs av lagen", EN: "most municipalities and regions are affected by the act"},
		Source:  "ISO/IEC 27001:2022 A.5.31",
		Reads:   []string{"designation", "accompanying"},
		Check:   checkLawsListed,
	},
	{
		ID: "law-reference-malformed", Severity: diag.Warning, Kinds: []string{"law"},
		Message: locale.Text{SV: "'{value}' är ingen beteckning på en författning", EN: "'{value}' is not a designation of an act"},
		Hint:    locale.Text{SV: "skriv den som 2018:218, MCFFS 2026:8 eller (EU) 2016/679", EN: "write it as 2018:218, MCFFS 2026:8 or (EU) 2016/679"},
		Why:     locale.Text{SV: "bara en riktig beteckning kan jämföras med lagregistret", EN: "only a proper designation can be compared with the register of law"},
		Source:  "ISO/IEC 27001:2022 A.5.31",
		Reads:   []string{"designation", "accompanying"},
		Check:   checkDesignations,
	},
}

// designations are the forms of a designation: an act or ordinance (2018:218), a series of regulations (HSLF-FS 2016:40), or an
// act of the European Union.
var designations = []*regexp.Regexp{
	regexp.MustCompile(`^(1[6-9]|20)\d\d:\d{1,4}( s\. ?\d+)?$`),
	regexp.MustCompile(`^\p{Lu}{2,}(-\p{Lu}{2,})? (19|20)\d\d:\d{1,4}$`),
	regexp.MustCompile(`^\((EU|EG|EEG|Euratom)(, Euratom)?\) (nr )?\d{1,4}/\d{1,4}$`),
	regexp.MustCompile(`^\d{2,4}/\d{1,4}/(EU|EG|EEG)$`),
}

// cited returns the designations of a law record by field.
func cited(r *record.Record) map[string]string {
	all := map[string]string{"designation": r.Text("designation")}
	for i, designation := range r.Texts("accompanying") {
		all[document.Index("accompanying", i)] = designation
	}
	return all
}

func checkDesignations(p *Pass) {
	for _, r := range p.readable("law", "designation", "accompanying") {
		all := cited(r)
		for _, field := range slices.Sorted(maps.Keys(all)) {
			value := all[field]
			known := slices.ContainsFunc(designations, func(form *regexp.Regexp) bool { return form.MatchString(value) })
			if value != "" && !known {
				p.Report(graph.Finding(r, "law-reference-malformed", field, locale.Args{"value": value}))
			}
		}
	}
}

// checkLawsListed compares the legal register with the core laws in force on the as-of day, if it has any records and a review
// has been put forward.
func checkLawsListed(p *Pass) {
	register := p.records("law")
	if len(register) == 0 || len(p.reviewsPut()) == 0 {
		return
	}
	listed := map[string]bool{}
	for _, r := range register {
		if !r.Readable([]string{"designation", "accompanying"}, nil) {
			return
		}
		for _, designation := range cited(r) {
			listed[controls.BareDesignation(designation)] = true
		}
	}
	for _, designation := range slices.SortedFunc(maps.Keys(controls.Laws()), graph.CompareIDs) {
		law := controls.Laws()[designation]
		if law.Core && !listed[designation] && inForce(law, p.AsOf) {
			f := graph.Finding(p.Workspace.Config.Record, "law-not-listed", "", locale.Args{"law": designation, "title": law.TitleSV})
			f.Record, f.Title, f.Kind, f.Span = "", "", "", p.Workspace.Config.Record.Doc.Opening()
			p.Report(f)
		}
	}
}

// inForce reports whether a law is known to be in force on a day. If its first day is not known, it counts from the day when it
// was last verified.
func inForce(law controls.Law, day string) bool {
	if law.RepealedOn(day) || law.Status != "in_force" && law.RepealedFrom == "" {
		return false
	}
	if law.InForceFrom == "" {
		return law.VerifiedAsOf != "" && law.VerifiedAsOf <= day
	}
	return law.InForceFrom <= day
}
