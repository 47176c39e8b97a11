package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/spf13/cobra"
)

// initOptions are the flags of init.
type initOptions struct{ dir, title, organisation string }

func newInit(a *app) *cobra.Command {
	var o initOptions
	c := &cobra.Command{
		Use: "init [DIR]", Short: a.lang.T("cli.init"), Args: a.args(0, 1, "error.args-most-one"),
		Example: "  lis init\n  lis init isms --title \"LIS Norra Ekhamra\" --organisation \"Norra Ekhamra stadsdelsförvaltning\"",
		RunE: func(_ *cobra.Command, args []string) error {
			o.dir = a.target(args, ".")
			return runInit(a, o)
		},
	}
	c.Flags().StringVar(&o.title, "title", a.lang.T("init.title"), a.lang.T("flag.title"))
	c.Flags().StringVar(&o.organisation, "organisation", a.lang.T("init.organisation"), a.lang.T("flag.organisation"))
	return c
}

// target is the folder that a command makes: its argument, or the default, below the working directory.
func (a *app) target(args []string, fallback string) string {
	dir := fallback
	if len(args) > 0 {
		dir = args[0]
	}
	if filepath.IsAbs(dir) {
		return dir
	}
	return filepath.Join(a.workDir(), dir)
}

func runInit(a *app, o initOptions) error {
	if _, err := os.Stat(filepath.Join(o.dir, workspace.ConfigFile)); err == nil {
		return a.fail(statusUsage, "error.exists", locale.Args{"dir": o.dir})
	}
	files := []struct{ name, text string }{
		{"organisations/org.md", fmt.Sprintf(organisationTemplate[a.lang], quote(o.organisation))},
		{workspace.ConfigFile, fmt.Sprintf(configTemplate[a.lang], a.lang, quote(o.title))},
	}
	if err := ignoreSite(o.dir); err != nil {
		return err
	}
	for _, f := range files {
		name := filepath.Join(o.dir, filepath.FromSlash(f.name))
		if _, err := os.Stat(name); err == nil {
			continue // what is there is the user's
		}
		if err := disk.WriteFile(name, []byte(f.text)); err != nil {
			return fmt.Errorf("write %s: %w", f.name, err)
		}
	}
	_, err := fmt.Fprintln(a.Stdout, a.lang.T("init.done", locale.Args{"dir": o.dir}))
	return err
}

// ignoreSite keeps the built site out of git, below what the folder's .gitignore says already.
func ignoreSite(dir string) error {
	const line = "/" + defaultSite + "/"
	name := filepath.Join(dir, ".gitignore")
	text, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read .gitignore: %w", err)
	}
	if slices.Contains(strings.Fields(string(text)), line) {
		return nil
	}
	if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
		text = append(text, '\n')
	}
	if err := disk.WriteFile(name, append(text, line+"\n"...)); err != nil {
		return fmt.Errorf("write .gitignore: %w", err)
	}
	return nil
}

// quote writes a text as a YAML value in double quotes. What YAML cannot hold becomes a space.
func quote(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, s)
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

var configTemplate = map[locale.Lang]string{
	locale.Swedish: `# Inställningar för arbetsytan. 'lis explain config' berättar om varje nyckel.
format: 1
language: %s
title: %s
organisation: ORG-1

# De standarder som ni bedömer er mot. Skriv [iso27001-2022] när ni börjar ta ställning till
# säkerhetsåtgärderna i ISO/IEC 27001:2022; då ska varje åtgärd ha en post i controls/.
catalogues: []
`,
	locale.English: `# Configuration of the workspace. 'lis explain config' tells about every key.
format: 1
language: %s
title: %s
organisation: ORG-1

# The standards that you assess yourselves against. Write [iso27001-2022] when you begin to decide on the
# controls of ISO/IEC 27001:2022; every control then needs a record in controls/.
catalogues: []
`,
}

var organisationTemplate = map[locale.Lang]string{
	locale.Swedish: `---
id: ORG-1
title: %s
type: administration
---
Den organisation som ledningssystemet gäller för.
`,
	locale.English: `---
id: ORG-1
title: %s
type: administration
---
The organisation that the management system is about.
`,
}
