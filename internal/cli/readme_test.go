package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// runBlock is a command in the README with its output below.
var runBlock = regexp.MustCompile("(?s)<!-- run: (.*?) -->\n```\n(.*?)```\n")

// rulesBlock is the table of rules.
var rulesBlock = regexp.MustCompile(`(?s)<!-- rules -->\n.*?\n## `)

// TestReadme runs what the README shows on the example and compares. UPDATE=1 writes it anew.
func TestReadme(t *testing.T) {
	const name = "../../README.md"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	dir := demoDir(t)
	got := runBlock.ReplaceAllStringFunc(string(data), func(block string) string {
		command := runBlock.FindStringSubmatch(block)[1]
		return "<!-- run: " + command + " -->\n```\n" + runLis(t, strings.Replace(command, "lis ", "-C "+dir+" ", 1)) + "```\n"
	})
	got = rulesBlock.ReplaceAllString(got, "<!-- rules -->\n"+strings.ReplaceAll(rulesTable(t), "$", "$$")+"\n## ")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(got, string(data)); diff != "" {
		t.Errorf("README.md is not fresh; UPDATE=1 go test ./internal/cli writes it (-want +got)\n%s", diff)
	}
}

// TestReadmeListsKinds finds a kind that the README does not list.
func TestReadmeListsKinds(t *testing.T) {
	const heading = "<!-- run: lis schema -->"
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, ok := strings.Cut(string(data), heading)
	if !ok {
		t.Fatalf("README.md has no list of the kinds: a block %s", heading)
	}
	list, _, _ = strings.Cut(list, "\n```\n\n")
	for row := range strings.Lines(runLis(t, "schema")) {
		if !strings.Contains(list, "\n"+strings.TrimSpace(row)) {
			t.Errorf("the kind %q has no row in README.md: add this one below %q, or let UPDATE=1 go test ./internal/cli -run Readme do it\n%s", strings.Fields(row)[0], heading, row)
		}
	}
}

// TestReadmeProof finds that the commands which the README gives to prove a seal are those that a script runs.
func TestReadmeProof(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	script, err := txtar.ParseFile("testdata/script/outsider.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range script.Files {
		block := "```sh\n" + strings.ReplaceAll(string(file.Data), "LG-1", "LG-2023") + "```\n"
		if file.Name == "recipe.sh" && !bytes.Contains(readme, []byte(block)) {
			t.Errorf("README.md does not have the commands that the script runs:\n%s", block)
		}
	}
}

// ownFile is a file of a workspace's schema folder in the README.
var ownFile = regexp.MustCompile("(?s)`(schema/[a-z]+\\.yaml)`[^`]*(?:`[^`\n]+`[^`]*)*\n\n```yaml\n(.*?)```\n")

// TestReadmeOwnRegister builds a site with the files that the README gives for a register of one's own.
func TestReadmeOwnRegister(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"lis.yaml": "format: 1\nlanguage: en\n", "roles/r.md": "---\nid: ROLL-1\ntitle: Head\ntype: management\nappointed: \"yes\"\n---\n",
		"contracts/1.md": "---\nid: AVT-1\ntitle: Switchboard\nowner: ROLL-1\nstatus: active\nends_on: 2023-06-30\n---\n",
		"contracts/2.md": "---\nid: AVT-2\ntitle: Gravel\nowner: ROLL-1\nstatus: terminated\nends_on: 2023-06-30\n---\n",
	}
	for _, m := range ownFile.FindAllStringSubmatch(string(readme), -1) {
		files[m[1]] = m[2]
	}
	dir := t.TempDir()
	for name, text := range files {
		if err := errors.Join(os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755), os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	runLis(t, "-C "+dir+" --lang en build -q -o "+filepath.Join(dir, "site"))
	page, err := os.ReadFile(filepath.Join(dir, "site", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1 of 2 contracts are in force. 1 is past its end.", `id="tackning-contracts"`, `<a href="contracts/index.html">Contracts</a></li>`} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the start page has no %q:\n%s", want, page)
		}
	}
	if strings.Count(string(page), `datetime="2023-06-30"`) != 1 {
		t.Errorf("the day of one contract is to be told:\n%s", page)
	}
}

// runLis runs a command line and returns what it prints, cut by "| head -n N".
func runLis(t *testing.T, line string) string {
	t.Helper()
	line, cut, hasCut := strings.Cut(line, " | head -n ")
	status, out, errs := runAny(t, line)
	if status > statusFound {
		t.Fatalf("lis %s: status %d\n%s", line, status, errs)
	}
	if !hasCut {
		return out
	}
	var n int
	if _, err := fmt.Sscan(cut, &n); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(out, "\n")
	return strings.Join(lines[:min(n, len(lines))], "")
}

// runAny runs a command line in the process of the test, as of the end of the example's story.
func runAny(t *testing.T, line string) (status int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	env := Env{
		Args: strings.Fields(line), Stdout: &stdout, Stderr: &stderr, Stdin: strings.NewReader(""), Dir: t.TempDir(),
		Now:    func() time.Time { return time.Date(2023, 12, 15, 9, 0, 0, 0, time.UTC) },
		Getenv: func(string) string { return "" }, Common: &common, IsTerminal: func(io.Writer) bool { return false },
	}
	return Run(t.Context(), env), stdout.String(), stderr.String()
}

// rulesTable lists all rules with their messages, an ellipsis for every value.
func rulesTable(t *testing.T) string {
	t.Helper()
	kinds, err := builtinKinds()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("| rule | severity | message |\n|---|---|---|\n")
	for _, r := range rules.List(kinds) {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.ID, r.Severity, locale.Elide(r.Message.In(locale.English)))
	}
	return b.String()
}
