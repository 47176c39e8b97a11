package expr

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"github.com/c8b10cf3/lis/internal/locale"
)

// Error is what is wrong with a condition. Line and Column are those in its text, from 1; they are 0 if it was found while the
// condition was evaluated. Problem has no word of the CEL library.
type Error struct {
	Line, Column int
	Problem      locale.Text
	// ByChance is set if another value of the same type could have been evaluated, such as a text that is no number for int.
	ByChance bool
	// TooMuch is set if it took too many steps, by itself or after others.
	TooMuch bool
}

func (e *Error) Error() string { return e.Problem.EN }

// At returns the error about a place in a condition, given as an offset in its text.
func At(text string, offset int, problem locale.Message) *Error {
	return at(text, offset, problem.Text())
}

// Again returns the error that another condition, or another evaluation, has, at a place in a condition.
func Again(text string, offset int, err error) *Error { return at(text, offset, Problem(err)) }

func at(text string, offset int, problem locale.Text) *Error {
	before := text[:min(max(offset, 0), len(text))]
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return &Error{Line: strings.Count(before, "\n") + 1, Column: utf8.RuneCountInString(line) + 1, Problem: problem}
}

// instead is what to write for words and signs that other languages have where CEL has its own.
var instead = map[string]string{
	"=": "==", "and": "&&", "och": "&&", "&": "&&", "or": "||", "eller": "||", "|": "||", "not": "!", "inte": "!", "<>": "!=",
	"före": "before", "efter": "after", "=>": ">=", "=<": "<=", "!==": "!=", "===": "==", "True": "true", "False": "false", "sant": "true", "falskt": "false", "None": "null", "nil": "null", "tom": "null",
	"”": "'", "“": "'", "’": "'", "‘": "'", "–": "-", "≤": "<=", "≥": ">=", "≠": "!=",
}

// unreadable explains the first thing that the library found wrong in a condition.
func unreadable(text string, issues *cel.Issues) *Error {
	first := issues.Errors()[0]
	at := offsetOf(text, first.Location.Line(), first.Location.Column())
	said := first.Message
	word, start := wordAt(text, at)
	switch {
	case strings.Contains(said, "recursion"):
		return At(text, 0, locale.Say("condition.deep", locale.Args{"n": depthLimit}))
	case strings.Contains(said, "undeclared reference"):
		name := quoted(said)
		return At(text, startOf(text, at, name), unknownName(name))
	case strings.Contains(said, "no matching overload"):
		name := quoted(said)
		return At(text, startOf(text, at, name), misused(name))
	case strings.HasPrefix(said, "expected type"):
		return At(text, at, locale.Say("condition.values"))
	case !strings.HasPrefix(said, "Syntax error"):
		return At(text, at, locale.Say("condition.unreadable"))
	case strings.TrimSpace(text) == "":
		return At(text, 0, locale.Say("condition.empty"))
	case strings.Count(text, "(") > strings.Count(text, ")"):
		return At(text, len(strings.TrimRightFunc(text, unicode.IsSpace)), locale.Say("condition.no-parenthesis"))
	case word == "":
		return At(text, len(strings.TrimRightFunc(text, unicode.IsSpace)), locale.Say("condition.unfinished"))
	case instead[lastWord(text[:at])] != "":
		before := lastWord(text[:at])
		return At(text, startOf(text, at, before), locale.Say("condition.instead", locale.Args{"found": before, "right": instead[before]}))
	case instead[word] != "":
		return At(text, start, locale.Say("condition.instead", locale.Args{"found": word, "right": instead[word]}))
	case word == ")":
		return At(text, start, locale.Say("condition.parenthesis"))
	case strings.ContainsFunc(word, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsLetter(r) }):
		return At(text, start, locale.Say("condition.letters", locale.Args{"found": locale.Shorten(word)}))
	default:
		return At(text, start, locale.Say("condition.syntax", locale.Args{"found": locale.Shorten(word)}))
	}
}

