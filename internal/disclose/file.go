package disclose

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/source"
	"github.com/c8b10cf3/lis/internal/trail"
)

// hiddenFiles are the files of hidden records, and those of records while they were hidden, in lower case. A file is often
// named after its record, so that its name reveals what the title would.
type hiddenFiles []string

// rememberFiles adds the file of a record after each of its revisions that is not shown.
func (c *Cut) rememberFiles(t *trail.Record, shown []visibility) {
	file := t.File
	for i := range t.Revisions {
		if !shown[i].shown {
			c.addFile(file)
		}
		if from := t.Revisions[i].FromFile; from != "" {
			file = from
		}
	}
}

func (c *Cut) addFile(name string) {
	if name != "" {
		c.files = append(c.files, strings.ToLower(source.Comparable(name)))
	}
}

// forgetFiles removes the files that contain something that is shown.
func (c *Cut) forgetFiles() {
	slices.Sort(c.files)
	c.files = slices.Compact(c.files)
	shown := map[string]bool{}
	for _, r := range c.graph.Records {
		if c.Record(r) {
			shown[strings.ToLower(source.Comparable(r.File().Name))] = true
		}
	}
	c.files = slices.DeleteFunc(c.files, func(name string) bool { return shown[name] })
}

// cut returns a text with each address of one of the files replaced by [Omitted].
func (f hiddenFiles) cut(text string) string {
	if !f.in(text) {
		return text
	}
	return address.ReplaceAllStringFunc(text, func(word string) string {
		if f.in(word) {
			return Omitted
		}
		return word
	})
}

// address matches what a text can contain as the address or the name of a file.
var address = regexp.MustCompile("[^\\s()\\[\\]<>\"'`|]+")

// in reports whether a text names one of the files, or its page, alone or with its folder, as a link or a sentence does.
func (f hiddenFiles) in(text string) bool {
	text = strings.ToLower(source.Comparable(text))
	text = strings.ReplaceAll(text, ".html", ".md")
	if len(f) == 0 || !strings.Contains(text, ".md") {
		return false
	}
	unescaped, err := url.PathUnescape(text)
	if err != nil {
		unescaped = text
	}
	return slices.ContainsFunc(f, func(name string) bool { return named(text, name) || named(unescaped, name) })
}

// named reports whether a text names a file.
func named(text, file string) bool {
	folder, base := path.Base(path.Dir(file)), path.Base(file)
	for at := strings.Index(text, base); at >= 0; {
		before := strings.TrimSuffix(text[:at], "./")
		last, _ := utf8.DecodeLastRuneInString(before)
		switch in, slash := strings.CutSuffix(before, "/"); {
		case slash && (strings.HasSuffix(in, folder) || strings.HasSuffix(in, "..")):
			return true
		case !slash && !unicode.IsLetter(last) && !unicode.IsDigit(last) && last != '-' && last != '_':
			return true
		}
		next := strings.Index(text[at+1:], base)
		if next < 0 {
			return false
		}
		at += 1 + next
	}
	return false
}
