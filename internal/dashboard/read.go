package dashboard

import (
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
)

// reader reads the files, the program's first, and collects what is wrong.
type reader struct {
	kinds    *record.Kinds
	env      *expr.Env
	budget   *expr.Budget // of the conditions of all deadlines together
	trial    *rules.Trial // nil without a file of the workspace
	docs     []*document.Document
	figures  []string // known by name
	doc      *document.Document
	findings []diag.Finding
}

// languages are the keys of a text.
var languages = []string{"sv", "en"}

func (r *reader) read() *Dashboard {
	for _, r.doc = range r.docs {
		r.findings = append(r.findings, record.AboutKinds(r.doc.Findings)...)
		r.keys(r.doc.Front, keysOf(filePart))
	}
	d := &Dashboard{Groups: map[string]locale.Text{}, env: r.env}
	d.defined = section(r, "figures", record.FigurePart, r.figure)
	d.Header = section(r, "header", linkPart, r.link)
	d.Sentences = section(r, "sentences", sentencePart, r.sentence)
	d.Areas = section(r, "areas", areaPart, func(e document.Entry) Area {
		if d.Sentence(e.Key) == nil {
			r.fail(e.Key, e, "dashboard.sentence")
		}
		return r.area(e)
	})
	d.Bars = section(r, "bars", barPart, r.bar)
	d.Deadlines = section(r, "deadlines", deadlinePart, r.deadline)
	d.Trend = section(r, "trend", sharePart, r.share)
	for _, g := range section(r, "groups", groupPart, r.group) {
		d.Groups[g.word] = g.label
	}
	return d
}

// section reads the entries of a section in every file. Those of a workspace come after those of the program, or before the entry
// that they name.
func section[T any](r *reader, name string, part *record.Part, read func(document.Entry) T) []T {
	var names []string
	var items []T
	for _, r.doc = range r.docs {
		for _, e := range r.entries(r.doc.Front.Entry(name)) {
			if slices.Contains(names, e.Key) {
				r.fail(e.Key, e, "dashboard.taken")
				continue
			}
			if r.keys(e.Value, keysOf(entryPart, part)); e.Value.Kind != document.Map && e.Value.Kind != document.Null {
				continue
			}
			at := len(names)
			if before := e.Value.Get("before"); before != nil {
				if at = slices.Index(names, text(before)); at < 0 {
					r.unknown("dashboard.no-entry", before, text(before), names)
					at = len(names)
				}
			}
			names, items = slices.Insert(names, at, e.Key), slices.Insert(items, at, read(e))
		}
	}
	return items
}

// isOwn reports whether the workspace's own file is being read.
func (r *reader) isOwn() bool { return r.doc != r.docs[0] }

// figure reads a figure that is defined only in the dashboard; count, where and label are required.
func (r *reader) figure(e document.Entry) figures.Source {
	if r.isOwn() && slices.Contains(r.figures, e.Key) {
		r.fail(e.Key, e, "dashboard.taken")
	}
	r.figures = append(r.figures, e.Key)
	r.kind(e, "count")
	r.required(e, "where")
	r.label(e, "label")
	if publish := e.Value.Get("publish"); publish != nil && !record.Profile(text(publish)).IsKnown() {
		r.report("kind.profile", publish, locale.Args{"value": text(publish), "guess": record.Instead(text(publish), record.ProfileNames())})
	}
	return figures.Source{File: r.doc.File, Entry: e, Own: r.isOwn()}
}

func (r *reader) link(e document.Entry) Link {
	r.named("dashboard.no-kind", &document.Node{Span: e.KeySpan}, e.Key, r.kinds.Names())
	link := Link{Kind: e.Key, Last: r.flag(e, "last", false)}
	if e.Value.Get("label") != nil {
		link.Label = r.label(e, "label")
	}
	return link
}

func (r *reader) sentence(e document.Entry) Sentence {
	s := Sentence{
		Name: r.name(e), Of: r.figureOf(e, "of"), Text: r.label(e, "text"), Lead: r.flag(e, "lead", false), NoReview: !r.flag(e, "review", true),
	}
	s.Figures = []string{s.Of}
	named := map[locale.Lang][]string{}
	for _, lang := range locale.Langs {
		named[lang] = locale.Placeholders(s.Text.In(lang))
		for _, name := range named[lang] {
			r.named("dashboard.no-figure", e.Value.Get("text").Get(string(lang)), name, r.figures)
			if !slices.Contains(s.Figures, name) {
				s.Figures = append(s.Figures, name)
			}
		}
	}
	if !slices.Equal(named[locale.Swedish], named[locale.English]) {
		r.report("dashboard.unlike", e.Value.Get("text"), nil)
	}
	for _, c := range r.entries(e.Value.Entry("clauses")) {
		s.Clauses = append(s.Clauses, r.clause(c))
	}
	return s
}

