package tell

import (
	"strings"

	"github.com/c8b10cf3/lis/internal/history"
)

// How persons are shown: the values of history.people in lis.yaml.
const (
	Initials = "initials"
	FullName = "name"
	Nobody   = "none"
)

// Name returns a person as the setting allows; "" if it allows nobody to be named, and for an unknown person.
func Name(p history.Person, people string) string {
	switch people {
	case FullName:
		return p.Name
	case Nobody:
		return ""
	}
	var b strings.Builder
	for _, word := range strings.FieldsFunc(p.Name, func(r rune) bool { return r == ' ' || r == '-' }) {
		b.WriteRune([]rune(word)[0])
	}
	return strings.ToUpper(b.String())
}

// Names returns persons as the setting allows, each once.
func Names(persons []history.Person, people string) []string {
	names := []string{}
	seen := map[string]bool{}
	for _, p := range persons {
		if name := Name(p, people); name != "" && !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}
