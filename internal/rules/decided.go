package rules

import (
	"cmp"
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	commits "github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
)

// decided are the rules about what a decided review rests on.
var decided = []Rule{
	{
		ID: "review-basis-unsealed", Severity: diag.Warning, Kinds: []string{"review"},
		Message: locale.Text{SV: "är beslutad, men {problem}", EN: "is decided, but {problem}"},
		Hint:    locale.Text{SV: "lis seal {review} låser underlaget", EN: "lis seal {review} fixes the basis"},
		Why:     locale.Text{SV: "den som vill granska beslutet måste kunna se vad som stod i underlaget", EN: "whoever examines the decision has to be able to see what it rested on"},
		Source:  "ISO/IEC 27001:2022 7.5.3",
		Reads:   []string{"status", "tag"},
		Check:   checkSealed,
	},
	{
		ID: "decided-record-changed", Severity: diag.Error,
		Message: locale.Text{SV: "{change} sedan underlaget till {review} ({basis})", EN: "{change} since the basis of {review} ({basis})"},
		Hint:    locale.Text{SV: "ångra ändringen och skriv det som gäller nu i en ny post", EN: "undo the change and say what holds now in a new record"},
		Why:     locale.Text{SV: "det som ledningen har beslutat om ska stå kvar som det var", EN: "what management has decided on has to stay as it was"},
		Source:  "ISO/IEC 27001:2022 7.5.3; tryckfrihetsförordningen 2 kap. 10 §",
		Check:   checkAltered,
	},
}

// decidedReviews are the reviews that are decided, in the order in which they were held.
func (p *Pass) decidedReviews() []*record.Record {
	all := slices.DeleteFunc(p.whole("review", "status", "tag", "held_on"), func(r *record.Record) bool { return r.Text("status") != "decided" })
	slices.SortStableFunc(all, func(a, b *record.Record) int { return cmp.Compare(dayOf(a), dayOf(b)) })
	return all
}

// basis is the state that a review rests on; ok is false where there is no history to tell.
func (p *Pass) basis(review *record.Record) (basis trail.Basis, ok bool) {
	var tags map[string]commits.Hash
	if p.Tags != nil {
		tags = p.Tags()
	}
	return trail.Bases{Trail: p.history(), Tags: tags, Zone: p.Workspace.Config.Zone}.Of(review)
}

// checkSealed finds decided reviews whose basis no tag fixes.
func checkSealed(p *Pass) {
	if p.Tags == nil {
		return
	}
	for _, r := range p.decidedReviews() {
		basis, _ := p.basis(r)
		if basis.Tag != "" || p.history() == nil {
			continue
		}
		f := graph.Finding(r, "review-basis-unsealed", "tag", locale.Args{"review": r.ID, "tag": r.Text("tag"), "problem": locale.Text{
			SV: "ingen tagg låser underlaget", EN: "no tag fixes its basis",
		}})
		if tag := r.Text("tag"); tag != "" {
			f.Args["problem"] = locale.Text{
				SV: "taggen '" + tag + "' som ska låsa underlaget finns inte", EN: "there is no tag '" + tag + "', which should fix its basis",
			}
			f.Hint = locale.Text{
				SV: "hämta taggen med git fetch --tags, eller lås underlaget med lis seal {review}",
				EN: "fetch the tag with git fetch --tags, or fix the basis with lis seal {review}",
			}
		}
		p.Report(f)
	}
}

// checkAltered finds what was fixed when a review was held and has been changed since. A change is told once, of the first
// review that it is about.
func checkAltered(p *Pass) {
	type place struct{ id, field string }
	reported := map[place]bool{}
	for _, review := range p.decidedReviews() {
		basis, ok := p.basis(review)
		if !ok {
			continue
		}
		tell := func(r *record.Record, a trail.Alteration, field string, change locale.Text) {
			if at := (place{a.ID, field}); !reported[at] {
				reported[at] = true
				p.Report(altered(r, a, field, locale.Args{"change": change, "review": review.ID, "basis": cmp.Or(basis.Tag, review.Text("held_on"))}))
			}
		}
		for _, a := range p.history().Altered(basis.Commit, p.Workspace.Kinds, p.Workspace.Graph) {
			r := p.Workspace.Graph.InFile(a.File)
			if a.Removed {
				tell(review, a, "", locale.Text{SV: a.ID + " har tagits bort", EN: a.ID + " was removed"})
				continue
			}
			for _, c := range a.Fields {
				tell(r, a, c.Field, locale.Text{SV: "'" + c.Field + "' har ändrats", EN: "'" + c.Field + "' was changed"})
			}
			if a.Text {
				tell(r, a, "text", locale.Text{SV: "texten har ändrats", EN: "the text was changed"})
			}
		}
	}
}

// altered is what became of a record: at the field, or at the review that rests on a record that is no more.
func altered(r *record.Record, a trail.Alteration, field string, args locale.Args) diag.Finding {
	at := field
	switch {
	case a.Removed:
		at = "tag"
	case field == "text" && r.Kind.Field("text") == nil:
		at = ""
	}
	f := graph.Finding(r, "decided-record-changed", at, args)
	if at == "" {
		f.Span = r.Doc.Opening()
	}
	if version := a.Kind.Fixed.Version; version != "" && !a.Removed {
		f.Hint = locale.Text{SV: "ångra ändringen, eller ange en ny version i " + version, EN: "undo the change, or give a new version in " + version}
	}
	return f
}
