package expr

import (
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// Use is something that a condition looks at.
type Use struct {
	// Of is what it belongs to: "self", "review", "config" or "as_of"; "ref" for the record that a field names, "backlinks"
	// for those that name self.
	Of string
	// Via is the field of self that names the record of a ref, "" if that is unknown, or the kind of the backlinks.
	Via string
	// Path is the field there, as far as it is written out, without indices; "" for all of it.
	Path string
	// Over is set if the condition asks whether nobody is needed for the record any more; what that depends on is defined by
	// its kind.
	Over bool
}

// Uses returns everything that the condition looks at, each once, in the order of the text. [Program.Reads] returns less:
// only fields of self, and nothing inside items of lists.
func (p *Program) Uses() []Use {
	u := users{}
	u.visit(p.tree.Expr(), nil)
	return u.found
}

// users collects uses.
type users struct{ found []Use }

// scope holds the variables of macros, such as f in self.followups.exists(f, …), with what they stand for.
type scope map[string]Use

func (u *users) add(use Use) {
	if !slices.Contains(u.found, use) {
		u.found = append(u.found, use)
	}
}

func (u *users) visit(e ast.Expr, in scope) {
	if use, ok := u.of(e, in); ok {
		u.add(use)
	}
}

// of returns the use that an expression is; ok is false if it is none itself. Uses in its parts are added.
func (u *users) of(e ast.Expr, in scope) (use Use, ok bool) {
	switch e.Kind() {
	case ast.IdentKind:
		return variable(e.AsIdent(), in)
	case ast.SelectKind:
		s := e.AsSelect()
		use, ok = u.of(s.Operand(), in)
		return use.below(s.FieldName()), ok
	case ast.CallKind:
		return u.call(e.AsCall(), in)
	case ast.ComprehensionKind:
		return u.macro(e.AsComprehension(), in)
	}
	for _, child := range children(e) {
		u.visit(child, in)
	}
	return Use{}, false
}

func variable(name string, in scope) (Use, bool) {
	switch name {
	case "self", "review", "config", "as_of":
		return Use{Of: name}, true
	}
	use, ok := in[name]
	return use, ok
}

func (use Use) below(name string) Use {
	use.Path = strings.TrimPrefix(use.Path+"."+name, ".")
	return use
}

// call handles a call: an index leads to a field or an item, ref and backlinks to other records.
func (u *users) call(c ast.CallExpr, in scope) (Use, bool) {
	switch c.FunctionName() {
	case operators.Index:
		use, ok := u.of(c.Args()[0], in)
		if name, literal := text(c.Args()[1]); literal {
			return use.below(name), ok
		}
		u.visit(c.Args()[1], in)
		return use, ok
	case "ref":
		id, ok := u.of(c.Args()[0], in)
		if ok {
			u.add(id)
		}
		if id.Of != "self" {
			id.Path = ""
		}
		return Use{Of: "ref", Via: id.Path}, true
	case "over_on":
		of, ok := u.of(c.Args()[0], in)
		if of.Over = true; ok {
			u.add(of)
		}
		return Use{}, false
	case "backlinks_of":
		kind, _ := text(c.Args()[1])
		return Use{Of: "backlinks", Via: kind}, true
	}
	if c.IsMemberFunction() {
		u.visit(c.Target(), in)
	}
	for _, arg := range c.Args() {
		u.visit(arg, in)
	}
	return Use{}, false
}

// macro handles exists, filter and other macros: their variable stands for an item of the list.
func (u *users) macro(c ast.ComprehensionExpr, in scope) (Use, bool) {
	items, ok := u.of(c.IterRange(), in)
	inner := scope{}
	for name, use := range in {
		inner[name] = use
	}
	for _, name := range []string{c.IterVar(), c.IterVar2(), c.AccuVar()} {
		delete(inner, name)
	}
	if ok {
		u.add(items)
		inner[c.IterVar()] = items
		if c.HasIterVar2() {
			inner[c.IterVar2()] = items
		}
	}
	for _, part := range []ast.Expr{c.AccuInit(), c.LoopCondition(), c.LoopStep(), c.Result()} {
		u.visit(part, inner)
	}
	return items, ok
}

// text returns the value of a text literal.
func text(e ast.Expr) (string, bool) {
	if e.Kind() != ast.LiteralKind {
		return "", false
	}
	s, ok := e.AsLiteral().Value().(string)
	return s, ok
}
