package svg

import (
	"encoding/base64"
	"regexp"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
)

// call matches what looks like a function in a style, with the beginning of its arguments.
var call = regexp.MustCompile(`([-\w]*)\(\s*(["']?)\s*(#?)`)

// media begins a rule that asks what the picture is shown on, and fetches nothing.
var media = regexp.MustCompile(`(?i)@media\b`)

// css refuses a style, or an attribute that is read like one, that could fetch something or that hides what it says: with a rule
// such as @import, an escape, or a function that is not known to be harmless. url() may name an element of the file.
func (c *checker) css(text string) {
	text = media.ReplaceAllString(text, "")
	if i := strings.IndexAny(text, `@\<`); i >= 0 {
		c.refuse("svg.style", locale.Args{"what": locale.Shorten(text[i:min(len(text), i+20)])})
		return
	}
	for _, m := range call.FindAllStringSubmatch(strings.ToLower(text), -1) {
		within := m[1] == "url" && m[3] == "#"
		if !within && m[1] != "" && !functions[m[1]] {
			c.refuse("svg.style", locale.Args{"what": locale.Shorten(m[1]) + "()"})
			return
		}
	}
}

// pixels are the types of images that an SVG can contain, with what such files begin with.
var pixels = map[string]string{
	"data:image/png;base64,": "\x89PNG\r\n\x1a\n", "data:image/jpeg;base64,": "\xff\xd8\xff", "data:image/jpg;base64,": "\xff\xd8\xff",
	"data:image/gif;base64,": "GIF8", "data:image/webp;base64,": "RIFF",
}

// isPixels reports whether a reference is an image of pixels that the file contains.
func isPixels(value string) bool {
	for start, signature := range pixels {
		if len(value) > len(start) && strings.EqualFold(value[:len(start)], start) {
			head := strings.Join(strings.Fields(value[len(start):min(len(value), len(start)+64)]), "")
			data, _ := base64.StdEncoding.DecodeString(head[:len(head)/4*4])
			return strings.HasPrefix(string(data), signature)
		}
	}
	return false
}
