package cli

import (
	"context"
	"errors"
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
		Use: "explain [RULE|KIND|kinds|conditions|figures|dashboard] [NAME]", Short: a.lang.T("cli.explain"), Args: a.args(0, 2, "error.args-most-two"),
		Example: "  lis explain system-unclassified\n  lis explain system\n  lis explain kinds\n  lis explain conditions\n  lis explain figures systems.own",
		RunE: func(c *cobra.Command, args []string) error {
			args = append(args, "", "")
			return runExplain(c.Context(), a, args[0], args[1])
		},
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

// setting is what a workspace adds to what can be explained.
type setting struct {
	kinds   *record.Kinds
	rules   []rules.Rule
	figures []figures.Definition
}

func runExplain(ctx context.Context, a *app, topic, name string) error {
	s, err := a.setting(ctx)
	if err != nil {
		return err
	}
	if topic == "" {
		return exchange.WriteTopicsText(a.Stdout, s.kinds, s.rules, a.lang)
	}
	for _, subject := range subjects {
		if slices.Contains(subject.names, strings.ToLower(topic)) {
			return subject.explain(a, s, name)
		}
	}
	if name != "" {
		return a.fail(statusUsage, "error.args", locale.Args{"command": "lis explain " + topic, "want": a.lang.T("error.args-none"), "got": 1})
	}
	if i := slices.IndexFunc(s.rules, func(r rules.Rule) bool { return r.ID == topic }); i >= 0 {
		return exchange.WriteRuleText(a.Stdout, s.rules[i], a.lang)
	}
	if d := s.figure(topic); d != nil {
		return exchange.WriteDefinitionText(a.Stdout, s.kinds, *d, a.lang)
	}
	return a.explainKind(s, topic)
}

// explainKind explains the kind that is called so.
func (a *app) explainKind(s *setting, name string) error {
	kind, err := engine.AnyKindCalled(s.kinds, name)
	if err != nil && len(s.kinds.Called(name)) == 0 {
		return a.unknownTopic(s.kinds, s.rules, name)
	}
	if err != nil {
		return err
	}
	return exchange.WriteKindText(a.Stdout, kind, s.rules, a.lang)
}

func explainKinds(a *app, s *setting, name string) error {
	if name == "" {
		return exchange.WriteOwnKindsText(a.Stdout, s.kinds, a.lang)
	}
	kind, err := engine.AnyKindCalled(s.kinds, name)
	if err != nil {
		return err
	}
	return exchange.WriteKindText(a.Stdout, kind, s.rules, a.lang)
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
		return exchange.WriteDefinitionsText(a.Stdout, s.figures, a.lang)
	}
	if d := s.figure(name); d != nil {
		return exchange.WriteDefinitionText(a.Stdout, s.kinds, *d, a.lang)
	}
	names := make([]string, len(s.figures))
	for i, d := range s.figures {
		names[i] = d.Name
	}
	return a.unknown("error.unknown-figure", name, record.Nearest(name, names))
}

// figure returns what the figure with that name counts, or nil.
func (s *setting) figure(name string) *figures.Definition {
	i := slices.IndexFunc(s.figures, func(d figures.Definition) bool { return d.Name == name })
	if i < 0 {
		return nil
	}
	return &s.figures[i]
}

// unknownTopic returns the failure for what is neither a rule nor a kind, with the nearest of both.
func (a *app) unknownTopic(kinds *record.Kinds, all []rules.Rule, topic string) error {
	var known []string
	for _, r := range all {
		known = append(known, r.ID)
	}
	near := record.Nearest(topic, known)
	for _, k := range kinds.NearCalled(topic) {
		near = append(near, k.Shown().In(a.lang))
	}
	return a.unknown("error.unknown-topic", topic, near)
}

// setting returns what can be explained in the workspace. Outside a workspace, and if its kinds cannot be read, that is what the
// program has: the message about that names a rule to be explained.
func (a *app) setting(ctx context.Context) (*setting, error) {
	kinds, files, err := a.kindsAndFiles(ctx)
	if err != nil {
		return nil, err
	}
	defined, err := figures.Definitions(kinds, files)
	return &setting{kinds, rules.List(kinds), defined}, err
}

// kinds returns the kinds of the workspace, or those of the program as in [app.setting].
func (a *app) kinds(ctx context.Context) (*record.Kinds, error) {
	kinds, _, err := a.kindsAndFiles(ctx)
	return kinds, err
}

func (a *app) kindsAndFiles(ctx context.Context) (kinds *record.Kinds, files map[string][]byte, err error) {
	e, err := a.open(ctx)
	if err == nil {
		defer a.close(e)
		return e.State.Workspace.Kinds, e.State.Workspace.Files, nil
	}
	var setup *workspace.SetupError
	var refusal *engine.Refusal
	if errors.As(err, &setup) || errors.As(err, &refusal) && refusal.Reason == engine.Mistaken && a.rev == "" {
		kinds, err = builtinKinds()
		return kinds, nil, err
	}
	return nil, nil, err
}
