package tell

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
)

// Words is one changed field in words, or a list item that was added or removed as a whole.
type Words struct {
	Field string // its path; for an item, that of the item
	Label string // what it is called: Klassning; Uppföljning 2, Läge
	// Old and New are the values, "" for none. They are not set if Added, Removed or Text is.
	Old, New string
	// Added and Removed are the items that were added to and removed from a list, or the fields of an item.
	Added, Removed []string
	// Text is how a long text changed, abridged.
	Text []Run
	// Note adds to the change: that a level was raised, that a list is in another order, how long a text is. It is alone if all
	// that is known is that the field changed.
	Note string
	// Tone is that of the new value, if the field is a status.
	Tone record.Tone
}

// Tell puts the changes of one record into words, in the field order of its kind. If k is nil, the labels are the field names.
func (t Teller) Tell(k *record.Kind, changes []graph.Change) []Words {
	order := inOrder(k)
	sorted := slices.SortedFunc(slices.Values(changes), func(a, b graph.Change) int { return order(a.Field, b.Field) })
	var out []Words
	for len(sorted) > 0 {
		n := sameItem(sorted)
		if n > 1 {
			out = append(out, t.item(k, sorted[:n]))
		} else {
			out = append(out, t.one(k, sorted[0]))
			n = 1
		}
		sorted = sorted[n:]
	}
	return out
}

// sameItem returns how many of the first changes are fields of one list item that was added or removed.
func sameItem(changes []graph.Change) int {
	item := itemOf(changes[0].Field)
	n := 0
	for _, c := range changes {
		if item == "" || itemOf(c.Field) != item || (c.Old == nil) != (changes[0].Old == nil) || (c.Old == nil) == (c.New == nil) {
			break
		}
		n++
	}
	if n < len(changes) && n > 0 && itemOf(changes[n].Field) == item {
		return 0 // the item was there before and after
	}
	return n
}

// itemOf returns the list item that a path leads through: followups[0] for followups[0].status; "" for none.
func itemOf(path string) string {
	for p := record.Parent(path); p != ""; p = record.Parent(p) {
		if strings.HasSuffix(p, "]") {
			return p
		}
	}
	return ""
}

// item describes a list item that was added or removed.
func (t Teller) item(k *record.Kind, changes []graph.Change) Words {
	w := Words{Field: itemOf(changes[0].Field)}
	w.Label = t.itemLabel(k, w.Field)
	for _, c := range changes {
		f := field(k, c.Field)
		said := t.ownLabel(f, c.Field) + ": " + shorten(t.value(f, cmp.Or(c.New, c.Old)), itemText)
		if c.Old == nil {
			w.Added = append(w.Added, said)
		} else {
			w.Removed = append(w.Removed, said)
		}
	}
	return w
}

// one describes the change of one field.
func (t Teller) one(k *record.Kind, c graph.Change) Words {
	f := field(k, c.Field)
	w := Words{Field: c.Field, Label: t.label(k, c.Field)}
	switch {
	case c.Old == nil && c.New == nil:
		w.Note = t.Lang.T("change.field")
	case isList(c.Old) || isList(c.New):
		t.list(&w, f, c)
	case isLong(f, c.Old) || isLong(f, c.New):
		t.text(&w, c)
	default:
		w.Old, w.New = t.value(f, c.Old), t.value(f, c.New)
		w.Note = t.trend(k, f, c)
		if v := known(f, c.New); v != nil {
			w.Tone = v.Tone
		}
	}
	return w
}

func isList(v any) bool {
	_, ok := v.([]any)
	return ok
}

// list describes what was added to a list and removed from it.
func (t Teller) list(w *Words, f *record.Field, c graph.Change) {
	old, now := items(c.Old), items(c.New)
	for _, v := range without(now, old) {
		w.Added = append(w.Added, t.value(f, v))
	}
	for _, v := range without(old, now) {
		w.Removed = append(w.Removed, t.value(f, v))
	}
	if len(w.Added)+len(w.Removed) == 0 {
		w.Note = t.Lang.T("change.order")
	}
}

// items returns a value as a list; a single value is a list of one.
func items(v any) []any {
	if list, ok := v.([]any); ok {
		return list
	}
	if v == nil {
		return nil
	}
	return []any{v}
}

// without returns the items of list that are not in other; an item that occurs more often in list is returned that many times
// more.
func without(list, other []any) []any {
	rest := slices.Clone(other)
	var out []any
	for _, v := range list {
		if i := slices.Index(rest, v); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
			continue
		}
		out = append(out, v)
	}
	return out
}

// trend describes whether a value moved up or down on a scale.
func (t Teller) trend(k *record.Kind, f *record.Field, c graph.Change) string {
	old, wasNumber := c.Old.(int64)
	now, isNumber := c.New.(int64)
	if !wasNumber || !isNumber || f == nil || f.Min == nil || f.Max == nil {
		return ""
	}
	if now > old {
		return t.Lang.T("change.raised")
	}
	return t.Lang.T("change.lowered")
}

// value returns one value as people read it; "" for none.
func (t Teller) value(f *record.Field, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case bool:
		if v {
			return t.Lang.T("change.yes")
		}
		return t.Lang.T("change.no")
	case []any:
		var parts []string
		for _, item := range v {
			parts = append(parts, t.value(f, item))
		}
		return strings.Join(parts, ", ")
	}
	text := fmt.Sprint(v)
	if v := known(f, v); v != nil {
		return v.Label.In(t.Lang)
	}
	if f != nil && f.Items != nil {
		f = f.Items
	}
	if f != nil && f.Ref != nil && t.Title != nil {
		return cmp.Or(t.Title(text, f.Ref), text)
	}
	if f != nil && t.Value != nil {
		if written := t.Value(f, v); written != "" {
			return written
		}
	}
	return strings.Join(strings.Fields(text), " ")
}

