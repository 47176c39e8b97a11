package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/console"
	"github.com/c8b10cf3/lis/internal/console/agents"
	"github.com/c8b10cf3/lis/internal/history/gittest"
	"github.com/c8b10cf3/lis/internal/locale"
)

// vso, sharp, colons and ctrl are what a hostile repository writes wherever text may stand: as texts of one line, as YAML takes them.
const (
	vso    = "##vso[task.setvariable variable=a]b"
	sharp  = "##[error]c"
	colons = `\n::error::d\r::stop-commands::e\u2028::warning::f`
	ctrl   = `\e[0Ksection_start:1700000000:g\r\e[0K\u202e\u009b31m`
)

// hostile is a text with all of them, in the quotes of YAML.
const hostile = `"` + vso + " " + sharp + colons + " " + ctrl + `"`

// hostileText is the same as the text of a record.
const hostileText = "\n::error::d\n  ::stop-commands::e\n" + vso + "\n" + sharp + "\n\x1b[2J\u202e\r::add-path::x\n\n- ::error::g\n"

// hostileFiles are a workspace in which every text is an attack on who reads the log.
var hostileFiles = map[string]string{
	"lis.yaml": "format: 1\ntitle: " + hostile + "\norganisation: ORG-1\ncatalogues: []\nrules: {\"::error::x\": error}\n",
	"schema/own.yaml": "x-kind: {name: own, folder: own, prefix: OWN, label: {sv: " + hostile + ", en: " + hostile + "}, plural: {sv: " + hostile + ", en: " + hostile + "}, " +
		"about: {sv: " + hostile + ", en: " + hostile + "}, columns: [word]}\nproperties:\n  word: {type: string, x-label: {sv: " + hostile + ", en: " + hostile + "}}\n" +
		"x-rules:\n  - id: own-bad\n    severity: error\n    assert: \"false\"\n    at: word\n    with: {d: self.word}\n    message: {sv: " + hostile + ", en: " + hostile + "}\n" +
		"    hint: {sv: " + hostile + ", en: " + hostile + "}\n    why: {sv: " + hostile + ", en: " + hostile + "}\n    source: " + hostile + "\n",
	"organisations/org.md":     "---\nid: ORG-1\ntitle: " + hostile + "\ntype: administration\n---\n" + hostileText,
	"roles/::error::x.md":      "---\nid: ROLL-A\ntitle: " + hostile + "\ntype: manager\nholder: " + hostile + "\nforge_handle: " + hostile + "\n---\n" + hostileText,
	"own/" + sharp + ".md":     "---\nid: OWN-1\ntitle: " + hostile + "\nword: " + hostile + "\nwaive:\n  - {rule: " + hostile + ", reason: " + hostile + ", approved_by: ROLL-A, until: 2027-01-01}\n---\n" + hostileText,
	"own/a.md":                 "---\nid: OWN-2\ntitle: " + hostile + "\nword: " + hostile + "\n" + hostile + ": x\nowner: " + hostile + "\n---\n[[" + vso + "]] [x](##vso[a.b])\n",
	"own/b.md":                 "---\nid: " + hostile + "\ntitle: b\n---\n",
	"own/c.md":                 "---\nid: OWN-3\n::error::x\n---\n" + vso,
	"own/::error::d/x.md":      "---\nid: OWN-4\ntitle: x\n---\n",
	vso + "/x.md":              "---\nid: OWN-5\ntitle: x\n---\n",
	"CODEOWNERS":               "::error::x " + vso + "\n",
	".github/workflows/ci.yml": "name: " + hostile + "\non: pull_request\njobs:\n  a:\n    steps:\n      - run: echo '${{ github.event.pull_request.title }} " + vso + "'\n",
	"baseline.yaml":            "- rule: own-bad\n  record: " + hostile + "\n  field: " + hostile + "\n",
	".gitignore":               "_site/\n",
}

// hostileLines are command lines that print what is in the workspace, and what is written on them.
var hostileLines = [][]string{
	{"check"},
	{"check", "--color", "always"},
	{"check", "--format", "concise"},
	{"check", "--format", "github"},
	{"check", "--format", "markdown"},
	{"check", "--format", "json"},
	{"check", "--format", "gitlab"},
	{"check", "--format", "sarif"},
	{"check", "--format", "rdjson"},
	{"check", "--format", "junit"},
	{"check", "--format", "checkstyle"},
	{"check", "--fix", "--dry-run"},
	{"list", "own"},
	{"list", "own", "--format", "json"},
	{"show", "OWN-1"},
	{"show", "OWN-2", "--format", "json"},
	{"show", "\n::error::x"},
	{"history"},
	{"history", "OWN-1", "--format", "json"},
	{"history", "--rev", vso},
	{"diff", "HEAD~1..HEAD"},
	{"diff", "HEAD~1..HEAD", "--format", "json"},
	{"diff", "HEAD~1..HEAD", "--format", "markdown"},
	{"diff", "HEAD~1..HEAD", "--format", "html"},
	{"figures", "--format", "json"},
	{"explain"},
	{"explain", "own"},
	{"explain", "own-bad"},
	{"schema"},
	{"schema", "own"},
	{"doctor"},
	{"codeowners", "--forge", "azure"},
	{"fmt", "--check"},
	{"build", "-o", vso},
	{"verify", "\n::error::x"},
	{"seal", sharp},
	{"new", "own", "--ask", "--title", sharp},
	{"baseline"},
	{vso},
	{"\n::error::x"},
	{"check", "--format", vso},
	{"-C", vso, "check"},
}

