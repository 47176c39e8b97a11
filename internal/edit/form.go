package edit

import (
	"bytes"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// Form gives a file the form of record files: UTF-8 without a byte order mark, lines ended by LF. done holds the keys of
// messages that describe what was changed; it is empty if nothing was.
func Form(name string, raw []byte) (data []byte, done []locale.Key, refusal *Refusal) {
	if len(raw) > document.MaxSize {
		return raw, nil, refuse("edit.too-large")
	}
	data, certain := document.ToUTF8(raw)
	if !certain {
		return raw, nil, refuse("edit.encoding")
	}
	if !bytes.Equal(data, raw) {
		done = append(done, "edit.encoded")
	}
	if bytes.HasPrefix(data, []byte(source.BOM)) {
		data = bytes.TrimLeft(data, source.BOM)
		if len(done) == 0 {
			done = append(done, "edit.bom")
		}
	}
	if lines := document.ToLines(data); !bytes.Equal(lines, data) {
		data = lines
		done = append(done, "edit.line-ends")
	}
	if len(done) > 0 && !sameForm(document.Parse(name, raw), document.Parse(name, data)) {
		return raw, nil, refuse("edit.elsewhere")
	}
	return data, done, nil
}

// sameForm reports whether two files hold the same front matter, comments and text, except for line ends.
func sameForm(before, after *document.Document) bool {
	return same(before.Front, after.Front) && sameComments(before, after) && unixText(before) == unixText(after)
}

// unixText returns the text below the front matter with lines ended by LF alone.
func unixText(doc *document.Document) string {
	return strings.ReplaceAll(string(document.ToLines(doc.BodyText())), "\r", "\n")
}
