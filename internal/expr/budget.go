package expr

import (
	"sync/atomic"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/overloads"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/interpreter"
	"github.com/c8b10cf3/lis/internal/locale"
)

// The limits of conditions that are not our own. A step is about what one comparison costs.
const (
	costLimit    = 1_000_000 // steps of one evaluation
	trialLimit   = 20_000    // steps of an evaluation for a made-up record
	walkLimit    = 100_000   // steps of one comparison, one search and one result
	textLimit    = 10_000    // characters of a condition
	depthLimit   = 60        // parts of a condition inside each other
	regexLimit   = 1_000     // instructions of a regular expression
	bytesPerStep = 16        // of a text that is read or made
	bytesMatched = 4         // of a text that is a step for each instruction of a regular expression
	instructions = 16        // of a regular expression that are as fast as one
)

// TextsLimit is how many characters all conditions together may have that are not our own: to compile them costs more than to
// evaluate them.
const TextsLimit = 200_000

// Budget is how many steps conditions that are not our own may take together. It can be used by several goroutines; a nil Budget
// has no end.
type Budget struct {
	steps uint64
	taken atomic.Uint64
}

// NewBudget returns a budget of a number of steps.
func NewBudget(steps uint64) *Budget { return &Budget{steps: steps} }

// Spent reports whether no steps are left.
func (b *Budget) Spent() bool { return b != nil && b.taken.Load() >= b.steps }

// Taken returns how many steps were taken.
func (b *Budget) Taken() uint64 { return b.taken.Load() }

// Take notes that steps were taken.
func (b *Budget) Take(steps uint64) {
	if b != nil {
		b.taken.Add(steps)
	}
}

// errSpent says that a condition was not evaluated, because the steps of all together were taken before.
var errSpent = &Error{Problem: locale.Say("condition.spent").Text(), TooMuch: true}

// limited are the options of a program that fails after a number of steps. The library counts the steps that it sees; what a step
// reads counts by its size, and [bounded] counts it before it is read.
func limited(steps uint64) []cel.ProgramOption {
	return []cel.ProgramOption{cel.CostLimit(steps), cel.CostTracking(sizes{}), cel.CustomDecoratorV2(bounds)}
}

// walked is the call by which steps are noted that no call of the library stands for.
type walked struct{}

func (walked) Function() string   { return "walked" }
func (walked) OverloadID() string { return "walked" }

// note notes steps of the evaluation in a frame, and ends it if they are too many.
func note(frame *interpreter.ExecutionFrame, id int64, steps int) {
	if tracker := frame.CostTracker(); tracker != nil && steps > 0 {
		tracker.EvalUnary(nil, id, walked{}, types.Int(steps), nil)
	}
}

// sizes tells what a call costs by the size of what it reads and returns.
type sizes struct{}

var _ cost.ActualCostEstimator = sizes{}

// CallCost returns the steps of a call.
func (sizes) CallCost(function, _ string, args []ref.Val, result ref.Val) *uint64 {
	steps := uint64(1)
	switch function {
	case walked{}.Function():
		steps = uint64(args[0].(types.Int))
	case "ref", "backlinks_of", "over_on":
		steps += 20 * uint64(1+itemsOf(result))
	case "greatest":
		steps += uint64(itemsOf(args[0]))
	default:
		for _, arg := range args {
			steps += uint64(bytesOf(arg) / bytesPerStep)
		}
	}
	return &steps
}

func itemsOf(v ref.Val) int {
	if list, ok := v.(traits.Lister); ok {
		n, _ := list.Size().(types.Int)
		return int(n)
	}
	return 0
}

func bytesOf(v ref.Val) int {
	switch text := v.(type) {
	case types.String:
		return len(text)
	case types.Bytes:
		return len(text)
	}
	return 0
}

// bounds puts a [bounded] in the place of every call that reads all of a value, however large, in one step.
func bounds(i interpreter.InterpretableV2) (interpreter.InterpretableV2, error) {
	call, ok := i.(interpreter.InterpretableCall)
	if !ok || len(call.Args()) != 2 {
		return i, nil
	}
	if op := operations[call.Function()]; op != nil {
		return &bounded{call.ID(), call.Args()[0], call.Args()[1], op}, nil
	}
	return i, nil
}

// bounded is a call of two arguments that notes how much it is going to read before it reads it.
type bounded struct {
	id          int64
	left, right interpreter.InterpretableV2
	op          func(frame *interpreter.ExecutionFrame, id int64, a, b ref.Val) ref.Val
}

// ID returns the id of the node.
func (c *bounded) ID() int64 { return c.id }

// Eval evaluates the call.
func (c *bounded) Eval(vars interpreter.Activation) ref.Val {
	return interpreter.EvalActivation(vars, c.Exec)
}

// Exec evaluates the call.
func (c *bounded) Exec(frame *interpreter.ExecutionFrame) ref.Val {
	note(frame, c.id, 1)
	a := c.left.Exec(frame)
	if types.IsUnknownOrError(a) {
		return a
	}
	b := c.right.Exec(frame)
	if types.IsUnknownOrError(b) {
		return b
	}
	return c.op(frame, c.id, a, b)
}