// agentForms are the outputs that are data; the others may hold nothing that is not seen.
var agentForms = map[string]func(data []byte) error{
	"json": validJSON, "gitlab": validJSON, "sarif": validJSON, "rdjson": validJSON, "junit": validXML, "checkstyle": validXML,
}

func validJSON(data []byte) error {
	var v any
	return json.Unmarshal(data, &v)
}

func validXML(data []byte) error {
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// hostileWorkspace is a repository with a history whose subjects and persons are attacks, too. In one that is usable the settings
// are right.
func hostileWorkspace(t *testing.T, usable bool) string {
	g := gittest.New(t)
	g.AsConfigured = true
	as := func(args ...string) {
		g.Run(append([]string{"-c", "user.name=" + vso, "-c", "user.email=" + sharp + "@x"}, args...)...)
	}
	for name, text := range hostileFiles {
		if usable && name == "lis.yaml" {
			text, _, _ = strings.Cut(text, "rules:")
		}
		if !usable || name != "baseline.yaml" {
			g.Write(name, text)
		}
	}
	as("add", "-A")
	as("commit", "-q", "-m", vso+"\x1b[31m "+sharp)
	g.Write("own/a.md", strings.ReplaceAll(hostileFiles["own/a.md"], "word: ", "word: bytt"))
	g.Write("organisations/org.md", hostileFiles["organisations/org.md"]+"\n::error::ny\n"+vso+" ny\n")
	as("commit", "-qam", "::error::x\n\n"+vso)
	as("tag", "-a", "-m", vso, "x##vso")
	return g.Dir
}

// TestNoAgentObeys runs commands over a hostile repository, and looks for commands in what they print.
func TestNoAgentObeys(t *testing.T) {
	usable, wrong := hostileWorkspace(t, true), hostileWorkspace(t, false)
	said := 0
	for _, args := range hostileLines {
		said += checkLog(t, usable, args)
	}
	for _, args := range hostileLines[:6] {
		said += checkLog(t, wrong, args)
	}
	if said < 1000 {
		t.Errorf("only %d attacks were told, so that little was tested", said)
	}
}

// checkLog runs a command line and returns in how many places what it printed was made harmless.
func checkLog(t *testing.T, dir string, args []string) int {
	t.Helper()
	status, out, errs, summary := runInJob(t, dir, args)
	form := map[string]string{"schema own": "json"}[strings.Join(args, " ")]
	for i, arg := range args[:len(args)-1] {
		if arg == "--format" {
			form = args[i+1]
		}
	}
	for _, text := range []string{out, errs, summary} {
		for _, c := range agents.Find(text) {
			if form != "github" || c.Name != "error" && c.Name != "warning" && c.Name != "notice" || !strings.HasPrefix(c.Line, "::"+c.Name+" file=") {
				t.Errorf("lis %q: %s finds %q in %q", args, c.Agent, c.Name, c.Line)
			}
		}
	}
	if valid := agentForms[form]; valid != nil && status != statusUsage {
		if err := valid([]byte(out)); err != nil {
			t.Errorf("lis %q is no %s: %v", args, form, err)
		}
		out = ""
	}
	for _, text := range []string{out, errs, summary} {
		for _, colour := range []string{"0", "1", "2", "36", "1;31", "1;33", "1;34"} {
			if args[len(args)-1] == "always" {
				text = strings.ReplaceAll(text, "\x1b["+colour+"m", "")
			}
		}
		if shown := console.Visible(text); shown != text && form != "html" {
			t.Errorf("lis %q prints what is not seen: %q", args, text)
		}
	}
	return strings.Count(out+errs+summary, "·")
}

// runInJob runs the program as a job of GitHub does.
func runInJob(t *testing.T, dir string, args []string) (status int, stdout, stderr, summary string) {
	t.Helper()
	var out, errs bytes.Buffer
	today, _ := locale.ParseDate("2026-11-22")
	file := filepath.Join(t.TempDir(), "summary")
	status = Run(context.Background(), Env{
		Args: args, Stdin: strings.NewReader(vso + "\n::error::x\n"), Stdout: &out, Stderr: &errs, Dir: dir,
		Now: func() time.Time { return today }, Common: &common, IsTerminal: func(io.Writer) bool { return false },
		Getenv: func(name string) string { return map[string]string{stepSummaryVariable: file}[name] },
	})
	page, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return status, out.String(), errs.String(), string(page)
}
