package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// workDir is the folder that the command works in.
func (a *app) workDir() string {
	if a.dir == "" {
		return a.Dir
	}
	if filepath.IsAbs(a.dir) {
		return a.dir
	}
	return filepath.Join(a.Dir, a.dir)
}

// options are what the common flags say of the workspace to be opened.
func (a *app) options() engine.Options {
	return engine.Options{Dir: a.workDir(), Rev: a.rev, AsOf: a.asOf, Now: a.Now, Cache: a.cache(), Tool: a.tool(), Common: a.Common}
}

// open opens the workspace. The caller closes it.
func (a *app) open(ctx context.Context) (*engine.Engine, error) { return a.openAt(ctx, a.options()) }

// openAt opens the workspace in the state that the options say. From then on its language is that of messages, unless a flag
// says otherwise.
func (a *app) openAt(ctx context.Context, o engine.Options) (*engine.Engine, error) {
	e, err := engine.Open(ctx, o)
	if err == nil && !a.langSet {
		a.lang = e.State.Workspace.Config.Lang
	}
	return e, err
}

// close gives back what an engine holds open. That this cannot be done is nothing that a reader could mend.
func (a *app) close(e *engine.Engine) { _ = e.Close() }

// chosenLang is the language of the flag; "" where that of the workspace holds.
func (a *app) chosenLang() locale.Lang {
	if a.langSet {
		return a.lang
	}
	return ""
}

// shownProfile is the profile of the flag; "" where there is none, and nothing is cut.
func (a *app) shownProfile() record.Profile { return record.Profile(a.profile) }

// told is a state as printers tell of it.
func (a *app) told(s *engine.State, cut *disclose.Cut) exchange.State {
	return exchange.State{Rev: s.Rev, AsOf: s.AsOf, Workspace: s.Workspace, Cut: cut, Lang: a.lang}
}

// status writes what an error has to say and gives its exit status.
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
	a.complain(err.Error())
	return statusFailed
}

// statusOf is the exit status of a refusal.
func statusOf(r *engine.Refusal) int {
	switch r.Reason {
	case engine.Failed:
		return statusFailed
	case engine.NoHistory:
		return statusNoHistory
	}
	return statusUsage
}

// refusalText is a refusal in words, with the nearest known names where it is about an unknown one.
func (a *app) refusalText(r *engine.Refusal) string {
	if !r.Unknown {
		return r.In(a.lang)
	}
	return a.guess(r.In(a.lang), r.Near)
}

// guess adds the nearest known names to what is said of an unknown one.
func (a *app) guess(message string, near []string) string {
	message += "."
	if len(near) > 0 {
		message += " " + a.lang.T("error.guess", locale.Args{"names": a.lang.Or(near)})
	}
	return message
}

// writeFlaws lists what stands in the way of what was refused.
func (a *app) writeFlaws(r *engine.Refusal) {
	if r.Flaws != nil {
		a.writeDiagnostics(r.Flaws(a.lang))
	}
}

// writeDiagnostics writes diagnostics beside the output.
func (a *app) writeDiagnostics(all []diag.Diagnostic) {
	_ = exchange.WriteDiagnostics(a.Stderr, all, a.lang, a.useColor(a.Stderr))
}

// writeSetup tells what is wrong with the configuration or the kinds.
func (a *app) writeSetup(e *workspace.SetupError) {
	for _, d := range rules.TellSetup(e, a.lang) {
		a.writeDiagnostics([]diag.Diagnostic{d})
	}
	a.complain(a.lang.T("error.setup"))
}

// note tells something beside the output.
func (a *app) note(key string, args ...locale.Args) { a.tellNote(locale.Say(key, args...)) }

// tellNote tells something beside the output; the zero message is nothing.
func (a *app) tellNote(m locale.Message) {
	if !a.quiet && !m.IsZero() {
		fmt.Fprintf(a.Stderr, "lis: %s\n", exchange.Visible(m.In(a.lang)))
	}
}

// kind finds a kind by its name or folder.
func (a *app) kind(kinds *record.Kinds, name string) (*record.Kind, error) {
	return engine.KindNamed(kinds, name)
}

// inFolder is a path on the command line as seen from a folder.
func inFolder(dir, path string) string {
	if path = cmp.Or(path, "."); filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}
