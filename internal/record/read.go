package record

import (
	"errors"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// Read reads a document as a record of the kind. What could be read is in the record; the findings say what could not,
// including those of the document. They are ordered by place.
func (k *Kind) Read(doc *document.Document) (*Record, []diag.Finding) {
	r := &Record{ID: doc.ID, Kind: k, Doc: doc, Invalid: map[string]string{}}
	rd := reader{r: r, findings: slices.Clone(doc.Findings)}
	for _, f := range doc.Findings {
		if f.Field != "" {
			r.Invalid[f.Field] = f.Rule
		}
	}
	r.Values, _ = rd.convert(k.Root, doc.Front, "").(map[string]any)
	if !doc.Broken {
		rd.slips(k.Root, doc.Front, "", "")
		rd.validate()
		rd.identity()
	}
	r.complete = r.completer()
	for i := range rd.findings {
		f := &rd.findings[i]
		f.Record, f.Title, f.Kind = r.ID, r.OwnTitle(), k.Name
	}
	slices.SortStableFunc(rd.findings, func(a, b diag.Finding) int { return a.Span.Start.Compare(b.Span.Start) })
	return r, rd.findings
}

// reader reads one record.
type reader struct {
	r        *Record
	findings []diag.Finding
}

func (rd *reader) report(rule, path string, span source.Span, args locale.Args) *diag.Finding {
	rd.r.Invalid[path] = rule
	return rd.add(rule, path, span, args)
}

func (rd *reader) add(rule, path string, span source.Span, args locale.Args) *diag.Finding {
	if args == nil {
		args = locale.Args{}
	}
	args["field"] = path
	rd.findings = append(rd.findings, diag.Finding{Rule: rule, File: rd.r.File(), Span: span, Field: path, Args: args})
	return &rd.findings[len(rd.findings)-1]
}

// convert turns a node into a plain value. What is empty, doubtful or unreadable is left out; a value of the wrong type is
// kept as it is, for the schema to refuse.
func (rd *reader) convert(f *Field, n *document.Node, path string) any {
	switch n.Kind {
	case document.Map:
		return rd.convertMap(f, n, path)
	case document.List:
		return rd.convertList(f, n, path)
	case document.Unreadable:
		rd.r.Invalid[path] = "front-matter-feature"
		return nil
	}
	if isEmpty(n) {
		return nil
	}
	if f.Format == "date-time" {
		return rd.moment(n, path)
	}
	return scalar(f, n)
}

// isEmpty reports whether a value is left out, null, or a text of only blanks.
func isEmpty(n *document.Node) bool {
	return n.Kind == document.Null || n.IsScalar() && strings.TrimSpace(n.Text) == ""
}

func (rd *reader) convertMap(f *Field, n *document.Node, path string) any {
	out := make(map[string]any, len(n.Entries))
	for _, e := range n.Entries {
		full := document.Join(path, e.Key)
		child := f.Child(e.Key)
		if child == nil {
			child = &Field{Type: "", Path: full}
		}
		if e.Ambiguous {
			rd.r.Invalid[full] = "field-duplicate"
			continue
		}
		if child == f.Free && strings.ContainsAny(e.Key, ".[]") { // would be taken for a path
			rd.report("field-unknown", full, e.KeySpan, locale.Args{"guess": locale.Text{}})
			continue
		}
		if v := rd.convert(child, e.Value, full); v != nil {
			out[e.Key] = v
		}
	}
	return out
}

func (rd *reader) convertList(f *Field, n *document.Node, path string) any {
	items := f.Items
	if items == nil {
		items = &Field{Path: path}
	}
	out := []any{}
	for i, item := range n.Items {
		if v := rd.convert(items, item, document.Index(path, i)); v != nil {
			out = append(out, v)
			continue
		}
		out = append(out, "") // keeps the indices; inspect reports empty items
	}
	return out
}

var wholeNumber = regexp.MustCompile(`^[-+]?(0|[1-9][0-9]{0,17})$`)

// scalar reads text as the type of the field: any scalar is a text if the field is one.
func scalar(f *Field, n *document.Node) any {
	if n.Quoted || f.Type == String {
		return n.Text
	}
	switch {
	case n.Kind == document.Int && wholeNumber.MatchString(n.Text):
		i, _ := strconv.ParseInt(strings.TrimPrefix(n.Text, "+"), 10, 64)
		return i
	case n.Kind == document.Float && f.Type == Number, n.Kind == document.Float && f.Type == Integer:
		x, err := strconv.ParseFloat(n.Text, 64)
		if err == nil && f.Type == Integer && x == math.Trunc(x) && math.Abs(x) < 1<<53 {
			return int64(x)
		}
		if err == nil && !math.IsInf(x, 0) && !math.IsNaN(x) {
			return x
		}
	case n.Kind == document.Bool:
		return strings.EqualFold(n.Text, "true")
	}
	return n.Text
}

// validate runs the schema, and finds out what is wrong at each place that it refuses. The schema does not see empty values,
// so inspect looks for unknown keys and empty items in the file itself.
func (rd *reader) validate() {
	err := rd.r.Kind.schema().Validate(rd.r.Values)
	rd.inspect(rd.r.Kind.Root, rd.r.Doc.Front, "")
	if err == nil {
		return
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		rd.add("value-type", "", rd.r.Doc.Opening(), locale.Args{"type": err.Error()})
		return
	}
	places := map[string]string{} // instance path -> keyword
	flatten(invalid, places)
	for _, instance := range sortedKeys(places) {
		path := rd.path(instance)
		switch keyword := places[instance]; keyword {
		case "additionalProperties":
		case "required":
			rd.missing(path)
		default:
			rd.wrong(path, keyword)
		}
	}
}

// flatten collects the leaves of an error: the place in the record and the keyword that refused it. At one place, type takes
// precedence, and required over the other keywords about the keys of an object.
func flatten(e *jsonschema.ValidationError, into map[string]string) {
	if len(e.Causes) == 0 {
		keyword := e.KeywordLocation[strings.LastIndexByte(e.KeywordLocation, '/')+1:]
		if first := into[e.InstanceLocation]; first != "type" && first != "required" {
			into[e.InstanceLocation] = keyword
		}
	}
	for _, c := range e.Causes {
		flatten(c, into)
	}
}

// path turns a percent-encoded JSON pointer into a dotted path.
func (rd *reader) path(pointer string) string {
	path := ""
	for _, step := range strings.Split(pointer, "/")[1:] {
		if s, err := url.PathUnescape(step); err == nil {
			step = s
		}
		step = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
		n := rd.r.Doc.Front
		if path != "" {
			n = rd.r.Node(path)
		}
		if i, err := strconv.Atoi(step); err == nil && n != nil && n.Kind == document.List {
			path = document.Index(path, i)
			continue
		}
		path = document.Join(path, step)
	}
	return path
}

// node returns the value at a path; the front matter for "".
func (rd *reader) node(path string) *document.Node {
	if path == "" {
		return rd.r.Doc.Front
	}
	return rd.r.Node(path)
}

func (rd *reader) field(path string) *Field {
	if path == "" {
		return rd.r.Kind.Root
	}
	f := rd.r.Kind.Field(path)
	if strings.HasSuffix(path, "]") && f != nil && f.Items != nil {
		return f.Items
	}
	return f
}

// missing reports the required fields that the object at path lacks.
func (rd *reader) missing(path string) {
	f, n := rd.field(path), rd.node(path)
	if f == nil {
		return
	}
	for _, c := range f.Fields {
		full := document.Join(path, c.Name)
		if !c.Required || rd.r.At(full) != nil || rd.r.Invalid[full] != "" {
			continue
		}
		if e := n.Entry(c.Name); e != nil && !isEmpty(e.Value) {
			continue
		}
		rd.report("field-missing", full, rd.r.Place(full), locale.Args{"label": c.Label})
	}
}

// unknown reports the keys of the object at path that its field does not have, with the nearest known one.
func (rd *reader) unknown(f *Field, n *document.Node, path string) {
	for _, e := range n.Entries {
		if f.Child(e.Key) != nil {
			continue
		}
		full := document.Join(path, e.Key)
		found := rd.add("field-unknown", full, e.KeySpan, locale.Args{"guess": locale.Text{}})
		rd.guessField(found, f, n, path, e)
	}
}

// guessField adds the field that was probably meant. If that field is absent, it counts as present but unreadable, and a fix
// renames the key.
func (rd *reader) guessField(found *diag.Finding, f *Field, n *document.Node, path string, e document.Entry) {
	var known []string
	for _, c := range f.Fields {
		known = append(known, c.Name)
	}
	near := Nearest(e.Key, known)
	if len(near) == 0 {
		near = labelled(e.Key, f.Fields)
	}
	if len(near) == 0 {
		return
	}
	meant := near[0]
	found.Args["guess"] = DidYouMean(near[:1])
	if n.Entry(meant) == nil {
		rd.r.Invalid[document.Join(path, meant)] = "field-unknown"
		found.Fixes = changeWord(e.KeySpan, e.Key, near)
	}
}

// labelled finds fields by their labels, as when "ansvarig" is written for owner.
func labelled(word string, fields []*Field) []string {
	for _, c := range fields {
		for _, label := range []string{c.Label.SV, c.Label.EN} {
			if label != "" && plain(label) == plain(word) {
				return []string{c.Name}
			}
		}
	}
	return nil
}

// wrong reports a value that its field does not allow.
func (rd *reader) wrong(path, keyword string) {
	if rd.r.Invalid[path] != "" || keyword == "uniqueItems" && !rd.r.Readable([]string{path}, nil) {
		return // already reported; unreadable items look alike
	}
	f := rd.field(path)
	n := rd.node(path)
	if f == nil || n == nil {
		return
	}
	switch keyword {
	case "enum":
		rd.wrongValue(path, f, n)
	case "type":
		finding := rd.report("value-type", path, n.Span, locale.Args{"type": typeName(f), "found": found(n), "value": found(n)})
		finding.Fixes = retype(f, n, rd.r.File())
		if n.IsScalar() && f.Type == Integer {
			finding.Hint = locale.Text{SV: "skriv siffror, t.ex. 4", EN: "write digits, e.g. 4"}
		}
		if items, _ := document.Items(rd.r.File().Text(n.Span)); f.Type == List && items != nil {
			finding.Args["line"] = "- " + document.Scalar(items[0], document.InBlock)
			finding.Hint = locale.Text{SV: "skriv '{line}': varje punkt på sin rad med bindestreck och mellanslag", EN: "write '{line}': each item on its line with a hyphen and a space"}
		}
	case "format":
		rd.wrongFormat(path, f, n)
	default:
		rd.report("value-out-of-bounds", path, n.Span, locale.Args{"value": found(n), "bounds": bounds(f)})
	}
}

func (rd *reader) wrongValue(path string, f *Field, n *document.Node) {
	near := Nearest(n.Text, f.ValueNames())
	for _, v := range f.Values {
		if plain(v.Label.SV) == plain(n.Text) || plain(v.Label.EN) == plain(n.Text) {
			near = []string{v.Name}
		}
	}
	args := locale.Args{"value": found(n), "allowed": AnyValue(f.Values), "guess": DidYouMean(first(near))}
	finding := rd.report("value-unknown", path, n.Span, args)
	finding.Fixes = changeWord(n.Span, n.Text, near)
}

var dateForm = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

func (rd *reader) wrongFormat(path string, f *Field, n *document.Node) {
	if f.Format == "date" && dateForm.MatchString(n.Text) {
		detail := locale.Text{SV: "dagen '" + n.Text + "' finns inte", EN: "there is no day '" + n.Text + "'"}
		rd.report("date-impossible", path, n.Span, locale.Args{"detail": detail, "value": n.Text})
		return
	}
	finding := rd.report("value-type", path, n.Span, locale.Args{"type": typeName(f), "value": found(n)})
	if f.Format == "date" {
		finding.Fixes = redate(n)
	}
}

// inspect reports unknown keys and empty list items, at all depths that the field describes.
func (rd *reader) inspect(f *Field, n *document.Node, path string) {
	switch {
	case f.Type == List && n.Kind == document.List:
		for i, item := range n.Items {
			full := document.Index(path, i)
			if isEmpty(item) && rd.r.Invalid[full] == "" {
				finding := rd.report("value-type", full, item.Span, locale.Args{"value": ""})
				finding.Words = notEmpty
				finding.Hint = locale.Text{SV: "skriv ett värde eller ta bort punkten", EN: "write a value or remove the item"}
			}
			rd.inspect(f.Items, item, full)
		}
	case f.Type == Object && n.Kind == document.Map:
		rd.unknown(f, n, path)
		for _, e := range n.Entries {
			if c := f.Child(e.Key); c != nil {
				rd.inspect(c, e.Value, document.Join(path, e.Key))
			}
		}
	}
}

// found returns a value as messages quote it.
func found(n *document.Node) string {
	switch n.Kind {
	case document.Map:
		return "{…}"
	case document.List:
		if len(n.Items) == 0 {
			return "[]"
		}
		return "[…]"
	}
	if runes := []rune(n.Text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return n.Text
}

// idForm is the form of an id; entries of catalogues have their catalogue and a slash before it.
var (
	idForm      = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9.-]{0,63}$`)
	entryIDForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9.-]{0,63}/[A-Za-z0-9][A-Za-z0-9.-]{0,63}$`)
)

// CatalogueKind is the kind of the entries of a catalogue, the only kind whose ids contain a slash.
const CatalogueKind = "criterion"

// ReviewKind is the built-in kind of management reviews.
const ReviewKind = "review"

func (rd *reader) identity() {
	id := rd.r.Doc.ID
	form := idForm
	if rd.r.Kind.Name == CatalogueKind {
		form = entryIDForm
	}
	if id == "" || rd.r.Kind.Field("id") == nil || rd.r.Invalid["id"] != "" || form.MatchString(id) {
		return
	}
	rd.report("id-malformed", "id", rd.r.Place("id"), locale.Args{"value": id})
}
