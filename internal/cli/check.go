package cli

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/spf13/cobra"
)

// checkOptions are the flags of check.
type checkOptions struct {
	format string
	failOn string
	names  []string
}

func newCheck(a *app) *cobra.Command {
	var o checkOptions
	c := &cobra.Command{
		Use: "check [PATH|ID...]", Short: a.lang.T("cli.check"),
		Example: "  lis check\n  lis check systems/ LAG-07\n  lis check --as-of 2023-12-15 --fail-on warning --format json",
		RunE: func(_ *cobra.Command, args []string) error {
			o.names = args
			return runCheck(a, o)
		},
	}
	a.formatFlag(c, &o.format)
	a.profileFlag(c)
	c.Flags().StringVar(&o.failOn, "fail-on", "error", a.lang.T("flag.fail-on"))
	return c
}

func (a *app) formatFlag(c *cobra.Command, format *string) {
	c.Flags().StringVar(format, "format", "text", a.lang.T("flag.format"))
	previous := c.PreRunE
	c.PreRunE = func(c *cobra.Command, args []string) error {
		if *format != "text" && *format != "json" {
			return a.badFlag("--format", *format, "text", "json")
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
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	if s.repo == nil {
		a.note("note.no-git")
	}
	all := s.check(a.lang)
	records := len(s.workspace.Graph.Records)
	if len(o.names) > 0 {
		if all, records, err = a.narrow(s, all, o.names); err != nil {
			return err
		}
	}
	if err := a.writeCheck(s, o, a.shownDiagnostics(s, all), records); err != nil {
		return err
	}
	for _, d := range all {
		if d.State == diag.Open && d.Severity >= failOn {
			return errFound
		}
	}
	return nil
}

func (a *app) writeCheck(s *state, o checkOptions, shown []diag.Diagnostic, records int) error {
	if o.format == "text" {
		return diag.WriteText(a.Stdout, shown, records, a.textOptions(a.Stdout))
	}
	report := diag.Report{
		Version: 1, Tool: tool(), AsOf: s.asOf, Rev: s.rev, Summary: diag.Count(records, shown), Diagnostics: diag.Entries(shown, a.lang),
	}
	if a.profile != "" {
		report.Profile = &a.profile
	}
	return exchange.WriteJSON(a.Stdout, report)
}

// narrow keeps what is said of the named records and files. A name is an id, a file or a folder.
func (a *app) narrow(s *state, all []diag.Diagnostic, args []string) (kept []diag.Diagnostic, records int, err error) {
	wanted := map[*record.Record]bool{}
	var prefixes []string
	for _, arg := range args {
		if r := s.workspace.Graph.Named(arg); r != nil {
			wanted[r] = true
			continue
		}
		name, ok := a.inWorkspace(s, arg)
		if !ok || !s.holds(name) {
			return nil, 0, a.unknown("error.unknown-path", arg, s.workspace.Graph.Near(arg, []string{"*"}))
		}
		prefixes = append(prefixes, name)
	}
	covers := func(file string) bool {
		for _, p := range prefixes {
			if p == "." || file == p || strings.HasPrefix(file, p+"/") {
				return true
			}
		}
		return false
	}
	for _, r := range s.workspace.Graph.Records {
		if wanted[r] || covers(r.File().Name) {
			wanted[r] = true
			records++
		}
	}
	for _, d := range all {
		if r := s.workspace.Graph.InFile(d.FileName()); r != nil && wanted[r] || covers(d.FileName()) {
			kept = append(kept, d)
		}
	}
	return kept, records, nil
}

// inWorkspace is a path on the command line as a name in the workspace.
func (a *app) inWorkspace(s *state, arg string) (string, bool) {
	if !filepath.IsAbs(arg) {
		arg = filepath.Join(a.workDir(), arg)
	}
	name, err := filepath.Rel(s.root, arg)
	if err != nil || name == ".." || strings.HasPrefix(name, ".."+string(filepath.Separator)) {
		return "", false
	}
	return filepath.ToSlash(name), true
}

// holds reports whether a name is a file that was read, a folder of one, or a file that could not be read.
func (s *state) holds(name string) bool {
	for file := range s.workspace.Files {
		if name == "." || file == name || strings.HasPrefix(file, name+"/") {
			return true
		}
	}
	for _, f := range s.workspace.Findings {
		if f.FileName() == name {
			return true
		}
	}
	return s.workspace.Kinds.InFolder(name) != nil
}

func (a *app) shownDiagnostics(s *state, all []diag.Diagnostic) []diag.Diagnostic {
	cut := a.cut(s)
	return slices.DeleteFunc(slices.Clone(all), func(d diag.Diagnostic) bool { return !cut.Diagnostic(d) })
}