func (r *reader) clause(e document.Entry) Clause {
	r.figureKey(e)
	r.keys(e.Value, languages)
	c := Clause{e.Key, r.both(e.Value, e)}
	for _, lang := range locale.Langs {
		n := e.Value.Get(string(lang))
		if n != nil && !slices.Equal(locale.Placeholders(text(n)), []string{"n"}) {
			r.report("dashboard.clause", n, nil)
		}
	}
	return c
}

func (r *reader) area(e document.Entry) Area {
	a := Area{Name: r.name(e), Kind: r.kind(e, "kind"), Label: r.label(e, "label"), Errors: r.flag(e, "errors", false)}
	if left := r.required(e, "left"); left != nil && left.Kind != document.List {
		r.report("dashboard.list", left, locale.Args{"key": "left"})
	}
	for _, item := range items(e.Value.Get("left")) {
		r.named("dashboard.no-figure", item, text(item), r.figures)
		a.Left = append(a.Left, text(item))
	}
	return a
}

func (r *reader) bar(e document.Entry) Bar {
	b := Bar{Name: r.name(e), Of: r.figureOf(e, "of"), Label: r.label(e, "label")}
	if e.Value.Get("unless") != nil {
		b.Unless = r.figureOf(e, "unless")
	}
	if r.isOwn() {
		b.place = &place{r.doc.File, e.KeySpan}
	}
	parts := r.entries(e.Value.Entry("parts"))
	for i, p := range parts {
		b.Parts = append(b.Parts, r.part(b, p, i == len(parts)-1))
	}
	if len(parts) == 0 && r.required(e, "parts") != nil {
		r.report("dashboard.parts", e.Value.Get("parts"), locale.Args{"of": b.Of})
	}
	return b
}

func (r *reader) part(b Bar, e document.Entry, last bool) Part {
	r.keys(e.Value, keysOf(partPart))
	switch {
	case e.Key == Rest && !last:
		r.fail(e.Key, e, "dashboard.rest")
	case e.Key == b.Of:
		r.fail(e.Key, e, "dashboard.whole")
	case e.Key != Rest:
		r.figureKey(e)
	}
	look := r.required(e, "look")
	if look != nil && !slices.Contains(looks, text(look)) {
		r.report("dashboard.look", look, locale.Args{"value": text(look), "known": locale.Choice(looks)})
	}
	return Part{Figure: e.Key, Look: text(look), Label: r.label(e, "label")}
}

func (r *reader) deadline(e document.Entry) Deadline {
	d := Deadline{Late: r.flag(e, "late", true), place: place{r.doc.File, e.KeySpan}}
	d.Kind, d.Field, _ = strings.Cut(e.Key, ".")
	key := &document.Node{Span: e.KeySpan}
	kind := r.kinds.Named(d.Kind)
	switch {
	case d.Kind == AnyKind:
	case kind == nil:
		r.unknown("dashboard.no-kind", key, d.Kind, r.kinds.Names())
	case kind.Field(d.Field) == nil || d.Field == "":
		r.unknown("kind.no-field", key, d.Field, paths(kind))
	case kind.Field(d.Field).Format != "date":
		r.report("dashboard.no-day", key, locale.Args{"field": d.Field})
	}
	if when := e.Value.Get("when"); when != nil {
		d.when = r.condition(when, kind)
	}
	return d
}

// condition compiles a condition about records of a kind; kind is nil for any kind.
func (r *reader) condition(n *document.Node, kind *record.Kind) *expr.Program {
	said := locale.Say("dashboard.when")
	p, err := r.env.CompileLimited(text(n), expr.Truth)
	p = p.On(r.budget)
	if err != nil {
		r.findings = append(r.findings, rules.ConditionFinding(r.doc.File, n.Span, err, said))
		return nil
	}
	if kind == nil {
		return p
	}
	if !r.isOwn() {
		return p
	}
	if wrong := r.trial.Fault(kind, text(n), expr.Truth); wrong != nil {
		r.findings = append(r.findings, rules.ConditionFinding(r.doc.File, n.Span, wrong, said))
	}
	return p
}

func (r *reader) share(e document.Entry) Share {
	r.figureKey(e)
	s := Share{Figure: e.Key}
	if e.Value.Get("of") != nil {
		s.Of = r.figureOf(e, "of")
	}
	return s
}

type group struct {
	word  string
	label locale.Text
}

func (r *reader) group(e document.Entry) group {
	var words []string
	for _, name := range r.figures {
		word, _, _ := strings.Cut(name, ".")
		words = append(words, word)
	}
	r.named("dashboard.no-group", &document.Node{Span: e.KeySpan}, e.Key, words)
	return group{e.Key, r.both(e.Value, e)}
}
