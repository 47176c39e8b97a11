package rules

import (
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// publication are the rules about who can see a record.
var publication = []Rule{
	{
		ID: "publish-too-wide", Severity: diag.Error,
		Message: locale.Text{SV: "är avsedd för profilen '{publish}', men {problem}; den visas inte där förrän det är rättat", EN: "is meant for the profile '{publish}', but {problem}; it is not shown there until that is put right"},
		Hint:    locale.Text{SV: "ange publish: {allowed}", EN: "give publish: {allowed}"},
		Why:     locale.Text{SV: "uppgifter om säkerhetsåtgärder kan omfattas av sekretess, och det som har publicerats går inte att ta tillbaka", EN: "details of security measures may be subject to secrecy, and what has been published cannot be taken back"},
		Source:  "OSL 18 kap. 8 §",
		Check:   checkPublish,
	},
	{
		ID: "secrecy-incomplete", Severity: diag.Error,
		Message: locale.Text{SV: "sekretessmarkeringen saknar {missing}", EN: "the secrecy marking lacks {missing}"},
		Hint:    locale.Text{SV: "ange provision, date och authority", EN: "give provision, date and authority"},
		Why:     locale.Text{SV: "en sekretessmarkering ska ange bestämmelsen, dagen och myndigheten", EN: "a secrecy marking must state the provision, the day and the authority"},
		Source:  "OSL 5 kap. 5 §",
		Check:   checkSecrecy,
	},
	{
		ID: record.WidenedRule, Severity: diag.Info,
		Message: locale.Text{SV: "poster av postslaget {kind} visas för fler än programmet har som standard: {publish} i stället för {shipped}", EN: "records of the kind {kind} are shown to more readers than by the program's default: {publish} instead of {shipped}"},
		Hint:    locale.Text{SV: "ta bort publish om det inte är bestämt", EN: "remove publish unless this has been decided"},
		Why:     locale.Text{SV: "det gäller varje post av slaget som inte själv säger något annat, och det som har publicerats går inte att ta tillbaka", EN: "it is so for every record of the kind that does not say otherwise, and what has been published cannot be taken back"},
		Source:  "OSL 18 kap. 8 §",
		Check:   func(p *Pass) { p.findings = append(p.findings, p.Workspace.Kinds.Widened...) },
	},
}

// checkPublish finds records that are meant for more readers than their secrecy marking or their classification allows. Until they
// are put right they are shown as narrowly as the rule asks, see [graph.Bound].
func checkPublish(p *Pass) {
	for _, r := range p.records() {
		stated := graph.Stated(r)
		bound, field := graph.Bound(r)
		if r.Readable([]string{"publish", "secrecy"}, nil) && r.Readable([]string{field}, nil) && disclose.Wider(stated, bound) {
			reportPublish(p, r, stated, bound, publishProblems[field])
		}
	}
}

// publishProblems say why a record may not be shown as it is meant, by the field that bounds it.
var publishProblems = map[string]locale.Text{
	"secrecy":                        {SV: "posten är sekretessmarkerad", EN: "the record has a secrecy marking"},
	"classification.confidentiality": {SV: "konfidentialiteten är klassad som för hög för det", EN: "its confidentiality is classified as too high for that"},
}

// reportPublish reports at the field publish, or at the secrecy marking if the record leaves its profile to the kind.
func reportPublish(p *Pass, r *record.Record, shown, allowed record.Profile, problem locale.Text) {
	field := "publish"
	if r.At(field) == nil {
		field = "secrecy"
	}
	p.Report(graph.Finding(r, "publish-too-wide", field, locale.Args{"publish": shown, "allowed": allowed, "problem": problem}))
}

// secrecyParts are the parts of a secrecy marking, with their names in the message.
var secrecyParts = []struct {
	field string
	name  locale.Text
}{
	{"provision", locale.Text{SV: "bestämmelse (provision)", EN: "a provision (provision)"}},
	{"date", locale.Text{SV: "datum (date)", EN: "a date (date)"}},
	{"authority", locale.Text{SV: "myndighet (authority)", EN: "an authority (authority)"}},
}

func checkSecrecy(p *Pass) {
	for _, r := range p.records() {
		if r.At("secrecy") == nil || !r.Readable([]string{"secrecy"}, nil) {
			continue
		}
		var missing names
		for _, part := range secrecyParts {
			if r.At("secrecy."+part.field) == nil {
				missing = append(missing, part.name)
			}
		}
		if len(missing) > 0 {
			p.Report(graph.Finding(r, "secrecy-incomplete", "secrecy", locale.Args{"missing": missing}))
		}
	}
}
