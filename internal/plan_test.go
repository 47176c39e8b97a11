// Package internal tests the plan of the house: which package may import which. internal/README.md draws it.
package internal

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/c8b10cf3/lis/"

// floors lists every package, lowest floor first. A package may import those of lower floors, and on the ground floor those
// before it in the list.
var floors = [][]string{
	{
		"schema", "controls", "site", "internal/source", "internal/textdiff", "internal/locale", "internal/svg", "internal/diag", "internal/disk", "internal/cache",
		"internal/console/agents", "internal/console", "internal/soak", "internal/clients", "internal/sample/theme", "internal/exchange/shapes", "internal/history/gittest", "internal/history/sign", "internal/history/pack", "internal/history", "internal/history/write",
	},
	{"internal/document", "internal/expr"},
	{"internal/record"},
	{"internal/graph", "internal/edit"},
	{"internal/workspace"},
	{"internal/trail", "reviews"},
	{"internal/tell"},
	{"internal/disclose"},
	{"internal/rules"},
	{"internal/figures"},
	{"internal/compare", "internal/dashboard", "internal/seal"},
	{"internal/view", "internal/setup"},
	{"internal/publish", "internal/exchange"},
	{"internal/engine"},
	{"internal/cli"},
	{"cmd/lis", "internal/bench", "internal/sample", "internal/release"},
}

// only names the packages, with those below them, that may use a library.
var only = map[string][]string{
	"github.com/go-git/":                    {"internal/history"},
	"github.com/hiddeco/sshsig":             {"internal/history/sign"},
	"github.com/ProtonMail/go-crypto":       {"internal/history/sign"},
	"github.com/aymanbagabas/go-udiff":      {"internal/textdiff"},
	"github.com/yuin/goldmark":              {"internal/document"},
	"go.yaml.in/yaml":                       {"internal/document"},
	"cel.dev/cel-go":                        {"internal/expr"},
	"github.com/santhosh-tekuri/jsonschema": {"internal/record", "internal/exchange/shapes"},
	"github.com/spf13/":                     {"internal/cli"},
	"html/template":                         {"internal/publish"},
	"net/http":                              nil,
}

func floorOf(pkg string) int {
	return slices.IndexFunc(floors, func(f []string) bool { return slices.Contains(f, pkg) })
}

// imports are the packages that the files of each package of the project import, tests left out.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir("..", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() && slices.Contains([]string{".git", "build", "bin", "testdata"}, e.Name()) {
			if err == nil {
				return filepath.SkipDir
			}
			return err
		}
		if filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		pkg := filepath.ToSlash(strings.TrimPrefix(filepath.Dir(name), ".."+string(filepath.Separator)))
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		found[pkg] = append(found[pkg], "")
		for _, imp := range file.Imports {
			target, _ := strconv.Unquote(imp.Path.Value)
			found[pkg] = append(found[pkg], target)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestImportsGoDown(t *testing.T) {
	for pkg, list := range imports(t) {
		floor := floorOf(pkg)
		if floor < 0 {
			t.Errorf("%s has no floor: give it one here and in internal/README.md", pkg)
			continue
		}
		for _, target := range list {
			target, own := strings.CutPrefix(target, module)
			if !own {
				continue
			}
			below := floorOf(target)
			ground := floor == 0 && below == 0 && slices.Index(floors[0], target) < slices.Index(floors[0], pkg)
			if below >= floor && !ground {
				t.Errorf("%s (floor %d) imports %s (floor %d)", pkg, floor, target, below)
			}
		}
	}
}

func TestLibrariesHaveOneUser(t *testing.T) {
	for pkg, list := range imports(t) {
		for _, target := range list {
			for library, users := range only {
				uses := target == library || strings.HasPrefix(target, library) && (strings.HasSuffix(library, "/") || strings.HasPrefix(target[len(library):], "/"))
				may := slices.ContainsFunc(users, func(user string) bool { return pkg == user || strings.HasPrefix(pkg, user+"/") })
				if uses && !may {
					t.Errorf("%s imports %s, which only %q may", pkg, target, users)
				}
			}
		}
	}
}

// apart names what a package does not import though it lies on a lower floor or in the library, and what to do instead.
var apart = []struct {
	pkg     string
	from    []string // with those below each
	instead string
}{
	{
		"internal/cli",
		[]string{"internal/history", "internal/trail", "internal/tell", "internal/graph"},
		"a command knows no commit and no reference: ask internal/engine, and print with internal/exchange",
	},
	{"internal/cli", []string{"encoding/json"}, "what a command prints as JSON is a shape in internal/exchange"},
	{"internal/engine", []string{"encoding/json", "internal/exchange"}, "the engine prints nothing"},
}

func TestKeptApart(t *testing.T) {
	found := imports(t)
	for _, a := range apart {
		for _, target := range found[a.pkg] {
			name := strings.TrimPrefix(target, module)
			if slices.ContainsFunc(a.from, func(from string) bool { return name == from || strings.HasPrefix(name, from+"/") }) {
				t.Errorf("%s imports %s: %s", a.pkg, name, a.instead)
			}
		}
	}
}

func TestPlanNamesEveryPackage(t *testing.T) {
	plan, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	found := imports(t)
	for _, floor := range floors {
		for _, pkg := range floor {
			if found[pkg] == nil {
				t.Errorf("%s is on the plan and is not there", pkg)
			}
			within := strings.TrimPrefix(pkg, "internal/") // such as history/pack
			if !strings.Contains(string(plan), "`"+path.Base(pkg)+"`") && !strings.Contains(string(plan), "`"+within+"`") {
				t.Errorf("internal/README.md does not name %s", pkg)
			}
		}
	}
}

// profileFiles are where profiles are compared: what a profile is, what a record and a field need, and every decision.
var profileFiles = []string{"internal/record/", "internal/graph/level.go", "internal/disclose/"}

// TestOnlyDiscloseComparesProfiles finds decisions on who may see something outside disclose.
func TestOnlyDiscloseComparesProfiles(t *testing.T) {
	files, all := sources(t)
	for name, file := range all {
		if slices.ContainsFunc(profileFiles, func(at string) bool { return strings.HasPrefix(name, at) }) {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if found := comparedProfile(n); found != "" {
				t.Errorf("%s:%d compares a profile (%s): ask disclose.Profile or a disclose.Cut what may be shown, as in "+
					"disclose.Profile(p).ShowsPersons(); where no question fits, add one in internal/disclose/profile.go",
					name, files.Position(n.Pos()).Line, found)
			}
			return true
		})
	}
}

