package setup

import (
	"context"
	"maps"
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// blockingRules are the rules against values that a field must not have and ids that do not identify one record. A record that breaks one
// of them is not written; everything else can be filled in later.
var blockingRules = []string{
	"field-unknown", "value-unknown", "value-type", "value-out-of-bounds", "date-impossible", "ref-unknown", "ref-wrong-kind",
	"control-number-2013", "id-malformed", "id-duplicate", "personal-number",
}

// With returns a workspace as it would be with more files.
func With(ctx context.Context, w *workspace.Workspace, more []File) (*workspace.Workspace, error) {
	files := maps.Clone(w.Files)
	for _, f := range more {
		files[f.Name] = f.Data
	}
	fsys, err := workspace.NewMemory(files)
	if err != nil {
		return nil, err
	}
	return w.Reload(ctx, fsys)
}

// Judge checks new records before they are written: stops are the diagnostics that prevent writing them, left what is still missing.
// Both are in the order of their places.
func Judge(ctx context.Context, w *workspace.Workspace, files []File, opts rules.Options, lang locale.Lang) (stops, left []diag.Diagnostic, err error) {
	with, err := With(ctx, w, files)
	if err != nil {
		return nil, nil, err
	}
	set, err := rules.New(with)
	if err != nil {
		return nil, nil, err
	}
	results, err := set.Check(ctx, opts)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range set.Tell(results, lang) {
		switch {
		case d.Standing != diag.Open:
		case slices.Contains(blockingRules, d.Rule) && slices.ContainsFunc(files, func(f File) bool { return concerns(d, f.Name) }):
			stops = append(stops, d)
		case slices.ContainsFunc(files, func(f File) bool { return d.FileName() == f.Name }):
			left = append(left, d)
		}
	}
	return stops, left, nil
}

// concerns reports whether a diagnostic is in a file, or is in another file because of it, such as for an id that both have.
func concerns(d diag.Diagnostic, file string) bool {
	return d.FileName() == file || slices.ContainsFunc(d.Related, func(r diag.Related) bool { return r.File != nil && r.File.Name == file })
}
