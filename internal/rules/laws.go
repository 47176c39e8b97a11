package rules

import (
	"github.com/c8b10cf3/lis/controls"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// laws are the rules about repealed laws.
var laws = []Rule{
	{
		ID: "law-repealed", Severity: diag.Error, Kinds: []string{"law"},
		Message: locale.Text{SV: "'{law}' är upphävd från {date}{successor}", EN: "'{law}' is repealed from {date}{successor}"},
		Hint:    locale.Text{SV: "för in den nya författningen och ta bort den gamla", EN: "enter the new act and remove the old one"},
		Why:     locale.Text{SV: "en laglista med upphävda lagar visar inte vilka krav som gäller", EN: "a register with repealed acts does not show which requirements apply"},
		Source:  "ISO/IEC 27002:2022 5.31; cybersäkerhetslagen (2025:1506), övergångsbestämmelserna",
		Reads:   []string{"designation", "accompanying"},
		Check:   checkRepealed,
	},
}

func checkRepealed(p *Pass) {
	for _, r := range p.records("law") {
		if !r.Readable([]string{"designation", "accompanying"}, nil) {
			continue
		}
		reportRepealed(p, r, "designation", r.Text("designation"))
		for i, designation := range r.Texts("accompanying") {
			reportRepealed(p, r, document.Index("accompanying", i), designation)
		}
	}
}

func reportRepealed(p *Pass, r *record.Record, field, designation string) {
	law, known := controls.LawNamed(designation)
	if !known || !law.RepealedOn(p.AsOf) {
		return
	}
	successor := locale.Text{}
	if law.ReplacedBy != "" {
		successor = locale.Text{SV: " och ersatt av " + law.ReplacedBy, EN: " and replaced by " + law.ReplacedBy}
		if title := controls.Laws()[law.ReplacedBy].TitleSV; title != "" {
			successor = locale.Text{SV: successor.SV + " (" + title + ")", EN: successor.EN + " (" + title + ")"}
		}
	}
	p.Report(graph.Finding(r, "law-repealed", field, locale.Args{"law": designation, "date": law.RepealedFrom, "successor": successor}))
}
