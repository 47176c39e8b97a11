package publish

import (
	"html/template"
	"slices"
	"strings"
	"sync"

	"github.com/c8b10cf3/lis/internal/view"
)

// frame renders what surrounds the content of pages, once for all pages that share it.
type frame struct {
	set  *template.Template
	site view.Site

	mu   sync.Mutex
	made map[frameKey]template.HTML
}

// frameKey identifies a frame: the part, the section of the header, and the page if the header links to it.
type frameKey struct{ part, section, page string }

// part renders a part of the layout for a page.
func (f *frame) part(name string, p Page) (template.HTML, error) {
	key := frameKey{part: name, section: p.Section}
	if slices.ContainsFunc(f.site.Nav, func(item view.NavItem) bool { return item.Page == p.Name }) {
		key.page = p.Name
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if html, ok := f.made[key]; ok {
		return html, nil
	}
	var out strings.Builder
	if err := f.set.ExecuteTemplate(&out, name, content{Site: f.site, Page: p}); err != nil {
		return "", err
	}
	f.made[key] = template.HTML(out.String())
	return f.made[key], nil
}
