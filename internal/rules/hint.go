package rules

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// maxChoices is how many records of a register a hint names.
const maxChoices = 5

// hint returns what to write: the hint of the finding or of its rule, or else one derived from the field. If a reference is
// missing, the line to write comes first in any case.
func (s *Set) hint(rule *Rule, f diag.Finding, lang locale.Lang) string {
	own := lang.Fill(hintOf(rule, f).In(lang), f.Args)
	r := s.recordOf(f)
	if r == nil {
		return own
	}
	field := r.Kind.Field(f.Field)
	switch {
	case field == nil:
		return own
	case own == "":
		return s.fieldHint(r, field, f, lang)
	case refOf(field) != "" && s.meant(r, field, f) != "":
		return lineHint(r, field, f.Field, s.meant(r, field, f), lang) + "; " + own
	case refOf(field) != "" && isAbsent(r, f.Field):
		return s.fieldHint(r, field, f, lang) + "; " + own
	}
	return own
}

// hintOf returns the hint of a finding, or else that on the file that it is in, or else that of its rule.
func hintOf(rule *Rule, f diag.Finding) locale.Text {
	if about, ok := guides[path.Base(f.FileName())]; ok && f.Rule == "kind-invalid" && f.Hint.IsZero() {
		return about
	}
	if f.Hint.IsZero() {
		return rule.Hint
	}
	return f.Hint
}

// guides are the hints on the files in schema/ that describe no kind: what explains their keys.
var guides = map[string]locale.Text{
	"figures.yaml": {
		SV: "se lis explain figures om nycklar, och lis explain conditions om villkor",
		EN: "see lis explain figures on keys, and lis explain conditions on conditions",
	},
	"dashboard.yaml": {SV: "se lis explain dashboard om nycklar och texter", EN: "see lis explain dashboard on keys and texts"},
}

func (s *Set) recordOf(f diag.Finding) *record.Record {
	if f.File == nil || f.Field == "" {
		return nil
	}
	return s.workspace.Graph.InFile(f.File.Name)
}

// isAbsent reports whether a record has no value in a field.
func isAbsent(r *record.Record, path string) bool {
	invalid := r.Invalid[path]
	return r.At(path) == nil && (invalid == "" || invalid == "field-missing")
}

// refOf returns the kind that a reference field names, or the items of a list do; "" if it is not a reference to one kind.
func refOf(f *record.Field) string {
	if f.Items != nil && f.Ref == nil {
		f = f.Items
	}
	if len(f.Ref) == 0 || f.Ref[0] == "*" {
		return ""
	}
	return f.Ref[0]
}

// fieldHint describes what to write in a field: the line, if it is missing, and what the field can hold.
func (s *Set) fieldHint(r *record.Record, field *record.Field, f diag.Finding, lang locale.Lang) string {
	if kind := refOf(field); kind != "" {
		return s.refHint(r, field, f, kind, lang)
	}
	if field.Type == record.List && field.Items != nil && field.Items.Type != record.Object && !isAbsent(r, f.Field) {
		field = field.Items
	}
	var parts []string
	if isAbsent(r, f.Field) || field.Type == record.Object {
		parts = append(parts, lineHint(r, field, f.Field, "", lang))
	}
	switch {
	case len(field.Values) > 0:
		parts = append(parts, lang.T("hint.choose", locale.Args{"allowed": record.AnyValue(field.Values)}))
	case field.Format == "date" && len(parts) == 0 && !isDay(r.Text(f.Field)): // a day is of the right form, whatever else is wrong
		parts = append(parts, lang.T("hint.date"))
	}
	return strings.Join(parts, "; ")
}

func isDay(text string) bool {
	_, ok := locale.ParseDate(text)
	return ok
}

// meant returns the id that was meant by a reference that names no record: the one with that title, or the one with a slip of the
// pen; "" if that is not certain enough to write it.
func (s *Set) meant(r *record.Record, field *record.Field, f diag.Finding) string {
	value := r.Text(f.Field)
	to := field.Ref
	if to == nil && field.Items != nil {
		to = field.Items.Ref
	}
	if value == "" || to == nil || s.workspace.Graph.Named(value) != nil {
		return ""
	}
	near := s.workspace.Graph.Near(value, to)
	fixes := record.ChangeRef(f.Span, value, near)
	if len(fixes) == 0 || fixes[0].Unsure && looksLikeID.MatchString(value) {
		return ""
	}
	return near[0]
}

