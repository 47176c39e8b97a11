// Package workspace is the one pipeline from files to records: it lists the files of a workspace, reads lis.yaml and the
// kinds, parses every record and joins them in a graph. It works on any fs.FS (the disk, a revision, a test archive),
// evaluates no rules and prints nothing. Start reading at [Load].
package workspace

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/controls"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
	"golang.org/x/sync/errgroup"
)

// ConfigFile is the file that makes a folder a workspace.
const ConfigFile = "lis.yaml"

// BaselineFile lists the findings that were there when gating began.
const BaselineFile = "baseline.yaml"

// schemaFolder holds a workspace's own kinds and additions.
const schemaFolder = "schema"

// Workspace is one state of a workspace, read.
type Workspace struct {
	Config *Config
	Kinds  *record.Kinds
	Graph  *graph.Graph
	// Findings are what the pipeline found: form, values, identity, references, links.
	Findings []diag.Finding
	// Files are the bytes of every file that was read, by name.
	Files map[string][]byte

	cache *Cache // nil if it is read without one
}

// Reads reports whether the workspace reads a file of that name, or would read it if it existed.
func (w *Workspace) Reads(name string) bool {
	_, read := w.Files[name]
	folder, below, nested := strings.Cut(name, "/")
	switch {
	case read || name == ConfigFile || name == BaselineFile:
		return true
	case !nested || !fs.ValidPath(name):
		return false
	case folder == schemaFolder:
		return path.Ext(below) == ".yaml" && !strings.Contains(below, "/")
	}
	return w.Kinds.KindOf(name) != nil
}

// SetupError means that the configuration or a kind file of the workspace is wrong, so that nothing can be checked.
type SetupError struct{ Findings []diag.Finding }

func (e *SetupError) Error() string {
	f := e.Findings[0]
	return fmt.Sprintf("%s:%v: %s", f.FileName(), f.Span.Start, f.Rule)
}

// ErrNotAWorkspace means that the folder has no lis.yaml.
var ErrNotAWorkspace = errors.New("no " + ConfigFile)

// Load reads the workspace whose root is fsys. The error is a *SetupError if lis.yaml or a kind file is wrong,
// ErrNotAWorkspace if there is no lis.yaml, that of the context if it was cancelled. Records with findings are not an error.
func Load(ctx context.Context, fsys fs.FS) (*Workspace, error) { return LoadWith(ctx, fsys, nil) }

func (w *Workspace) load(ctx context.Context, fsys fs.FS) (*Workspace, error) {
	if err := w.configure(fsys); err != nil {
		return nil, err
	}
	if err := w.loadKeys(fsys); err != nil {
		return nil, err
	}
	if err := w.loadKinds(fsys); err != nil {
		return nil, err
	}
	names, found := w.list(fsys)
	records, err := w.read(ctx, fsys, names)
	if err != nil {
		return nil, err
	}
	w.Findings = append(w.Findings, found...)
	entries, err := w.entries(records)
	if err != nil {
		return nil, err
	}
	var findings []diag.Finding
	w.Graph, findings = graph.Build(records, entries, graph.Files{
		Exists: func(name string) bool { return exists(fsys, name) },
		Image:  func(name string) locale.Message { return w.cache.image(fsys, name) },
		Linked: w.Config.FileURL != "",
	})
	w.Findings = append(w.Findings, findings...)
	w.checkLogo(fsys)
	return w, w.checkConfig()
}

// exists reports whether there is a file of that name, with its letters composed or decomposed.
func exists(fsys fs.FS, name string) bool {
	_, ok := existing(fsys, name)
	return ok
}

func (w *Workspace) configure(fsys fs.FS) error {
	data, err := ownFile(fsys, ConfigFile)
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNotAWorkspace
	}
	if err != nil {
		return err
	}
	w.Files[ConfigFile] = data
	if data, err := ownFile(fsys, BaselineFile); err == nil {
		w.Files[BaselineFile] = data
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	w.Config, err = w.cache.config(data)
	return err
}

