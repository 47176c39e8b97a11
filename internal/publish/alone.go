package publish

import (
	"bytes"
	"fmt"
	"html/template"

	"github.com/c8b10cf3/lis/internal/compare"
	"github.com/c8b10cf3/lis/internal/view"
	"github.com/c8b10cf3/lis/site"
)

// Standalone renders what happened between two states as one page that contains its style and links to no other page of a site: a
// file to keep or to send. The error is a *LeakError if it contains what the profile hides.
func Standalone(m *view.Model, b *compare.Comparison, title string) ([]byte, error) {
	set, err := parse(m, "", &pictures{files: Files{}})
	if err != nil {
		return nil, err
	}
	style, err := site.FS.ReadFile("assets/style.css")
	if err != nil {
		return nil, fmt.Errorf("read the style: %w", err)
	}
	var out bytes.Buffer
	err = set.ExecuteTemplate(&out, "alone", struct {
		content
		Style template.CSS
	}{content{Site: m.Site, Page: Page{Title: title}, Data: m.Changes(b).WithoutPages()}, template.CSS(style)}) // our own style
	if err != nil {
		return nil, fmt.Errorf("render the comparison: %w", err)
	}
	return out.Bytes(), leak(m, Files{"index.html": out.Bytes()})
}
