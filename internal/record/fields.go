package record

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// fieldReader reads the keywords of one kind file.
type fieldReader struct {
	*loader
	doc *document.Document
}

// check reports the unknown keys of n, references to other schemas, and values of a form that their keys cannot have.
func (r fieldReader) check(n *document.Node, parts ...*Part) {
	part := parts[0]
	if len(parts) > 1 {
		part = &Part{part.Name, slices.Concat(part.Keywords, parts[1].Keywords)}
	}
	unknown, misshapen := part.Misfits(n)
	for _, p := range unknown {
		r.fail(r.doc, p.At, p.Message.Key, p.Message.Args)
	}
	for _, p := range misshapen {
		r.fault(r.doc, p.At, p.Message.Key, p.Message.Args)
	}
}

func (r fieldReader) kindNode(k *Kind, n *document.Node) {
	r.check(n, KindPart)
	set := func(target *string, key string) {
		if s := text(n.Get(key)); s != "" {
			*target = s
		}
	}
	r.folder(k, n.Get("folder"))
	set(&k.Prefix, "prefix")
	set(&k.TitleFrom, "title_from")
	if l := r.both(n.Get("label")); !l.IsZero() {
		k.Label = l
	}
	if l := r.both(n.Get("plural")); !l.IsZero() {
		k.Plural = l
	}
	if l := r.both(n.Get("about")); !l.IsZero() {
		k.About = l
	}
	r.publish(k, n)
	if c := r.texts(n.Get("columns")); c != nil {
		k.Columns = c
	}
	for _, name := range r.texts(n.Get("order")) {
		if !slices.Contains(k.Order, name) {
			k.Order = append(k.Order, name)
		}
	}
	r.stages(k, n)
	r.showing(k, n)
}

// folder sets the folder of a kind. A workspace cannot move that of a built-in kind: its records would not be read any more.
func (r fieldReader) folder(k *Kind, n *document.Node) {
	switch folder := text(n); {
	case folder == "" || folder == k.Folder:
	case k.Folder != "" || k.Name == configName:
		r.fail(r.doc, n, "kind.folder-moved", locale.Args{"kind": k.Name, "folder": k.Folder})
	default:
		k.Folder = folder
	}
}

// stages reads the keys that define the states of a record. A workspace cannot say when records are fixed of a kind of which the program
// says it: what was decided could be changed unseen.
func (r fieldReader) stages(k *Kind, n *document.Node) {
	if at := n.Get("closed"); at != nil {
		k.Closed = r.anyOf(at)
	}
	if at := n.Get("over"); at != nil {
		k.Over = r.anyOf(at)
	}
	if at := n.Get("fixed"); at != nil && k.Fixed != nil && r.isAddition(k) {
		r.fault(r.doc, at, "kind.fixed-kept", locale.Args{"kind": k.Name})
	} else if at != nil {
		stage := r.stage(at)
		k.Fixed = &stage
	}
	if at := n.Get("judged"); at != nil {
		r.check(at, JudgedPart)
		k.Judged, k.JudgedLabel = r.texts(at.Get("fields")), r.both(at.Get("label"))
	}
	if due := text(n.Get("due")); due != "" {
		k.Due = due
	}
}

// anyOf reads a list of stages, or a single one.
func (r fieldReader) anyOf(n *document.Node) []Stage {
	if n.Kind != document.List {
		return []Stage{r.stage(n)}
	}
	var stages []Stage
	for _, item := range n.Items {
		stages = append(stages, r.stage(item))
	}
	return stages
}

// stage reads one stage, and reports one that no record can reach.
func (r fieldReader) stage(n *document.Node) Stage {
	r.check(n, StagePart)
	s := Stage{
		Field: text(n.Get("field")), Values: r.texts(n.Get("values")), Act: text(n.Get("act")), Successor: text(n.Get("successor")),
		Version: text(n.Get("version")), Label: r.both(n.Get("label")), Lasting: text(n.Get("lasting")) == "true",
	}
	misspeltField := n.Get("field") == nil && misspelt(n, "field") // reported as an unknown key
	if s.Field == "" && (s.Act == "" || s.Successor != "") && !misspeltField {
		r.fail(r.doc, n, "kind.stage", nil)
	}
	return s
}

