// Package expr compiles and evaluates conditions written in CEL (cel.dev), over plain values. It is the sole user of the CEL
// library and does not depend on records. Start reading at [Env].
package expr

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"github.com/c8b10cf3/lis/internal/locale"
)

// Funcs are the functions by which conditions look at records. The values are completed records, or nil.
type Funcs struct {
	Ref       func(id string) any
	Backlinks func(id, kind, field string) []any
	// Over reports whether nobody is needed for a record any more on a day.
	Over func(of map[string]any, day string) bool
}

// Env compiles conditions, with the variables self, as_of, config and review, and the functions of the rule language. It can
// be used by several goroutines.
type Env struct {
	env   *cel.Env
	trees *sync.Map // *cel.Ast by text: parsed here, or in any Env made by With
}

// Program is one compiled condition. It can be used by several goroutines.
type Program struct {
	program cel.Program
	reads   []string
	tree    *ast.AST
	limited bool
	budget  *Budget // of all that are evaluated together; nil if each has only its own limit
}

// New returns an environment.
func New(f Funcs) (*Env, error) { return newEnv(f, &sync.Map{}) }

// With returns the same environment over other records. A condition that is compiled in both is parsed once.
func (e *Env) With(f Funcs) (*Env, error) { return newEnv(f, e.trees) }

func newEnv(f Funcs, trees *sync.Map) (*Env, error) {
	dyn, boolean := cel.DynType, cel.BoolType
	compare := func(name string, holds func(c int) bool) cel.EnvOption {
		return cel.Function(name, cel.Overload(name+"_dyn_dyn", []*cel.Type{dyn, dyn}, boolean, cel.BinaryBinding(func(a, b ref.Val) ref.Val {
			x, okX := date(a)
			y, okY := date(b)
			return types.Bool(okX && okY && holds(x.Compare(y)))
		})))
	}
	env, err := cel.NewEnv(
		cel.ParserRecursionLimit(depthLimit),
		cel.Variable("self", dyn), cel.Variable("config", dyn), cel.Variable("review", dyn), cel.Variable("as_of", cel.StringType),
		compare("before", func(c int) bool { return c < 0 }),
		compare("after", func(c int) bool { return c > 0 }),
		compare("on_or_before", func(c int) bool { return c <= 0 }),
		compare("on_or_after", func(c int) bool { return c >= 0 }),
		cel.Function("add_months", cel.Overload("add_months_dyn_dyn", []*cel.Type{dyn, dyn}, dyn, cel.BinaryBinding(addMonths))),
		between("days", func(a, b time.Time) int { return int(b.Sub(a).Hours() / 24) }),
		between("months", monthsBetween),
		cel.Function("greatest", cel.Overload("greatest_list", []*cel.Type{cel.ListType(dyn)}, cel.IntType, cel.UnaryBinding(greatest))),
		cel.Function("ref", cel.Overload("ref_dyn", []*cel.Type{dyn}, dyn, cel.UnaryBinding(func(id ref.Val) ref.Val {
			s, ok := id.Value().(string)
			if !ok {
				return types.NullValue
			}
			return types.DefaultTypeAdapter.NativeToValue(f.Ref(s))
		}))),
		cel.Function("backlinks_of", cel.Overload("backlinks_of_dyn", []*cel.Type{dyn, cel.StringType, cel.StringType}, cel.ListType(dyn),
			cel.FunctionBinding(func(args ...ref.Val) ref.Val {
				id, _ := args[0].Value().(string)
				kind, _ := args[1].Value().(string)
				field, _ := args[2].Value().(string)
				return types.DefaultTypeAdapter.NativeToValue(f.Backlinks(id, kind, field))
			}))),
		cel.Function("over_on", cel.Overload("over_on_dyn", []*cel.Type{dyn, cel.StringType}, boolean, cel.BinaryBinding(func(of, day ref.Val) ref.Val {
			values, ok := of.Value().(map[string]any)
			on, isText := day.Value().(string)
			if !ok || !isText {
				return wrongValues()
			}
			return types.Bool(f.Over(values, on))
		}))),
		cel.Macros(append(cel.StandardMacros, backlinksMacro, overMacro)...),
	)
	if err != nil {
		return nil, fmt.Errorf("make the rule language: %w", err)
	}
	return &Env{env, trees}, nil
}

// backlinksMacro expands backlinks(kind, field) to backlinks_of(self.id, kind, field).
var backlinksMacro = cel.GlobalMacro("backlinks", 2, func(f cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
	return f.NewCall("backlinks_of", f.NewSelect(f.NewIdent("self"), "id"), args[0], args[1]), nil
})

