package trail

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/record"
)

// parts is a file of the usual form: each top-level key of its front matter begins a line, and its value ends before the next
// key, regardless of what comes before. In such a file, unchanged fields need not be parsed.
type parts struct {
	chunks []chunk
	body   []byte
}

// chunk is one top-level field with all its lines.
type chunk struct {
	key  string
	text []byte
}

// split splits a file by its lines. ok is false if it is in any way unusual: it then needs a YAML parser.
func split(data []byte) (p parts, ok bool) {
	opening, rest, _ := bytes.Cut(data, []byte("\n"))
	usual := len(data) <= document.MaxSize && document.IsFence(string(opening)) &&
		bytes.IndexByte(data, '\r') < 0 && bytes.IndexByte(data, 0) < 0 && utf8.Valid(data) // in the text too
	if !usual {
		return parts{}, false
	}
	var s splitter
	s.block = -1
	for len(rest) > 0 {
		end := bytes.IndexByte(rest, '\n') + 1
		if end == 0 {
			end = len(rest)
		}
		line := rest[:end]
		rest = rest[end:]
		if document.IsFence(string(bytes.TrimSuffix(line, []byte("\n")))) {
			s.parts.body = rest
			return s.parts, true
		}
		if !s.line(line) {
			return parts{}, false
		}
	}
	return parts{}, false
}

// splitter processes the lines of front matter.
type splitter struct {
	parts
	block int // in a block scalar: its lines are indented more than this column; else -1
}

// line adds a line to the chunk that it belongs to, and reports whether it is of the usual form.
func (s *splitter) line(whole []byte) bool {
	line := bytes.TrimRight(whole, " \n")
	text := bytes.TrimLeft(line, " ")
	indent := len(line) - len(text)
	switch {
	case !isUsual(line):
		return false
	case len(text) == 0 || text[0] == '#' || s.block >= 0 && indent > s.block:
		return s.extend(whole, true)
	}
	s.block = -1
	value := text
	if indent == 0 && text[0] != '-' {
		n := keyLen(text)
		if n == 0 || s.has(string(text[:n])) {
			return false
		}
		s.chunks = append(s.chunks, chunk{string(text[:n]), whole[:0]})
		value = text[n+1:]
	} else {
		column := indent
		for len(value) > 0 && value[0] == '-' && (len(value) == 1 || value[1] == ' ') {
			item := bytes.TrimLeft(value[1:], " ")
			column += len(value) - len(item)
			value = item
		}
		if indent == 0 && column == 0 {
			return false // neither a key nor an item
		}
		if n := keyLen(value); n > 0 {
			value = value[n+1:]
		}
		indent = column
	}
	value = bytes.TrimLeft(value, " ")
	if len(value) > 0 && (value[0] == '|' || value[0] == '>') {
		s.block = indent
		return s.extend(whole, false)
	}
	return endsInLine(value) && s.extend(whole, false)
}

