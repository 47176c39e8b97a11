package internal

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/schema"
)

// Each question here has one answer. The tests look for places that answer by themselves, and know those that seem to and do
// not: by file and function, rule or figure, with what they ask instead.

// function is one function of the program, tests left out.
type function struct {
	pkg, place string // internal/rules, rules/actions.go checkDueMoved
	node       ast.Node
}

// eachFunction visits the functions and the other declarations of every package.
func eachFunction(t *testing.T, visit func(f function)) {
	t.Helper()
	err := filepath.WalkDir("..", func(name string, e fs.DirEntry, err error) error {
		if err == nil && e.IsDir() && slices.Contains([]string{".git", "build", "bin", "testdata"}, e.Name()) {
			return filepath.SkipDir
		}
		if err != nil || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		name = strings.TrimPrefix(filepath.ToSlash(name), "../")
		for _, d := range file.Decls {
			f := function{path.Dir(name), strings.TrimPrefix(name, "internal/"), d}
			if fn, ok := d.(*ast.FuncDecl); ok {
				f.place += " " + fn.Name.Name
			}
			visit(f)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// literal is the text of a string that is written out, "" for anything else.
func literal(e ast.Expr) string {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return ""
	}
	text, _ := strconv.Unquote(l.Value)
	return text
}

// compared are the texts that an expression or a statement compares something with: by ==, in a case, in a list that is searched.
func compared(n ast.Node) []string {
	var with []ast.Expr
	switch n := n.(type) {
	case *ast.BinaryExpr:
		if n.Op == token.EQL || n.Op == token.NEQ {
			with = []ast.Expr{n.X, n.Y}
		}
	case *ast.CaseClause:
		with = n.List
	case *ast.CallExpr:
		for _, arg := range n.Args {
			if list, ok := arg.(*ast.CompositeLit); ok && called(n) == "Contains" {
				with = append(with, list.Elts...)
			} else if slices.Contains([]string{"EqualFold", "HasSuffix"}, called(n)) {
				with = append(with, arg)
			}
		}
	}
	var texts []string
	for _, e := range with {
		if text := literal(e); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

// called is the name of the function that a call calls.
func called(c *ast.CallExpr) string {
	if s, ok := c.Fun.(*ast.SelectorExpr); ok {
		return s.Sel.Name
	}
	return ""
}

// exceptions are places that may do what a test forbids, with the reason. Each has to be used.
type exceptions map[string]string

// but reports whether a place is an exception, and crosses it off.
func (e exceptions) but(place string, used map[string]bool) bool {
	used[place] = true
	return e[place] != ""
}

func (e exceptions) unused(t *testing.T, used map[string]bool) {
	t.Helper()
	for _, place := range slices.Sorted(maps.Keys(e)) {
		if !used[place] {
			t.Errorf("%s is listed as an exception and is none: take it out", place)
		}
	}
}

// TestWhichDay finds who writes or reads a day otherwise than by package locale, where the zone is named.
func TestWhichDay(t *testing.T) {
	eachFunction(t, func(f function) {
		if f.pkg == "internal/locale" {
			return
		}
		ast.Inspect(f.node, func(n ast.Node) bool {
			form := ""
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if n.Sel.Name == "DateForm" || n.Sel.Name == "DateOnly" {
					form = n.Sel.Name
				}
			case *ast.BasicLit:
				if strings.Contains(literal(n), "2006-01-02") {
					form = n.Value
				}
			}
			if form != "" {
				t.Errorf("%s uses %s: ask locale.Day, locale.ParseDate or Config.Day which day it is", f.place, form)
			}
			return true
		})
	})
}

// TestWhichFile finds who tells by itself whether a file is a record, or the page of its folder.
func TestWhichFile(t *testing.T) {
	eachFunction(t, func(f function) {
		if f.pkg == "internal/record" {
			return
		}
		ast.Inspect(f.node, func(n ast.Node) bool {
			if e, ok := n.(ast.Expr); ok && strings.EqualFold(literal(e), record.FolderPage) {
				t.Errorf("%s names %s: ask record.IsFolderPage, FolderOf or KindOf", f.place, record.FolderPage)
			}
			if slices.Contains(compared(n), ".md") {
				t.Errorf("%s compares with .md: ask record.IsMarkdown, FolderOf or KindOf", f.place)
			}
			return true
		})
	})
}

// endings are what closes or ends a record of some kind: the values, the last names of the fields that have them, and the
// fields in which anything does.
func endings(t *testing.T, kinds *record.Kinds) (values, told, fields []string) {
	t.Helper()
	for _, k := range kinds.List {
		for _, s := range slices.Concat(k.Closed, k.Over) {
			switch {
			case s.Values != nil:
				values, told = append(values, s.Values...), append(told, s.Field[strings.LastIndex(s.Field, ".")+1:])
			case s.Field != "":
				fields = append(fields, s.Field)
			}
		}
	}
	if len(values) < 10 || len(told) < 4 || len(fields) < 2 {
		t.Fatalf("too few: %q, %q, %q", values, told, fields)
	}
	return values, told, fields
}

// TestStatesInGo finds Go code that tells by itself whether a record has reached its goal or is over.
func TestStatesInGo(t *testing.T) {
	kinds, err := record.LoadKinds(schema.FS, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	values, _, fields := endings(t, kinds)
	allowed := exceptions{
		"rules/decided.go isDecided":          "whether a review is decided",
		"rules/decided.go wasDecided":         "whether a review was decided in an earlier state",
		"rules/findings.go openReviews":       "how a finding stood at each review",
		"rules/reviews.go openAt":             "how an action stood at one review",
		"rules/reviews.go unfixedAt":          "how a finding stood at one review",
		"rules/reviews.go closedBy":           "the day on which an action that is over was closed",
		"rules/registers.go checkEvidence":    "what is marked as done, of any kind: what was rejected needs no evidence",
		"rules/registers.go checkAnalysisAge": "whether an analysis was made: it grows old when it is over",
		"rules/registers.go isRedone":         "whether a later analysis was made",
	}
	used := map[string]bool{}
	eachFunction(t, func(f function) {
		ast.Inspect(f.node, func(n ast.Node) bool {
			found := slices.DeleteFunc(compared(n), func(text string) bool { return !slices.Contains(values, text) })
			if c, ok := n.(*ast.CallExpr); ok && len(c.Args) == 1 && slices.Contains(fields, literal(c.Args[0])) {
				found = append(found, literal(c.Args[0]))
			}
			for _, text := range found {
				if !allowed.but(f.place, used) {
					t.Errorf("%s looks for %q: ask Graph.Closed or Graph.Over", f.place, text)
				}
			}
			return true
		})
	})
	allowed.unused(t, used)
}

// TestStatesInConditions finds conditions of the program that tell by themselves whether a record is over. One value may be asked
// for by its name: who counts rejected decisions means no others.
func TestStatesInConditions(t *testing.T) {
	kinds, err := record.LoadKinds(schema.FS, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	values, told, fields := endings(t, kinds)
	by := strings.Join(told, "|")
	byName := regexp.MustCompile(fmt.Sprintf(`(!\()?[\w\]]+\.(%s) == '\w+'`, by))
	others := regexp.MustCompile(fmt.Sprintf(`\.(%s)\b[^&|]*'(%s)'|\.(%s)\b`, by, strings.Join(values, "|"), strings.Join(fields, "|")))
	ending := func(condition string) string {
		rest := byName.ReplaceAllStringFunc(condition, func(text string) string {
			if strings.HasPrefix(text, "!") {
				return text
			}
			return ""
		})
		return others.FindString(rest)
	}
	allowed := exceptions{
		"complaint-unhandled":                 "which of the three fields is empty",
		"control-without-evidence":            "what is in place has to be shown",
		"finding-unhandled":                   "an action that was rejected handles nothing, one that is done does",
		"complaints.answered":                 "how many were answered in the period",
		"controls.undecided":                  "the rest of those that are counted by name",
		"controls.implemented":                "the number of a value",
		"controls.organizational.implemented": "the number of a value",
		"controls.people.implemented":         "the number of a value",
		"controls.physical.implemented":       "the number of a value",
		"controls.technological.implemented":  "the number of a value",
		"gaps.implemented":                    "the number of a value",
	}
	used := map[string]bool{}
	for _, k := range kinds.List {
		for _, r := range k.Rules {
			conditions := append(slices.Collect(maps.Values(r.With)), r.When, r.Assert)
			for _, s := range r.Severity {
				conditions = append(conditions, s.When)
			}
			for _, condition := range conditions {
				if found := ending(condition); found != "" && !allowed.but(r.ID, used) {
					t.Errorf("the rule %s looks for %s: ask over(self)", r.ID, found)
				}
			}
		}
	}
	data, err := schema.FS.ReadFile("figures.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range document.ParseYAML("figures.yaml", data).Front.Entries {
		if where := e.Value.Get("where"); where != nil {
			if found := ending(where.Text); found != "" && !allowed.but(e.Key, used) {
				t.Errorf("the figure %s looks for %s: ask over(self)", e.Key, found)
			}
		}
	}
	allowed.unused(t, used)
}

// TestWhatRulesMayLookAt finds who tells the rules by himself which history and tags they may look at: the engine does, so that
// no door to the program forgets one.
func TestWhatRulesMayLookAt(t *testing.T) {
	found := 0
	eachFunction(t, func(f function) {
		ast.Inspect(f.node, func(n ast.Node) bool {
			made, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			if s, ok := made.Type.(*ast.SelectorExpr); !ok || fmt.Sprint(s.X) != "rules" || s.Sel.Name != "Options" {
				return true
			}
			if found++; f.pkg != "internal/engine" {
				t.Errorf("%s makes rules.Options: let it ask the engine (State.Check, State.Judge), which knows what the rules may look at", f.place)
			}
			return true
		})
	})
	if found != 1 {
		t.Errorf("rules.Options are made in %d places, want 1", found)
	}
}
