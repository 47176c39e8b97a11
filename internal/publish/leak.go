package publish

import (
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/view"
)

// LeakError says that a file would contain what the profile hides. Nothing is written then.
type LeakError struct {
	File, Text string
	Profile    record.Profile
}

func (e *LeakError) Error() string {
	return fmt.Sprintf("%s would hold %q, which the profile %s does not show (publish-leak)", e.File, e.Text, e.Profile)
}

// leak searches the files, and the tags that the manifest names, for secrets: what view cut must not come back another way.
func leak(m *view.Model, files Files) error {
	secrets := m.Secrets()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		text := string(files[name])
		if strings.Contains(text, "&") {
			text = html.UnescapeString(text)
		}
		found := secrets.Find(name)
		if found == "" && strings.HasSuffix(name, ".html") {
			found = secrets.Find(text)
		}
		if found != "" {
			return &LeakError{File: name, Text: found, Profile: m.Site.Profile}
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(m.Site.Tags)) {
		if found := secrets.Find(tag); found != "" {
			return &LeakError{File: ManifestFile, Text: found, Profile: m.Site.Profile}
		}
	}
	return nil
}
