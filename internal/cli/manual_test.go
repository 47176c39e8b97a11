package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/soak"
	"github.com/spf13/cobra"
)

// TestHelpFits finds no line of help that is longer than 80 characters, and no text of a flag that begins in another column than the
// others.
func TestHelpFits(t *testing.T) {
	flag := regexp.MustCompile(`^  (?:-\w, |    )--[a-z-]+ {2,}`)
	for _, lang := range []locale.Lang{locale.Swedish, locale.English} {
		a := &app{lang: lang}
		root := newRoot(a)
		for _, c := range append(shown(root), root) {
			text := a.help(c)
			columns := map[int]bool{}
			for line := range strings.Lines(text) {
				line = strings.TrimSuffix(line, "\n")
				if n := utf8.RuneCountInString(line); n > helpWidth || strings.TrimRight(line, " ") != line {
					t.Errorf("%s %s: %d characters: %q", lang, c.Name(), n, line)
				}
				if found := flag.FindString(line); found != "" {
					columns[len(found)] = true
				}
			}
			if len(columns) != 1 {
				t.Errorf("%s %s: the flags are explained in the columns %v", lang, c.Name(), columns)
			}
		}
	}
}

// TestExamplesAreWhole: the shell reads a broken example as it was.
func TestExamplesAreWhole(t *testing.T) {
	a := &app{lang: locale.Swedish}
	for _, c := range shown(newRoot(a)) {
		for line := range strings.Lines(c.Example) {
			want := strings.Fields(line)
			got := strings.Fields(strings.ReplaceAll(brokenExample(strings.TrimSpace(line)), "\\\n", " "))
			if !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	}
	got := brokenExample(`lis x --organisation "` + strings.Repeat("ord ", 15) + `"`)
	if want := "  lis x \\\n      --organisation \"" + strings.Repeat("ord ", 15) + "\"\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestManualHasPages: a page for the program and one for each of its commands, in each language, which names every flag.
func TestManualHasPages(t *testing.T) {
	for _, lang := range []locale.Lang{locale.Swedish, locale.English} {
		pages := Manual(lang)
		if len(pages) != len(commands)+1 || pages[0].Name != "lis.1" {
			t.Errorf("%s: %d pages for %d commands, the first %s", lang, len(pages), len(commands), pages[0].Name)
		}
		root := newRoot(&app{lang: lang})
		for i, c := range append([]*cobra.Command{root}, shown(root)...) {
			page := string(pages[i].Text)
			if pages[i].Name != manualName(c)+".1" {
				t.Errorf("%s: page %d is %s", lang, i, pages[i].Name)
			}
			for _, g := range (&app{lang: lang}).flagGroups(c) {
				for _, f := range g.flags {
					if !strings.Contains(page, bold(strings.TrimSpace(f.names()))) {
						t.Errorf("%s: %s does not tell of --%s", lang, pages[i].Name, f.Name)
					}
				}
			}
		}
		for i, again := range Manual(lang) {
			if !bytes.Equal(again.Text, pages[i].Text) {
				t.Errorf("%s differs the second time", again.Name)
			}
		}
	}
}

// TestVersionHasDate: once the version is released, CHANGELOG.md says when.
func TestVersionHasDate(t *testing.T) {
	data, err := os.ReadFile("../../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^## (\S+) – (\S+)$`).FindSubmatch(data)
	if m == nil || string(m[1]) != Version || string(m[2]) != "unreleased" && string(m[2]) != VersionDate {
		t.Errorf("CHANGELOG.md begins with %q, the program is %s of %s", m, Version, VersionDate)
	}
	if _, ok := locale.ParseDate(VersionDate); !ok {
		t.Errorf("%s is no day", VersionDate)
	}
}

// TestManualReaders: those who show the manual find nothing to say about it.
func TestManualReaders(t *testing.T) {
	for name, command := range map[string][]string{
		"mandoc": {"mandoc", "-Tlint"},
		"man":    {"man", "--warnings", "-E", "UTF-8", "-Tutf8", "-l"},
		"groff":  {"groff", "-K", "utf8", "-man", "-Tutf8", "-ww", "-z"},
	} {
		t.Run(name, func(t *testing.T) {
			if name != "mandoc" && !soak.On() {
				t.Skip("every reader: make soak")
			}
			if _, err := exec.LookPath(command[0]); err != nil || runtime.GOOS != "linux" { // elsewhere man is another program
				t.Skipf("no %s of Linux", command[0])
			}
			for _, lang := range []locale.Lang{locale.Swedish, locale.English} {
				for _, page := range Manual(lang) {
					file := filepath.Join(t.TempDir(), page.Name)
					if err := os.WriteFile(file, page.Text, 0o666); err != nil {
						t.Fatal(err)
					}
					cmd := exec.Command(command[0], append(command[1:], file)...)
					cmd.Env = append(os.Environ(), "MANPAGER=cat", "LC_ALL=C.UTF-8", "MANWIDTH=80")
					var out, errs bytes.Buffer
					cmd.Stdout, cmd.Stderr = &out, &errs
					err := cmd.Run()
					said := errs.String()
					if name == "mandoc" {
						said += out.String()
					}
					if err != nil || said != "" {
						t.Errorf("%s %s: %v\n%s", lang, page.Name, err, said)
					}
					if name == "man" && !strings.Contains(out.String(), "lis") {
						t.Errorf("%s %s: shows %q", lang, page.Name, out.String())
					}
				}
			}
		})
	}
}