// object reads properties into f, adding to the existing ones. top is set for the kind itself.
func (r fieldReader) object(f *Field, n *document.Node, top bool) {
	before := len(r.findings)
	if top {
		r.check(n, FilePart, FieldPart)
		if v := n.Get("x-publish"); v != nil {
			r.fault(r.doc, v, "kind.publish-root", nil)
		}
	}
	unknown := len(r.findings) > before // what is required may stand there
	required := r.texts(n.Get("required"))
	props := n.Get("properties")
	if props != nil && props.Kind == document.Map {
		for _, e := range props.Entries {
			r.property(f, e)
		}
	}
	for _, name := range required {
		if c := f.Child(name); c != nil {
			c.Required = true
			continue
		}
		if unknown {
			continue
		}
		r.fail(r.doc, written(n.Get("required"), name), "kind.no-field", locale.Args{"field": name, "guess": DidYouMean(first(Nearest(name, childNames(f))))})
	}
	if free := n.Get("additionalProperties"); free != nil && free.Kind == document.Map {
		if f.Free == nil {
			f.Free = &Field{Path: document.Join(f.Path, "*")}
		}
		r.field(f.Free, free)
	}
	if text(n.Get("x-aspects")) == "true" && !f.Aspects {
		f.Aspects = true
		for _, a := range r.aspects {
			low, high := a.Min, a.Max
			f.Fields = append(f.Fields, &Field{Name: a.Name, Path: document.Join(f.Path, a.Name), Type: Integer, Min: &low, Max: &high, Label: a.Label})
		}
	}
}

// fieldForm is the form of the name of a field: conditions can name no other.
var fieldForm = regexp.MustCompile(`^[a-z][a-zA-Z0-9_]*$`)

func (r fieldReader) property(f *Field, e document.Entry) {
	c := f.Child(e.Key)
	known := c != nil && c != f.Free
	if !known {
		c = &Field{Name: e.Key, Path: document.Join(f.Path, e.Key), Own: r.ownFiles[r.doc]}
		f.Fields = append(f.Fields, c)
	}
	was := c.Type
	r.field(c, e.Value)
	switch {
	case known && !c.Own && c.Type != was: // the workspace may change its mind about a field of its own
		r.fault(r.doc, &document.Node{Span: e.KeySpan}, "kind.other-type", locale.Args{"field": c.Path, "was": string(was), "type": string(c.Type)})
	case !known && !fieldForm.MatchString(e.Key):
		r.fault(r.doc, &document.Node{Span: e.KeySpan}, "kind.field-form", locale.Args{"field": locale.Shorten(e.Key)})
	}
	if c.Label.IsZero() {
		c.Label = locale.Text{SV: c.Name, EN: c.Name}
	}
}

// field reads one property into c. A later file replaces what an earlier one says, keyword by keyword.
func (r fieldReader) field(c *Field, n *document.Node) {
	if n.Kind != document.Map {
		r.fail(r.doc, n, "kind.property", locale.Args{"field": c.Path})
		return
	}
	r.check(n, FieldPart)
	if r.typ(c, n) {
		r.fit(c, n)
	}
	r.format(c, n.Get("format"))
	if v := r.both(n.Get("x-label")); !v.IsZero() {
		c.Label = v
	}
	if v := r.both(n.Get("x-help")); !v.IsZero() {
		c.Help = v
	}
	r.guidance(c, n.Get("x-guidance"))
	r.fieldPublish(c, n.Get("x-publish"))
	if v := n.Get("x-ref"); v != nil {
		c.Ref = r.texts(v)
	}
	r.past(c, n)
	r.limits(c, n)
	r.values(c, n)
	if c.Type == Object {
		r.object(c, n, false)
	}
	if v := n.Get("items"); v != nil {
		if c.Items == nil {
			c.Items = &Field{Path: c.Path}
		}
		r.field(c.Items, v)
	}
	if c.Type == List && c.Items == nil {
		r.fail(r.doc, n, "kind.items", locale.Args{"field": c.Path})
		c.Items = &Field{Path: c.Path, Type: String}
	}
}

// fit reports keywords that have no effect on a field of its type.
func (r fieldReader) fit(c *Field, n *document.Node) {
	for _, e := range n.Entries {
		if types := fitting[e.Key]; types != nil && !slices.Contains(types, c.Type) {
			args := locale.Args{"field": c.Path, "key": e.Key, "type": string(c.Type), "types": locale.Choice(texts(types))}
			r.fault(r.doc, &document.Node{Span: e.KeySpan}, "kind.unfit", args)
		}
	}
}

func texts(types []Type) []string {
	out := make([]string, len(types))
	for i, t := range types {
		out[i] = string(t)
	}
	return out
}

// format reads the format of a text. Another value than the known ones has no effect.
func (r fieldReader) format(c *Field, n *document.Node) {
	if n == nil {
		return
	}
	if slices.Contains(formats, text(n)) {
		c.Format = text(n)
	}
}