// overMacro expands over(record) to over_on(record, as_of).
var overMacro = cel.GlobalMacro("over", 1, func(f cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
	return f.NewCall("over_on", args[0], f.NewIdent("as_of")), nil
})

func between(name string, count func(a, b time.Time) int) cel.EnvOption {
	dyn := cel.DynType
	return cel.Function(name, cel.Overload(name+"_dyn_dyn", []*cel.Type{dyn, dyn}, dyn, cel.BinaryBinding(func(a, b ref.Val) ref.Val {
		x, okX := date(a)
		y, okY := date(b)
		if !okX || !okY {
			return types.NullValue
		}
		return types.Int(count(x, y))
	})))
}

// wrongValues is what a function gives for values that it does not take, as the library says it of its own.
func wrongValues() ref.Val { return types.NewErr("no such overload") }

func date(v ref.Val) (time.Time, bool) {
	s, ok := v.Value().(string)
	if !ok || len(s) < 10 {
		return time.Time{}, false
	}
	return locale.ParseDate(s[:10])
}

// addMonths returns the date a number of months later, as text: the same day of the month, or the last day of a shorter
// month. It returns null if either argument is missing.
func addMonths(a, n ref.Val) ref.Val {
	t, ok := date(a)
	count, whole := n.Value().(int64)
	if !ok || !whole {
		return types.NullValue
	}
	return types.String(locale.Day(locale.AddMonths(t, int(count)), time.UTC))
}

