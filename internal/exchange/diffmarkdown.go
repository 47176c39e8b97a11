package exchange

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/compare"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
)

// Limits of a summary: how many bytes it and its parts may take, so that none crowds out another, how many records one line
// names, and how many lines describe one record.
const (
	summaryMost = 50_000
	wrongMost   = 16_000
	ownersMost  = 8_000
	gateMost    = 6_000
	figuresMost = 6_000
	namedMost   = 12
	linesMost   = 25
)

// WriteDiffMarkdown writes a comparison as the summary of a pull request: what more people may read, what may make the check let through more, what changed
// in short, who must approve, what is wrong now, then the figures, what else changed in the check, and the records. Items that do
// not fit are counted.
func WriteDiffMarkdown(w io.Writer, b *compare.Comparison) error {
	p := &page{lang: b.Lang}
	fmt.Fprintf(&p.b, "## %s\n", escapeMarkdown(b.Title()))
	p.section(gateMost, b.Lang.T("gate.wider"), "", listed(b.Wider))
	p.section(gateMost, b.Lang.T("gate.looser"), "", listed(b.Loosened()))
	fmt.Fprintf(&p.b, "\n%s\n", escapeMarkdown(b.Lead()))
	if said := wrongCounts(b); said != "" {
		fmt.Fprintf(&p.b, "%s\n", escapeMarkdown(said))
	}
	p.section(ownersMost, b.Lang.T("between.approve"), tableHead(b.Lang, "print.role", "between.records"), owners(b))
	p.section(wrongMost, b.Lang.T("between.wrong"), "", wrong(b))
	p.section(figuresMost, b.Lang.T("between.figures"), tableHead(b.Lang, "figures.label", "between.from", "between.to"), figureRows(b))
	p.section(gateMost, b.Lang.T("gate.tighter"), "", listed(b.Tightened()))
	p.section(summaryMost-p.b.Len(), b.Lang.T("between.records-changed"), "", differences(b))
	_, err := io.WriteString(w, p.b.String())
	return err
}

// section adds a part under a heading, with as many of its items as fit.
func (p *page) section(most int, heading, head string, items []string) {
	if len(items) == 0 {
		return
	}
	fmt.Fprintf(&p.b, "\n### %s\n\n%s", heading, head)
	p.limit = p.b.Len() + most
	for i, item := range items {
		if i == 0 {
			item = strings.TrimPrefix(item, "\n")
		}
		p.add(item)
	}
	if p.leftOut > 0 {
		fmt.Fprintf(&p.b, "\n%s\n", p.lang.T("between.left-out", locale.Args{"n": p.leftOut}))
	}
	p.leftOut = 0
}

// listed returns texts as the items of a list.
func listed(texts []string) []string {
	var items []string
	for _, text := range texts {
		items = append(items, "- "+escapeMarkdown(clip(text, cellMost))+"\n")
	}
	return items
}

