package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/edit"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// mostRounds is how often a check may be fixed and made again: one fix can lay bare what another is for.
const mostRounds = 10

// checkFix refuses flags of check that do not go together.
func (a *app) checkFix(o checkOptions) error {
	switch {
	case o.dryRun && !o.fix:
		return a.fail(statusUsage, "edit.dry-run-alone")
	case o.dryRun && (o.format != "text" || len(o.outputs) > 0):
		return a.fail(statusUsage, "edit.dry-run-format")
	case o.fix && a.rev != "":
		return a.fail(statusUsage, "error.no-rev", locale.Args{"command": "lis check --fix"})
	}
	return nil
}

// overlay is a file system in which some files hold something else.
type overlay struct {
	fs.FS
	files map[string][]byte
}

// ReadFile is the file as it is to be.
func (o overlay) ReadFile(name string) ([]byte, error) {
	if data, ok := o.files[name]; ok {
		return bytes.Clone(data), nil
	}
	return fs.ReadFile(o.FS, name)
}

// fixing is a run of check --fix: the files as they are to be, and what there is to tell.
type fixing struct {
	*app
	*state
	done          string            // the message that tells of a fix
	before, after map[string][]byte // by name; of files that change
	left          []locale.Args     // what is left, and the reason
}

// fix makes every fix that is sure, in memory, until nothing is left to make; then it writes the files, or with --dry-run
// shows what would differ. The state is that of the files as they are then.
func (a *app) fix(s *state, o checkOptions) error {
	f := &fixing{app: a, state: s, done: "edit.done", before: map[string][]byte{}, after: map[string][]byte{}}
	if o.dryRun {
		f.done = "edit.would-do"
	}
	onDisk := s.files
	for range mostRounds {
		all, records, err := a.asked(s, o)
		if err != nil {
			return err
		}
		f.left = nil
		changed := f.form(records, all, o.since == "")
		if !changed {
			changed = f.mend(all)
		}
		if !changed {
			break
		}
		if err := a.read(s, overlay{onDisk, f.after}); err != nil {
			return err
		}
	}
	for _, l := range f.left {
		a.note("edit.left", l)
	}
	if o.dryRun {
		return f.show()
	}
	return f.write()
}

// form gives the files their form: encoding, byte order mark, line ends. Where not all are asked for, it is those of which
// something is said.
func (f *fixing) form(records []*record.Record, all []diag.Diagnostic, every bool) (changed bool) {
	for _, r := range records {
		name := r.File().Name
		said := slices.ContainsFunc(all, func(d diag.Diagnostic) bool { return d.FileName() == name && d.Standing == diag.Open })
		raw, ok := f.workspace.Files[name]
		if !ok || !every && !said {
			continue
		}
		data, done, refusal := edit.Form(name, raw)
		if refusal != nil {
			f.left = append(f.left, locale.Args{"what": name, "reason": refusal})
		}
		for _, key := range done {
			f.note(f.done, locale.Args{"place": name, "title": key})
		}
		changed = f.set(name, raw, data) || changed
	}
	return changed
}

// mend makes the fixes of open diagnostics, file by file.
func (f *fixing) mend(all []diag.Diagnostic) (changed bool) {
	fixes := map[string][]diag.Fix{}
	for _, d := range all {
		if d.Standing == diag.Open && len(d.Fixes) > 0 && f.workspace.Graph.InFile(d.FileName()) != nil {
			fixes[d.FileName()] = append(fixes[d.FileName()], d.Fixes[0])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(fixes)) {
		raw, ok := f.workspace.Files[name]
		if !ok {
			continue
		}
		m := edit.Mend(name, raw, fixes[name])
		for _, fix := range m.Done {
			f.note(f.done, locale.Args{"place": fixPlace(name, fix), "title": fix.Title.In(f.lang)})
		}
		for _, l := range m.Left {
			f.left = append(f.left, locale.Args{"what": fixPlace(name, l.Fix) + ": " + l.Fix.Title.In(f.lang), "reason": l.Reason})
		}
		changed = f.set(name, raw, m.Data) || changed
	}
	return changed
}

func fixPlace(name string, fix diag.Fix) string {
	return fmt.Sprintf("%s:%v", name, fix.Edits[0].Span.Start)
}

// set notes what a file is to hold.
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

// show writes the difference of every file that would change.
func (f *fixing) show() error {
	for _, name := range slices.Sorted(maps.Keys(f.after)) {
		if _, err := io.WriteString(f.Stdout, edit.Diff(name, f.before[name], f.after[name])); err != nil {
			return err
		}
	}
	return nil
}

func (f *fixing) write() error {
	for _, name := range slices.Sorted(maps.Keys(f.after)) {
		if err := f.replace(f.root, name, f.before[name], f.after[name]); err != nil {
			return err
		}
	}
	return nil
}

// replace writes a file of the workspace anew, unless it has changed since it was read.
func (a *app) replace(root, name string, before, after []byte) error {
	file := filepath.Join(root, filepath.FromSlash(name))
	now, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if err != nil || !bytes.Equal(now, before) {
		return a.fail(statusFailed, "edit.changed-meanwhile", locale.Args{"file": name})
	}
	if err := disk.WriteFile(file, after); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
