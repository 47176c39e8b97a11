package setup

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// The lines around lis's part of CODEOWNERS. What is outside them belongs to the user.
const (
	ownersBegin = "# >>> lis codeowners"
	ownersEnd   = "# <<< lis codeowners"
)

// ErrOwnersMarks is returned by [Owners.Merge] if only one of the lines around lis's part is there, or they are in the wrong
// order.
var ErrOwnersMarks = errors.New("the part of lis has no beginning or no end")

// Owners is who is responsible for which file, as in a forge's CODEOWNERS.
type Owners struct {
	Forge  *Forge // nil for patterns as in .gitignore
	Prefix string // path of the workspace below the top of the repository, "" for the top

	lines   []ownerLine // by file
	without []string    // ids of responsible roles that have no group on the forge, sorted
}

type ownerLine struct{ folder, file, handle string }

// OwnersOf finds the group of the role that is responsible for each record. Records without a responsible role are left out; the
// rules report them.
func OwnersOf(w *workspace.Workspace, forge *Forge, prefix string) Owners {
	o := Owners{Forge: forge, Prefix: prefix}
	for _, r := range w.Graph.Records {
		role := rules.Responsible(w.Graph, r)
		if role == nil {
			continue
		}
		if handle := role.Text(handleField); handle != "" {
			o.lines = append(o.lines, ownerLine{r.Kind.Folder, r.File().Name, handle})
			continue
		}
		o.without = append(o.without, role.ID)
	}
	slices.SortFunc(o.lines, func(a, b ownerLine) int { return strings.Compare(a.file, b.file) })
	slices.Sort(o.without)
	o.without = slices.Compact(o.without)
	return o
}

// handleField is the field of a role that names its group on the forge.
const handleField = "forge_handle"

// part returns lis's part of the file, including the lines around it.
func (o Owners) part(lang locale.Lang) string {
	var b strings.Builder
	b.WriteString(ownersBegin + "\n# " + lang.T("codeowners.head") + "\n")
	folder := ""
	for _, l := range o.lines {
		if l.folder != folder {
			folder = l.folder
			b.WriteString("\n# " + folder + "\n")
		}
		b.WriteString(o.pattern(l.file) + " " + l.handle + "\n")
	}
	if len(o.without) > 0 {
		b.WriteString("\n# " + lang.T("codeowners.without", locale.Args{"field": handleField}) + "\n")
	}
	for _, id := range o.without {
		b.WriteString("# " + id + "\n")
	}
	b.WriteString(ownersEnd + "\n")
	return b.String()
}

var (
	// globSpecial match characters with a meaning in patterns, and those that end a pattern; regexpSpecial match those with a meaning
	// in regular expressions, except the dot, which needs no escape to match itself; wordSpecial match those that end a regular
	// expression.
	globSpecial   = regexp.MustCompile(`[\s#*?\\\[\]!]`)
	regexpSpecial = regexp.MustCompile(`[+*?()|\[\]{}^$]`)
	wordSpecial   = regexp.MustCompile(`[\s#]`)
)

// pattern returns the pattern for one file of the workspace.
func (o Owners) pattern(file string) string {
	file = path.Join(o.Prefix, file)
	if o.Forge != nil && o.Forge.Regexp {
		file = regexpSpecial.ReplaceAllString(file, `\\$0`)
		return wordSpecial.ReplaceAllString(file, `\$0`)
	}
	return "/" + globSpecial.ReplaceAllString(file, `\$0`)
}

// Merge replaces lis's part in old, or appends it if there is none. Line ends stay as they are in old.
func (o Owners) Merge(old []byte, lang locale.Lang) ([]byte, error) {
	text := strings.ReplaceAll(string(old), "\r\n", "\n")
	begin, end := lineAt(text, ownersBegin), lineAt(text, ownersEnd)
	part := o.part(lang)
	switch {
	case begin < 0 && end < 0:
		text = apart(text) + part
	case begin < 0 || end < begin:
		return nil, ErrOwnersMarks
	default:
		rest := text[end+len(ownersEnd):]
		text = text[:begin] + part + strings.TrimPrefix(rest, "\n")
	}
	if bytes.Contains(old, []byte("\r\n")) {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return []byte(text), nil
}

// lineAt returns the byte offset of the line that has only the given text, or -1.
func lineAt(text, line string) int {
	at := 0
	for l := range strings.Lines(text) {
		if strings.TrimSpace(l) == line {
			return at
		}
		at += len(l)
	}
	return -1
}

// apart ends a text with an empty line, to separate it from what is appended.
func apart(text string) string {
	if text == "" {
		return ""
	}
	return strings.TrimRight(text, "\n") + "\n\n"
}

// HasOwners reports whether a CODEOWNERS has a part written by lis.
func HasOwners(data []byte) bool { return bytes.Contains(data, []byte(ownersBegin)) }

// Change is the lines that only one of two texts has.
type Change struct{ Removed, Added []string }

// Lines compares two texts as sets of lines; the results keep the order of the texts.
func Lines(before, after []byte) Change {
	old, now := splitLines(before), splitLines(after)
	return Change{Removed: without(old, now), Added: without(now, old)}
}

func splitLines(data []byte) []string {
	return strings.FieldsFunc(string(data), func(r rune) bool { return r == '\n' || r == '\r' })
}

func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(line string) bool { return slices.Contains(other, line) })
}

// OwnersFile returns the path of CODEOWNERS from the top of the repository, or where a new one belongs. forge can be nil.
func OwnersFile(top fs.FS, forge *Forge) (name string, exists bool) {
	places := []string{"CODEOWNERS"}
	if forge != nil && forge.Owners != nil {
		places = forge.Owners
	}
	for _, f := range Forges {
		places = append(places, f.Owners...)
	}
	for _, name := range places {
		if _, err := fs.Stat(top, name); err == nil {
			return name, true
		}
	}
	return places[0], false
}

// ForgeOf returns the forge that a repository seems to be on, judging by its address, then by the files at its top; nil if
// neither shows it.
func ForgeOf(top fs.FS, origin string) *Forge {
	if f := ForgeAt(origin); f != nil {
		return f
	}
	// GitHub's folder comes last: related forges read it too if they have none of their own.
	order := slices.Clone(Forges)
	slices.Reverse(order)
	for _, f := range order {
		if len(CIFiles(top, f)) > 0 {
			return ForgeNamed(f.Name)
		}
	}
	return nil
}

// CIFiles returns the files at the top of the repository that configure a forge's CI, sorted.
func CIFiles(top fs.FS, f Forge) []string {
	var found []string
	for _, name := range f.CIFiles {
		if path.Ext(name) != "" {
			if _, err := fs.Stat(top, name); err == nil {
				found = append(found, name)
			}
			continue
		}
		for _, ext := range []string{"/*.yml", "/*.yaml"} {
			names, _ := fs.Glob(top, name+ext)
			found = append(found, names...)
		}
	}
	slices.Sort(found)
	return found
}
