package compare

import (
	"fmt"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
)

// gateMost is how many lines of one sort are told one by one.
const gateMost = 50

// believed tells of what changes who is believed, which comes before everything else: whose name stands for whose changes, which keys
// are trusted to sign, and which commits count for nothing. What the repository has for all its workspaces is told as well.
func (c *comparer) believed() {
	c.mailmap()
	c.keys()
	c.ignored()
	c.settingsOf(trustSettings)
}

// people is how lis.yaml lets persons be named, in both states: the narrower of the two would hide what was, the later is what holds.
func (c *comparer) people() string {
	if !c.profile.ShowsPersons() {
		return tell.Nobody
	}
	return c.out.To.Workspace.Config.People
}

// mailmap tells whose changes count as whose.
func (c *comparer) mailmap() {
	people := c.people()
	var lines []string
	for _, change := range history.MailmapChanges(c.out.From.Top[history.MailmapFile], c.out.To.Top[history.MailmapFile]) {
		args := locale.Args{"used": c.person(change.Used, people), "was": c.person(change.Was, people), "now": c.person(change.Now, people)}
		switch (history.Person{}) {
		case change.Now:
			lines = append(lines, c.out.Lang.T("gate.mailmap-gone", args))
		case change.Was:
			lines = append(lines, c.out.Lang.T("gate.mailmap-added", args))
		default:
			lines = append(lines, c.out.Lang.T("gate.mailmap-changed", args))
		}
	}
	c.each(true, history.MailmapFile, lines)
}

// person returns a person as lis.yaml lets persons be named; with an address where names are shown whole, since that decides.
func (c *comparer) person(p history.Person, people string) string {
	switch {
	case people == tell.FullName && p.Name == "":
		return "<" + p.Email + ">"
	case people == tell.FullName && p.Email != "":
		return p.String()
	case p.Name != "":
		if name := tell.Name(p, people); name != "" {
			return name
		}
	case people != tell.Nobody && p.Email != "":
		if name := tell.Signer(sign.Signature{Signer: p.Email}, &trail.Revision{}, people); name != "" {
			return name
		}
	}
	return c.out.Lang.T("gate.somebody")
}

// keys tells which keys are trusted that were not, and which no longer are, with their fingerprints.
func (c *comparer) keys() {
	came, gone := sign.Changed(c.out.From.Workspace.Config.Keys, c.out.To.Workspace.Config.Keys)
	for _, side := range []struct {
		key  string
		list []sign.Trusted
	}{{"gate.key-added", came}, {"gate.key-gone", gone}} {
		var lines []string
		for _, k := range side.list {
			signer := tell.Signer(sign.Signature{Signer: k.Signer}, &trail.Revision{}, c.people())
			if signer == "" {
				signer = c.out.Lang.T("gate.somebody")
			}
			lines = append(lines, c.out.Lang.T(side.key, locale.Args{"key": k.Key, "signer": signer}))
		}
		c.each(true, "", lines)
	}
}

// ignored tells which commits the repository says to count as changes of form.
func (c *comparer) ignored() {
	was, now := commitLines(c.out.From.Top[history.IgnoreFile]), commitLines(c.out.To.Top[history.IgnoreFile])
	for _, side := range []struct {
		looser    bool
		key       string
		list, but []string
	}{{true, "gate.ignored-added", now, was}, {false, "gate.ignored-gone", was, now}} {
		var lines []string
		for _, id := range side.list {
			if !slices.Contains(side.but, id) {
				lines = append(lines, c.out.Lang.T(side.key, locale.Args{"commit": locale.Shorten(id)}))
			}
		}
		c.each(side.looser, history.IgnoreFile, lines)
	}
}

// commitLines returns the lines of a list of commits without remarks.
func commitLines(data []byte) []string {
	var ids []string
	for line := range strings.Lines(strings.ToValidUTF8(string(data), "\ufffd")) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line != "" && !slices.Contains(ids, line) {
			ids = append(ids, line)
		}
	}
	return ids
}

// each adds lines about a file, the first of them one by one and the rest as a number.
func (c *comparer) each(looser bool, file string, lines []string) {
	more := len(lines) - gateMost
	for i, line := range lines {
		if i == gateMost {
			line = c.out.Lang.T("gate.more", locale.Args{"n": more})
		}
		if file != "" {
			line = fmt.Sprintf("%s: %s", file, line)
		}
		c.out.Gate = append(c.out.Gate, GateChange{looser, line})
		if i == gateMost {
			return
		}
	}
}
