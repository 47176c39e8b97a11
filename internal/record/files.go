package record

import (
	"io/fs"
	"path"
	"strings"
)

// FolderPage is the file of a folder that tells people what belongs there. It is no record.
const FolderPage = "README.md"

// IsFolderPage reports whether a file is the page of its folder, in whatever letter case it is written.
func IsFolderPage(name string) bool { return strings.EqualFold(path.Base(name), FolderPage) }

// IsMarkdown reports whether a name is that of a Markdown file.
func IsMarkdown(name string) bool { return strings.EqualFold(path.Ext(name), ".md") }

// FolderOf is the folder of a workspace whose kind a file is a record of, by its name from the workspace's root: of a Markdown
// file in the folder or below it. It is "" where the file is no record whatever kinds there are: it lies at the root, is the
// page of a folder, or is hidden or has an unreadable name, itself or by a folder on its way.
func FolderOf(name string) string {
	folder, below, nested := strings.Cut(name, "/")
	if !nested || !IsMarkdown(name) || IsFolderPage(name) || !fs.ValidPath(name) {
		return ""
	}
	for {
		step, rest, more := strings.Cut(below, "/")
		if strings.HasPrefix(step, ".") || more && IsMarkdown(step) {
			return ""
		}
		if !more {
			return folder
		}
		below = rest
	}
}

// KindOf is the kind that a file is a record of, or nil.
func (ks *Kinds) KindOf(name string) *Kind { return ks.InFolder(FolderOf(name)) }
