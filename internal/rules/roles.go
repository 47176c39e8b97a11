package rules

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// roles are the rules about the organisation and its roles as a whole.
var roles = []Rule{
	{
		ID: "org-role-missing", Severity: diag.Error, Kinds: []string{"organisation"},
		Message: locale.Text{SV: "rollen {role} är inte utsedd", EN: "the role {role} is not appointed"},
		Hint:    locale.Text{SV: "skriv en post i roles/ med type: {type} och appointed: \"yes\"; roles_required i lis.yaml bestämmer vilka roller som behövs", EN: "write a record in roles/ with type: {type} and appointed: \"yes\"; roles_required in lis.yaml decides which roles are needed"},
		Why:     locale.Text{SV: "ledningssystemet fungerar bara när någon har uppgiften", EN: "the management system works only if someone has the duty"},
		Source:  "ISO/IEC 27001:2022 5.3; GDPR art. 37.1",
		Reads:   []string{"type", "appointed"},
		Check:   checkRolesRequired,
	},
	{
		ID: "dso-not-independent", Severity: diag.Error, Kinds: []string{"role"},
		Message: locale.Text{SV: "dataskyddsombudet kan inte samtidigt vara {other}", EN: "the data protection officer cannot also be {other}"},
		Hint:    locale.Text{SV: "ge uppgiften till en annan roll eller en annan innehavare", EN: "give the duty to another role or another holder"},
		Why:     locale.Text{SV: "ombudet ska granska behandlingarna och får inte besluta om dem", EN: "the officer must monitor the processing and may not decide on it"},
		Source:  "GDPR art. 38.6",
		Reads:   []string{"type", "holder"},
		Check:   checkIndependence,
	},
	{
		ID: "role-vacant", Severity: diag.Info, Kinds: []string{"role"},
		Message:  locale.Text{SV: "rollen är inte utsedd", EN: "the role is not appointed"},
		Together: locale.Text{SV: "{n} roller är inte utsedda", EN: "{n} roles are not appointed"},
		Hint:     locale.Text{SV: "ange appointed: \"yes\" när någon har fått uppgiften, och i holder befattningen, inte namnet; ta bort en roll som inte behövs", EN: "give appointed: \"yes\" when somebody has the duty, and in holder the job title, not the name; remove a role that is not needed"},
		Why:      locale.Text{SV: "ledningen ska utse den som ansvarar, annars blir uppgiften inte gjord", EN: "management must appoint who is responsible, or the duty is not done"},
		Source:   "ISO/IEC 27001:2022 5.3",
		Reads:    []string{"appointed"},
		Check:    checkRolesFilled,
	},
	{
		ID: "role-status-contradicts", Severity: diag.Warning, Kinds: []string{"role"},
		Message: locale.Text{SV: "{problem}", EN: "{problem}"},
		Hint:    locale.Text{SV: "ange i appointed hur det är i dag", EN: "give the current situation in appointed"},
		Why:     locale.Text{SV: "ledningen ska kunna lita på att den som står som ansvarig finns", EN: "management must be able to trust that whoever is given as responsible is in place"},
		Source:  "ISO/IEC 27001:2022 5.3",
		Reads:   []string{"appointed", "holder", "holder_to", "starts_on"},
		Check:   checkRoleStatus,
	},
}

// checkRolesRequired looks for a filled role of every type that the organisation needs, if a review is put forward.
func checkRolesRequired(p *Pass) {
	if len(p.reviewsPut()) == 0 {
		return
	}
	kind := p.Workspace.Kinds.Named("role")
	for _, name := range p.texts("roles_required") {
		filled := slices.ContainsFunc(p.records("role"), func(r *record.Record) bool {
			return r.Text("type") == name && !isVacant(r, p.AsOf)
		})
		unread := slices.ContainsFunc(p.Workspace.Graph.Records, func(r *record.Record) bool {
			return r.Kind == kind && !r.Readable([]string{"type", "appointed"}, nil)
		})
		if !filled && !unread {
			p.reportRole(name, kind.Field("type").Value(name))
		}
	}
}

func (p *Pass) reportRole(name string, value *record.Value) {
	label := locale.Text{SV: name, EN: name}
	if value != nil {
		label = inSentence(value.Label)
	}
	f := p.aboutOrganisation("org-role-missing", locale.Args{"role": label, "type": name})
	for _, role := range p.records("role") {
		if role.Text("type") == name {
			if f.Args["id"] == nil {
				f.Args["id"] = role.ID
			}
			f.Hint = locale.Text{
				SV: "ange appointed: \"yes\" i {id} när någon har fått uppgiften; roles_required i lis.yaml bestämmer vilka roller som behövs",
				EN: "give appointed: \"yes\" in {id} when somebody has the duty; roles_required in lis.yaml decides which roles are needed",
			}
			f.Related = append(f.Related, diag.Related{File: role.File(), Span: role.Place("appointed"), Message: locale.Text{SV: "rollen", EN: "the role"}})
		}
	}
	p.Report(f)
}

// aboutOrganisation returns a finding about the organisation of the workspace, in its record or, if there is none, in lis.yaml.
func (p *Pass) aboutOrganisation(rule string, args locale.Args) diag.Finding {
	config := p.Workspace.Config
	org, _ := p.Workspace.Graph.Resolve(config.Organisation, []string{"organisation"})
	if org != nil {
		f := graph.Finding(org, rule, "", args)
		f.Span = org.Doc.Opening()
		return f
	}
	f := graph.Finding(config.Record, rule, "organisation", args)
	f.Record, f.Title, f.Kind = "", "", ""
	return f
}

