package compare

import (
	"cmp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// gateSetting is a setting in lis.yaml that rules go by, with everything below it. looser tells whether a change of its value lets
// through more: above 0 if it does or may, below 0 if it does not.
type gateSetting struct {
	path   string
	looser func(was, now any) int
}

// gateSettings are all of them, in the order in which they are told. Severities of rules are told by themselves.
var gateSettings = []gateSetting{
	{"soa", unset},
	{"catalogues", fewer},
	{"roles_required", fewer},
	{"intervals", higher},
	{"thresholds", higher},
	{"incident_deadlines", higher},
	{"gate_date", later},
	{"plan_cutoff", later},
	{"classification", perhaps},
	{"organisation", perhaps},
}

// trustSettings are those by which it is decided whose changes, signatures and commits count.
var trustSettings = []gateSetting{
	{"history.branch", perhaps},
	{"history.people", perhaps},
	{"history.ignore", more},
	{"history.allowed_signers", perhaps},
	{"history.keyring", perhaps},
	{"history.revoked", perhaps},
}

func perhaps(_, _ any) int { return 1 }

// unset tells of a switch.
func unset(was, now any) int {
	if was == true && now != true {
		return 1
	}
	return -1
}

// higher tells of a number, every one of which is a limit from which rules report.
func higher(was, now any) int {
	x, _ := was.(int64)
	y, _ := now.(int64)
	return cmp.Compare(y, x)
}

// later tells of a day from which rules apply, or until which something must be done: none is later than any.
func later(was, now any) int {
	x, _ := was.(string)
	y, _ := now.(string)
	if x == "" || y != "" && y < x {
		return -1
	}
	return 1
}

// fewer tells of a list each item of which is checked; more of one each item of which is exempt.
func fewer(was, now any) int {
	if !subset(was, now) {
		return 1
	}
	return -1
}

func more(was, now any) int { return fewer(now, was) }

// subset reports whether a list has every item of another.
func subset(part, whole any) bool {
	items, _ := part.([]any)
	all, _ := whole.([]any)
	return !slices.ContainsFunc(items, func(item any) bool { return !slices.Contains(all, item) })
}

// settingsOf tells of settings in a list, what is left out being as its default.
func (c *comparer) settingsOf(list []gateSetting) {
	was, now := c.out.From.Workspace.Config, c.out.To.Workspace.Config
	kind := now.Record.Kind
	changes := c.cuts.Changes(was.Record, now.Record, graph.Compare(was.Plain, now.Plain))
	for _, s := range list {
		var own []graph.Change
		for _, change := range changes {
			if change.Field == s.path || strings.HasPrefix(change.Field, s.path+".") {
				own = append(own, change)
			}
		}
		if s.path == "classification" && len(own) > 0 { // a list of lists, too long to be told
			c.pass(true, "gate.setting-changed", locale.Args{"setting": c.out.FieldLabel(kind.Name, s.path)})
			continue
		}
		for _, change := range own {
			text := "lis.yaml: "
			if above := record.Parent(change.Field); above != "" {
				text += c.out.FieldLabel(kind.Name, above) + ", "
			}
			for _, words := range c.teller.Tell(kind, []graph.Change{change}) {
				c.out.Gate = append(c.out.Gate, GateChange{s.looser(change.Old, change.New) > 0, text + c.teller.String(words)})
			}
		}
	}
}
