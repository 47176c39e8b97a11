package view

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/tell"
)

// Texts that are not rendered, such as plain fields and what the trail quotes, show what their wiki links say and never the marks.

// readable returns a plain text of a record with the titles of the records that it links to.
func (m *Model) readable(text string) string {
	return document.ReadableLinks(text, func(id, label string) string {
		if to := m.target(m.w.Graph.Named(id)); label == "" && to.Text != "" {
			return to.Text
		}
		return cmp.Or(label, id)
	})
}

// unmarked returns a text of the past with the ids and labels of its wiki links: what they led to can have had another title. A
// text can be cut within a link; what is left of its marks is left out.
func unmarked(text string) string {
	if !strings.Contains(text, "[[") && !strings.Contains(text, "]]") {
		return text
	}
	text = document.ReadableLinks(text, func(id, label string) string {
		if label == "" || label == id {
			return id
		}
		return label + " (" + id + ")"
	})
	return markOrCode.ReplaceAllStringFunc(text, func(found string) string {
		if strings.HasPrefix(found, "`") {
			return found
		}
		return ""
	})
}

var markOrCode = regexp.MustCompile("`[^`]+`|!?\\[\\[|\\]\\]")

// unmarkedRuns returns the runs of a text without marks.
func unmarkedRuns(runs []tell.Run) []tell.Run {
	runs = slices.Clone(runs)
	for i := range runs {
		runs[i].Text = unmarked(runs[i].Text)
	}
	return runs
}

// unmarkedAll returns several texts without marks.
func unmarkedAll(texts []string) []string {
	texts = slices.Clone(texts)
	for i := range texts {
		texts[i] = unmarked(texts[i])
	}
	return texts
}
