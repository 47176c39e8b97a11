package record

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/source"
)

// Record is one record: Values holds what could be read, Invalid what could not.
type Record struct {
	ID   string // "" if the file has none
	Kind *Kind
	Doc  *document.Document
	// Values are the front matter as plain values: string, int64, float64, bool, []any, map[string]any. Empty values, and
	// those that could not be read as the kind defines them, are absent.
	Values map[string]any
	// Invalid maps the paths, with indices, that could not be read to the rule that reports it.
	Invalid map[string]string
	// Meant is the kind that the record belongs to by its id and its fields, if it lies in the folder of another; else nil. Kind is
	// that of the folder all the same.
	Meant *Kind
	// Shipped is set on a built-in entry of a catalogue.
	Shipped bool

	complete func() map[string]any
}

// File returns the file of the record.
func (r *Record) File() *source.File { return r.Doc.File }

// OwnTitle returns the title in the record's own front matter, or "".
func (r *Record) OwnTitle() string {
	if t := r.Text("title"); t != "" {
		return t
	}
	if r.Doc.Broken {
		return r.Doc.Title
	}
	return ""
}

// At returns the value at a dotted path (classification.state, followups[0].status), or nil. [-1] is the last item of a list.
func (r *Record) At(path string) any {
	if v, ok := r.Values[path]; ok { // most paths are at the top level
		return v
	}
	if !strings.ContainsAny(path, ".[") {
		return nil
	}
	var v any = r.Values
	for _, step := range steps(path) {
		switch at := v.(type) {
		case map[string]any:
			v = at[step]
		case []any:
			i, err := strconv.Atoi(step)
			if i == -1 {
				i = len(at) - 1
			}
			if err != nil || i < 0 || i >= len(at) {
				return nil
			}
			v = at[i]
		default:
			return nil
		}
	}
	return v
}

// Text returns the text at a path, or "".
func (r *Record) Text(path string) string {
	s, _ := r.At(path).(string)
	return s
}

// Texts returns the list of texts at a path; a single text becomes a list of one.
func (r *Record) Texts(path string) []string {
	var out []string
	switch v := r.At(path).(type) {
	case string:
		out = append(out, v)
	case []any:
		for _, item := range v {
			if s, ok := item.(string); ok {
				out = append(out, s)
			}
		}
	}
	return out
}

// Node returns the value at a path with its place, or nil. Unlike [Record.At] it does not take [-1].
func (r *Record) Node(path string) *document.Node {
	n := r.Doc.Front
	for _, step := range steps(path) {
		if i, err := strconv.Atoi(step); err == nil && n != nil && n.Kind == document.List {
			if i >= len(n.Items) {
				return nil
			}
			n = n.Items[i]
			continue
		}
		n = n.Get(step)
	}
	return n
}

// Place returns where a person looks for the value at a path: the value itself; right after the colon if it is empty; the key
// of its parent if it is missing, and for a top-level field the opening line of the front matter.
func (r *Record) Place(path string) source.Span {
	if n := r.Node(path); n != nil {
		return n.Span
	}
	for parent := Parent(path); parent != ""; parent = Parent(parent) {
		if span, ok := r.keySpan(parent); ok {
			return span
		}
	}
	return r.Doc.Opening()
}

// keySpan returns the place of the key at a path; for an item in a list, the start of the item.
func (r *Record) keySpan(path string) (source.Span, bool) {
	if strings.HasSuffix(path, "]") {
		if n := r.Node(path); n != nil {
			return source.At(n.Span.Start), true
		}
		return source.Span{}, false
	}
	parent := r.Doc.Front
	if p := Parent(path); p != "" {
		parent = r.Node(p)
	}
	if e := parent.Entry(path[strings.LastIndexByte(path, '.')+1:]); e != nil {
		return e.KeySpan, true
	}
	return source.Span{}, false
}

// Parent returns the path above a path: followups[0] for followups[0].status, followups for that, and "" for that.
func Parent(path string) string {
	if strings.HasSuffix(path, "]") {
		return path[:strings.LastIndexByte(path, '[')]
	}
	return path[:max(strings.LastIndexByte(path, '.'), 0)]
}

func steps(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
}

// Readable reports whether every one of the paths could be read as the kind defines it, ignoring what the rules in except
// reported. A path without indices stands for every item of the lists along it.
func (r *Record) Readable(paths, except []string) bool {
	if r.Doc.Broken {
		return false
	}
	for invalid, rule := range r.Invalid {
		if contains(except, rule) {
			continue
		}
		for _, path := range paths {
			at := invalid
			if !strings.Contains(path, "[") {
				at = Bare(invalid)
			}
			if within(path, at) || within(at, path) {
				return false
			}
		}
	}
	return true
}

// within reports whether a path equals another or lies below it.
func within(path, above string) bool {
	rest, below := strings.CutPrefix(path, above)
	return below && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

func contains(list []string, s string) bool {
	for _, item := range list {
		if item == s {
			return true
		}
	}
	return false
}

// Complete returns the record as conditions see it, with every declared field: an absent object is an object of nulls, an
// absent list is empty, an absent scalar is nil. It is computed once; the caller must not change it.
func (r *Record) Complete() map[string]any { return r.complete() }

func (r *Record) completer() func() map[string]any {
	return sync.OnceValue(func() map[string]any {
		m, _ := Complete(r.Kind.Root, r.Values).(map[string]any)
		m["id"], m["kind"] = r.ID, r.Kind.Name
		return m
	})
}

// Complete adds to a value what its field declares and the value lacks, as [Record.Complete] does.
func Complete(f *Field, v any) any {
	switch f.Type {
	case Object:
		in, _ := v.(map[string]any)
		out := make(map[string]any, len(f.Fields)+2)
		if f.Free != nil {
			for k, item := range in {
				out[k] = Complete(f.Free, item)
			}
		}
		for _, c := range f.Fields {
			out[c.Name] = Complete(c, in[c.Name])
		}
		return out
	case List:
		in, _ := v.([]any)
		out := make([]any, len(in))
		for i, item := range in {
			out[i] = Complete(f.Items, item)
		}
		return out
	}
	return v
}

// String returns id and file of the record, for people.
func (r *Record) String() string { return fmt.Sprintf("%s (%s)", r.ID, r.Doc.File.Name) }

// WithDefaults returns r with the top-level values of base for those that r lacks. The places are those of r.
func (r *Record) WithDefaults(base *Record) *Record {
	merged := *r
	merged.Values = make(map[string]any, len(base.Values))
	for k, v := range base.Values {
		merged.Values[k] = v
	}
	for k, v := range r.Values {
		merged.Values[k] = v
	}
	merged.complete = merged.completer()
	return &merged
}
