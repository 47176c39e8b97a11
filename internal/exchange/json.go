// Package exchange prints what the program knows: what each command outputs as text and as JSON, a file each, and a check in
// foreign formats. It gets what to print, never touches the disk and decides no exit status. Start reading at [Shapes] and the
// file of the command; for a check, at [Check] and [Formats].
package exchange

import (
	"bytes"
	"encoding/json"
	"io"
)

// writeJSON writes a value as JSON with sorted keys, two spaces of indent and a final line break.
func writeJSON(w io.Writer, v any) error {
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

// optional returns a pointer to a text, or nil for an empty one.
func optional[T ~string](s T) *T {
	if s == "" {
		return nil
	}
	return &s
}
