package disclose

import (
	"cmp"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/schema"
)

// Own are texts that stand on pages and in messages whatever the records say: those of the program and of the kinds, and names
// that are shown as such. What such a text says is no leak, even if something hidden says the same.
type Own struct {
	texts []string

	mutex    sync.Mutex
	byFirst  map[string][]run // runs of words by each of their words, made on first use
	explains map[string][]run // by secret, those that contain it, the longest first
}

// run is a sequence of words that a text says without values in between.
type run []string

// OwnTexts returns texts that are shown anyway.
func OwnTexts(texts ...string) *Own { return &Own{texts: texts} }

// NewOwn returns the own texts of the program in every language, of the kinds, and more.
func NewOwn(kinds *record.Kinds, more ...string) *Own {
	o := &Own{texts: more}
	for _, lang := range locale.Langs {
		for _, key := range lang.Keys() {
			o.texts = append(o.texts, lang.T(key))
		}
		for month := 1; month <= 12; month++ {
			o.texts = append(o.texts, lang.Month(month))
		}
	}
	for _, name := range []string{"figures.yaml", "dashboard.yaml"} {
		if text, err := fs.ReadFile(schema.FS, name); err == nil {
			o.texts = append(o.texts, string(text))
		}
	}
	for _, k := range kinds.List {
		o.add(k.Label, k.Plural, k.About)
		o.texts = append(o.texts, k.Name, k.Folder, k.Prefix)
		for _, f := range k.Fields() {
			o.addField(f)
		}
		for _, r := range k.Rules {
			o.add(r.Message, r.Hint, r.Why)
			o.texts = append(o.texts, r.ID, r.Source)
		}
	}
	return o
}

func (o *Own) add(all ...locale.Text) {
	for _, t := range all {
		o.texts = append(o.texts, t.SV, t.EN)
	}
}

func (o *Own) addField(f *record.Field) {
	o.add(f.Label, f.Help, f.Guidance)
	o.texts = append(o.texts, f.Name, strings.ReplaceAll(f.Path, ".", " "))
	for _, v := range f.Values {
		o.add(v.Label)
		o.texts = append(o.texts, v.Name)
	}
	if f.Items != nil {
		o.addField(f.Items)
	}
}

// Explain reports whether everything in a text that says the same as a secret is said by own texts. The secret is as
// [Secrets.All] returns it.
func (o *Own) Explain(text, secret string) bool {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.prepare()
	want, words := locale.Words(secret), locale.Words(text)
	if isID := secret == strings.ToUpper(secret); !isID && o.isNumbered(want) {
		return true
	}
	for _, r := range o.with(secret, want) {
		words = without(words, r)
	}
	return index(words, want) < 0
}

// isNumbered reports whether a secret is numbers with a few of the program's own words, such as "12 av 40": pages count.
func (o *Own) isNumbered(want run) bool {
	const few = 4
	letters, numbers := 0, 0
	for _, w := range want {
		switch {
		case strings.IndexFunc(w, unicode.IsLetter) < 0:
			numbers++
		case o.byFirst[w] == nil:
			return false
		default:
			letters++
		}
	}
	return numbers > 0 && letters > 0 && letters < few
}

// value matches a placeholder; what the forms of a number say is own text too.
var value = regexp.MustCompile(`\{[a-z_]*:?|[|}]`)

// prepare makes the runs. The mutex must be held.
func (o *Own) prepare() {
	if o.byFirst != nil {
		return
	}
	o.byFirst, o.explains = map[string][]run{}, map[string][]run{}
	for _, text := range o.texts {
		for _, part := range value.Split(text, -1) {
			r := run(locale.Words(part))
			for _, w := range slices.Compact(slices.Sorted(slices.Values(r))) {
				o.byFirst[w] = append(o.byFirst[w], r)
			}
		}
	}
}

// with returns the runs that contain a secret.
func (o *Own) with(secret string, want run) []run {
	if known, ok := o.explains[secret]; ok || len(want) == 0 {
		return known
	}
	var found []run
	for _, r := range o.byFirst[want[0]] {
		if index(r, want) >= 0 {
			found = append(found, r)
		}
	}
	slices.SortStableFunc(found, func(a, b run) int { return cmp.Compare(len(b), len(a)) })
	o.explains[secret] = found
	return found
}

// index returns where words contain a run, or -1.
func index(words, r run) int {
	for i := range words {
		if len(r) <= len(words)-i && slices.Equal(words[i:i+len(r)], r) {
			return i
		}
	}
	return -1
}

// without returns words without a run, wherever it is; what was on its sides is kept apart.
func without(words []string, r run) []string {
	for at := index(words, r); at >= 0; at = index(words, r) {
		words = slices.Concat(words[:at], []string{""}, words[at+len(r):])
	}
	return words
}

// ShownNames returns what is shown under names that are no values of records: the settings, the files of the records that are shown,
// and the people in their trail.
func (c *Cut) ShownNames() []string {
	names := slices.Concat(c.settings, slices.Sorted(maps.Keys(c.people)))
	for _, r := range c.graph.Records {
		if c.Record(r) {
			names = append(names, r.File().Name)
		}
	}
	return names
}
