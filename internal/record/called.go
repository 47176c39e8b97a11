package record

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"golang.org/x/text/unicode/norm"
)

// Called returns which things a person means by a text, given what each is called: the indices of those with exactly that name,
// or else of those whose name differs in letter case, spaces or a remark in brackets, or else also in accents. A thing that is
// not among several has one index; several indices mean that the text does not say which.
func Called(text string, names [][]string) []int {
	for _, form := range []func(string) string{source.Comparable, loose, unaccented} {
		wanted := form(text)
		if wanted == "" {
			return nil
		}
		var found []int
		for i, own := range names {
			if slices.ContainsFunc(own, func(name string) bool { return name != "" && form(name) == wanted }) {
				found = append(found, i)
			}
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// loose returns a name in lower case, without the remark in brackets at its end, with single spaces.
func loose(name string) string {
	name = source.Comparable(name)
	if i := strings.LastIndex(name, " ("); i > 0 && strings.HasSuffix(name, ")") {
		name = name[:i]
	}
	return strings.ToLower(strings.Join(strings.Fields(name), " "))
}

// unaccented returns a name as loose does, without its accents: genomgang for genomgång.
func unaccented(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(loose(name)))
}

// Labelled returns a stored name as messages show it, with its label: in_use (I drift). A label that says the same is left out.
func Labelled(name string, label locale.Text) locale.Text {
	with := func(label string) string {
		if label == "" || strings.EqualFold(label, name) {
			return name
		}
		return name + " (" + label + ")"
	}
	return locale.Text{SV: with(label.SV), EN: with(label.EN)}
}

// Called returns the kinds, the configuration included, that a person can mean by a text: by name, folder, prefix of ids, label or
// plural in either language, or by the first or last word of these. One is meant, several are not told apart.
func (ks *Kinds) Called(text string) []*Kind {
	kinds := slices.Concat(ks.List, []*Kind{ks.Config})
	names, words := make([][]string, len(kinds)), make([][]string, len(kinds))
	for i, k := range kinds {
		if text == k.Name || text == k.Folder && k.Folder != "" {
			return kinds[i : i+1]
		}
		names[i], words[i] = k.names(), k.words()
	}
	found := Called(text, names)
	if found == nil {
		found = Called(text, words)
	}
	var out []*Kind
	for _, i := range found {
		out = append(out, kinds[i])
	}
	return out
}

// names returns what the kind is called.
func (k *Kind) names() []string {
	return []string{k.Name, k.Folder, k.Prefix, k.Label.SV, k.Label.EN, k.Plural.SV, k.Plural.EN}
}

// words returns the first and the last word of each label of more than one word: genomgång for Ledningens genomgång.
func (k *Kind) words() []string {
	var words []string
	for _, label := range []string{k.Label.SV, k.Label.EN, k.Plural.SV, k.Plural.EN} {
		if all := strings.Fields(loose(label)); len(all) > 1 {
			words = append(words, all[0], all[len(all)-1])
		}
	}
	return words
}

// Shown returns the kind as messages show it: review (Ledningens genomgång).
func (k *Kind) Shown() locale.Text { return Labelled(k.Name, k.Label) }

// NearCalled returns the kinds of records nearest to a text that names none: by what they are called, or by how it begins.
func (ks *Kinds) NearCalled(text string) []*Kind {
	wanted := unaccented(text)
	var known []string
	of := map[string]*Kind{}
	for _, k := range ks.List {
		for _, name := range append(k.names(), k.words()...) {
			name = unaccented(name)
			if of[name] == nil && name != "" {
				of[name], known = k, append(known, name)
			}
		}
	}
	near := Nearest(wanted, known)
	if near == nil {
		near = beginning(wanted, known)
	}
	var out []*Kind
	for _, name := range near {
		if !slices.Contains(out, of[name]) {
			out = append(out, of[name])
		}
	}
	return out[:min(len(out), 3)]
}

// beginning returns the names that begin as a word does, or with which it begins, such as lag for lagar.
func beginning(word string, known []string) []string {
	const least = 3
	if utf8.RuneCountInString(word) < least {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(known), func(name string) bool {
		return utf8.RuneCountInString(name) < least || !strings.HasPrefix(name, word) && !strings.HasPrefix(word, name)
	})
}

// AnyKind is a list of kinds as a value in a message: system, role (Roll) eller law (Lag).
type AnyKind []*Kind

// In returns the list in words.
func (l AnyKind) In(lang locale.Lang) string {
	names := make([]string, len(l))
	for i, k := range l {
		names[i] = k.Shown().In(lang)
	}
	return lang.Or(names)
}

// ValueCalled returns the allowed values that a person can mean by a text: by name, or by label in either language.
func (f *Field) ValueCalled(text string) []Value {
	names := make([][]string, len(f.Values))
	for i, v := range f.Values {
		names[i] = []string{v.Name, v.Label.SV, v.Label.EN}
	}
	var out []Value
	for _, i := range Called(text, names) {
		out = append(out, f.Values[i])
	}
	return out
}

// Shown returns the value as messages show it: in_use (I drift).
func (v Value) Shown() locale.Text { return Labelled(v.Name, v.Label) }

// AnyValue is a list of values as a value in a message: idea (Behov) eller in_use (I drift).
type AnyValue []Value

// In returns the list in words.
func (l AnyValue) In(lang locale.Lang) string {
	names := make([]string, len(l))
	for i, v := range l {
		names[i] = v.Shown().In(lang)
	}
	return lang.Or(names)
}

// Stored returns what a file holds for a plain value that a person gives in words: the value with that label, true for ja, the day
// for 1 mars 2027, 50.5 for 50,5. A text that names nothing is returned as it is. If it names several values, these are returned instead.
func (f *Field) Stored(text string) (stored string, several []Value) {
	switch values := f.ValueCalled(text); {
	case len(values) == 1:
		return values[0].Name, nil
	case len(values) > 1:
		return "", values
	}
	switch {
	case f.Type == Boolean:
		return cmp.Or(truth[strings.ToLower(text)], text), nil
	case f.Format == "date":
		if day, ok := readDay(text); ok {
			return day, nil
		}
	case f.Type == Number:
		point := strings.Replace(text, ",", ".", 1)
		if _, err := strconv.ParseFloat(point, 64); err == nil {
			return point, nil
		}
	}
	return text, nil
}

// PathCalled returns the dotted path that a person means by a text whose steps are names of fields or their labels in either
// language, with indices: Klassning.Läge, Länkar[0].Adress. It is "" if there is no such field; if a step names several fields,
// these are returned instead.
func (k *Kind) PathCalled(text string) (path string, several []*Field) {
	if k.Field(text) != nil {
		return text, nil
	}
	return called(k.Root, strings.TrimSpace(text), "")
}

// called finds the path below the field at a path. A label may contain dots, so that the longest text that names a field is a step.
func called(f *Field, text, at string) (path string, several []*Field) {
	names := make([][]string, len(f.Fields))
	for i, c := range f.Fields {
		names[i] = []string{c.Name, c.Label.SV, c.Label.EN}
	}
	for end := len(text); end > 0; end = strings.LastIndexByte(text[:end], '.') {
		step, index := text[:end], ""
		if i := strings.LastIndexByte(step, '['); i > 0 && strings.HasSuffix(step, "]") {
			step, index = step[:i], step[i:]
		}
		found := Called(step, names)
		switch {
		case len(found) > 1:
			for _, i := range found {
				several = append(several, f.Fields[i])
			}
			return "", several
		case len(found) == 0:
			continue
		}
		c := f.Fields[found[0]]
		full := document.Join(at, c.Name) + index
		if end == len(text) {
			return full, nil
		}
		if c.Items != nil {
			c = c.Items
		}
		return called(c, text[end+1:], full)
	}
	if f.Free != nil && !strings.Contains(text, ".") {
		return document.Join(at, text), nil
	}
	return "", nil
}