// unknownName explains a name that is neither a variable nor a function.
func unknownName(name string) locale.Message {
	args := locale.Args{"name": name}
	if right := instead[name]; right != "" {
		return locale.Say("condition.instead", locale.Args{"found": name, "right": right})
	}
	if f := FunctionNamed(name); f != nil {
		return misused(name)
	}
	if near := nearest(name); near != "" {
		args["near"] = near
		return locale.Say("condition.near", args)
	}
	return locale.Say("condition.unknown", args)
}

// misused explains a function or operator that is given values that it does not take.
func misused(name string) locale.Message {
	if f := FunctionNamed(name); f != nil {
		return locale.Say("condition.misused", locale.Args{"name": name, "form": f.Form})
	}
	operator := strings.Trim(name, "_[]")
	if name == "!_" || operator == "" {
		operator = strings.Trim(name, "_")
	}
	return locale.Say("condition.operands", locale.Args{"operator": operator})
}

// offsetOf returns the offset of a line, from 1, and a column, from 0 in characters.
func offsetOf(text string, line, column int) int {
	start := 0
	for ; line > 1; line-- {
		next := strings.IndexByte(text[start:], '\n')
		if next < 0 {
			break
		}
		start += next + 1
	}
	for at := range text[start:] {
		if column == 0 {
			return start + at
		}
		column--
	}
	return len(text)
}

// wordAt returns the word or the run of signs that an offset is in, with its offset; "" at the end of the text.
func wordAt(text string, at int) (word string, start int) {
	at += len(text[at:]) - len(strings.TrimLeftFunc(text[at:], unicode.IsSpace))
	first, size := utf8.DecodeRuneInString(text[at:])
	if size == 0 {
		return "", at
	}
	class := classOf(first)
	end := at + size
	if class == alone {
		return text[at:end], at
	}
	for n := size; end < len(text); end += n {
		var r rune
		if r, n = utf8.DecodeRuneInString(text[end:]); classOf(r) != class {
			break
		}
	}
	for at > 0 {
		r, n := utf8.DecodeLastRuneInString(text[:at])
		if classOf(r) != class {
			break
		}
		at -= n
	}
	return text[at:end], at
}

// The classes of characters: those of words, signs that are read together, and any other.
const (
	alone = iota
	ofWords
	ofSigns
)

func classOf(r rune) int {
	switch {
	case r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
		return ofWords
	case strings.ContainsRune("=<>&|!", r):
		return ofSigns
	}
	return alone
}

// lastWord returns the last word of a text.
func lastWord(text string) string {
	words := strings.Fields(text)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// startOf returns the offset of a word that ends at an offset, which the library gives for the name of a function that is called;
// the offset itself if another word stands there.
func startOf(text string, at int, word string) int {
	before := strings.TrimRightFunc(text[:at], unicode.IsSpace)
	if word == "" || !strings.HasSuffix(before, word) {
		return at
	}
	return len(before) - len(word)
}

// quoted returns the first name in quotation marks.
func quoted(said string) string {
	_, rest, _ := strings.Cut(said, "'")
	name, _, _ := strings.Cut(rest, "'")
	return name
}

// Problem returns what is wrong with a condition, from an error of this package.
func Problem(err error) locale.Text {
	var known *Error
	if errors.As(err, &known) {
		return known.Problem
	}
	return locale.Same(err.Error())
}

// failed explains why a condition could not be evaluated.
func failed(err error) error {
	var known *Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	said := err.Error()
	message, chance, much := locale.Say("condition.failed"), true, false
	key, missing := strings.CutPrefix(said, "no such key: ")
	switch {
	case missing:
		message, chance = locale.Say("condition.no-field", locale.Args{"field": key}), false
	case strings.Contains(said, "no such overload"):
		message, chance = locale.Say("condition.values"), false
	case strings.Contains(said, "cost limit"):
		message, much = locale.Say("condition.long"), true
	case strings.Contains(said, regexTooLarge):
		message, much = locale.Say("condition.regex", locale.Args{"n": regexLimit}), true
	case strings.Contains(said, "index out of bounds"):
		message = locale.Say("condition.no-row")
	case strings.Contains(said, "division by zero"), strings.Contains(said, "modulus by zero"):
		message = locale.Say("condition.zero")
	}
	return &Error{Problem: message.Text(), ByChance: chance, TooMuch: much}
}
