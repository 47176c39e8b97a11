package cli

import (
	"cmp"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// writeSetupCheck writes the findings about the configuration or the kinds in every selected format, if err is about those:
// no rule could be run, but programs that read a format get a whole document with what is wrong. People get the text on standard
// error, where [app.status] writes it. It returns err, or why the findings could not be written.
func (a *app) writeSetupCheck(outputs []output, err error) error {
	var setup *workspace.SetupError
	if !errors.As(err, &setup) {
		return err
	}
	outputs = slices.Clone(outputs)
	if outputs[0].format.Name == "text" {
		outputs[0].format.Write = func(io.Writer, exchange.Check) error { return nil }
	}
	all := slices.SortedFunc(slices.Values(rules.Builtin), func(x, y rules.Rule) int { return strings.Compare(x.ID, y.ID) })
	c := exchange.Check{
		Tool: toolName, ToolVersion: a.version(), ToolAddress: toolAddress, Lang: a.lang, AsOf: cmp.Or(a.asOf, locale.Day(a.Now(), a.Now().Location())),
		Diagnostics: rules.TellSetup(setup, a.lang), Rules: ruleInfos(all, nil, func(string) string { return "" }, a.lang), Quiet: a.quiet,
	}
	var at engine.Place
	if root, found, _ := disk.FindUp(a.workDir(), workspace.ConfigFile); found {
		at = engine.PlaceOf(root)
	}
	c.Prefix = at.Prefix
	if failed := a.writeOutputs(at.Top, outputs, c); failed != nil {
		return failed
	}
	return err
}
