package expr

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// nested returns an expression in which the value of each level is made of that of the one before, n times.
func nested(n int, start, of string) string {
	for i := range n {
		v := fmt.Sprintf("v%d", i)
		start = fmt.Sprintf("[%s].map(%s, %s)[0]", start, v, strings.ReplaceAll(of, "V", v))
	}
	return start
}

// heavy are conditions that would go through more than can be gone through, by what they do.
var heavy = map[string]string{
	"in a doubled list":         "7 in " + nested(26, "[1]", "V + V"),
	"doubled lists compared":    nested(26, "[1]", "V + V") + " == [1]",
	"size of a doubled list":    "size(" + nested(26, "[1]", "V + V") + ") > 0",
	"lists in lists compared":   nested(26, "[1]", "[V, V]") + " == " + nested(26, "[1]", "[V, V]"),
	"lists in lists unlike":     nested(26, "[1]", "[V, V]") + " != " + nested(26, "[2]", "[V, V]"),
	"maps in maps compared":     nested(26, "{'a': 1}", "{'a': V, 'b': V}") + " == " + nested(26, "{'a': 1}", "{'a': V, 'b': V}"),
	"lists in lists in a list":  nested(26, "[1]", "[V, V]") + " in [" + nested(26, "[2]", "[V, V]") + "]",
	"lists in lists returned":   nested(26, "[1]", "[V, V]"),
	"greatest of a doubled":     "greatest(" + nested(26, "[1]", "V + V") + ") > 0",
	"a doubled text":            nested(26, "'abcdefgh'", "V + V") + " == ''",
	"a text in a doubled text":  nested(26, "'abcdefgh'", "V + V") + ".contains('x')",
	"loops in loops":            "self.many.all(a, self.many.all(b, self.many.all(c, a + b + c >= 0)))",
	"a list made in a loop":     "self.many.map(a, self.many).map(a, a + a + self.many).size() > 0",
	"searching in a loop":       "self.many.all(a, -1 in self.many || true)",
	"a pattern on a long text":  "self.many.all(a, !self.long.matches('(x+x+)+y'))",
	"contains on a long text":   "self.many.all(a, !self.long.contains('y'))",
	"a pattern that is large":   "self.long.matches('(a{900}){1}(b{900}){1}')",
	"a pattern that is made":    "self.many.exists(a, 'a'.matches('(a{900}){1}(b{900}){1}' + string(a)))",
	"texts compared in a loop":  "self.many.all(a, self.long == self.long)",
	"backlinks in a loop":       "self.many.all(a, backlinks('a', 'b').size() >= 0)",
	"conditions on long texts":  "self.many.all(a, self.long + self.long != '')",
	"a list in itself in loops": nested(12, "self.many", "V.map(x, V)") + " == " + nested(12, "self.many", "V.map(x, V)"),
}

// light are conditions that honest rules have.
var light = map[string]string{
	"in":             "'b' in ['a', 'b']",
	"in a field":     "3 in self.many",
	"lists compared": "[1, 2] + [3] == [1, 2, 3]",
	"texts":          "'a' + 'b' == 'ab' && 'ab' != 'ba'",
	"loop":           "self.many.filter(a, a > 10).map(a, a + 1).exists(a, a in self.many)",
	"matches":        "self.long.matches('^x+$')",
	"numbers":        "1 + 1 == 2 && 1.5 + 1.5 == 3.0",
	"maps":           "{'a': [1]} == {'a': [1]} && 'a' in {'a': 1}",
	"null":           "self.none == null && self.many != null",
	"dates":          "before('2023-01-01', as_of)",
	"backlinks":      "backlinks('a', 'b').exists(b, b == 7)",
}

// many is the environment of these conditions, and their variables.
func many(t *testing.T) (*Env, map[string]any) {
	t.Helper()
	numbers := make([]any, 1_000)
	for i := range numbers {
		numbers[i] = int64(i)
	}
	env, err := New(Funcs{Backlinks: func(string, string, string) []any { return numbers }, Ref: func(string) any { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	self := map[string]any{"id": "X", "many": numbers, "long": strings.Repeat("x", 200_000), "none": nil}
	return env, map[string]any{"self": self, "as_of": "2023-08-25", "config": map[string]any{}, "review": nil}
}

func TestHeavyConditions(t *testing.T) {
	env, vars := many(t)
	for name, text := range heavy {
		t.Run(name, func(t *testing.T) {
			p, err := env.CompileLimited(text, Anything)
			if err != nil {
				t.Fatal(err)
			}
			budget := NewBudget(10 * costLimit)
			_, err = p.On(budget).Value(vars)
			var wrong *Error
			if !errors.As(err, &wrong) || !wrong.TooMuch {
				t.Errorf("got %v, want that it is too much", err)
			}
			if budget.Taken() > 10*costLimit {
				t.Errorf("took %d steps", budget.Taken())
			}
		})
	}
}

func TestLightConditions(t *testing.T) {
	env, vars := many(t)
	for name, text := range light {
		t.Run(name, func(t *testing.T) {
			p, err := env.CompileLimited(text, Truth)
			if err != nil {
				t.Fatal(err)
			}
			if holds, err := p.Bool(vars); err != nil || !holds {
				t.Errorf("got %t, %v", holds, err)
			}
			if q, err := env.Compile(text, Truth); err != nil {
				t.Error(err)
			} else if holds, err := q.Bool(vars); err != nil || !holds {
				t.Errorf("without a limit: %t, %v", holds, err)
			}
		})
	}
}

// TestBudgetIsSpent evaluates one condition until a budget is spent.
func TestBudgetIsSpent(t *testing.T) {
	env, vars := many(t)
	p, err := env.CompileLimited("3 in self.many", Truth)
	if err != nil {
		t.Fatal(err)
	}
	budget := NewBudget(3_000)
	done := 0
	for ; done < 100; done++ {
		if _, err = p.On(budget).Bool(vars); err != nil {
			break
		}
	}
	if done < 1 || done > 5 || !errors.Is(err, errSpent) || !budget.Spent() {
		t.Errorf("%d evaluations, then %v", done, err)
	}
	if _, err := p.Bool(vars); err != nil {
		t.Errorf("without the budget: %v", err)
	}
}

func TestLongConditions(t *testing.T) {
	env, _ := many(t)
	if _, err := env.CompileLimited("self.a == '"+strings.Repeat("x", textLimit)+"'", Truth); err == nil {
		t.Error("a condition of any length is compiled")
	}
	_, err := env.CompileLimited(nested(100, "[1]", "V + V")+" == []", Truth)
	if want := "more than 60 parts"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want that there are %s", err, want)
	}
}
