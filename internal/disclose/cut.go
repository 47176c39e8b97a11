// Package disclose makes every decision about profiles: [Cut] decides which records, fields, values, links, diagnostics and
// revisions of a workspace may be seen, [Pair] what may be shown of two states, [Profile] everything else (persons, files,
// messages, exact counts), and [Secrets] finds words that reveal that something hidden was shown after all. Package graph
// determines which profile a record and a field need. This package never renders, and no other package compares profiles. Start
// reading at [Profile] and [NewCut].
package disclose

import (
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Omitted replaces, in a text, a link to a record that the profile hides.
const Omitted = "[…]"

// Cut is what a profile leaves of a workspace: which records, fields, values, links and diagnostics may be seen. Everything
// shown with a profile goes through it, so that nothing downstream can leak what it never got. The Cut of the profile "" leaves
// everything as it is.
type Cut struct {
	profile Profile
	graph   *graph.Graph
	kinds   *record.Kinds
	hidden  map[*record.Record]bool
	unknown map[*record.Record]bool // hidden ones that cannot be read, and that the profile would show by their kind: that they exist is shown
	closed  map[*record.Field]bool  // fields of an earlier state that its kinds show and those of the present do not
	ids     map[string]bool         // ids of hidden records in lower case, except those that something shown has too
	lost    map[string]bool         // those of them that no record has any more
	named   map[string]bool         // those of them that texts do not show: of records that are there, and no ordinary words
	former  []string                // titles that records had while they were hidden
	files   hiddenFiles
	// settings and people are texts of lis.yaml and names of people, which are shown as such.
	settings []string
	people   map[string]bool
	own      func() *Own // the texts of the program and the kinds
	blocks   blockCache
	// candidates are the secrets before those that occur in something shown are removed, which is slow.
	candidates, secrets func() *Secrets
}

// NewCut decides for every record of a workspace whether a profile shows it. past is the trail of the workspace, so that the
// names that records had while they were hidden stay hidden; nil if there is none.
func NewCut(w *workspace.Workspace, p record.Profile, past *trail.Trail) *Cut {
	return NewPastCut(w, p, past)
}

// NewPastCut decides the same for an earlier state of a workspace, of which since are later ones: what any of them hides is hidden
// there too. Each can be nil.
func NewPastCut(w *workspace.Workspace, p record.Profile, past *trail.Trail, since ...*workspace.Workspace) *Cut {
	c := &Cut{
		profile: Profile(p), graph: w.Graph, kinds: w.Kinds, hidden: map[*record.Record]bool{}, unknown: map[*record.Record]bool{}, ids: map[string]bool{}, lost: map[string]bool{},
		people: map[string]bool{}, own: sync.OnceValue(func() *Own { return NewOwn(w.Kinds) }),
	}
	c.candidates, c.secrets = sync.OnceValue(c.gatherHidden), sync.OnceValue(c.gatherSecrets)
	if p == "" {
		return c
	}
	c.settings = settingsOf(w.Config.Record)
	c.addFormer(past)
	since = slices.DeleteFunc(slices.Clone(since), func(later *workspace.Workspace) bool { return later == nil || later == w })
	hidden := map[string]bool{}
	for _, later := range since {
		maps.Copy(hidden, hiddenIn(later, c.profile))
		c.closeFields(later)
	}
	hidesKind := func(r *record.Record) bool {
		return slices.ContainsFunc(since, func(later *workspace.Workspace) bool { return c.hidesKind(later, r) })
	}
	all := slices.Concat(w.Graph.Records, w.Graph.Entries)
	for _, r := range all {
		if !c.profile.shows(graph.Level(r)) || hidden[strings.ToLower(r.ID)] || hidesKind(r) {
			c.hide(r, !hidden[strings.ToLower(r.ID)])
		}
	}
	for _, r := range all {
		if !c.hidden[r] || c.unknown[r] {
			c.unhide(r.ID)
			c.unhide(r.Text("number"))
		}
	}
	c.unhide("")
	c.named = map[string]bool{}
	for id := range c.ids {
		if c.isDistinct(id) && !c.lost[id] {
			c.named[id] = true
		}
	}
	c.forgetFiles()
	return c
}

// hide hides a record. Of one that cannot be read, only its content is hidden if the profile shows files and would show the record
// by its kind, and mayTell is set.
func (c *Cut) hide(r *record.Record, mayTell bool) {
	c.hidden[r] = true
	if mayTell && r.Doc.Broken && c.profile.ShowsFiles() && graph.Level(r) != record.Never && c.profile.shows(graph.LevelOf(r.Kind, "")) {
		c.unknown[r] = true
		return
	}
	c.ids[strings.ToLower(r.ID)] = true
	c.addFile(r.File().Name)
	delete(c.lost, strings.ToLower(r.ID))
}

// settingsOf returns the texts in lis.yaml that are not the ids of records.
func settingsOf(config *record.Record) []string {
	var all []string
	for path, v := range graph.Flatten(config.Values) {
		f := config.Kind.Field(path)
		if f != nil && f.Ref == nil && (f.Items == nil || f.Items.Ref == nil) {
			all = append(all, textsIn(v)...)
		}
	}
	slices.Sort(all)
	return all
}

// textsIn returns the texts of a value or of a list of values.
func textsIn(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, textsIn(item)...)
		}
		return all
	}
	return nil
}

