package record

import (
	"cmp"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
)

// WidenedRule is the rule that reports what [Kinds.Widened] holds.
const WidenedRule = "kind-default-widened"

// shipped is who can see a kind as the program ships it. A workspace can open its records up to atMost, and no further.
type shipped struct{ publish, atMost Profile }

// saidProfile returns the profile that a keyword gives, "" if it is not there. One that is misspelt or empty is reported as a
// value of the keyword, and counts as the narrowest that a site is built for where it is read all the same.
func saidProfile(n *document.Node) Profile {
	p := Profile(text(n))
	switch {
	case n == nil:
		return ""
	case p.IsKnown():
		return p
	}
	return Restricted
}

// isAddition reports whether the file is the workspace's and adds to a kind of the program.
func (r fieldReader) isAddition(k *Kind) bool { return r.ownFiles[r.doc] && !k.Own }

// publish reads who can see the records of a kind. An addition can open a kind of the program up to the ceiling that it has
// there, and only lower that ceiling; what says more is reported, and read as the ceiling.
func (r fieldReader) publish(k *Kind, n *document.Node) {
	publish, atMost := n.Get("publish"), n.Get("publish_at_most")
	ceiling := Public
	if r.isAddition(k) {
		ceiling = k.shipped.atMost
	}
	if p := saidProfile(atMost); p != "" {
		k.PublishAtMost = r.upTo(ceiling, p, atMost, "kind.ceiling-raised", locale.Args{"kind": k.Name})
	}
	if p := saidProfile(publish); p != "" {
		k.Publish = r.upTo(ceiling, p, publish, "kind.publish-raised", locale.Args{"kind": k.Name})
		if Narrower(k.Publish, k.PublishAtMost) != k.Publish {
			r.fault(r.doc, publish, "kind.publish-wide", locale.Args{"publish": string(p), "most": string(k.PublishAtMost)})
		}
	}
	switch {
	case !r.ownFiles[r.doc]:
		k.shipped = shipped{k.Publish, k.PublishAtMost}
	case publish != nil && r.isAddition(k) && Narrower(k.Publish, k.shipped.publish) != k.Publish:
		k.widened = append(k.widened, diag.Finding{
			Rule: WidenedRule, File: r.doc.File, Span: publish.Span, Args: locale.Args{"kind": k.Name, "publish": string(k.Publish), "shipped": string(k.shipped.publish)},
		})
	}
}

// fieldPublish reads who can see a field. An addition can only narrow a field of the program.
func (r fieldReader) fieldPublish(c *Field, n *document.Node) {
	p := saidProfile(n)
	if p == "" {
		return
	}
	if !r.ownFiles[r.doc] {
		c.Publish, c.atMost = p, p
		return
	}
	c.Publish = r.upTo(cmp.Or(c.atMost, Public), p, n, "kind.field-raised", locale.Args{"field": c.Path})
}

// upTo returns a profile that has no more readers than a ceiling, and reports one that has.
func (r fieldReader) upTo(ceiling, p Profile, at *document.Node, key string, args locale.Args) Profile {
	if Narrower(p, ceiling) != p {
		args["said"], args["most"], args["allowed"] = string(p), string(ceiling), locale.Choice(allowed(ceiling))
		r.fault(r.doc, at, key, args)
	}
	return Narrower(p, ceiling)
}

// allowed returns the names of the profiles that are no wider than a ceiling.
func allowed(ceiling Profile) []string {
	var names []string
	for _, name := range profileNames {
		if p := Profile(name); Narrower(p, ceiling) == p {
			names = append(names, name)
		}
	}
	return names
}
