package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/spf13/cobra"
)

func newExplain(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "explain [RULE|KIND]", Short: a.lang.T("cli.explain"), Args: a.args(0, 1, "error.args-most-one"),
		Example: "  lis explain system-unclassified\n  lis explain system",
		RunE:    func(c *cobra.Command, args []string) error { return runExplain(c.Context(), a, strings.Join(args, "")) },
	}
}

func runExplain(ctx context.Context, a *app, topic string) error {
	kinds, err := a.kinds(ctx)
	if err != nil {
		return err
	}
	all := rules.List(kinds)
	if topic == "" {
		return exchange.WriteTopicsText(a.Stdout, kinds, all, a.lang)
	}
	if i := slices.IndexFunc(all, func(r rules.Rule) bool { return r.ID == topic }); i >= 0 {
		return exchange.WriteRuleText(a.Stdout, all[i], a.lang)
	}
	kind, err := engine.AnyKindCalled(kinds, topic)
	if err != nil && len(kinds.Called(topic)) == 0 {
		return a.unknownTopic(kinds, all, topic)
	}
	if err != nil {
		return err
	}
	return exchange.WriteKindText(a.Stdout, kind, all, a.lang)
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

// kinds returns the kinds of the workspace. Outside a workspace, and if its kinds cannot be read, it returns the built-in ones:
// the message about that names a rule to be explained.
func (a *app) kinds(ctx context.Context) (*record.Kinds, error) {
	e, err := a.open(ctx)
	if err == nil {
		defer a.close(e)
		return e.State.Workspace.Kinds, nil
	}
	var setup *workspace.SetupError
	var refusal *engine.Refusal
	if errors.As(err, &setup) || errors.As(err, &refusal) && refusal.Reason == engine.Mistaken && a.rev == "" {
		return builtinKinds()
	}
	return nil, err
}