// hiddenIn returns the ids, in lower case, of which a workspace only has hidden records.
func hiddenIn(w *workspace.Workspace, p Profile) map[string]bool {
	ids := map[string]bool{}
	for _, r := range w.Graph.Records {
		if id := strings.ToLower(r.ID); id != "" {
			hidden, known := ids[id]
			ids[id] = !p.shows(graph.Level(r)) && (hidden || !known)
		}
	}
	maps.DeleteFunc(ids, func(_ string, hidden bool) bool { return !hidden })
	return ids
}

// hidesKind reports whether the kind of a record of an earlier state, as it is in a later one, hides the record.
func (c *Cut) hidesKind(later *workspace.Workspace, r *record.Record) bool {
	k := later.Kinds.Named(r.Kind.Name)
	return k != nil && !c.profile.shows(graph.LevelOf(k, r.Text("publish")))
}

// closeFields finds the fields of an earlier state that the kinds of a later one hide.
func (c *Cut) closeFields(later *workspace.Workspace) {
	if c.closed == nil {
		c.closed = map[*record.Field]bool{}
	}
	for _, k := range c.kinds.List {
		present := later.Kinds.Named(k.Name)
		if present == nil || present == k {
			continue
		}
		for _, f := range k.Fields() {
			if is := present.Field(f.Path); is != nil && !c.profile.shows(graph.FieldNeeds(is)) {
				c.closed[f] = true
			}
		}
	}
}

// showsOf reports whether a field may be shown, regardless of where it lies.
func (c *Cut) showsOf(f *record.Field) bool {
	return c.profile.shows(graph.FieldNeeds(f)) && !c.closed[f]
}

// unhide removes an id from those of hidden records.
func (c *Cut) unhide(id string) {
	delete(c.ids, strings.ToLower(id))
	delete(c.lost, strings.ToLower(id))
}

// Profile returns the profile, "" if nothing is cut.
func (c *Cut) Profile() Profile { return c.profile }

// Secrets returns what the profile hides. It is collected only once.
func (c *Cut) Secrets() *Secrets { return c.secrets() }

// Record reports whether a record may be shown at all: that it exists, its id and its title.
func (c *Cut) Record(r *record.Record) bool { return !c.hidden[r] }

// Records returns the records of a list that may be shown.
func (c *Cut) Records(list []*record.Record) []*record.Record {
	return slices.DeleteFunc(slices.Clone(list), func(r *record.Record) bool { return c.hidden[r] })
}

