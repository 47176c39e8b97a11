package publish

import (
	"html/template"
	"strings"
	"sync"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/view"
)

// pictures collects the images that the pages show, by their names on the site.
type pictures struct {
	mutex sync.Mutex
	files Files
}

func (p *pictures) add(picture view.Picture) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.files[picture.Page] = picture.Data
}

// prose renders Markdown. The ids in it start with the name of the text, so that a page can contain several texts.
func prose(m *view.Model, root string, p view.Prose, top int, shown *pictures) template.HTML {
	text, _ := document.Render([]byte(p.Markdown), top, func(link document.Link) document.Target { return target(m, root, p, link, shown) })
	if p.Name != "text" {
		text = strings.NewReplacer(` id="text-`, ` id="`+p.Name+`-`, ` href="#text-`, ` href="#`+p.Name+`-`).Replace(text)
	}
	return template.HTML(text) // made by goldmark, which escapes text and omits raw HTML
}

// target returns where a link leads on the site, or where an image is, which is added. An image that cannot be shown becomes its
// description. What leads elsewhere and is no link shows its address.
func target(m *view.Model, root string, p view.Prose, link document.Link, shown *pictures) document.Target {
	if link.Image || !link.Wiki && document.IsImage(link.Target) {
		if picture := m.Picture(p, link); picture.Page != "" {
			shown.add(picture)
			return document.Target{Href: href(root, picture.Page)}
		}
	}
	to := m.Follow(p, link)
	switch {
	case link.Image && to.URL == link.Target:
		return document.Target{Address: to.URL}
	case link.Image:
		return document.Target{Address: to.Address}
	case to.Page != "":
		return document.Target{Href: href(root, to.Page), Label: to.Text}
	}
	return document.Target{Href: to.URL, Label: to.Text, Address: to.Address}
}
