package document

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"go.yaml.in/yaml/v4"
)

// YAML tells where it gave up, which is often below the line that is at fault. A fault is a line that does not have the form
// of front matter. Whether it is the one is tried: with the line as it should be, YAML reads on.

// fault is a line of front matter that does not have its form. Lines count from 0 here.
type fault struct {
	line    int
	column  int // counts from 0
	problem locale.Message
	write   string         // the line as it should be; "" if that is not known
	also    map[int]string // other lines to change with it
	drop    bool           // without the line, YAML may read on
	certain bool           // nothing else can have been meant
	either  string         // another line that may have been meant
}

// front is front matter as lines, without their line ends.
type front []string

func (l front) text() string { return strings.Join(l, "\n") + "\n" }

// fails returns the line at which YAML gives up, or len(l) if it reads everything.
func (l front) fails() int {
	_, err := parseYAML(l.text())
	var load *yaml.LoadError
	var odd oddLine
	switch {
	case err == nil:
		return len(l)
	case errors.As(err, &odd):
		return odd.line - 1
	case errors.As(err, &load) && load.Mark.Line > 0:
		return min(markOf(load).Line, len(l)) - 1
	}
	return 0
}

// markOf returns where YAML gave up. A key without a colon is missed on a line below: then it is where the key begins.
func markOf(load *yaml.LoadError) source.Pos {
	at := load.Mark
	if strings.HasSuffix(load.ContextMsg, "a simple key") && load.ContextMark.Line > 0 {
		at = load.ContextMark
	}
	return source.Pos{Line: at.Line, Column: max(at.Column, 1)}
}

// mended returns the lines after a fault is mended.
func (l front) mended(f fault) front {
	out := slices.Clone(l)
	for n, line := range f.also {
		out[n] = line
	}
	out[f.line] = f.write
	return out
}

const (
	// maxTried is how many faults are tried, the last ones before YAML gave up.
	maxTried = 50
	// nearby is how many lines below the fault YAML may give up without a doubt, or above: it can name the beginning of what
	// it was reading.
	nearby = 2
)

// fault returns the line that is at fault; false if none is known. It is the one with which, once mended, YAML reads furthest.
func (l front) fault() (fault, bool) {
	failed := l.fails()
	reached, best, nearest := failed, -1, -1
	all := slices.DeleteFunc(faultsOf(l), func(f fault) bool { return f.line > failed+nearby })
	all = all[max(len(all)-l.tries(maxTried), 0):]
	for i, f := range all {
		if reached == len(l) {
			break
		}
		if f.line >= failed-nearby {
			nearest = i
		}
		if f.write == "" && !f.drop {
			continue
		}
		if now := l.mended(f).fails(); now > reached {
			reached, best = now, i
		}
	}
	switch {
	case best >= 0:
		return all[best], true
	case nearest >= 0:
		return fault{line: all[nearest].line, column: all[nearest].column, problem: all[nearest].problem}, true
	}
	return fault{}, false
}

// tries is how often the lines are read again at most: the more of them there are, the fewer times.
func (l front) tries(most int) int {
	const enough = 64 << 10 // bytes
	return min(most, max(enough/len(l.text()), 3))
}

// oddLine is a line that YAML reads and nobody means so: a key that begins with a sign for something else, or an item that
// became part of the one above.
type oddLine struct{ line int }

func (o oddLine) Error() string { return fmt.Sprintf("line %d is odd", o.line) }

// checkLines returns the first odd line of what YAML read from a text.
func checkLines(n *yaml.Node, text string) error {
	return checkNode(n, sync.OnceValue(func() []string { return strings.Split(text, "\n") }))
}

func checkNode(n *yaml.Node, lines func() []string) error {
	for i, c := range n.Content {
		switch {
		case n.Kind == yaml.MappingNode && i%2 == 0:
			if c.Style == 0 && isOddKey(c.Value) {
				return oddLine{c.Line}
			}
		case n.Kind == yaml.SequenceNode && n.Style&yaml.FlowStyle == 0 && c.Kind == yaml.ScalarNode && c.Style == 0 && strings.Contains(c.Value, " "):
			for k, next := range lines()[min(c.Line, len(lines())):] {
				next = strings.TrimSpace(next)
				if next == "" || !strings.Contains(c.Value, " "+next) {
					break
				}
				if _, _, bullet := cutBullet(next); bullet || strings.HasPrefix(next, "- ") {
					return oddLine{c.Line + 1 + k}
				}
			}
		}
		if err := checkNode(c, lines); err != nil {
			return err
		}
	}
	return nil
}