// operations are the calls that are bounded, by the names of the library.
var operations = map[string]func(frame *interpreter.ExecutionFrame, id int64, a, b ref.Val) ref.Val{
	operators.Equals: func(frame *interpreter.ExecutionFrame, id int64, a, b ref.Val) ref.Val {
		note(frame, id, comparing(a, b))
		return types.Equal(a, b)
	},
	operators.NotEquals: func(frame *interpreter.ExecutionFrame, id int64, a, b ref.Val) ref.Val {
		note(frame, id, comparing(a, b))
		return types.Bool(types.Equal(a, b) != types.True)
	},
	operators.In: func(frame *interpreter.ExecutionFrame, id int64, a, b ref.Val) ref.Val {
		note(frame, id, searching(a, b))
		if all, ok := b.(traits.Container); ok {
			return all.Contains(a)
		}
		return wrongValues()
	},
	operators.Add:     add,
	overloads.Matches: matches,
}

// walk counts what a comparison of two values looks at, up to a limit.
type walk struct{ steps int }

func comparing(a, b ref.Val) int {
	var w walk
	w.compare(a, b)
	return w.taken()
}

// searching returns how many steps it takes to look for a value in a list; one in a map.
func searching(item, all ref.Val) int {
	list, ok := all.(traits.Lister)
	if !ok {
		return 1
	}
	var w walk
	for it := list.Iterator(); it.HasNext() == types.True && w.steps <= walkLimit; {
		w.compare(it.Next(), item)
	}
	return w.taken()
}

// taken returns the steps of the walk; more than an evaluation has if it came to its limit.
func (w *walk) taken() int {
	if w.steps > walkLimit {
		return costLimit + 1
	}
	return w.steps
}

func (w *walk) compare(a, b ref.Val) {
	w.steps++
	switch a := a.(type) {
	case types.String, types.Bytes:
		w.steps += min(bytesOf(a), bytesOf(b)) / bytesPerStep
	case traits.Mapper:
		w.compareMaps(a, b)
	case traits.Lister:
		other, ok := b.(traits.Lister)
		if !ok || itemsOf(a) != itemsOf(other) {
			return
		}
		for i := 0; i < itemsOf(a) && w.steps <= walkLimit; i++ {
			w.compare(a.Get(types.Int(i)), other.Get(types.Int(i)))
		}
	}
}

func (w *walk) compareMaps(a traits.Mapper, b ref.Val) {
	other, ok := b.(traits.Mapper)
	if !ok || a.Size().Equal(other.Size()) != types.True {
		return
	}
	for it := a.Iterator(); it.HasNext() == types.True && w.steps <= walkLimit; {
		key := it.Next()
		w.steps++
		if theirs, found := other.Find(key); found {
			w.compare(a.Get(key), theirs)
		}
	}
}

// add adds two values. Lists are copied, since those of the library hold each other, so that the length of one that was doubled
// forty times is found out in 2^40 steps; only the list that a macro makes is added to where it is.
func add(frame *interpreter.ExecutionFrame, id int64, a, b ref.Val) ref.Val {
	left, isList := a.(traits.Lister)
	right, areLists := b.(traits.Lister)
	if _, growing := a.(traits.MutableLister); growing || !isList || !areLists {
		note(frame, id, itemsOf(b)+(bytesOf(a)+bytesOf(b))/bytesPerStep)
		if sum, ok := a.(traits.Adder); ok {
			return sum.Add(b)
		}
		return wrongValues()
	}
	note(frame, id, itemsOf(left)+itemsOf(right))
	items := make([]ref.Val, 0, itemsOf(left)+itemsOf(right))
	for _, list := range []traits.Lister{left, right} {
		for it := list.Iterator(); it.HasNext() == types.True; {
			items = append(items, it.Next())
		}
	}
	return types.NewRefValList(types.DefaultTypeAdapter, items)
}

// matches looks for a regular expression of limited size in a text.
func matches(frame *interpreter.ExecutionFrame, id int64, text, pattern ref.Val) ref.Val {
	t, isText := text.(types.String)
	p, isPattern := pattern.(types.String)
	if !isText || !isPattern {
		return wrongValues()
	}
	note(frame, id, len(p))
	size := len(p)
	if size <= regexLimit {
		size, _ = types.RegexProgramSize(string(p)) // a wrong one is told of by Match
		note(frame, id, size)
	}
	if size > regexLimit {
		return types.NewErr("%s", regexTooLarge)
	}
	note(frame, id, (len(t)/bytesMatched+1)*(size/instructions+1))
	return t.Match(p)
}

// regexTooLarge is what the library is told of a regular expression over the limit.
const regexTooLarge = "the regular expression is too large"

// tooLarge reports whether a value has more parts than a condition may return: none is shown or kept that is.
func tooLarge(v ref.Val) bool {
	var w walk
	w.compare(v, v)
	return w.steps > walkLimit
}