// checkRolesFilled reports roles that are marked as not appointed. It leaves out those of which the rules about the records that
// they are responsible for, or about the roles that the organisation needs, or about a holder in spite of the mark, tell already.
func checkRolesFilled(p *Pass) {
	for _, r := range p.readable("role", "appointed") {
		if r.Text("appointed") == "no" && !p.contradicts(r) && !p.isOwner(r) && !p.requiredNow(r) {
			f := graph.Finding(r, "role-vacant", "appointed", nil)
			f.Cause = "appointed"
			p.Report(f)
		}
	}
}

// isOwner reports whether a role is responsible for a record that needs somebody.
func (p *Pass) isOwner(role *record.Record) bool {
	return slices.ContainsFunc(p.Workspace.Graph.Backlinks(role), func(ref graph.Ref) bool {
		return slices.Contains(ownerFields, ref.Field) && !p.over(ref.From)
	})
}

// requiredNow reports whether a review is put forward and the organisation needs a role of that type for it.
func (p *Pass) requiredNow(role *record.Record) bool {
	return len(p.reviewsPut()) > 0 && slices.Contains(p.texts("roles_required"), role.Text("type"))
}

// deciding are the types of role that decide how personal data are processed.
var deciding = []string{"management", "manager", "process_owner", "object_owner", "object_leader", "risk_owner", "isam"}

// decidingFields are the fields that name who decides, with what that makes the role.
var decidingFields = []struct {
	kind, field string
	makes       locale.Text
}{
	{"system", "information_owner", locale.Text{SV: "informationsägare för", EN: "information owner of"}},
	{"system", "approved_by", locale.Text{SV: "den som godkänner köpet av", EN: "the one who approves the purchase of"}},
	{"object", "owner_business", locale.Text{SV: "objektägare för", EN: "object owner of"}},
	{"risk", "accepted_by", locale.Text{SV: "den som accepterar", EN: "the one who accepts"}},
}

func checkIndependence(p *Pass) {
	for _, dpo := range p.readable("role", "type", "holder") {
		if dpo.Text("type") != "dpo" || isVacant(dpo, p.AsOf) {
			continue
		}
		for _, other := range p.readable("role", "type", "holder") {
			if slices.Contains(deciding, other.Text("type")) && sameHolder(dpo, other) && !isVacant(other, p.AsOf) {
				reportDependent(p, dpo, "holder", other, inSentence(p.Workspace.Graph.Title(other)))
			}
		}
		for _, d := range decidingFields {
			for _, r := range p.Workspace.Graph.BacklinksFrom(dpo, d.kind, d.field) {
				if !p.over(r) {
					reportDependent(p, dpo, "type", r, locale.Text{SV: d.makes.SV + " " + r.ID, EN: d.makes.EN + " " + r.ID})
				}
			}
		}
	}
}

func sameHolder(a, b *record.Record) bool {
	holder := a.Text("holder")
	return holder != "" && wording(holder) == wording(b.Text("holder"))
}

func reportDependent(p *Pass, dpo *record.Record, field string, other *record.Record, makes locale.Text) {
	f := graph.Finding(dpo, "dso-not-independent", field, locale.Args{"other": makes})
	f.Related = []diag.Related{{File: other.File(), Span: other.Place("id"), Message: locale.Text{SV: "den andra uppgiften", EN: "the other duty"}}}
	if field == "holder" {
		f = from(f, other, "holder")
	}
	p.Report(f)
}

func checkRoleStatus(p *Pass) {
	for _, r := range p.readable("role", "appointed", "holder", "holder_to", "starts_on") {
		if problem, fields := p.contradiction(r); !problem.IsZero() {
			p.Report(from(graph.Finding(r, "role-status-contradicts", "appointed", locale.Args{"problem": problem}), r, fields...))
		}
	}
}

// contradiction returns how the status of a role contradicts the rest of its record, and which of its fields say so; zero if it
// does not.
func (p *Pass) contradiction(r *record.Record) (problem locale.Text, fields []string) {
	appointed, ended, starts := r.Text("appointed"), r.Text("holder_to"), r.Text("starts_on")
	left := ended != "" && ended < p.AsOf
	switch {
	case appointed == "" && p.proposed() != nil:
		return locale.Text{SV: "det framgår inte om rollen är utsedd", EN: "whether the role is appointed is not stated"}, []string{"appointed"}
	case appointed == "no" && r.Text("holder") != "" && !left:
		return locale.Text{SV: "är märkt som inte utsedd men har en innehavare", EN: "is marked as not appointed but has a holder"},
			[]string{"appointed", "holder", "holder_to"}
	case appointed == "yes" && left:
		return locale.Text{SV: "är märkt som utsedd, men innehavaren slutade " + ended, EN: "is marked as appointed, but the holder left " + ended},
			[]string{"appointed", "holder_to"}
	case appointed == "starts" && starts != "" && starts < p.AsOf:
		return locale.Text{SV: "är markerad som att den tillträds senare, men skulle ha tillträtts " + starts, EN: "is marked as starting later but should have started on " + starts},
			[]string{"appointed", "starts_on"}
	}
	return locale.Text{}, nil
}

// contradicts reports whether the status of a role contradicts the rest of its record.
func (p *Pass) contradicts(r *record.Record) bool {
	problem, _ := p.contradiction(r)
	return !problem.IsZero()
}