// known returns the value of an enumeration, or nil.
func known(f *record.Field, v any) *record.Value {
	text, ok := v.(string)
	switch {
	case !ok || f == nil:
		return nil
	case f.Items != nil:
		return f.Items.Value(text)
	}
	return f.Value(text)
}

// field returns the field at a path, keys chosen by the user included; nil if the kind has none.
func field(k *record.Kind, path string) *record.Field {
	if k == nil {
		return nil
	}
	return k.Field(path)
}

// label returns what a field is called, with the list item that it belongs to.
func (t Teller) label(k *record.Kind, path string) string {
	own := t.ownLabel(field(k, path), path)
	if item := itemOf(path); item != "" {
		return t.itemLabel(k, item) + ", " + own
	}
	return own
}

// itemLabel returns what an item of a list is called: Uppföljning 2.
func (t Teller) itemLabel(k *record.Kind, item string) string {
	list := record.Parent(item)
	n, _ := strconv.Atoi(strings.TrimSuffix(item[len(list)+1:], "]"))
	return fmt.Sprintf("%s %d", t.label(k, list), n+1)
}

func (t Teller) ownLabel(f *record.Field, path string) string {
	if f != nil && !f.Label.IsZero() {
		return f.Label.In(t.Lang)
	}
	return path[strings.LastIndexByte(path, '.')+1:]
}

// inOrder compares paths by the field order of a kind, the items of a list one after the other. Unknown fields come last.
func inOrder(k *record.Kind) func(a, b string) int {
	rank := map[string]int{}
	if k != nil {
		for i, f := range k.Fields() {
			rank[f.Path] = i + 1
		}
	}
	places := func(path string) (found []int) {
		for ; path != ""; path = record.Parent(path) {
			if n, err := strconv.Atoi(strings.Trim(path[len(record.Parent(path)):], "[]")); err == nil {
				found = append(found, n)
				continue
			}
			found = append(found, cmp.Or(rank[record.Bare(path)], len(rank)+1))
		}
		slices.Reverse(found)
		return found
	}
	return func(a, b string) int {
		return cmp.Or(slices.Compare(places(a), places(b)), graph.ComparePaths(a, b))
	}
}

// How many characters of a text are shown in full: on its own, and within an item.
const (
	longText = 60
	itemText = 40
)

// isLong reports whether a change of a value is shown as a difference in words.
func isLong(f *record.Field, v any) bool {
	text, ok := v.(string)
	return ok && known(f, v) == nil && (utf8.RuneCountInString(text) > longText || strings.Contains(strings.TrimSpace(text), "\n"))
}

// shorten cuts a text that is longer than n characters at a word, within n characters.
func shorten(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	short := string(runes[:n])
	if cut := strings.LastIndexByte(short, ' '); cut > 0 {
		short = short[:cut]
	}
	return strings.TrimRight(short, " ,.;:") + " …"
}

// String returns the change on one line: `Klassning: Saknas → Klassad`.
func (t Teller) String(w Words) string {
	var parts []string
	switch {
	case w.Text != nil:
		parts = append(parts, t.excerpts(w.Text))
	case len(w.Added)+len(w.Removed) > 0:
		if len(w.Added) > 0 {
			parts = append(parts, t.Lang.T("change.list-added", locale.Args{"items": strings.Join(w.Added, ", ")}))
		}
		if len(w.Removed) > 0 {
			parts = append(parts, t.Lang.T("change.list-removed", locale.Args{"items": strings.Join(w.Removed, ", ")}))
		}
	case w.Old != "" || w.New != "":
		parts = append(parts, cmp.Or(w.Old, "–")+" → "+cmp.Or(w.New, "–"))
	}
	line := strings.Join(parts, "; ")
	switch {
	case line == "":
		line = w.Note
	case w.Note != "":
		line += " (" + w.Note + ")"
	}
	return w.Label + ": " + line
}

// What describes a revision as a whole: what it did to the record apart from its fields. b is how it changed the text, or the
// zero Body if it is only known that it did.
func (t Teller) What(r *trail.Revision, b Body) []string {
	var said []string
	tell := func(is bool, key string, args ...locale.Args) {
		if is {
			said = append(said, t.Lang.T(key, args...))
		}
	}
	tell(r.Proposed, "change.proposed")
	tell(r.Ignored, "change.ignored")
	tell(r.Change == trail.Added && !r.Restored, "change.added")
	tell(r.Restored, "change.restored")
	tell(r.Change == trail.Removed, "change.removed")
	tell(r.Change == trail.Renamed && r.FromFile != "", "change.renamed", locale.Args{"file": r.From()})
	tell(r.Change == trail.Renamed && r.FromFile == "", "change.moved")
	tell(r.Unreadable, "change.unreadable")
	if r.BodyChanged && r.Change != trail.Added && r.Change != trail.Removed {
		said = append(said, t.bodyWhat(b))
	}
	tell(len(r.AlsoIn) > 0, "change.also-in", locale.Args{"files": t.Lang.And(r.AlsoIn)})
	tell(r.Form() && !r.Ignored, "change.form")
	return said
}
