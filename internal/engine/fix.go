package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/edit"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// mostRounds limits how often the check and the fixes are repeated: one fix can reveal a finding that another fixes.
const mostRounds = 10

// Fixed is the result of fixing: the new content of the files, and the check of the resulting state. Nothing is written until
// [Engine.Write].
type Fixed struct {
	Checked *Checked
	Changes []FileChange // by name
	Done    []Fix        // in the order in which they were made
	Left    []Fix        // with the reason
}

// FileChange is the content of a file before and after.
type FileChange struct {
	Name          string
	Before, After []byte
}

// Fix is a fix that was made or left out.
type Fix struct {
	Place  string // systems/sys-017.md:7:19, or only the file if it is about all of it
	Title  locale.Localized
	Reason locale.Localized // why it was left out; nil if it was made
}

// Fix makes all safe fixes for the selected results, in memory, and repeats the check until nothing is left to fix.
func (s *State) Fix(ctx context.Context, o Selection) (*Fixed, error) {
	f := &fixing{before: map[string][]byte{}, after: map[string][]byte{}}
	now := s
	for round := 0; ; round++ {
		checked, err := now.Check(ctx, o)
		if err != nil {
			return nil, err
		}
		f.checked = checked
		if round == mostRounds || !f.once(o.Since == "") {
			break
		}
		if now, err = s.with(ctx, workspace.Overlay(s.files, f.after)); err != nil {
			return nil, err
		}
	}
	out := &Fixed{Checked: f.checked, Done: f.done, Left: f.left}
	for _, name := range slices.Sorted(maps.Keys(f.after)) {
		out.Changes = append(out.Changes, FileChange{name, f.before[name], f.after[name]})
	}
	return out, nil
}

// fixing is the state of [State.Fix].
type fixing struct {
	checked       *Checked
	before, after map[string][]byte // by name; only files that change
	done, left    []Fix
}

// once makes the fixes that can be made now: those of form first, because they move places.
func (f *fixing) once(every bool) (changed bool) {
	f.left = nil
	return f.form(every) || f.fixResults()
}

// form normalizes encoding, byte order mark and line ends; unless every is set, only in files with open results.
func (f *fixing) form(every bool) (changed bool) {
	for _, r := range f.checked.Records {
		name := r.File().Name
		said := slices.ContainsFunc(f.checked.Results, func(d diag.Result) bool { return d.FileName() == name && d.Standing == diag.Open })
		raw, ok := f.checked.State.Workspace.Files[name]
		if !ok || !every && !said {
			continue
		}
		data, done, refusal := edit.Form(name, raw)
		if refusal != nil {
			f.left = append(f.left, Fix{Place: name, Reason: refusal})
		}
		for _, key := range done {
			f.done = append(f.done, Fix{Place: name, Title: key})
		}
		changed = f.set(name, raw, data) || changed
	}
	return changed
}

// fixes returns the fix of every open result in a record, by file.
func (c *Checked) fixes() map[string][]diag.Fix {
	fixes := map[string][]diag.Fix{}
	for _, d := range c.Results {
		if d.Standing == diag.Open && len(d.Fixes) > 0 && c.State.Workspace.Graph.InFile(d.FileName()) != nil {
			fixes[d.FileName()] = append(fixes[d.FileName()], d.Fixes[0])
		}
	}
	return fixes
}

// Offered returns the outcome with only those fixes that [State.Fix] would make of the files as they are, which are none for a
// revision. Whoever reads it may make them without a second thought.
func (c *Checked) Offered() *Checked {
	out := *c
	out.Results = slices.Clone(c.Results)
	made := map[string][]diag.Fix{}
	for name, fixes := range c.fixes() {
		if raw, ok := c.State.Workspace.Files[name]; ok {
			made[name] = edit.Fix(name, raw, fixes).Done
		}
	}
	for i, r := range out.Results {
		if len(r.Fixes) == 0 {
			continue
		}
		fix := r.Fixes[0]
		out.Results[i].Fixes = nil
		if r.Standing == diag.Open && c.State.Rev == nil && slices.ContainsFunc(made[r.FileName()], func(m diag.Fix) bool { return slices.Equal(m.Edits, fix.Edits) }) {
			out.Results[i].Fixes = []diag.Fix{fix}
		}
	}
	return &out
}

// fixResults makes the fixes of open results, file by file.
func (f *fixing) fixResults() (changed bool) {
	w, fixes := f.checked.State.Workspace, f.checked.fixes()
	for _, name := range slices.Sorted(maps.Keys(fixes)) {
		raw, ok := w.Files[name]
		if !ok {
			continue
		}
		m := edit.Fix(name, raw, fixes[name])
		for _, fix := range m.Done {
			f.done = append(f.done, Fix{Place: placeOf(name, fix), Title: fix.Title})
		}
		for _, l := range m.Left {
			f.left = append(f.left, Fix{Place: placeOf(name, l.Fix), Title: l.Fix.Title, Reason: l.Reason})
		}
		changed = f.set(name, raw, m.Data) || changed
	}
	return changed
}

func placeOf(name string, fix diag.Fix) string {
	return fmt.Sprintf("%s:%v", name, fix.Edits[0].Span.Start)
}

// set records the new content of a file.
func (f *fixing) set(name string, raw, data []byte) (changed bool) {
	if bytes.Equal(raw, data) {
		return false
	}
	if _, seen := f.before[name]; !seen {
		f.before[name] = raw
	}
	f.after[name] = data
	return true
}

// Write writes changed files, each completely or not at all. A file that has changed on disk since it was read is refused, and
// those after it are not written.
func (e *Engine) Write(changes []FileChange) error {
	for _, c := range changes {
		if err := e.replace(c); err != nil {
			return err
		}
	}
	return nil
}

// replace overwrites a file of the workspace, unless it has changed since it was read.
func (e *Engine) replace(c FileChange) error {
	now, err := e.folder.ReadFile(c.Name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read %s: %w", c.Name, err)
	}
	if err != nil || !bytes.Equal(now, c.Before) {
		return refuse(Failed, "edit.changed-meanwhile", locale.Args{"file": c.Name})
	}
	if err := e.folder.WriteFile(c.Name, c.After); err != nil {
		return fmt.Errorf("write %s: %w", c.Name, err)
	}
	return nil
}

// Formatted is the result of formatting a record: Change gives it its canonical form, or Reason is why it was left as it is.
type Formatted struct {
	File   string
	Change *FileChange
	Reason locale.Localized
}

// Format computes the canonical form of records, in memory. Records that already have it are left out.
func (s *State) Format(ctx context.Context, records []*record.Record) ([]Formatted, error) {
	var out []Formatted
	for _, r := range records {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		name := r.File().Name
		raw, ok := s.Workspace.Files[name]
		if !ok {
			continue
		}
		data, refusal := edit.Format(r.Kind, name, raw)
		switch {
		case refusal != nil:
			out = append(out, Formatted{File: name, Reason: refusal})
		case !bytes.Equal(data, raw):
			out = append(out, Formatted{File: name, Change: &FileChange{name, raw, data}})
		}
	}
	return out, nil
}