// guidance reads what a new record says in place of a text. It is one line that is put in brackets.
func (r fieldReader) guidance(c *Field, n *document.Node) {
	if n == nil {
		return
	}
	c.Guidance = r.both(n)
	if c.Type != String || strings.ContainsAny(c.Guidance.SV+c.Guidance.EN, "[]\n") {
		r.fault(r.doc, n, "kind.guidance", locale.Args{"field": c.Path})
	}
}

// past reads whether the field is a day or a point in time on which something was done.
func (r fieldReader) past(c *Field, n *document.Node) {
	v, format := n.Get("x-past"), n.Get("format")
	if v == nil {
		return
	}
	c.Past = text(v) == "true"
	wrongFormat := format != nil && !slices.Contains(formats, text(format)) // reported there
	if c.Past && !strings.HasPrefix(c.Format, "date") && !wrongFormat {
		r.fault(r.doc, v, "kind.past", locale.Args{"field": c.Path})
	}
}

// typ reads the type of a field, and reports whether it is known.
func (r fieldReader) typ(c *Field, n *document.Node) bool {
	v := n.Get("type")
	if v == nil && c.Type != "" {
		return true
	}
	t := Type(text(v))
	if !slices.Contains([]Type{String, Integer, Number, Boolean, List, Object}, t) {
		switch {
		case text(v) != "":
			r.fail(r.doc, v, "kind.type", locale.Args{"field": c.Path, "value": text(v)})
		case v != nil:
			r.fail(r.doc, v, "kind.no-type", locale.Args{"field": c.Path})
		case n.Get("$ref") == nil && n.Get("$dynamicRef") == nil && !misspelt(n, "type"): // else already reported
			r.fail(r.doc, n, "kind.no-type", locale.Args{"field": c.Path})
		}
		c.Type = String
		return false
	}
	c.Type = t
	return true
}

func (r fieldReader) limits(c *Field, n *document.Node) {
	whole := func(target **int, key string) {
		v := n.Get(key)
		if v == nil {
			return
		}
		if i, err := strconv.Atoi(text(v)); err == nil {
			*target = &i
		}
	}
	whole(&c.Min, "minimum")
	whole(&c.Max, "maximum")
	whole(&c.MinLength, "minLength")
	whole(&c.MaxLength, "maxLength")
	whole(&c.MinItems, "minItems")
	if c.Min != nil && c.Max != nil && *c.Min > *c.Max || c.MinLength != nil && c.MaxLength != nil && *c.MinLength > *c.MaxLength {
		r.fault(r.doc, n, "kind.range", locale.Args{"field": c.Path})
	}
	c.Unique = c.Unique || text(n.Get("uniqueItems")) == "true"
	if v := n.Get("pattern"); v != nil {
		c.Pattern = text(v)
		if _, err := regexp.Compile(c.Pattern); err != nil {
			r.fail(r.doc, v, "kind.pattern", locale.Args{"value": c.Pattern})
		}
	}
}

// values reads enum and x-values. A later enum replaces an earlier one; values in both keep their labels.
func (r fieldReader) values(c *Field, n *document.Node) {
	if v := n.Get("enum"); v != nil {
		old := c.Values
		c.Values = nil
		for _, name := range r.texts(v) {
			value := Value{Name: name, Label: locale.Text{SV: name, EN: name}}
			for _, o := range old {
				if o.Name == name {
					value = o
				}
			}
			c.Values = append(c.Values, value)
		}
		if v.Kind == document.List && (len(v.Items) == 0 || isRepeated(r.texts(v))) {
			r.fault(r.doc, v, "kind.enum", locale.Args{"field": c.Path})
		}
	}
	labels := n.Get("x-values")
	if labels == nil {
		return
	}
	for _, e := range labels.Entries {
		r.check(e.Value, ValuePart)
		value := c.Value(e.Key)
		if value == nil {
			r.fail(r.doc, &document.Node{Span: e.KeySpan}, "kind.no-value", locale.Args{"field": c.Path, "value": e.Key})
			continue
		}
		if label := r.both(e.Value); !label.IsZero() {
			value.Label = label
		}
		value.Tone = Tone(text(e.Value.Get("tone")))
	}
}

// isRepeated reports whether any of the names stands there twice.
func isRepeated(names []string) bool {
	return len(slices.Compact(slices.Sorted(slices.Values(names)))) < len(names)
}