// wrongCounts returns the outcome of the check in a sentence.
func wrongCounts(b *compare.Comparison) string {
	var parts []string
	for _, c := range []struct {
		key  string
		list []diag.Diagnostic
	}{{"between.appeared", b.Appeared}, {"between.gone", b.Gone}, {"between.remaining", b.Remaining}} {
		if n := len(c.list); n > 0 {
			parts = append(parts, b.Lang.T(c.key, locale.Args{"n": n}))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return b.Lang.T("between.counts", locale.Args{"parts": b.Lang.And(parts)})
}

// owners returns the roles that are responsible for what changed, each with its records. Last come the records whose role is
// hidden, then those without a role.
func owners(b *compare.Comparison) []string {
	type owner struct {
		id     string // "" for none
		hidden bool
	}
	var all []owner
	records := map[owner][]string{}
	titles := map[owner]string{{hidden: true}: b.Lang.T("print.role-hidden"), {}: b.Lang.T("print.nobody")}
	for _, d := range b.Records {
		if d.Form() {
			continue
		}
		of := owner{d.Owner, d.OwnerHidden}
		if records[of] == nil {
			all = append(all, of)
		}
		if of.id != "" {
			titles[of] = fmt.Sprintf("%s (%s)", d.OwnerName, d.Owner)
		}
		records[of] = append(records[of], cmp.Or(d.ID, d.File))
	}
	rank := func(of owner) int { return slices.Index([]owner{{hidden: true}, {}}, of) } // -1 for named roles
	slices.SortFunc(all, func(x, y owner) int { return cmp.Or(rank(x)-rank(y), graph.CompareIDs(x.id, y.id)) })
	var rows []string
	for _, of := range all {
		rows = append(rows, fmt.Sprintf("| %s | %s |\n", escapeMarkdown(clip(titles[of], ownerMost)), escapeMarkdown(named(b, records[of]))))
	}
	return rows
}

// named returns the first of some names, and how many more there are.
func named(b *compare.Comparison, names []string) string {
	if len(names) <= namedMost {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:namedMost], ", ") + " " + b.Lang.T("site.more", locale.Args{"n": len(names) - namedMost})
}

// wrong returns the open diagnostics about what changed, the new ones first and marked.
func wrong(b *compare.Comparison) []string {
	var items []string
	for _, g := range diag.Groups(b.Appeared) {
		items = append(items, fmt.Sprintf("- **%s, %s**, %s\n", b.Lang.T("severity."+g.Severity.String()), b.Lang.T("between.new"), wrongText(g, b.Lang)))
	}
	for _, g := range diag.Groups(b.Remaining) {
		items = append(items, fmt.Sprintf("- %s, %s\n", b.Lang.T("severity."+g.Severity.String()), wrongText(g, b.Lang)))
	}
	return items
}

// wrongText returns where something is wrong, what is wrong, and what would be right.
func wrongText(g diag.Group, lang locale.Lang) string {
	d := g.Diagnostic
	place := fmt.Sprintf("%s:%d", d.FileName(), placed(d.Span).Start.Line)
	return fmt.Sprintf("%s: %s `%s`", code(clip(place, cellMost)), withHint(g, saidOfAll(g), lang), d.Rule)
}

// differences returns the records with what changed in each, under the name of their kind; the settings come last.
func differences(b *compare.Comparison) []string {
	var items []string
	kind := ""
	for _, d := range b.Records {
		item := differenceItem(b, d)
		if d.Kind != kind {
			kind = d.Kind
			item = fmt.Sprintf("\n#### %s\n\n", escapeMarkdown(d.Label)) + item
		}
		items = append(items, item)
	}
	settings := len(items)
	if b.Settings != nil {
		items = append(items, differenceItem(b, b.Settings))
	}
	for _, name := range b.Files {
		items = append(items, "- "+code(name)+"\n")
	}
	if len(items) > settings {
		items[settings] = fmt.Sprintf("\n#### %s\n\n", b.Lang.T("between.settings")) + items[settings]
	}
	return items
}

// differenceItem returns one record in the list of its kind, with as many lines as fit.
func differenceItem(b *compare.Comparison, d *compare.RecordChange) string {
	item := fmt.Sprintf("- **%s**", escapeMarkdown(clip(cmp.Or(d.Name, d.File), cellMost)))
	if d.ID != "" && d.ID != d.Name {
		item += " (" + escapeMarkdown(d.ID) + ")"
	}
	switch d.Change {
	case trail.Added:
		item += ": " + b.Lang.T("change.is-new")
	case trail.Removed:
		item += ": " + b.Lang.T("change.is-removed")
	}
	item += "\n"
	lines := differenceLines(b, d)
	if n := len(lines) - linesMost; n > 0 {
		lines = append(lines[:linesMost], b.Lang.T("site.more", locale.Args{"n": n}))
	}
	for _, line := range lines {
		item += "  - " + escapeMarkdown(clip(line, cellMost)) + "\n"
	}
	return item + bodyItems(tell.Teller{Lang: b.Lang}, d.Body)
}

// figureRows returns the table rows of the figures that changed.
func figureRows(b *compare.Comparison) []string {
	var rows []string
	for _, m := range b.Figures {
		from, to := m.Shown(b.Profile, b.Lang)
		rows = append(rows, fmt.Sprintf("| %s | %s | %s |\n", escapeMarkdown(m.Label.In(b.Lang)+inParentheses(m.Note(b.Lang))), from, to))
	}
	return rows
}
