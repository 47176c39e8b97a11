package disclose

import (
	"path"
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

// leastStem is the number of letters from which the name of a file can be distinguished from an ordinary word.
const leastStem = 8

// leastID is the length from which an id can be distinguished from an ordinary word.
const leastID = 4

// isDistinct reports whether an id can be distinguished from an ordinary word: by a number, or by the prefix of its kind.
func (c *Cut) isDistinct(id string) bool {
	return len(id) >= leastID && (strings.ContainsAny(id, "0123456789") || c.kinds.Prefixed(strings.ToUpper(id)) != nil)
}

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
		case c.isDistinct(id):
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
	for _, file := range c.files {
		if stem := strings.TrimSuffix(path.Base(file), path.Ext(file)); len(strings.Join(locale.Words(stem), "")) >= leastStem {
			s.former.Add(stem)
		}
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

// All returns every secret that a text contains, each once: ids in capitals, then other words in lower case.
func (s *Secrets) All(text string) []string { return append(s.AllIDs(text), s.phrases.All(text)...) }

// AllIDs returns the ids of hidden records that an address contains, each once, in capitals.
func (s *Secrets) AllIDs(address string) []string {
	var all []string
	for id := range eachID(address, s.ids) {
		if id = strings.ToUpper(id); !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

// FindID returns the id of a hidden record that an address contains, or "".
func (s *Secrets) FindID(address string) string { return strings.ToUpper(findID(address, s.ids)) }

// inPast reports whether a text about the past contains a secret.
func (s *Secrets) inPast(text string) bool { return s.Find(text) != "" || s.former.Find(text) != "" }

// addLines adds the lines of a text that are long enough to be told apart from what others write.
func (s *Secrets) addLines(text string, from Origin) {
	const words, letters = 4, 10
	for line := range strings.Lines(text) {
		if all := locale.Words(line); len(all) >= words || len(strings.Join(all, "")) >= letters {
			s.add(line, from)
		}
	}
}

// hiddenTexts adds the title, the texts and the free texts in fields of a hidden record, or the free texts in the hidden fields of
// a shown one.
func (c *Cut) hiddenTexts(s *Secrets, r *record.Record) {
	shown := c.Record(r)
	if !shown {
		s.origins[strings.ToUpper(r.ID)] = Origin{r, r.ID, "id"}
		s.add(r.OwnTitle(), Origin{r, r.ID, "title"})
		s.add(r.Text("title_en"), Origin{r, r.ID, "title_en"})
		s.addLines(string(r.Doc.BodyText()), Origin{r, r.ID, "text"})
	}
	for _, f := range r.Kind.Root.Fields {
		c.addTexts(s, f, r.Values[f.Name], shown && c.showsOf(f), Origin{r, r.ID, f.Path})
	}
}

// addTexts adds the free texts of a value that is hidden, or of what is hidden in it. A value chosen from a list, a date or a
// reference is not a secret in itself.
func (c *Cut) addTexts(s *Secrets, f *record.Field, v any, shown bool, from Origin) {
	switch v := v.(type) {
	case string:
		switch {
		case shown || len(f.Values) > 0 || f.Ref != nil:
		case f.Format == "markdown":
			s.addLines(v, from)
		case f.Format == "":
			s.add(v, from)
		}
	case []any:
		for _, item := range v {
			if f.Items != nil {
				c.addTexts(s, f.Items, item, shown && c.showsOf(f.Items), from)
			}
		}
	case map[string]any:
		for name, item := range v {
			if child := f.Child(name); child != nil {
				c.addTexts(s, child, item, shown && c.showsOf(child), Origin{from.Record, from.ID, child.Path})
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
