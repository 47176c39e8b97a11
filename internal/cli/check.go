package cli

import (
	"context"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/spf13/cobra"
)

// checkOptions are the flags of check.
type checkOptions struct {
	format  string
	outputs []string // FORMAT=FILE
	failOn  string
	since   string // --changed-since; "" for all
	fix     bool
	dryRun  bool // with fix
	names   []string
}

func newCheck(a *app) *cobra.Command {
	var o checkOptions
	c := &cobra.Command{
		Use: "check [PATH|ID...]", Short: a.lang.T("cli.check"),
		Example: "  lis check\n  lis check systems/ LAG-07\n  lis check --as-of 2023-12-15 --fail-on warning --format json\n  lis check --format github --output sarif=lis.sarif",
		RunE: func(_ *cobra.Command, args []string) error {
			o.names = args
			return runCheck(a, o)
		},
	}
	a.printerFlags(c, &o)
	a.profileFlag(c)
	c.Flags().StringVar(&o.failOn, "fail-on", "error", a.lang.T("flag.fail-on"))
	c.Flags().StringVar(&o.since, "changed-since", "", a.lang.T("flag.changed-since"))
	c.Flags().BoolVar(&o.fix, "fix", false, a.lang.T("flag.fix"))
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, a.lang.T("flag.dry-run"))
	return c
}

func (a *app) formatFlag(c *cobra.Command, format *string, more ...string) {
	known := append([]string{"text", "json"}, more...)
	c.Flags().StringVar(format, "format", "text", a.lang.T("flag.format"))
	previous := c.PreRunE
	c.PreRunE = func(c *cobra.Command, args []string) error {
		if !slices.Contains(known, *format) {
			return a.badFlag("--format", *format, known...)
		}
		if previous != nil {
			return previous(c, args)
		}
		return nil
	}
}

func (a *app) profileFlag(c *cobra.Command) {
	c.Flags().StringVar(&a.profile, "profile", "", a.lang.T("flag.profile"))
}

func runCheck(a *app, o checkOptions) error {
	failOn, ok := diag.ParseSeverity(o.failOn)
	if !ok || failOn == diag.Off {
		return a.badFlag("--fail-on", o.failOn, "error", "warning", "info")
	}
	outputs, err := a.outputs(o)
	if err != nil {
		return err
	}
	if err := a.checkFix(o); err != nil {
		return err
	}
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	a.noteHistory(s)
	told := s.unreadable != nil
	if o.fix {
		if err := a.fix(s, o); err != nil {
			return err
		}
	}
	all, records, err := a.asked(s, o)
	if err != nil {
		return err
	}
	if !told && s.unreadable != nil { // found out by a rule that asked for it
		a.noteHistory(s)
	}
	shown := a.shownDiagnostics(s, all)
	if o.dryRun {
		a.note("edit.would-remain", locale.Args{"summary": diag.SummaryText(diag.Count(len(records), shown), a.lang)})
	} else if err := a.tell(outputs, a.printed(s, o, shown, records)); err != nil {
		return err
	}
	if n := len(all) - len(shown); n > 0 {
		a.note("note.hidden", locale.Args{"n": n, "profile": a.profile})
	}
	for _, d := range all {
		if d.Standing == diag.Open && d.Severity >= failOn {
			return errFound
		}
	}
	return nil
}

// asked is what is said of the records that the flags and arguments name, and these records.
func (a *app) asked(s *state, o checkOptions) (all []diag.Diagnostic, records []*record.Record, err error) {
	results, err := s.check(context.Background())
	if err != nil {
		return nil, nil, err
	}
	all = s.rules.Tell(results, a.lang)
	if o.since != "" {
		if all, err = a.since(s, all, o.since); err != nil {
			return nil, nil, err
		}
	}
	if len(o.names) > 0 {
		return a.narrow(s, all, o.names)
	}
	return all, s.workspace.Graph.Records, nil
}

// narrow keeps what is said of the named records and files. A name is an id, a file or a folder.
func (a *app) narrow(s *state, all []diag.Diagnostic, names []string) (kept []diag.Diagnostic, records []*record.Record, err error) {
	wanted := map[*record.Record]bool{}
	var places []string
	for _, name := range names {
		if r := s.workspace.Graph.Named(name); r != nil {
			wanted[r] = true
			continue
		}
		place, ok := a.inWorkspace(s, name)
		if name == "" || !ok || !s.holds(place) {
			return nil, nil, a.unknown("error.unknown-path", name, s.workspace.Graph.Near(name, []string{"*"}))
		}
		places = append(places, place)
	}
	for _, r := range s.workspace.Graph.Records {
		if wanted[r] || covered(r.File().Name, places) {
			wanted[r] = true
			records = append(records, r)
		}
	}
	for _, d := range all {
		if r := s.workspace.Graph.InFile(d.FileName()); r != nil && wanted[r] || covered(d.FileName(), places) {
			kept = append(kept, d)
		}
	}
	return kept, records, nil
}

// covered reports whether a file is one of the places or lies below one.
func covered(file string, places []string) bool {
	file = source.Comparable(file)
	return slices.ContainsFunc(places, func(p string) bool {
		p = source.Comparable(p)
		return p == "." || file == p || strings.HasPrefix(file, p+"/")
	})
}

// inWorkspace is a path on the command line as a name in the workspace, whatever symbolic links lead there.
func (a *app) inWorkspace(s *state, arg string) (string, bool) {
	if !filepath.IsAbs(arg) {
		arg = filepath.Join(a.workDir(), arg)
	}
	if name, ok := below(s.root, arg); ok {
		return name, true
	}
	root, err := filepath.EvalSymlinks(s.root)
	if err != nil {
		return "", false
	}
	if arg, err = filepath.EvalSymlinks(arg); err != nil {
		return "", false
	}
	return below(root, arg)
}

// below is a path as seen from root, with forward slashes; ok is false where it lies outside.
func below(root, path string) (name string, ok bool) {
	name, err := filepath.Rel(root, path)
	if err != nil || !filepath.IsLocal(name) {
		return "", false
	}
	return filepath.ToSlash(name), true
}

// holds reports whether a name is a file or folder of the state, or one that could not be read.
func (s *state) holds(name string) bool {
	if _, err := fs.Stat(s.files, name); err == nil {
		return true
	}
	for file := range s.workspace.Files {
		if covered(file, []string{name}) {
			return true
		}
	}
	return slices.ContainsFunc(s.workspace.Findings, func(f diag.Finding) bool { return f.FileName() == name })
}

func (a *app) shownDiagnostics(s *state, all []diag.Diagnostic) []diag.Diagnostic {
	cut := a.cut(s)
	return slices.DeleteFunc(slices.Clone(all), func(d diag.Diagnostic) bool { return !cut.Diagnostic(d) })
}
