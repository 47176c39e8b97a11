package locale

import (
	"iter"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Phrases are sequences of words to search texts for, regardless of case and of what separates the words. The zero value
// holds none.
type Phrases struct {
	byFirst map[string][][]string // by first word, in lower case
}

// Add adds a text as a phrase, unless its letters and digits are less than two bytes. It returns the phrase as [Phrases.Find] does,
// "" if none was added.
func (p *Phrases) Add(text string) string {
	words := Words(text)
	if len(strings.Join(words, "")) < 2 {
		return ""
	}
	if p.byFirst == nil {
		p.byFirst = map[string][][]string{}
	}
	if same := func(other []string) bool { return slices.Equal(words, other) }; !slices.ContainsFunc(p.byFirst[words[0]], same) {
		p.byFirst[words[0]] = append(p.byFirst[words[0]], words)
	}
	return strings.Join(words, " ")
}

// Clone returns a copy, from which phrases can be removed.
func (p *Phrases) Clone() Phrases {
	other := Phrases{byFirst: make(map[string][][]string, len(p.byFirst))}
	for word, phrases := range p.byFirst {
		other.byFirst[word] = slices.Clone(phrases)
	}
	return other
}

// Forget removes every phrase that a text contains.
func (p *Phrases) Forget(text string) {
	for found := p.find(text); found != nil; found = p.find(text) {
		same := func(other []string) bool { return slices.Equal(found, other) }
		p.byFirst[found[0]] = slices.DeleteFunc(p.byFirst[found[0]], same)
	}
}

// Find returns the first phrase that a text contains, in lower case, or "".
func (p *Phrases) Find(text string) string { return strings.Join(p.find(text), " ") }

// Empty reports whether no phrase was added.
func (p *Phrases) Empty() bool { return len(p.byFirst) == 0 }

// All returns every phrase that a text contains, each once, as [Phrases.Find] does.
func (p *Phrases) All(text string) []string {
	var all []string
	for phrase := range p.each(text) {
		if found := strings.Join(phrase, " "); !slices.Contains(all, found) {
			all = append(all, found)
		}
	}
	return all
}

func (p *Phrases) find(text string) []string {
	for phrase := range p.each(text) {
		return phrase
	}
	return nil
}

// each yields the phrases in a text, by their first word.
func (p *Phrases) each(text string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		if p.Empty() {
			return
		}
		words := Words(text)
		for i, w := range words {
			for _, phrase := range p.byFirst[w] {
				if rest := words[i:]; len(phrase) <= len(rest) && slices.Equal(phrase, rest[:len(phrase)]) && !yield(phrase) {
					return
				}
			}
		}
	}
}

// Words returns the words of a text in lower case: runs of letters and digits, with accents and their letters composed.
func Words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(norm.NFC.String(text)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
