package history

import (
	"cmp"
	"slices"
	"strings"
)

// MailmapFile is the file at the top of a repository that maps persons to their proper names and addresses.
const MailmapFile = ".mailmap"

// mailmap maps the names and addresses that persons used to their proper ones, by git's rules (gitmailmap(5)): an address is
// looked up ignoring the case of ASCII letters, then the name if the address has entries for names.
type mailmap map[string]*mailmapEntry

// mailmapEntry holds the mappings for one address: in general, and for persons who used it under certain names.
type mailmapEntry struct {
	as      Person // an empty part stays as it was
	byNames map[string]Person
}

// parseMailmap parses a mailmap. Invalid lines are skipped, as git does.
func parseMailmap(data []byte) mailmap {
	m := mailmap{}
	for line := range strings.Lines(strings.ToValidUTF8(string(data), "\ufffd")) {
		m.add(strings.TrimRight(line, "\r\n"))
	}
	return m
}

// add parses one line: `Name <proper>`, `<proper> <commit>`, `Name <proper> <commit>` or `Name <proper> Name <commit>`. If
// several lines are about the same person, the last one counts.
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

// mailmapPerson parses `Name <email>` at the start of a text; ok is false if there is no address in brackets.
func mailmapPerson(s string) (p Person, rest string, ok bool) {
	name, after, opened := strings.Cut(s, "<")
	email, rest, closed := strings.Cut(after, ">")
	return Person{strings.Trim(name, " \t\v\f\r\n"), email}, rest, opened && closed
}

// with returns p with the non-empty parts of other.
func (p Person) with(other Person) Person {
	if other.Name != "" {
		p.Name = other.Name
	}
	if other.Email != "" {
		p.Email = other.Email
	}
	return p
}

// person returns the proper name and address of a person.
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

// commit returns a commit with its persons mapped, including those in its trailers. Subject and Body stay as they were written.
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

// NameChange is how a mailmap differs from another for those who used a name and an address in commits; an empty name stands for
// any. Was and Now are the proper name and address, the zero Person if there is none in that mailmap.
type NameChange struct{ Used, Was, Now Person }

// MailmapChanges returns whose changes count as whose after one mailmap and did not before, by address and name.
func MailmapChanges(was, now []byte) []NameChange {
	before, after := parseMailmap(was).all(), parseMailmap(now).all()
	var out []NameChange
	for used, as := range after {
		if before[used] != as {
			out = append(out, NameChange{used, before[used], as})
		}
	}
	for used, as := range before {
		if _, still := after[used]; !still {
			out = append(out, NameChange{Used: used, Was: as})
		}
	}
	slices.SortFunc(out, func(a, b NameChange) int {
		return cmp.Or(cmp.Compare(a.Used.Email, b.Used.Email), cmp.Compare(a.Used.Name, b.Used.Name))
	})
	return out
}

// all returns every mapping; what it leaves out of a name or an address stays as it was used.
func (m mailmap) all() map[Person]Person {
	out := map[Person]Person{}
	for email, e := range m {
		if e.as != (Person{}) {
			out[Person{Email: email}] = (Person{Email: email}).with(e.as)
		}
		for name, as := range e.byNames {
			out[Person{name, email}] = (Person{name, email}).with(as)
		}
	}
	return out
}
