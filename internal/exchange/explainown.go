package exchange

import (
	"fmt"
	"io"
	"strings"

	"github.com/c8b10cf3/lis/internal/dashboard"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// helpWidth is where the lines of explanations break.
const helpWidth = 100

// ownKind is the example of a kind with two rules that explanations show; a test reads it.
const ownKind = `x-kind:
  name: contract
  folder: contracts
  prefix: AVT
  label: {sv: Avtal, en: Contract}
  plural: {sv: Avtal, en: Contracts}
  columns: [status, ends_on, owner]
  over: {field: status, values: [terminated]}
type: object
required: [owner, status]
properties:
  status:
    type: string
    enum: [active, terminated]
    x-label: {sv: Status, en: Status}
    x-values: {active: {sv: Gäller, en: Active, tone: ok}, terminated: {sv: Uppsagt, en: Terminated, tone: neutral}}
  ends_on: {type: string, format: date, x-label: {sv: Löper ut, en: Ends on}}
x-rules:
  - id: contract-end-missing
    severity: warning
    when: "!over(self)"
    assert: self.ends_on != null
    at: ends_on
    message: {sv: saknar dag då det löper ut, en: has no day on which it ends}
  - id: contract-ended
    severity: error
    when: "!over(self)"
    assert: "!before(self.ends_on, as_of)"
    at: ends_on
    with: {day: self.ends_on}
    message: {sv: "löpte ut {day}", en: "ended on {day}"}
    why: {sv: ett avtal som har löpt ut ger inget skydd, en: a contract that has ended protects nobody}
`

// ownFigure is the example of a figure.
const ownFigure = `contracts.ended:
  count: contract
  where: "!over(self) && before(self.ends_on, as_of)"
  label: {sv: Avtal som har löpt ut, en: Contracts past their end}
`

// ownDashboard is the example of what pages tell of the contracts and their figure; a test reads it.
const ownDashboard = `header:
  contract: {before: action}
figures:
  contracts.active: {count: contract, where: "!over(self)", label: {sv: Avtal som gäller, en: Contracts in force}}
sentences:
  contracts:
    of: contracts.active
    lead: true
    text: {sv: "{contracts.active:Ett avtal|# avtal} gäller.", en: "{contracts.active:One contract is|# contracts are} in force."}
    clauses:
      contracts.ended: {sv: "{n} har löpt ut", en: "{n:# is|# are} past its end"}
areas:
  contracts: {kind: contract, label: {sv: Avtal, en: Contracts}, left: [contracts.ended], errors: true}
bars:
  contracts:
    of: contracts.active
    label: {sv: Avtal som gäller, en: Contracts in force}
    parts:
      contracts.ended: {look: none, label: {sv: har löpt ut, en: past their end}}
      rest: {look: done, label: {sv: löper, en: running}}
deadlines:
  contract.ends_on: {when: self.status == 'active'}
trend:
  contracts.ended: {}
groups:
  contracts: {sv: Avtal, en: Contracts}
`

// WriteOwnKindsText explains how a kind is described in schema/: the kinds that there are, every keyword, and what each profile shows.
func WriteOwnKindsText(w io.Writer, kinds *record.Kinds, lang locale.Lang) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", lang.T("explain.kinds-title"))
	for _, k := range kinds.List {
		fmt.Fprintf(&b, "  %-20s %-24s %s/\n", k.Name, k.Label.In(lang), k.Folder)
	}
	b.WriteString("\n" + Wrap(lang.T("explain.own-kinds"), helpWidth) + "\n")
	for _, part := range record.Parts {
		if part != record.FigurePart {
			writePart(&b, part, lang)
		}
	}
	b.WriteString("\n" + lang.T("explain.profiles") + "\n")
	for _, p := range append(disclose.Profiles(), string(record.Never)) {
		writeTerm(&b, p, "", lang.T("explain.profile."+p))
	}
	b.WriteString(indentBy("  ", Wrap(lang.T("explain.profiles-more"), helpWidth-2)))
	fmt.Fprintf(&b, "\n%s (schema/contract.yaml):\n%s", lang.T("explain.example"), indentLines(ownKind))
	b.WriteString("\n" + Wrap(lang.T("explain.own-more"), helpWidth) + "\n")
	return writeString(w, b.String())
}

// writePart explains the keywords of a part of a file.
func writePart(b *strings.Builder, part *record.Part, lang locale.Lang) {
	fmt.Fprintf(b, "\n%s\n", lang.T("explain.part."+part.Name))
	for _, k := range part.Keywords {
		writeTerm(b, k.Name, formText(k, lang), k.Help(part, lang))
	}
}

// formText says what the value of a keyword is; "" if the explanation of the keyword does.
func formText(k record.Keyword, lang locale.Lang) string {
	switch k.Form {
	case record.Checked:
		return ""
	case record.OneOf:
		return lang.Or(k.Values)
	}
	return lang.T("explain.form." + string(k.Form))
}

// writeTerm writes a word with what it is and what it means.
func writeTerm(b *strings.Builder, word, form, help string) {
	if form != "" {
		form = " (" + form + ")"
	}
	fmt.Fprintf(b, "  %s%s\n%s", word, form, indentBy("      ", Wrap(help, helpWidth-6)))
}

