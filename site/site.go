// Package site embeds what the published site is made from: page templates and styles. It holds no words (those are messages of
// package locale) and no logic: package view computes what a page shows, and package publish combines the two. Start reading at
// templates/layout.html, then templates/start.html.
package site

import "embed"

// FS holds templates/, the pages and their parts in html/template, and assets/, files that are published unchanged.
//
//go:embed templates/*.html assets/*.css
var FS embed.FS
