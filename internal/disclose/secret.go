package disclose

import (
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// Secrets are what no file of a site may contain: the ids of hidden records, and the hidden titles and texts that do not occur
// in anything shown. What the author of a shown text wrote there is shown, except the ids of hidden records.
type Secrets struct {
	ids     map[string]bool // in lower case
	lost    map[string]bool // those of them that no record has any more
	phrases locale.Phrases
	// former are the names that records had while they were hidden. Only texts about the past are searched for them: a page can
	// contain the same words for other reasons, and the former name of a record cannot be changed.
	former locale.Phrases
}

// leastID is the length from which an id can be distinguished from an ordinary word.
const leastID = 4

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
	s := &Secrets{ids: map[string]bool{}, lost: map[string]bool{}}
	for id := range c.ids {
		switch {
		case len(id) >= leastID && strings.ContainsAny(id, "0123456789"):
			s.ids[id] = true
			if c.lost[id] {
				s.lost[id] = true
			}
		case c.lost[id]:
			s.former.Add(id)
		default:
			s.phrases.Add(id)
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
	if id := findID(text, s.ids); id != "" {
		return strings.ToUpper(id)
	}
	return s.phrases.Find(text)
}

// inPast reports whether a text about the past contains a secret.
func (s *Secrets) inPast(text string) bool { return s.Find(text) != "" || s.former.Find(text) != "" }

// hiddenTexts adds the title of a hidden record, or the free texts in the hidden fields of a shown one.
func (c *Cut) hiddenTexts(s *Secrets, r *record.Record) {
	if !c.Record(r) {
		s.phrases.Add(r.OwnTitle())
		s.phrases.Add(r.Text("title_en"))
		return
	}
	for _, f := range r.Kind.Fields() {
		if !c.profile.shows(graph.FieldNeeds(f)) {
			c.addTexts(s, f, r.At(f.Path))
		}
	}
}

// addTexts adds the free texts of a value. A value chosen from a list, a date or a reference is not a secret in itself.
func (c *Cut) addTexts(s *Secrets, f *record.Field, v any) {
	switch v := v.(type) {
	case string:
		if len(f.Values) == 0 && f.Format == "" && f.Ref == nil {
			s.phrases.Add(v)
		}
	case []any:
		for _, item := range v {
			if f.Items != nil {
				c.addTexts(s, f.Items, item)
			}
		}
	case map[string]any:
		for name, item := range v {
			if child := f.Child(name); child != nil {
				c.addTexts(s, child, item)
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
