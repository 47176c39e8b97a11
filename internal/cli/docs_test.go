package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// docFile is a file of the workspace that a page has the reader write: its name at the start of a line, and its text.
var docFile = regexp.MustCompile("(?s)^`([a-z/0-9.-]+)`:\n\n```[a-z]+\n(.*?)```\n")

// docChange is a change to a file for the next command only: name, what stands there, and what stands there instead.
var docChange = regexp.MustCompile(`^<!-- change: (\S+) \| (.*?) \| (.*?) -->\n`)

// docRun is a command with its output, or those lines of it that have a word, below.
var docRun = regexp.MustCompile("(?s)^<!-- run: lis ([^|\n]*?)(?: \\| (\\S+))? -->\n```\n(.*?)```\n")

// noGit is the note about a workspace without a repository, which is not what the page is about.
var noGit = regexp.MustCompile("(?m)^lis: obs: .*\n")

// TestDocsOwnKinds follows the page on kinds of one's own: it writes every file that it has the reader write and wants the output
// that it shows. UPDATE=1 writes the output anew.
func TestDocsOwnKinds(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "lis.yaml", "format: 1\nlanguage: sv\ncatalogues: []\n")
	write(t, dir, "roles/chef.md", "---\nid: ROLL-CHEF\ntitle: Avdelningschef\ntype: management\nappointed: \"yes\"\n---\n")
	if checkPage(t, dir, "../../docs/sv/egna-slag.md"); os.Getenv("UPDATE") != "" {
		return
	}
	site := filepath.Join(dir, "_site")
	runLis(t, "-C "+dir+" build -q --as-of 2025-08-01 -o "+site)
	page, err := os.ReadFile(filepath.Join(site, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Ett avtal sades inte upp i tid.", `<a href="avtal/index.html">Avtal</a>`} {
		if !bytes.Contains(page, []byte(want)) {
			t.Errorf("the start page has no %q", want)
		}
	}
}

// yamlBlock is a block of YAML on a page.
var yamlBlock = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// TestDocsBlocks takes the files of the page on kinds of one's own by what stands in them alone: no example but the file itself looks
// like a kind or like figures.yaml.
func TestDocsBlocks(t *testing.T) {
	page, err := os.ReadFile("../../docs/sv/egna-slag.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write(t, dir, "lis.yaml", "format: 1\nlanguage: sv\ncatalogues: []\n")
	found := map[string]int{}
	for _, m := range yamlBlock.FindAllStringSubmatch(string(page), -1) {
		switch {
		case strings.Contains(m[1], "x-kind"):
			found["x-kind"]++
			write(t, dir, fmt.Sprintf("schema/kind%d.yaml", found["x-kind"]), m[1])
		case strings.Contains(m[1], "count:"):
			found["count"]++
			write(t, dir, "schema/figures.yaml", m[1])
		}
	}
	if diff := cmp.Diff(map[string]int{"x-kind": 2, "count": 1}, found); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	status, out, wrong := runAny(t, "-C "+dir+" figures")
	if status != statusDone || !strings.Contains(out, "avtal.ej_uppsagda") {
		t.Errorf("%d\n%s%s", status, out, wrong)
	}
}

// TestDocsNew follows the page on new records.
func TestDocsNew(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "lis.yaml", "format: 1\nlanguage: sv\ncatalogues: []\n")
	checkPage(t, dir, "../../docs/sv/nya-poster.md")
	data, err := os.ReadFile(filepath.Join(dir, "systems", "sys-001-fardbok.md"))
	if want := "---\nid: SYS-001\ntitle: Färdbok\nstatus: procuring\nprocurement: own\ninformation_owner: ROLL-FORVALTNINGSCHEF\n---\n"; err != nil || string(data) != want {
		t.Errorf("the system is %v\n%s", err, data)
	}
}

// checkPage follows a page in a folder and wants the output that it shows, or writes it anew.
func checkPage(t *testing.T, dir, name string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	got := follow(t, dir, string(data))
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(got, string(data)); diff != "" {
		t.Errorf("%s is not fresh; UPDATE=1 go test ./internal/cli -run Docs writes it (-want +got)\n%s", name, diff)
	}
}

// follow does what a page says, from top to bottom, and returns the page with the output of its commands. A file that is given in
// two parts has both.
func follow(t *testing.T, dir, page string) string {
	t.Helper()
	var out strings.Builder
	restore := func() {}
	for line := ""; page != ""; {
		if m := docFile.FindStringSubmatch(page); m != nil {
			old, _ := os.ReadFile(filepath.Join(dir, m[1]))
			write(t, dir, m[1], string(old)+m[2])
			line = m[0]
		} else if m := docChange.FindStringSubmatch(page); m != nil {
			old, err := os.ReadFile(filepath.Join(dir, m[1]))
			if err != nil || !strings.Contains(string(old), m[2]) {
				t.Fatalf("%s has no %q", m[1], m[2])
			}
			write(t, dir, m[1], strings.Replace(string(old), m[2], m[3], 1))
			restore = func() { write(t, dir, m[1], string(old)) }
			line = m[0]
		} else if m := docRun.FindStringSubmatch(page); m != nil {
			head, _, _ := strings.Cut(m[0], "\n")
			_, said, wrong := runAny(t, "-C "+dir+" "+m[1])
			wrong = noGit.ReplaceAllString(wrong, "")
			out.WriteString(head + "\n```\n" + lines(said+wrong, m[2]) + "```\n")
			restore()
			restore, page = func() {}, page[len(m[0]):]
			continue
		} else {
			line, _, _ = strings.Cut(page, "\n")
			line += "\n"
		}
		out.WriteString(line)
		page = page[len(line):]
	}
	return out.String()
}

// lines returns those lines of an output that have a word; all for "".
func lines(output, word string) string {
	if word == "" {
		return output
	}
	var b strings.Builder
	for line := range strings.Lines(output) {
		if strings.Contains(line, word) {
			b.WriteString(line)
		}
	}
	return b.String()
}

// write writes a file of a workspace.
func write(t *testing.T, dir, name, text string) {
	t.Helper()
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