// isUsual reports whether a line has no character that YAML can reject or treat as a line break.
func isUsual(line []byte) bool {
	for i := 0; i < len(line); {
		if c := line[i]; c < utf8.RuneSelf {
			if c < ' ' || c == 0x7f {
				return false
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(line[i:])
		if !unicode.IsPrint(r) {
			return false
		}
		i += size
	}
	return true
}

func (s *splitter) has(key string) bool {
	return slices.ContainsFunc(s.chunks, func(c chunk) bool { return c.key == key })
}

// extend adds a line to the last chunk. Before the first chunk, only empty lines and comments are allowed.
func (s *splitter) extend(line []byte, empty bool) bool {
	if len(s.chunks) == 0 {
		return empty
	}
	last := &s.chunks[len(s.chunks)-1]
	last.text = last.text[:len(last.text)+len(line)] // the lines follow each other in the file
	return true
}

// keyLen returns the length of the plain key at the start of a text, without its colon; 0 if there is none.
func keyLen(text []byte) int {
	for i, c := range text {
		switch {
		case c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
		case i > 0 && (c == '-' || '0' <= c && c <= '9'):
		case i > 0 && c == ':' && (i+1 == len(text) || text[i+1] == ' '):
			return i
		default:
			return 0
		}
	}
	return 0
}

// endsInLine reports whether the quotes and brackets of a value are certain to be closed on its line.
func endsInLine(value []byte) bool {
	if len(value) == 0 {
		return true
	}
	switch value[0] {
	case '&', '*', '!', '?', '%', '@', '`', ',', ']', '}':
		return false
	case '"', '\'':
		return onlyComment(afterQuote(value))
	case '[', '{':
		return onlyComment(afterFlow(value))
	}
	return true
}

// onlyComment reports whether the rest of a line is empty or a comment. rest is nil if the value continues on the next line.
func onlyComment(rest []byte) bool {
	if rest == nil {
		return false
	}
	trimmed := bytes.TrimLeft(rest, " ")
	return len(trimmed) == 0 || trimmed[0] == '#' && len(trimmed) < len(rest)
}

// afterQuote returns what follows a quoted text, nil if it is not closed.
func afterQuote(text []byte) []byte {
	quote := text[0]
	for i := 1; i < len(text); i++ {
		switch {
		case quote == '"' && text[i] == '\\':
			i++
		case text[i] != quote:
		case quote == '\'' && i+1 < len(text) && text[i+1] == quote:
			i++
		default:
			return text[i+1:]
		}
	}
	return nil
}

// afterFlow returns what follows a list or map in brackets, nil if it is not closed or has something that can hide a bracket.
func afterFlow(text []byte) []byte {
	depth := 0
	start := true // of a value: a quote is special only there
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '[', '{':
			depth++
			start = true
			continue
		case ']', '}':
			if depth--; depth == 0 {
				return text[i+1:]
			}
		case ',', ':':
			start = true
			continue
		case ' ':
			continue
		case '"', '\'':
			if !start {
				return nil
			}
			rest := afterQuote(text[i:])
			if rest == nil {
				return nil
			}
			i = len(text) - len(rest) - 1
		case '#', '&', '*', '!':
			return nil
		}
		start = false
	}
	return nil
}

// valuesOtherThan returns the values of the fields that are not in other byte for byte. ok is false if they cannot be read.
func (p parts) valuesOtherThan(other parts, kind *record.Kind) (values map[string]any, ok bool) {
	values = map[string]any{}
	var rest []byte
	for i, c := range p.chunks {
		if other.holds(c, i) {
			continue
		}
		if text, plain := c.plain(kind.Root.Child(c.key)); plain {
			values[c.key] = text
			continue
		}
		if rest == nil {
			rest = []byte(document.Fence + "\n")
		}
		rest = append(rest, c.text...)
	}
	if rest == nil {
		return values, true
	}
	doc := document.Parse("", append(rest, document.Fence+"\n"...))
	if doc.Broken || len(doc.Findings) > 0 {
		return nil, false
	}
	for key, v := range kind.ValuesOf(doc) {
		values[key] = v
	}
	return values, true
}

// holds reports whether p has a chunk, most likely at the same index.
func (p parts) holds(c chunk, at int) bool {
	if at < len(p.chunks) && p.chunks[at].key == c.key {
		return bytes.Equal(p.chunks[at].text, c.text)
	}
	return slices.ContainsFunc(p.chunks, func(o chunk) bool { return o.key == c.key && bytes.Equal(o.text, c.text) })
}

// id returns the id in the front matter, "" if there is none. ok is false if it is not plain text.
func (p parts) id() (id string, ok bool) {
	for _, c := range p.chunks {
		if c.key == "id" {
			return c.plain(&record.Field{Type: record.String})
		}
	}
	return "", true
}

// plain returns the value of a text field if it is one line of plain text, which means in YAML what it looks like.
func (c chunk) plain(f *record.Field) (text string, ok bool) {
	if f == nil || f.Type != record.String || bytes.IndexByte(c.text, '\n') != len(c.text)-1 {
		return "", false
	}
	text = strings.Trim(string(c.text[len(c.key)+1:]), " \n")
	switch {
	case text == "" || strings.Contains(text, ": ") || strings.HasSuffix(text, ":") || strings.Contains(text, " #"):
		return "", false
	case strings.EqualFold(text, "null"):
		return "", false
	}
	first, _ := utf8.DecodeRuneInString(text)
	return text, unicode.IsLetter(first) || '0' <= first && first <= '9'
}
