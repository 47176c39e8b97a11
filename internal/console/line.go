package console

import "unicode"

// line follows a line of a log as far as is needed to see where an agent would find a command. GitHub's finds "::" at the start of a
// line, after white space, and "##[" anywhere; that of Azure finds "##vso[" anywhere, TeamCity "##teamcity[". They compare by the
// rules of a language, by which a character without a shape is none.
type line struct {
	began  bool // something stands on it that is neither white space nor a first colon
	colon  bool // its first sign is a colon
	hashes int  // how many number signs the last signs are, at most 2, letters after two of them left out
	word   bool // letters follow the two
}

// completes reports whether a character makes what stands before it the start of a command, and goes on by it.
func (l *line) completes(r rune) bool {
	switch {
	case r == '\n' || r == '\r':
		*l = line{}
		return false
	case hidden(r) || pictured(r):
		return false
	}
	command := r == '[' && l.hashes == 2 || r == ':' && l.colon && !l.began
	l.begin(r, command)
	l.count(r)
	return command
}

// begin goes on by a character at the start of the line.
func (l *line) begin(r rune, command bool) {
	switch {
	case l.began:
	case r == ':' && !l.colon:
		l.colon = true
	case command || l.colon || !unicode.IsSpace(r):
		l.began = true
	}
}

// count goes on by a character after number signs.
func (l *line) count(r rune) {
	switch {
	case r == '#' && l.word:
		l.hashes, l.word = 1, false
	case r == '#':
		l.hashes = min(l.hashes+1, 2)
	case l.hashes == 2 && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'):
		l.word = true
	default:
		l.hashes, l.word = 0, false
	}
}
