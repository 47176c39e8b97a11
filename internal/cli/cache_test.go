package cli

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"
	"time"
)

// TestBuildName holds that a program built anew never takes what another one kept, unless its source is known to be the same.
func TestBuildName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lis")
	name := func(version, sum, revision, modified, content string, age time.Duration) string {
		if err := os.WriteFile(path, []byte(content), 0o700); err != nil {
			t.Fatal(err)
		}
		then := time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC).Add(-age)
		if err := os.Chtimes(path, then, then); err != nil {
			t.Fatal(err)
		}
		file, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		info := &debug.BuildInfo{Main: debug.Module{Version: version, Sum: sum}}
		if revision != "" {
			info.Settings = []debug.BuildSetting{{Key: "vcs.revision", Value: revision}, {Key: "vcs.modified", Value: modified}}
		}
		return buildName(info, path, file)
	}
	for what, differs := range map[string]struct{ a, b string }{
		"a changed tree built anew":            {name("(devel)", "", "ab", "true", "1", 0), name("(devel)", "", "ab", "true", "1", time.Microsecond)},
		"a changed tree, longer":               {name("(devel)", "", "ab", "true", "1", 0), name("(devel)", "", "ab", "true", "12", 0)},
		"without version control":              {name("(devel)", "", "", "", "1", 0), name("(devel)", "", "", "", "1", time.Second)},
		"another commit":                       {name("(devel)", "", "ab", "false", "1", 0), name("(devel)", "", "cd", "false", "1", 0)},
		"a commit, and the same with a change": {name("(devel)", "", "ab", "false", "1", 0), name("(devel)", "", "ab", "true", "1", 0)},
		"another version":                      {name("v0.1.0", "h1:x", "", "", "1", 0), name("v0.2.0", "h1:y", "", "", "1", 0)},
	} {
		if differs.a == differs.b {
			t.Errorf("%s has the name of the other", what)
		}
	}
	for what, same := range map[string]struct{ a, b string }{
		"the same file":     {name("(devel)", "", "ab", "true", "1", 0), name("(devel)", "", "ab", "true", "1", 0)},
		"a commit":          {name("(devel)", "", "ab", "false", "1", 0), name("(devel)", "", "ab", "false", "2", time.Hour)},
		"a version fetched": {name("v0.1.0", "h1:x", "", "", "1", 0), name("v0.1.0", "h1:x", "", "", "1", time.Hour)},
	} {
		if same.a != same.b {
			t.Errorf("%s has two names", what)
		}
	}
	if first, again := build(), build(); first == "" || first != again {
		t.Errorf("the running program is called %q and then %q", first, again)
	}
}
