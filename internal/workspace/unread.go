package workspace

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
)

// Around is what git knows of the files of a workspace. The zero Around is that of a workspace without git.
type Around struct {
	// Elsewhere is what the work tree need not hold; nil for a revision, which holds everything.
	Elsewhere []history.Elsewhere
	// Ignored returns those of the names that git leaves out; nil if it leaves out none.
	Ignored func(ctx context.Context, names []string) ([]string, error)
}

// Unread is what lies in a workspace and is not read, though it seems to be meant as records.
type Unread struct {
	Stray    []Stray
	Findings []diag.Finding // about all of it, and about names that not every system can hold
	// IDs are those of the records among it, and Kinds those of which some files are not checked out: what refers to them is not
	// wrong.
	IDs   map[string]bool
	Kinds map[string]bool
}

// Stray is one or several files that are not read because of their folder or name.
type Stray struct {
	Folder string       // "." for the workspace itself
	Names  []string     // sorted; all those in the folder, or a single one because of its name
	Kind   *record.Kind // of which they most likely are records; nil if that is not known
	// Misnamed is set if it is the name of the file that is wrong, not its folder.
	Misnamed bool
	// Named is set if their folder is named nearly like that of the kind.
	Named bool
	Move  string // the command that puts them right, or the first of them; "" if it is not known where they belong
	first file
}

// file is a file that seems to be a record.
type file struct {
	*source.File
	id   string
	span source.Span // of the id, or the start of the file
}

// survey collects what is unread.
type survey struct {
	fsys    fs.FS
	kinds   *record.Kinds
	names   []string // of all files
	folders map[string]bool
	files   map[string][]file // outside the folders of the kinds, by folder
	wrong   []Stray           // in a kind's folder, but with the wrong name
	others  []string          // folders of kinds, or below them, that are repositories of their own
}

// FindUnread finds what lies in the workspace whose root is fsys and is not read. Hidden folders, built sites, templates and other
// workspaces are none of its concern. The error is about git, or that of the context if it was cancelled.
func FindUnread(ctx context.Context, fsys fs.FS, kinds *record.Kinds, around Around) (*Unread, error) {
	s := &survey{fsys: fsys, kinds: kinds, folders: map[string]bool{}, files: map[string][]file{}}
	err := fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return nil // reported where it matters
		}
		return s.visit(name, e)
	})
	if err == nil {
		err = s.withoutIgnored(ctx, around)
	}
	if err != nil {
		return nil, err
	}
	u := &Unread{Stray: s.stray(), IDs: map[string]bool{}, Kinds: map[string]bool{}}
	for _, stray := range u.Stray {
		u.Findings = append(u.Findings, stray.finding())
	}
	for _, files := range s.files {
		for _, f := range files {
			u.IDs[f.id] = true
		}
	}
	for _, w := range s.wrong {
		u.IDs[w.first.id] = true
	}
	s.absent(u, around.Elsewhere)
	read := slices.DeleteFunc(s.names, func(name string) bool { return len(s.files[path.Dir(name)]) > 0 })
	u.Findings = append(u.Findings, unportable(kinds, read)...)
	return u, nil
}

// visit looks at one file or folder.
func (s *survey) visit(name string, e fs.DirEntry) error {
	top, _, nested := strings.Cut(name, "/")
	kind := s.kinds.InFolder(top)
	switch {
	case name == ".":
		return s.findSubmodules(name)
	case path.Base(name) == ".git" && nested && kind != nil:
		s.others = append(s.others, path.Dir(name))
		return skip(e)
	case strings.HasPrefix(e.Name(), "."), e.IsDir() && kind == nil && isElsewhere(s.fsys, s.kinds, name):
		return skip(e)
	case e.IsDir():
		s.folders[name] = true
		return s.findSubmodules(name)
	}
	s.names = append(s.names, name)
	if !e.Type().IsRegular() {
		return nil
	}
	if kind != nil {
		s.visitKind(kind, name)
		return nil
	}
	if top == schemaFolder && isKindFile.MatchString(name) && (path.Ext(name) != ".yaml" || path.Dir(name) != schemaFolder) {
		right := path.Join(schemaFolder, isKindFile.ReplaceAllString(path.Base(name), ".yaml"))
		s.wrong = append(s.wrong, Stray{Folder: path.Dir(name), Names: []string{name}, Misnamed: true, Move: move(name, right), first: start(name)})
		return nil
	}
	if seemsMarkdown.MatchString(path.Base(name)) && !record.IsFolderPage(name) {
		_, same := s.kinds.Meant(path.Dir(name))
		if f, ok := s.read(name); ok && (f.id != "" || same) {
			s.files[path.Dir(name)] = append(s.files[path.Dir(name)], f)
		}
	}
	return nil
}

