package trail

import (
	"fmt"

	"github.com/c8b10cf3/lis/internal/document"
)

// Bodies reads the texts between which a revision changed a record, below their front matter; both are empty where it changed
// none. The trail itself has only that a text changed: what it said is read for those who tell it.
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

// bodyOf is the text of a version of a file. Of one of the usual form no YAML is read for it.
func bodyOf(data []byte) []byte {
	if p, usual := split(data); usual {
		return p.body
	}
	return document.Parse("", data).BodyText()
}
