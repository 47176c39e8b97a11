package dashboard

import "github.com/c8b10cf3/lis/internal/record"

// bilingual is the form of a text that stands in both languages: the pages of a site can be made in either.
const bilingual record.Form = "bilingual"

// The parts of the file with the keys that they can have. What is read is checked against them, and explanations list them.
var (
	filePart = &record.Part{Name: "dashboard", Keywords: []record.Keyword{
		{Name: "header", Form: record.Keys},
		{Name: "figures", Form: record.Keys},
		{Name: "sentences", Form: record.Keys},
		{Name: "areas", Form: record.Keys},
		{Name: "bars", Form: record.Keys},
		{Name: "deadlines", Form: record.Keys},
		{Name: "trend", Form: record.Keys},
		{Name: "groups", Form: record.Keys},
	}}
	// entryPart is what every entry of a section can have in addition to its own keys.
	entryPart = &record.Part{Name: "dashboard-entry", Keywords: []record.Keyword{{Name: "before", Form: record.Word}}}
	linkPart  = &record.Part{Name: "dashboard-link", Keywords: []record.Keyword{
		{Name: "label", Form: bilingual}, {Name: "last", Form: record.Flag},
	}}
	sentencePart = &record.Part{Name: "dashboard-sentence", Keywords: []record.Keyword{
		{Name: "of", Form: record.Word},
		{Name: "text", Form: bilingual},
		{Name: "clauses", Form: record.Keys},
		{Name: "lead", Form: record.Flag},
		{Name: "review", Form: record.Flag},
	}}
	areaPart = &record.Part{Name: "dashboard-area", Keywords: []record.Keyword{
		{Name: "kind", Form: record.Word},
		{Name: "label", Form: bilingual},
		{Name: "left", Form: record.Rows},
		{Name: "errors", Form: record.Flag},
	}}
	barPart = &record.Part{Name: "dashboard-bar", Keywords: []record.Keyword{
		{Name: "of", Form: record.Word},
		{Name: "label", Form: bilingual},
		{Name: "parts", Form: record.Keys},
		{Name: "unless", Form: record.Word},
	}}
	partPart = &record.Part{Name: "dashboard-part", Keywords: []record.Keyword{
		{Name: "look", Form: record.OneOf, Values: looks}, {Name: "label", Form: bilingual},
	}}
	deadlinePart = &record.Part{Name: "dashboard-deadline", Keywords: []record.Keyword{
		{Name: "when", Form: record.Condition}, {Name: "late", Form: record.Flag},
	}}
	sharePart = &record.Part{Name: "dashboard-share", Keywords: []record.Keyword{{Name: "of", Form: record.Word}}}
	groupPart = &record.Part{Name: "dashboard-group", Keywords: []record.Keyword{
		{Name: "sv", Form: record.Word}, {Name: "en", Form: record.Word},
	}}
)

// Parts are those of the file, from the whole to its sections in their order, but for that of the figures: these have the keys of
// [record.FigurePart].
var Parts = []*record.Part{filePart, entryPart, linkPart, sentencePart, areaPart, barPart, partPart, deadlinePart, sharePart, groupPart}

// keysOf returns the names of the keys of parts.
func keysOf(parts ...*record.Part) []string {
	var names []string
	for _, p := range parts {
		for _, k := range p.Keywords {
			names = append(names, k.Name)
		}
	}
	return names
}
