// Package cache keeps computed data from one run to the next, in files of a folder outside the work tree. What is kept can be
// lost at any time: a file that is missing, truncated, of another version or otherwise invalid is ignored. It knows nothing
// about what it keeps. Start reading at [Open].
package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/disk"
)

// Dir is a folder of kept files. Several processes can use it at once: a file is replaced atomically, the last one to save
// wins, and a reader sees one or the other. A nil *Dir keeps nothing.
type Dir struct {
	folder  *disk.Folder
	version string
}

// Open returns the cache in a folder, which is created when something is saved. version identifies the program: what another
// version kept is not seen. With an empty folder nothing is kept.
func Open(folder, version string) *Dir {
	if folder == "" {
		return nil
	}
	return &Dir{folder: disk.Private(folder), version: version}
}

// magic begins every file, and ends with the version of this form.
const magic = "lis-cache-1\n"

const (
	suffix     = ".cache"            // of kept files
	largest    = 1 << 30             // size of a kept file in bytes that is still read
	abandoned  = time.Hour           // age at which a file being written belongs to a dead process
	maxAge     = 90 * 24 * time.Hour // age at which a kept file is deleted even if it is useful: it is soon kept again
	headerSize = len(magic) + sha256.Size
)

// Key returns a name for [Dir.Load] and [Dir.Save] that identifies all of the parts.
func Key(kind string, parts ...string) string {
	sum := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(sum, "%d:%s", len(p), p)
	}
	return kind + "-" + hex.EncodeToString(sum.Sum(nil)[:12])
}

// Load returns what was saved under a name, or nil.
func (d *Dir) Load(name string) []byte {
	if d == nil {
		return nil
	}
	data, err := d.folder.ReadUpTo(name+suffix, largest)
	if err != nil || len(data) < headerSize || string(data[:len(magic)]) != magic {
		return nil
	}
	payload := data[headerSize:]
	if !bytes.Equal(data[len(magic):headerSize], d.sum(name, payload)) {
		return nil
	}
	return payload
}

// Save keeps data under a name. If the process is killed meanwhile, the old file is unchanged.
func (d *Dir) Save(name string, data []byte) error {
	if d == nil {
		return nil
	}
	d.sweep()
	if err := d.folder.WriteFile(name+suffix, slices.Concat([]byte(magic), d.sum(name, data), data)); err != nil {
		return fmt.Errorf("save the cache: %w", err)
	}
	return nil
}

// WorthSaving reports whether enough of what would be saved is new: reading a fiftieth again each time costs about as much as
// writing it with all the rest.
func WorthSaving(fresh, all int) bool { return fresh*50 > all }

// sum binds data to its name and to the program that saved it.
func (d *Dir) sum(name string, data []byte) []byte {
	h := sha256.New()
	fmt.Fprintf(h, "%d:%s%d:%s", len(d.version), d.version, len(name), name)
	h.Write(data)
	return h.Sum(nil)
}

// sweep removes what killed processes were writing, and what was kept long ago: mostly for repositories that are gone.
func (d *Dir) sweep() {
	entries, err := d.folder.ReadDir(".")
	if err != nil {
		return
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			continue
		}
		age := time.Since(info.ModTime())
		temporary := strings.HasPrefix(e.Name(), disk.Temporary)
		if temporary && age > abandoned || strings.HasSuffix(e.Name(), suffix) && age > maxAge {
			_ = d.folder.Remove(e.Name()) // if it fails, another process was faster
		}
	}
}