// monthsBetween counts complete months from a to b.
func monthsBetween(a, b time.Time) int {
	n := (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
	if n > 0 && b.Day() < a.Day() {
		n--
	}
	if n < 0 && b.Day() > a.Day() {
		n++
	}
	return n
}

// greatest returns the greatest integer in a list, ignoring nulls; -1 if there is none.
func greatest(v ref.Val) ref.Val {
	most := types.Int(-1)
	list, ok := v.(traits.Lister)
	if !ok {
		return types.MaybeNoSuchOverloadErr(v)
	}
	for it := list.Iterator(); it.HasNext() == types.True; {
		switch n := it.Next().(type) {
		case types.Int:
			most = max(most, n)
		case types.Null:
		default:
			return wrongValues()
		}
	}
	return most
}

// Result is what a condition must give.
type Result int

// What a condition can be asked for: anything, true or false, or a whole number.
const (
	Anything Result = iota
	Truth
	Whole
)

// Compile compiles a condition that is to give want. The error is an *[Error].
func (e *Env) Compile(text string, want Result) (*Program, error) {
	return e.compile(text, want, cel.EvalOptions(cel.OptOptimize))
}

// CompileLimited compiles a condition that fails instead of taking too long, for conditions that are not our own: counting
// the steps costs as much as taking them. The error is an *[Error].
func (e *Env) CompileLimited(text string, want Result) (*Program, error) {
	return e.compileWithin(costLimit, text, want)
}

// CompileTrial compiles a condition that is evaluated for a made-up record, in which there is little: it fails sooner. The error is an
// *[Error].
func (e *Env) CompileTrial(text string, want Result) (*Program, error) {
	return e.compileWithin(trialLimit, text, want)
}

func (e *Env) compileWithin(steps uint64, text string, want Result) (*Program, error) {
	if utf8.RuneCountInString(text) > textLimit {
		return nil, At(text, 0, locale.Say("condition.text-long", locale.Args{"n": textLimit}))
	}
	p, err := e.compile(text, want, append(limited(steps), cel.EvalOptions(cel.OptOptimize))...)
	if err == nil {
		p.limited = true
	}
	return p, err
}

// On returns the program with a budget that it shares with others. Only one that was compiled with a limit counts its steps.
func (p *Program) On(b *Budget) *Program {
	if p == nil || !p.limited {
		return p
	}
	shared := *p
	shared.budget = b
	return &shared
}

func (e *Env) compile(text string, want Result, options ...cel.ProgramOption) (*Program, error) {
	tree, err := e.tree(text)
	if err != nil {
		return nil, err
	}
	if !want.allows(tree.OutputType()) {
		return nil, At(text, 0, want.Unlike())
	}
	program, err := e.env.Program(tree, options...)
	if err != nil {
		return nil, At(text, 0, locale.Say("condition.unreadable"))
	}
	return &Program{program: program, reads: reads(tree.NativeRep()), tree: tree.NativeRep()}, nil
}

// allows reports whether a condition of a type can give the result. What depends on fields is known only when it is evaluated.
func (want Result) allows(t *cel.Type) bool {
	switch t.Kind() {
	case cel.DynKind:
		return true
	case cel.BoolKind:
		return want != Whole
	case cel.IntKind:
		return want != Truth
	}
	return want == Anything
}

// Unlike says that a condition does not give the result.
func (want Result) Unlike() locale.Message {
	if want == Whole {
		return locale.Say("condition.not-whole")
	}
	return locale.Say("condition.not-truth")
}

// tree returns a condition, parsed.
func (e *Env) tree(text string) (*cel.Ast, error) {
	if known, ok := e.trees.Load(text); ok {
		return known.(*cel.Ast), nil
	}
	tree, issues := e.env.Compile(text)
	if issues.Err() != nil {
		return nil, unreadable(text, issues)
	}
	e.trees.Store(text, tree)
	return tree, nil
}

// Reads returns the fields of self that the condition reads, as dotted paths, each as far as it is written out.
func (p *Program) Reads() []string { return p.reads }

// Bool evaluates a condition that gives true or false. The error is an *[Error].
func (p *Program) Bool(vars map[string]any) (bool, error) {
	v, err := p.Value(vars)
	if err != nil {
		return false, err
	}
	b, ok := v.(bool)
	if !ok {
		return false, &Error{Problem: Truth.Unlike().Text()}
	}
	return b, nil
}

// Whole evaluates an expression that gives a whole number. The error is an *[Error].
func (p *Program) Whole(vars map[string]any) (int, error) {
	v, err := p.Value(vars)
	if err != nil {
		return 0, err
	}
	n, ok := v.(int64)
	if !ok {
		return 0, &Error{Problem: Whole.Unlike().Text()}
	}
	return int(n), nil
}

// Value evaluates an expression to a plain value; a list becomes []any. The error is an *[Error].
func (p *Program) Value(vars map[string]any) (any, error) {
	if p.budget.Spent() {
		return nil, errSpent
	}
	out, details, err := p.program.Eval(vars)
	if cost := details.ActualCost(); cost != nil {
		p.budget.Take(*cost)
	}
	switch {
	case err != nil:
		return nil, failed(err)
	case p.limited && tooLarge(out):
		return nil, failed(errors.New("cost limit"))
	}
	if out == types.NullValue {
		return nil, nil
	}
	if _, ok := out.(traits.Lister); ok {
		list, err := out.ConvertToNative(reflect.TypeFor[[]any]())
		return list, failed(err)
	}
	return out.Value(), nil
}

// reads finds the chains of selections in a syntax tree that begin at self.
func reads(tree *ast.AST) []string {
	var paths []string
	seen := map[string]bool{}
	var walk func(e ast.Expr)
	walk = func(e ast.Expr) {
		if path, ok := chain(e); ok {
			if !seen[path] {
				seen[path] = true
				paths = append(paths, path)
			}
			return
		}
		for _, child := range children(e) {
			walk(child)
		}
	}
	walk(tree.Expr())
	return paths
}

// chain returns the dotted path of self.a.b, or of self["a"].b.
func chain(e ast.Expr) (string, bool) {
	switch e.Kind() {
	case ast.IdentKind:
		return "", e.AsIdent() == "self"
	case ast.SelectKind:
		s := e.AsSelect()
		path, ok := chain(s.Operand())
		return strings.TrimPrefix(path+"."+s.FieldName(), "."), ok
	case ast.CallKind:
		c := e.AsCall()
		if c.FunctionName() != operators.Index {
			return "", false
		}
		path, ok := chain(c.Args()[0])
		if key := c.Args()[1]; ok && key.Kind() == ast.LiteralKind {
			if name, isText := key.AsLiteral().Value().(string); isText {
				return strings.TrimPrefix(path+"."+name, "."), true
			}
		}
	}
	return "", false
}

func children(e ast.Expr) []ast.Expr {
	switch e.Kind() {
	case ast.SelectKind:
		return []ast.Expr{e.AsSelect().Operand()}
	case ast.CallKind:
		c := e.AsCall()
		if c.IsMemberFunction() {
			return append([]ast.Expr{c.Target()}, c.Args()...)
		}
		return c.Args()
	case ast.ListKind:
		return e.AsList().Elements()
	case ast.ComprehensionKind:
		c := e.AsComprehension()
		return []ast.Expr{c.IterRange(), c.AccuInit(), c.LoopCondition(), c.LoopStep(), c.Result()}
	case ast.MapKind:
		var out []ast.Expr
		for _, entry := range e.AsMap().Entries() {
			out = append(out, entry.AsMapEntry().Key(), entry.AsMapEntry().Value())
		}
		return out
	}
	return nil
}
