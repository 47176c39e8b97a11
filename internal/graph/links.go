package graph

import (
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
)

// Files answers questions about the files of a workspace that are not records.
type Files struct {
	// Exists reports whether there is a file or folder of that name.
	Exists func(name string) bool
	// Image returns why a file that exists cannot be shown as an image; the zero message if it can.
	Image func(name string) locale.Message
	// Linked is set if pages link to files, because a forge shows them.
	Linked bool
}

// links checks the links and images in a record's text and in its fields that hold Markdown, and what of them pages leave out.
func (g *Graph) links(r *record.Record, files Files) []diag.Finding {
	if r.Doc.Broken {
		return nil
	}
	findings := g.marks(r, r.Doc, "", files)
	for _, f := range r.Kind.Fields() {
		if f.Format != "markdown" {
			continue
		}
		for _, path := range Expand(r.Values, f.Path) {
			if text, ok := r.At(path).(string); ok && strings.ContainsAny(text, "[<|") {
				findings = append(findings, g.marks(r, document.OfText(text), path, files)...)
			}
		}
	}
	return findings
}

// marks checks one text of a record: that below the front matter, or that of a field.
func (g *Graph) marks(r *record.Record, text *document.Document, field string, files Files) []diag.Finding {
	var findings []diag.Finding
	add := func(f *diag.Finding, span source.Span) {
		if f == nil {
			return
		}
		if field == "" {
			f.Span = span
		} else {
			f.Fixes = nil
		}
		findings = append(findings, *f)
	}
	for _, link := range text.Links() {
		add(g.link(&linkIn{r, field, link}, files), link.Span)
	}
	for _, o := range text.Omitted() {
		f := Finding(r, "text-not-shown", field, locale.Args{"what": locale.Shorten(o.What), "problem": o.Problem})
		add(&f, o.Span)
	}
	return findings
}

// linkIn is a link with the record that it is in, and the field, "" for the text below the front matter.
type linkIn struct {
	from  *record.Record
	field string
	document.Link
}

func (l *linkIn) finding(rule string, args locale.Args) *diag.Finding {
	args["ref"] = l.Target
	f := Finding(l.from, rule, l.field, args)
	return &f
}

func (l *linkIn) broken(guess locale.Text) *diag.Finding {
	return l.finding("link-broken", locale.Args{"guess": guess})
}

func (g *Graph) link(l *linkIn, files Files) *diag.Finding {
	name, local, inside := LocalTarget(l.from.File().Name, l.Target)
	switch {
	case l.Blanks:
		return l.finding("link-not-on-site", locale.Args{"problem": locale.Key("link.blanks")})
	case l.Wiki:
		return g.wiki(l)
	case IsDrive(l.Target):
		return l.finding("link-drive", locale.Args{})
	case !local && l.Image:
		return l.finding("image-not-shown", locale.Args{"problem": locale.Key("image.elsewhere")})
	case l.Target == "" || strings.HasPrefix(l.Target, "#"):
		return l.broken(locale.Text{})
	case !local && !IsWebAddress(l.Target):
		return l.finding("link-not-on-site", locale.Args{"problem": locale.Key("link.scheme")})
	case !local:
		return nil
	case !inside:
		return l.finding("link-outside", locale.Args{})
	}
	return g.file(l, name, files)
}

// wiki checks a link to a record by its id.
func (g *Graph) wiki(l *linkIn) *diag.Finding {
	if to := g.Named(l.Target); to != nil {
		g.mention(l, to)
		return nil
	}
	near := g.Near(l.Target, []string{"*"})
	f := l.broken(record.DidYouMean(near))
	f.Cause = l.Target
	if span, ok := targetSpan(l.from, l.Link); ok && l.field == "" {
		f.Fixes = record.ChangeRef(span, l.Target, near)
	}
	return f
}

// mention remembers that a text links to a record.
func (g *Graph) mention(l *linkIn, to *record.Record) {
	if l.field == "" {
		g.mentions[to] = append(g.mentions[to], l.from)
	}
}

// file checks a link to a file of the workspace.
func (g *Graph) file(l *linkIn, name string, files Files) *diag.Finding {
	to := g.byFile[source.Comparable(name)]
	image := l.Image || document.IsImage(name)
	if image {
		g.images[source.Comparable(name)] = name
	}
	switch {
	case to != nil && !l.Image:
		g.mention(l, to)
		return nil
	case to == nil && !files.Exists(name):
		return l.broken(locale.Text{})
	}
	problem := locale.Say("link.file")
	if image {
		problem = files.Image(name)
	}
	switch {
	case l.Image && !problem.IsZero():
		return l.finding("image-not-shown", locale.Args{"problem": problem})
	case !problem.IsZero() && !files.Linked:
		return l.finding("link-not-on-site", locale.Args{"problem": problem})
	}
	return nil
}

// Images returns the names of the images that texts show or link to, whether they can be shown or not, sorted.
func (g *Graph) Images() []string { return slices.Sorted(maps.Values(g.images)) }

// IsImage reports whether a text shows an image or links to it. The letters of the name can be composed or decomposed.
func (g *Graph) IsImage(name string) bool { return g.images[source.Comparable(name)] != "" }

// drive matches what leads to a drive or a file server: G:\…, \\server\…, //server/… and file://….
var drive = regexp.MustCompile(`(?i)^([a-z]:|\\|//|file:)`)

// IsDrive reports whether a link leads to a drive or a file server, where only some readers get.
func IsDrive(target string) bool { return drive.MatchString(target) }

// IsWebAddress reports whether pages can link to an address outside the workspace.
func IsWebAddress(target string) bool {
	scheme, _, found := strings.Cut(strings.ToLower(target), ":")
	return found && (scheme == "https" || scheme == "http" || scheme == "mailto" || scheme == "tel")
}

// targetSpan returns the place of the id in a wiki link.
func targetSpan(r *record.Record, link document.Link) (span source.Span, ok bool) {
	const opening = "[["
	span = link.Span
	span.Start.Column += len(opening)
	span.End = source.Pos{Line: span.Start.Line, Column: span.Start.Column + len([]rune(link.Target))}
	return span, r.File().Text(span) == link.Target
}

// InFile returns the record in a file, or nil. The letters of the name can be composed or decomposed.
func (g *Graph) InFile(name string) *record.Record { return g.byFile[source.Comparable(name)] }

// LocalTarget returns the file that a link in a file leads to. local is false for external addresses and for places on the
// same page; inside is false if the target lies outside the workspace.
func LocalTarget(from, target string) (name string, local, inside bool) {
	u, err := url.Parse(target)
	if err != nil && !strings.Contains(target, ":") {
		u, err = &url.URL{Path: target}, nil // a character that an address would escape, as in 100%.md
	}
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" {
		return "", false, true
	}
	if strings.HasPrefix(u.Path, "/") {
		return u.Path, true, false
	}
	name = path.Join(path.Dir(from), u.Path)
	return name, true, name != ".." && !strings.HasPrefix(name, "../")
}
