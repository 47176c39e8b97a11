package exchange

import (
	"fmt"
	"io"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// WriteSchemaJSON writes the JSON Schema of a kind, with our own keywords if they are wanted.
func WriteSchemaJSON(w io.Writer, kind *record.Kind, keywords bool, lang locale.Lang) error {
	if keywords {
		return writeJSON(w, kind.KeywordSchema(lang))
	}
	return writeJSON(w, kind.JSONSchema(lang))
}

// WriteKindsText lists kinds with their folders.
func WriteKindsText(w io.Writer, kinds *record.Kinds, lang locale.Lang) error {
	var b strings.Builder
	for _, k := range kinds.List {
		fmt.Fprintf(&b, "%-14s %-16s %s\n", k.Name, k.Folder+"/", k.Label.In(lang))
	}
	return writeString(w, b.String())
}
