package tell

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/trail"
)

// Subjects sets the subjects of all revisions of a trail that was read from log, as the setting history.people allows: without
// names of persons, unless people is FullName. If people is "", subjects are left as they were written.
func Subjects(t *trail.Trail, log *history.Log, people string) {
	if people == "" || people == FullName {
		return
	}
	persons := personsOf(log)
	subjects := make(map[history.Hash]locale.Text, len(log.Entries))
	for i := range log.Entries {
		c := &log.Entries[i].Commit
		subjects[c.Hash] = subject(c, persons)
	}
	for _, r := range t.Records {
		for i := range r.Revisions {
			r.Revisions[i].Subject = subjects[r.Revisions[i].Commit]
		}
	}
}

// leastBox is the length from which the part of an address before the @ is distinguishable from an ordinary word.
const leastBox = 3

// personsOf returns the names and addresses of everyone named in a log, except the service accounts of forges.
func personsOf(log *history.Log) *locale.Phrases {
	all := &locale.Phrases{}
	seen := map[history.Person]bool{}
	add := func(persons ...history.Person) {
		for _, p := range persons {
			if seen[p] || p.IsService() {
				continue
			}
			seen[p] = true
			all.Add(p.Name)
			all.Add(p.Email)
			if box := account(p.Email); utf8.RuneCountInString(box) >= leastBox {
				all.Add(box)
			}
		}
	}
	of := func(c *history.Commit) {
		add(c.Author, c.Committer)
		for _, t := range c.Trailers {
			if strings.Contains(t.Value, "@") {
				add(c.Named(t.Key)...)
			}
		}
	}
	for i := range log.Entries {
		e := &log.Entries[i]
		of(&e.Commit)
		for k := range e.Merged {
			of(&e.Merged[k])
		}
		add(e.Authors...)
		add(e.Reviewers...)
	}
	return all
}

// account returns the part of an address before the @, without a number before it or a tag after it: kim-ek for
// 1234+kim-ek@users.noreply.github.com and for kim-ek+git@example.org.
func account(email string) string {
	box, _, _ := strings.Cut(email, "@")
	before, after, marked := strings.Cut(box, "+")
	if marked && strings.Trim(before, "0123456789") == "" {
		return after
	}
	return before
}

// mergeSubjects are the forms of the subjects that git and the forges give to merges, with the number of the pull request, its
// title or its branch.
var mergeSubjects = []*regexp.Regexp{
	regexp.MustCompile(`^Merge pull request '(?P<title>.*)' \((?P<number>[#!]\d+)\) from `),
	regexp.MustCompile(`^Merge pull request (?P<number>#?\d+) from (?P<owner>[^/ ]+/)?(?P<branch>\S+)`),
	regexp.MustCompile(`^Merged in (?P<branch>\S+) \(pull request (?P<number>#\d+)\)`),
	regexp.MustCompile(`^Merge (?:remote-tracking )?(?:branch|branches|tag|commit) '(?P<branch>[^']*)'`),
}

// mergeInside matches such a subject quoted in another one, as in reverts.
var mergeInside = regexp.MustCompile(`Merge pull request .* from |Merged in \S+ \(|Merge (?:remote-tracking )?(?:branch|branches|tag|commit) '`)

// mergeRequest is the line in which GitLab names a merge request.
var mergeRequest = regexp.MustCompile(`(?m)^See merge request \S*?(![0-9]+)\s*$`)

// subject returns the subject of a commit without names of persons. Branch names often contain them, so the subject of a merge is
// replaced by the title of what was merged, or by the words that it is a merge. It returns "" if the subject still names someone.
func subject(c *history.Commit, persons *locale.Phrases) locale.Text {
	said := c.Subject
	merge := mergeParts(c.Subject)
	switch {
	case merge != nil:
		said = titleOf(c, merge, persons)
		if said == "" {
			merged := func(lang locale.Lang) string {
				return strings.TrimSpace(lang.T("change.merge", locale.Args{"number": numberOf(c, merge)}))
			}
			return locale.Text{SV: merged(locale.Swedish), EN: merged(locale.English)}
		}
	case mergeInside.MatchString(said):
		return locale.Text{}
	}
	if persons.Find(said) != "" {
		return locale.Text{}
	}
	return locale.Same(said)
}

// mergeParts returns the named parts of a merge's subject; nil for any other subject.
func mergeParts(subject string) map[string]string {
	for _, form := range mergeSubjects {
		match := form.FindStringSubmatch(subject)
		if match == nil {
			continue
		}
		found := map[string]string{}
		for i, name := range form.SubexpNames() {
			found[name] = match[i]
		}
		return found
	}
	return nil
}

// titleOf returns the title of a merged pull request: as quoted in the subject, or else the first line of the body. It returns ""
// if that is not a title, or if it names someone, or a branch with a slash, which can contain the name of a person.
func titleOf(c *history.Commit, merge map[string]string, persons *locale.Phrases) string {
	title := merge["title"]
	if title == "" {
		title, _, _ = strings.Cut(c.Body, "\n")
	}
	title = strings.TrimSpace(title)
	var branch locale.Phrases
	if strings.Contains(merge["branch"], "/") {
		branch.Add(merge["branch"])
	}
	ofTool := strings.HasPrefix(title, "* ") || strings.HasPrefix(title, "#") || mergeRequest.MatchString(title)
	if ofTool || isTrailer(c, title) || persons.Find(title) != "" || branch.Find(title) != "" {
		return ""
	}
	return title
}

// isTrailer reports whether a line of a message is one of its trailers.
func isTrailer(c *history.Commit, line string) bool {
	key, _, _ := strings.Cut(line, ":")
	for _, t := range c.Trailers {
		if strings.TrimSpace(key) == t.Key {
			return true
		}
	}
	return false
}

// numberOf returns the number of a pull request, with the mark that its forge puts before it; "" if it is not known.
func numberOf(c *history.Commit, merge map[string]string) string {
	switch number := merge["number"]; {
	case number == "":
		if match := mergeRequest.FindStringSubmatch(c.Body); match != nil {
			return match[1]
		}
		return ""
	case strings.ContainsAny(number, "#!"):
		return number
	default:
		return "#" + number
	}
}
