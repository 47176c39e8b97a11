package rules

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// emptyWords are what people write where they mean to write something later, in lower case.
var emptyWords = []string{
	"todo", "tbd", "tba", "fixme", "att göra", "fyll i", "fylls i", "fylls i senare", "kommer", "kommer senare", "ej ifyllt", "ej klart", "ej klar",
	"x", "xx", "xxx", "xxxx", "n/a", "na", "lorem ipsum",
}

// guidance matches a text that is all in brackets or a comment, as templates have it: what is to be written there.
var guidance = regexp.MustCompile(`^(\[[^\[\]]*\]|<!--[^>]*-->|<[^<>:]*>|\{[^{}]*\}|#+ .*)$`)

// SaysNothing reports whether a text is no answer: nothing, a dash, dots, a word that stands for something to come, or the guidance
// of a template. A short answer, such as "Nej.", is one.
func SaysNothing(text string) bool {
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" && !guidance.MatchString(line) && !isEmptyWord(line) {
			return false
		}
	}
	return true
}

func isEmptyWord(line string) bool {
	words := strings.TrimFunc(line, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	return words == "" || slices.Contains(emptyWords, strings.ToLower(words))
}
