package cli

import (
	"context"
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/spf13/cobra"
)

func newExplain(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "explain [RULE|KIND|FIGURE|kinds|conditions|figures|dashboard] [NAME]", Short: a.lang.T("cli.explain"), Args: a.args(0, mostWords, "error.args-most-two"),
		Example: "  lis explain system-unclassified\n  lis explain ledningens genomgång\n  lis explain kinds\n  lis explain conditions\n  lis explain figures systems.own\n  lis explain dashboard",
		RunE:    func(c *cobra.Command, args []string) error { return runExplain(c.Context(), a, args) },
	}
}

// subject is something that can be explained apart from a rule or a kind by its name: what it is called, and what explains it or, if
// a name is given, one of its kind.
type subject struct {
	names   []string
	explain func(a *app, s *setting, name string) error
}

var subjects = []subject{
	{[]string{"kinds", "kind", "postslag"}, explainKinds},
	{[]string{"conditions", "condition", "villkor"}, explainConditions},
	{[]string{"figures", "figure", "tal"}, explainFigures},
	{[]string{"dashboard", "startsida", "startsidan"}, explainDashboard},
}

// setting is what can be explained in a workspace, or of the program if there is none.
type setting struct {
	kinds   *record.Kinds
	rules   []rules.Rule
	figures []figures.Definition
	state   *engine.State // nil if there is no workspace that can be read
	// unusable are the files that keep the workspace from being read; the rest is then that of the program.
	unusable []string
}

func runExplain(ctx context.Context, a *app, words []string) error {
	s, err := a.setting(ctx)
	if err != nil {
		return err
	}
	if len(words) == 0 {
		a.noteUnusable(s)
		return exchange.WriteTopicsText(a.Stdout, s.kinds, s.rules, a.lang)
	}
	for _, subject := range subjects {
		if slices.Contains(subject.names, strings.ToLower(words[0])) {
			return subject.explain(a, s, name(words[1:]))
		}
	}
	return a.explainTopic(s, name(words))
}

// explainTopic explains the rule, the kind or the figure that is called so.
func (a *app) explainTopic(s *setting, topic string) error {
	if i := slices.IndexFunc(s.rules, func(r rules.Rule) bool { return r.ID == topic }); i >= 0 {
		return exchange.WriteRuleText(a.Stdout, s.rules[i], a.lang)
	}
	named := func(d figures.Definition) bool { return d.Name == topic }
	if called := figures.Called(s.figures, topic); len(called) == 1 && (named(called[0]) || len(s.kinds.Called(topic)) == 0) {
		return exchange.WriteDefinitionText(a.Stdout, s.kinds, called[0], a.lang)
	}
	if len(s.kinds.Called(topic)) == 0 {
		return a.unknownTopic(s, topic)
	}
	return explainKinds(a, s, topic)
}

func explainKinds(a *app, s *setting, name string) error {
	if name == "" {
		a.noteUnusable(s)
		return exchange.WriteOwnKindsText(a.Stdout, s.kinds, a.lang)
	}
	kind, err := a.kindIn(s, name)
	if err != nil {
		return err
	}
	return exchange.WriteKindText(a.Stdout, kind, s.rules, a.lang)
}

// kindIn returns the kind that is called so. If there is none, that may be because its file cannot be used.
func (a *app) kindIn(s *setting, name string) (*record.Kind, error) {
	kind, err := engine.AnyKindCalled(s.kinds, name)
	if err != nil && s.maybeUnusable(name, len(s.kinds.NearCalled(name)) > 0) {
		return nil, a.failUnusable(s, name)
	}
	return kind, err
}

func explainConditions(a *app, _ *setting, name string) error {
	if name != "" {
		return a.moreThanTopic("conditions", 1)
	}
	return exchange.WriteConditionsText(a.Stdout, a.lang)
}

func explainDashboard(a *app, _ *setting, name string) error {
	if name != "" {
		return a.moreThanTopic("dashboard", 1)
	}
	return exchange.WriteDashboardText(a.Stdout, a.lang)
}