// Field reports whether a record's field may be shown. The path can have indices; a field is never wider than its parents. A
// field that the kind does not know is not shown.
func (c *Cut) Field(r *record.Record, path string) bool {
	return c.Record(r) && c.KindField(r.Kind, path)
}

// KindField reports whether a field may be shown in a record that is shown.
func (c *Cut) KindField(k *record.Kind, path string) bool {
	if c.profile == "" {
		return true
	}
	for p := record.Bare(path); p != "" && len(c.closed) > 0; p = record.Parent(p) {
		if c.closed[k.Field(p)] {
			return false
		}
	}
	return c.profile.shows(graph.FieldLevel(k, path))
}

// Values returns a record's values as they may be shown: without hidden fields and without references to hidden records. Values
// that are not cut are shared with the record; the caller must not change them.
func (c *Cut) Values(r *record.Record) map[string]any {
	if c.profile == "" {
		return r.Values
	}
	if !c.Record(r) {
		return nil
	}
	values, _ := c.value(r.Kind.Root, r.Values, c.Text).(map[string]any)
	return values
}

// hidesField reports whether a kind, which can be nil, hides the field at a path, or its nearest parent if the kind does not
// know the field.
func (c *Cut) hidesField(k *record.Kind, path string) bool {
	return k != nil && !c.KindField(k, known(k, path))
}

// Value returns the value of a field as it may be shown, or nil. The path can have indices.
func (c *Cut) Value(k *record.Kind, path string, v any) any { return c.valueAt(k, path, v, c.Text) }

// valueAt returns the value of a field; text cuts further what it says.
func (c *Cut) valueAt(k *record.Kind, path string, v any, text func(string) string) any {
	if c.profile == "" {
		return v
	}
	if !c.KindField(k, path) {
		return nil
	}
	f := k.Field(path)
	if strings.HasSuffix(path, "]") && f.Items != nil {
		f = f.Items
	}
	return c.value(f, v, text)
}

// value cuts the value of a field that may itself be shown. text cuts what it says further.
func (c *Cut) value(f *record.Field, v any, text func(string) string) any {
	switch v := v.(type) {
	case map[string]any:
		return c.object(f, v, text)
	case []any:
		return c.list(f, v, text)
	case string:
		if c.HidesRef(f, v) {
			return nil
		}
		if f.Format == "markdown" {
			return text(c.withoutLinks(v))
		}
		return text(v)
	}
	return v
}

func (c *Cut) object(f *record.Field, values map[string]any, text func(string) string) any {
	out := make(map[string]any, len(values))
	for name, v := range values {
		child := f.Child(name)
		if child == nil || !c.showsOf(child) {
			continue
		}
		if shown := c.value(child, v, text); shown != nil {
			out[name] = shown
		}
	}
	return out
}

func (c *Cut) list(f *record.Field, items []any, text func(string) string) any {
	if f.Items == nil {
		return nil
	}
	out := make([]any, 0, len(items))
	for _, v := range items {
		if shown := c.value(f.Items, v, text); shown != nil {
			out = append(out, shown)
		}
	}
	return out
}

// HidesRef reports whether an id in a reference field names a hidden record, or one that no longer exists and was hidden.
func (c *Cut) HidesRef(f *record.Field, id string) bool {
	if f.Ref == nil {
		return false
	}
	to, _ := c.graph.Resolve(id, f.Ref)
	return c.hidden[to] && !c.unknown[to] || to == nil && c.ids[strings.ToLower(id)]
}

// Refs returns the references of a record that may be shown.
func (c *Cut) Refs(r *record.Record) []graph.Ref {
	return slices.DeleteFunc(slices.Clone(c.graph.Refs(r)), func(ref graph.Ref) bool {
		return c.hidden[ref.To] || !c.Field(r, ref.Field)
	})
}

