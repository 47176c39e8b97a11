package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/cli"
)

// pageName is the page on verifying a download.
const pageName = "docs/sv/verifiera-nedladdning.md"

var (
	shellBlock  = regexp.MustCompile("(?s)```sh\n(.*?)```")
	releaseName = regexp.MustCompile(`\blis_[0-9]+\.[0-9A-Za-z_.+-]*[0-9A-Za-z]`)
)

// TestPageRuns runs the commands of the page that need neither a network nor another system, in a folder as a reader has it. With
// another file in place of the one that was released the first of them fails.
func TestPageRuns(t *testing.T) {
	dir := t.TempDir()
	var files []file
	for _, p := range standIns() {
		f, err := archive(made, p, texts)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	list := file{name: sumsName, data: sums(files)}
	if err := writeFiles(dir, []file{files[0], list, {name: "build/release/" + sumsName, data: list.data}}); err != nil {
		t.Fatal(err)
	}
	blocks := shellBlock.FindAllStringSubmatch(projectFile(t, pageName), -1)
	if len(blocks) != 4 {
		t.Fatalf("%d commands", len(blocks))
	}
	for _, b := range blocks {
		out, err := inShell(t, dir, b[1])
		if checks := strings.Contains(b[1], "--check"); err != nil || checks && out != files[0].name+": OK\n" {
			t.Errorf("%s%s(%v)", b[1], out, err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, files[0].name), []byte("other"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks[:2] {
		if out, err := inShell(t, dir, b[1]); err == nil || !strings.Contains(out, "FAILED") {
			t.Errorf("another file is taken: %s", out)
		}
	}
}

// inShell runs commands of the page and returns what they print.
func inShell(t *testing.T, dir, commands string) (string, error) {
	t.Helper()
	name, _, _ := strings.Cut(commands, " ")
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("no %s here", name)
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-c", commands)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "LC_ALL=C")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// TestPageNames finds that every file of a release that the documentation names is one, or what the workflow adds to it.
func TestPageNames(t *testing.T) {
	known := map[string]bool{made.name("image") + ".tar": true, made.name("amd64") + ".deb": true, made.name("arm64") + ".deb": true}
	known[made.name()+".attestation.json"] = strings.Contains(projectFile(t, ".github/workflows/sign.yml"), `"attestation/lis_${GITHUB_REF_NAME#v}.attestation.json"`)
	for _, p := range standIns() {
		f, err := archive(made, p, texts)
		if err != nil {
			t.Fatal(err)
		}
		known[f.name] = true
		known[strings.TrimSuffix(strings.TrimSuffix(f.name, ".zip"), ".tar.gz")] = true // its folder, or the bare program
	}
	pages, err := filepath.Glob("../../docs/sv/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("%d pages: %v", len(pages), err)
	}
	for _, page := range append(pages, "../../README.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range releaseName.FindAllString(string(text), -1) {
			if !known[name] {
				t.Errorf("%s: %s is no file of a release", page, name)
			}
		}
	}
	if want := "gäller\nversion " + cli.Version + " "; !strings.Contains(projectFile(t, pageName), want) {
		t.Errorf("%s is not about version %s", pageName, cli.Version)
	}
}
