package locale

import "strings"

// Message is one of the program's messages with what fills it, to be said in any language. The zero Message says nothing.
type Message struct {
	Key  string
	Args Args
}

// Say makes a message.
func Say(key string, args ...Args) Message {
	m := Message{Key: key}
	if len(args) > 0 {
		m.Args = args[0]
	}
	return m
}

// In is the message in words; "" for the zero Message.
func (m Message) In(lang Lang) string {
	if m.Key == "" {
		return ""
	}
	return lang.T(m.Key, m.Args)
}

// IsZero reports whether the message says nothing.
func (m Message) IsZero() bool { return m.Key == "" }

// AnyOf is a list of which one is meant, as a value: a, b eller c.
type AnyOf []string

// In is the list in words.
func (l AnyOf) In(lang Lang) string { return lang.Or(l) }

// LongDate is a stored date, as a value that is written out: 25 augusti 2023.
type LongDate string

// In is the date in words.
func (d LongDate) In(lang Lang) string { return lang.Date(string(d)) }

// Shorten makes a text that somebody wrote fit to be quoted on one line: at most 60 characters, with a dot for each control
// character.
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
