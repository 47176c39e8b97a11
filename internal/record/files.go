package record

import (
	"io/fs"
	"path"
	"strings"
)

// FolderPage is the file that tells people what belongs in a folder. It is not a record.
const FolderPage = "README.md"

// IsFolderPage reports whether a file is the page of its folder, in any letter case.
func IsFolderPage(name string) bool { return strings.EqualFold(path.Base(name), FolderPage) }

// IsMarkdown reports whether a file has the name of a Markdown file.
func IsMarkdown(name string) bool { return strings.EqualFold(path.Ext(name), ".md") }

// FolderOf returns the top folder of a file that can be a record: a Markdown file in a folder or below it. name is relative
// to the root of the workspace. FolderOf returns "" if the file is not a record, regardless of the kinds: it lies at the
// root, is the page of a folder, is hidden or lies in a hidden subfolder, lies in a subfolder named like a Markdown file, or
// has an invalid name.
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

// KindOf returns the kind that a file is a record of, or nil.
func (ks *Kinds) KindOf(name string) *Kind { return ks.InFolder(FolderOf(name)) }
