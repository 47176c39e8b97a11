package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/controls"
	"github.com/c8b10cf3/lis/internal/console"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// completion says what a shell offers in one place of a command line.
type completion struct {
	command string // "" for a flag that all commands have
	flag    string // whose value is to be completed; "" for the arguments of the command
	offer   offer
}

// offer returns what a shell offers. What goes wrong is silent: nothing is offered.
type offer func(c *completing) (list []cobra.Completion, also cobra.ShellCompDirective)

// completing is a command line that is being written.
type completing struct {
	*app
	ctx     context.Context
	command *cobra.Command
	args    []string // the arguments so far
	word    string   // the beginning of the one that is being written
}

// What a shell offers beside the list.
const (
	nothing = cobra.ShellCompDirectiveNoFileComp
	noSpace = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	files   = cobra.ShellCompDirectiveDefault
	folders = cobra.ShellCompDirectiveFilterDirs
)

// completions are the places. A flag that takes a value and is not here must not be forgotten, so those whose value nobody can guess
// are here too.
var completions = []completion{
	{"", "as-of", only(nothing)},
	{"", "color", oneOf("auto", "always", "never")},
	{"", "dir", only(folders)},
	{"", "format", offerFormats},
	{"", "lang", offerLanguages},
	{"", "profile", oneOf(disclose.Profiles()...)},
	{"", "rev", offerRevisions},
	{"build", "output", only(folders)},
	{"check", "", offerIDs(files)},
	{"check", "changed-since", offerRevisions},
	{"check", "fail-on", oneOf("error", "warning", "info")},
	{"check", "output", offerOutputs},
	{"codeowners", "forge", offerForges},
	{"completion", "", offerShells},
	{"demo", "", only(folders)},
	{"diff", "", offerRange},
	{"explain", "", offerTopics},
	{"figures", "over", oneOf("reviews", "months")},
	{"fmt", "", offerIDs(files)},
	{"history", "", first(offerIDs(nothing))},
	{"init", "", only(folders)},
	{"init", "address", only(nothing)},
	{"init", "catalogue", offerCatalogues},
	{"init", "checksum", only(files)},
	{"init", "forge", offerForges},
	{"init", "organisation", only(nothing)},
	{"init", "release-url", only(nothing)},
	{"init", "title", only(nothing)},
	{"init", "type", offerOrganisations},
	{"list", "", first(offerKinds)},
	{"new", "", first(offerKinds)},
	{"new", "catalogue", oneOf(controls.Names()...)},
	{"new", "id", only(nothing)},
	{"new", "set", offerFields},
	{"new", "title", only(nothing)},
	{"schema", "", first(offerKinds)},
	{"seal", "", first(offerReviews(nothing))},
	{"show", "", first(offerIDs(nothing))},
	{"verify", "", first(offerReviews(files))},
	{"verify", "allowed-signers", only(files)},
	{"verify", "keyring", only(files)},
	{"verify", "since", offerRevisions},
}

// formatValues is the annotation of a flag with the formats that a command knows.
const formatValues = "lis_formats"

func annotateFormats(c *cobra.Command, names []string) {
	c.Flags().Lookup("format").Annotations = map[string][]string{formatValues: names}
}

// isCompleting reports whether a shell asks what it can offer.
func isCompleting(args []string) bool {
	return len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd)
}

// complete makes the commands answer a shell. Where nothing is said, nothing is offered, and no files either.
func (a *app) complete(root *cobra.Command) {
	root.CompletionOptions.SetDefaultShellCompDirective(nothing)
	for _, c := range append(root.Commands(), root) {
		if at := completionOf(c.Name(), ""); at != nil {
			c.ValidArgsFunction = a.completer(at.offer)
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if at := completionOf(c.Name(), f.Name); at != nil {
				_ = c.RegisterFlagCompletionFunc(f.Name, a.completer(at.offer)) // the flag is there, and only once
			}
		})
	}
}

// completionOf returns the entry for a flag or the arguments of a command; nil if there is none.
func completionOf(command, flag string) *completion {
	for i, c := range completions {
		if c.flag == flag && (c.command == command || c.command == "" && flag != "") {
			return &completions[i]
		}
	}
	return nil
}

// completer returns what cobra calls.
func (a *app) completer(offer offer) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if lang, ok := locale.Parse(c.Flag("lang").Value.String()); ok {
			a.lang, a.langSet = lang, true
		}
		list, also := offer(&completing{a, c.Context(), c, args, word})
		list = slices.DeleteFunc(list, func(one cobra.Completion) bool {
			return len(one) < len(word) || !strings.EqualFold(one[:len(word)], word)
		})
		return list, also
	}
}

