package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/controls"
	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/setup"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/spf13/cobra"
)

// noCatalogue is the value of --catalogue for no catalogue.
const noCatalogue = "none"

// initOptions are the flags of init; "" for a flag that is not given.
type initOptions struct {
	dir, title, organisation, kind string
	forge, address                 string
	releaseURL, checksum           string
	catalogues                     []string // nil if the flag is not given
	roles, rolesGiven              bool
	ask                            bool
}

func newInit(a *app) *cobra.Command {
	var o initOptions
	c := &cobra.Command{
		Use: "init [DIR]", Short: a.lang.T("cli.init"), Args: a.args(0, 1, "error.args-most-one"),
		Example: "  lis init\n  lis init isms --title \"LIS Norra Ekhamra\" --organisation \"Norra Ekhamra stadsdelsförvaltning\" --forge gitlab\n  lis init --type municipality --catalogue iso27001-2022,cybersakerhetslagen-2-3 --roles",
		RunE: func(c *cobra.Command, args []string) error {
			o.dir, o.ask, o.rolesGiven = a.target(args, "."), a.mayAsk(c), c.Flags().Changed("roles")
			return runInit(c.Context(), a, o)
		},
	}
	flags := c.Flags()
	flags.StringVar(&o.title, "title", "", a.lang.T("flag.title"))
	flags.StringVar(&o.organisation, "organisation", "", a.lang.T("flag.organisation"))
	flags.StringVar(&o.kind, "type", "", a.lang.T("flag.organisation-type"))
	flags.StringSliceVar(&o.catalogues, "catalogue", nil, a.lang.T("flag.catalogue", locale.Args{"names": strings.Join(controls.Names(), ", ")}))
	flags.BoolVar(&o.roles, "roles", false, a.lang.T("flag.roles", locale.Args{"roles": a.basicRoles("")}))
	flags.StringVar(&o.forge, "forge", "", a.lang.T("flag.forge", locale.Args{"names": strings.Join(setup.ForgeNames(), ", ")}))
	flags.StringVar(&o.address, "address", "", a.lang.T("flag.address"))
	flags.StringVar(&o.releaseURL, "release-url", "", a.lang.T("flag.release-url", locale.Args{"file": setup.ReleaseFile(Version)}))
	flags.StringVar(&o.checksum, "checksum", "", a.lang.T("flag.checksum", locale.Args{"list": setup.ChecksumsFile}))
	a.askFlag(c)
	return c
}

// target returns the folder that a command creates: its argument or the default, below the working directory.
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

func runInit(ctx context.Context, a *app, o initOptions) error {
	if _, err := disk.At(o.dir).Lstat(workspace.ConfigFile); err == nil {
		return a.fail(statusUsage, "error.exists", locale.Args{"dir": o.dir})
	}
	at := engine.PlaceOf(o.dir)
	if err := a.completeInit(ctx, &o, at); err != nil {
		return err
	}
	release, err := a.release(o)
	if err != nil {
		return err
	}
	b := a.beginning(o, at)
	b.Release = release
	if name, exists := setup.OwnersFile(disk.At(at.Top), b.Forge); exists {
		b.Owners = name
	}
	files, err := setup.Begin(ctx, b)
	if err != nil {
		return err
	}
	folder, top := disk.At(o.dir), disk.At(at.Top)
	files, kept, err := absent(folder, top, files)
	if err != nil {
		return err
	}
	ignored, err := ignoreSite(folder)
	if err != nil {
		return err
	}
	written, more, err := writeNew(folder, top, files)
	if err != nil {
		return err
	}
	written, kept = append(ignored, written...), append(kept, more...)
	a.tellWritten(written, kept)
	if slices.ContainsFunc(files, func(f setup.File) bool { return path.Dir(f.Name) == "controls" && !record.IsFolderPage(f.Name) }) {
		a.note("init.undecided")
	}
	if b.Forge != nil && !release.Complete() {
		a.note("init.ci-incomplete", locale.Args{"file": b.Forge.CI, "program": setup.ReleaseFile(Version)})
	}
	_, err = fmt.Fprintln(a.Stdout, a.lang.T("init.done", locale.Args{"dir": o.dir}))
	return err
}

// completeInit checks the flags and, if it may ask, asks for what they do not set.
func (a *app) completeInit(ctx context.Context, o *initOptions, at engine.Place) error {
	kinds, err := builtinKinds()
	if err != nil {
		return err
	}
	types := kinds.Named("organisation").Field("type")
	if err := a.checkInit(o, types); err != nil || !o.ask {
		return err
	}
	return a.askInit(ctx, o, types, at)
}

