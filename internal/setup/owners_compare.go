package setup

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
)

// Difference is one pattern whose owners are not those that they should be: the line that stands in CODEOWNERS, the line that
// should, each "" if there is none, and what that means.
type Difference struct {
	Has, Wants string
	Name       string // of the record or file in words
	Said       locale.Message
}

// Compare returns in which patterns lis's part of a CODEOWNERS gives other owners than it should, in the order of the file as it
// should be; then the patterns that should not be there. Comments, empty lines, line ends and the order of lines do not count:
// no two patterns of the part match the same file. The error is ErrOwnersMarks.
func (o Owners) Compare(data []byte) ([]Difference, error) {
	_, part, _, _, err := splitOwners(string(data))
	if err != nil {
		return nil, err
	}
	has := o.ownersByPattern(readOwners(part))
	var all []Difference
	for _, l := range o.lines {
		pattern := o.pattern(l.file)
		was, there := has[pattern]
		delete(has, pattern)
		switch d := (Difference{Wants: o.text(l), Name: l.name}); {
		case there && was == sortedWords(l.owners):
			continue
		case there:
			d.Has, d.Said = pattern+" "+was, say("codeowners.instead", l.name, was, l.owners)
			all = append(all, d)
		default:
			d.Said = say("codeowners.asks", l.name, "", l.owners)
			all = append(all, d)
		}
	}
	for _, pattern := range slices.Sorted(maps.Keys(has)) {
		d := Difference{Has: strings.TrimSpace(pattern + " " + has[pattern]), Name: pattern, Said: say("codeowners.no-file", pattern, has[pattern], "")}
		if r := o.known[pattern]; r != nil {
			d.Name = r.ID
			d.Said = say("codeowners.no-owner", r.ID, has[pattern], "")
		}
		all = append(all, d)
	}
	return all, nil
}

// say returns what a difference means: who is asked about something, and who should be.
func say(key, name, from, to string) locale.Message {
	return locale.Say(key, locale.Args{"name": name, "from": from, "to": to})
}

// ownersByPattern returns the owners that each pattern has in the end, sorted. In patterns as in .gitignore the last line decides;
// among regular expressions all count.
func (o Owners) ownersByPattern(lines []ownersLine) map[string]string {
	has := map[string]string{}
	for _, l := range lines {
		owners := l.owners
		if o.Forge != nil && o.Forge.Regexp {
			owners = append(owners, strings.Fields(has[l.pattern])...)
		}
		has[l.pattern] = sortedWords(strings.Join(owners, " "))
	}
	return has
}

func sortedWords(s string) string {
	words := strings.Fields(s)
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}

// ownersLine is a line of CODEOWNERS that is neither empty nor a comment.
type ownersLine struct {
	number  int // in what was read, from 1
	pattern string
	owners  []string // none if the files that match have no owner
}

// patternEnd matches the white space after a pattern: that which is not escaped.
var patternEnd = regexp.MustCompile(`^((?:\\.|[^\\\s])+)(\s.*)?$`)

// readOwners reads lines of CODEOWNERS. What follows a # is a comment, at the beginning of a line or of a word after the pattern.
func readOwners(text string) []ownersLine {
	var all []ownersLine
	number := 0
	for line := range strings.Lines(text) {
		number++
		parts := patternEnd.FindStringSubmatch(strings.TrimSpace(line))
		if parts == nil || strings.HasPrefix(parts[1], "#") {
			continue
		}
		l := ownersLine{number: number, pattern: parts[1]}
		for word := range strings.FieldsSeq(parts[2]) {
			if strings.HasPrefix(word, "#") {
				break
			}
			l.owners = append(l.owners, word)
		}
		all = append(all, l)
	}
	return all
}

// Takeover is a line of one's own after lis's part that takes files from the owners that the roles give them.
type Takeover struct {
	Number int      // of the line in the file, from 1
	Line   string   // as it stands
	Names  []string // of the records and files in words
}

