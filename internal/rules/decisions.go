package rules

import (
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// decisions are the rules about what must be decided rather than left out.
var decisions = []Rule{
	{
		ID: "not-needed-unjustified", Severity: diag.Error,
		Message: locale.Text{SV: "beslutet att {label} inte behövs saknar {missing}", EN: "the decision that no {label} is needed lacks {missing}"},
		Hint:    locale.Text{SV: "skriv under {object}: reason: …, decided_by: ROLL-… och decided_on: ÅÅÅÅ-MM-DD", EN: "write below {object}: reason: …, decided_by: ROLL-… and decided_on: YYYY-MM-DD"},
		Why:     locale.Text{SV: "att något inte behövs är ett beslut, och den som läser ska kunna se vems och varför", EN: "that something is not needed is a decision, and the reader must be able to see whose and why"},
		Source:  "ISO/IEC 27001:2022 6.1.3",
		Check:   checkNotNeeded,
	},
}

// justification lists the fields of a decision that something is not needed, with their names in the message.
var justification = []struct {
	field string
	name  locale.Text
}{
	{"reason", locale.Text{SV: "motivering (reason)", EN: "a reason (reason)"}},
	{"decided_by", locale.Text{SV: "beslutsfattare (decided_by)", EN: "who decided (decided_by)"}},
	{"decided_on", locale.Text{SV: "datum (decided_on)", EN: "a date (decided_on)"}},
}

// checkNotNeeded checks every object that has a state and a reason.
func checkNotNeeded(p *Pass) {
	for _, r := range p.records() {
		for _, f := range r.Kind.Fields() {
			if f.Type != record.Object || f.Child("state") == nil || f.Child("reason") == nil {
				continue
			}
			state := r.Text(document.Join(f.Path, "state"))
			if state == "not_needed" || state == "not_applicable" {
				checkJustified(p, r, f)
			}
		}
	}
}

func checkJustified(p *Pass, r *record.Record, f *record.Field) {
	var missing names
	for _, part := range justification {
		path := document.Join(f.Path, part.field)
		if f.Child(part.field) != nil && r.At(path) == nil && r.Readable([]string{path}, nil) {
			missing = append(missing, part.name)
		}
	}
	if len(missing) > 0 {
		p.Report(graph.Finding(r, "not-needed-unjustified", document.Join(f.Path, "state"), locale.Args{"object": f.Path, "label": inSentence(f.Label), "missing": missing}))
	}
}

// names is a list of texts, joined in messages.
type names []locale.Text

func (n names) In(lang locale.Lang) string {
	items := make([]string, len(n))
	for i, t := range n {
		items[i] = t.In(lang)
	}
	return lang.And(items)
}
