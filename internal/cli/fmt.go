package cli

import (
	"bytes"
	"fmt"

	"github.com/c8b10cf3/lis/internal/edit"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
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
		RunE: func(_ *cobra.Command, args []string) error {
			o.names = args
			return runFmt(a, o)
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

func runFmt(a *app, o fmtOptions) error {
	if a.rev != "" && !o.check {
		return a.fail(statusUsage, "error.no-rev", locale.Args{"command": "lis fmt"})
	}
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	records := s.workspace.Graph.Records
	if len(o.names) > 0 {
		if _, records, err = a.narrow(s, nil, o.names); err != nil {
			return err
		}
	}
	out := formatted{Version: 1, Check: o.check, Files: []formattedFile{}}
	for _, r := range records {
		if err := a.formatOne(s, r, &out); err != nil {
			return err
		}
	}
	return a.writeFormatted(out, o)
}

// formatOne brings one record to its canonical form.
func (a *app) formatOne(s *state, r *record.Record, out *formatted) error {
	name := r.File().Name
	raw, ok := s.workspace.Files[name]
	if !ok {
		return nil
	}
	data, refusal := edit.Format(r.Kind, name, raw)
	switch {
	case refusal != nil:
		reason := refusal.In(a.lang)
		out.Files = append(out.Files, formattedFile{File: name, Reason: &reason})
	case bytes.Equal(data, raw):
	default:
		out.Files = append(out.Files, formattedFile{File: name, Changes: true})
		if !out.Check {
			return a.replace(s.root, name, raw, data)
		}
	}
	return nil
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