func (r fieldReader) rules(k *Kind, n *document.Node) {
	if n == nil {
		return
	}
	for _, item := range n.Items {
		r.check(item, RulePart)
		rule := RuleSource{
			ID: text(item.Get("id")), When: text(item.Get("when")), Assert: text(item.Get("assert")), At: r.texts(item.Get("at")),
			Message: r.both(item.Get("message")), Hint: r.both(item.Get("hint")), Why: r.both(item.Get("why")),
			Source: text(item.Get("source")), Replaces: r.texts(item.Get("replaces")),
			Own: r.ownFiles[r.doc], File: r.doc.File, Span: item.Span, With: map[string]string{}, Spans: map[string]source.Span{},
		}
		r.ruleParts(&rule, item)
		if missing := rule.missing(); missing != nil {
			if !slices.ContainsFunc(missing, func(key string) bool { return misspelt(item, key) }) { // else reported as an unknown key
				r.fail(r.doc, item, "kind.rule", locale.Args{"rule": rule.name(), "keys": locale.Text{SV: locale.Swedish.And(missing), EN: locale.English.And(missing)}})
			}
			continue
		}
		rule.Span = item.Get("id").Span
		for _, at := range rule.At {
			if k.findField(at) == nil {
				r.fail(r.doc, written(item.Get("at"), at), "kind.no-field", locale.Args{"field": at, "guess": DidYouMean(first(Nearest(at, fieldNames(k))))})
			}
		}
		k.Rules = append(k.Rules, rule)
	}
}

// name returns the id of a rule, or words for one without.
func (s *RuleSource) name() locale.Text {
	if s.ID == "" {
		return locale.Say("kind.rule-nameless").Text()
	}
	return locale.Same(s.ID)
}

// missing returns the keys that a rule must have and lacks.
func (s *RuleSource) missing() []string {
	var missing []string
	for _, key := range []struct{ name, value string }{{"id", s.ID}, {"assert", s.Assert}, {"message", s.Message.In(locale.Swedish)}} {
		if key.value == "" {
			missing = append(missing, key.name)
		}
	}
	return missing
}

// misspelt reports whether a key that is missing may stand there under another name.
func misspelt(n *document.Node, key string) bool {
	return slices.ContainsFunc(n.Entries, func(e document.Entry) bool { return len(Nearest(e.Key, []string{key})) > 0 })
}

// findField walks from the root to the field at a path. It also works before the table of fields is made; nil if there is
// none.
func (k *Kind) findField(path string) *Field {
	f := k.Root
	for _, step := range steps(Bare(path)) {
		if f.Items != nil {
			f = f.Items
		}
		if f = f.Child(step); f == nil {
			return nil
		}
	}
	return f
}

func (r fieldReader) ruleParts(rule *RuleSource, item *document.Node) {
	for _, key := range []string{"when", "assert", "message", "hint"} {
		if v := item.Get(key); v != nil {
			rule.Spans[key] = v.Span
		}
	}
	if with := item.Get("with"); with != nil {
		for _, e := range with.Entries {
			rule.With[e.Key] = text(e.Value)
			rule.Spans["with."+e.Key] = e.Value.Span
		}
	}
	severity := item.Get("severity")
	if severity == nil || severity.Kind != document.List {
		rule.Severity = []Conditional{{Severity: r.severity(severity, item)}}
		return
	}
	for i, c := range severity.Items {
		rule.Severity = append(rule.Severity, Conditional{When: text(c.Get("when")), Severity: r.severity(c.Get("severity"), c)})
		if v := c.Get("when"); v != nil {
			rule.Spans[document.Index("severity", i)+".when"] = v.Span
		}
	}
}

func (r fieldReader) severity(n, parent *document.Node) diag.Severity {
	s, ok := diag.ParseSeverity(text(n))
	if !ok {
		at := n
		if at == nil {
			at = parent
		}
		r.fail(r.doc, at, "kind.severity", locale.Args{"value": text(n)})
	}
	return s
}

// both reads {sv: …, en: …}, or one text for both languages.
func (r fieldReader) both(n *document.Node) locale.Text {
	if n.IsScalar() {
		return locale.Text{SV: n.Text, EN: n.Text}
	}
	return locale.Text{SV: text(n.Get("sv")), EN: text(n.Get("en"))}
}

func (r fieldReader) texts(n *document.Node) []string {
	if n.IsScalar() {
		return []string{n.Text}
	}
	if n == nil {
		return nil
	}
	var out []string
	for _, item := range n.Items {
		out = append(out, text(item))
	}
	return out
}

func text(n *document.Node) string {
	if n.IsScalar() {
		return n.Text
	}
	return ""
}
