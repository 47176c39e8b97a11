package dashboard

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// The methods below read single values and report what is wrong with them.

// entries returns those of the object at a key; none if the key is not there.
func (r *reader) entries(e *document.Entry) []document.Entry {
	switch {
	case e == nil || e.Value.Kind == document.Null:
		return nil
	case e.Value.Kind == document.Unreadable: // already reported
	case e.Value.Kind != document.Map:
		r.report("dashboard.object", e.Value, locale.Args{"key": e.Key})
	}
	return e.Value.Entries
}

// keys reports unknown keys of an object, and a value that is not an object.
func (r *reader) keys(n *document.Node, known []string) {
	if n != nil && n.Kind != document.Map && n.Kind != document.Null && n.Kind != document.Unreadable {
		r.report("dashboard.object", n, locale.Args{"key": text(n)})
		return
	}
	if n == nil {
		return
	}
	for _, e := range n.Entries {
		if !slices.Contains(known, e.Key) {
			r.report("kind.keyword", &document.Node{Span: e.KeySpan}, locale.Args{"key": e.Key, "guess": record.Instead(e.Key, known)})
		}
	}
}

// required returns the value of a required key, nil if it is missing.
func (r *reader) required(e document.Entry, key string) *document.Node {
	n := e.Value.Get(key)
	if n == nil && slices.ContainsFunc(e.Value.Entries, func(e document.Entry) bool { return len(record.Nearest(e.Key, []string{key})) > 0 }) {
		return nil // it is misspelt, which is reported
	}
	if n == nil || n.Kind == document.Null {
		r.report("dashboard.missing", &document.Node{Span: e.KeySpan}, locale.Args{"name": e.Key, "key": key})
		return nil
	}
	return n
}

// nameForm is the form of the name of an entry, which is part of the address of its place on the page.
var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)

func (r *reader) name(e document.Entry) string {
	if !nameForm.MatchString(e.Key) {
		r.fail(e.Key, e, "dashboard.name")
	}
	return e.Key
}

// label returns the text in both languages at a required key.
func (r *reader) label(e document.Entry, key string) locale.Text {
	n := r.required(e, key)
	if n == nil {
		return locale.Text{}
	}
	if n.Kind == document.Map {
		r.keys(n, languages)
	}
	return r.both(n, *e.Value.Entry(key))
}

// both returns a text in both languages, and reports at the key of e if one is missing.
func (r *reader) both(n *document.Node, e document.Entry) locale.Text {
	both := locale.Text{SV: text(n.Get("sv")), EN: text(n.Get("en"))}
	if both.SV == "" || both.EN == "" {
		r.fail(e.Key, e, "dashboard.languages")
	}
	for _, lang := range locale.Langs {
		if at := n.Get(string(lang)); at != nil && strings.ContainsAny(locale.Elide(text(at)), "{}") {
			r.report("dashboard.braces", at, nil)
		}
	}
	return both
}

// flag returns the boolean at a key, or otherwise if it is not there.
func (r *reader) flag(e document.Entry, key string, otherwise bool) bool {
	n := e.Value.Get(key)
	if n == nil {
		return otherwise
	}
	if n.Kind != document.Bool {
		r.report("dashboard.flag", n, locale.Args{"key": key})
	}
	return text(n) == "true"
}

func (r *reader) kind(e document.Entry, key string) string {
	n := r.required(e, key)
	if n != nil {
		r.named("dashboard.no-kind", n, text(n), r.kinds.Names())
	}
	return text(n)
}

// figureOf returns the figure at a required key.
func (r *reader) figureOf(e document.Entry, key string) string {
	n := r.required(e, key)
	if n != nil {
		r.named("dashboard.no-figure", n, text(n), r.figures)
	}
	return text(n)
}

// figureKey requires the key of an entry to be a figure.
func (r *reader) figureKey(e document.Entry) {
	r.named("dashboard.no-figure", &document.Node{Span: e.KeySpan}, e.Key, r.figures)
}

// named requires a name to be among those known.
func (r *reader) named(message string, at *document.Node, name string, known []string) {
	if !slices.Contains(known, name) {
		r.unknown(message, at, name, known)
	}
}

// unknown reports a name that is not known, with the nearest known one.
func (r *reader) unknown(message string, at *document.Node, name string, known []string) {
	r.report(message, at, locale.Args{"name": name, "field": name, "guess": guess(name, known)})
}

// fail reports what is wrong with an entry, at its key.
func (r *reader) fail(name string, e document.Entry, message string) {
	r.report(message, &document.Node{Span: e.KeySpan}, locale.Args{"name": name})
}

func (r *reader) report(message string, at *document.Node, args locale.Args) {
	p := place{r.doc.File, at.Span}
	r.findings = append(r.findings, p.finding(locale.Swedish.T(message, args), locale.English.T(message, args)))
}

func guess(name string, known []string) locale.Text {
	near := record.Nearest(name, known)
	return record.DidYouMean(near[:min(1, len(near))])
}

func paths(kind *record.Kind) []string {
	var all []string
	for _, f := range kind.Fields() {
		all = append(all, f.Path)
	}
	return all
}

func items(n *document.Node) []*document.Node { return cmp.Or(n, &document.Node{}).Items }

func text(n *document.Node) string {
	if n.IsScalar() {
		return n.Text
	}
	return ""
}
