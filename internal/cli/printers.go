package cli

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/console"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/spf13/cobra"
)

// The environment variables of a GitHub job that printing uses: the file of the step summary, and the target branch of a pull
// request.
const (
	stepSummaryVariable = "GITHUB_STEP_SUMMARY"
	baseBranchVariable  = "GITHUB_BASE_REF"
)

// output is one printer and the file that it writes; "" for standard output.
type output struct {
	format exchange.Format
	file   string
}

// printerFlags adds the flags of check that select the formats of its output and the files for them.
func (a *app) printerFlags(c *cobra.Command, o *checkOptions) {
	names := locale.Args{"names": a.lang.Or(exchange.FormatNames())}
	c.Flags().StringVar(&o.format, "format", "text", a.lang.T("print.flag-format", names))
	annotateFormats(c, exchange.FormatNames())
	c.Flags().StringArrayVar(&o.outputs, "output", nil, a.lang.T("print.flag-output"))
}

// outputs returns the printers that the flags select, the one for standard output first.
func (a *app) outputs(o checkOptions) ([]output, error) {
	first, ok := exchange.FormatNamed(o.format)
	if !ok {
		return nil, a.badFlag("--format", o.format, exchange.FormatNames()...)
	}
	all := []output{{first, ""}}
	for _, value := range o.outputs {
		name, file, ok := strings.Cut(value, "=")
		if !ok || file == "" {
			return nil, a.fail(statusUsage, "print.not-output", locale.Args{"value": locale.Shorten(value)})
		}
		format, ok := exchange.FormatNamed(name)
		if !ok {
			return nil, a.badFlag("--output", name, exchange.FormatNames()...)
		}
		if file = filepath.Clean(file); !filepath.IsAbs(file) {
			file = filepath.Join(a.workDir(), file)
		}
		if slices.ContainsFunc(all, func(other output) bool { return other.file == file }) {
			return nil, a.fail(statusUsage, "print.same-output", locale.Args{"file": locale.Shorten(file)})
		}
		all = append(all, output{format, file})
	}
	return all, nil
}

// writeOutputs writes a check in every selected format. All are rendered before the first is written. top is the folder on disk that
// others can send changes of: no link there is followed.
func (a *app) writeOutputs(top string, outputs []output, c exchange.Check) error {
	var page bytes.Buffer
	texts := make([]bytes.Buffer, len(outputs))
	for i, out := range outputs {
		c.Color = out.file == "" && a.useColor(a.Stdout)
		c.StepSummary = nil
		if page.Len() == 0 && a.Getenv(stepSummaryVariable) != "" {
			c.StepSummary = &page
		}
		if err := out.format.Write(&texts[i], c); err != nil {
			return fmt.Errorf("print %s: %w", out.format.Name, err)
		}
	}
	for i, out := range outputs[1:] {
		if err := disk.WriteNamed(top, out.file, inFile(out.format, texts[i+1].Bytes())); err != nil {
			return fmt.Errorf("write %s: %w", out.file, err)
		}
	}
	if page.Len() > 0 {
		if err := disk.AppendNamed(a.Getenv(stepSummaryVariable), []byte(console.Harmless(page.String()))); err != nil {
			return fmt.Errorf("write the step summary: %w", err)
		}
	}
	_, err := a.stdout(outputs[0].format.Form).Write(texts[0].Bytes())
	return err
}

// inFile returns a check as a file has it: a text is harmless there too, in case it is shown later, and a machine format is as it is.
func inFile(f exchange.Format, text []byte) []byte {
	if f.Form != console.Plain {
		return text
	}
	return []byte(console.Harmless(string(text)))
}

// printed returns a check as its printers need it. shown are the diagnostics about the checked records that the profile shows.
func (a *app) printed(ctx context.Context, e *engine.Engine, checked *engine.Checked, o checkOptions, shown []diag.Diagnostic) exchange.Check {
	s := checked.State
	since := cmp.Or(o.since, a.Getenv(baseBranchVariable))
	c := exchange.Check{
		Tool: toolName, ToolVersion: a.version(), ToolAddress: toolAddress, Lang: a.lang, AsOf: s.AsOf, Rev: s.Rev, Records: len(checked.Records),
		Diagnostics: shown, Rules: ruleInfos(s.Rules.Rules, s.Workspace.Config.Rules, s.RuleAddress, a.lang), Quiet: a.quiet, Prefix: e.Prefix(),
		Changed: s.ChangedFiles(ctx, shown, since), Silenced: s.Rules.TellSilenced(checked.All, s.Cut(a.shownProfile()), a.lang),
	}
	c.FailOn, _ = diag.ParseSeverity(o.failOn)
	if a.profile != "" {
		c.Profile = &a.profile
	}
	cut := s.Cut(a.shownProfile())
	for _, r := range cut.Records(checked.Records) {
		if r.ID != "" && r.Kind.Name != record.CatalogueKind {
			c.Named = append(c.Named, r.ID)
		}
	}
	return c
}

// ruleInfos returns rules as formats show them, at their configured severity, with an ellipsis for each placeholder. page returns
// the address of the page about a rule.
func ruleInfos(all []rules.Rule, configured map[string]diag.Severity, page func(id string) string, lang locale.Lang) []exchange.RuleInfo {
	infos := make([]exchange.RuleInfo, 0, len(all))
	for _, r := range all {
		severity := r.Severity
		if set, ok := configured[r.ID]; ok {
			severity = set
		}
		infos = append(infos, exchange.RuleInfo{
			ID: r.ID, Severity: severity, Message: locale.Elide(r.Message.In(lang)), Why: r.Why.In(lang), Source: r.Source, HelpURI: page(r.ID),
		})
	}
	return infos
}
