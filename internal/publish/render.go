package publish

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"runtime"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/view"
	"github.com/c8b10cf3/lis/site"
	"golang.org/x/sync/errgroup"
)

// Files are the files of a site by name, including manifest.json.
type Files map[string][]byte

// Render renders every file of a site in memory. The error is a *LeakError if a file contains what the profile hides.
func Render(ctx context.Context, m *view.Model) (Files, error) {
	files := Files{}
	if err := assets(m, files); err != nil {
		return nil, err
	}
	pages := Pages(m)
	shown := &pictures{files: Files{}}
	texts, err := renderAll(ctx, m, pages, shown)
	if err != nil {
		return nil, err
	}
	maps.Copy(files, shown.files)
	for i, p := range pages {
		if files[p.Name] != nil {
			return nil, fmt.Errorf("render %s: two pages have that name", p.Name)
		}
		files[p.Name] = texts[i]
	}
	if err := leak(m, files); err != nil {
		return nil, err
	}
	files[ManifestFile] = manifest(m.Site, files)
	return files, nil
}

// assets adds the files that are not pages: those of package site, the theme, the logo.
func assets(m *view.Model, files Files) error {
	names, err := fs.Glob(site.FS, "assets/*")
	if err != nil {
		return err
	}
	for _, name := range names {
		if files[name], err = site.FS.ReadFile(name); err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
	}
	files["assets/theme.css"] = theme(m.Site)
	if m.Site.Logo != "" {
		files[m.Site.Logo] = m.Site.LogoData
	}
	return nil
}

// renderAll renders pages, several at a time.
func renderAll(ctx context.Context, m *view.Model, pages []Page, shown *pictures) ([][]byte, error) {
	sets := map[string]*template.Template{}
	for _, root := range []string{"", "../"} {
		set, err := parse(m, root, shown)
		if err != nil {
			return nil, err
		}
		sets[root] = set
	}
	texts := make([][]byte, len(pages))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range pages {
		group.Go(func() (err error) {
			if err := ctx.Err(); err != nil {
				return err
			}
			texts[i], err = render(m, sets[rootOf(p.Name)], p)
			return err
		})
	}
	return texts, group.Wait()
}

// rootOf returns the path from a page to the top of the site. Pages are at most one folder deep.
func rootOf(name string) string {
	if strings.Contains(name, "/") {
		return "../"
	}
	return ""
}

// content is the data of a template.
type content struct {
	Site view.Site
	Page Page
	Data any
}

func render(m *view.Model, set *template.Template, p Page) ([]byte, error) {
	c := content{Site: m.Site, Page: p}
	if p.Data != nil {
		c.Data = p.Data()
	}
	var out bytes.Buffer
	if err := set.ExecuteTemplate(&out, p.Template, c); err != nil {
		return nil, fmt.Errorf("render %s: %w", p.Name, err)
	}
	return out.Bytes(), nil
}

// fixed matches a message without values in a template.
var fixed = regexp.MustCompile(`\{\{t "([a-z0-9._-]+)"\}\}`)

// parse reads the templates for pages from which root leads to the top of the site. Messages without values are inserted here,
// once: looking them up for every page would be most of the work.
func parse(m *view.Model, root string, shown *pictures) (*template.Template, error) {
	names, err := fs.Glob(site.FS, "templates/*.html")
	if err != nil {
		return nil, err
	}
	around := &frame{site: m.Site, made: map[frameKey]template.HTML{}}
	set := template.New("").Funcs(functions(m, root, around, shown)).Option("missingkey=error")
	around.set = set
	for _, name := range names {
		text, err := site.FS.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		localized := fixed.ReplaceAllFunc(text, func(call []byte) []byte {
			return []byte(html.EscapeString(m.Site.Lang.T(string(fixed.FindSubmatch(call)[1]))))
		})
		if _, err := set.New(path.Base(name)).Parse(string(localized)); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	return set, nil
}

// functions returns the functions that templates can call.
func functions(m *view.Model, root string, around *frame, shown *pictures) template.FuncMap {
	return template.FuncMap{
		// head and foot return what surrounds the content of a page.
		"head": func(p Page) (template.HTML, error) { return around.part("head", p) },
		"foot": func() (template.HTML, error) { return around.part("foot", Page{}) },
		// t returns a message of the program.
		"t": func(key string, args ...locale.Args) string { return m.Site.Lang.T(key, args...) },
		// args returns the values of a message, given as name and value in turn.
		"args": messageArgs,
		// href returns the path to a page of the site.
		"href": func(page string) string { return href(root, page) },
		// prose renders a text with its topmost heading at a level.
		"prose": func(p *view.Prose, top int) template.HTML { return prose(m, root, *p, top, shown) },
		"short": func(commit string) string { return commit[:min(len(commit), 7)] },
		// permille formats thousandths of the total as a length.
		"permille": func(n int) string { return fmt.Sprintf("%d.%d%%", n/10, n%10) },
		"tone":     toneOf,
		// scale returns how far along the scale a level is, and steps the numbers below a level.
		"scale": func(level int) int { return level * levelWidth },
		"steps": steps,
		// points formats the positions of a line for its attribute.
		"points": points,
	}
}

// points formats the positions of a line. A single one is repeated so that it is visible.
func points(dots []view.Dot) string {
	if len(dots) == 1 {
		dots = append(dots, dots[0])
	}
	var b strings.Builder
	for _, d := range dots {
		fmt.Fprintf(&b, "%d,%d ", d.X, d.Y)
	}
	return strings.TrimSpace(b.String())
}

// levelWidth is the length of one level on the scale of a classification.
const levelWidth = 22

func steps(n int) []int {
	all := make([]int, max(n, 0))
	for i := range all {
		all[i] = i
	}
	return all
}

func messageArgs(pairs ...any) (locale.Args, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("args takes names with values")
	}
	args := locale.Args{}
	for i := 0; i < len(pairs); i += 2 {
		args[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return args, nil
}

// href returns the relative address of a page, including index.html, so that it works without a server.
func href(root, page string) string {
	if page == "" {
		return ""
	}
	return root + path.Clean(page)
}

// toneOf returns the tone in which a severity is shown.
func toneOf(severity string) string {
	switch severity {
	case "error":
		return "bad"
	case "warning":
		return "attention"
	}
	return "neutral"
}
