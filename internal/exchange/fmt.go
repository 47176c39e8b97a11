package exchange

import (
	"io"

	"github.com/c8b10cf3/lis/internal/locale"
)

// formatShape is the shape of `lis fmt --format json`: the files that were changed, or with --check would be, and those that
// were left as they are.
type formatShape struct {
	Version int                  `json:"version"`
	Check   bool                 `json:"check"`
	Files   []formattedFileShape `json:"files"`
}

// formattedFileShape is one of these files. Reason is why a file is left as it is, null if it changes.
type formattedFileShape struct {
	File    string  `json:"file"`
	Changes bool    `json:"changes"`
	Reason  *string `json:"reason"`
}

// FormattedFile is a file that is not in its canonical form. Left says why it is left as it is; nil if it changes.
type FormattedFile struct {
	File string
	Left locale.Localized
}

// WriteFmtJSON writes the files that are not in canonical form as data. check is set if none was written.
func WriteFmtJSON(w io.Writer, files []FormattedFile, check bool, lang locale.Lang) error {
	out := formatShape{Version: 1, Check: check, Files: []formattedFileShape{}}
	for _, f := range files {
		shape := formattedFileShape{File: f.File, Changes: f.Left == nil}
		if f.Left != nil {
			reason := f.Left.In(lang)
			shape.Reason = &reason
		}
		out.Files = append(out.Files, shape)
	}
	return writeShape(w, out)
}