// Backlinks returns the references to a record that may be shown.
func (c *Cut) Backlinks(r *record.Record) []graph.Ref {
	return slices.DeleteFunc(c.graph.Backlinks(r), func(ref graph.Ref) bool { return !c.Field(ref.From, ref.Field) })
}

// Mentions returns the records that may be shown and whose text links to a record.
func (c *Cut) Mentions(r *record.Record) []*record.Record { return c.Records(c.graph.Mentions(r)) }

// Body returns a record's text without its links to hidden records.
func (c *Cut) Body(r *record.Record) string { return c.Markdown(string(r.Doc.BodyText())) }

// Markdown returns a text with its links to hidden records, and their ids wherever they stand, replaced by [Omitted].
func (c *Cut) Markdown(text string) string { return c.Text(c.withoutLinks(text)) }

// withoutLinks returns a text with its links to hidden records replaced. A text of the past that has an id in it in another way is
// withheld.
func (c *Cut) withoutLinks(text string) string {
	if len(c.hidden)+len(c.ids) == 0 || !strings.Contains(text, "[[") {
		return text
	}
	doc := document.OfText(text)
	var edits []source.Edit
	for _, link := range doc.Links() {
		if to := c.graph.Named(link.Target); link.Wiki && (c.hidden[to] && !c.unknown[to] || to == nil && c.ids[strings.ToLower(link.Target)]) {
			edits = append(edits, source.Edit{Span: link.Span, Text: Omitted})
		}
	}
	cut, err := source.Apply(doc.File, edits)
	if err != nil {
		panic(err) // links do not overlap
	}
	return string(cut)
}

// Text returns a plain text of the present with the ids and the files of hidden records replaced by [Omitted].
func (c *Cut) Text(text string) string { return replaceIDs(c.files.cut(text), c.named) }

// known returns the longest part of a path that the kind knows: a misspelt key is treated like its parent.
func known(k *record.Kind, path string) string {
	for path != "" && k.Field(path) == nil {
		path = record.Parent(path)
	}
	return path
}

// Names reports whether a text contains the id of a hidden record.
func (c *Cut) Names(text string) bool { return findID(text, c.ids) != "" }

// findID returns one of the ids, given in lower case, that a text contains by itself or in a file name, or "" if there is none.
func findID(text string, ids map[string]bool) string {
	for id := range eachID(text, ids) {
		return id
	}
	return ""
}

// eachID yields the ids, given in lower case, that a text contains by themselves or in a file name.
func eachID(text string, ids map[string]bool) iter.Seq[string] {
	return func(yield func(string) bool) {
		if len(ids) == 0 {
			return
		}
		for word := range strings.FieldsFuncSeq(text, notInID) {
			word = strings.ToLower(strings.Trim(word, ".-/"))
			if ids[word] && !yield(word) {
				return
			}
			for part := range strings.SplitSeq(word, "/") {
				for _, ext := range []string{"", ".html", ".md"} {
					if id := strings.TrimSuffix(part, ext); ids[id] && !yield(id) {
						return
					}
				}
			}
		}
	}
}

// replaceIDs replaces the words of a text that contain one of the ids, given in lower case, by [Omitted].
func replaceIDs(text string, ids map[string]bool) string {
	if len(ids) == 0 || findID(text, ids) == "" {
		return text
	}
	var out strings.Builder
	for text != "" {
		end := strings.IndexFunc(text, notInID)
		if end < 0 {
			end = len(text)
		}
		word := text[:end]
		if trimmed := strings.Trim(word, ".-/"); trimmed != "" && findID(trimmed, ids) != "" {
			word = strings.Replace(word, trimmed, Omitted, 1)
		}
		out.WriteString(word)
		_, size := utf8.DecodeRuneInString(text[end:])
		out.WriteString(text[end : end+size])
		text = text[end+size:]
	}
	return out.String()
}

// notInID reports whether a character is never part of an id; the slash is, in the ids of catalogues.
func notInID(r rune) bool {
	return !(r == '.' || r == '-' || r == '/' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
}