func isOddKey(key string) bool {
	if plainKey.MatchString(key) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(key)
	_, _, bullet := cutBullet(key)
	return isInvisible(first) || bullet || oddColon.MatchString(key) || spacedEquals.MatchString(key) || tightDash.MatchString(key)
}

// plainKey matches the name of a field of any built-in kind.
var plainKey = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

const name = `[A-Za-z_$][A-Za-z0-9_.-]*`

var (
	oddColon     = regexp.MustCompile(`^(` + name + `)[\s\p{Zs}]*([：﹕∶꞉ː︓;])[\s\p{Zs}]*(.*)$`)
	equals       = regexp.MustCompile(`^(` + name + `)[\s\p{Zs}]*(=+>?)[\s\p{Zs}]*(.*)$`)
	tightDash    = regexp.MustCompile(`^-` + name + `$`)
	spacedEquals = regexp.MustCompile(`^` + name + ` +=+>?( |$)`)
	tight        = regexp.MustCompile(`^(` + name + `)(:)([^\s].*)$`)
	keyed        = regexp.MustCompile(`^(?:` + name + `|"[^"]*"|'[^']*')\s*:(?:\s+(.*))?$`)
	bare         = regexp.MustCompile(`^([a-z][a-z0-9_]*)(?:\s+(.*))?$`)
	blockMark    = regexp.MustCompile(`^[|>][-+0-9]*(?:\s+#.*)?$`)
)

// cutBullet cuts the sign that begins an item in other programs from a text.
func cutBullet(text string) (sign, rest string, ok bool) {
	r, size := utf8.DecodeRuneInString(text)
	rest = strings.TrimLeftFunc(text[size:], IsBlank)
	spaced := rest != text[size:]
	switch {
	case strings.ContainsRune("•◦▪▫●○■□‣⁃∙·➢➤►✓✔\uf0b7\uf0a7", r):
		return string(r), rest, rest != ""
	case strings.ContainsRune("–—−*+", r):
		return string(r), rest, rest != "" && spaced
	}
	return "", "", false
}

// Items returns the items of a list that was written with other signs than a hyphen and a space: a bullet or a hyphen alone in
// front of each. exact is false if it is not clear what they are.
func Items(text string) (items []string, exact bool) {
	exact = true
	for line := range strings.Lines(text) {
		line = strings.TrimFunc(line, func(r rune) bool { return IsBlank(r) || r == '\n' || r == '\r' })
		if _, rest, ok := cutBullet(line); ok {
			line = rest
		} else if rest, ok := strings.CutPrefix(line, "-"); ok && rest != "" && !strings.HasPrefix(rest, "-") {
			line = strings.TrimLeftFunc(rest, IsBlank)
		} else {
			return nil, false
		}
		exact = exact && !strings.HasSuffix(line, ",") && !strings.HasSuffix(line, ";")
		items = append(items, line)
	}
	return items, exact
}

// lenient matches a field with whatever was written for its colon.
var lenient = regexp.MustCompile(`^(` + name + `)[\s\p{Zs}]*(?::|[：﹕∶꞉ː︓;]|=+>?)[\s\p{Zs}]*(.*)$`)

// ReadLine reads a line of front matter as people do, whatever signs it was written with: how many items of lists begin on it,
// its field, "" if there is none, and the value as it is written.
func ReadLine(line string) (items int, key, value string) {
	value = strings.TrimFunc(line, IsBlank)
	for {
		if after, ok := strings.CutPrefix(value, "-"); ok && after != "" && after[0] != '-' {
			value = after
		} else if _, after, ok := cutBullet(value); ok {
			value = after
		} else {
			break
		}
		value = strings.TrimLeftFunc(value, IsBlank)
		items++
	}
	if m := lenient.FindStringSubmatch(value); m != nil {
		return items, m[1], m[2]
	}
	return items, "", value
}