// checkInit refuses values that the flags cannot have, and replaces labels with what they stand for.
func (a *app) checkInit(o *initOptions, types *record.Field) error {
	kinds, _ := setup.Choices(nil, types)
	for _, flag := range []struct {
		name    string
		value   *string
		choices []setup.Choice
	}{
		{"--type", &o.kind, kinds},
		{"--forge", &o.forge, forgeChoices()},
	} {
		if *flag.value == "" {
			continue
		}
		found := setup.Called(flag.choices, *flag.value)
		if len(found) != 1 {
			return a.fail(statusUsage, "error.flag-value", locale.Args{"name": flag.name, "value": locale.Shorten(*flag.value), "allowed": setup.AnyChoice(flag.choices)})
		}
		*flag.value = found[0].Value
	}
	if problem := a.nameProblem(o.organisation); problem != "" {
		return &failure{statusUsage, "--organisation: " + problem}
	}
	if problem := a.addressProblem(o.address); problem != "" {
		return &failure{statusUsage, "--address: " + problem}
	}
	return a.checkCatalogues(o)
}

// addressProblem says why no link to a file can be made of a repository's address; "" if one can, or if there is no address.
func (a *app) addressProblem(address string) string {
	if _, ok := setup.Forges[0].LinksTo(address); address != "" && !ok {
		return a.lang.T("init.bad-address", locale.Args{"value": locale.Shorten(address)})
	}
	return ""
}

// release returns the program that CI will fetch: what the flags say, then what is known of the release that the running program
// was installed from.
func (a *app) release(o initOptions) (setup.Release, error) {
	var given setup.Release
	if o.releaseURL != "" {
		if !setup.IsFetchable(o.releaseURL) {
			return given, a.fail(statusUsage, "init.bad-release-url", locale.Args{"value": locale.Shorten(o.releaseURL)})
		}
		if setup.IsArchive(o.releaseURL) {
			return given, a.fail(statusUsage, "init.archive-url", locale.Args{"value": locale.Shorten(o.releaseURL), "file": setup.ReleaseFile(Version)})
		}
		given.URL = setup.FileAt(o.releaseURL, Version)
	}
	known := setup.Release{}
	if file := a.binary(); file != "" {
		folder := filepath.Dir(file)
		known = setup.InstalledRelease(disk.At(filepath.Dir(folder)), filepath.Base(folder), Version)
	}
	if o.checksum != "" {
		listed, err := a.checksum(o.checksum)
		if err != nil {
			return given, err
		}
		known = setup.Release{URL: cmp.Or(listed.URL, known.URL), SHA256: listed.SHA256}
	}
	if known.SHA256 != "" {
		known.URL = cmp.Or(known.URL, releaseFolder+setup.ReleaseFile(Version))
	}
	return setup.Release{URL: cmp.Or(given.URL, known.URL), SHA256: known.SHA256}, nil
}

// binary returns the file of the running program; "" if it is not known.
func (a *app) binary() string {
	if a.Binary == nil {
		return ""
	}
	return a.Binary()
}

// checksum reads the value of --checksum: a checksum, or a file that lists them.
func (a *app) checksum(value string) (r setup.Release, err error) {
	if setup.IsChecksum(value) {
		return setup.Release{SHA256: strings.ToLower(value)}, nil
	}
	name := value
	if !filepath.IsAbs(name) {
		name = filepath.Join(a.workDir(), name)
	}
	data, err := disk.ReadNamed(name, disk.Limit)
	if err != nil {
		return r, a.fail(statusUsage, "init.bad-checksum", locale.Args{"value": locale.Shorten(value)})
	}
	if r = setup.ReadChecksums(data, Version); r.SHA256 == "" {
		return r, a.fail(statusUsage, "init.no-checksum", locale.Args{"list": locale.Shorten(value), "file": setup.ReleaseFile(Version)})
	}
	return r, nil
}

// checkCatalogues refuses catalogues that do not exist, and none together with others.
func (a *app) checkCatalogues(o *initOptions) error {
	allowed := controls.Names()
	if len(o.catalogues) == 1 {
		allowed = append(allowed, noCatalogue)
	}
	for i, name := range o.catalogues {
		o.catalogues[i] = strings.TrimSpace(name)
		if !slices.Contains(allowed, o.catalogues[i]) {
			return a.badFlag("--catalogue", o.catalogues[i], allowed...)
		}
	}
	return nil
}

