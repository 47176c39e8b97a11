package cli

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/setup"
)

// commandLine is a call of the program in a file that something else runs.
var commandLine = regexp.MustCompile(`(?m)(?:^|[\s"'/])lis"?((?: -C (?:'[^']*'|\S+))? [a-z]+(?: --?[a-z-]+(?:[= ]\S+)?)*)\s*$`)

// TestOfferedFiles reads what the project offers to forges and hooks, and what lis init writes for them: it is YAML, and
// every command and flag in it is one that the program has.
func TestOfferedFiles(t *testing.T) {
	files := map[string][]byte{}
	for _, name := range []string{".pre-commit-hooks.yaml", ".github/actions/check/action.yml"} {
		data, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = data
	}
	for _, lang := range locale.Langs {
		for i, f := range setup.Forges {
			made, err := setup.Begin(t.Context(), setup.Beginning{Lang: lang, Title: "T", Organisation: "O", Type: setup.DefaultType, Forge: &setup.Forges[i], Dir: "a b"})
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range made {
				if file.Name == f.CI || file.Name == ".pre-commit-config.yaml" {
					files[string(lang)+"/"+f.Name+"/"+file.Name] = file.Data
				}
			}
		}
	}
	for name, data := range files {
		text := data
		if strings.HasSuffix(name, "hooks.yaml") { // a list, read as the value of a key
			text = append([]byte("hooks:\n"), data...)
		}
		for _, f := range document.ParseYAML(name, text).Findings {
			t.Errorf("%s:%v: %s", name, f.Span.Start, f.Rule)
		}
		calls := commandLine.FindAllStringSubmatch(string(data), -1)
		if len(calls) == 0 {
			t.Errorf("%s calls nothing", name)
		}
		for _, call := range calls {
			checkCall(t, name, strings.TrimSpace(call[1]))
		}
	}
}

// folderFlag comes before the name of a command, where only the program itself looks for it.
var folderFlag = regexp.MustCompile(`^-C ('[^']*'|\S+) `)

// checkCall parses a command line as the program would.
func checkCall(t *testing.T, file, line string) {
	t.Helper()
	line = folderFlag.ReplaceAllString(line, "")
	root := newRoot(&app{Env: System(nil), lang: locale.Swedish})
	c, args, err := root.Find(strings.Fields(line))
	if err != nil || c == root {
		t.Errorf("%s calls %q: no such command", file, line)
		return
	}
	if err := c.ParseFlags(args); err != nil {
		t.Errorf("%s calls %q: %v", file, line, err)
	}
}
