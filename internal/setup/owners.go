package setup

import (
	"bytes"
	"errors"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// The lines around lis's part of CODEOWNERS. What is outside them belongs to the user.
const (
	ownersBegin = "# >>> lis codeowners"
	ownersEnd   = "# <<< lis codeowners"
)

// ErrOwnersMarks is returned by [Owners.Merge] and [Owners.Compare] if only one of the lines around lis's part is there, or they
// are in the wrong order.
var ErrOwnersMarks = errors.New("the part of lis has no beginning or no end")

// Owners is who is responsible for which file, as in a forge's CODEOWNERS: the files that decide what is checked and who is
// asked, then the records.
type Owners struct {
	Forge  *Forge // nil for patterns as in .gitignore
	Prefix string // path of the workspace below the top of the repository, "" for the top

	lines   []ownerLine
	without []string // ids of responsible roles that have no group on the forge, sorted
	// keepers are the roles that could be asked about the guarded files, guarded whether one of them has a group.
	keepers []*record.Record
	guarded bool
	known   map[string]*record.Record // every record by the pattern for its file
}

// ownerLine is one file and its owners.
type ownerLine struct {
	heading string // what stands above the first line of its group; "" for the guarded files
	file    string // from the top of the repository; a folder ends with a slash
	owners  string // handles with a space between them
	name    string // of the record in words, or the file
}

// OwnersOf finds the group of the role that is responsible for each record, and of the one that is asked about the files that
// decide what is checked. Records without a responsible role are left out; the rules report them.
func OwnersOf(w *workspace.Workspace, forge *Forge, prefix string) Owners {
	o := Owners{Forge: forge, Prefix: prefix, known: map[string]*record.Record{}}
	o.guard(w)
	guards := len(o.lines)
	for _, r := range w.Graph.Records {
		file := path.Join(prefix, r.File().Name)
		o.known[o.pattern(file)] = r
		role := rules.Responsible(w.Graph, r)
		if role == nil {
			continue
		}
		if handle := role.Text(handleField); handle != "" {
			o.lines = append(o.lines, ownerLine{r.Kind.Folder, file, handle, recordName(w, r)})
			continue
		}
		o.without = append(o.without, role.ID)
	}
	slices.SortFunc(o.lines[guards:], func(a, b ownerLine) int { return strings.Compare(a.file, b.file) })
	slices.Sort(o.without)
	o.without = slices.Compact(o.without)
	return o
}

// recordName returns a record in words: Arkivlagen (LAG-01).
func recordName(w *workspace.Workspace, r *record.Record) string {
	return w.Graph.Title(r).In(w.Config.Lang) + " (" + r.ID + ")"
}

// handleField is the field of a role that names its group on the forge.
const handleField = "forge_handle"

// part returns lis's part of the file, including the lines around it.
func (o Owners) part(lang locale.Lang) string {
	var b strings.Builder
	b.WriteString(ownersBegin + "\n# " + lang.T("codeowners.head") + "\n")
	above := "\x00" // no heading
	for _, l := range o.lines {
		if l.heading != above {
			above = l.heading
			heading := above
			if heading == "" {
				heading = lang.T("codeowners.guards")
			}
			b.WriteString("\n# " + heading + "\n")
		}
		b.WriteString(o.text(l) + "\n")
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

// text returns a line as it stands in the file.
func (o Owners) text(l ownerLine) string { return o.pattern(l.file) + " " + l.owners }

var (
	// globSpecial match characters with a meaning in patterns or at the end of one, but for the space. GitHub reads no escape before
	// them, but everybody reads a question mark as any one character. regexpSpecial match those with a meaning in regular
	// expressions, wordSpecial those that end one.
	globSpecial   = regexp.MustCompile(`[\t#*?\\\[\]!]`)
	regexpSpecial = regexp.MustCompile(`[.+*?()|\[\]{}^$]`)
	wordSpecial   = regexp.MustCompile(`[\s#]`)
)

// pattern returns the pattern for one file or folder, given from the top of the repository.
func (o Owners) pattern(file string) string {
	if o.Forge != nil && o.Forge.Regexp {
		// The reader takes away one backslash before it compiles the expression.
		folder := strings.HasSuffix(file, "/")
		file = regexpSpecial.ReplaceAllString(file, `\\$0`)
		file = wordSpecial.ReplaceAllString(file, `\$0`)
		if folder {
			file += ".*"
		}
		return file
	}
	return "/" + strings.ReplaceAll(globSpecial.ReplaceAllString(file, "?"), " ", `\ `)
}

// Merge replaces lis's part in old, or appends it if there is none. Line ends stay as they are in old.
func (o Owners) Merge(old []byte, lang locale.Lang) ([]byte, error) {
	text := strings.ReplaceAll(string(old), "\r\n", "\n")
	before, _, after, found, err := splitOwners(text)
	switch {
	case err != nil:
		return nil, err
	case found:
		text = before + o.part(lang) + after
	default:
		text = apart(text) + o.part(lang)
	}
	if bytes.Contains(old, []byte("\r\n")) {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return []byte(text), nil
}

// splitOwners takes a CODEOWNERS apart: what stands before lis's part, the part, and what stands after it.
func splitOwners(text string) (before, part, after string, found bool, err error) {
	begin, end := lineAt(text, ownersBegin), lineAt(text, ownersEnd)
	switch {
	case begin < 0 && end < 0:
		return text, "", "", false, nil
	case begin < 0 || end < begin:
		return "", "", "", false, ErrOwnersMarks
	}
	past := end + len(ownersEnd)
	return text[:begin], text[begin:past], strings.TrimPrefix(text[past:], "\n"), true, nil
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

// Reviewed is a group on the forge and the paths that it is asked about.
type Reviewed struct {
	Handle string
	Paths  []string // from the top of the repository, each with a slash before it; * stands for whatever is in a folder
}

// Reviewed returns the groups, sorted, with their paths as Azure DevOps writes them. A folder in which every record that has an
// owner has the same one is given as a whole.
func (o Owners) Reviewed() []Reviewed {
	owners := map[string]string{} // of a folder; "" if there are several
	for _, l := range o.lines {
		folder := path.Dir(l.file)
		if was, seen := owners[folder]; seen && was != l.owners {
			owners[folder] = ""
			continue
		}
		owners[folder] = l.owners
	}
	paths := map[string][]string{}
	for _, l := range o.lines {
		name := "/" + l.file
		switch folder := path.Dir(l.file); {
		case strings.HasSuffix(name, "/"):
			name += "*"
		case l.heading != "" && owners[folder] != "":
			name = "/" + folder + "/*"
		}
		for handle := range strings.FieldsSeq(l.owners) {
			if !slices.Contains(paths[handle], name) {
				paths[handle] = append(paths[handle], name)
			}
		}
	}
	var all []Reviewed
	for handle, list := range paths {
		all = append(all, Reviewed{handle, list})
	}
	slices.SortFunc(all, func(a, b Reviewed) int { return strings.Compare(a.Handle, b.Handle) })
	return all
}
