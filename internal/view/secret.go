package view

import (
	"strings"
	"unicode"

	"github.com/c8b10cf3/lis/internal/record"
)

// Secrets are what no file of a site may hold: the ids of hidden records, and the titles and texts that are hidden and
// stand in nothing that is shown. What the author of a shown text wrote there is shown, ids excepted.
type Secrets struct {
	ids     map[string]bool       // in lower case
	phrases map[string][][]string // by first word, in lower case
}

// leastID is the length from which an id is told from an ordinary word.
const leastID = 4

// Secrets are what the profile hides.
func (m *Model) Secrets() *Secrets { return m.secrets() }

func (m *Model) gatherSecrets() *Secrets {
	s := &Secrets{ids: map[string]bool{}, phrases: map[string][][]string{}}
	for id := range m.cut.ids {
		if len(id) >= leastID && strings.ContainsAny(id, "0123456789") {
			s.ids[id] = true
			continue
		}
		s.add(id)
	}
	for _, r := range m.w.Graph.Records {
		m.hiddenTexts(s, r)
	}
	if len(s.phrases) == 0 {
		return s
	}
	for _, k := range m.w.Kinds.List {
		for _, r := range m.shown[k.Name] {
			s.forget(m.title(r))
			s.forget(m.cut.Body(r))
			m.shownTexts(s, m.cut.Values(r))
		}
	}
	return s
}

// add makes a text a secret. A single character is none.
func (s *Secrets) add(text string) {
	words := wordsOf(text)
	if len(words) > 0 && len(strings.Join(words, "")) > 1 {
		s.phrases[words[0]] = append(s.phrases[words[0]], words)
	}
}

// forget makes what a text holds no secret.
func (s *Secrets) forget(text string) {
	for {
		found := s.phrase(text)
		if found == nil {
			return
		}
		kept := s.phrases[found[0]][:0]
		for _, p := range s.phrases[found[0]] {
			if strings.Join(p, " ") != strings.Join(found, " ") {
				kept = append(kept, p)
			}
		}
		s.phrases[found[0]] = kept
	}
}

// Find is a secret that a text holds, or "".
func (s *Secrets) Find(text string) string {
	if id := findID(text, s.ids); id != "" {
		return strings.ToUpper(id)
	}
	return strings.Join(s.phrase(text), " ")
}

// phrase is the first secret phrase of a text, or nil.
func (s *Secrets) phrase(text string) []string {
	if len(s.phrases) == 0 {
		return nil
	}
	words := wordsOf(text)
	for i, w := range words {
		for _, p := range s.phrases[w] {
			if startsWith(words[i:], p) {
				return p
			}
		}
	}
	return nil
}

func startsWith(words, phrase []string) bool {
	if len(words) < len(phrase) {
		return false
	}
	for i, w := range phrase {
		if words[i] != w {
			return false
		}
	}
	return true
}

// wordsOf are the words of a text in lower case: runs of letters and digits.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// hiddenTexts adds the title of a hidden record and the free texts of hidden fields.
func (m *Model) hiddenTexts(s *Secrets, r *record.Record) {
	if !m.cut.Record(r) {
		s.add(r.OwnTitle())
		return
	}
	for _, f := range r.Kind.Fields() {
		if f.Publish == "" || m.in.Profile.Shows(f.Publish) {
			continue
		}
		m.addTexts(s, f, r.At(f.Path))
	}
}

// addTexts adds the free texts of a value: what is chosen from a list, a date or a reference is no secret by itself.
func (m *Model) addTexts(s *Secrets, f *record.Field, v any) {
	switch v := v.(type) {
	case string:
		if len(f.Values) == 0 && f.Format == "" && f.Ref == nil {
			s.add(v)
		}
	case []any:
		for _, item := range v {
			if f.Items != nil {
				m.addTexts(s, f.Items, item)
			}
		}
	case map[string]any:
		for name, item := range v {
			if c := f.Child(name); c != nil {
				m.addTexts(s, c, item)
			}
		}
	}
}

// shownTexts forgets every text in a value that is shown.
func (m *Model) shownTexts(s *Secrets, v any) {
	switch v := v.(type) {
	case string:
		s.forget(v)
	case []any:
		for _, item := range v {
			m.shownTexts(s, item)
		}
	case map[string]any:
		for _, item := range v {
			m.shownTexts(s, item)
		}
	}
}
