package graph

import (
	"net/url"
	"path"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
)

// links checks the links in a record's text.
func (g *Graph) links(r *record.Record, exists func(name string) bool) []diag.Finding {
	if r.Doc.Broken {
		return nil
	}
	var findings []diag.Finding
	for _, link := range r.Doc.Links() {
		if f := g.link(r, link, exists); f != nil {
			f.File, f.Span = r.File(), link.Span
			findings = append(findings, *f)
		}
	}
	return findings
}

func (g *Graph) link(r *record.Record, link document.Link, exists func(name string) bool) *diag.Finding {
	broken := func(rule string, guess locale.Text) *diag.Finding {
		f := Finding(r, rule, "", locale.Args{"ref": link.Target, "guess": guess})
		if link.Wiki {
			f.Cause = link.Target
		}
		return &f
	}
	if link.Wiki {
		to := g.Named(link.Target)
		if to == nil {
			near := g.Near(link.Target, []string{"*"})
			f := broken("link-broken", record.DidYouMean(near))
			if span, ok := targetSpan(r, link); ok {
				f.Fixes = record.ChangeRef(span, link.Target, near)
			}
			return f
		}
		g.mentions[to] = append(g.mentions[to], r)
		return nil
	}
	name, local, inside := LocalTarget(r.File().Name, link.Target)
	switch {
	case !local:
		return nil
	case !inside:
		return broken("link-outside", locale.Text{})
	}
	if to := g.byFile[source.Comparable(name)]; to != nil {
		g.mentions[to] = append(g.mentions[to], r)
		return nil
	}
	if exists(name) {
		return nil
	}
	return broken("link-broken", locale.Text{})
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