// ownFile reads a file that everything else depends on. It does not follow links, neither on disk nor in a revision: the
// target may not belong to the workspace, and a message would quote it.
func ownFile(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Lstat(fsys, name)
	switch {
	case err == nil && info.IsDir():
		return nil, &SetupError{[]diag.Finding{unreadable(name, "unreadable.folder")}}
	case err == nil && !info.Mode().IsRegular():
		return nil, &SetupError{[]diag.Finding{unreadable(name, "unreadable.link")}}
	}
	data, err := fs.ReadFile(fsys, name)
	var refused *disk.Refused
	if errors.As(err, &refused) {
		return nil, &SetupError{[]diag.Finding{unreadable(name, denied(name, err))}}
	}
	if err != nil {
		return nil, fmt.Errorf("read the workspace: %w", err)
	}
	return data, nil
}

func (w *Workspace) loadKinds(fsys fs.FS) error {
	own := map[string][]byte{}
	if info, err := fs.Lstat(fsys, schemaFolder); err == nil && !info.IsDir() {
		return &SetupError{[]diag.Finding{unreadable(schemaFolder, "unreadable.no-folder")}}
	}
	entries, err := fs.ReadDir(fsys, schemaFolder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read the workspace: %w", err)
	}
	for _, e := range entries {
		name := path.Join(schemaFolder, e.Name())
		if e.IsDir() || path.Ext(name) != ".yaml" {
			continue
		}
		if own[name], err = ownFile(fsys, name); err != nil {
			return err
		}
		w.Files[name] = own[name]
	}
	w.Kinds, err = w.cache.kinds(own, w.Config.aspects(), w.Config.Zone, w.Config.confidential())
	var kinds *record.KindError
	if errors.As(err, &kinds) {
		return &SetupError{kinds.Findings}
	}
	if err != nil {
		return err
	}
	return w.checkAspects()
}

// named is a file with the kind that its folder gives it.
type named struct {
	name string
	kind *record.Kind
}

// listing collects the files in the folders of the kinds, and findings about what is there but cannot be read as a file.
type listing struct {
	fsys     fs.FS
	files    []named
	findings []diag.Finding
}

// list returns the files in the folders of all kinds, by name.
func (w *Workspace) list(fsys fs.FS) (files []named, findings []diag.Finding) {
	l := listing{fsys: fsys}
	for _, kind := range w.Kinds.List {
		if info, err := fs.Lstat(fsys, kind.Folder); err == nil && !info.IsDir() {
			l.refuse(kind.Folder, "unreadable.no-folder")
			continue
		}
		_ = fs.WalkDir(fsys, kind.Folder, func(name string, e fs.DirEntry, err error) error { return l.visit(kind, name, e, err) })
	}
	slices.SortFunc(l.files, func(a, b named) int { return strings.Compare(a.name, b.name) })
	return l.files, l.findings
}

func (l *listing) refuse(name, why string) { l.findings = append(l.findings, unreadable(name, why)) }

// visit looks at one file or folder in a kind's folder.
func (l *listing) visit(kind *record.Kind, name string, e fs.DirEntry, err error) error {
	switch {
	case err != nil && name == kind.Folder && errors.Is(err, fs.ErrNotExist):
	case err != nil:
		l.refuse(name, denied(name, err))
		return fs.SkipDir
	case name != kind.Folder && strings.HasPrefix(e.Name(), "."):
		return skip(e)
	case !record.IsMarkdown(name) && leadsToFolder(l.fsys, name, e):
		l.refuse(name, "unreadable.no-folder")
	case !record.IsMarkdown(name):
	case e.IsDir():
		l.refuse(name, "unreadable.folder")
		return fs.SkipDir
	case !e.Type().IsRegular():
		l.refuse(name, "unreadable.link")
	case record.IsFolderPage(name):
	case record.FolderOf(name) != kind.Folder: // only because of its name: any other reason is reported above
		l.refuse(name, denied(name, nil))
	default:
		l.files = append(l.files, named{name, kind})
	}
	return nil
}

// leadsToFolder reports whether an entry is a link to a folder, which could seem to contain records, or to nothing.
func leadsToFolder(fsys fs.FS, name string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return false
	}
	info, err := fs.Stat(fsys, name)
	if err != nil && document.IsImage(name) && leadsOut(fsys, name, err) {
		return false // told where it is shown
	}
	return err != nil || info.IsDir() || info.Mode()&fs.ModeSymlink != 0
}

