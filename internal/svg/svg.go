// Package svg decides whether an SVG file is only a picture: whether a page can show it without running, fetching or following
// anything, even if a reader opens the file by itself. It works with lists of what is allowed, so that what it does not know is
// refused, and it never changes a file. Start reading at [Check].
package svg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/locale"
)

const (
	namespace      = "http://www.w3.org/2000/svg"
	xlinkNamespace = "http://www.w3.org/1999/xlink"
	xmlNamespace   = "http://www.w3.org/XML/1998/namespace"
)

// deepest is how many elements can be inside one another. Browsers set limits of their own, which are higher.
const deepest = 200

// Is reports whether a file is meant as an SVG image: whether it looks like markup with an element svg near its beginning.
func Is(data []byte) bool {
	head := bytes.TrimLeft(withoutMark(data[:min(len(data), 8192)]), " \t\r\n")
	return bytes.HasPrefix(head, []byte("<")) && bytes.Contains(head, []byte("svg"))
}

// withoutMark drops a byte order mark.
func withoutMark(data []byte) []byte { return bytes.TrimPrefix(data, []byte("\ufeff")) }

// Check returns why an SVG file is not only a picture, with what it contains and on which line; the zero message if it is one.
func Check(data []byte) locale.Message {
	data = withoutMark(data)
	if !utf8.Valid(data) {
		return locale.Say("svg.encoding", locale.Args{"line": 1})
	}
	c := &checker{uses: map[string]int{}, nested: map[string]bool{}}
	c.xml = xml.NewDecoder(bytes.NewReader(data))
	c.xml.CharsetReader = func(string, io.Reader) (io.Reader, error) {
		c.refuse("svg.encoding", nil)
		return nil, errors.ErrUnsupported
	}
	for c.problem.IsZero() {
		c.line, _ = c.xml.InputPos()
		token, err := c.xml.Token()
		if errors.Is(err, io.EOF) {
			c.end()
			break
		}
		if err != nil {
			c.refuse("svg.malformed", nil)
			break
		}
		c.token(token)
	}
	return c.problem
}

// checker walks through one file until it finds a problem.
type checker struct {
	xml     *xml.Decoder
	line    int // on which the token begins
	open    []element
	rooted  bool // whether the element svg has begun
	problem locale.Message

	// uses are the ids that elements use refer to, with the line; nested those of elements that contain such an element. What is
	// used may use nothing itself: a few lines could otherwise be drawn a billion times.
	uses   map[string]int
	nested map[string]bool
}

// element is an element that is not closed yet.
type element struct {
	name, id string
	line     int
	style    *strings.Builder // the text of an element style
}

// refuse remembers the first problem, with the line that it is on.
func (c *checker) refuse(key string, args locale.Args) {
	if !c.problem.IsZero() {
		return
	}
	told := locale.Args{"line": c.line}
	for name, value := range args {
		told[name] = value
	}
	c.problem = locale.Say(key, told)
}

func (c *checker) token(token xml.Token) {
	switch t := token.(type) {
	case xml.StartElement:
		c.start(t)
	case xml.EndElement:
		c.close()
	case xml.CharData:
		c.text(string(t))
	case xml.Directive:
		c.refuse("svg.contains", locale.Args{"what": "<!" + firstWord(string(t)) + ">"})
	case xml.ProcInst:
		if t.Target != "xml" {
			c.refuse("svg.contains", locale.Args{"what": "<?" + t.Target + "?>"})
		}
	}
}

func (c *checker) start(e xml.StartElement) {
	name := e.Name.Local
	switch {
	case c.rooted && len(c.open) == 0, len(c.open) >= deepest:
		c.refuse("svg.malformed", nil)
	case !c.rooted && (name != "svg" || e.Name.Space != namespace):
		c.refuse("svg.root", nil)
	case e.Name.Space != namespace, !elements[name]:
		c.refuse("svg.contains", locale.Args{"what": "<" + locale.Shorten(name) + ">"})
	}
	if len(c.open) > 0 && c.open[len(c.open)-1].name == "style" {
		c.refuse("svg.malformed", nil)
	}
	c.rooted = true
	c.open = append(c.open, element{name, idOf(e), c.line, &strings.Builder{}})
	for _, a := range e.Attr {
		c.attribute(name, a)
	}
}

// close ends the innermost element.
func (c *checker) close() {
	last := &c.open[len(c.open)-1]
	if last.name == "style" {
		c.line = last.line
		c.css(last.style.String())
	}
	c.open = c.open[:len(c.open)-1]
}

// text is text within the innermost element; outside the root there is none but blanks.
func (c *checker) text(s string) {
	if len(c.open) == 0 {
		if strings.TrimSpace(s) != "" {
			c.refuse("svg.malformed", nil)
		}
		return
	}
	if last := &c.open[len(c.open)-1]; last.name == "style" {
		last.style.WriteString(s)
	}
}

func (c *checker) attribute(of string, a xml.Attr) {
	name := a.Name.Local
	switch {
	case a.Name.Space == "xmlns" || a.Name.Space == "" && name == "xmlns":
		return // names a namespace; elements and attributes of others are refused where they are used
	case name == "href" && (a.Name.Space == "" || a.Name.Space == xlinkNamespace):
		c.reference(of, a.Value)
		return
	case a.Name.Space == xmlNamespace && (name == "space" || name == "lang"), a.Name.Space == xlinkNamespace && (name == "type" || name == "title"):
		return
	case a.Name.Space != "" || !attributes[name] && !strings.HasPrefix(name, "data-") && !strings.HasPrefix(name, "aria-"):
		c.refuse("svg.attribute", locale.Args{"name": locale.Shorten(name), "element": of})
		return
	}
	if attributes[name] && !words[name] {
		c.css(a.Value)
	}
}

// reference checks what an element refers to: another one in the file or, for an image, pixels in the file itself.
func (c *checker) reference(of, value string) {
	id, within := strings.CutPrefix(value, "#")
	switch {
	case within && of == "use":
		c.uses[id] = c.line
		for i := range c.open {
			c.nested[c.open[i].id] = true
		}
	case !within && (of != "image" || !isPixels(value)):
		c.refuse("svg.reference", locale.Args{"value": locale.Shorten(value)})
	}
}

// end looks at what can be known only at the end of the file.
func (c *checker) end() {
	if !c.rooted || len(c.open) > 0 {
		c.refuse("svg.malformed", nil)
	}
	for _, id := range slices.Sorted(maps.Keys(c.uses)) {
		if c.nested[id] && c.problem.IsZero() {
			c.problem = locale.Say("svg.nested", locale.Args{"id": locale.Shorten(id), "line": c.uses[id]})
		}
	}
}

// idOf returns the id of an element.
func idOf(e xml.StartElement) (id string) {
	for _, a := range e.Attr {
		if a.Name.Space == "" && a.Name.Local == "id" {
			id = a.Value
		}
	}
	return id
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(s), " ")
	return locale.Shorten(word)
}