// described returns a value with what it means, on one line.
func described(value, meaning string) cobra.Completion {
	return cobra.CompletionWithDesc(value, console.Visible(strings.Join(strings.Fields(meaning), " ")))
}

// only returns an offer of no values.
func only(also cobra.ShellCompDirective) offer {
	return func(*completing) ([]cobra.Completion, cobra.ShellCompDirective) { return nil, also }
}

// oneOf returns an offer of fixed values.
func oneOf(values ...string) offer {
	return func(*completing) ([]cobra.Completion, cobra.ShellCompDirective) { return slices.Clone(values), nothing }
}

// first returns an offer for the first argument, and none for others.
func first(of offer) offer {
	return func(c *completing) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(c.args) > 0 {
			return nil, nothing
		}
		return of(c)
	}
}

func offerFormats(c *completing) ([]cobra.Completion, cobra.ShellCompDirective) {
	if f := c.command.Flag("format"); f != nil {
		return slices.Clone(f.Annotations[formatValues]), nothing
	}
	return nil, nothing
}

// offerOutputs offers the formats of check with the sign that the file follows.
func offerOutputs(c *completing) ([]cobra.Completion, cobra.ShellCompDirective) {
	if strings.Contains(c.word, "=") {
		return nil, files
	}
	var list []cobra.Completion
	for _, name := range exchange.FormatNames() {
		list = append(list, name+"=")
	}
	return list, noSpace
}

func offerLanguages(*completing) ([]cobra.Completion, cobra.ShellCompDirective) {
	return []cobra.Completion{described("sv", "svenska"), described("en", "English")}, nothing
}

func offerShells(c *completing) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(c.args) > 0 {
		return nil, nothing
	}
	return slices.Clone(c.command.ValidArgs), nothing
}

func offerForges(c *completing) ([]cobra.Completion, cobra.ShellCompDirective) {
	var list []cobra.Completion
	for _, choice := range forgeChoices() {
		list = append(list, described(choice.Value, choice.Label.In(c.lang)))
	}
	return list, nothing
}

// offerCatalogues offers the catalogues that are not in the list yet.
func offerCatalogues(c *completing) ([]cobra.Completion, cobra.ShellCompDirective) {
	before := c.word[:strings.LastIndexByte(c.word, ',')+1]
	if before == "" {
		return append(controls.Names(), noCatalogue), nothing
	}
	var list []cobra.Completion
	for _, name := range controls.Names() {
		if !slices.Contains(strings.Split(before, ","), name) {
			list = append(list, before+name)
		}
	}
	return list, nothing
}

func offerOrganisations(c *completing) ([]cobra.Completion, cobra.ShellCompDirective) {
	kinds, err := builtinKinds()
	if err != nil {
		return nil, nothing
	}
	return c.valuesOf(kinds.Named("organisation").Field("type"), ""), nothing
}

// valuesOf returns the values of a field after a text that precedes them.
func (c *completing) valuesOf(f *record.Field, before string) []cobra.Completion {
	if f == nil {
		return nil
	}
	var list []cobra.Completion
	for _, v := range f.Values {
		list = append(list, described(before+v.Name, v.Label.In(c.lang)))
	}
	return list
}

func offerRevisions(c *completing) ([]cobra.Completion, cobra.ShellCompDirective) {
	return c.revisions(""), nothing
}

// revisions returns the tags and branches after a text that precedes them.
func (c *completing) revisions(before string) []cobra.Completion {
	tags, branches, err := engine.Revisions(c.workDir())
	if err != nil {
		return nil
	}
	var list []cobra.Completion
	for _, of := range []struct {
		names []string
		key   string
	}{{tags, "completion.tag"}, {branches, "completion.branch"}} {
		for _, name := range of.names {
			list = append(list, described(before+name, c.lang.T(of.key)))
		}
	}
	return list
}

// offerRange offers one revision, or the second of two.
func offerRange(c *completing) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(c.args) > 0 {
		return nil, nothing
	}
	before := ""
	if i := strings.Index(c.word, ".."); i >= 0 {
		before = c.word[:i+len("..")]
	}
	return c.revisions(before), nothing
}

// offerKinds offers the kinds of the workspace, or those of the program.
func offerKinds(c *completing) ([]cobra.Completion, cobra.ShellCompDirective) {
	s, err := c.setting(c.ctx)
	if err != nil {
		return nil, nothing
	}
	return c.kinds(s), nothing
}

