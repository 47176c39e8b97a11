package compare

import (
	"cmp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// readers tells what more and what fewer people may read because of files of the workspace: kinds and their fields, figures, and
// the profile that the site is made for. What more may read is told before everything else.
func (c *comparer) readers() {
	from, to := c.out.From.Workspace, c.out.To.Workspace
	if from == nil || to == nil || !c.profile.ShowsSettings() {
		return
	}
	for _, k := range to.Kinds.List {
		if was := cmp.Or(from.Kinds.Named(k.Name), from.Kinds.InFolder(k.Folder)); was != nil {
			c.kindReaders(was, k)
		}
	}
	was := map[string]figures.Figure{}
	for _, f := range c.out.From.Figures {
		was[f.Name] = f
	}
	for _, f := range c.out.To.Figures {
		if before, known := was[f.Name]; known && c.profile.ShowsFigure(f.Publish) {
			c.levels(before.Publish, f.Publish, "gate.readers-figure", locale.Args{"figure": f.Label.In(c.out.Lang), "name": f.Name})
		}
	}
	// A site for fewer readers holds more.
	if x, y := from.Config.Profile, to.Config.Profile; x != y {
		args := locale.Args{"from": string(x), "to": string(y)}
		c.reads(disclose.Wider(x, y), "gate.readers-site", args)
	}
}

// kindReaders compares who can see a kind, a single record of it, and each of its fields.
func (c *comparer) kindReaders(was, now *record.Kind) {
	files := slices.Compact(slices.Sorted(slices.Values(slices.Concat(was.Files, now.Files))))
	args := func() locale.Args {
		return locale.Args{"kind": now.Label.In(c.out.Lang), "file": strings.Join(files, ", ")}
	}
	c.levels(graph.LevelOf(was, ""), graph.LevelOf(now, ""), "gate.readers-kind", args())
	c.levels(was.PublishAtMost, now.PublishAtMost, "gate.readers-most", args())
	for _, f := range now.Fields() {
		if was.Field(f.Path) == nil {
			continue
		}
		x, y := graph.FieldLevel(was, f.Path), graph.FieldLevel(now, f.Path)
		if above := record.Parent(f.Path); above != "" && was.Field(above) != nil && graph.FieldLevel(was, above) == x && graph.FieldLevel(now, above) == y {
			continue // told of its parent
		}
		if !c.profile.ShowsFigure(y) {
			continue // what is hidden now is told to nobody
		}
		told := args()
		told["field"] = f.Path
		c.levels(x, y, "gate.readers-field", told)
	}
}

// levels tells of a level that changed.
func (c *comparer) levels(was, now record.Profile, key string, args locale.Args) {
	if was == now {
		return
	}
	args["from"], args["to"] = c.shownIn(was), c.shownIn(now)
	c.reads(disclose.Wider(now, was), key, args)
}

// reads adds a change of who may read something.
func (c *comparer) reads(more bool, key string, args locale.Args) {
	if more {
		c.out.Wider = append(c.out.Wider, c.out.Lang.T(key, args))
		return
	}
	c.pass(false, key, args)
}

// shownIn names the profiles that show what is on a level.
func (c *comparer) shownIn(level record.Profile) string {
	names := disclose.ShownIn(level)
	if names == nil {
		return c.out.Lang.T("gate.readers-none")
	}
	return c.out.Lang.And(names)
}
