package rules

import (
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// catalogue are the rules that compare control records with the catalogues in use.
var catalogue = []Rule{
	{
		ID: "control-undecided", Severity: diag.Warning, Kinds: []string{"control"},
		Message:  locale.Text{SV: "säkerhetsåtgärd {number} ({name}) saknar ställningstagande", EN: "control {number} ({name}) has no decision"},
		Together: locale.Text{SV: "{n} säkerhetsåtgärder saknar ställningstagande", EN: "{n} controls have no decision"},
		Hint:     locale.Text{SV: "ange om åtgärden är tillämplig (applicability) och varför", EN: "state whether the control applies (applicability) and why"},
		Why:      locale.Text{SV: "uttalandet om tillämplighet ska ta ställning till varje säkerhetsåtgärd", EN: "the statement of applicability must decide on every control"},
		Source:   "ISO/IEC 27001:2022 6.1.3 d",
		Reads:    []string{"applicability", "criterion"},
		Check:    checkUndecided,
	},
	{
		ID: "control-number-2013", Severity: diag.Error, Kinds: []string{"control"},
		Message:  locale.Text{SV: "'{old}' är 2013 års numrering; använd {new}", EN: "'{old}' is a number of the 2013 edition; use {new}"},
		Why:      locale.Text{SV: "2022 års utgåva har andra nummer; det gamla numret leder fel", EN: "the 2022 edition has other numbers; the old number refers to a different control"},
		Source:   "ISO/IEC 27002:2022 bilaga B",
		Replaces: []string{"ref-unknown"},
		Check:    checkOldNumbers,
	},
}

func checkUndecided(p *Pass) {
	g := p.Workspace.Graph
	for _, entry := range g.Entries {
		if entry.Text("level") != "control" {
			continue
		}
		args := locale.Args{"number": shortID(g, entry), "name": g.Title(entry), "catalogue": entry.Text("catalogue")}
		statements := g.BacklinksFrom(entry, "control", "criterion")
		if len(statements) == 0 && !misread(p, entry) {
			f := p.Workspace.Config.Record
			finding := graph.Finding(f, "control-undecided", "catalogues", args)
			finding.Record, finding.Title, finding.Kind = "", "", ""
			finding.Hint = locale.Text{
				SV: "skriv en post i controls/ med criterion: {number}, eller alla som saknas med lis new --catalogue {catalogue}",
				EN: "write a record in controls/ with criterion: {number}, or all that are missing with lis new --catalogue {catalogue}",
			}
			p.reportUndecided(finding, entry)
		}
		for _, r := range statements {
			state := r.Text("applicability")
			if (state == "" || state == "undecided") && r.Readable([]string{"applicability"}, nil) {
				p.reportUndecided(graph.Finding(r, "control-undecided", "applicability", args), entry)
			}
		}
	}
}

// reportUndecided reports that nothing is decided on an entry. That the statement of applicability is not made yet is one fault,
// however many controls it leaves out.
func (p *Pass) reportUndecided(f diag.Finding, entry *record.Record) {
	f.Cause = "statement"
	if f.Record == "" {
		f.About = shortID(p.Workspace.Graph, entry)
	}
	p.Report(p.withSoaSeverity(f))
}

// withSoaSeverity makes a finding an error if lis.yaml requires a statement of applicability.
func (p *Pass) withSoaSeverity(f diag.Finding) diag.Finding {
	if required, _ := p.Workspace.Config.Plain["soa"].(bool); required {
		f.Severity = diag.Error
	}
	return f
}

// shortID returns the id by which references name a catalogue entry: its number if that is unambiguous, like A.5.9, or else its
// full id.
func shortID(g *graph.Graph, entry *record.Record) string {
	number := entry.Text("number")
	to, _ := g.Resolve(number, []string{record.CatalogueKind})
	if to == entry && number != "" && !isDigit(number[0]) {
		return number
	}
	return entry.ID
}

// misread reports whether a control record is probably about the entry although its criterion could not be read. What is wrong
// with that record is reported there, once.
func misread(p *Pass, entry *record.Record) bool {
	for _, r := range p.Workspace.Graph.Records {
		resembles := r.ID == entry.Text("number") || strings.HasSuffix(r.ID, "-"+entry.Text("number"))
		if r.Kind.Name == "control" && resembles && (r.Doc.Broken || r.Invalid["criterion"] != "") {
			return true
		}
	}
	return false
}

func checkOldNumbers(p *Pass) {
	successors := map[string][]string{}
	for _, entry := range p.Workspace.Graph.Entries {
		for _, old := range entry.Texts("predecessors_2013") {
			if entry.Text("level") == "control" {
				successors[old] = append(successors[old], entry.Text("number"))
			}
		}
	}
	for _, r := range p.records("control") {
		for _, field := range []string{"criterion", "id"} {
			old := r.Text(field)
			if now := successors[old]; now != nil && !slices.Contains(now, old) {
				p.Report(graph.Finding(r, "control-number-2013", field, locale.Args{"old": old, "new": locale.Choice(now)}))
				break
			}
		}
	}
}