// moreThanTopic returns the failure for words after a topic that takes none.
func (a *app) moreThanTopic(topic string, words int) error {
	return a.fail(statusUsage, "error.args", locale.Args{"command": "lis explain " + topic, "want": a.lang.T("error.args-none"), "got": words})
}

func explainFigures(a *app, s *setting, name string) error {
	if name == "" {
		a.noteUnusable(s)
		return exchange.WriteDefinitionsText(a.Stdout, s.figures, a.lang)
	}
	called := figures.Called(s.figures, name)
	if len(called) == 1 {
		return exchange.WriteDefinitionText(a.Stdout, s.kinds, called[0], a.lang)
	}
	var near []string
	for _, d := range called {
		near = append(near, d.Name)
	}
	if near == nil {
		near = figures.NearCalled(s.figures, name)
	}
	if s.maybeUnusable(name, near != nil) {
		return a.failUnusable(s, name)
	}
	return a.unknown("error.unknown-figure", name, near)
}

// unknownTopic returns the failure for what is neither a rule, a kind nor a figure, with the nearest of all. A record is not
// explained but shown.
func (a *app) unknownTopic(s *setting, topic string) error {
	if s.state != nil {
		if r := s.state.RecordCalled(topic); r != nil {
			return a.fail(statusUsage, "error.topic-record", locale.Args{"name": locale.Shorten(topic), "id": r.ID})
		}
	}
	var known []string
	for _, r := range s.rules {
		known = append(known, r.ID)
	}
	near := record.Nearest(topic, known)
	for _, k := range s.kinds.NearCalled(topic) {
		near = append(near, k.Shown().In(a.lang))
	}
	near = append(near, figures.NearCalled(s.figures, topic)...)
	if s.maybeUnusable(topic, near != nil) {
		return a.failUnusable(s, topic)
	}
	return a.unknown("error.unknown-topic", topic, near)
}

// maybeUnusable reports whether a name that is not known may be in a file that cannot be used: one of that name, or any if nothing else
// is near.
func (s *setting) maybeUnusable(name string, isNear bool) bool {
	var files [][]string
	for _, file := range s.unusable {
		files = append(files, []string{strings.TrimSuffix(path.Base(file), path.Ext(file))})
	}
	return len(files) > 0 && (!isNear || len(record.Called(name, files)) > 0)
}

// failUnusable returns the failure for a name that may be in a file that cannot be used.
func (a *app) failUnusable(s *setting, name string) error {
	return a.fail(statusUsage, "error.unusable", locale.Args{"name": locale.Shorten(name), "files": a.lang.And(s.unusable)})
}

// noteUnusable says that only what the program has is listed, if the workspace cannot be read.
func (a *app) noteUnusable(s *setting) {
	if s.unusable != nil {
		a.note("explain.only-program", locale.Args{"files": a.lang.And(s.unusable)})
	}
}

// setting returns what can be explained in the workspace. Outside a workspace, and if its kinds cannot be read, that is what the
// program has: the message about that names a rule to be explained.
func (a *app) setting(ctx context.Context) (*setting, error) {
	s := &setting{}
	var files map[string][]byte
	var wrong *workspace.SetupError
	var refusal *engine.Refusal
	e, err := a.open(ctx)
	switch {
	case err == nil:
		defer a.close(e)
		s.state, s.kinds, files = e.State, e.State.Workspace.Kinds, e.State.Workspace.Files
	case errors.As(err, &wrong):
		s.unusable = filesOf(wrong)
		s.kinds, err = builtinKinds()
	case errors.As(err, &refusal) && refusal.Reason == engine.Mistaken && a.rev == "":
		s.kinds, err = builtinKinds()
	}
	if err != nil {
		return nil, err
	}
	s.rules = rules.List(s.kinds)
	s.figures, err = figures.Definitions(s.kinds, files)
	return s, err
}

// filesOf returns the files in which a setup is wrong, each once.
func filesOf(wrong *workspace.SetupError) []string {
	var files []string
	for _, f := range wrong.Findings {
		if !slices.Contains(files, f.FileName()) {
			files = append(files, f.FileName())
		}
	}
	return files
}
