package record

import (
	"io/fs"
	"path"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
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

// Meant returns the kind that a folder was most likely meant for: the one whose folder, name or label is nearest to its name, nil
// if none is near. same is set if it is one of these but for letter case, accents and signs.
func (ks *Kinds) Meant(folder string) (k *Kind, same bool) {
	wanted := document.Slug(path.Base(folder))
	byName := map[string]*Kind{}
	var known []string
	for _, k := range ks.List {
		for _, name := range []string{k.Folder, k.Name, k.Label.SV, k.Plural.SV, k.Label.EN, k.Plural.EN} {
			name = document.Slug(name)
			if byName[name] == nil {
				byName[name] = k
				known = append(known, name)
			}
		}
	}
	if k := byName[wanted]; k != nil || wanted == "" {
		return k, k != nil
	}
	if near := Nearest(wanted, known); len(near) > 0 {
		return byName[near[0]], false
	}
	return nil, false
}
