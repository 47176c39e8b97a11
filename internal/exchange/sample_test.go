package exchange

import (
	"fmt"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// The files of the sample. The first has letters of two and three bytes, and a character that is two columns wide.
var (
	fileSystem = source.NewFile("systems/sys-017-färdbok.md", []byte("---\nid: SYS-017\ntitle: \"Färdbok 漢字 | å\"\nstatus: in_uze\nowner:\n---\nSe [[BRI-03]] och [[BRI-04]].\n"))
	fileConfig = source.NewFile("lis.yaml", []byte("format: 1\n"))
	fileOdd    = source.NewFile("systems/a b,c%:d#1.md", []byte("\ufeff---\r\nid: SYS-018\r\n---\r\n"))
)

func span(line, column, endLine, endColumn int) source.Span {
	return source.Span{Start: source.Pos{Line: line, Column: column}, End: source.Pos{Line: endLine, Column: endColumn}}
}

func about(rule, record, title, owner string, file *source.File, at source.Span, field string) diag.Finding {
	kind := ""
	if record != "" {
		kind = "system"
	}
	return diag.Finding{Rule: rule, Record: record, Title: title, Kind: kind, Owner: owner, File: file, Span: at, Field: field}
}

// sample is a check with everything that a printer can meet: letters beyond ASCII, what each format has to escape, characters
// that cannot be seen, findings in no record and in no file, spans of several lines and none, repeats, and accepted ones.
func sample() Check {
	const fardbok = `Färdbok 漢字 | "å"`
	unknown := about("value-unknown", "SYS-017", fardbok, "ROLL-AC-AO", fileSystem, span(4, 9, 4, 15), "status")
	unknown.Fixes = []diag.Fix{{
		Title: locale.Text{SV: "skriv in_use", EN: "write in_use"}, Edits: []source.Edit{{Span: span(4, 9, 4, 15), Text: "in_use"}},
	}}
	unknown.Related = []diag.Related{
		{File: fileConfig, Span: span(1, 1, 1, 7), Message: locale.Text{SV: "värdena står här", EN: "the values are here"}},
		{File: fileConfig, Span: span(1, 1, 1, 7), Message: locale.Text{SV: "värdena står här", EN: "the values are here"}},
	}
	link := about("link-broken", "SYS-017", fardbok, "ROLL-AC-AO", fileSystem, span(7, 4, 7, 14), "")
	link2 := link
	link2.Span = span(7, 19, 7, 29)
	all := []diag.Diagnostic{
		{Result: diag.Result{Finding: about("history-incomplete", "", "", "", nil, source.Span{}, ""), Severity: diag.Error}, Message: "versionshistoriken är ofullständig", Hint: "git fetch --unshallow"},
		{Result: diag.Result{Finding: about("config-note", "", "", "", fileConfig, span(1, 1, 1, 1), ""), Severity: diag.Info}, Message: "100 % klart: a, b; ::error::nej"},
		{
			Result:  diag.Result{Finding: about("text-odd", "SYS-018", "<b>]]> & 'x' ``` $HOME \\", "ROLL-CHEF", fileOdd, span(1, 1, 3, 4), "title"), Severity: diag.Warning},
			Message: "rubriken är '\x1b[31mröd\x00\u202e\r\n::warning::#12 @någon <script>~*_x_*' | \u2028slut", Hint: "skriv\nen rad",
		},
		{Result: diag.Result{Finding: about("owner-missing", "SYS-018", "", "", fileOdd, span(2, 5, 2, 12), "owner"), Severity: diag.Error, Standing: diag.Waived, Waiver: diag.Waiver{Reason: "Avvecklas i \"mars\""}}, Message: "ägare saknas"},
		{Result: diag.Result{Finding: unknown, Severity: diag.Error}, Message: "'in_uze' är inget värde för status; menade du 'in_use'?", Hint: "välj 'idea' eller 'in_use'", Why: "annars går det inte att räkna", Source: "ISO/IEC 27001:2022 7.5"},
		{Result: diag.Result{Finding: about("owner-missing", "SYS-017", fardbok, "ROLL-CHEF", fileSystem, span(5, 7, 5, 7), "owner"), Severity: diag.Warning}, Message: "ägare saknas sedan 5 dagar"},
		{Result: diag.Result{Finding: link, Severity: diag.Error}, Message: "länken till BRI-03 leder ingenstans"},
		{Result: diag.Result{Finding: link2, Severity: diag.Error}, Message: "länken till BRI-04 leder ingenstans"},
		{Result: diag.Result{Finding: about("system-unclassified", "SYS-019", "Arkiv", "", fileSystem, span(1, 1, 1, 4), "classification.state"), Severity: diag.Error, Standing: diag.Baselined}, Message: "klassning saknas"},
	}
	rev := "0123456789abcdef0123456789abcdef01234567"
	return Check{
		Tool: "lis", ToolVersion: "0.1.0", Lang: locale.Swedish, AsOf: "2023-08-25", Rev: &rev, Records: 4,
		Named: []string{"SYS-017", "SYS-018", "SYS-019", "SYS-020"}, Diagnostics: all, Prefix: "förvaltning", Rules: sampleRules(all),
	}
}

func sampleRules(all []diag.Diagnostic) []RuleInfo {
	var rules []RuleInfo
	met := map[string]bool{}
	for _, d := range all {
		if !met[d.Rule] {
			met[d.Rule] = true
			rules = append(rules, RuleInfo{ID: d.Rule, Severity: d.Severity, Message: d.Message, Why: d.Why, Source: d.Source})
		}
	}
	rules[0].HelpURI = "https://example.org/regler/a.html"
	return append(rules, RuleInfo{ID: "turned-off", Severity: diag.Off, Message: "prövas inte"})
}

// many is a check with n errors and n warnings, each in a file of its own.
func many(n int) Check {
	c := sample()
	c.Prefix, c.Diagnostics = "", nil
	for i := range n {
		name := fmt.Sprintf("SYS-%04d", i)
		f := source.NewFile("systems/"+name+".md", []byte("---\n---\n"))
		for _, severity := range []diag.Severity{diag.Error, diag.Warning} {
			c.Diagnostics = append(c.Diagnostics, diag.Diagnostic{
				Result:  diag.Result{Finding: about("owner-missing", name, "", "ROLL-"+name, f, span(1, 1, 1, 4), "owner"), Severity: severity},
				Message: "ägare saknas", Hint: "ange en roll",
			})
		}
	}
	return c
}
