package dashboard

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/sample"
)

// apart are files that are about a kind for its own sake: pages and parts of pages of their own making, and what the program
// fills in for the entries of a catalogue and the basic roles. Here a name is no item of a list that a new kind would have to join.
var apart = []string{"../view/page.go", "../view/review.go", "../view/changes.go", "../setup/statement.go", "../setup/roles.go"}

// literals are the texts in the code of the files, with where they stand.
func literals(t *testing.T, patterns ...string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, pattern := range patterns {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("no files %s: %v", pattern, err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") || slices.Contains(apart, filepath.ToSlash(name)) {
				continue
			}
			files := token.NewFileSet()
			file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if text, err := strconv.Unquote(lit.Value); err == nil {
						found[text] = files.Position(lit.Pos()).String()
					}
				}
				return true
			})
		}
	}
	return found
}

// TestKindsAreData wants no code of the pages and of a new workspace to name a kind: which kinds the header, the start page and
// the lists tell of, and what belongs in their folders, stands in schema/.
func TestKindsAreData(t *testing.T) {
	found := literals(t, "../view/*.go", "../setup/*.go", "../publish/*.go")
	for _, kind := range sample.Load(t, sample.Files).Kinds.Names() {
		if at, named := found[kind]; named {
			t.Errorf("%s names the kind %q", at, kind)
		}
	}
}

// TestFiguresAreData wants no code at all to name a figure.
func TestFiguresAreData(t *testing.T) {
	found := literals(t, "../*/*.go", "../../cmd/*/*.go")
	w := sample.Load(t, sample.Files)
	names := []string{}
	for _, f := range count(t, w) {
		names = append(names, f.Name)
	}
	own, _, err := read(t, w).Count(w, day)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range own {
		names = append(names, f.Name)
	}
	for _, name := range names {
		if at, named := found[name]; named {
			t.Errorf("%s names the figure %q", at, name)
		}
	}
}
