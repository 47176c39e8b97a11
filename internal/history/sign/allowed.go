package sign

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// allowedSigner is a line of an allowed-signers file, read as ssh-keygen(1) reads it.
type allowedSigner struct {
	principals string // patterns with commas between them
	key        ssh.PublicKey
	limits
}

// limits are the options of a line: which signatures its key may make.
type limits struct {
	authority     bool    // the key signs certificates rather than objects
	namespaces    *string // patterns; nil for any, and "" matches none
	after, before time.Time
}

// LineError is the error for a line of a file of keys that cannot be read.
type LineError struct {
	Line int // counted from 1
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns the cause.
func (e *LineError) Unwrap() error { return e.Err }

// readAllowed reads an allowed-signers file. A line that cannot be read trusts nobody: ssh-keygen passes over it.
func readAllowed(data []byte) (signers []allowedSigner, unread []*LineError) {
	signers = []allowedSigner{}
	for n, line := range keyLines(data) {
		signer, err := parseAllowed(line)
		if err != nil {
			unread = append(unread, &LineError{n, err})
			continue
		}
		signers = append(signers, signer)
	}
	return signers, unread
}

// keyLines goes through the lines of a file of keys that are neither empty nor comments, with their numbers.
func keyLines(data []byte) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		n := 0
		for line := range bytes.Lines(data) {
			n++
			text := strings.Trim(string(line), blanks)
			if text != "" && text[0] != '#' && !yield(n, text) {
				return
			}
		}
	}
}

// blanks are the characters that ssh-keygen takes for white space.
const blanks = " \t\r\n"

// parseAllowed parses `principals [options] type key [comment]`.
func parseAllowed(line string) (s allowedSigner, err error) {
	principals, rest, ok := cutToken(line)
	if !ok {
		return s, errors.New("no key")
	}
	s.principals = principals
	if s.key, err = parseKey(rest); err == nil {
		return s, nil
	}
	options, rest, ok := cutOptions(rest)
	if !ok {
		return s, errors.New("no key after the options")
	}
	if s.key, err = parseKey(rest); err != nil {
		return s, err
	}
	return s, s.read(options)
}

// cutToken splits a line after its first word, which can be in double quotes.
func cutToken(line string) (word, rest string, ok bool) {
	at := strings.IndexAny(line, blanks+`"`)
	if at < 0 {
		return "", "", false
	}
	if line[at] != '"' {
		return line[:at], strings.TrimLeft(line[at:], blanks), true
	}
	quoted, rest, ok := strings.Cut(line[at+1:], `"`)
	return line[:at] + quoted, strings.TrimLeft(rest, blanks), ok
}

// cutOptions splits before the first blank outside double quotes.
func cutOptions(line string) (options, rest string, ok bool) {
	quoted := false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && i+1 < len(line) && line[i+1] == '"':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ' ' || c == '\t'):
			return line[:i], strings.TrimLeft(line[i:], " \t"), true
		}
	}
	return line, "", false
}

// parseKey parses `type key [comment]`.
func parseKey(text string) (ssh.PublicKey, error) {
	kind, rest, ok := strings.Cut(text, " ")
	if tabbed, more, is := strings.Cut(text, "\t"); is && len(tabbed) < len(kind) {
		kind, rest, ok = tabbed, more, true
	}
	rest = strings.TrimLeft(rest, " \t")
	if end := strings.IndexAny(rest, " \t"); end >= 0 {
		rest = rest[:end]
	}
	if !ok || rest == "" {
		return nil, errors.New("no key")
	}
	raw, err := base64.StdEncoding.DecodeString(rest)
	if err != nil {
		return nil, fmt.Errorf("the key is not base64: %w", err)
	}
	key, err := ssh.ParsePublicKey(raw)
	if err != nil {
		return nil, err
	}
	if key.Type() != kind {
		return nil, fmt.Errorf("the key is a %s, not a %s", key.Type(), kind)
	}
	return key, nil
}

// read reads options.
func (l *limits) read(options string) error {
	for {
		name, value, rest, err := cutOption(options)
		if err == nil {
			err = l.set(strings.ToLower(name), value)
		}
		if err != nil {
			return err
		}
		if rest == "" {
			break
		}
		options = rest[1:]
	}
	if !l.after.IsZero() && !l.before.IsZero() && !l.before.After(l.after) {
		return errors.New("valid-before is before valid-after")
	}
	return nil
}

