package record

import (
	"slices"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
)

// Form is what the value of a keyword must be.
type Form string

// The forms. The form of a keyword with Checked is looked at where its value is read.
const (
	Checked   Form = ""
	Word      Form = "word"      // a text
	Words     Form = "words"     // a text, or a list of texts
	Both      Form = "both"      // a text in Swedish (sv) and English (en), or one for both
	Flag      Form = "flag"      // true or false
	Whole     Form = "whole"     // a whole number
	OneOf     Form = "one-of"    // one of the values of the keyword
	Condition Form = "condition" // an expression that package expr can read
	Keys      Form = "keys"      // keys with values below them
	Rows      Form = "rows"      // a list
)

// Keyword is one key that a part of a file in schema/ can have.
type Keyword struct {
	Name   string
	Form   Form
	Values []string // for OneOf
}

// Help says in a sentence what the keyword means in a part of the file.
func (k Keyword) Help(part *Part, lang locale.Lang) string {
	return lang.T("keyword." + part.Name + "." + k.Name)
}

// Part is a part of a file in schema/ with the keywords that it can have.
type Part struct {
	Name     string // "file", "kind", "field" …
	Keywords []Keyword
}

// names returns the names of the keywords.
func (p *Part) names() []string {
	names := make([]string, len(p.Keywords))
	for i, k := range p.Keywords {
		names[i] = k.Name
	}
	return names
}

// fitting are the types that a keyword of a field belongs to; one that is not listed belongs to all.
var fitting = map[string][]Type{
	"properties": {Object}, "required": {Object}, "additionalProperties": {Object}, "x-aspects": {Object}, "items": {List}, "minItems": {List},
	"uniqueItems": {List}, "format": {String}, "minLength": {String}, "maxLength": {String}, "pattern": {String}, "x-ref": {String}, "enum": {String, Integer},
	"x-values": {String, Integer}, "minimum": {Integer, Number}, "maximum": {Integer, Number},
}

// profileNames are the values of a keyword that says who can see something.
var profileNames = []string{string(Public), string(Internal), string(Restricted), string(Never)}

// ProfileNames returns the values of a keyword that says who can see something.
func ProfileNames() []string { return slices.Clone(profileNames) }

// formats are those that a text can have, tones those of the value of a status.
var (
	formats = []string{"date", "date-time", "uri", "markdown"}
	tones   = []string{"ok", "attention", "bad", "neutral"}
)

// The parts of a file that describes a kind.
var (
	FilePart = &Part{"file", []Keyword{
		{"x-kind", Keys, nil}, {"x-rules", Rows, nil}, {"$schema", Word, nil}, {"$id", Word, nil}, {"title", Word, nil}, {"description", Word, nil},
	}}
	KindPart = &Part{"kind", []Keyword{
		{"name", Word, nil},
		{"folder", Word, nil},
		{"prefix", Word, nil},
		{"label", Both, nil},
		{"plural", Both, nil},
		{"about", Both, nil},
		{"publish", OneOf, profileNames},
		{"publish_at_most", OneOf, profileNames},
		{"columns", Words, nil},
		{"order", Words, nil},
		{"title_from", Word, nil},
		{"ids", OneOf, []string{"names"}},
		{"closed", Checked, nil},
		{"over", Checked, nil},
		{"fixed", Keys, nil},
		{"judged", Keys, nil},
		{"due", Word, nil},
		{"split", Keys, nil},
		{"example", Checked, nil},
	}}
	FieldPart = &Part{"field", []Keyword{
		{"type", Checked, nil},
		{"format", OneOf, formats},
		{"enum", Words, nil},
		{"properties", Keys, nil},
		{"items", Keys, nil},
		{"required", Words, nil},
		{"additionalProperties", Checked, nil},
		{"minLength", Whole, nil},
		{"maxLength", Whole, nil},
		{"minimum", Whole, nil},
		{"maximum", Whole, nil},
		{"minItems", Whole, nil},
		{"uniqueItems", Flag, nil},
		{"pattern", Word, nil},
		{"x-label", Both, nil},
		{"x-help", Both, nil},
		{"x-guidance", Both, nil},
		{"x-values", Keys, nil},
		{"x-ref", Words, nil},
		{"x-publish", OneOf, profileNames},
		{"x-past", Flag, nil},
		{"x-aspects", Flag, nil},
	}}
	RulePart = &Part{"rule", []Keyword{
		{"id", Word, nil},
		{"severity", Checked, nil},
		{"when", Condition, nil},
		{"assert", Condition, nil},
		{"at", Words, nil},
		{"with", Keys, nil},
		{"message", Both, nil},
		{"hint", Both, nil},
		{"why", Both, nil},
		{"source", Word, nil},
		{"replaces", Words, nil},
	}}
	StagePart = &Part{"stage", []Keyword{
		{"field", Word, nil},
		{"values", Words, nil},
		{"act", Word, nil},
		{"successor", Word, nil},
		{"version", Word, nil},
		{"label", Both, nil},
		{"lasting", Flag, nil},
	}}
	JudgedPart = &Part{"judged", []Keyword{{"fields", Words, nil}, {"label", Both, nil}}}
	SplitPart  = &Part{"split", []Keyword{{"field", Word, nil}, {"labels", Keys, nil}}}
	ValuePart  = &Part{"value", []Keyword{{"sv", Word, nil}, {"en", Word, nil}, {"tone", OneOf, tones}}}
	FigurePart = &Part{"figure", []Keyword{
		{"count", Word, nil}, {"where", Condition, nil}, {"sum", Condition, nil}, {"label", Both, nil}, {"help", Both, nil}, {"publish", OneOf, profileNames}, {"parts", Rows, nil},
	}}
)

