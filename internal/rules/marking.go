package rules

import (
	"regexp"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// markings are the rules about what must never be in the repository.
var markings = []Rule{
	{
		ID: "security-classified-marking", Severity: diag.Error,
		Message: locale.Text{SV: "raden ser ut som en säkerhetsskyddsmarkering ('{marking}')", EN: "the line looks like a security classification marking ('{marking}')"},
		Hint: locale.Text{
			SV: "sprid inte filen vidare och kontakta säkerhetsskyddschefen; är det ett exempel, skriv det i löpande text eller lägg in ett undantag (waive)",
			EN: "do not distribute the file, and contact the security protection manager; if it is an example, write it in running text or add a waiver (waive)",
		},
		Why:    locale.Text{SV: "säkerhetsskyddsklassificerade uppgifter får bara hanteras i system som är godkända för dem", EN: "security-classified information may only be handled in systems approved for it"},
		Source: "säkerhetsskyddslagen (2018:585) 2 kap. 5 §",
		Check:  checkMarkings,
	},
}

// class matches a security class as written in stamps. They are also ordinary words, so only capitals count.
const class = `(?:KVALIFICERAT HEMLIG|BEGRÄNSAT HEMLIG|BEGRA\x{308}NSAT HEMLIG|HEMLIG|KONFIDENTIELL)`

// stamps are the forms of a marking: the class alone on its line, in a frame or after a key; the class with the provision that it
// rests on; the class with its foreign counterpart.
var stamps = []*regexp.Regexp{
	regexp.MustCompile(`^\s*(?:(?:[a-z_]+:|-)\s*)*[^\p{L}\d]*(` + class + `)[^\p{L}\d]*$`),
	regexp.MustCompile(`(` + class + `),? (?:enligt|jämlikt|med stöd av)\b`),
	regexp.MustCompile(`((?:` + class + `|\bH)/ ?(?:TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED)\b)`),
}

func checkMarkings(p *Pass) {
	for _, r := range p.Workspace.Graph.Records {
		f := r.File()
		if !maybeMarked(string(f.Data)) {
			continue
		}
		fields := fieldsOf(r)
		for n := 1; n <= f.Lines(); n++ {
			line := f.Line(n)
			at, found := stamp(line)
			if !found {
				continue
			}
			span := spanIn(f, f.Offset(source.Pos{Line: n, Column: 1})+at[0], at[1]-at[0])
			finding := graph.Finding(r, "security-classified-marking", fieldAt(fields, span.Start), locale.Args{"marking": line[at[0]:at[1]]})
			finding.Span = span
			p.Report(finding)
		}
	}
}

// stamp returns the byte offsets of the marking in a line.
func stamp(line string) (at []int, found bool) {
	if !maybeMarked(line) {
		return nil, false
	}
	line = strings.TrimRight(line, " \t\r")
	for _, form := range stamps {
		if m := form.FindStringSubmatchIndex(line); m != nil && standsAlone(line, m[2], m[3]) {
			return m[2:4], true
		}
	}
	return nil, false
}

// maybeMarked is a fast test for what every stamp has in common.
func maybeMarked(text string) bool {
	return strings.Contains(text, "HEMLIG") || strings.Contains(text, "KONFIDENTIELL") || strings.Contains(text, "H/")
}