// Takeovers returns the lines after lis's part that take files from their owners, as far as that can be told surely. Where all
// matching lines count there are none.
func (o Owners) Takeovers(data []byte) []Takeover {
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	_, _, after, found, err := splitOwners(text)
	if err != nil || !found || o.Forge != nil && o.Forge.Regexp {
		return nil
	}
	offset := strings.Count(text[:len(text)-len(after)], "\n")
	var rivals []rival
	for _, l := range readOwners(after) {
		if o.sections() && sectionHeading.MatchString(l.pattern) {
			break // what follows is decided on its own
		}
		if r, sure := o.rival(l); sure {
			rivals = append(rivals, r)
		}
	}
	byLine := map[int]*Takeover{}
	for _, l := range o.lines {
		i := lastMatch(rivals, l.file)
		if i < 0 || containsAll(rivals[i].owners, strings.Fields(l.owners)) {
			continue
		}
		n := rivals[i].number
		if byLine[n] == nil {
			byLine[n] = &Takeover{Number: n + offset, Line: strings.TrimSpace(strings.Split(after, "\n")[n-1])}
		}
		byLine[n].Names = append(byLine[n].Names, l.name)
	}
	var all []Takeover
	for _, t := range byLine {
		all = append(all, *t)
	}
	slices.SortFunc(all, func(a, b Takeover) int { return cmp.Compare(a.Number, b.Number) })
	return all
}

// rival is a line of one's own with what it matches.
type rival struct {
	ownersLine
	matches *regexp.Regexp
}

// lastMatch returns the index of the last line that matches a file, or everything in a folder; -1 if there is none.
func lastMatch(rivals []rival, file string) int {
	if strings.HasSuffix(file, "/") {
		file += "\x01" // a name that nobody writes, so that only what matches any name matches
	}
	for i := range slices.Backward(rivals) {
		if rivals[i].matches.MatchString(file) {
			return i
		}
	}
	return -1
}

func containsAll(list, wanted []string) bool {
	return !slices.ContainsFunc(wanted, func(w string) bool { return !slices.Contains(list, w) })
}

var (
	// sectionHeading matches the heading of a section on GitLab.
	sectionHeading = regexp.MustCompile(`^\^?\[`)
	// unsure match patterns that forges read in different ways, or not at all.
	unsure = regexp.MustCompile(`[!\[\]{}]|\*\*\*|[^/]\*\*|\*\*[^/]`)
	// anOwner matches an owner that every forge reads.
	anOwner = regexp.MustCompile(`^@[\w.-]+(/[\w.-]+)*$|^[\w.%+-]+@[\w.-]+$`)
)

// sections reports whether the forge decides each part under a heading on its own, and does other things as GitLab does.
func (o Owners) sections() bool { return o.Forge != nil && o.Forge.Sections }

// rival returns what a line matches. sure is false if that, or whether the forge reads the line, cannot be told.
func (o Owners) rival(l ownersLine) (r rival, sure bool) {
	valid := !slices.ContainsFunc(l.owners, func(owner string) bool { return !anOwner.MatchString(owner) })
	if !valid || unsure.MatchString(l.pattern) || strings.Trim(l.pattern, "/") == "" || o.sections() && len(l.owners) == 0 {
		return r, false
	}
	re, err := regexp.Compile(globRegexp(l.pattern, o.sections()))
	return rival{l, re}, err == nil
}

// globRegexp returns the regular expression for a pattern as in .gitignore. On GitHub a pattern with a slash in it counts from the
// top, and one for a folder matches what is in it; on GitLab only a slash at the beginning or the end does that.
func globRegexp(pattern string, gitlab bool) string {
	body := strings.Trim(pattern, "/")
	var b strings.Builder
	b.WriteString("^")
	if !strings.HasPrefix(pattern, "/") && (gitlab || !strings.Contains(body, "/")) {
		b.WriteString("(?:.*/)?")
	}
	segments := strings.Split(body, "/")
	for i, segment := range segments {
		last := i == len(segments)-1
		switch {
		case segment == "**" && !last:
			b.WriteString("(?:.*/)?")
			continue
		case segment == "**" && !gitlab:
			b.WriteString(".*")
		default:
			b.WriteString(segmentRegexp(segment))
		}
		if !last {
			b.WriteString("/")
		}
	}
	switch {
	case strings.HasSuffix(pattern, "/"):
		b.WriteString("/.+")
	case !gitlab && (segments[len(segments)-1] != "*" || len(segments) == 1):
		b.WriteString("(?:/.*)?")
	}
	return b.String() + "$"
}

// segmentRegexp returns the regular expression for a name with * and ? in it.
func segmentRegexp(segment string) string {
	var b strings.Builder
	escaped := false
	for _, c := range segment {
		switch {
		case escaped:
			b.WriteString(regexp.QuoteMeta(string(c)))
			escaped = false
		case c == '\\':
			escaped = true
		case c == '*':
			b.WriteString("[^/]*")
		case c == '?':
			b.WriteString("[^/]")
		default:
			b.WriteString(regexp.QuoteMeta(string(c)))
		}
	}
	return b.String()
}
