package history

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/go-git/go-git/v5/plumbing"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// Hash is the name of an object: forty hexadecimal digits in lower case, or "" for none.
type Hash string

// Short returns the abbreviated name, seven digits.
func (h Hash) Short() string { return string(h[:min(len(h), 7)]) }

// BlobHash returns the name that git gives to a file with this content.
func BlobHash(data []byte) Hash {
	return Hash(plumbing.ComputeHash(plumbing.BlobObject, data).String())
}

// Person is a person as named in a commit.
type Person struct{ Name, Email string }

func (p Person) String() string { return p.Name + " <" + p.Email + ">" }

// Commit is one commit. Times keep the UTC offset that they were recorded with. Texts are UTF-8.
type Commit struct {
	Hash        Hash
	Tree        Hash // two commits with the same tree hold the same files
	Parents     []Hash
	Author      Person
	Committer   Person
	AuthoredAt  time.Time
	CommittedAt time.Time
	Subject     string // the first paragraph of the message, on one line
	Body        string // the paragraphs after it, including trailers, without the last line break
	Trailers    []Trailer
	Signed      sign.Kind // the kind of signature; [Repo.Signature] verifies it
}

// parseCommit parses the content of a commit object. The caller sets Hash.
func parseCommit(raw []byte) (Commit, error) {
	head, message, _ := bytes.Cut(raw, []byte("\n\n"))
	var c Commit
	var author, committer, charset string
	if !orderly(head) {
		return c, errors.New("its lines are not in the order of a commit")
	}
	for line := range strings.SplitSeq(string(head), "\n") {
		key, value, _ := strings.Cut(line, " ")
		switch key {
		case "tree":
			c.Tree = Hash(value)
		case "parent":
			c.Parents = append(c.Parents, Hash(value))
		case "author":
			author = value
		case "committer":
			committer = value
		case "encoding":
			charset = value
		case "gpgsig":
			c.Signed = sign.KindOf([]byte(value))
		}
	}
	decode := decoder(charset)
	c.Author, c.AuthoredAt = parseSignature(decode(author))
	c.Committer, c.CommittedAt = parseSignature(decode(committer))
	c.Subject, c.Body = splitMessage(decode(string(message)))
	c.Trailers = parseTrailers(c.Body)
	if len(c.Tree) != 40 {
		return c, errors.New("no tree")
	}
	return c, nil
}

// headLines are the lines that a commit begins with, in their order. All but parent stand there once at most.
var headLines = []string{"tree", "parent", "author", "committer"}

// orderly reports whether the lines that git reads of a commit are where git looks for them, each once. Of a commit in which they are
// not, git and others could read different things.
func orderly(head []byte) bool {
	last := -1
	for line := range bytes.Lines(head) {
		key, _, _ := bytes.Cut(line, []byte(" "))
		at := slices.Index(headLines, string(key))
		if at < 0 {
			last = len(headLines) // nothing of them may follow
			continue
		}
		if at < last || at == last && headLines[at] != "parent" {
			return false
		}
		last = at
	}
	return true
}

// farthest bounds the seconds of a date on both sides, so that any zone leaves it a date.
const farthest = 1 << 50

// Undated reports whether a commit or tag has no date that can be read. It then counts, as in git, as of the first second of 1970.
func Undated(at time.Time) bool { return at.Unix() == 0 }

// parseSignature parses `Name <email> seconds zone`; for a date that cannot be read, see [Undated].
func parseSignature(s string) (Person, time.Time) {
	name, rest, _ := strings.Cut(s, "<")
	email, _, _ := strings.Cut(rest, ">")
	p := Person{Name: strings.TrimSpace(name), Email: strings.TrimSpace(email)}
	date := strings.Fields(s[strings.LastIndexByte(s, '>')+1:])
	if len(date) == 0 {
		return p, time.Unix(0, 0).UTC()
	}
	seconds, err := strconv.ParseInt(date[0], 10, 64)
	if err != nil || seconds < 0 || seconds > farthest {
		return p, time.Unix(0, 0).UTC()
	}
	zone := time.UTC
	if len(date) > 1 {
		zone = parseZone(date[1])
	}
	return p, time.Unix(seconds, 0).In(zone)
}

// parseZone parses an offset such as +0100. An impossible offset counts as UTC; the point in time is still right.
func parseZone(s string) *time.Location {
	n, err := strconv.Atoi(s)
	offset := (n/100*60 + n%100) * 60
	if err != nil || offset == 0 || offset <= -24*3600 || offset >= 24*3600 {
		return time.UTC
	}
	return time.FixedZone("", offset)
}

// splitMessage splits a message as git log shows it: the subject is the first paragraph, joined into one line.
func splitMessage(message string) (subject, body string) {
	lines := skipBlank(strings.Split(strings.ReplaceAll(message, "\r\n", "\n"), "\n"))
	var title []string
	for len(lines) > 0 && !isBlank(lines[0]) {
		title = append(title, strings.TrimRight(lines[0], " \t"))
		lines = lines[1:]
	}
	return strings.Join(title, " "), strings.TrimRight(strings.Join(skipBlank(lines), "\n"), "\n")
}

func isBlank(line string) bool { return strings.TrimSpace(line) == "" }

func skipBlank(lines []string) []string {
	for len(lines) > 0 && isBlank(lines[0]) {
		lines = lines[1:]
	}
	return lines
}

// decoder returns a function that converts text of a commit to UTF-8. Commits name their encoding if it is not UTF-8; of those,
// the ones used for Swedish are supported. Invalid bytes become the replacement character.
func decoder(charset string) func(string) string {
	var table encoding.Encoding
	switch strings.ToLower(charset) {
	case "iso-8859-1", "iso8859-1", "latin1", "latin-1":
		table = charmap.ISO8859_1
	case "iso-8859-15", "iso8859-15", "latin9", "latin-9":
		table = charmap.ISO8859_15
	case "windows-1252", "cp1252":
		table = charmap.Windows1252
	default:
		return func(s string) string { return strings.ToValidUTF8(s, "\ufffd") }
	}
	return func(s string) string {
		text, err := table.NewDecoder().String(s)
		if err != nil {
			return strings.ToValidUTF8(s, "\ufffd")
		}
		return text
	}
}
