package locale

import "strings"

// Message is one of the program's messages with the values that fill it, in no language yet. The zero Message is empty.
type Message struct {
	Key  string
	Args Args
}

// Say returns a message.
func Say(key string, args ...Args) Message {
	m := Message{Key: key}
	if len(args) > 0 {
		m.Args = args[0]
	}
	return m
}

// In returns the message in words; "" for the zero Message.
func (m Message) In(lang Lang) string {
	if m.Key == "" {
		return ""
	}
	return lang.T(m.Key, m.Args)
}

// Text returns the message in words, in every language.
func (m Message) Text() Text { return Text{SV: m.In(Swedish), EN: m.In(English)} }

// IsZero reports whether the message is empty.
func (m Message) IsZero() bool { return m.Key == "" }

// AnyOf is a list of alternatives, as a value: a, b eller c.
type AnyOf []string

// In returns the list in words.
func (l AnyOf) In(lang Lang) string { return lang.Or(l) }

// LongDate is a stored date, as a value that is written out: 25 augusti 2023.
type LongDate string

// In returns the date in words.
func (d LongDate) In(lang Lang) string { return lang.Date(string(d)) }

// Shorten prepares user-written text to be quoted on one line: at most 60 characters and then an ellipsis, with a dot for
// each control character.
func Shorten(s string) string {
	const most = 60
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '·'
		}
		return r
	}, s)
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
