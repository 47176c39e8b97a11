package publish

import (
	"fmt"
	"html"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/view"
)

// LeakError says that a file would contain what the profile hides. Nothing is written then. Text is what was found; it belongs in no
// message.
type LeakError struct {
	File, Text string
	Origin     disclose.Origin
	Profile    record.Profile
}

func (e *LeakError) Error() string {
	return fmt.Sprintf("%s would contain the %s of %s, which the profile %s does not show (publish-leak)", e.File, e.Origin.Field, e.Origin.ID, e.Profile)
}

// leak searches the files, and the tags that the manifest names, for secrets: what view cut must not come back another way. It does
// not search what the program itself says.
func leak(m *view.Model, files Files) error {
	secrets := m.Secrets()
	if secrets.Empty() {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		found := secrets.FindID(name)
		if found == "" && isMarkup(name) && !m.IsOurs(name) {
			found = findIn(secrets, string(files[name]))
		}
		if found != "" {
			return &LeakError{File: name, Text: found, Origin: secrets.Origin(found), Profile: m.Site.Profile}
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(m.Site.Tags)) {
		if found := secrets.Find(tag); found != "" {
			return &LeakError{File: ManifestFile, Text: found, Origin: secrets.Origin(found), Profile: m.Site.Profile}
		}
	}
	return nil
}

// isMarkup reports whether a file of the site is a page or an image with texts in it.
func isMarkup(name string) bool { return slices.Contains([]string{".html", ".svg"}, path.Ext(name)) }

// findIn returns a secret in what readers of a page get: its texts, each on its own, and its addresses.
func findIn(secrets *disclose.Secrets, page string) string {
	var text strings.Builder
	for page != "" {
		before, rest, _ := strings.Cut(page, "<")
		text.WriteString(before)
		tag, after, _ := strings.Cut(rest, ">")
		page = after
		if found := inAttributes(secrets, tag); found != "" {
			return found
		}
		if name, _, _ := strings.Cut(strings.TrimPrefix(tag, "/"), " "); slices.Contains(inline, name) {
			continue
		}
		if found := secrets.Find(html.UnescapeString(text.String())); found != "" {
			return found
		}
		text.Reset()
	}
	return secrets.Find(html.UnescapeString(text.String()))
}

// inline are the elements that do not end a text.
var inline = []string{"a", "abbr", "b", "br", "code", "del", "em", "i", "ins", "small", "span", "strong", "sub", "sup", "time", "tspan"}

// The attributes that readers see or follow.
var (
	wordAttributes    = []string{"alt", "aria-label", "content", "data-label", "title"}
	addressAttributes = []string{"href", "id", "src"}
)

// inAttributes returns a secret in the attributes of a tag. The values are quoted, as templates and Markdown write them.
func inAttributes(secrets *disclose.Secrets, tag string) string {
	for {
		before, rest, found := strings.Cut(tag, `="`)
		if !found {
			return ""
		}
		value, after, _ := strings.Cut(rest, `"`)
		name := before[strings.LastIndexByte(before, ' ')+1:]
		secret := ""
		switch {
		case slices.Contains(wordAttributes, name):
			secret = secrets.Find(html.UnescapeString(value))
		case slices.Contains(addressAttributes, name):
			secret = secrets.FindID(html.UnescapeString(value))
		}
		if secret != "" {
			return secret
		}
		tag = after
	}
}
