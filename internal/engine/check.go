package engine

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Selection is what part of a workspace a check reports on. The rules always run on all of it.
type Selection struct {
	Names []string // ids, and files and folders relative to the current folder; none for all
	Since string   // keeps what a change since this revision caused, in any record; "" for all
	// Profile is for whom the check is told: a refusal proposes nothing that it hides.
	Profile record.Profile
}

// Checked is the outcome of a check.
type Checked struct {
	State   *State
	Results []diag.Result    // in the order of their places
	All     []diag.Result    // also those that are not selected
	Records []*record.Record // the selected ones
}

// Check runs the rules and keeps what is selected. The error is a *[Refusal] if the selection names something that does not
// exist, and a *workspace.SetupError if the workspace's own kinds, rules, figures or dashboard are wrong, of a revision too.
func (s *State) Check(ctx context.Context, o Selection) (*Checked, error) {
	if s.Rev != nil { // else what is wrong is found when the state is read, and by results
		if err := s.checkFaults(); err != nil {
			return nil, err
		}
	}
	results, err := s.results(ctx)
	if err != nil {
		return nil, err
	}
	all := results
	if o.Since != "" {
		if results, err = s.since(ctx, results, o.Since); err != nil {
			return nil, err
		}
	}
	out := &Checked{State: s, Results: results, All: all, Records: s.Workspace.Graph.Records}
	if len(o.Names) > 0 {
		chosen, err := s.choose(o.Names, s.Cut(o.Profile))
		if err != nil {
			return nil, err
		}
		out.Records = chosen.records
		out.Results = slices.DeleteFunc(slices.Clone(results), func(r diag.Result) bool { return !chosen.holds(s, r.FileName()) })
	}
	return out, nil
}

// Words returns the results as diagnostics in a language.
func (c *Checked) Words(lang locale.Lang) []diag.Diagnostic {
	return c.State.Rules.Tell(c.Results, lang)
}

// Select finds the named records: by id, or by a file or folder that contains them.
func (s *State) Select(names []string) ([]*record.Record, error) {
	if len(names) == 0 {
		return s.Workspace.Graph.Records, nil
	}
	c, err := s.choose(names, s.Cut(""))
	return c.records, err
}

// chosen are the named records and places.
type chosen struct {
	records []*record.Record
	wanted  map[*record.Record]bool
	places  []string
}

// holds reports whether a file is among them.
func (c *chosen) holds(s *State, file string) bool {
	r := s.Workspace.Graph.InFile(file)
	return r != nil && c.wanted[r] || covered(file, c.places)
}

// choose finds what names stand for. The refusal of an unknown one proposes only what a cut shows.
func (s *State) choose(names []string, cut *disclose.Cut) (chosen, error) {
	c := chosen{wanted: map[*record.Record]bool{}}
	g := s.Workspace.Graph
	for _, name := range names {
		if r := g.Named(name); r != nil {
			c.wanted[r] = true
			continue
		}
		place, ok := s.engine.inWorkspace(name)
		if name == "" || !ok || !s.hasPlace(place) {
			return c, unknown("error.unknown-path", name, s.near(name, cut))
		}
		c.places = append(c.places, place)
	}
	for _, r := range g.Records {
		if c.wanted[r] || covered(r.File().Name, c.places) {
			c.wanted[r] = true
			c.records = append(c.records, r)
		}
	}
	return c, nil
}

// covered reports whether a file is one of the places or is below one.
func covered(file string, places []string) bool {
	file = source.Comparable(file)
	return slices.ContainsFunc(places, func(p string) bool {
		p = source.Comparable(p)
		return p == "." || file == p || strings.HasPrefix(file, p+"/")
	})
}

// inWorkspace converts a path on disk to a name in the workspace, regardless of which symbolic links lead there.
func (e *Engine) inWorkspace(name string) (string, bool) {
	if !filepath.IsAbs(name) {
		name = filepath.Join(e.options.Dir, name)
	}
	if name, ok := below(e.root, name); ok {
		return name, true
	}
	root, err := filepath.EvalSymlinks(e.root)
	if err != nil {
		return "", false
	}
	if name, err = filepath.EvalSymlinks(name); err != nil {
		return "", false
	}
	return below(root, name)
}

