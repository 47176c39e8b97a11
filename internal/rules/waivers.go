package rules

import (
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// waivers are the rules about waivers. Their findings come from [Set.waive], after those of the other rules.
var waivers = []Rule{
	{
		ID: "waiver-incomplete", Severity: diag.Error,
		Message: locale.Text{SV: "undantaget saknar {missing}", EN: "the waiver lacks {missing}"},
		Hint:    locale.Text{SV: "ett undantag har rule, reason, approved_by och until", EN: "a waiver has rule, reason, approved_by and until"},
		Why:     locale.Text{SV: "ett undantag är ett beslut: vad, varför, av vem och hur länge", EN: "a waiver is a decision: what, why, by whom and for how long"},
		Source:  "ISO/IEC 27001:2022 6.1.3 f",
	},
	{
		ID: "waiver-expired", Severity: diag.Error,
		Message: locale.Text{SV: "undantaget från {rule} gick ut {date}", EN: "the waiver of {rule} expired {date}"},
		Hint:    locale.Text{SV: "rätta det som undantaget gällde, eller fatta ett nytt beslut", EN: "fix what was waived, or make a new decision"},
		Why:     locale.Text{SV: "ett undantag upphör av sig självt, så att det prövas på nytt", EN: "a waiver ends automatically, so that it is considered again"},
		Source:  "ISO/IEC 27001:2022 6.1.3 f",
	},
	{
		ID: "waiver-unused", Severity: diag.Warning,
		Message: locale.Text{SV: "undantaget från {rule} behövs inte längre", EN: "the waiver of {rule} is no longer needed"},
		Hint:    locale.Text{SV: "ta bort undantaget", EN: "remove the waiver"},
		Why:     locale.Text{SV: "ett undantag som inte behövs kan dölja nästa fel", EN: "a waiver that is not needed can hide the next error"},
		Source:  "ISO/IEC 27001:2022 6.1.3 f",
	},
}

// waiver is one entry of a record's field waive.
type waiver struct {
	diag.Waiver
	path, rule string
	used       bool
}

// waive returns the waivers, by index of the finding that they cover, and what is wrong with the waivers.
func (s *Set) waive(p *Pass, findings []diag.Finding) (waived map[int]diag.Waiver, more []diag.Finding) {
	waived = map[int]diag.Waiver{}
	byFile := map[string][]int{}
	for i, f := range findings {
		byFile[f.FileName()] = append(byFile[f.FileName()], i)
	}
	for _, r := range p.records() {
		items, _ := r.At("waive").([]any)
		for i := range items {
			w, found := s.readWaiver(p, r, document.Index("waive", i))
			if found != nil {
				more = append(more, *found)
			}
			if w == nil {
				continue
			}
			for _, n := range byFile[r.File().Name] {
				if findings[n].Rule == w.rule {
					waived[n], w.used = w.Waiver, true
				}
			}
			if !w.used {
				more = append(more, graph.Finding(r, "waiver-unused", w.path+".rule", locale.Args{"rule": w.rule}))
			}
		}
	}
	return waived, more
}

// readWaiver returns the waiver at a path, or nil if it does not apply. Then the finding says what is wrong with it; it is nil if
// that is reported elsewhere.
func (s *Set) readWaiver(p *Pass, r *record.Record, path string) (*waiver, *diag.Finding) {
	if !r.Readable([]string{path}, nil) {
		return nil, nil
	}
	var missing names
	for _, field := range []string{"rule", "reason", "approved_by", "until"} {
		if r.At(path+"."+field) == nil {
			missing = append(missing, locale.Text{SV: field, EN: field})
		}
	}
	w := &waiver{path: path, rule: r.Text(path + ".rule"), Waiver: diag.Waiver{
		Reason: r.Text(path + ".reason"), ApprovedBy: r.Text(path + ".approved_by"), Until: r.Text(path + ".until"),
	}}
	var found diag.Finding
	switch {
	case len(missing) > 0:
		found = graph.Finding(r, "waiver-incomplete", path, locale.Args{"missing": missing})
	case s.Rule(w.rule) == nil || strings.HasPrefix(w.rule, "waiver-"):
		found = graph.Finding(r, "value-unknown", path+".rule", s.unknownRule(w.rule))
	case w.Until < p.AsOf:
		found = graph.Finding(r, "waiver-expired", path+".until", locale.Args{"rule": w.rule, "date": w.Until})
	default:
		return w, nil
	}
	return nil, &found
}

func (s *Set) unknownRule(id string) locale.Args {
	near := record.Nearest(id, s.IDs())
	args := locale.Args{"value": id, "guess": record.DidYouMean(near[:min(len(near), 1)]), "allowed": locale.Text{SV: "reglerna i lis explain", EN: "the rules in lis explain"}}
	if len(near) > 0 {
		args["allowed"] = locale.Choice(near)
	}
	return args
}
