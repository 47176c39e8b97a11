package setup

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// textFile is a Markdown or YAML file of the workspace.
type textFile struct {
	name string
	data []byte
	id   string // in the front matter, "" if there is none
}

// textFiles reads lis.yaml, the kinds and every Markdown file of a workspace, sorted by name. Hidden folders, built sites and
// workspaces within the workspace are skipped, as are unreadable files: the check reports those.
func textFiles(fsys fs.FS) ([]textFile, error) {
	var files []textFile
	err := fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil && name == ".":
			return err
		case err != nil:
			return skipFolder(e)
		case e.IsDir() && name != "." && isElsewhere(fsys, name):
			return fs.SkipDir
		case !e.Type().IsRegular() || !belongs(name):
			return nil
		}
		if data, err := fs.ReadFile(fsys, name); err == nil {
			files = append(files, textFile{name, data, idIn(name, data)})
		}
		return nil
	})
	return files, err
}

func skipFolder(e fs.DirEntry) error {
	if e != nil && e.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// isElsewhere reports whether a folder holds nothing that belongs to the workspace.
func isElsewhere(fsys fs.FS, folder string) bool {
	base := path.Base(folder)
	if strings.HasPrefix(base, ".") || base == "_site" || base == "node_modules" {
		return true
	}
	_, err := fs.Stat(fsys, path.Join(folder, workspace.ConfigFile))
	return err == nil
}

// belongs reports whether a file is lis.yaml, a kind or a Markdown file.
func belongs(name string) bool {
	return name == workspace.ConfigFile || path.Dir(name) == "schema" && path.Ext(name) == ".yaml" || record.IsMarkdown(name)
}

// idIn returns the id in a Markdown file's front matter.
func idIn(name string, data []byte) string {
	if record.IsFolderPage(name) || !record.IsMarkdown(name) || !bytes.HasPrefix(bytes.TrimPrefix(data, []byte(source.BOM)), []byte(document.Fence)) {
		return ""
	}
	return document.Parse(name, data).ID
}

func (e *exam) configuration() (finding, error) {
	if wrong := e.setupProblems(func(f diag.Finding) bool { return f.FileName() == workspace.ConfigFile }); wrong != "" {
		return finding{Bad, wrong, e.Lang.T("doctor.config-fix")}, nil
	}
	if e.config == nil {
		return finding{}, nil
	}
	label := e.config.Record.Kind.Field("language").Value(string(e.config.Lang)).Label.In(e.Lang)
	return e.say(OK, "doctor.config-ok", "", locale.Args{"language": label, "zone": e.config.Zone.String()})
}

func (e *exam) ownKinds() (finding, error) {
	if wrong := e.setupProblems(func(f diag.Finding) bool { return f.FileName() != workspace.ConfigFile }); wrong != "" {
		return finding{Bad, wrong, e.Lang.T("doctor.kinds-fix")}, nil
	}
	if e.workspace == nil {
		return finding{}, nil
	}
	own := 0
	for _, k := range e.kinds.List {
		if k.Own {
			own++
		}
	}
	return e.say(OK, "doctor.kinds-ok", "", locale.Args{"kinds": len(e.kinds.List), "own": own})
}

// setupProblems returns what is wrong with the setup in the selected files, with places.
func (e *exam) setupProblems(in func(diag.Finding) bool) string {
	var told []string
	for _, d := range rules.TellSetup(&workspace.SetupError{Findings: e.setup}, e.Lang) {
		if in(d.Finding) {
			told = append(told, fmt.Sprintf("%s:%v: %s", d.FileName(), d.Span.Start, d.Message))
		}
	}
	return strings.Join(told, "; ")
}

// folders looks for records in folders whose name is close to that of a kind.
func (e *exam) folders() (finding, error) {
	var wrong, moves []string
	for _, stray := range e.strays {
		if stray.Named {
			wrong = append(wrong, stray.Folder+"/")
			moves = append(moves, stray.Move)
		}
	}
	if len(wrong) == 0 {
		return e.say(OK, "doctor.folders-ok", "")
	}
	detail := e.Lang.T("doctor.folders-wrong", locale.Args{"folders": e.names(wrong)})
	return finding{Bad, detail, strings.Join(moves, " && ")}, nil
}

// stray looks for records outside the kinds' folders and outside those with a similar name, and for those with a wrong name.
func (e *exam) stray() (finding, error) {
	var names []string
	for _, stray := range e.strays {
		if !stray.Named {
			names = append(names, stray.Names...)
		}
	}
	if len(names) == 0 {
		return e.say(OK, "doctor.stray-ok", "")
	}
	return e.say(Attention, "doctor.stray-found", "doctor.stray-found-fix", locale.Args{"files": e.names(names), "n": len(names)})
}

// ignored looks for records that git ignores, so that they exist only here.
func (e *exam) ignored() (finding, error) {
	if e.Repo == nil {
		return finding{}, nil
	}
	var names []string
	for _, f := range e.files {
		folder, _, nested := strings.Cut(f.name, "/")
		if nested && e.kinds.InFolder(folder) != nil || f.name == workspace.ConfigFile || folder == "schema" {
			names = append(names, f.name)
		}
	}
	left, err := e.Repo.LeftOut(e.ctx, e.Top, names)
	if err != nil {
		return finding{}, err
	}
	if len(left) == 0 {
		return e.say(OK, "doctor.ignored-ok", "")
	}
	return e.say(Bad, "doctor.ignored-found", "doctor.ignored-found-fix", locale.Args{"files": e.names(left), "first": workspace.ShellWord(left[0]), "n": len(left)})
}

func (e *exam) lineEndings() (finding, error) {
	var windows, mixed []string
	unix := 0
	for _, f := range e.files {
		switch all, crlf := bytes.Count(f.data, []byte("\n")), bytes.Count(f.data, []byte("\r\n")); {
		case crlf == 0:
			unix++
		case crlf < all:
			mixed = append(mixed, f.name)
		default:
			windows = append(windows, f.name)
		}
	}
	switch {
	case len(mixed) > 0:
		return e.say(Attention, "doctor.line-endings-mixed", "doctor.line-endings-fix", locale.Args{"files": e.names(mixed)})
	case len(windows) > 0 && unix > 0:
		return e.say(Attention, "doctor.line-endings-both", "doctor.line-endings-fix", locale.Args{"files": e.names(windows), "unix": unix, "windows": len(windows)})
	}
	return e.say(OK, "doctor.line-endings-ok", "")
}

func (e *exam) encoding() (finding, error) {
	var wrong, marked []string
	for _, f := range e.files {
		doc := document.ParseYAML(f.name, f.data)
		if slices.ContainsFunc(doc.Findings, func(d diag.Finding) bool { return d.Rule == "file-encoding" }) {
			wrong = append(wrong, f.name)
		} else if doc.File.HasBOM() {
			marked = append(marked, f.name)
		}
	}
	switch {
	case len(wrong) > 0:
		return e.say(Bad, "doctor.encoding-wrong", "doctor.encoding-fix", locale.Args{"files": e.names(wrong)})
	case len(marked) > 0:
		return e.say(Attention, "doctor.encoding-bom", "doctor.encoding-fix", locale.Args{"files": e.names(marked)})
	}
	return e.say(OK, "doctor.encoding-ok", "")
}

// baseline looks for what makes mended findings come back when branches are merged: the driver union, which keeps the lines of both
// sides, and a list in which neighbours are in each other's way.
func (e *exam) baseline() (finding, error) {
	var prefix string
	if e.Repo != nil {
		prefix = e.Repo.Prefix()
	}
	for folder := prefix; ; folder = path.Dir(folder) {
		name := path.Join(folder, ".gitattributes")
		data, err := fs.ReadFile(e.Top, name)
		if err != nil && !isAbsent(err) {
			return finding{}, err
		}
		if line := unionLine(string(data)); line != "" {
			return e.say(Attention, "doctor.baseline-union", "doctor.baseline-union-fix", locale.Args{"file": name, "line": line})
		}
		if folder == "" || folder == "." {
			break
		}
	}
	if e.workspace == nil || e.workspace.Files[workspace.BaselineFile] == nil {
		return finding{}, nil
	}
	args := locale.Args{"file": workspace.BaselineFile}
	if !rules.BaselineMerges(e.workspace) {
		return e.say(Attention, "doctor.baseline-form", "doctor.baseline-form-fix", args)
	}
	return e.say(OK, "doctor.baseline-ok", "", args)
}

// unionLine returns the line of a .gitattributes by which git merges the baseline with the driver union; "" for none.
func unionLine(text string) string {
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) < 2 || !slices.Contains(words[1:], "merge=union") {
			continue
		}
		if is, _ := path.Match(path.Base(words[0]), workspace.BaselineFile); is {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

// isAbsent reports whether a file does not exist, as opposed to being unreadable.
func isAbsent(err error) bool { return errors.Is(err, fs.ErrNotExist) }
