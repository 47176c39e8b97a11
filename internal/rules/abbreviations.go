package rules

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
)

// abbreviations are the rules about words that a reader cannot be expected to know.
var abbreviations = []Rule{
	{
		ID: "abbreviation-unexplained", Severity: diag.Warning, Kinds: []string{"review"},
		Message: locale.Text{SV: "förkortningen '{abbreviation}' är inte förklarad", EN: "the abbreviation '{abbreviation}' is not explained"},
		Hint:    locale.Text{SV: "skriv ut den, eller lägg till den i terms/ med title: {abbreviation}", EN: "write it out, or add it in terms/ with title: {abbreviation}"},
		Why:     locale.Text{SV: "allmänheten ska kunna förstå handlingarna utan att känna till interna förkortningar", EN: "the public must be able to understand documents without knowing internal abbreviations"},
		Source:  "OSL 4 kap. 1 §; språklagen (2009:600) 11 §",
		Check:   checkAbbreviations,
	},
}

// checkAbbreviations checks the reviews that are put forward, if the workspace has a list of terms.
func checkAbbreviations(p *Pass) {
	if len(p.records("term")) == 0 {
		return
	}
	known := map[string]bool{}
	for _, a := range p.texts("known_abbreviations") {
		known[a] = true
	}
	for _, r := range p.records("term") {
		known[r.Text("title")] = true
	}
	for _, r := range p.reviewsPut() {
		told := map[string]bool{}
		for _, text := range textsOf(r) {
			for _, a := range unexplained(text.text, known) {
				if !told[a.word] {
					told[a.word] = true
					f := graph.Finding(r, "abbreviation-unexplained", text.field, locale.Args{"abbreviation": a.word})
					if text.field == "" {
						f.Span = spanIn(r.File(), r.Doc.Body+a.at, len(a.word))
					}
					p.Report(f)
				}
			}
		}
	}
}

// fieldText is a text of a record and its field; field is "" for the body.
type fieldText struct{ field, text string }

// textsOf returns the prose of a record: its body, then its Markdown fields.
func textsOf(r *record.Record) []fieldText {
	texts := []fieldText{{"", string(r.Doc.BodyText())}}
	for _, f := range r.Kind.Fields() {
		if f.Format != "markdown" {
			continue
		}
		for _, path := range graph.Expand(r.Values, f.Path) {
			if text := r.Text(path); text != "" {
				texts = append(texts, fieldText{path, text})
			}
		}
	}
	return texts
}

// word is a word and its byte offset in a text.
type word struct {
	word string
	at   int
}

var (
	capitals = regexp.MustCompile(`\p{Lu}{2,6}\d{0,2}`)
	roman    = regexp.MustCompile(`^[IVX]+$`)
	// notProse matches text with capitals that is not prose: links, code, addresses, ids and registration numbers.
	notProse = regexp.MustCompile("\\[\\[[^\\]]*\\]\\]|\\]\\([^)]*\\)|`[^`]*`|https?://\\S+|\\p{Lu}[\\p{Lu}\\d]*(-[\\p{Lu}\\d.]+)+|\\p{Lu}{2,}(-\\p{Lu}{2,})? ?\\d{4}[/:-]\\d+")
)

// unexplained returns the abbreviations in a text that are not known and that the text itself does not explain.
func unexplained(text string, known map[string]bool) []word {
	prose := notProse.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat(" ", len(s)) })
	var out []word
	for _, at := range capitals.FindAllStringIndex(prose, -1) {
		a := prose[at[0]:at[1]]
		bare := strings.TrimRight(a, "0123456789")
		explained := strings.Contains(prose, "("+a+")") || strings.Contains(prose, a+" (")
		if !known[a] && !known[bare] && !explained && !roman.MatchString(a) && standsAlone(prose, at[0], at[1]) {
			out = append(out, word{a, at[0]})
		}
	}
	return out
}

// spanIn returns the span of a range of bytes in a file.
func spanIn(f *source.File, at, length int) source.Span {
	return source.Span{Start: f.Pos(at), End: f.Pos(at + length)}
}

// standsAlone reports whether no letter or digit touches the given range of a text.
func standsAlone(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:])
	return !unicode.IsLetter(before) && !unicode.IsDigit(before) && !unicode.IsLetter(after) && !unicode.IsDigit(after)
}
