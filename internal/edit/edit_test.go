package edit

import "github.com/c8b10cf3/lis/internal/document"

func documentOf(text string) *document.Document { return document.Parse("a.md", []byte(text)) }