// visitKind looks at a file in the folder of a kind that is not named as a record.
func (s *survey) visitKind(kind *record.Kind, name string) {
	if record.IsMarkdown(name) {
		return
	}
	markdown := seemsMarkdown.MatchString(path.Base(name))
	right := name + ".md"
	if markdown {
		right = path.Join(path.Dir(name), ending.ReplaceAllString(path.Base(name), "")+".md")
	}
	if backup.MatchString(name) && exists(s.fsys, right) {
		return
	}
	if f, ok := s.read(name); ok && (markdown || f.id != "") {
		s.wrong = append(s.wrong, Stray{Folder: path.Dir(name), Names: []string{name}, Misnamed: true, Kind: kind, Move: move(name, right), first: f})
	}
}

var (
	// seemsMarkdown matches names that people and their programs give to texts in Markdown; ending is what such a name ends with.
	seemsMarkdown = regexp.MustCompile(`(?i)` + endings)
	ending        = regexp.MustCompile(`(?i)(` + endings + `).*$`)
	backup        = regexp.MustCompile(`(?i)\.md(~|[._](bak|backup|old|orig|rej|swp|save|tmp).*)$`)
	isKindFile    = regexp.MustCompile(`(?i)\.ya?ml$`)
)

const endings = `\.(md|markdown|mdown|mkdn?|mdwn|mdte?xt|mdx|[qr]md|te?xt)$|\.md[.~_ (-]`

// isElsewhere reports whether a folder outside those of the kinds holds nothing that belongs to the workspace.
func isElsewhere(fsys fs.FS, kinds *record.Kinds, folder string) bool {
	base := path.Base(folder)
	if strings.HasPrefix(base, ".") || slices.Contains(foreign, strings.ToLower(base)) {
		return true
	}
	if _, err := fs.Stat(fsys, path.Join(folder, ConfigFile)); err == nil {
		return true
	}
	if _, same := kinds.Meant(folder); same {
		return false
	}
	_, err := fs.Stat(fsys, path.Join(folder, ".git"))
	return err == nil
}

// foreign are the names of folders that hold no records: what programs make, and templates.
var foreign = []string{"_site", "node_modules", "outlines", "templates", "mallar"}

// headSize is how much of a file is read to find out whether it is a record.
const headSize = 16 << 10

// read reads the beginning of a file. ok is false if it does not begin with front matter.
func (s *survey) read(name string) (f file, ok bool) {
	opened, err := s.fsys.Open(name)
	if err != nil {
		return file{}, false
	}
	defer func() { _ = opened.Close() }()
	data := make([]byte, headSize)
	n, err := io.ReadFull(opened, data)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return file{}, false
	}
	doc := document.Parse(name, data[:n])
	if !strings.HasPrefix(strings.TrimLeft(string(doc.File.Data), source.BOM+" \u00a0\t\r\n"), document.Fence) {
		return file{}, false
	}
	f = file{doc.File, doc.ID, source.At(source.Pos{Line: 1, Column: 1})}
	if e := doc.Front.Entry("id"); e != nil {
		f.span = e.Value.Span
	}
	return f, true
}

func start(name string) file {
	return file{File: source.NewFile(name, nil), span: source.At(source.Pos{Line: 1, Column: 1})}
}

// withoutIgnored drops what git leaves out: it exists only here.
func (s *survey) withoutIgnored(ctx context.Context, around Around) error {
	if around.Ignored == nil {
		return nil
	}
	asked := []string{}
	for _, w := range s.wrong {
		asked = append(asked, w.Names...)
	}
	for _, files := range s.files {
		for _, f := range files {
			asked = append(asked, f.Name)
		}
	}
	asked = append(asked, slices.DeleteFunc(slices.Clone(s.names), IsPortable)...)
	ignored, err := around.Ignored(ctx, asked)
	if err != nil || len(ignored) == 0 {
		return err
	}
	out := map[string]bool{}
	for _, name := range ignored {
		out[name] = true
	}
	s.wrong = slices.DeleteFunc(s.wrong, func(w Stray) bool { return out[w.Names[0]] })
	s.names = slices.DeleteFunc(s.names, func(name string) bool { return out[name] })
	for folder, files := range s.files {
		s.files[folder] = slices.DeleteFunc(files, func(f file) bool { return out[f.Name] })
	}
	return nil
}
