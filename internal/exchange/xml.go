package exchange

import (
	"encoding/xml"
	"io"
)

// writeXML writes a value as an XML document. Texts are escaped, never put in CDATA; the encoder replaces what XML cannot
// represent.
func writeXML(w io.Writer, v any) error {
	data, err := xml.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xml.Header+string(data)+"\n")
	return err
}