func indentBy(margin, text string) string {
	return margin + strings.ReplaceAll(text, "\n", "\n"+margin) + "\n"
}

// WriteConditionsText explains how conditions are written: what they can look at, operators and functions, each with an example and
// what that gives.
func WriteConditionsText(w io.Writer, lang locale.Lang) error {
	var b strings.Builder
	b.WriteString(Wrap(lang.T("explain.conditions"), helpWidth) + "\n")
	for _, group := range []struct {
		title string
		words []expr.Word
	}{{"explain.variables", expr.Variables}, {"explain.operators", expr.Operators}, {"explain.functions", expr.Functions}} {
		fmt.Fprintf(&b, "\n%s\n", lang.T(group.title))
		for _, word := range group.words {
			writeTerm(&b, word.Form, "", word.Help(lang))
			fmt.Fprintf(&b, "      %s  →  %s\n", word.Example, word.Gives)
		}
	}
	fmt.Fprintf(&b, "\n%s\n%s", lang.T("explain.example-record"), indentLines(exampleRecord))
	b.WriteString("\n" + Wrap(lang.T("explain.own-more"), helpWidth) + "\n")
	return writeString(w, b.String())
}

// WriteDashboardText explains what schema/dashboard.yaml can tell of figures and kinds: every section and key, and how numbers stand in
// texts.
func WriteDashboardText(w io.Writer, lang locale.Lang) error {
	var b strings.Builder
	b.WriteString(Wrap(lang.T("explain.own-dashboard"), helpWidth) + "\n")
	for _, part := range dashboard.Parts {
		writePart(&b, part, lang)
	}
	fmt.Fprintf(&b, "\n%s\n", lang.T("explain.dashboard-texts"))
	for _, form := range []string{"figure", "words", "n"} {
		writeTerm(&b, lang.T("explain.dashboard-form."+form), "", lang.T("explain.dashboard-text."+form))
	}
	fmt.Fprintf(&b, "\n%s (schema/dashboard.yaml):\n%s", lang.T("explain.example"), indentLines(ownDashboard))
	b.WriteString("\n" + Wrap(lang.T("explain.dashboard-more"), helpWidth) + "\n")
	return writeString(w, b.String())
}

// exampleRecord is the record that [expr.Example] returns, with the day, the review and the records around it.
const exampleRecord = `id: SYS-001
title: Färdbok
status: in_use
owner: ROLL-IT            # title: IT-chef
cost: 200
starts_on: 2022-03-01
ends_on: 2024-02-29
classified_on:
checks:
  - {on: 2023-02-01, result: failed}
  - {on: 2023-05-01, result: ok}

as_of: 2023-08-25         review: {id: LG-1, held_on: 2023-06-01}         decision BES-1: {about: [SYS-001]}
`

// WriteDefinitionsText lists the figures with what they are called, and explains how a figure is described in schema/.
func WriteDefinitionsText(w io.Writer, all []figures.Definition, lang locale.Lang) error {
	rows := make([][]string, len(all))
	for i, d := range all {
		rows[i] = []string{d.Name, string(d.Publish), d.Label.In(lang)}
	}
	var b strings.Builder
	b.WriteString(table([]string{lang.T("figures.name"), lang.T("explain.shown-to"), lang.T("figures.label")}, rows))
	b.WriteString("\n" + Wrap(lang.T("explain.own-figures"), helpWidth) + "\n")
	writePart(&b, record.FigurePart, lang)
	fmt.Fprintf(&b, "\n%s (schema/figures.yaml):\n%s", lang.T("explain.example"), indentLines(ownFigure))
	b.WriteString("\n" + Wrap(lang.T("explain.figures-more"), helpWidth) + "\n")
	return writeString(w, b.String())
}

// WriteDefinitionText explains a figure: what it counts in words, and its definition.
func WriteDefinitionText(w io.Writer, kinds *record.Kinds, d figures.Definition, lang locale.Lang) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s – %s\n\n", d.Name, d.Label.In(lang))
	said, rest := d.Sentence(kinds, lang)
	b.WriteString(Wrap(said, helpWidth) + "\n")
	for _, line := range rest {
		fmt.Fprintf(&b, "  - %s\n", line)
	}
	row := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", lang.T(key), value)
		}
	}
	b.WriteByte('\n')
	row("explain.counts", d.Kind.Label.In(lang)+" ("+d.Kind.Name+", "+d.Kind.Folder+"/)")
	row("explain.where", d.Where)
	row("explain.sum", d.Sum)
	row("explain.shown-to", string(d.Publish)+" – "+lang.T("explain.profile."+string(d.Publish)))
	where := "schema/figures.yaml"
	if d.OnPages {
		where = "schema/dashboard.yaml"
	}
	if d.Own {
		row("explain.defined", lang.T("explain.defined-own", locale.Args{"file": where}))
	} else {
		row("explain.defined", lang.T("explain.defined-builtin"))
	}
	return writeString(w, b.String())
}
