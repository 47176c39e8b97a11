// Package exchange is the program's data in foreign formats, one file each. It touches no disk and decides no exit status.
// Start reading at [Check] and [Formats], then at the format you look for.
package exchange

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/c8b10cf3/lis/internal/diag"
)

// writeReport writes a check as [diag.Report].
func writeReport(w io.Writer, c Check) error {
	return WriteJSON(w, diag.Report{
		Version: 1, Tool: c.Tool + " " + c.ToolVersion, AsOf: c.AsOf, Rev: c.Rev, Profile: c.Profile,
		Summary: diag.Count(c.Records, c.Diagnostics), Diagnostics: diag.Entries(c.Diagnostics, c.Lang),
	})
}

// WriteJSON writes a value as JSON with sorted keys, two spaces of indent and a line break last.
func WriteJSON(w io.Writer, v any) error {
	data, err := marshal(v)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var plain any
	if err := decoder.Decode(&plain); err != nil {
		return err
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(plain) // the keys of a map are written sorted
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return b.Bytes(), err
}
