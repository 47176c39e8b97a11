package exchange

import (
	"io"

	"github.com/c8b10cf3/lis/internal/locale"
)

// Program is what the running program was built from, and for what.
type Program struct {
	Version  string // with the commit unless it is a released version: 0.1.0+816e06b6c0ff
	Commit   string // "" if it is not known
	Modified bool   // whether files were changed after the commit
	Go       string // the version of the compiler: go1.26.8
	System   string // linux/amd64
}

// versionShape is the shape of `lis version --format json`.
type versionShape struct {
	Version     int     `json:"version"`
	Tool        string  `json:"tool"`
	ToolVersion string  `json:"tool_version"`
	Commit      *string `json:"commit"`
	Modified    bool    `json:"modified"`
	Go          string  `json:"go"`
	System      string  `json:"system"`
}

// WriteVersionJSON writes what the program is as data. tool is its name and version.
func WriteVersionJSON(w io.Writer, tool string, p Program) error {
	return writeShape(w, versionShape{
		Version: 1, Tool: tool, ToolVersion: p.Version, Commit: optional(p.Commit), Modified: p.Modified, Go: p.Go, System: p.System,
	})
}

// WriteVersionText writes the name and version of the program.
func WriteVersionText(w io.Writer, p Program, lang locale.Lang) error {
	return writeString(w, lang.T("version.line", locale.Args{"version": p.Version})+"\n")
}
