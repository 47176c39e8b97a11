package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// InWords returns a condition about records of a kind in words, by the labels of fields and values: one line for each of the
// conditions that must all hold. A part that there are no words for stands as it is written. It returns nil for a condition that
// cannot be read.
func InWords(kinds *record.Kinds, kind *record.Kind, condition string, lang locale.Lang) []string {
	n := expr.Parse(condition)
	if n == nil {
		return nil
	}
	w := phrasing{kinds: kinds, kind: kind, lang: lang}
	var lines []string
	for _, part := range flat(n, "&&") {
		said, ok := w.condition(part, false)
		if !ok {
			said = lang.T("words.as-written", locale.Args{"text": part.Source()})
		}
		if !slices.Contains(lines, said) {
			lines = append(lines, said)
		}
	}
	return lines
}

// ValueInWords returns an expression that gives a value of a record in words; ok is false if there are none for it.
func ValueInWords(kinds *record.Kinds, kind *record.Kind, expression string, lang locale.Lang) (said string, ok bool) {
	w := phrasing{kinds: kinds, kind: kind, lang: lang}
	said, _, ok = w.value(expr.Parse(expression))
	return said, ok
}

// flat returns the parts that an operator joins, at any depth.
func flat(n *expr.Node, op string) []*expr.Node {
	if n.Op != op {
		return []*expr.Node{n}
	}
	var parts []*expr.Node
	for _, p := range n.Parts {
		parts = append(parts, flat(p, op)...)
	}
	return parts
}

// phrasing puts conditions about records of a kind into words. The methods return ok false for what there are no words for.
type phrasing struct {
	kinds *record.Kinds
	kind  *record.Kind
	lang  locale.Lang
	rows  map[string]row // what the variables of exists and its like stand for
}

// row is what a variable stands for: a row of the list at a path, or a record, of a kind.
type row struct {
	kind *record.Kind
	path string
}

