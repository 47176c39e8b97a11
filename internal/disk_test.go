package internal

import (
	"go/ast"
	"slices"
	"testing"
)

// ownDoors are packages that may use files on disk by themselves, with the reason.
var ownDoors = exceptions{
	"internal/disk":            "the door itself",
	"internal/history/gittest": "a helper of tests",
	"internal/release":         "runs only in make release, on its own files",
	"internal/history/write":   "makes a repository in a folder that is new or empty",
}

// besideTheDoor are functions that ask package os about a file, with the reason.
var besideTheDoor = exceptions{
	"history/pack/files.go NewFiles":    "for go-git; what is opened there is opened by disk.OpenNamed",
	"history/pack/writer.go NewWriter":  "writes to a folder that history/write has made",
	"history/pack/writer.go Finish":     "as NewWriter",
	"history/pack/writer.go writeIndex": "as NewWriter",
	"history/pack/writer.go Abandon":    "as NewWriter",
}

// doors are the functions that read, write, list or change files at a path.
var doors = map[string][]string{
	"os": {
		"Chmod", "Chtimes", "CopyFS", "Create", "CreateTemp", "DirFS", "Link", "Mkdir", "MkdirAll", "MkdirTemp", "Open", "OpenFile", "OpenInRoot", "OpenRoot", "ReadDir",
		"ReadFile", "Readlink", "Remove", "RemoveAll", "Rename", "Symlink", "Truncate", "WriteFile",
	},
	"filepath": {"Glob", "Walk", "WalkDir"},
	"ioutil":   {"ReadAll", "ReadDir", "ReadFile", "TempDir", "TempFile", "WriteFile"},
	"osfs":     {"New"},
	"syscall":  {"Open"},
}

// TestOneDoorToTheDisk finds whoever reads or writes a file other than through package disk, which follows no links and waits for no
// pipe. os.Stat and os.Lstat open nothing, so anybody may ask them.
func TestOneDoorToTheDisk(t *testing.T) {
	usedDoors, used, calls := map[string]bool{}, map[string]bool{}, 0
	eachFunction(t, func(f function) {
		ast.Inspect(f.node, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, ok := s.X.(*ast.Ident)
			if !ok || !slices.Contains(doors[x.Name], s.Sel.Name) {
				return true
			}
			calls++
			if !ownDoors.but(f.pkg, usedDoors) && !besideTheDoor.but(f.place, used) {
				t.Errorf("%s uses %s.%s: read and write through disk.At, disk.ReadNamed or disk.WriteNamed", f.place, x.Name, s.Sel.Name)
			}
			return true
		})
	})
	ownDoors.unused(t, usedDoors)
	besideTheDoor.unused(t, used)
	if calls < 20 {
		t.Errorf("only %d uses were found", calls)
	}
}
