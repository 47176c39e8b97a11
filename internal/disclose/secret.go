package disclose

import (
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// Secrets are what no file of a site may hold: the ids of hidden records, and the titles and texts that are hidden and
// stand in nothing that is shown. What the author of a shown text wrote there is shown, ids of hidden records excepted.
type Secrets struct {
	ids     map[string]bool // in lower case
	lost    map[string]bool // those of them that no record bears any more
	phrases locale.Phrases
	// former are what records were called while they were hidden. They are searched for in what is told of the past only: a
	// page may hold the same words for other reasons, and nobody can change what a record once was called.
	former locale.Phrases
}

// leastID is the length from which an id is told from an ordinary word.
const leastID = 4

// gatherSecrets takes together what is hidden, and forgets what is shown all the same.
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

// gatherHidden takes together what is hidden, whether it stands in something shown or not.
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

// forget makes what a text holds no secret.
func (s *Secrets) forget(text string) {
	s.phrases.Forget(text)
	s.former.Forget(text)
	for id := findID(text, s.lost); id != ""; id = findID(text, s.lost) {
		delete(s.lost, id)
		delete(s.ids, id)
	}
}

// Find is a secret that a text holds, or "".
func (s *Secrets) Find(text string) string {
	if id := findID(text, s.ids); id != "" {
		return strings.ToUpper(id)
	}
	return s.phrases.Find(text)
}

// inPast reports whether a text that is told of the past holds a secret.
func (s *Secrets) inPast(text string) bool { return s.Find(text) != "" || s.former.Find(text) != "" }

// hiddenTexts adds the title of a hidden record and the free texts of hidden fields.
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

// addTexts adds the free texts of a value: what is chosen from a list, a date or a reference is no secret by itself.
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

// shownTexts forgets every text in a value that is shown.
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
