package view

import (
	"fmt"
	"io/fs"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/schema"
)

// IsOurs reports whether a page says only what the program says everywhere: that of a built-in rule, whose example has ids too.
func (m *Model) IsOurs(page string) bool {
	for _, r := range m.in.Rules.Rules {
		if !r.Own && m.RulePage(r.ID) == page {
			return true
		}
	}
	return false
}

// ownWords returns the texts that pages contain regardless of the records: those of the program, the kinds and the rules.
func (m *Model) ownWords() []string {
	var texts []string
	add := func(all ...locale.Text) {
		for _, t := range all {
			texts = append(texts, t.In(m.lang))
		}
	}
	for _, key := range m.lang.Keys() {
		texts = append(texts, m.t(key))
	}
	for month := 1; month <= 12; month++ {
		texts = append(texts, m.lang.Date(fmt.Sprintf("2000-%02d-15", month)))
	}
	for _, name := range []string{"figures.yaml", "dashboard.yaml"} {
		if text, err := fs.ReadFile(schema.FS, name); err == nil {
			texts = append(texts, string(text))
		}
	}
	for _, k := range m.w.Kinds.List {
		add(k.Label, k.Plural)
		for _, f := range k.Fields() {
			add(fieldWords(f)...)
		}
	}
	for _, r := range m.in.Rules.Rules {
		add(r.Message, r.Hint, r.Why)
		texts = append(texts, r.Source)
	}
	for _, f := range m.in.Figures {
		add(f.Label)
	}
	return texts
}

// fieldWords returns what a field and its values are called.
func fieldWords(f *record.Field) []locale.Text {
	words := []locale.Text{f.Label, f.Help}
	values := f.Values
	if f.Items != nil {
		values = append(values[:len(values):len(values)], f.Items.Values...)
	}
	for _, v := range values {
		words = append(words, v.Label)
	}
	return words
}
