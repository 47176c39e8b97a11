package document

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/c8b10cf3/lis/internal/source"
)

var (
	keyLine = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*:( |$)`)
	// frontLine matches what can stand on a line of front matter: a key, what belongs to the one above, a comment, nothing.
	frontLine = regexp.MustCompile(`^([A-Za-z_][A-Za-z0-9_]*:( |$)|\s|- |#|$)`)
)

// repeated reports every further record in the file: front matter right after the first, whatever it holds, or with an id
// anywhere in the text outside code. Records may share a fence: the one that closes the first opens the second.
func (d *Document) repeated() {
	if !bytes.Contains(d.BodyText(), []byte(Fence)) && !bytes.Contains(d.BodyText(), []byte("id:")) {
		return
	}
	var code codeBlock
	follows := true // only blank lines since front matter was closed
	for n := d.File.Pos(d.Body).Line; n <= d.File.Lines(); n++ {
		line := strings.TrimRight(d.File.Line(n), " \t")
		if code.holds(line) || line == "" {
			follows = follows && line == ""
			continue
		}
		last := 0
		switch {
		case line == Fence:
			last = d.frontFrom(n+1, follows)
		case follows:
			last = d.frontFrom(n, false)
		}
		if follows = last > 0; follows {
			span := source.Span{Start: source.Pos{Line: n, Column: 1}, End: source.Pos{Line: n, Column: 4}}
			d.report("front-matter-repeated", span, nil)
			n = last
		}
	}
}

// frontFrom returns the last line of the front matter whose first field is on line n or below; 0 if it is none: it has no id,
// or holds something else. If anything goes, it need not have an id, as long as it begins with a field and holds no blank line.
func (d *Document) frontFrom(n int, anything bool) (last int) {
	keys, id, blank, odd := 0, false, false, false
	anything = anything && keyLine.MatchString(d.File.Line(n))
	for ; n <= d.File.Lines(); n++ {
		line := strings.TrimRight(d.File.Line(n), " \t")
		if line == Fence {
			if id && !odd || anything && !blank {
				return n
			}
			return 0
		}
		if keyLine.MatchString(line) {
			keys++
		}
		id = id || idLine.MatchString(line)
		blank = blank || line == ""
		if odd = odd || !frontLine.MatchString(line); odd && (blank || !anything) {
			return 0
		}
	}
	if id && keys > 1 && !odd {
		return n
	}
	return 0
}
