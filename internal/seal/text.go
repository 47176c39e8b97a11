// Package seal proves what a review rests on. It has the text of the tag that seals a review, which people can read and sha256sum
// can check, and the comparison of a seal with the repository. It makes no tags and prints nothing; package publish proves sites
// with the same [Mismatch]. Start reading at [Seal] and [Prover].
package seal

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/internal/history"
)

// Seal is the content of the message of a seal.
type Seal struct {
	Subject string // the first line, for people
	Review  string // id
	Commit  history.Hash
	AsOf    string // the day as of which the commit counts in the time zone of the workspace; see [history.Calendar]
	Basis   string // the tag by which the review named the commit; "" if it did not
	Folder  string // of the workspace below the top of the repository; "" for the top
	Tool    string // the program and its version
	Figures map[string]int
	// Files has the SHA-256 in hexadecimal of every file that the workspace reads, by path in the workspace.
	Files map[string]string
}

// The lines that begin the lists of a seal.
const (
	figuresLine = "Figures:"
	filesLine   = "Records (SHA-256):"
)

// line is a line with a named value. It is left out if the value is empty and optional.
type line struct {
	name     string
	optional bool
	value    func(*Seal) *string
}

var lines = []line{
	{"Review", false, func(s *Seal) *string { return &s.Review }},
	{"Commit", false, func(s *Seal) *string { return (*string)(&s.Commit) }},
	{"As-of", false, func(s *Seal) *string { return &s.AsOf }},
	{"Basis", true, func(s *Seal) *string { return &s.Basis }},
	{"Folder", true, func(s *Seal) *string { return &s.Folder }},
	{"Tool", false, func(s *Seal) *string { return &s.Tool }},
}

// Text returns the message. Git's clean-up of messages does not change it.
func (s Seal) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", s.Subject)
	for _, l := range lines {
		if v := *l.value(&s); v != "" || !l.optional {
			fmt.Fprintf(&b, "%s: %s\n", l.name, v)
		}
	}
	fmt.Fprintf(&b, "\n%s\n", figuresLine)
	for _, name := range slices.Sorted(maps.Keys(s.Figures)) {
		fmt.Fprintf(&b, "%s: %d\n", name, s.Figures[name])
	}
	fmt.Fprintf(&b, "\n%s\n", filesLine)
	for _, name := range slices.Sorted(maps.Keys(s.Files)) {
		b.WriteString(sumLine(s.Files[name], name))
	}
	return b.String()
}

// escape escapes a path like sha256sum does.
var escape = strings.NewReplacer("\\", `\\`, "\n", `\n`, "\r", `\r`)

var unescape = strings.NewReplacer(`\\`, "\\", `\n`, "\n", `\r`, "\r")

// sumLine returns a line as sha256sum writes it and reads it with --check.
func sumLine(sum, name string) string {
	mark := ""
	if escape.Replace(name) != name {
		mark, name = `\`, escape.Replace(name)
	}
	return mark + sum + "  " + name + "\n"
}

// Sum returns the SHA-256 of a file in hexadecimal.
func Sum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Sums returns the SHA-256 of files in hexadecimal, by path.
func Sums(files map[string][]byte) map[string]string {
	sums := make(map[string]string, len(files))
	for name, data := range files {
		sums[name] = Sum(data)
	}
	return sums
}

// TextError reports where a text is not that of a seal.
type TextError struct {
	Line int    // counted from 1
	Want string // what would be right
	Got  string
}

func (e *TextError) Error() string {
	return fmt.Sprintf("line %d is %q, not %s", e.Line, e.Got, e.Want)
}

// Parse reads the message of a seal. The error is a *TextError if the text is not, byte for byte, what [Seal.Text] writes.
func Parse(text string) (Seal, error) {
	r := reader{lines: strings.Split(text, "\n")}
	s := Seal{Figures: map[string]int{}, Files: map[string]string{}}
	s.Subject = r.next()
	r.want("")
	for _, l := range lines {
		value, is := strings.CutPrefix(r.peek(), l.name+": ")
		switch {
		case is:
			*l.value(&s) = value
			r.next()
		case !l.optional:
			r.fail(l.name + ": …")
		}
	}
	r.want("")
	r.want(figuresLine)
	for r.err == nil && r.peek() != "" {
		r.figure(&s)
	}
	r.want("")
	r.want(filesLine)
	for r.err == nil && r.peek() != "" {
		r.file(&s)
	}
	if r.err != nil {
		return s, r.err
	}
	return s, firstDifference(text, s.Text())
}

// firstDifference returns the error for the first line in which a text is not what it should be.
func firstDifference(text, want string) error {
	if text == want {
		return nil
	}
	got, right := strings.Split(text, "\n"), strings.Split(want, "\n")
	n := 0
	for n < len(got)-1 && n < len(right)-1 && got[n] == right[n] {
		n++
	}
	return &TextError{n + 1, strconv.Quote(right[n]), got[n]}
}

// reader reads the lines of a text until one is wrong.
type reader struct {
	lines []string
	n     int
	err   error
}

func (r *reader) peek() string {
	if r.n < len(r.lines) {
		return r.lines[r.n]
	}
	return ""
}

func (r *reader) next() string {
	line := r.peek()
	r.n++
	return line
}

func (r *reader) fail(want string) {
	if r.err == nil {
		r.err = &TextError{r.n + 1, want, r.peek()}
	}
}

func (r *reader) want(line string) {
	if r.n >= len(r.lines) || r.peek() != line {
		r.fail(strconv.Quote(line))
	}
	r.n++
}

func (r *reader) figure(s *Seal) {
	at := strings.LastIndexByte(r.peek(), ' ')
	name, named := strings.CutSuffix(r.peek()[:max(at, 0)], ":")
	n, err := strconv.Atoi(r.peek()[at+1:])
	if !named || name == "" || err != nil {
		r.fail("a name and a number")
		return
	}
	s.Figures[name] = n
	r.next()
}

func (r *reader) file(s *Seal) {
	line, escaped := strings.CutPrefix(r.peek(), `\`)
	sum, name, ok := strings.Cut(line, "  ")
	if raw, err := hex.DecodeString(sum); !ok || err != nil || len(raw) != sha256.Size || name == "" {
		r.fail("a SHA-256 and a path")
		return
	}
	if escaped {
		name = unescape.Replace(name)
	}
	s.Files[name] = sum
	r.next()
}
