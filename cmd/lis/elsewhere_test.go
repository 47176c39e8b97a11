package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// listed is a package as `go list` tells of it.
type listed struct {
	ImportPath, Dir string
	Standard        bool
	GoFiles         []string
	ImportMap       map[string]string // where a path in the source means another package
	Error           *struct{ Err string }
}

// read are packages whose types are known, by path.
type read map[string]*types.Package

// from is the importer of a package.
type from struct {
	read
	names map[string]string
}

func (f from) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	return f.read[cmp.Or(f.names[path], path)], nil
}

// check reads a package and returns what is wrong with it. Of other modules' packages only what they offer is read.
func (r read) check(t *testing.T, p listed, arch string) (problems []error) {
	t.Helper()
	own := strings.HasPrefix(p.ImportPath, "github.com/c8b10cf3/lis/")
	if _, err := os.ReadDir(p.Dir); own && err != nil { // so that go test runs this anew where a file was added
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	config := types.Config{
		Importer: from{r, p.ImportMap}, IgnoreFuncBodies: !own, Sizes: types.SizesFor("gc", arch),
		Error: func(err error) {
			if own {
				problems = append(problems, err)
			}
		},
	}
	r[p.ImportPath], _ = config.Check(p.ImportPath, fset, files, nil) // told by Error
	return problems
}

// TestBuildsElsewhere reads the program and all that it imports as other systems do, and finds what would not build there.
// Compiling all of it takes many times as long: `make soak` does that.
func TestBuildsElsewhere(t *testing.T) {
	for _, system := range []struct{ os, arch string }{{"darwin", "arm64"}, {"windows", "amd64"}} {
		cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,Standard,GoFiles,ImportMap,Error", ".")
		cmd.Env = append(os.Environ(), "GOOS="+system.os, "GOARCH="+system.arch, "CGO_ENABLED=0")
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		all := read{}
		for d := json.NewDecoder(strings.NewReader(string(out))); ; {
			var p listed
			if err := d.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			if p.Error != nil {
				t.Errorf("%s: %s: %s", system.os, p.ImportPath, p.Error.Err)
			}
			if p.ImportPath == "unsafe" {
				continue
			}
			for _, problem := range all.check(t, p, system.arch) {
				t.Errorf("%s: %v", system.os, problem)
			}
		}
		if len(all) < 300 {
			t.Errorf("%s: only %d packages", system.os, len(all))
		}
	}
}