func (c *completing) kinds(s *setting) []cobra.Completion {
	var list []cobra.Completion
	for _, k := range s.kinds.List {
		list = append(list, described(k.Name, k.Label.In(c.lang)))
	}
	if c.command.Name() == "schema" {
		list = append(list, workspaceConfig)
	}
	return list
}

// workspaceConfig is what lis schema calls lis.yaml.
const workspaceConfig = "config"

// offerTopics offers what can be explained; after the name of a topic, what there is of it.
func offerTopics(c *completing) ([]cobra.Completion, cobra.ShellCompDirective) {
	s, err := c.setting(c.ctx)
	if err != nil || len(c.args) > 1 {
		return nil, nothing
	}
	var figures []cobra.Completion
	for _, d := range s.figures {
		figures = append(figures, described(d.Name, d.Label.In(c.lang)))
	}
	if len(c.args) == 1 {
		switch c.args[0] {
		case "kinds":
			return c.kinds(s), nothing
		case "figures":
			return figures, nothing
		}
		return nil, nothing
	}
	var list []cobra.Completion
	for _, subject := range subjects {
		list = append(list, subject.names[0])
	}
	list = append(list, c.kinds(s)...)
	for _, r := range s.rules {
		list = append(list, described(r.ID, r.Message.In(c.lang)))
	}
	return append(list, figures...), nothing
}

// offerIDs returns an offer of the ids of all records but those of the catalogues.
func offerIDs(also cobra.ShellCompDirective) offer {
	return func(c *completing) ([]cobra.Completion, cobra.ShellCompDirective) {
		return c.ids("", func(r *record.Record) bool { return r.Kind.Name != record.CatalogueKind }), also
	}
}

// offerReviews returns an offer of the ids of the management reviews.
func offerReviews(also cobra.ShellCompDirective) offer {
	return func(c *completing) ([]cobra.Completion, cobra.ShellCompDirective) {
		return c.ids("", func(r *record.Record) bool { return r.Kind.Name == record.ReviewKind }), also
	}
}

// ids returns the ids of records, with their titles, after a text that precedes them.
func (c *completing) ids(before string, wanted func(*record.Record) bool) []cobra.Completion {
	e, err := c.open(c.ctx)
	if err != nil {
		return nil
	}
	defer c.close(e)
	var list []cobra.Completion
	for _, r := range e.State.Workspace.Graph.Records {
		if r.ID != "" && wanted(r) && !slices.Contains(c.args, r.ID) {
			list = append(list, described(before+r.ID, e.State.Workspace.Graph.Title(r).In(c.lang)))
		}
	}
	return list
}

// offerFields offers the fields of the kind of a new record; after the equals sign, the values of the field.
func offerFields(c *completing) ([]cobra.Completion, cobra.ShellCompDirective) {
	s, err := c.setting(c.ctx)
	if err != nil {
		return nil, nothing
	}
	kind, err := engine.KindCalled(s.kinds, name(c.args))
	if err != nil {
		return nil, nothing
	}
	path, _, valued := strings.Cut(c.word, "=")
	if valued {
		return c.fieldValues(kind, path), nothing
	}
	var list []cobra.Completion
	for _, f := range kind.Fields() {
		if isSettable(kind, f) {
			list = append(list, described(f.Path+"=", f.Label.In(c.lang)))
		}
	}
	return list, noSpace
}

// isSettable reports whether a field can be given whole on the command line: it is neither an object nor in a list of them.
func isSettable(kind *record.Kind, f *record.Field) bool {
	if f.Type == record.Object || f.Items != nil && f.Items.Type == record.Object {
		return false
	}
	for path := record.Parent(f.Path); path != ""; path = record.Parent(path) {
		if parent := kind.Field(path); parent == nil || parent.Type == record.List {
			return false
		}
	}
	return true
}

// fieldValues returns the values that a field can have, or the ids that it can refer to.
func (c *completing) fieldValues(kind *record.Kind, called string) []cobra.Completion {
	path, _ := kind.PathCalled(called)
	f := kind.Field(path)
	if f == nil {
		return nil
	}
	if f.Items != nil {
		f = f.Items
	}
	switch before := called + "="; {
	case f.Ref != nil:
		return c.ids(before, func(r *record.Record) bool { return slices.Contains(f.Ref, r.Kind.Name) || slices.Contains(f.Ref, "*") })
	case f.Type == record.Boolean:
		return []cobra.Completion{before + "true", before + "false"}
	default:
		return c.valuesOf(f, before)
	}
}
