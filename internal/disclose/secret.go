package disclose

import (
	"slices"
	"strings"
	"unicode"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// Secrets are what no file of a site may contain: the ids of hidden records, and the hidden titles and texts that do not occur
// in anything shown. What the author of a shown text wrote there is shown, except the ids of hidden records.
type Secrets struct {
	ids     map[string]bool // in lower case
	lost    map[string]bool // those of them that no record has any more
	phrases locale.Phrases
	// origins tells where a phrase comes from.
	origins map[string]Origin
	// former are the names that records had while they were hidden. Only texts about the past are searched for them: a page can
	// contain the same words for other reasons, and the former name of a record cannot be changed.
	former locale.Phrases
}

// Origin is where something hidden comes from.
type Origin struct {
	Record *record.Record // nil if there is no such record any more
	ID     string         // of the record
	Field  string         // "id" for the id itself
}

// leastID is the length from which an id can be distinguished from an ordinary word.
const leastID = 4

// isDistinct reports whether an id can be distinguished from an ordinary word.
func isDistinct(id string) bool { return len(id) >= leastID && strings.ContainsAny(id, "0123456789") }

// isWords reports whether a text can be told apart from numbers and dates that pages contain anyway.
func isWords(text string) bool {
	digits := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			return true
		}
		if unicode.IsDigit(r) {
			digits++
		}
	}
	_, isDate := locale.ParseDate(strings.TrimSpace(text))
	return digits > 5 && !isDate
}

// gatherSecrets collects what is hidden, and removes what is shown anyway.
func (c *Cut) gatherSecrets() *Secrets {
	s := c.gatherHidden()
	if s.phrases.Empty() && s.former.Empty() && len(s.lost) == 0 {
		return s
	}
	for _, r := range slices.Concat(c.graph.Records, c.graph.Entries) {
		if r.ID == "" || !c.Record(r) {
			continue
		}
		title := c.graph.Title(r)
		for _, text := range []string{title.SV, title.EN, c.Body(r)} {
			s.forget(text)
		}
		c.shownTexts(s, c.Values(r))
	}
	return s
}

// gatherHidden collects what is hidden, regardless of whether it occurs in something shown.
func (c *Cut) gatherHidden() *Secrets {
	s := &Secrets{ids: map[string]bool{}, lost: map[string]bool{}, origins: map[string]Origin{}}
	for id := range c.ids {
		switch {
		case isDistinct(id):
			s.ids[id] = true
			if c.lost[id] {
				s.lost[id] = true
			}
		case c.lost[id]:
			s.former.Add(id)
		default:
			s.add(id, Origin{ID: strings.ToUpper(id), Field: "id"})
		}
	}
	for _, title := range c.former {
		s.former.Add(title)
	}
	for _, r := range c.graph.Records {
		c.hiddenTexts(s, r)
	}
	return s
}

// add adds a text, unless it is a number or a date.
func (s *Secrets) add(text string, from Origin) {
	if isWords(text) {
		s.origins[s.phrases.Add(text)] = from
	}
}

// Without returns the secrets without those that occur in texts of the program and of the kinds, which pages contain anyway. Ids stay.
func (s *Secrets) Without(texts []string) *Secrets {
	if s.phrases.Empty() {
		return s
	}
	less := *s
	less.phrases = s.phrases.Clone()
	for _, text := range texts {
		less.phrases.Forget(text)
	}
	return &less
}

// Empty reports whether there is nothing to search for.
func (s *Secrets) Empty() bool { return len(s.ids) == 0 && s.phrases.Empty() }

// Origin returns where something that was found comes from.
func (s *Secrets) Origin(found string) Origin {
	if from, ok := s.origins[found]; ok {
		return from
	}
	return Origin{ID: found, Field: "id"}
}

// forget removes what a text contains from the secrets.
func (s *Secrets) forget(text string) {
	s.phrases.Forget(text)
	s.former.Forget(text)
	for id := findID(text, s.lost); id != ""; id = findID(text, s.lost) {
		delete(s.lost, id)
		delete(s.ids, id)
	}
}

// Find returns a secret that a text contains, or "".
func (s *Secrets) Find(text string) string {
	if id := s.FindID(text); id != "" {
		return id
	}
	return s.phrases.Find(text)
}

// FindID returns the id of a hidden record that an address contains, or "".
func (s *Secrets) FindID(address string) string { return strings.ToUpper(findID(address, s.ids)) }

// inPast reports whether a text about the past contains a secret.
func (s *Secrets) inPast(text string) bool { return s.Find(text) != "" || s.former.Find(text) != "" }

// hiddenTexts adds the title of a hidden record, or the free texts in the hidden fields of a shown one.
func (c *Cut) hiddenTexts(s *Secrets, r *record.Record) {
	if !c.Record(r) {
		s.origins[strings.ToUpper(r.ID)] = Origin{r, r.ID, "id"}
		s.add(r.OwnTitle(), Origin{r, r.ID, "title"})
		s.add(r.Text("title_en"), Origin{r, r.ID, "title_en"})
		return
	}
	for _, f := range r.Kind.Fields() {
		if !c.showsOf(f) {
			c.addTexts(s, f, r.At(f.Path), Origin{r, r.ID, f.Path})
		}
	}
}

// addTexts adds the free texts of a value. A value chosen from a list, a date or a reference is not a secret in itself.
func (c *Cut) addTexts(s *Secrets, f *record.Field, v any, from Origin) {
	switch v := v.(type) {
	case string:
		if len(f.Values) == 0 && f.Format == "" && f.Ref == nil {
			s.add(v, from)
		}
	case []any:
		for _, item := range v {
			if f.Items != nil {
				c.addTexts(s, f.Items, item, from)
			}
		}
	case map[string]any:
		for name, item := range v {
			if child := f.Child(name); child != nil {
				c.addTexts(s, child, item, from)
			}
		}
	}
}

// shownTexts removes every text in a shown value from the secrets.
func (c *Cut) shownTexts(s *Secrets, v any) {
	switch v := v.(type) {
	case string:
		s.forget(v)
	case []any:
		for _, item := range v {
			c.shownTexts(s, item)
		}
	case map[string]any:
		for _, item := range v {
			c.shownTexts(s, item)
		}
	}
}
