package rules

import (
	"embed"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"golang.org/x/tools/txtar"
)

// examples holds an archive for each rule: files below bad/ break it, the same below good/ keep it, and want is what is said
// of the bad ones. The comment of the archive sets the day: "as-of: 2023-08-25".
//
//go:embed examples
var examples embed.FS

// File is one file of an example.
type File struct{ Name, Text string }

// Example is a rule broken and kept.
type Example struct {
	Bad, Good []File
	// Want are the lines "file:line:column: severity: message [rule]" about the bad files, in Swedish; WantEN in English.
	Want, WantEN string
	AsOf         string
}

// Said is what is said of the bad files in a language.
func (e *Example) Said(lang locale.Lang) string {
	if lang == locale.English {
		return e.WantEN
	}
	return e.Want
}

// ExampleOf is the example of a rule, or nil for a rule of a workspace.
func ExampleOf(id string) *Example {
	data, err := examples.ReadFile("examples/" + id + ".txtar")
	if err != nil {
		return nil
	}
	archive := txtar.Parse(data)
	e := &Example{AsOf: "2023-08-25"}
	for line := range strings.Lines(string(archive.Comment)) {
		if day, ok := strings.CutPrefix(strings.TrimSpace(line), "as-of: "); ok {
			e.AsOf = day
		}
	}
	for _, f := range archive.Files {
		text := string(f.Data)
		if name, ok := strings.CutPrefix(f.Name, "bad/"); ok {
			e.Bad = append(e.Bad, File{name, text})
		} else if name, ok := strings.CutPrefix(f.Name, "good/"); ok {
			e.Good = append(e.Good, File{name, text})
		}
		switch f.Name {
		case "want":
			e.Want = text
		case "want.en":
			e.WantEN = text
		}
	}
	return e
}
