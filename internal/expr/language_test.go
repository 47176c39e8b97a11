package expr

import (
	"slices"
	"strings"
	"testing"

	"cel.dev/cel-go/common/operators"
	"github.com/c8b10cf3/lis/internal/locale"
)

// TestExamples evaluates the examples that people read, and wants what is said that they give.
func TestExamples(t *testing.T) {
	vars, funcs := Example()
	e, err := New(funcs)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range slices.Concat(Variables, Operators, Functions) {
		if !strings.Contains(w.Example, w.Name) && !slices.ContainsFunc(Operators, func(o Word) bool { return o.Name == w.Name }) {
			t.Errorf("the example of %s does not use it: %s", w.Name, w.Example)
		}
		p, err := e.Compile("("+w.Example+") == ("+w.Gives+")", Truth)
		if err != nil {
			t.Errorf("%s: %v", w.Example, err)
			continue
		}
		if holds, err := p.Bool(vars); err != nil || !holds {
			t.Errorf("%s does not give %s: %v", w.Example, w.Gives, err)
		}
		for _, lang := range locale.Langs {
			if !lang.Has("condition.word." + w.Name) {
				t.Errorf("%s has no explanation in %s", w.Name, lang)
			}
		}
	}
}

// unexplained are functions of CEL that conditions about records hardly need; those of operators have other names.
var unexplained = []string{
	"bool", "bytes", "double", "duration", "dyn", "timestamp", "type", "uint", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear",
	"getFullYear", "getHours", "getMilliseconds", "getMinutes", "getMonth", "getSeconds", "backlinks_of", "over_on",
}

// TestFunctionsExplained finds a function that conditions can call and that nobody can read about.
func TestFunctionsExplained(t *testing.T) {
	for name := range env(t).env.Functions() {
		if _, sign := signs[name]; sign || slices.Contains(unexplained, name) || strings.HasPrefix(name, "_") || strings.HasPrefix(name, "@") || name == "in" {
			continue
		}
		if _, known := operators.FindReverse(name); !known && FunctionNamed(name) == nil {
			t.Errorf("the function %s is not among Functions", name)
		}
	}
}

// TestProblems wants what is wrong in a condition at its place and in words of our own.
func TestProblems(t *testing.T) {
	tests := []struct {
		text, want   string
		line, column int
	}{
		{"", "the condition is empty", 1, 1},
		{"self.a ==", "the condition ends too early", 1, 10},
		{"(self.a == 1", "a closing parenthesis is missing", 1, 13},
		{"self.a == 1)", "here is one closing parenthesis too many", 1, 12},
		{"self.a <> 1", "'<>' means nothing in a condition; write !=", 1, 8},
		{"self.a => 1", "'=>' means nothing in a condition; write >=", 1, 8},
		{"läge == 1", "'läge' cannot be read; names in conditions are written without accents", 1, 1},
		{"före(self.a, as_of)", "'före' means nothing in a condition; write before", 1, 1},
		{"self.a = 1", "'=' means nothing in a condition; write ==", 1, 8},
		{"self.a == 1 and self.b == 2", "'and' means nothing in a condition; write &&", 1, 13},
		{"self.a == ”x”", "'”' means nothing in a condition; write '", 1, 11},
		{"not self.a", "'not' means nothing in a condition; write !", 1, 1},
		{"status == 'x'", "there is no 'status' in conditions; a field is written self.status, a text in quotation marks", 1, 1},
		{"selv.a == 1", "there is no 'selv' in conditions; is self meant?", 1, 1},
		{"befor(self.a, as_of)", "there is no 'befor' in conditions; is before meant?", 1, 1},
		{"before(self.a)", "before is given a wrong number of values, or values of a wrong type; write before(day, day)", 1, 1},
		{"backlinks('a')", "backlinks is given a wrong number of values, or values of a wrong type; write backlinks(kind, field)", 1, 1},
		{"self.a == 1 &&\n  self.b == = 2", "'=' means nothing in a condition; write ==", 2, 13},
		{"'a' && true", "the condition computes or compares values of the wrong kind", 1, 1},
		{"'in_use'", "the condition does not give true or false; compare with something, such as self.status == 'done'", 1, 1},
	}
	for _, tt := range tests {
		_, err := env(t).Compile(tt.text, Truth)
		problem, ok := err.(*Error)
		if !ok {
			t.Errorf("%q: got %v, want a problem", tt.text, err)
			continue
		}
		if !strings.Contains(problem.Error(), tt.want) || problem.Line != tt.line || problem.Column != tt.column {
			t.Errorf("%q: got %d:%d %s\nwant %d:%d %s", tt.text, problem.Line, problem.Column, problem, tt.line, tt.column, tt.want)
		}
	}
}
