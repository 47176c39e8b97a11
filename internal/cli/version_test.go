package cli

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/seal"
)

// TestBuilt finds that two builds of different commits have different names, and that of a release is its version.
func TestBuilt(t *testing.T) {
	const commit = "816e06b6c0ff816e06b6c0ff816e06b6c0ff816e"
	for _, test := range []struct{ version, commit, modified, want string }{
		{"", "", "", ""}, // go test, go run
		{"(devel)", "", "", ""},
		{"v" + Version, "", "", ""},
		{"v" + Version, commit, "false", ""},
		{"(devel)", commit, "false", "816e06b6c0ff"},
		{"v0.0.0-20261122072213-816e06b6c0ff+dirty", commit, "true", "816e06b6c0ff.dirty"},
		{"v" + Version + "+dirty", commit, "true", "816e06b6c0ff.dirty"},
		{"v0.0.0-20261122072213-a87bbd6d2fd9", "", "", "a87bbd6d2fd9"},
	} {
		info := &debug.BuildInfo{Main: debug.Module{Version: test.version}}
		if test.commit != "" {
			info.Settings = []debug.BuildSetting{{Key: "vcs.revision", Value: test.commit}, {Key: "vcs.modified", Value: test.modified}}
		}
		want := Version
		if test.want != "" {
			want += "+" + test.want
		}
		if got := Built(info); got.Version != want || !strings.HasPrefix(commit, got.Commit) && got.Commit != test.want {
			t.Errorf("%+v: got %+v", test, got)
		}
	}
}

// TestOtherBuild proves a site by another build of the program: where it makes the same pages they are proved, and where a
// page and its entry were altered it does not say that they are.
func TestOtherBuild(t *testing.T) {
	dir, site := demoDir(t), filepath.Join(t.TempDir(), "site")
	run := func(source string, args ...string) (int, string) {
		var out bytes.Buffer
		env := Env{
			Args: args, Stdout: &out, Stderr: io.Discard, Dir: t.TempDir(), Program: exchange.Program{Version: strings.TrimSuffix(Version+"+"+source, "+")}, Common: &common,
			Now:    func() time.Time { return time.Date(2023, 12, 15, 9, 0, 0, 0, time.UTC) },
			Getenv: func(string) string { return "" }, IsTerminal: func(io.Writer) bool { return false },
		}
		return Run(t.Context(), env), out.String()
	}
	if status, _ := run("816e06b6c0ff", "-C", dir, "build", "-o", site); status != statusDone {
		t.Fatalf("lis build: status %d", status)
	}
	name := filepath.Join(site, "index.html")
	page, err := os.ReadFile(name)
	if err != nil || !strings.Contains(string(page), "816e06b6c0ff") {
		t.Fatalf("the page does not name the build (%v)", err)
	}
	if status, said := run("", "-C", dir, "verify", site); status != statusDone || !strings.Contains(said, "stämmer") {
		t.Errorf("as built: status %d\n%s", status, said)
	}
	manifest := filepath.Join(site, "manifest.json")
	text, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	altered := append(page, ' ')
	for name, data := range map[string][]byte{name: altered, manifest: bytes.ReplaceAll(text, []byte(seal.Sum(page)), []byte(seal.Sum(altered)))} {
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if status, said := run("", "-C", dir, "verify", site); status != statusNoHistory || !strings.Contains(said, "inte prövat") {
		t.Errorf("altered, by another build: status %d\n%s", status, said)
	}
	if status, said := run("816e06b6c0ff", "-C", dir, "verify", site); status != statusFound {
		t.Errorf("altered, by the same: status %d\n%s", status, said)
	}
}
