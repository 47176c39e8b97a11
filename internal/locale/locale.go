// Package locale holds what differs between languages: texts in pairs, the program's own messages, dates in words and sort
// order. It does not depend on records. Start reading at [Text] and [Lang].
package locale

import (
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Lang is a language of the program: "sv" or "en".
type Lang string

// The languages; Swedish is the default everywhere.
const (
	Swedish Lang = "sv"
	English Lang = "en"
)

// Langs are all languages, the default first.
var Langs = []Lang{Swedish, English}

// Parse turns a language or locale name ("sv", "en_GB.UTF-8") into a Lang; ok is false if it is neither language.
func Parse(name string) (lang Lang, ok bool) {
	name, _, _ = strings.Cut(name, ".")
	name, _, _ = strings.Cut(strings.ReplaceAll(name, "_", "-"), "-")
	lang = Lang(strings.ToLower(name))
	return lang, slices.Contains(Langs, lang)
}

// Text is one text in each language.
type Text struct {
	SV string `json:"sv"`
	EN string `json:"en"`
}

// In returns the text in a language, or in the other one if it is missing.
func (t Text) In(lang Lang) string {
	if lang == English && t.EN != "" {
		return t.EN
	}
	if t.SV == "" {
		return t.EN
	}
	return t.SV
}

// Same returns a text that is the same in every language.
func Same(s string) Text { return Text{SV: s, EN: s} }

// IsZero reports whether the text is empty in every language.
func (t Text) IsZero() bool { return t.SV == "" && t.EN == "" }

// Args are the values for the placeholders of a text. A value that is [Localized] appears in the language of the text.
type Args map[string]any

// Localized is a value that differs between languages.
type Localized interface{ In(Lang) string }

// Key is the key of one of the program's own messages, as a value.
type Key string

// In returns the message.
func (k Key) In(lang Lang) string { return lang.T(string(k)) }

// Choice is a list of stored values, one of which is right, as a value: 'own', 'central' eller 'shared'.
type Choice []string

// In returns the list in words.
func (c Choice) In(lang Lang) string {
	quoted := make([]string, len(c))
	for i, item := range c {
		quoted[i] = "'" + item + "'"
	}
	return lang.Or(quoted)
}

// Fill fills the placeholders of a text in the language, as [Fill] does.
func (l Lang) Fill(text string, args Args) string {
	told := make(Args, len(args))
	for name, v := range args {
		if v, ok := v.(Localized); ok {
			told[name] = v.In(l)
			continue
		}
		told[name] = v
	}
	return Fill(text, told)
}

// placeholder matches {name}, or {name:one|other}, which chooses words by a number. A name can be that of a figure, with
// dots.
var placeholder = regexp.MustCompile(`\{([a-z][a-z0-9_.-]*)(?::([^{}|]*)\|([^{}|]*))?\}`)

// Fill fills the placeholders of a text: {name} becomes the value; {days:en dag|# dagar} becomes the first words if the value
// is exactly 1 and the second for any other number (as both languages do), with the number for #. A placeholder without a
// value stays as it is, so that the mistake is visible.
func Fill(text string, args Args) string {
	if len(args) == 0 || !strings.Contains(text, "{") {
		return text
	}
	return fill(text, func(name string) (any, bool) {
		v, ok := args[name]
		return v, ok
	})
}

// Elide returns a text with an ellipsis for every value.
func Elide(text string) string {
	return fill(text, func(string) (any, bool) { return "…", true })
}

func fill(text string, value func(name string) (any, bool)) string {
	return placeholder.ReplaceAllStringFunc(text, func(m string) string {
		name, forms, counted := strings.Cut(m[1:len(m)-1], ":")
		v, ok := value(name)
		if !ok {
			return m
		}
		told := fmt.Sprint(v)
		if !counted {
			return told
		}
		one, other, _ := strings.Cut(forms, "|")
		if told == "1" {
			other = one
		}
		return strings.ReplaceAll(other, "#", told)
	})
}

// Placeholders returns the names that a text expects, sorted, each once.
func Placeholders(text string) []string {
	var names []string
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

//go:embed sv.json en.json
var files embed.FS

var catalogs = sync.OnceValue(func() map[Lang]map[string]string {
	all := map[Lang]map[string]string{}
	for _, lang := range Langs {
		data, err := files.ReadFile(string(lang) + ".json")
		if err != nil {
			panic(err)
		}
		catalog := map[string]string{}
		if err := json.Unmarshal(data, &catalog); err != nil {
			panic(fmt.Sprintf("%s.json: %v", lang, err))
		}
		all[lang] = catalog
	}
	return all
})

// T returns the program's own message with that key, filled. It panics if the key is unknown: that is a bug, and a test
// checks all uses.
func (l Lang) T(key string, args ...Args) string {
	text, ok := catalogs()[l][key]
	if !ok {
		panic("locale: no message " + strconv.Quote(key) + " in " + string(l))
	}
	if len(args) == 0 {
		return text
	}
	return l.Fill(text, args[0])
}

// Has reports whether there is a message with that key.
func (l Lang) Has(key string) bool {
	_, ok := catalogs()[l][key]
	return ok
}

// Keys returns the keys of a language's messages, sorted.
func (l Lang) Keys() []string {
	var keys []string
	for k := range catalogs()[l] {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Collator returns a collator that orders texts as a reader of the language expects: å ä ö last in Swedish, A.5.9 before
// A.5.10. It must not be used by several goroutines at once.
func (l Lang) Collator() *collate.Collator {
	return collate.New(language.Make(string(l)), collate.Numeric)
}

// Or returns the list "a, b eller c".
func (l Lang) Or(items []string) string { return l.series(items, l.T("list.or")) }

// And returns the list "a, b och c".
func (l Lang) And(items []string) string { return l.series(items, l.T("list.and")) }

func (l Lang) series(items []string, word string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " " + word + " " + items[last]
}

// Lower returns a text with its first letter in lower case, for the middle of a sentence.
func Lower(s string) string {
	for i, r := range s {
		return strings.ToLower(string(r)) + s[i+len(string(r)):]
	}
	return s
}
