package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// workDir returns the folder that the command works in.
func (a *app) workDir() string {
	if a.dir == "" {
		return a.Dir
	}
	if filepath.IsAbs(a.dir) {
		return a.dir
	}
	return filepath.Join(a.Dir, a.dir)
}

// options returns how to open the workspace, from the common flags.
func (a *app) options() engine.Options {
	return engine.Options{Dir: a.workDir(), Rev: a.rev, AsOf: a.asOf, Now: a.Now, Cache: a.cache(), Tool: a.tool(), Common: a.Common}
}

// open opens the workspace. The caller closes it.
func (a *app) open(ctx context.Context) (*engine.Engine, error) { return a.openAt(ctx, a.options()) }

// openAt opens the workspace in the state that the options select. From then on messages are in its language, unless a flag
// sets another.
func (a *app) openAt(ctx context.Context, o engine.Options) (*engine.Engine, error) {
	e, err := engine.Open(ctx, o)
	if err == nil && !a.langSet {
		a.lang = e.State.Workspace.Config.Lang
	}
	return e, err
}

// close releases what an engine holds open. The error is ignored: a user could do nothing about it.
func (a *app) close(e *engine.Engine) { _ = e.Close() }

// chosenLang returns the language of the flag; "" if that of the workspace applies.
func (a *app) chosenLang() locale.Lang {
	if a.langSet {
		return a.lang
	}
	return ""
}

// shownProfile returns the profile of the flag; "" if there is none and nothing is cut.
func (a *app) shownProfile() record.Profile { return record.Profile(a.profile) }

// printerState returns a state as printers need it.
func (a *app) printerState(s *engine.State, cut *disclose.Cut) exchange.State {
	return exchange.State{Rev: s.Rev, AsOf: s.AsOf, Workspace: s.Workspace, Cut: cut, Lang: a.lang}
}

// status prints the message of an error and returns its exit status.
func (a *app) status(err error) int {
	var setup *workspace.SetupError
	var refusal *engine.Refusal
	var f *failure
	switch {
	case err == nil:
		return statusDone
	case errors.Is(err, errFound):
		return statusFound
	case errors.Is(err, context.Canceled):
		a.complain(a.lang.T("error.interrupted"))
		return statusInterrupted
	case errors.As(err, &setup):
		a.writeSetup(setup)
		return statusUsage
	case errors.As(err, &refusal):
		a.writeFlaws(refusal)
		a.complain(a.refusalText(refusal))
		return statusOf(refusal)
	case errors.As(err, &f):
		a.complain(f.message)
		return f.status
	}
	if trouble, ok := engine.RepositoryOf(err); ok {
		a.complain(trouble.In(a.lang))
		if trouble.Incomplete {
			return statusNoHistory
		}
		return statusFailed
	}
	var refused *disk.Refused
	if errors.As(err, &refused) {
		a.complain(refused.Message().In(a.lang))
		return statusOfRefused(refused)
	}
	a.complain(err.Error())
	return statusFailed
}

// statusOf returns the exit status of a refusal.
func statusOf(r *engine.Refusal) int {
	switch r.Reason {
	case engine.Failed:
		return statusFailed
	case engine.NoHistory:
		return statusNoHistory
	}
	return statusUsage
}

// statusOfRefused returns the exit status for something on disk that was refused: the workspace is wrong where it has what lis never
// reads or writes; else the work could not be done.
func statusOfRefused(r *disk.Refused) int {
	switch r.Why {
	case disk.Link, disk.Special, disk.Large:
		return statusUsage
	}
	return statusFailed
}

// refusalText returns a refusal in words, with the nearest known names if it is about an unknown one.
func (a *app) refusalText(r *engine.Refusal) string {
	if !r.Unknown {
		return r.In(a.lang)
	}
	return a.guess(r.In(a.lang), r.Near.In(a.lang))
}

// guess adds the nearest known names to a message about an unknown one.
func (a *app) guess(message, near string) string {
	message += "."
	if near != "" {
		message += " " + a.lang.T("error.guess", locale.Args{"names": near})
	}
	return message
}

// writeFlaws prints the diagnostics that caused a refusal.
func (a *app) writeFlaws(r *engine.Refusal) {
	if r.Causes != nil {
		a.writeDiagnostics(r.Causes(a.lang))
	}
}

// writeDiagnostics prints diagnostics on standard error.
func (a *app) writeDiagnostics(all []diag.Diagnostic) {
	_ = exchange.WriteDiagnostics(a.Stderr, all, a.lang, a.useColor(a.Stderr))
}

// writeSetup prints what is wrong with the configuration or the kinds.
func (a *app) writeSetup(e *workspace.SetupError) {
	for _, d := range rules.TellSetup(e, a.lang) {
		a.writeDiagnostics([]diag.Diagnostic{d})
	}
	a.complain(a.lang.T("error.setup"))
}

// note prints a message on standard error, unless quiet is set.
func (a *app) note(key string, args ...locale.Args) { a.tellNote(locale.Say(key, args...)) }

// tellNote prints a message on standard error, unless quiet is set or it is the zero message.
func (a *app) tellNote(m locale.Message) {
	if !a.quiet && !m.IsZero() {
		fmt.Fprintf(a.Stderr, "lis: %s\n", m.In(a.lang))
	}
}

// inFolder returns a path from the command line, resolved against a folder.
func inFolder(dir, path string) string {
	if path = cmp.Or(path, "."); filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}
