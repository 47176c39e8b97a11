package document

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/locale"
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
	var odd oddKey
	switch {
	case err == nil:
		return len(l)
	case errors.As(err, &odd):
		return odd.line - 1
	case errors.As(err, &load) && load.Mark.Line > 0:
		return min(load.Mark.Line, len(l)) - 1
	}
	return 0
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

// maxTried is how many faults are tried.
const maxTried = 50

// fault returns the line that is at fault; false if none is known.
func (l front) fault() (fault, bool) {
	failed := l.fails()
	var nearest *fault
	all := faultsOf(l)
	for i, f := range all {
		if f.line > failed || i >= maxTried {
			break
		}
		if f.write != "" && l.mended(f).fails() > failed {
			return f, true
		}
		if f.line >= failed-2 {
			nearest = &all[i]
		}
	}
	if nearest != nil {
		nearest.certain = false
		return *nearest, true
	}
	return fault{}, false
}

// oddKey is a key that YAML reads and nobody means: one that begins with a sign for something else.
type oddKey struct{ line, column int }

func (o oddKey) Error() string { return fmt.Sprintf("%d:%d: odd key", o.line, o.column) }

// checkKeys returns the first odd key.
func checkKeys(n *yaml.Node) error {
	if n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			if key.Style == 0 && isOddKey(key.Value) {
				return oddKey{key.Line, key.Column}
			}
		}
	}
	for _, c := range n.Content {
		if err := checkKeys(c); err != nil {
			return err
		}
	}
	return nil
}

func isOddKey(key string) bool {
	first, _ := utf8.DecodeRuneInString(key)
	_, _, bullet := cutBullet(key)
	return isInvisible(first) || bullet || oddColon.MatchString(key) || spacedEquals.MatchString(key)
}

const name = `[A-Za-z_][A-Za-z0-9_-]*`

var (
	oddColon     = regexp.MustCompile(`^(` + name + `)[\s\p{Zs}]*([：﹕∶꞉ː︓;])[\s\p{Zs}]*(.*)$`)
	equals       = regexp.MustCompile(`^(` + name + `)[\s\p{Zs}]*(=+>?)[\s\p{Zs}]*(.*)$`)
	spacedEquals = regexp.MustCompile(`^` + name + ` = `)
	tight        = regexp.MustCompile(`^(` + name + `)(:)([^\s].*)$`)
	keyed        = regexp.MustCompile(`^(?:` + name + `|"[^"]*"|'[^']*')\s*:(?:\s+(.*))?$`)
	bare         = regexp.MustCompile(`^([a-z][a-z0-9_]*)(?:\s+(.*))?$`)
	blockMark    = regexp.MustCompile(`^[|>][-+0-9]*(?:\s+#.*)?$`)
)

// cutBullet cuts the sign that begins an item in other programs from a text.
func cutBullet(text string) (sign, rest string, ok bool) {
	r, size := utf8.DecodeRuneInString(text)
	rest = strings.TrimLeftFunc(text[size:], isBlank)
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
		line = strings.TrimFunc(line, func(r rune) bool { return isBlank(r) || r == '\n' || r == '\r' })
		if _, rest, ok := cutBullet(line); ok {
			line = rest
		} else if rest, ok := strings.CutPrefix(line, "-"); ok && rest != "" && !strings.HasPrefix(rest, "-") {
			line = strings.TrimLeftFunc(rest, isBlank)
		} else {
			return nil, false
		}
		exact = exact && !strings.HasSuffix(line, ",") && !strings.HasSuffix(line, ";")
		items = append(items, line)
	}
	return items, exact
}
