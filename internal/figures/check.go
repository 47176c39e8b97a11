package figures

import (
	"regexp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// nameForm is the form of the name of a figure: words with dots between them.
var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*$`)

// Check returns what is wrong in the workspace's own schema/figures.yaml, in the order of the file: what keeps a figure from being
// counted as of a day, and what is wrong with its definition otherwise. Without the file it returns nothing.
func Check(w *workspace.Workspace, asOf string) ([]diag.Finding, error) {
	if _, own := w.Files[ownFile]; !own {
		return nil, nil
	}
	trial, err := rules.NewTrial(w.Kinds, w.Config.Plain)
	if err != nil {
		return nil, err
	}
	t, err := new(Counter).tally(w, trial)
	if t == nil {
		return nil, err
	}
	t.checkParts()
	t.figures = slices.DeleteFunc(t.figures, func(c *counted) bool { return !c.source.Own })
	t.all(asOf)
	found := slices.Concat(t.findings, t.faults)
	slices.SortStableFunc(found, func(a, b diag.Finding) int { return a.Span.Start.Compare(b.Span.Start) })
	return found, nil
}

// checkParts reports the parts of the workspace's figures that are none.
func (t *tally) checkParts() {
	names := slices.Clone(t.reserved)
	for _, c := range t.figures {
		names = append(names, c.figure.Name)
	}
	for _, c := range t.figures {
		if !c.source.Own {
			continue
		}
		for _, name := range strings.FieldsFunc(partsOf(c.source), func(r rune) bool { return r == ' ' || r == ';' }) {
			if !slices.Contains(names, name) {
				args := locale.Args{"part": name, "guess": record.DidYouMean(record.Nearest(name, names))}
				t.faults = append(t.faults, c.source.finding(c.source.span("parts"), "figure.no-part", args))
			}
		}
	}
}

// addOwn reads a definition of the workspace, and reports what is wrong with it. One with the name of another figure is not
// counted: pages would show the sum of both.
func (t *tally) addOwn(s Source) {
	taken := slices.ContainsFunc(t.figures, func(c *counted) bool { return c.figure.Name == s.Entry.Key })
	if taken || slices.Contains(t.reserved, s.Entry.Key) {
		t.faults = append(t.faults, s.finding(s.Entry.KeySpan, "figure.taken", nil))
		return
	}
	if t.faults = append(t.faults, s.misshapen()...); s.Entry.Value != nil && s.Entry.Value.Kind == document.Map {
		t.addChecked(s)
	}
}

// addChecked reads a definition of the workspace whose keys are checked.
func (t *tally) addChecked(s Source) {
	before := len(t.figures)
	if t.add(s); len(t.figures) > before && t.trial != nil {
		faults := t.faultsOf(t.figures[before])
		t.figures[before].faulty = len(faults) > 0
		t.faults = append(t.faults, faults...)
	}
}

// misshapen reports a name that a figure cannot have, unknown keys, and values of wrong forms.
func (s Source) misshapen() []diag.Finding {
	v := s.Entry.Value
	switch {
	case !nameForm.MatchString(s.Entry.Key):
		return []diag.Finding{s.finding(s.Entry.KeySpan, "figure.name", nil)}
	case v == nil || v.Kind != document.Map:
		return []diag.Finding{s.finding(s.Entry.KeySpan, "kind.form-keys", locale.Args{"key": s.Entry.Key})}
	}
	var found []diag.Finding
	if v.Get("label") == nil && !misspelt(v, "label") {
		found = append(found, s.missing("label"))
	}
	unknown, misshapen := record.FigurePart.Misfits(v)
	for _, p := range slices.Concat(unknown, misshapen) {
		found = append(found, s.finding(p.At.Span, p.Message.Key, p.Message.Args))
	}
	return found
}

// faultsOf reports what does not keep a figure from being counted: fields that do not exist, and more readers than its kind has.
func (t *tally) faultsOf(c *counted) []diag.Finding {
	var found []diag.Finding
	kind := t.w.Kinds.Named(c.kind)
	where, sum := c.source.text("where"), c.source.text("sum")
	if kind.Faulty { // told first
		return nil
	}
	if wrong := t.trial.Fault(kind, where, expr.Truth); wrong != nil {
		found = append(found, c.source.failed("where", wrong))
	} else if c.sum != nil {
		if wrong := t.trial.Fault(kind, sum, expr.Whole); wrong != nil {
			found = append(found, c.source.failed("sum", wrong))
		}
	}
	most, _ := Reads(t.w.Kinds, kind, c.where, c.sum)
	most = record.Narrower(graph.LevelOf(kind, ""), most)
	if said := record.Profile(c.source.text("publish")); said.IsKnown() && record.Narrower(said, most) != said {
		args := locale.Args{"publish": string(said), "kind": kind.Name, "most": string(most)}
		found = append(found, c.source.finding(c.source.span("publish"), "figure.wider", args))
	}
	return found
}

// widest returns the widest profile that can show a figure of the workspace: what it says, or else what the records and fields that
// it reads allow, and in any case no wider than the records that it counts or looks up.
func widest(kinds *record.Kinds, kind *record.Kind, said string, conditions ...*expr.Program) record.Profile {
	others, fields := Reads(kinds, kind, conditions...)
	most := record.Narrower(graph.LevelOf(kind, ""), others)
	if said != "" {
		return record.Narrower(record.Profile(said), most)
	}
	return record.Narrower(most, fields)
}

// Reads returns the widest profiles that can show what conditions about records of a kind read: the records of other kinds that are
// looked up, and the fields of all, regardless of whose they are. A condition can be nil.
func Reads(kinds *record.Kinds, kind *record.Kind, conditions ...*expr.Program) (others, fields record.Profile) {
	others, fields = record.Public, record.Public
	for _, c := range conditions {
		if c == nil {
			continue
		}
		for _, use := range c.Uses() {
			for _, k := range kindsOf(kinds, kind, use) {
				if k != kind {
					others = record.Narrower(others, graph.LevelOf(k, ""))
				}
				for _, path := range pathsOf(k, use) {
					fields = record.Narrower(fields, fieldProfile(k, path))
				}
			}
		}
	}
	return others, fields
}

// pathsOf returns the fields of a kind that a use reads.
func pathsOf(k *record.Kind, use expr.Use) []string {
	if !use.Over {
		return []string{use.Path}
	}
	var paths []string
	for i := range k.Over {
		for _, field := range k.Over[i].Fields() {
			paths = append(paths, strings.ReplaceAll(field, "[-1]", ""))
		}
	}
	return paths
}

// fieldProfile returns the widest profile that can show a field, regardless of its record. What is no field, such as the id of a
// kind, is as wide as the field that it is in.
func fieldProfile(k *record.Kind, path string) record.Profile {
	for ; path != ""; path = record.Parent(path) {
		if k.Field(path) != nil {
			return graph.FieldLevel(k, path)
		}
	}
	return record.Public
}

// noKind returns the finding about a figure that counts records of no kind.
func (s Source) noKind(kinds *record.Kinds) diag.Finding {
	name := s.text("count")
	if name == "" {
		return s.missing("count")
	}
	args := locale.Args{"kind": name, "guess": record.DidYouMean(record.Nearest(name, kinds.Names()))}
	return s.finding(s.span("count"), "figure.no-kind", args)
}

// missing returns the finding about a key that a figure must have.
func (s Source) missing(key string) diag.Finding {
	f := s.finding(s.Entry.KeySpan, "figure.missing", locale.Args{"key": key})
	f.Args["missing"] = key
	return f
}

// misspelt reports whether a key that is missing may stand there under another name, which is then told as an unknown key.
func misspelt(v *document.Node, key string) bool {
	return slices.ContainsFunc(v.Entries, func(e document.Entry) bool { return len(record.Nearest(e.Key, []string{key})) > 0 })
}

// failed returns the finding about the condition at a key.
func (s Source) failed(key string, err error) diag.Finding {
	return rules.ConditionFinding(s.File, s.span(key), err, locale.Say("figure.condition", locale.Args{"name": s.Entry.Key, "key": key}))
}

// finding returns a finding with one of the program's messages, which can name the figure.
func (s Source) finding(span source.Span, key string, args locale.Args) diag.Finding {
	all := locale.Args{"name": s.Entry.Key}
	for name, value := range args {
		all[name] = value
	}
	return diag.Finding{Rule: "kind-invalid", File: s.File, Span: span, Args: locale.Args{"problem": locale.Say(key, all).Text()}}
}