func skip(e fs.DirEntry) error {
	if e.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// denied returns why something could not be read: an invalid name, which is not UTF-8, what is no file of a sensible size, or
// otherwise most likely permissions.
func denied(name string, err error) string {
	var refused *disk.Refused
	switch isRefused := errors.As(err, &refused); {
	case !fs.ValidPath(name):
		return "unreadable.name"
	case isRefused && refused.Why == disk.Large:
		return "unreadable.large"
	case isRefused:
		return "unreadable.link"
	}
	return "unreadable.permission"
}

func unreadable(name, why string) diag.Finding {
	at := source.At(source.Pos{Line: 1, Column: 1})
	return diag.Finding{Rule: "file-unreadable", File: source.NewFile(name, nil), Span: at, Args: locale.Args{"problem": locale.Key(why)}}
}

// result is what was read from one file.
type result struct {
	record   *record.Record
	data     []byte
	findings []diag.Finding
}

// read reads all files, several at a time; the results are in the order of the names.
func (w *Workspace) read(ctx context.Context, fsys fs.FS, files []named) ([]*record.Record, error) {
	results := make([]result, len(files))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	const batch = 16
	for from := 0; from < len(files); from += batch {
		group.Go(func() error {
			for i := from; i < min(from+batch, len(files)); i++ {
				results[i] = w.cache.read(fsys, files[i])
			}
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var records []*record.Record
	for i, r := range results {
		if r.record != nil {
			r.record, r.findings = w.Kinds.Place(r.record, r.findings)
			records = append(records, r.record)
			w.Files[files[i].name] = r.data
		}
		w.Findings = append(w.Findings, r.findings...)
	}
	return records, nil
}

func readOne(fsys fs.FS, file named) (r result) {
	defer func() {
		if p := recover(); p != nil { // no file must hide another, regardless of its content
			f := unreadable(file.name, "unreadable.internal")
			f.Args["problem"] = locale.Text{SV: fmt.Sprintf("fel i programmet: %v", p), EN: fmt.Sprintf("error in the program: %v", p)}
			r = result{findings: []diag.Finding{f}}
		}
	}()
	data, err := fs.ReadFile(fsys, file.name)
	if err != nil {
		return result{findings: []diag.Finding{unreadable(file.name, denied(file.name, err))}}
	}
	r.data = data
	r.record, r.findings = file.kind.Read(document.Parse(file.name, data))
	r.record.Doc.Links() // found here, because several files are read at a time
	return r
}

// entries returns the entries of the catalogues in use: the built-in ones, as changed by the workspace, and the workspace's
// own. A record that replaces a built-in entry is completed from it, in records too.
func (w *Workspace) entries(records []*record.Record) ([]*record.Record, error) {
	byID := map[string]*record.Record{}
	for _, name := range w.Config.Catalogues {
		if !slices.Contains(controls.Names(), name) {
			continue // of the workspace, or unknown, which checkConfig reports
		}
		shipped, err := w.shipped(name)
		if err != nil {
			return nil, err
		}
		for _, e := range shipped {
			byID[e.ID] = e
		}
	}
	for i, r := range records {
		if r.Kind.Name != record.CatalogueKind || r.ID == "" {
			continue
		}
		if base := byID[r.ID]; base != nil && base.Shipped {
			records[i] = r.WithDefaults(base)
			byID[r.ID] = records[i]
			w.forgive(r)
			continue
		}
		if byID[r.ID] == nil {
			byID[r.ID] = r
		}
	}
	out := make([]*record.Record, 0, len(byID))
	for _, e := range byID {
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b *record.Record) int { return graph.CompareIDs(a.ID, b.ID) })
	return out, nil
}

// forgive drops findings about missing fields, which an entry of the workspace need not repeat.
func (w *Workspace) forgive(r *record.Record) {
	w.Findings = slices.DeleteFunc(w.Findings, func(f diag.Finding) bool {
		return f.Rule == "field-missing" && f.File == r.File()
	})
}

// shipped reads a built-in catalogue.
func (w *Workspace) shipped(catalogue string) ([]*record.Record, error) {
	kind := w.Kinds.Named(record.CatalogueKind)
	names, err := fs.Glob(controls.FS, catalogue+"/*.md")
	if err != nil {
		return nil, err
	}
	var entries []*record.Record
	for _, name := range names {
		if record.FolderOf(name) == "" {
			continue
		}
		r := w.cache.shipped(named{name, kind})
		if len(r.findings) > 0 {
			return nil, fmt.Errorf("read catalogue: %s: %s %v", name, r.findings[0].Rule, r.findings[0].Args)
		}
		r.record.Shipped = true
		entries = append(entries, r.record)
	}
	return entries, nil
}