// mostInName is how many characters the title of a record can have.
const mostInName = 120

func (a *app) nameProblem(name string) string {
	if utf8.RuneCountInString(name) > mostInName {
		return a.lang.T("init.too-long", locale.Args{"most": mostInName})
	}
	return ""
}

// askInit asks for what the flags do not set.
func (a *app) askInit(ctx context.Context, o *initOptions, types *record.Field, at engine.Place) (err error) {
	p := a.prompter(ctx)
	var line []string // what was answered, as flags
	keep := func(flag, value string) {
		if !p.ended && value != "" {
			line = append(line, flag+" "+workspace.ShellWord(value))
		}
	}
	if o.title == "" {
		if o.title, err = p.line(a.lang.T("init.ask-title"), a.lang.T("init.title"), nil); err != nil {
			return err
		}
		keep("--title", o.title)
	}
	if o.organisation == "" {
		if o.organisation, err = p.line(a.lang.T("init.ask-organisation"), a.lang.T("init.organisation"), a.nameProblem); err != nil {
			return err
		}
		keep("--organisation", o.organisation)
	}
	if o.kind == "" {
		choices, _ := setup.Choices(nil, types)
		if o.kind, err = p.choose(a.lang.T("init.ask-type"), choices, setup.DefaultType); err != nil {
			return err
		}
		keep("--type", o.kind)
	}
	if err := a.askRecords(p, o); err != nil {
		return err
	}
	keep("--catalogue", strings.Join(o.catalogues, ","))
	if o.forge == "" {
		fallback := setup.NoForge
		if forge := setup.ForgeAt(at.Origin); forge != nil {
			fallback = forge.Name
		}
		if o.forge, err = p.choose(a.lang.T("init.ask-forge"), forgeChoices(), fallback); err != nil {
			return err
		}
	}
	if o.forge != setup.NoForge && o.address == "" && at.Origin == "" {
		keep("--forge", o.forge)
		if o.address, err = p.ask(query{text: a.lang.T("init.ask-address"), optional: true, problem: a.addressProblem}); err != nil && !p.ended {
			return err
		}
	}
	switch { // a default that nobody has seen is no answer
	case p.ended && line != nil:
		return a.fail(statusUsage, "init.ended-after", locale.Args{"line": strings.Join(line, " ")})
	case p.ended:
		return a.fail(statusUsage, "init.ended")
	}
	return nil
}

// askRecords asks which records the workspace begins with, so far as the flags do not say it.
func (a *app) askRecords(p *prompter, o *initOptions) (err error) {
	if o.catalogues == nil {
		if o.catalogues, err = p.chooseSome(a.lang.T("init.ask-catalogues"), a.catalogueChoices(), noCatalogue); err != nil {
			return err
		}
	}
	if !o.rolesGiven {
		o.roles, err = p.confirm(a.lang.T("init.ask-roles", locale.Args{"roles": a.basicRoles(o.kind)}), true)
	}
	return err
}

// basicRoles returns the names of the basic roles for a type of organisation, as a list in words; for "", of those for all types.
func (a *app) basicRoles(organisation string) string {
	var titles []string
	for _, r := range setup.BasicRoles(organisation) {
		titles = append(titles, locale.Lower(r.Title.In(a.lang)))
	}
	return a.lang.And(titles)
}

// catalogueChoices returns the catalogues, each with what it is, and none of them.
func (a *app) catalogueChoices() []setup.Choice {
	var choices []setup.Choice
	for _, name := range controls.Names() {
		choices = append(choices, setup.Choice{Value: name, Label: locale.Same(a.lang.T("catalogue." + name))})
	}
	return append(choices, setup.Choice{Value: noCatalogue, Label: locale.Same(a.lang.T("init.no-catalogue"))})
}

func forgeChoices() []setup.Choice {
	var choices []setup.Choice
	for _, f := range setup.Forges {
		choices = append(choices, setup.Choice{Value: f.Name, Label: locale.Same(f.Label)})
	}
	none := locale.Text{SV: locale.Swedish.T("init.no-forge"), EN: locale.English.T("init.no-forge")}
	return append(choices, setup.Choice{Value: setup.NoForge, Label: none})
}

