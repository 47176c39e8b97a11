// Package setup creates what a workspace begins with and checks its condition: the files of lis init, a new record, the
// CODEOWNERS that follows from who is responsible for what, and the check-up of lis doctor. It returns files and findings;
// writing them, and asking the user, is left to the caller. Start reading at [Begin], [NewDraft], [OwnersOf] or [Examine].
package setup

import (
	"embed"
	"fmt"
	"strings"
	"text/template"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
)

// File is a file to be written if it does not exist yet.
type File struct {
	Name string // with forward slashes, relative to the workspace or, with Top, to the top of the repository
	Data []byte
	Top  bool
}

// templates holds a folder of files for each language.
//
//go:embed templates
var templates embed.FS

// render executes a template in a language.
func render(lang locale.Lang, name string, data any) ([]byte, error) {
	place := "templates/" + string(lang) + "/" + name
	text, err := templates.ReadFile(place)
	if err != nil {
		return nil, err
	}
	t, err := template.New(name).Funcs(template.FuncMap{"yaml": yamlText, "indent": indent}).Parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", place, err)
	}
	var b strings.Builder
	if err := t.Execute(&b, data); err != nil {
		return nil, fmt.Errorf("fill %s: %w", place, err)
	}
	return []byte(b.String()), nil
}

// yamlText formats a text as a value in YAML.
func yamlText(s string) string { return document.Scalar(s, document.InBlock) }
