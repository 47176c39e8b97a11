package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// days are the functions that take days, with how many of their arguments are days.
var days = map[string]int{"before": 2, "after": 2, "on_or_before": 2, "on_or_after": 2, "days": 2, "months": 2, "add_months": 1}

// doubt returns what is wrong with the first comparison that can never hold, or always does: with a value that a field cannot have,
// or of a day with something that is none. text is the condition as written; nil if nothing is wrong.
func (w phrasing) doubt(text string, n *expr.Node) *expr.Error {
	if n == nil {
		return nil
	}
	at := func(part *expr.Node, key string, args locale.Args) *expr.Error {
		return expr.At(text, placeOfNode(text, part), locale.Say(key, args))
	}
	var wrong *expr.Error
	switch {
	case slices.Contains([]string{"==", "!=", "<", "<=", ">", ">="}, n.Op) && len(n.Parts) == 2:
		if wrong = w.unlike(n.Op, n.Parts[0], n.Parts[1], at); wrong == nil {
			wrong = w.unlike(n.Op, n.Parts[1], n.Parts[0], at)
		}
	case n.Op == "in" && n.Parts[1].Op == "list":
		for _, item := range n.Parts[1].Parts {
			if wrong == nil {
				wrong = w.unlike("==", n.Parts[0], item, at)
			}
		}
	case n.Op == "in":
		wrong = w.unlike("==", n.Parts[1], n.Parts[0], at)
	case len(n.Parts) >= days[n.Op]:
		for _, arg := range n.Parts[:days[n.Op]] {
			if wrong == nil {
				wrong = w.noDay(arg, at)
			}
		}
	}
	if wrong != nil {
		return wrong
	}
	return w.inner(text, n)
}

// inner looks at the parts of a condition; in those of exists and its like, with what the variable stands for.
func (w phrasing) inner(text string, n *expr.Node) *expr.Error {
	if len(n.Parts) == 3 && n.Parts[1].Op == "name" {
		if _, of, ok := w.list(n.Parts[0]); ok {
			rows := map[string]row{n.Parts[1].Name: of}
			for name, r := range w.rows {
				rows[name] = r
			}
			w.rows = rows
		}
	}
	for _, part := range n.Parts {
		if wrong := w.doubt(text, part); wrong != nil {
			return wrong
		}
	}
	return nil
}

// pointer makes a problem at a part of a condition.
type pointer func(part *expr.Node, key string, args locale.Args) *expr.Error

// unlike returns what is wrong with comparing a field, one of the sides, with a written value.
func (w phrasing) unlike(op string, of, value *expr.Node, at pointer) *expr.Error {
	_, f, ok := w.value(of)
	if !ok || f == nil {
		return nil
	}
	if f.Items != nil && f.Type == record.List {
		f = f.Items
	}
	args := locale.Args{"field": f.Path, "value": fmt.Sprint(value.Value)}
	if value.Op != "value" || value.Value == nil {
		return nil
	}
	said, isText := value.Value.(string)
	_, isFlag := value.Value.(bool)
	switch {
	case f.Format == "date" && !isText && op != "==" && op != "!=":
		return at(of, "condition.compare-days", args)
	case isText && len(f.Values) > 0 && f.Value(said) == nil:
		args["guess"] = guess(f, said)
		return at(value, "condition.no-value", args)
	case isText && (f.Type == record.Integer || f.Type == record.Number):
		return at(value, "condition.is-number", args)
	case f.Type == record.Boolean && !isFlag:
		return at(value, "condition.is-flag", args)
	case f.Type == record.String && !isText:
		return at(value, "condition.is-text", args)
	case isText && f.Format == "date" && !isDay(said):
		return at(value, "condition.no-day", args)
	}
	return nil
}

// guess proposes the value that was meant: by its label, or the nearest.
func guess(f *record.Field, text string) locale.Text {
	if called := f.ValueCalled(text); len(called) == 1 {
		return record.DidYouMean([]string{called[0].Name})
	}
	if near := record.Nearest(text, f.ValueNames()); near != nil {
		return record.DidYouMean(near)
	}
	names := locale.Choice(f.ValueNames())
	return locale.Text{SV: "; välj " + names.In(locale.Swedish), EN: "; choose " + names.In(locale.English)}
}

// noDay returns what is wrong with a part that should be a day.
func (w phrasing) noDay(n *expr.Node, at pointer) *expr.Error {
	switch n.Op {
	case "value":
		if said, isText := n.Value.(string); n.Value != nil && (!isText || !isDay(said)) {
			return at(n, "condition.no-day", locale.Args{"value": fmt.Sprint(n.Value)})
		}
	case "-": // 2026-01-01 without quotation marks is a subtraction
		if strings.Trim(n.Source(), "0123456789- ") == "" {
			return at(n, "condition.quote-day", locale.Args{"value": strings.ReplaceAll(n.Source(), " ", "")})
		}
	case ".", "name":
		if _, f, ok := w.value(n); ok && f != nil && f.Format != "date" && f.Format != "date-time" {
			return at(n, "condition.not-day", locale.Args{"field": f.Path})
		}
	}
	return nil
}

// placeOfNode returns where a part begins in a condition.
func placeOfNode(text string, n *expr.Node) int {
	source := n.Source()
	if said, isText := n.Value.(string); n.Op == "value" && isText {
		source = said
	}
	return max(strings.Index(text, source), 0)
}
