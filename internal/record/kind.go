// Package record handles one record: the kinds that the files in schema/ define, reading a document as a record of its
// kind, and typed access to its values with their places. It never looks at a second record. Start reading at [Kind] and
// [Kind.Read].
package record

import (
	"slices"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// Profile is who can see something: public ⊂ internal ⊂ restricted. Never is shown in no profile.
type Profile string

// The profiles, from the most readers to none.
const (
	Public     Profile = "public"
	Internal   Profile = "internal"
	Restricted Profile = "restricted"
	Never      Profile = "never"
)

// Profiles are those that a site can be built for, from the most readers to the fewest.
var Profiles = []Profile{Public, Internal, Restricted}

var profileRank = map[Profile]int{Public: 0, Internal: 1, Restricted: 2, Never: 3}

// IsKnown reports whether p is one of the profiles, or [Never].
func (p Profile) IsKnown() bool {
	_, known := profileRank[p]
	return known
}

// rank orders profiles by how few readers they have. An unknown profile ranks as Restricted.
func (p Profile) rank() int {
	if !p.IsKnown() {
		return profileRank[Restricted]
	}
	return profileRank[p]
}

// Shows reports whether a site built for p can contain what is marked with at.
func (p Profile) Shows(at Profile) bool { return at.rank() <= profileRank[p] && at != Never }

// Narrower returns whichever of two profiles has fewer readers.
func Narrower(a, b Profile) Profile {
	if a.rank() >= b.rank() {
		return a
	}
	return b
}

// Type is the type of a value.
type Type string

// The types, named as in JSON Schema.
const (
	String  Type = "string"
	Integer Type = "integer"
	Number  Type = "number"
	Boolean Type = "boolean"
	List    Type = "array"
	Object  Type = "object"
)

// Tone is how a status value looks, such as neutral or attention.
type Tone string

// Value is one of the values that a field can have.
type Value struct {
	Name  string
	Label locale.Text
	Tone  Tone // "" if the field is not a status
}

// Field is one property of a kind, at any depth.
type Field struct {
	Name   string
	Path   string // dotted, without indices: followups.status
	Type   Type
	Format string  // date, date-time, uri, markdown or ""
	Values []Value // the allowed values; empty for any
	Ref    []string
	// Publish is the widest profile that can show the field; "" if it follows its surroundings. It applies to past values
	// too: widening it discloses them, because they are in the history anyway.
	Publish  Profile
	atMost   Profile // what the program says of a field of its own, which a workspace can only narrow
	Required bool
	Own      bool // comes from a file of the workspace, and not only an addition to it
	// Past is set on a day or a point in time on which something was done, so that it cannot lie ahead.
	Past  bool
	Label locale.Text
	Help  locale.Text
	// Guidance is what a new record holds in brackets in place of a text, to tell whoever writes it what it is to say; zero for
	// nothing. The rules that ask for the text must not take what is in brackets for an answer.
	Guidance locale.Text

	Min, Max             *int
	MinLength, MaxLength *int
	MinItems             *int
	Unique               bool
	Pattern              string

	Items  *Field   // of a List
	Fields []*Field // of an Object
	Free   *Field   // of an Object with keys chosen by the user
	// Aspects is set on the object with one integer for each aspect of the classification model.
	Aspects bool
}

// Child returns the field of that name below f, or else Free.
func (f *Field) Child(name string) *Field {
	for _, c := range f.Fields {
		if c.Name == name {
			return c
		}
	}
	return f.Free
}

// Value returns the allowed value of that name, or nil.
func (f *Field) Value(name string) *Value {
	for i := range f.Values {
		if f.Values[i].Name == name {
			return &f.Values[i]
		}
	}
	return nil
}

// names reports whether the field can refer to records of a kind.
func (f *Field) names(kind string) bool {
	wanted := f.Ref
	if f.Items != nil {
		wanted = f.Items.Ref
	}
	return slices.Contains(wanted, kind) || slices.Contains(wanted, "*")
}

// ValueNames returns the names of the allowed values.
func (f *Field) ValueNames() []string {
	names := make([]string, len(f.Values))
	for i, v := range f.Values {
		names[i] = v.Name
	}
	return names
}

// Conditional is a severity that applies if a condition holds. An empty condition always holds.
type Conditional struct {
	When     string
	Severity diag.Severity
}

// RuleSource is a rule as a kind file states it. Its conditions are source text for package expr.
type RuleSource struct {
	ID           string
	Severity     []Conditional
	When, Assert string
	// At are the fields that the rule is about: it points at the first empty one, or else at the first. [-1] is the last item
	// of a list.
	At            []string
	With          map[string]string
	Message, Hint locale.Text
	Why           locale.Text
	Source        string
	Replaces      []string
	Own           bool // from a file of the workspace
	File          *source.File
	Span          source.Span            // of the id
	Spans         map[string]source.Span // of the conditions and texts, by key: when, assert, severity[0].when, with.date, message, hint
}

// Size returns how many bytes the conditions of the rule have.
func (s *RuleSource) Size() int {
	n := len(s.When) + len(s.Assert)
	for _, c := range s.Severity {
		n += len(c.When)
	}
	for _, text := range s.With {
		n += len(text)
	}
	return n
}

// Stage is a state that a record can reach.
type Stage struct {
	// Field and Values define it: the field has one of the values, or any value if Values is empty. [-1] is the last item of
	// a list.
	Field  string
	Values []string
	// Act is the field with the designation of an act; the record reaches the state when the act is repealed. "" for none.
	Act string
	// Successor is the field in which another record of the kind names the one that it replaces. If it is set, Field and
	// Values apply to that other record; if "", to the record itself.
	Successor string
	// Version is the field that has to change if a fixed record changes: a new version is a new record in the same file. ""
	// if the kind has no versions.
	Version string
	// Label is what records that have reached it are called; zero for the usual words.
	Label locale.Text
	// Lasting is set if records are not waiting to reach it: a system does not count as open until it is retired.
	Lasting bool
}

// Reached reports whether the record has in Field what the stage wants: one of the values, or anything at all. Package graph
// decides whether an act is repealed and whether there is a successor.
func (s *Stage) Reached(r *Record) bool {
	if s.Field == "" {
		return false
	}
	v := r.At(s.Field)
	text, _ := v.(string)
	return !isEmptyValue(v) && (len(s.Values) == 0 || slices.Contains(s.Values, text))
}

// Fields returns the fields of the kind that the stage looks at, in the record or in its successor.
func (s *Stage) Fields() []string {
	return slices.DeleteFunc([]string{s.Field, s.Act, s.Successor}, func(name string) bool { return name == "" })
}

// Own returns the fields of the record itself that the stage looks at.
func (s *Stage) Own() []string {
	if s.Successor != "" {
		return nil
	}
	return s.Fields()
}

// isEmptyValue reports whether a value is empty: nil, a list without items, or an object whose values are all empty.
func isEmptyValue(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case []any:
		return len(v) == 0
	case map[string]any:
		for _, item := range v {
			if !isEmptyValue(item) {
				return false
			}
		}
		return true
	}
	return false
}

