package view

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"sync"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// picturesFolder contains the images of texts.
const picturesFolder = "images"

// Picture is an image that a text shows.
type Picture struct {
	Page string // its name on the site; "" if it cannot be shown
	Data []byte
}

// pictures are the images read so far, by name.
type pictures struct {
	mutex sync.Mutex
	read  map[string]Picture
}

// Picture returns the image that a text shows. Only texts that the profile shows have pictures, because nothing else asks for one.
// The name follows from the content alone: it tells nothing about where the file lies, and equal images are one file.
func (m *Model) Picture(p Prose, link document.Link) Picture {
	name, local, inside := graph.LocalTarget(p.from.File().Name, link.Target)
	if !local || !inside || graph.IsDrive(link.Target) || p.from.Shipped || m.in.Files == nil {
		return Picture{}
	}
	m.pictures.mutex.Lock()
	defer m.pictures.mutex.Unlock()
	if known, ok := m.pictures.read[name]; ok {
		return known
	}
	var picture Picture
	if data, ext, problem := workspace.ReadImage(m.in.Files, name); problem.IsZero() {
		sum := sha256.Sum256(data)
		picture = Picture{path.Join(picturesFolder, hex.EncodeToString(sum[:16])+ext), data}
	}
	m.pictures.read[name] = picture
	return picture
}
