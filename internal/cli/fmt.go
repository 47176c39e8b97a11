package cli

import (
	"context"
	"fmt"

	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/spf13/cobra"
)

// fmtOptions are the flags of fmt.
type fmtOptions struct {
	format string
	check  bool
	names  []string
}

func newFmt(a *app) *cobra.Command {
	var o fmtOptions
	c := &cobra.Command{
		Use: "fmt [PATH|ID...]", Short: a.lang.T("cli.fmt"),
		Example: "  lis fmt\n  lis fmt systems/ LAG-07\n  lis fmt --check",
		RunE: func(c *cobra.Command, args []string) error {
			o.names = args
			return runFmt(c.Context(), a, o)
		},
	}
	a.formatFlag(c, &o.format)
	c.Flags().BoolVar(&o.check, "check", false, a.lang.T("flag.check-only"))
	return c
}

// formatted is the output of fmt as data: the files that were changed, or with --check would be, and those that were left.
type formatted struct {
	Version int             `json:"version"`
	Check   bool            `json:"check"`
	Files   []formattedFile `json:"files"`
}

// formattedFile is one of them. Reason is why a file is left, null where it changes.
type formattedFile struct {
	File    string  `json:"file"`
	Changes bool    `json:"changes"`
	Reason  *string `json:"reason"`
}

func runFmt(ctx context.Context, a *app, o fmtOptions) error {
	if a.rev != "" && !o.check {
		return a.fail(statusUsage, "error.no-rev", locale.Args{"command": "lis fmt"})
	}
	e, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer a.close(e)
	records, err := e.State.Select(o.names)
	if err != nil {
		return err
	}
	all, err := e.State.Format(ctx, records)
	if err != nil {
		return err
	}
	out := formatted{Version: 1, Check: o.check, Files: []formattedFile{}}
	var changes []engine.FileChange
	for _, f := range all {
		if f.Change == nil {
			reason := f.Reason.In(a.lang)
			out.Files = append(out.Files, formattedFile{File: f.File, Reason: &reason})
			continue
		}
		out.Files = append(out.Files, formattedFile{File: f.File, Changes: true})
		changes = append(changes, *f.Change)
	}
	if !o.check {
		if err := e.Write(changes); err != nil {
			return err
		}
	}
	return a.writeFormatted(out, o)
}

// writeFormatted tells which files change. What is left goes beside it in text, as it is not the answer to the question.
func (a *app) writeFormatted(out formatted, o fmtOptions) error {
	changes := 0
	for _, f := range out.Files {
		if f.Changes {
			changes++
		}
	}
	if o.format == "json" {
		if err := exchange.WriteJSON(a.Stdout, out); err != nil {
			return err
		}
	} else if err := a.listFormatted(out); err != nil {
		return err
	}
	if o.check && changes > 0 {
		return errFound
	}
	return nil
}

func (a *app) listFormatted(out formatted) error {
	for _, f := range out.Files {
		if f.Reason != nil {
			a.note("edit.left", locale.Args{"what": f.File, "reason": *f.Reason})
			continue
		}
		if _, err := fmt.Fprintln(a.Stdout, f.File); err != nil {
			return err
		}
	}
	return nil
}