// cutOption splits off the first of several options; rest begins with a comma if it is not empty. value is nil if the option has none.
func cutOption(options string) (name string, value *string, rest string, err error) {
	end := strings.IndexAny(options, "=,")
	if end < 0 {
		return options, nil, "", nil
	}
	name, rest = options[:end], options[end:]
	if rest[0] == ',' {
		return name, nil, rest, nil
	}
	text, ok := strings.CutPrefix(rest, `="`)
	if !ok {
		return name, nil, "", fmt.Errorf("the value of %s is not quoted", name)
	}
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text) && text[i+1] == '"':
			i++
		case text[i] == '"':
			unquoted := strings.ReplaceAll(text[:i], `\"`, `"`)
			if rest = text[i+1:]; rest != "" && rest[0] != ',' {
				return name, nil, "", fmt.Errorf("%q after the value of %s", rest, name)
			}
			return name, &unquoted, rest, nil
		}
	}
	return name, nil, "", fmt.Errorf("the value of %s does not end", name)
}

// set sets one option. Each is given at most once.
func (l *limits) set(name string, value *string) error {
	twice := fmt.Errorf("%s stands there twice", name)
	switch {
	case name == "cert-authority" && value == nil:
		l.authority = true
		return nil
	case name == "namespaces" && value != nil:
		if l.namespaces != nil {
			return twice
		}
		l.namespaces = value
		return nil
	}
	limit := map[string]*time.Time{"valid-after": &l.after, "valid-before": &l.before}[name]
	switch {
	case limit == nil || value == nil:
		return fmt.Errorf("unknown option %q", name)
	case !limit.IsZero():
		return twice
	}
	var err error
	*limit, err = parseValidity(*value)
	return err
}

// described returns the limits as words of the file; "" if there are none.
func (l limits) described() string {
	var all []string
	if l.authority {
		all = append(all, "cert-authority")
	}
	if l.namespaces != nil {
		all = append(all, "namespaces="+strconv.Quote(*l.namespaces))
	}
	for _, limit := range []struct {
		name string
		at   time.Time
	}{{"valid-after", l.after}, {"valid-before", l.before}} {
		if !limit.at.IsZero() {
			all = append(all, limit.name+"="+limit.at.Format("20060102150405Z"))
		}
	}
	return strings.Join(all, ",")
}

// parseValidity parses YYYYMMDD[HHMM[SS]] with a Z or UTC at its end. Without it, ssh-keygen would use the time zone of the machine;
// this uses UTC, so that the result is the same everywhere. A day beyond the end of its month runs on, as in ssh-keygen.
func parseValidity(s string) (time.Time, error) {
	digits := strings.ToUpper(s)
	if cut, is := strings.CutSuffix(digits, "Z"); is {
		digits = cut
	} else {
		digits = strings.TrimSuffix(digits, "UTC")
	}
	wrong := fmt.Errorf("%q is no date", s)
	if l := len(digits); l != 8 && l != 12 && l != 14 {
		return time.Time{}, wrong
	}
	parts := []struct{ from, to, low, high int }{{0, 4, 0, 9999}, {4, 6, 1, 12}, {6, 8, 1, 31}, {8, 10, 0, 23}, {10, 12, 0, 59}, {12, 14, 0, 60}}
	var n [6]int
	for i, p := range parts {
		if p.to > len(digits) {
			break
		}
		value, err := strconv.ParseUint(digits[p.from:p.to], 10, 16)
		if n[i] = int(value); err != nil || n[i] < p.low || n[i] > p.high {
			return time.Time{}, wrong
		}
	}
	at := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC)
	if at.Unix() <= 0 {
		return time.Time{}, wrong
	}
	return at, nil
}

// matchesAny reports whether a name matches a list of patterns with commas between them; a matching pattern that starts with !
// excludes it.
func matchesAny(patterns, name string) bool {
	fits := false
	for pattern := range strings.SplitSeq(patterns, ",") {
		pattern, not := strings.CutPrefix(pattern, "!")
		if !matches(pattern, name) {
			continue
		}
		if not {
			return false
		}
		fits = true
	}
	return fits
}

// matches reports whether a name matches a pattern, in which * stands for any characters and ? for one byte. Nothing else has a
// meaning. It takes at most len(pattern) times len(name) steps.
func matches(pattern, name string) bool {
	star, from, p := -1, 0, 0
	for n := 0; n < len(name); {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, from = p, n
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == name[n]):
			p++
			n++
		case star >= 0:
			from++
			p, n = star+1, from
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
