package rules

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// responsibility are the rules about who is responsible for what.
var responsibility = []Rule{
	{
		ID: "owner-missing", Severity: diag.Error,
		Message:  locale.Text{SV: "ansvarig roll saknas", EN: "the responsible role is missing"},
		Why:      locale.Text{SV: "det som ingen ansvarar för blir inte gjort", EN: "things without an owner do not get done"},
		Source:   "ISO/IEC 27001:2022 5.3",
		Replaces: []string{"field-missing"},
		Check:    checkOwners,
	},
	{
		ID: "owner-vacant", Severity: diag.Warning,
		Message: locale.Text{SV: "ansvarig roll {role} är vakant ({reason})", EN: "the responsible role {role} is vacant ({reason})"},
		Hint:    locale.Text{SV: "ange en roll som är tillsatt, eller tillsätt rollen", EN: "give a role that is filled, or fill the role"},
		Why:     locale.Text{SV: "en vakant roll kan inte ansvara för något", EN: "a vacant role cannot be responsible for anything"},
		Source:  "ISO/IEC 27001:2022 5.3",
		Check:   checkVacancies,
	},
}

func checkOwners(p *Pass) {
	for _, r := range p.records() {
		owner := r.Kind.Field("owner")
		wanted := owner != nil && owner.Required && !p.over(r)
		if wanted && r.At("owner") == nil && r.Readable([]string{"owner"}, []string{"field-missing"}) {
			p.Report(graph.Finding(r, "owner-missing", "owner", nil))
		}
	}
}

// ownerFields are the fields that name who is responsible for a record, in order of precedence.
var ownerFields = []string{"owner", "information_owner", "owner_business"}

func checkVacancies(p *Pass) {
	for _, r := range p.records() {
		if p.over(r) {
			continue
		}
		for _, field := range ownerFields {
			role := p.Workspace.Graph.Target(r, field)
			if role == nil || role.Kind.Name != "role" {
				continue
			}
			if reason, fields := vacant(role, p.AsOf); !reason.IsZero() {
				f := graph.Finding(r, "owner-vacant", field, locale.Args{"role": role.ID, "reason": reason})
				f.Cause = role.ID
				f = from(f, role, fields...)
				f.Related = []diag.Related{{File: role.File(), Span: role.Place("appointed"), Message: locale.Text{SV: "rollen", EN: "the role"}}}
				p.Report(f)
			}
		}
	}
}

// over reports whether a record is over on the as-of day.
func (p *Pass) over(r *record.Record) bool { return p.Workspace.Graph.Over(r, p.AsOf) }

// withoutUnneeded drops the pipeline's findings about a missing owner if the record is over: the narrower rules that replace them
// report nothing about such a record.
func (p *Pass) withoutUnneeded(findings []diag.Finding) []diag.Finding {
	return slices.DeleteFunc(findings, func(f diag.Finding) bool {
		if f.Rule != "field-missing" || !slices.Contains(ownerFields, f.Field) {
			return false
		}
		r := p.Workspace.Graph.InFile(f.FileName())
		return r != nil && p.over(r)
	})
}

// vacant returns why a role is vacant on a day, and which of its fields say so; zero if it is not. A role without a holder is not
// vacant.
func vacant(role *record.Record, day string) (reason locale.Text, fields []string) {
	starts, ended := role.Text("starts_on"), role.Text("holder_to")
	switch {
	case role.Text("appointed") == "no":
		return locale.Text{SV: "inte utsedd", EN: "not appointed"}, []string{"appointed"}
	case role.Text("appointed") == "starts" && starts == "":
		return locale.Text{SV: "tillträds senare", EN: "starts later"}, []string{"appointed"}
	case role.Text("appointed") == "starts" && starts > day:
		return locale.Text{SV: "tillträds " + starts, EN: "starts " + starts}, []string{"appointed", "starts_on"}
	case ended != "" && ended < day:
		return locale.Text{SV: "innehavaren slutade " + ended, EN: "the holder left " + ended}, []string{"holder_to"}
	}
	return locale.Text{}, nil
}

// isVacant reports whether a role is vacant on a day.
func isVacant(role *record.Record, day string) bool {
	reason, _ := vacant(role, day)
	return !reason.IsZero()
}
