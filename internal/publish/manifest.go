package publish

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/seal"
	"github.com/c8b10cf3/lis/internal/view"
)

// ManifestFile lists the files of a site. It is written last.
const ManifestFile = "manifest.json"

// Manifest is the content of manifest.json: what the site was made from, and every other file with its SHA-256 in hexadecimal.
type Manifest struct {
	AsOf     string                  `json:"as_of"`
	Commit   *string                 `json:"commit"` // null if the files are not those of a commit: without git, or changed since
	Files    map[string]string       `json:"files"`
	Language locale.Lang             `json:"language"`
	Profile  record.Profile          `json:"profile"`
	Tags     map[string]history.Hash `json:"tags"`    // those that the pages use, with their commits
	Tool     string                  `json:"tool"`    // the program and its version
	Version  int                     `json:"version"` // of this format
}

// manifestVersion is the format that this program reads and writes.
const manifestVersion = 1

func manifest(s view.Site, files Files) []byte {
	m := Manifest{
		AsOf: s.AsOf.Day, Files: map[string]string{}, Language: s.Lang, Profile: s.Profile, Tags: map[string]history.Hash{},
		Tool: "lis " + s.Version, Version: manifestVersion,
	}
	maps.Copy(m.Tags, s.Tags)
	if s.Commit != "" && !s.Dirty {
		m.Commit = &s.Commit
	}
	for name, data := range files {
		m.Files[name] = seal.Sum(data)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(m); err != nil {
		panic(err) // a Manifest has nothing that JSON cannot hold
	}
	return out.Bytes()
}

// FormatError says that manifest.json has a format that this program does not know.
type FormatError struct{ Version int }

func (e *FormatError) Error() string { return fmt.Sprintf("format %d is not known", e.Version) }

// ReadManifest reads manifest.json. The error is a *FormatError if its format is not known.
func ReadManifest(data []byte) (*Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("read %s: %w", ManifestFile, err)
	}
	if m.Version != manifestVersion {
		return nil, fmt.Errorf("read %s: %w", ManifestFile, &FormatError{m.Version})
	}
	return &m, nil
}