// Parts are those of the files in schema/ that a workspace can write, from the whole to its parts.
var Parts = []*Part{FilePart, KindPart, FieldPart, ValuePart, RulePart, StagePart, JudgedPart, SplitPart, FigurePart}

// Problem is what is wrong with a key or a value in a file in schema/.
type Problem struct {
	At      *document.Node
	Message locale.Message
}

// Misfits returns what is wrong with the keys of n and with the forms of their values. It does not look below them.
func (p *Part) Misfits(n *document.Node) (unknown, misshapen []Problem) {
	if n == nil {
		return nil, nil
	}
	for _, e := range n.Entries {
		i := slices.IndexFunc(p.Keywords, func(k Keyword) bool { return k.Name == e.Key })
		key := &document.Node{Span: e.KeySpan}
		switch {
		case e.Key == "$ref", e.Key == "$dynamicRef":
			unknown = append(unknown, Problem{key, locale.Say("kind.ref", locale.Args{"target": text(e.Value)})})
		case i < 0:
			unknown = append(unknown, Problem{key, locale.Say("kind.keyword", locale.Args{"key": e.Key, "guess": Instead(e.Key, p.names())})})
		case !p.Keywords[i].fits(e.Value):
			misshapen = append(misshapen, Problem{placeOf(e), p.Keywords[i].misfit(e.Value)})
		}
	}
	return unknown, misshapen
}

// placeOf returns where to point at a value: at its key if it is empty.
func placeOf(e document.Entry) *document.Node {
	if e.Value == nil || e.Value.Kind == document.Null {
		return &document.Node{Span: e.KeySpan}
	}
	return e.Value
}

// fits reports whether a value has the form of the keyword.
func (k Keyword) fits(v *document.Node) bool {
	isText := v.IsScalar() && strings.TrimSpace(v.Text) != ""
	switch k.Form {
	case Word, Condition:
		return isText
	case Words:
		return isText || v != nil && v.Kind == document.List && !slices.ContainsFunc(v.Items, func(item *document.Node) bool { return !item.IsScalar() })
	case Both:
		return isText || text(v.Get("sv"))+text(v.Get("en")) != "" && onlyKeys(v, "sv", "en")
	case Flag:
		return slices.Contains([]string{"true", "false"}, text(v))
	case Whole:
		_, err := strconv.Atoi(text(v))
		return err == nil
	case OneOf:
		return slices.Contains(k.Values, text(v))
	case Keys:
		return v != nil && v.Kind == document.Map
	case Rows:
		return v != nil && v.Kind == document.List
	}
	return true
}

func onlyKeys(v *document.Node, names ...string) bool {
	return !slices.ContainsFunc(v.Entries, func(e document.Entry) bool { return !slices.Contains(names, e.Key) })
}

// misfit says what a value should have been.
func (k Keyword) misfit(v *document.Node) locale.Message {
	args := locale.Args{"key": k.Name, "value": locale.Shorten(text(v)), "known": locale.Choice(k.Values)}
	if near := first(Nearest(text(v), k.Values)); k.Form == OneOf && len(near) > 0 {
		args["guess"] = DidYouMean(near)
		return locale.Say("kind.form-near", args)
	}
	if k.Form == OneOf && text(v) == "" || !v.IsScalar() && k.Form == Whole {
		args["value"] = ""
	}
	return locale.Say("kind.form-"+string(k.Form), args)
}
