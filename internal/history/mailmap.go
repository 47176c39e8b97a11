package history

import "strings"

// mailmapFile is where a repository says which persons are the same, at its top.
const mailmapFile = ".mailmap"

// mailmap tells who persons are whose names or addresses changed, after git's rules (gitmailmap(5)): an address is looked
// up without regard to the case of its ASCII letters, then the name where the address has entries for names.
type mailmap map[string]*mailmapEntry

// mailmapEntry is what is said of one address: in general, and for persons who used it under certain names.
type mailmapEntry struct {
	as      Person // a part that is "" stays as it was
	byNames map[string]Person
}

// parseMailmap reads a mailmap. Lines that say nothing are passed over, as git does.
func parseMailmap(data []byte) mailmap {
	m := mailmap{}
	for line := range strings.Lines(strings.ToValidUTF8(string(data), "\ufffd")) {
		m.add(strings.TrimRight(line, "\r\n"))
	}
	return m
}

// add reads one line: `Name <proper>`, `<proper> <commit>`, `Name <proper> <commit>` or `Name <proper> Name <commit>`. Of
// lines about the same person the last one counts.
func (m mailmap) add(line string) {
	if strings.HasPrefix(line, "#") {
		return
	}
	proper, rest, ok := mailmapPerson(line)
	if !ok || proper.Email == "" {
		return
	}
	used, _, ok := mailmapPerson(rest)
	if !ok {
		used, proper.Email = Person{Email: proper.Email}, ""
	}
	e := m[asciiLower(used.Email)]
	if e == nil {
		e = &mailmapEntry{byNames: map[string]Person{}}
		m[asciiLower(used.Email)] = e
	}
	if used.Name != "" {
		e.byNames[asciiLower(used.Name)] = proper
		return
	}
	e.as = e.as.with(proper)
}

// mailmapPerson reads `Name <email>` at the start of a text; ok is false where there is no address in brackets.
func mailmapPerson(s string) (p Person, rest string, ok bool) {
	name, after, opened := strings.Cut(s, "<")
	email, rest, closed := strings.Cut(after, ">")
	return Person{strings.Trim(name, " \t\v\f\r\n"), email}, rest, opened && closed
}

// with is p with the parts of other that are not empty.
func (p Person) with(other Person) Person {
	if other.Name != "" {
		p.Name = other.Name
	}
	if other.Email != "" {
		p.Email = other.Email
	}
	return p
}

// person is who someone is.
func (m mailmap) person(p Person) Person {
	e := m[asciiLower(p.Email)]
	if e == nil {
		return p
	}
	if as, ok := e.byNames[asciiLower(p.Name)]; ok {
		return p.with(as)
	}
	return p.with(e.as)
}

// commit is a commit with its persons as they are, those in its trailers too. The texts stay as they were written.
func (m mailmap) commit(c Commit) Commit {
	if len(m) == 0 {
		return c
	}
	c.Author, c.Committer = m.person(c.Author), m.person(c.Committer)
	if len(c.Trailers) == 0 {
		return c
	}
	trailers := make([]Trailer, len(c.Trailers))
	for i, t := range c.Trailers {
		trailers[i] = t
		if p := parsePerson(t.Value); p.Email != "" && m.person(p) != p {
			trailers[i].Value = m.person(p).String()
		}
	}
	c.Trailers = trailers
	return c
}

// asciiLower folds the case of ASCII letters only, as git does.
func asciiLower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
