package trail

import (
	"fmt"

	"github.com/c8b10cf3/lis/internal/document"
)

// Bodies reads the texts, below the front matter, between which a revision changed a record; both are empty if it did not change
// the text. The trail itself only knows that a text changed, so that only those who show it need to read it.
func Bodies(blobs Blobs, rev *Revision) (before, after []byte, err error) {
	if rev.Before != "" {
		if before, err = blobs.Blob(rev.Before); err != nil {
			return nil, nil, fmt.Errorf("read a text before %.10s: %w", rev.Commit, err)
		}
	}
	if rev.After != "" {
		if after, err = blobs.Blob(rev.After); err != nil {
			return nil, nil, fmt.Errorf("read a text of %.10s: %w", rev.Commit, err)
		}
	}
	return bodyOf(before), bodyOf(after), nil
}

// bodyOf returns the text of a file version. For a file of the usual form, no YAML is parsed.
func bodyOf(data []byte) []byte {
	if p, usual := split(data); usual {
		return p.body
	}
	return document.Parse("", data).BodyText()
}
