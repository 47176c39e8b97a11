// Package disclose makes every decision of a profile: [Cut] which records, fields, values, links, diagnostics and revisions of a
// workspace may be seen, [Pair] what may be told of two states, [Profile] what else (persons, files, messages, exact counts), and
// [Secrets] by which words one would see that something hidden was shown all the same. Which profile a record and a field need
// is answered in graph. It never renders, and nobody else compares profiles. Start reading at [Profile] and [NewCut].
package disclose

import (
	"slices"
	"strings"
	"sync"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Omitted stands in a running text where a link to a record that the profile does not show was.
const Omitted = "[…]"

// Cut is what a profile leaves of a workspace: which records, fields, values, links and diagnostics may be seen. Everything
// that is shown with a profile goes through it, so that nothing downstream can leak what it never got. The Cut of the
// profile "" leaves everything as it is.
type Cut struct {
	profile Profile
	graph   *graph.Graph
	kinds   *record.Kinds
	hidden  map[*record.Record]bool
	ids     map[string]bool // ids of hidden records in lower case, those that something shown bears too left out
	lost    map[string]bool // those of them that no record bears any more
	former  []string        // titles that records bore while they were hidden
	files   hiddenFiles
	blocks  blockCache
	// candidates are the secrets before those are forgotten that stand in something shown, which takes long.
	candidates, secrets func() *Secrets
}

// NewCut decides for every record of a workspace whether a profile shows it. past is the trail of the workspace, so that what
// records were called while they were hidden stays untold; nil where none is at hand.
func NewCut(w *workspace.Workspace, p record.Profile, past *trail.Trail) *Cut {
	c := &Cut{
		profile: Profile(p), graph: w.Graph, kinds: w.Kinds, hidden: map[*record.Record]bool{}, ids: map[string]bool{}, lost: map[string]bool{},
	}
	c.candidates, c.secrets = sync.OnceValue(c.gatherHidden), sync.OnceValue(c.gatherSecrets)
	if p == "" {
		return c
	}
	c.addFormer(past)
	all := slices.Concat(w.Graph.Records, w.Graph.Entries)
	for _, r := range all {
		if !c.profile.shows(graph.Level(r)) {
			c.hidden[r] = true
			c.ids[strings.ToLower(r.ID)] = true
			c.addFile(r.File().Name)
			delete(c.lost, strings.ToLower(r.ID))
		}
	}
	for _, r := range all {
		if !c.hidden[r] {
			c.unhide(r.ID)
			c.unhide(r.Text("number"))
		}
	}
	c.unhide("")
	c.forgetFiles()
	return c
}

// unhide takes an id away from those of hidden records.
func (c *Cut) unhide(id string) {
	delete(c.ids, strings.ToLower(id))
	delete(c.lost, strings.ToLower(id))
}

// Profile is the profile, "" where nothing is cut.
func (c *Cut) Profile() Profile { return c.profile }

// Secrets are what the profile hides. They are gathered once.
func (c *Cut) Secrets() *Secrets { return c.secrets() }

// Record reports whether a record may be shown at all: that it exists, its id and its title.
func (c *Cut) Record(r *record.Record) bool { return !c.hidden[r] }

// Records are those of a list that may be shown.
func (c *Cut) Records(list []*record.Record) []*record.Record {
	return slices.DeleteFunc(slices.Clone(list), func(r *record.Record) bool { return c.hidden[r] })
}

// Field reports whether a record's field may be shown. The path may have indices; a field is no wider than its parents. A
// field that the kind does not know is not shown.
func (c *Cut) Field(r *record.Record, path string) bool {
	return c.Record(r) && c.KindField(r.Kind, path)
}

// KindField reports whether a field may be shown in a record that is.
func (c *Cut) KindField(k *record.Kind, path string) bool {
	return c.profile == "" || c.profile.shows(graph.FieldLevel(k, path))
}

// Values are a record's values as they may be shown: fields that are hidden are left out, and so are references to hidden
// records. What is not cut is shared with the record; the caller must not change it.
func (c *Cut) Values(r *record.Record) map[string]any {
	if c.profile == "" {
		return r.Values
	}
	if !c.Record(r) {
		return nil
	}
	values, _ := c.value(r.Kind.Root, r.Values).(map[string]any)
	return values
}

// hidesField reports whether a kind, which may be nil, has a field that may not be shown, or what it lies in.
func (c *Cut) hidesField(k *record.Kind, path string) bool {
	return k != nil && !c.KindField(k, known(k, path))
}

// Value is the value of a field as it may be shown, or nil. The path may have indices. It serves for old values too.
func (c *Cut) Value(k *record.Kind, path string, v any) any {
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
	return c.value(f, v)
}

// value cuts below a field that may be shown itself.
func (c *Cut) value(f *record.Field, v any) any {
	switch v := v.(type) {
	case map[string]any:
		return c.object(f, v)
	case []any:
		return c.list(f, v)
	case string:
		if c.HidesRef(f, v) {
			return nil
		}
		if f.Format == "markdown" {
			return c.Markdown(v)
		}
	}
	return v
}

func (c *Cut) object(f *record.Field, values map[string]any) any {
	out := make(map[string]any, len(values))
	for name, v := range values {
		child := f.Child(name)
		if child == nil || !c.profile.shows(graph.FieldNeeds(child)) {
			continue
		}
		if shown := c.value(child, v); shown != nil {
			out[name] = shown
		}
	}
	return out
}

func (c *Cut) list(f *record.Field, items []any) any {
	if f.Items == nil {
		return nil
	}
	out := make([]any, 0, len(items))
	for _, v := range items {
		if shown := c.value(f.Items, v); shown != nil {
			out = append(out, shown)
		}
	}
	return out
}

// HidesRef reports whether an id in a reference field names a hidden record, or one that is no more and was hidden.
func (c *Cut) HidesRef(f *record.Field, id string) bool {
	if f.Ref == nil {
		return false
	}
	to, _ := c.graph.Resolve(id, f.Ref)
	return c.hidden[to] || to == nil && c.ids[strings.ToLower(id)]
}

// Refs are the references of a record that may be shown.
func (c *Cut) Refs(r *record.Record) []graph.Ref {
	return slices.DeleteFunc(slices.Clone(c.graph.Refs(r)), func(ref graph.Ref) bool {
		return c.hidden[ref.To] || !c.Field(r, ref.Field)
	})
}

// Backlinks are the references to a record that may be shown.
func (c *Cut) Backlinks(r *record.Record) []graph.Ref {
	return slices.DeleteFunc(c.graph.Backlinks(r), func(ref graph.Ref) bool { return !c.Field(ref.From, ref.Field) })
}

// Mentions are the records that may be shown and whose text links to a record.
func (c *Cut) Mentions(r *record.Record) []*record.Record { return c.Records(c.graph.Mentions(r)) }

// Body is a record's text without its links to hidden records.
func (c *Cut) Body(r *record.Record) string { return c.Markdown(string(r.Doc.BodyText())) }

// Markdown is a text without its links to hidden records: [Omitted] stands in their place.
func (c *Cut) Markdown(text string) string {
	if len(c.hidden)+len(c.ids) == 0 || !strings.Contains(text, "[[") {
		return text
	}
	doc := &document.Document{File: source.NewFile("", []byte(text))}
	var edits []source.Edit
	for _, link := range doc.Links() {
		if to := c.graph.Named(link.Target); link.Wiki && (c.hidden[to] || to == nil && c.ids[strings.ToLower(link.Target)]) {
			edits = append(edits, source.Edit{Span: link.Span, Text: Omitted})
		}
	}
	cut, err := source.Apply(doc.File, edits)
	if err != nil {
		panic(err) // links do not overlap
	}
	return string(cut)
}

// Diagnostic reports whether a diagnostic may be shown: its record and field are, its words name no hidden record, and it
// points to none. What stands in no record is about the settings.
func (c *Cut) Diagnostic(d diag.Diagnostic) bool {
	if c.profile == "" {
		return true
	}
	r := c.graph.RecordOf(d.Finding)
	if r == nil && (!c.profile.ShowsSettings() || d.Record != "") {
		return false
	}
	if r != nil && !(c.Record(r) && (d.Field == "" || c.KindField(r.Kind, known(r.Kind, d.Field)))) {
		return false
	}
	for _, other := range d.Related {
		if to := c.graph.InFile(other.File.Name); to != nil && c.hidden[to] {
			return false
		}
	}
	return !c.Names(d.Message) && !c.Names(d.Hint)
}

// known is the longest part of a path that the kind knows: a misspelt key is judged as its parent is.
func known(k *record.Kind, path string) string {
	for path != "" && k.Field(path) == nil {
		path = record.Parent(path)
	}
	return path
}

// Names reports whether a text holds the id of a hidden record.
func (c *Cut) Names(text string) bool { return findID(text, c.ids) != "" }

// findID is one of the ids, given in lower case, that a text holds by itself or in the name of a file, or "".
func findID(text string, ids map[string]bool) string {
	if len(ids) == 0 {
		return ""
	}
	for _, word := range strings.FieldsFunc(text, notInID) {
		word = strings.ToLower(strings.Trim(word, ".-/"))
		if ids[word] {
			return word
		}
		for part := range strings.SplitSeq(word, "/") {
			for _, ext := range []string{"", ".html", ".md"} {
				if id := strings.TrimSuffix(part, ext); ids[id] {
					return id
				}
			}
		}
	}
	return ""
}

// notInID reports whether a character is part of no id; the slash is, in the ids of catalogues.
func notInID(r rune) bool {
	return !(r == '.' || r == '-' || r == '/' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
}
