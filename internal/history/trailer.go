package history

import (
	"regexp"
	"strings"
)

// Trailer is one line such as `Reviewed-by: Name <email>` at the end of a commit message.
type Trailer struct{ Key, Value string }

var trailerLine = regexp.MustCompile(`^([A-Za-z0-9-]+)[ \t]*:[ \t]*(.*)$`)

// parseTrailers parses the last paragraph of a message body if it consists of trailers: every line is a trailer or continues one
// or, as git also allows, at least a quarter of the lines are trailers and one of them is git's own.
func parseTrailers(body string) []Trailer {
	paragraph := body
	if i := strings.LastIndex(body, "\n\n"); i >= 0 {
		paragraph = body[i+2:]
	}
	var found []Trailer
	other, own := 0, false
	for line := range strings.SplitSeq(paragraph, "\n") {
		match := trailerLine.FindStringSubmatch(line)
		switch {
		case match != nil:
			found = append(found, Trailer{match[1], strings.TrimSpace(match[2])})
			own = own || match[1] == "Signed-off-by"
		case strings.HasPrefix(line, "(cherry picked from commit "):
			own = true
		case len(found) > 0 && strings.TrimLeft(line, " \t") != line:
			last := &found[len(found)-1]
			last.Value = strings.TrimSpace(last.Value + " " + strings.TrimSpace(line))
		default:
			other++
		}
	}
	if other > 0 && !(own && 3*len(found) >= other) {
		return nil
	}
	return found
}

// Named lists the persons in the trailers with that key (in any case), such as Co-authored-by, as written.
func (c Commit) Named(key string) []Person {
	var people []Person
	for _, t := range c.Trailers {
		if strings.EqualFold(t.Key, key) {
			people = append(people, parsePerson(t.Value))
		}
	}
	return people
}

// parsePerson parses `Name <email>`; a text without an address is a name.
func parsePerson(s string) Person {
	name, rest, _ := strings.Cut(s, "<")
	email, _, _ := strings.Cut(rest, ">")
	return Person{Name: strings.TrimSpace(name), Email: strings.TrimSpace(email)}
}