// below returns a path relative to root, with forward slashes; ok is false if it is outside.
func below(root, path string) (name string, ok bool) {
	name, err := filepath.Rel(root, path)
	if err != nil || !filepath.IsLocal(name) {
		return "", false
	}
	return filepath.ToSlash(name), true
}

// hasPlace reports whether a name is a file or folder of the state, or one that could not be read.
func (s *State) hasPlace(name string) bool {
	if _, err := fs.Stat(s.files, name); err == nil {
		return true
	}
	for file := range s.Workspace.Files {
		if covered(file, []string{name}) {
			return true
		}
	}
	return slices.ContainsFunc(s.Workspace.Findings, func(f diag.Finding) bool { return f.FileName() == name })
}

// since keeps what the change since a revision caused. The state is compared with the commit at which it branched off from that
// revision, as of the same day.
func (s *State) since(ctx context.Context, results []diag.Result, rev string) ([]diag.Result, error) {
	base, err := s.branchPoint(ctx, rev)
	if err != nil {
		return nil, err
	}
	files, err := s.engine.repo.FS(ctx, base)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", shortID(base.Hash), err)
	}
	w, err := s.engine.load(ctx, files)
	if lost := files.Err(); lost != nil {
		return nil, lost
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil { // nothing could be checked there, so all results are new
		return results, nil
	}
	set, err := rules.New(w)
	if err != nil {
		return results, nil
	}
	before, err := s.runRules(ctx, question{rules: set, asOf: s.AsOf, today: s.isToday(), tip: &base, files: files})
	return rules.Since(results, before), err
}

// branchPoint returns the commit at which the state branched off from a revision.
func (s *State) branchPoint(ctx context.Context, rev string) (base history.Commit, err error) {
	e := s.engine
	switch broken := e.brokenHistory(); {
	case broken != nil:
		return base, broken
	case e.repo == nil:
		return base, e.noGit()
	case s.Commit == nil:
		return base, refuse(NoHistory, "error.no-commits", nil)
	}
	other, err := e.repo.Resolve(ctx, rev, s.Workspace.Config.Zone)
	if err != nil {
		return base, revisionError(rev, err)
	}
	base, found, err := e.repo.MergeBase(ctx, *s.Commit, other)
	if err != nil {
		return base, revisionError(rev, err)
	}
	if !found {
		return base, refuse(Mistaken, "error.no-base", locale.Args{"rev": rev})
	}
	return base, nil
}

// Prefix returns the path of the workspace below the top of its repository, with forward slashes; "" for the top, and without
// git.
func (e *Engine) Prefix() string {
	if e.repo == nil {
		return ""
	}
	return e.repo.Prefix()
}

// ChangedFiles returns those files with results, relative to the top of the repository, that have changed since the state
// branched off from a revision. It returns nil if that cannot be determined: it is only used for sorting.
func (s *State) ChangedFiles(ctx context.Context, results []diag.Diagnostic, rev string) map[string]bool {
	if rev == "" || s.engine.repo == nil {
		return nil
	}
	base, err := s.branchPoint(ctx, rev)
	if err != nil {
		return nil
	}
	before, err := s.engine.repo.FS(ctx, base)
	if err != nil {
		return nil
	}
	changed := map[string]bool{}
	for _, r := range results {
		name := r.FileName()
		old, err := fs.ReadFile(before, name)
		if name != "" && (err != nil || !bytes.Equal(history.Plain(old), history.Plain(s.Workspace.Files[name]))) {
			changed[path.Join(s.engine.Prefix(), name)] = true
		}
	}
	return changed
}

// Baseline updates baseline.yaml: open results are added unless prune is set, and entries whose results are gone are removed. If
// there is nothing to do, the list is written anew in its form unless prune is set. added and removed are numbers of entries.
func (s *State) Baseline(ctx context.Context, lang locale.Lang, prune bool) (added, removed int, err error) {
	results, err := s.results(ctx)
	if err != nil {
		return 0, 0, err
	}
	text, added, removed := s.Rules.Baseline(results, lang, prune)
	old, exists := s.Workspace.Files[workspace.BaselineFile]
	if added+removed > 0 || exists && !prune && !bytes.Equal(text, old) {
		if err := s.engine.folder.WriteFile(workspace.BaselineFile, text); err != nil {
			return 0, 0, fmt.Errorf("write %s: %w", workspace.BaselineFile, err)
		}
	}
	return added, removed, nil
}
