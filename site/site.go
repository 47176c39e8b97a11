// Package site holds what the published site is made of: the templates of its pages and its styles. It owns no words (those
// are messages of package locale) and no logic: package view computes what a page shows, package publish puts the two
// together. Start reading at templates/layout.html, then templates/start.html.
package site

import "embed"

// FS holds templates/, the pages and their parts in html/template, and assets/, files that are published as they are.
//
//go:embed templates/*.html assets/*.css
var FS embed.FS
