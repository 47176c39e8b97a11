package expr

import (
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/c8b10cf3/lis/internal/locale"
)

// Word is a variable, an operator or a function that conditions can use.
type Word struct {
	Name string
	Form string // how it is written; for a function with its arguments
	// Example is a condition that uses it, and Gives what that gives for the record of [Example], as a person writes it. Both
	// are run by the tests.
	Example, Gives string
}

// Help says in a sentence what the word means.
func (w Word) Help(lang locale.Lang) string { return lang.T("condition.word." + w.Name) }

// Variables are what a condition can look at.
var Variables = []Word{
	{"self", "self.FIELD", "self.status == 'in_use'", "true"},
	{"as_of", "as_of", "after(self.ends_on, as_of)", "true"},
	{"review", "review.FIELD", "review != null && before(review.held_on, as_of)", "true"},
	{"config", "config.SETTING", "config.intervals.classification_months", "24"},
}

// Operators are the signs and forms of CEL that conditions of records need.
var Operators = []Word{
	{"equal", "a == b   a != b", "self.status != 'retired'", "true"},
	{"and", "a && b", "self.status == 'in_use' && self.cost > 100", "true"},
	{"or", "a || b", "self.status == 'retired' || self.owner == null", "false"},
	{"not", "!a", "!(self.status == 'retired')", "true"},
	{"null", "a == null", "self.classified_on == null", "true"},
	{"in", "a in [b, c]", "self.status in ['in_use', 'planned']", "true"},
	{"less", "a < b   a <= b   a > b   a >= b", "self.cost >= 200", "true"},
	{"count", "a + b   a - b   a * b", "self.cost * 2", "400"},
	{"choose", "a ? b : c", "self.cost > 1000 ? 'stor' : 'liten'", "'liten'"},
	{"row", "list[0]", "self.checks[size(self.checks) - 1].result", "'ok'"},
}

// Functions are the functions of conditions: the program's own, then those of CEL.
var Functions = []Word{
	{"before", "before(day, day)", "before(self.starts_on, as_of)", "true"},
	{"after", "after(day, day)", "after(self.starts_on, as_of)", "false"},
	{"on_or_before", "on_or_before(day, day)", "on_or_before(as_of, as_of)", "true"},
	{"on_or_after", "on_or_after(day, day)", "on_or_after(self.ends_on, '2023-12-31')", "true"},
	{"days", "days(from, to)", "days(self.starts_on, '2022-03-31')", "30"},
	{"months", "months(from, to)", "months(self.starts_on, as_of)", "17"},
	{"add_months", "add_months(day, months)", "add_months(self.starts_on, 12)", "'2023-03-01'"},
	{"over", "over(record)", "over(self)", "false"},
	{"ref", "ref(id)", "ref(self.owner).title", "'IT-chef'"},
	{"backlinks", "backlinks(kind, field)", "size(backlinks('decision', 'about')) > 0", "true"},
	{"greatest", "greatest([a, b])", "greatest([self.cost, 500, null])", "500"},
	{"size", "size(list)", "size(self.checks)", "2"},
	{"exists", "list.exists(row, condition)", "self.checks.exists(c, c.result == 'failed')", "true"},
	{"all", "list.all(row, condition)", "self.checks.all(c, c.on != null)", "true"},
	{"exists_one", "list.exists_one(row, condition)", "self.checks.exists_one(c, c.result == 'ok')", "true"},
	{"filter", "list.filter(row, condition)", "size(self.checks.filter(c, c.result == 'ok'))", "1"},
	{"map", "list.map(row, value)", "self.checks.map(c, c.result)", "['failed', 'ok']"},
	{"has", "has(record.field)", "has(self.owner)", "true"},
	{"contains", "text.contains(part)", "self.title.contains('bok')", "true"},
	{"startsWith", "text.startsWith(part)", "self.id.startsWith('SYS-')", "true"},
	{"endsWith", "text.endsWith(part)", "self.title.endsWith('bok')", "true"},
	{"matches", "text.matches(pattern)", "self.id.matches('^SYS-[0-9]+$')", "true"},
	{"string", "string(value)", "string(self.cost) + ' kr'", "'200 kr'"},
	{"int", "int(text)", "int('12') + 1", "13"},
}

// Example returns the values for which the examples of the words are evaluated, and the functions that go with them.
func Example() (vars map[string]any, f Funcs) {
	self := map[string]any{
		"id": "SYS-001", "kind": "system", "title": "Färdbok", "status": "in_use", "owner": "ROLL-IT", "cost": int64(200),
		"starts_on": "2022-03-01", "ends_on": "2024-02-29", "classified_on": nil,
		"checks": []any{
			map[string]any{"on": "2023-02-01", "result": "failed"},
			map[string]any{"on": "2023-05-01", "result": "ok"},
		},
	}
	vars = map[string]any{
		"self": self, "as_of": "2023-08-25", "review": map[string]any{"id": "LG-1", "held_on": "2023-06-01"},
		"config": map[string]any{"intervals": map[string]any{"classification_months": int64(24)}},
	}
	f = Funcs{
		Ref: func(id string) any {
			if id == "ROLL-IT" {
				return map[string]any{"id": id, "kind": "role", "title": "IT-chef"}
			}
			return nil
		},
		Backlinks: func(_, kind, _ string) []any { return []any{map[string]any{"id": "BES-1", "kind": kind}} },
		Over:      func(map[string]any, string) bool { return false },
	}
	return vars, f
}

// FunctionNamed returns the function of that name, or nil.
func FunctionNamed(name string) *Word {
	name = strings.TrimSuffix(strings.TrimSuffix(name, "_of"), "_on")
	i := slices.IndexFunc(Functions, func(w Word) bool { return w.Name == name })
	if i < 0 {
		return nil
	}
	return &Functions[i]
}

// nearest returns the variable, function or value that was most likely meant by a name; "" if none is near.
func nearest(name string) string {
	best, least := "", max(1, len(name)/3)+1
	known := []string{"null", "true", "false"}
	for _, w := range slices.Concat(Variables, Functions) {
		known = append(known, w.Name)
	}
	for _, word := range known {
		if d := levenshtein.Distance(strings.ToLower(name), strings.ToLower(word), nil); d < least {
			best, least = word, d
		}
	}
	return best
}
