package publish

import (
	"fmt"
	"html"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/view"
	"github.com/c8b10cf3/lis/site"
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

// leak searches the files, and the tags that the manifest names, for secrets: what view cut must not come back another way. What
// the program itself says is no secret.
func leak(m *view.Model, files Files) error {
	secrets := m.Secrets()
	if secrets.Empty() {
		return nil
	}
	s := search{
		secrets: secrets, own: sync.OnceValue(func() *disclose.Own { return m.Own(ownFiles()...) }),
		addresses: sync.OnceValue(func() *disclose.Own { return m.OwnNames(ownFiles()...) }),
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		found := s.address(name)
		if found == "" && isMarkup(name) && !m.IsOurs(name) {
			found = s.page(string(files[name]))
		}
		if found != "" {
			return &LeakError{File: name, Text: found, Origin: secrets.Origin(found), Profile: m.Site.Profile}
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(m.Site.Tags)) {
		if found := s.text(tag); found != "" {
			return &LeakError{File: ManifestFile, Text: found, Origin: secrets.Origin(found), Profile: m.Site.Profile}
		}
	}
	return nil
}

// ownFiles returns what package site puts on pages: its templates, and the names of its files.
func ownFiles() []string {
	var texts []string
	_ = fs.WalkDir(site.FS, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		texts = append(texts, name)
		if path.Ext(name) == ".html" {
			text, err := site.FS.ReadFile(name)
			texts = append(texts, string(text))
			return err
		}
		return nil
	})
	return append(texts, view.StartPage, view.RegistersPage, view.ReportPage, view.RulesPage, ManifestFile)
}

// search looks for secrets.
type search struct {
	secrets *disclose.Secrets
	// own are the texts that pages contain anyway, addresses what addresses on them are made of.
	own, addresses func() *disclose.Own
}

// text returns a secret that a text tells, or "".
func (s search) text(text string) string { return first(text, s.secrets.All(text), s.own) }

// address returns the id of a hidden record that an address tells, or "".
func (s search) address(address string) string {
	return first(address, s.secrets.AllIDs(address), s.addresses)
}

// first returns the first of what was found in a text that is not said anyway.
func first(text string, all []string, own func() *disclose.Own) string {
	for _, found := range all {
		if !own().Explain(text, found) {
			return found
		}
	}
	return ""
}

// isMarkup reports whether a file of the site is a page or an image with texts in it.
func isMarkup(name string) bool { return slices.Contains([]string{".html", ".svg"}, path.Ext(name)) }

// page returns a secret in what readers of a page get: its texts, each on its own, and its addresses.
func (s search) page(page string) string {
	var text strings.Builder
	for page != "" {
		before, rest, _ := strings.Cut(page, "<")
		text.WriteString(before)
		tag, after, _ := strings.Cut(rest, ">")
		page = after
		if found := s.attributes(tag); found != "" {
			return found
		}
		if name, _, _ := strings.Cut(strings.TrimPrefix(tag, "/"), " "); slices.Contains(inline, name) {
			continue
		}
		if found := s.text(html.UnescapeString(text.String())); found != "" {
			return found
		}
		text.Reset()
	}
	return s.text(html.UnescapeString(text.String()))
}

// inline are the elements that do not end a text.
var inline = []string{"a", "abbr", "b", "br", "code", "del", "em", "i", "ins", "small", "span", "strong", "sub", "sup", "time", "tspan"}

// The attributes that readers see or follow.
var (
	wordAttributes    = []string{"alt", "aria-label", "content", "data-label", "title"}
	addressAttributes = []string{"href", "id", "src"}
)

// attributes returns a secret in the attributes of a tag. The values are quoted, as templates and Markdown write them.
func (s search) attributes(tag string) string {
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
			secret = s.text(html.UnescapeString(value))
		case slices.Contains(addressAttributes, name):
			secret = s.address(html.UnescapeString(value))
		}
		if secret != "" {
			return secret
		}
		tag = after
	}
}
