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
		ID: "review-basis-unsealed", Severity: diag.Warning, Guards: true, Kinds: []string{"review"},
		Message: locale.Text{SV: "är beslutad, men {problem}", EN: "is decided, but {problem}"},
		Hint:    locale.Text{SV: "lis seal {review} låser underlaget", EN: "lis seal {review} seals the evidence"},
		Why:     locale.Text{SV: "den som vill granska beslutet måste kunna se vad som stod i underlaget", EN: "whoever examines the decision must be able to see what it was based on"},
		Source:  "ISO/IEC 27001:2022 7.5.3",
		Reads:   []string{"status", "tag"},
		Check:   checkSealed,
	},
	{
		ID: "decided-record-changed", Severity: diag.Error, Guards: true,
		Message: locale.Text{SV: "{change} efter att underlaget till {review} låstes ({basis})", EN: "{change} after the evidence for {review} was locked ({basis})"},
		Hint:    locale.Text{SV: "ångra ändringen och skriv det som gäller nu i en ny post", EN: "undo the change and write what applies now in a new record"},
		Why:     locale.Text{SV: "det som ledningen har beslutat om ska stå kvar som det var", EN: "what management has decided on must stay as it was"},
		Source:  "ISO/IEC 27001:2022 7.5.3; tryckfrihetsförordningen 2 kap. 10 §",
		Check:   checkAltered,
	},
}

// reviewsByDay returns the reviews in the order in which they were held.
func (p *Pass) reviewsByDay() []*record.Record {
	all := p.readable("review", "status", "tag", "held_on")
	slices.SortStableFunc(all, func(a, b *record.Record) int { return cmp.Compare(dayOf(a), dayOf(b)) })
	return all
}

func isDecided(review *record.Record) bool { return review.Text("status") == "decided" }

// basis returns the state that a review rests on; ok is false if there is no history to find it in.
func (p *Pass) basis(review *record.Record) (basis trail.Basis, ok bool) {
	var tags map[string]commits.Hash
	if p.Tags != nil {
		tags = p.Tags()
	}
	return trail.Bases{Trail: p.history(), Tags: tags, Zone: p.Workspace.Config.Zone}.Of(review)
}

// checkSealed finds decided reviews whose basis is not fixed by a tag.
func checkSealed(p *Pass) {
	if p.Tags == nil {
		return
	}
	for _, r := range p.reviewsByDay() {
		basis, _ := p.basis(r)
		if !isDecided(r) || basis.Tag != "" || p.history() == nil {
			continue
		}
		f := graph.Finding(r, "review-basis-unsealed", "tag", locale.Args{"review": r.ID, "tag": r.Text("tag"), "problem": locale.Text{
			SV: "ingen tagg låser underlaget", EN: "no tag locks its evidence",
		}})
		if tag := r.Text("tag"); tag != "" {
			f.Args["problem"] = locale.Text{
				SV: "taggen '" + tag + "' som ska låsa underlaget finns inte", EN: "there is no tag '" + tag + "', which should lock its evidence",
			}
			f.Hint = locale.Text{
				SV: "hämta taggen med git fetch --tags, eller lås underlaget med lis seal {review}",
				EN: "fetch the tag with git fetch --tags, or seal the evidence with lis seal {review}",
			}
		}
		p.Report(f)
	}
}

// checkAltered finds changes since a review was held to what was fixed then. A change is reported once, for the first review that
// it concerns.
func checkAltered(p *Pass) {
	type place struct{ id, file, field string }
	reported := map[place]bool{}
	for _, review := range p.reviewsByDay() {
		basis, then, ok := p.decidedOn(review)
		if !ok {
			continue
		}
		tell := func(f diag.Finding, id string, change locale.Text) {
			if at := (place{id, f.FileName(), f.Field}); !reported[at] {
				reported[at] = true
				f.Args["change"], f.Args["review"], f.Args["basis"] = change, review.ID, cmp.Or(basis.Tag, review.Text("held_on"))
				p.Report(f)
			}
		}
		if !isDecided(review) {
			tell(graph.Finding(review, "decided-record-changed", "status", nil), review.ID,
				locale.Text{SV: "'status' har gått tillbaka från 'decided'", EN: "'status' went back from 'decided'"})
		}
		for _, a := range trail.Altered(then, p.Workspace.Graph) {
			tellAltered(&a, review, func(f diag.Finding, change locale.Text) { tell(f, a.Was.ID, change) })
		}
	}
}

// decidedOn returns the basis of a review and the records fixed there, if the review is decided or was decided in its basis or at
// any time after it. ok is false for any other review, and if there is no history to find it in.
func (p *Pass) decidedOn(review *record.Record) (basis trail.Basis, then []*record.Record, ok bool) {
	basis, ok = p.basis(review)
	if !ok || p.Fixed == nil || !isDecided(review) && !p.wasDecided(review, basis.Commit) {
		return basis, nil, false
	}
	then, ok = p.Fixed(basis.Commit)
	return basis, then, ok
}

// wasDecided reports whether a review was decided at a commit or in a later revision; in any revision if the commit is not on the
// line.
func (p *Pass) wasDecided(review *record.Record, since commits.Hash) bool {
	of := p.history().Of(review.ID)
	if of == nil {
		return false
	}
	after := len(of.Revisions)
	if _, on := p.history().At(since); on {
		after = len(p.history().After(review.ID, since))
	}
	for i, rev := range of.Revisions {
		at := slices.IndexFunc(rev.Fields, func(c graph.Change) bool { return c.Field == "status" })
		switch {
		case at >= 0 && rev.Fields[at].New == "decided":
			return true
		case at >= 0 && i >= after:
			return false // this was the status at the commit
		}
	}
	return false
}

// tellAltered reports what happened to a record. What cannot be read is left to other rules.
func tellAltered(a *trail.Alteration, review *record.Record, tell func(diag.Finding, locale.Text)) {
	switch {
	case a.Removed():
		tell(graph.Finding(review, "decided-record-changed", "tag", nil), locale.Text{SV: a.Was.ID + " har tagits bort", EN: a.Was.ID + " was removed"})
		return
	case a.OtherKind():
		was, is := inSentence(a.Was.Kind.Label), inSentence(a.Is.Kind.Label)
		tell(altered(a, ""), locale.Text{SV: "posten har gjorts om från " + was.SV + " till " + is.SV, EN: "the record was turned from " + was.EN + " into " + is.EN})
		return
	}
	known := []string{"field-missing", "ref-unknown", "ref-wrong-kind"} // the value is known in spite of these
	for _, c := range a.Fields {
		if a.Is.Readable([]string{c.Field}, known) {
			tell(altered(a, c.Field), locale.Text{SV: "'" + c.Field + "' har ändrats", EN: "'" + c.Field + "' was changed"})
		}
	}
	if a.Text {
		tell(altered(a, "text"), locale.Text{SV: "texten har ändrats", EN: "the text was changed"})
	}
}

// altered returns a finding about a change of a record: at a field, or at the record itself if field is "" or is "text" and the
// kind has no such field.
func altered(a *trail.Alteration, field string) diag.Finding {
	at := field
	if field == "text" && a.Is.Kind.Field("text") == nil {
		at = ""
	}
	f := graph.Finding(a.Is, "decided-record-changed", at, nil)
	if at == "" {
		f.Span = a.Is.Doc.Opening()
	}
	if version := a.Was.Kind.Fixed.Version; version != "" && !a.OtherKind() {
		f.Hint = locale.Text{SV: "ångra ändringen, eller ange en ny version i " + version, EN: "undo the change, or give a new version in " + version}
	}
	return f
}
