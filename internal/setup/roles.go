package setup

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// BasicRole is a role that an organisation needs from the start, whoever will hold it. It names a function and never a person.
type BasicRole struct {
	ID, Type      string // of the record; Type is a value of its field type
	Title, Duties locale.Text
	// Only are the types of organisation that need the role; empty for all.
	Only []string
}

// basicRoles are what the rules and the law ask of everyone, in the order in which they are filled. The kind has no type of its own
// for an information owner or a system administrator.
var basicRoles = []BasicRole{
	{
		ID: "ROLL-LED", Type: "management", Title: locale.Text{SV: "Högsta ledning", EN: "Top management"},
		Duties: locale.Text{
			SV: "Beslutar om policy, mål och resurser, utser rollerna och håller ledningens genomgång.",
			EN: "Decides on policy, objectives and resources, appoints the roles and holds the management review.",
		},
	},
	{
		ID: "ROLL-ISAM", Type: "isam", Title: locale.Text{SV: "Informationssäkerhetssamordnare", EN: "Information security coordinator"},
		Duties: locale.Text{
			SV: "Samordnar arbetet, ger råd, följer upp och förbereder ledningens genomgång.",
			EN: "Coordinates the work, advises, follows up and prepares the management review.",
		},
	},
	{
		ID: "ROLL-DSO", Type: "dpo", Title: locale.Text{SV: "Dataskyddsombud", EN: "Data protection officer"},
		Duties: locale.Text{
			SV: "Ger råd om dataskydd, granskar hur personuppgifter behandlas och är kontakt för tillsynsmyndigheten.",
			EN: "Advises on data protection, monitors how personal data are processed and is the contact of the supervisory authority.",
		},
	},
	{
		ID: "ROLL-INFOAGARE", Type: "other", Title: locale.Text{SV: "Informationsägare", EN: "Information owner"},
		Duties: locale.Text{
			SV: "Ansvarar för verksamhetens information: beslutar hur den klassas, vem som får använda den och vilka risker som godtas.",
			EN: "Is responsible for the information of a business area: decides how it is classified, who may use it and which risks are accepted.",
		},
	},
	{
		ID: "ROLL-SYSTEMFORVALTARE", Type: "other", Title: locale.Text{SV: "Systemförvaltare", EN: "System administrator"},
		Duties: locale.Text{
			SV: "Sköter ett system på informationsägarens uppdrag: behörigheter, ändringar, leverantör och handlingsplan.",
			EN: "Looks after a system on behalf of the information owner: access rights, changes, supplier and action plan.",
		},
	},
	{
		ID: "ROLL-ARK", Type: "archivist", Title: locale.Text{SV: "Arkivansvarig", EN: "Archivist"},
		Duties: locale.Text{
			SV: "Ser till att allmänna handlingar bevaras, hålls ordnade och gallras som beslutat.",
			EN: "Sees to it that official documents are preserved, kept in order and weeded as decided.",
		},
	},
	{
		ID: "ROLL-SAKERHETSSKYDD", Type: "security_protection_manager", Title: locale.Text{SV: "Säkerhetsskyddschef", EN: "Security protection manager"},
		Duties: locale.Text{
			SV: "Leder och samordnar säkerhetsskyddet och kontrollerar att verksamheten följer säkerhetsskyddslagen.",
			EN: "Leads and coordinates protective security and checks that the Protective Security Act is complied with.",
		},
		Only: []string{"municipality", "region"},
	},
}

// BasicRoles returns the roles that every organisation of a type needs, in the order in which they are filled.
func BasicRoles(organisation string) []BasicRole {
	return slices.DeleteFunc(slices.Clone(basicRoles), func(r BasicRole) bool {
		return len(r.Only) > 0 && !slices.Contains(r.Only, organisation)
	})
}

// basicRoles returns records of the basic roles. Nobody holds them yet, which the check tells until somebody is appointed.
func (b Beginning) basicRoles(w *workspace.Workspace) []File {
	if !b.Roles {
		return nil
	}
	var files []File
	for _, r := range BasicRoles(b.Type) {
		d := NewDraft(w, w.Kinds.Named("role"))
		d.values = map[string]any{
			"id": r.ID, "title": r.Title.In(b.Lang), "type": r.Type, "duties": r.Duties.In(b.Lang), "appointed": "no",
		}
		files = append(files, d.File())
	}
	return files
}