// comparedProfile is the profile that a piece of code compares or asks, "" for none.
func comparedProfile(n ast.Node) string {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		if n.Op == token.EQL || n.Op == token.NEQ {
			return cmp.Or(profileIn(n.X), profileIn(n.Y))
		}
	case *ast.CaseClause:
		for _, e := range n.List {
			if found := profileIn(e); found != "" {
				return found
			}
		}
	case *ast.SelectorExpr:
		if n.Sel.Name == "Shows" {
			return "Profile.Shows"
		}
		if name := nameOf(n); name == "record.Profiles" {
			return name
		}
	}
	return ""
}

// profileIn is the profile that an expression names, by its constant or as a text; "" for none.
func profileIn(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.CallExpr: // string(record.Public)
		for _, arg := range e.Args {
			if found := profileIn(arg); found != "" {
				return found
			}
		}
	case *ast.BasicLit:
		if e.Value == `"public"` || e.Value == `"restricted"` {
			return e.Value
		}
	case *ast.SelectorExpr:
		if name := nameOf(e); slices.Contains([]string{"record.Public", "record.Internal", "record.Restricted", "record.Never"}, name) {
			return name
		}
	}
	return ""
}

// nameOf is a name of another package as it is written, "" where there is more to it.
func nameOf(e *ast.SelectorExpr) string {
	if x, ok := e.X.(*ast.Ident); ok {
		return x.Name + "." + e.Sel.Name
	}
	return ""
}

// TestTemplatesAskNoProfile keeps decisions out of templates too.
func TestTemplatesAskNoProfile(t *testing.T) {
	compared := regexp.MustCompile(`\b(eq|ne)\b[^}]*\.Profile`)
	names, err := filepath.Glob("../site/templates/*")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d templates: %v", len(names), err)
	}
	for _, name := range names {
		if text, err := os.ReadFile(name); err != nil || compared.Match(text) {
			t.Errorf("%s compares a profile: give the page a field that says what may be shown (%v)", name, err)
		}
	}
}

// sources are the files of the program by name, tests left out, and their places.
func sources(t *testing.T) (*token.FileSet, map[string]*ast.File) {
	t.Helper()
	files, found := token.NewFileSet(), map[string]*ast.File{}
	err := filepath.WalkDir("..", func(name string, e fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		found[filepath.ToSlash(strings.TrimPrefix(name, ".."+string(filepath.Separator)))] = file
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files, found
}

// initFunc finds registration behind the back of the reader.
var initFunc = regexp.MustCompile(`(?m)^func init\(\)`)

func TestNoInit(t *testing.T) {
	_ = filepath.WalkDir("..", func(name string, e fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(name) == ".go" {
			if data, err := os.ReadFile(name); err == nil && initFunc.Match(data) {
				t.Errorf("%s has an init function: make it a value in a list", name)
			}
		}
		return nil
	})
}