// beginning returns the description of the new workspace, with defaults for what was not given.
func (a *app) beginning(o initOptions, at engine.Place) setup.Beginning {
	b := setup.Beginning{
		Lang: a.lang, Title: oneLine(cmp.Or(o.title, a.lang.T("init.title"))), Organisation: oneLine(cmp.Or(o.organisation, a.lang.T("init.organisation"))),
		Type: cmp.Or(o.kind, setup.DefaultType), Roles: o.roles, Forge: setup.ForgeNamed(o.forge), Dir: at.Prefix, Origin: cmp.Or(o.address, at.Origin),
		Manual: project + "blob/v" + Version + "/",
	}
	for _, name := range o.catalogues {
		if name != noCatalogue && !slices.Contains(b.Catalogues, name) {
			b.Catalogues = append(b.Catalogues, name)
		}
	}
	return b
}

// oneLine composes the letters of a text and replaces every character that cannot be printed with a space.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, source.Comparable(s))
}

// place returns where a new file belongs, in the workspace or at the top of the repository, and how it is shown.
func place(folder, top *disk.Folder, f setup.File) (at *disk.Folder, shown string) {
	if !f.Top {
		return folder, f.Name
	}
	shown = f.Name
	if rel, err := filepath.Rel(folder.Path("."), top.Path(".")); err == nil {
		shown = path.Join(filepath.ToSlash(rel), f.Name)
	}
	return top, shown
}

// absent returns the files that do not exist yet, and how the others are shown: those are the user's. It fails if one cannot be written
// because a link or something else is in the way, before any is written.
func absent(folder, top *disk.Folder, files []setup.File) (missing []setup.File, kept []string, err error) {
	for _, f := range files {
		at, shown := place(folder, top, f)
		switch _, err := at.Lstat(f.Name); {
		case err == nil:
			kept = append(kept, shown)
		case errors.Is(err, fs.ErrNotExist):
			missing = append(missing, f)
		default:
			return nil, nil, fmt.Errorf("look at %s: %w", f.Name, err)
		}
	}
	return missing, kept, nil
}

// writeNew writes the files that do not exist yet. Existing files are the user's.
func writeNew(folder, top *disk.Folder, files []setup.File) (written, kept []string, err error) {
	for _, f := range files {
		at, shown := place(folder, top, f)
		switch err := at.Create(f.Name, f.Data); {
		case errors.Is(err, fs.ErrExist):
			kept = append(kept, shown)
		case err != nil:
			return written, kept, fmt.Errorf("write %s: %w", f.Name, err)
		default:
			written = append(written, shown)
		}
	}
	return written, kept, nil
}

// tellWritten lists files. If there are many in one folder they are only counted, and so are the pages of the folders.
func (a *app) tellWritten(written, kept []string) {
	const many = 3
	if a.quiet {
		return
	}
	pages, inFolder := 0, map[string]int{}
	for _, name := range written {
		if path.Dir(name) != "." && record.IsFolderPage(name) {
			pages++
			continue
		}
		inFolder[path.Dir(name)]++
	}
	fmt.Fprintln(a.Stdout, a.lang.T("init.wrote"))
	for _, name := range written {
		folder := path.Dir(name)
		switch n := inFolder[folder]; {
		case folder != "." && record.IsFolderPage(name), n == 0:
		case folder != "." && n > many:
			fmt.Fprintln(a.Stdout, "  "+a.lang.T("init.folder", locale.Args{"folder": folder, "n": n}))
			inFolder[folder] = 0
		default:
			fmt.Fprintln(a.Stdout, "  "+name)
		}
	}
	if pages > 0 {
		fmt.Fprintln(a.Stdout, "  "+a.lang.T("init.readmes", locale.Args{"n": pages}))
	}
	if len(kept) > 0 {
		fmt.Fprintln(a.Stdout, a.lang.T("init.kept"))
	}
	for _, name := range kept {
		fmt.Fprintln(a.Stdout, "  "+name)
	}
}

// ignoreSite adds the built site to the folder's .gitignore. It returns the name of the file if it was written.
func ignoreSite(folder *disk.Folder) (written []string, err error) {
	const line, name = "/" + defaultSite + "/", ".gitignore"
	text, err := folder.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read .gitignore: %w", err)
	}
	if slices.Contains(strings.Fields(string(text)), line) {
		return nil, nil
	}
	if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
		text = append(text, '\n')
	}
	if err := folder.WriteFile(name, append(text, line+"\n"...)); err != nil {
		return nil, fmt.Errorf("write .gitignore: %w", err)
	}
	return []string{".gitignore"}, nil
}