// Split divides the list of a kind into one table for each value of a field.
type Split struct {
	Field  string
	Labels map[string]locale.Text // heading of a table, by value; by default the label of the value
}

// Kind is one kind of record. Its root field is an Object.
type Kind struct {
	Name           string
	Folder         string // "" if it has no records, such as the configuration
	Prefix         string
	Label, Plural  locale.Text
	About          locale.Text // what belongs in its folder; zero if the kind does not say
	Publish        Profile     // default
	PublishAtMost  Profile     // ceiling: the widest allowed
	Confidential   int         // confidentiality from which a record is not for the public
	TitleFrom      string      // field whose record lends its title to one without
	Columns, Order []string
	// Closed defines when a record has reached its goal, Over when nobody is needed for it any more: when any of the stages
	// is reached. Neither implies the other: an implemented control is closed, but is still maintained. Package graph decides
	// both. Fixed defines when a record must not change any more; nil if the kind has no such stage. A status can still move
	// on to a later value.
	Closed, Over []Stage
	Fixed        *Stage
	// Judged are the fields whose change is a new judgement, such as the classification of a system. JudgedLabel is what
	// records that got one are called; zero for the usual words.
	Judged      []string
	JudgedLabel locale.Text
	Due         string // the field with the day by which something must be done; "" for none
	// Split defines the tables in which the kind is listed; nil for a single one.
	Split *Split
	// NamedIDs is set if ids are made from titles (ROLL-CHEF) instead of numbers (SYS-001).
	NamedIDs bool
	// Example holds values, by field, for the record that is shown as an example; the values of other fields are made up. A
	// value is a text, a list or an object of them.
	Example map[string]any
	Root    *Field
	Rules   []RuleSource
	Own     bool     // comes from the workspace
	Files   []string // of the workspace that describe it or add to it, in order
	Faulty  bool     // something is wrong in these files, so that what conditions read may be other than it seems
	// Zone is the time zone of points in time that are written without an offset; nil for UTC.
	Zone *time.Location

	shipped   shipped
	widened   []diag.Finding
	schema    func() *jsonschema.Schema // compiled on first use
	fields    map[string]*Field         // by path without indices
	all, refs []*Field                  // for Fields and RefFields
}

// Field returns the field at a dotted path, with or without indices, or nil. Below an object with keys chosen by the user,
// every key is a field.
func (k *Kind) Field(path string) *Field {
	if f := k.fields[Bare(path)]; f != nil {
		return f
	}
	return k.findField(path)
}

// Fields returns all fields at all depths, parents before children, in the kind's order. The caller must not change the list.
func (k *Kind) Fields() []*Field {
	if k.all == nil { // while the kind is being read
		all, _ := k.list()
		return all
	}
	return k.all
}

// RefFields returns the fields that refer to other records, at all depths. The caller must not change the list.
func (k *Kind) RefFields() []*Field { return k.refs }

// list walks the fields, and also collects those that refer to other records.
func (k *Kind) list() (all, refs []*Field) {
	var walk func(f *Field)
	walk = func(f *Field) {
		if f.Name != "" {
			all = append(all, f)
			if f.Ref != nil || f.Items != nil && f.Items.Ref != nil {
				refs = append(refs, f)
			}
		}
		if f.Items != nil {
			walk(f.Items)
		}
		for _, c := range f.Fields {
			walk(c)
		}
	}
	walk(k.Root)
	return all, refs
}

// Bare returns a dotted path without its indices: followups[0].status becomes followups.status.
func Bare(path string) string {
	if !strings.Contains(path, "[") {
		return path
	}
	var b strings.Builder
	for rest := path; ; {
		before, after, found := strings.Cut(rest, "[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, rest, _ = strings.Cut(after, "]")
	}
}