// looksLikeID matches a text that is an id and no title: ROLL-9.
var looksLikeID = regexp.MustCompile(`^[A-Z]+-\S*$`)

// refHint describes what to write in a reference: the line and which records there are.
func (s *Set) refHint(r *record.Record, field *record.Field, f diag.Finding, kindName string, lang locale.Lang) string {
	kind := s.workspace.Kinds.Named(kindName)
	args := locale.Args{"kind": inSentence(kind.Label), "kinds": inSentence(kind.Plural), "name": kind.Name}
	choices := s.choices(r, record.Bare(f.Field), kindName)
	var parts []string
	switch meant := s.meant(r, field, f); {
	case meant != "":
		return lineHint(r, field, f.Field, meant, lang)
	case isAbsent(r, f.Field):
		parts = append(parts, lineHint(r, field, f.Field, kind.Prefix+"-…", lang))
	default:
		parts = append(parts, lang.T("hint.ref", args))
	}
	switch n := len(choices); {
	case n == 0:
		parts = append(parts, lang.T("hint.none", args))
	case n > maxChoices:
		args["list"], args["n"] = strings.Join(choices[:maxChoices], ", "), n-maxChoices
		parts = append(parts, lang.T("hint.some", args))
	default:
		args["list"] = lang.And(choices)
		parts = append(parts, lang.T("hint.all", args))
	}
	return strings.Join(parts, "; ")
}

// lineHint says which line to write for a field that is missing, and below which other one. value stands in for the value.
func lineHint(r *record.Record, f *record.Field, path, value string, lang locale.Lang) string {
	line := f.Name + ": " + cmp.Or(value, placeholder(f, lang))
	if f.Type == record.List && value != "" {
		line = f.Name + ": [" + value + "]"
	}
	if strings.HasSuffix(path, "]") { // an item of a list that is there
		return lang.T("hint.write", locale.Args{"line": value})
	}
	parent := record.Parent(path)
	for parent != "" && r.Node(parent) == nil {
		line = parent[strings.LastIndexByte(parent, '.')+1:] + ": {" + line + "}"
		parent = record.Parent(parent)
	}
	if parent == "" {
		return lang.T("hint.write", locale.Args{"line": line})
	}
	return lang.T("hint.write-under", locale.Args{"line": line, "parent": parent})
}

// placeholder stands in for a value that people must fill in.
func placeholder(f *record.Field, lang locale.Lang) string {
	switch {
	case f.Format == "date":
		return lang.T("hint.day")
	case f.Type == record.List:
		return "[…]"
	case f.Type == record.Object:
		return "{" + firstField(f) + ": …}"
	}
	return "…"
}

// firstField returns the name of the field of an object that people fill in first: the first required one, or else the first.
func firstField(f *record.Field) string {
	if len(f.Fields) == 0 {
		return "…"
	}
	i := max(slices.IndexFunc(f.Fields, func(c *record.Field) bool { return c.Required }), 0)
	return f.Fields[i].Name
}

// choices names the records that a reference can lead to, those first that the same field names most often elsewhere. Only records
// that are shown wherever r is are named.
func (s *Set) choices(r *record.Record, field, kind string) []string {
	key := choiceKey{r.Kind.Name, field, kind, graph.Level(r)}
	if known, ok := s.chosen.Load(key); ok {
		return known.([]string)
	}
	g := s.workspace.Graph
	var records []*record.Record
	uses := map[*record.Record]int{}
	for _, to := range g.OfKind(kind) {
		if record.Narrower(graph.Level(to), key.level) != key.level {
			continue
		}
		records = append(records, to)
		uses[to] = len(g.BacklinksFrom(to, r.Kind.Name, field))
	}
	slices.SortStableFunc(records, func(a, b *record.Record) int { return cmp.Compare(uses[b], uses[a]) })
	names := make([]string, len(records))
	for i, to := range records {
		names[i] = to.ID + " (" + locale.Shorten(g.Title(to).In(s.workspace.Config.Lang)) + ")"
	}
	s.chosen.Store(key, names)
	return names
}

// choiceKey is what the choices of a reference depend on.
type choiceKey struct {
	kind, field, to string
	level           record.Profile
}
