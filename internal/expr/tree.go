package expr

import (
	"strings"

	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/parser"
)

// Node is a part of a condition as it is written, for putting conditions into words.
type Node struct {
	// Op is what the part is: "name" for a variable, "." for a field of one part, "value", "list", "?:", "[]", an operator such as
	// "&&", or the name of a function.
	Op    string
	Name  string  // of a variable or a field
	Value any     // of a value: a string, int64, float64, bool, or nil
	Parts []*Node // operands, arguments or items; of a function called on something, that comes first

	text string // as it is written
}

// Source returns the part as it is written, in one form.
func (n *Node) Source() string { return n.text }

// Path returns the dotted path of the field that the part reads of a variable, as in self.a.b; ok is false if it is something else.
func (n *Node) Path(of string) (path string, ok bool) {
	switch {
	case n == nil:
		return "", false
	case n.Op == "name":
		return "", n.Name == of
	case n.Op != ".":
		return "", false
	}
	above, ok := n.Parts[0].Path(of)
	return strings.TrimPrefix(above+"."+n.Name, "."), ok
}

// signs are the operators by the names that the library has for them.
var signs = map[string]string{
	operators.LogicalAnd: "&&", operators.LogicalOr: "||", operators.LogicalNot: "!", operators.Equals: "==", operators.NotEquals: "!=",
	operators.Less: "<", operators.LessEquals: "<=", operators.Greater: ">", operators.GreaterEquals: ">=", operators.In: "in",
	operators.Add: "+", operators.Subtract: "-", operators.Multiply: "*", operators.Divide: "/", operators.Modulo: "%",
	operators.Negate: "-", operators.Index: "[]", operators.Conditional: "?:",
}

// Parse returns a condition as it is written, without expanding anything; nil if it cannot be read.
func Parse(text string) *Node {
	p, err := parser.NewParser(parser.Macros())
	if err != nil {
		return nil
	}
	tree, issues := p.Parse(common.NewTextSource(text))
	if len(issues.GetErrors()) > 0 {
		return nil
	}
	return (&reader{tree.SourceInfo()}).node(tree.Expr())
}

// reader makes nodes of a syntax tree.
type reader struct{ info *ast.SourceInfo }

func (r *reader) node(e ast.Expr) *Node {
	n := r.bare(e)
	n.text, _ = parser.Unparse(e, r.info)
	return n
}

func (r *reader) bare(e ast.Expr) *Node {
	switch e.Kind() {
	case ast.IdentKind:
		return &Node{Op: "name", Name: e.AsIdent()}
	case ast.SelectKind:
		s := e.AsSelect()
		return &Node{Op: ".", Name: s.FieldName(), Parts: []*Node{r.node(s.Operand())}}
	case ast.LiteralKind:
		n := &Node{Op: "value"}
		if s, ok := text(e); ok {
			n.Value = s
		} else if v := e.AsLiteral(); v.Type().TypeName() != "null_type" {
			n.Value = v.Value()
		}
		return n
	case ast.ListKind:
		return &Node{Op: "list", Parts: r.nodes(e.AsList().Elements())}
	case ast.CallKind:
		c := e.AsCall()
		n := &Node{Op: c.FunctionName(), Parts: r.nodes(c.Args())}
		if sign := signs[n.Op]; sign != "" {
			n.Op = sign
		}
		if c.IsMemberFunction() {
			n.Parts = append([]*Node{r.node(c.Target())}, n.Parts...)
		}
		return n
	}
	return &Node{Op: "other"}
}

func (r *reader) nodes(list []ast.Expr) []*Node {
	out := make([]*Node, len(list))
	for i, e := range list {
		out[i] = r.node(e)
	}
	return out
}