// opposite are the comparisons that hold where others do not.
var opposite = map[string]string{"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}

// condition returns a condition in words, or if not is set, that it does not hold.
func (w phrasing) condition(n *expr.Node, not bool) (string, bool) {
	switch op := n.Op; op {
	case "!":
		return w.condition(n.Parts[0], !not)
	case "&&", "||":
		return w.several(n, not)
	case "==", "!=", "<", "<=", ">", ">=":
		if not {
			op = opposite[op]
		}
		return w.compared(op, n.Parts[0], n.Parts[1])
	case "in":
		return w.member(n, not)
	case "exists", "all":
		return w.anyRow(n, not)
	case "value":
		if n.Value == true && !not {
			return w.lang.T("words.always"), true
		}
	case "over":
		return w.over(n.Parts[0], not)
	case "before", "after", "on_or_before", "on_or_after", "matches", "contains", "startsWith", "endsWith":
		return w.related(n, not)
	case ".", "name":
		said, f, ok := w.value(n)
		return w.say("words.is", not, locale.Args{"a": said, "b": w.lang.T("site.yes")}), ok && f != nil && f.Type == record.Boolean
	}
	return "", false
}

// say returns a message, or that of the same key with -not.
func (w phrasing) say(key string, not bool, args locale.Args) string {
	if not {
		key += "-not"
	}
	return w.lang.T(key, args)
}

// several returns conditions that are joined. That not all hold is that one of them does not.
func (w phrasing) several(n *expr.Node, not bool) (string, bool) {
	var said []string
	for _, part := range flat(n, n.Op) {
		one, ok := w.condition(part, not)
		if !ok {
			return "", false
		}
		said = append(said, one)
	}
	if (n.Op == "&&") != not {
		return strings.Join(said, " "+w.lang.T("list.and")+" "), true
	}
	return strings.Join(said, ", "+w.lang.T("list.or")+" "), true
}

// compared returns a comparison of two values.
func (w phrasing) compared(op string, a, b *expr.Node) (string, bool) {
	if said, ok := w.missing(op, a, b); ok {
		return said, true
	}
	if said, ok := w.counted(op, a, b); ok {
		return said, true
	}
	left, f, ok := w.value(a)
	right, okRight := w.literal(b, f)
	if !okRight {
		right, _, okRight = w.value(b)
	}
	names := map[string]string{"==": "words.is", "!=": "words.is-not", "<": "words.less", "<=": "words.at-most", ">": "words.more", ">=": "words.at-least"}
	return w.lang.T(names[op], locale.Args{"a": left, "b": right}), ok && okRight
}

// missing returns a comparison with null.
func (w phrasing) missing(op string, a, b *expr.Node) (string, bool) {
	if b.Op != "value" || b.Value != nil {
		return "", false
	}
	switch {
	case a.Op == "name" && a.Name == "review":
		return w.say("words.review", op == "==", nil), true
	case a.Op == "ref" && len(a.Parts) == 1:
		said, _, ok := w.value(a.Parts[0])
		return w.say("words.refers", op == "==", locale.Args{"a": said}), ok
	}
	said, _, ok := w.value(a)
	return w.say("words.filled", op == "==", locale.Args{"a": said}), ok
}

// counted returns a comparison of the number of rows or backlinks with 0.
func (w phrasing) counted(op string, a, b *expr.Node) (string, bool) {
	if a.Op != "size" || b.Op != "value" || b.Value != int64(0) || op != "==" && op != ">" && op != "!=" {
		return "", false
	}
	of := a.Parts[0]
	if of.Op == "backlinks" && len(of.Parts) == 2 {
		kind, _ := of.Parts[0].Value.(string)
		field, _ := of.Parts[1].Value.(string)
		if k := w.kinds.Named(kind); k != nil && k.Field(field) != nil {
			args := locale.Args{"kind": locale.Lower(k.Label.In(w.lang)), "field": k.Field(field).Label.In(w.lang)}
			return w.say("words.backlinks", op == "==", args), true
		}
		return "", false
	}
	said, _, ok := w.value(of)
	return w.say("words.rows", op == "==", locale.Args{"a": said}), ok
}

// member returns whether a value is one of several, or is in a list.
func (w phrasing) member(n *expr.Node, not bool) (string, bool) {
	what, list := n.Parts[0], n.Parts[1]
	if list.Op == "list" {
		said, f, ok := w.value(what)
		var values []string
		for _, item := range list.Parts {
			value, known := w.literal(item, f)
			if !known {
				return "", false
			}
			values = append(values, value)
		}
		if not && len(values) > 1 {
			return w.lang.T("words.neither", locale.Args{"a": said, "b": w.lang.Or(values)}), ok
		}
		return w.say("words.is", not, locale.Args{"a": said, "b": w.lang.Or(values)}), ok
	}
	in, f, ok := w.value(list)
	if f != nil && f.Items != nil {
		f = f.Items
	}
	said, known := w.literal(what, f)
	if !known {
		said, _, known = w.value(what)
	}
	return w.say("words.holds", not, locale.Args{"a": in, "b": said}), ok && known
}

// related returns a function of two values that gives true or false.
func (w phrasing) related(n *expr.Node, not bool) (string, bool) {
	if len(n.Parts) != 2 {
		return "", false
	}
	a, _, ok := w.value(n.Parts[0])
	b, _, okB := w.value(n.Parts[1])
	return w.say("words."+n.Op, not, locale.Args{"a": a, "b": b}), ok && okB
}

// anyRow returns what holds for a row, or for all, of a list.
func (w phrasing) anyRow(n *expr.Node, not bool) (string, bool) {
	if len(n.Parts) != 3 || n.Parts[1].Op != "name" {
		return "", false
	}
	list, of, ok := w.list(n.Parts[0])
	inner := w
	inner.rows = map[string]row{n.Parts[1].Name: of}
	for name, r := range w.rows {
		inner.rows[name] = r
	}
	said, okSaid := inner.condition(n.Parts[2], false)
	return w.say("words."+n.Op, not, locale.Args{"list": list, "what": said}), ok && okSaid
}

// list returns a list in words, and what its rows are.
func (w phrasing) list(n *expr.Node) (string, row, bool) {
	if n.Op == "backlinks" && len(n.Parts) == 2 {
		kind, _ := n.Parts[0].Value.(string)
		field, _ := n.Parts[1].Value.(string)
		if k := w.kinds.Named(kind); k != nil && k.Field(field) != nil {
			args := locale.Args{"kind": locale.Lower(k.Plural.In(w.lang)), "field": k.Field(field).Label.In(w.lang)}
			return w.lang.T("words.backlinks-list", args), row{kind: k}, true
		}
		return "", row{}, false
	}
	path, ok := n.Path("self")
	f := w.kind.Field(path)
	if !ok || f == nil {
		return "", row{}, false
	}
	return f.Label.In(w.lang), row{w.kind, path}, true
}

// literal returns a written value as a value of a field.
func (w phrasing) literal(n *expr.Node, f *record.Field) (string, bool) {
	if n.Op != "value" || n.Value == nil {
		return "", false
	}
	text := fmt.Sprint(n.Value)
	switch n.Value {
	case true:
		return w.lang.T("site.yes"), true
	case false:
		return w.lang.T("site.no"), true
	}
	if f != nil {
		if v := f.Value(text); v != nil {
			return v.Label.In(w.lang), true
		}
	}
	return text, true
}

// value returns a value in words, with its field if it is one.
func (w phrasing) value(n *expr.Node) (string, *record.Field, bool) {
	if n == nil {
		return "", nil, false
	}
	switch n.Op {
	case "value":
		said, ok := w.literal(n, nil)
		return said, nil, ok
	case "name":
		if n.Name == "as_of" {
			return w.lang.T("words.today"), nil, true
		}
	case ".":
		return w.field(n)
	case "size":
		said, _, ok := w.value(n.Parts[0])
		return w.lang.T("words.size", locale.Args{"a": said}), nil, ok
	case "add_months", "days", "months", "+", "-", "*":
		if len(n.Parts) != 2 {
			return "", nil, false
		}
		a, _, ok := w.value(n.Parts[0])
		b, _, okB := w.value(n.Parts[1])
		name := map[string]string{"+": "plus", "-": "minus", "*": "times"}[n.Op]
		if name == "" {
			name = n.Op
		}
		return w.lang.T("words."+name, locale.Args{"a": a, "b": b}), nil, ok && okB
	}
	return "", nil, false
}

// field returns a field of a record, of a row or of the settings.
func (w phrasing) field(n *expr.Node) (string, *record.Field, bool) {
	if path, ok := n.Path("self"); ok {
		return labelled(w.kind.Field(path), w.lang)
	}
	if path, ok := n.Path("config"); ok {
		return w.lang.T("words.setting", locale.Args{"path": path}), nil, true
	}
	if path, ok := n.Path("review"); ok {
		if path == "id" {
			return w.lang.T("words.the-review"), nil, true
		}
		said, f, ok := labelled(w.kinds.Named(record.ReviewKind).Field(path), w.lang)
		return w.lang.T("words.of-review", locale.Args{"a": said}), f, ok
	}
	for name, r := range w.rows {
		if path, ok := n.Path(name); ok {
			return labelled(r.kind.Field(strings.TrimPrefix(r.path+"."+path, ".")), w.lang)
		}
	}
	return w.deeper(n)
}

// deeper returns a field of the last row of a list, or of the record that a field names.
func (w phrasing) deeper(n *expr.Node) (string, *record.Field, bool) {
	of := n.Parts[0]
	switch {
	case of.Op == "[]" && isLast(of):
		path, ok := of.Parts[0].Path("self")
		f := w.kind.Field(path)
		field := w.kind.Field(path + "." + n.Name)
		if !ok || f == nil || field == nil {
			return "", nil, false
		}
		return w.lang.T("words.last", locale.Args{"a": field.Label.In(w.lang), "list": f.Label.In(w.lang)}), field, true
	case of.Op == "ref" && len(of.Parts) == 1:
		by, f, ok := w.value(of.Parts[0])
		for _, k := range referred(w.kinds, f) {
			if field := k.Field(n.Name); field != nil && ok {
				return w.lang.T("words.of-ref", locale.Args{"a": field.Label.In(w.lang), "by": by}), field, true
			}
		}
	}
	return "", nil, false
}

// isLast reports whether an index is that of the last row: list[size(list) - 1].
func isLast(n *expr.Node) bool {
	index := n.Parts[1]
	list, _ := n.Parts[0].Path("self")
	if index.Op != "-" || len(index.Parts) != 2 || index.Parts[0].Op != "size" || index.Parts[1].Value != int64(1) {
		return false
	}
	counted, ok := index.Parts[0].Parts[0].Path("self")
	return ok && counted == list
}

// over returns that nobody is needed for a record: what its kind says of that, if that is one field with certain values.
func (w phrasing) over(of *expr.Node, not bool) (string, bool) {
	self := of.Op == "name" && of.Name == "self"
	if len(w.kind.Over) == 1 && self {
		stage := w.kind.Over[0]
		if f := w.kind.Field(stage.Field); f != nil && stage.Act == "" && stage.Successor == "" && len(stage.Values) > 0 {
			var values []string
			for _, name := range stage.Values {
				if v := f.Value(name); v != nil {
					values = append(values, v.Label.In(w.lang))
				}
			}
			key := "words.is"
			if not && len(values) > 1 {
				key, not = "words.neither", false
			}
			return w.say(key, not, locale.Args{"a": f.Label.In(w.lang), "b": w.lang.Or(values)}), true
		}
	}
	record := "words.that-record"
	if self {
		record = "words.the-record"
	}
	return w.say("words.over", not, locale.Args{"record": locale.Key(record)}), true
}

func labelled(f *record.Field, lang locale.Lang) (string, *record.Field, bool) {
	if f == nil {
		return "", nil, false
	}
	return f.Label.In(lang), f, true
}
