package seal

import (
	"strings"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Changed is a sealed file that is not as it was sealed. Registers change rightly.
type Changed struct {
	File string
	How  How
	To   string // where it is now, if it was moved
}

// How is what happened to a file.
type How string

// The ways in which a file changes.
const (
	WasChanged How = "changed"
	WasRemoved How = "removed"
	WasMoved   How = "moved"
)

// ChangedFiles lists the sealed files that differ in a later state, by name: byte for byte, whether or not it makes a difference to
// anybody. Those that are mismatches already are left out.
func (o *Proof) ChangedFiles(now *workspace.Workspace) []Changed {
	told := map[string]bool{}
	for _, d := range o.Mismatches {
		told[d.Name] = told[d.Name] || d.What == Record
	}
	moved := o.movedFiles(now)
	var all []Changed
	for _, name := range sortedNames(o.Seal.Files) {
		data, there := now.Files[name]
		switch {
		case told[name] || there && Sum(data) == o.Seal.Files[name]:
		case there:
			all = append(all, Changed{File: name, How: WasChanged})
		case moved[name] != "":
			all = append(all, Changed{name, WasMoved, moved[name]})
		default:
			all = append(all, Changed{File: name, How: WasRemoved})
		}
	}
	return all
}

// movedFiles returns where the sealed records are that are in another file now, by the file that they were in.
func (o *Proof) movedFiles(now *workspace.Workspace) map[string]string {
	moved := map[string]string{}
	if o.State == nil {
		return moved
	}
	for _, was := range o.State.Graph.Records {
		if is := now.Graph.Named(was.ID); was.ID != "" && is != nil && is.File().Name != was.File().Name {
			moved[was.File().Name] = is.File().Name
		}
	}
	return moved
}

// decisionKind is the kind of the records that can hold the id of a seal.
const decisionKind = "decision"

// CompareDecisions compares the seal with the decisions about the review that hold the id of one, as minutes do: held are those that
// hold this one. Another is a mismatch, unless it is that of another review that the decision is about. A tag that was made anew is
// found by nothing else.
func (o *Proof) CompareDecisions(now *workspace.Workspace, review string, tags map[string]history.Hash) (held []*record.Record) {
	for _, r := range now.Graph.OfKind(decisionKind) {
		said := strings.ToLower(r.Text("seal"))
		if said == "" || !isAbout(now, r, review) {
			continue
		}
		if said == string(o.Tag.Object) {
			held = append(held, r)
			continue
		}
		of := ""
		for name, object := range tags {
			if other, is := strings.CutPrefix(name, trail.SealTag("")); is && said == string(object) && other != review && isAbout(now, r, other) {
				of = other
			}
		}
		if of == "" {
			d := NewMismatch(Record, r.File().Name, said, string(o.Tag.Object), "verify.decision-differs")
			d.Args = locale.Args{"decision": r.ID, "tag": trail.SealTag(review)}
			o.Mismatches = append(o.Mismatches, d)
		}
	}
	return held
}

// isAbout reports whether a decision is about a review.
func isAbout(w *workspace.Workspace, decision *record.Record, review string) bool {
	for _, ref := range decision.Texts("about") {
		if r := w.Graph.Named(ref); r != nil && strings.EqualFold(r.ID, review) || strings.EqualFold(ref, review) {
			return true
		}
	}
	return false
}
