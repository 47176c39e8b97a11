package exchange_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/exchange"
)

// client returns a program that reads what we write: one below the folder in LIS_CLIENTS (see CONTRIBUTING.md), else an installed
// one. Without LIS_CLIENTS, and without the program, the test is skipped.
func client(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("LIS_CLIENTS")
	if dir == "" {
		t.Skip("LIS_CLIENTS names no folder with the programs that read the formats")
	}
	for _, below := range []string{"bin", "node_modules/.bin", "npm/node_modules/.bin", "node_modules/@microsoft/sarif-multitool-linux", "npm/node_modules/@microsoft/sarif-multitool-linux"} {
		if file := filepath.Join(dir, below, name); isFile(file) {
			return file
		}
	}
	file, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("no %s", name)
	}
	return file
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// node returns the program node and the folder of the packages that tests load.
func node(t *testing.T, needed string) (program, modules string) {
	t.Helper()
	program = client(t, "node")
	for _, below := range []string{"node_modules", "npm/node_modules"} {
		modules = filepath.Join(os.Getenv("LIS_CLIENTS"), below)
		if _, err := os.Stat(filepath.Join(modules, needed)); err == nil {
			return program, modules
		}
	}
	t.Skipf("no package %s", needed)
	return "", ""
}

// ask runs a client and returns what it printed, on both streams.
func ask(t *testing.T, dir, input, name string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(input)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	return out.String(), err
}

// checked checks the worked example as the review of 2023 met it, in every format, and returns the folder of the outputs.
func checked(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	demo := filepath.Join(dir, "demo")
	nothing := func(string) string { return "" }
	run(t, nothing, "demo", demo)
	args := []string{"-C", demo, "check", "--rev", "review/2023", "--as-of", "2023-08-25", "-q"}
	for _, name := range exchange.FormatNames() {
		args = append(args, "--output", name+"="+filepath.Join(dir, name))
	}
	run(t, nothing, args...)
	return dir
}

// pipelineRules are the rules of Azure's service that ask for the numbers of a pipeline's run, which its own task adds when it
// publishes the log.
var pipelineRules = []string{"GHAzDO1019", "GHAzDO1020"}

func TestMultitoolTakesSARIF(t *testing.T) {
	tool := client(t, "Sarif.Multitool")
	out, _ := ask(t, checked(t), "", tool, "validate", "sarif", "--rule-kind", "Sarif;Ghas;Ado")
	if !strings.Contains(out, "Analysis completed") && !strings.Contains(out, "Done.") {
		t.Fatal(out)
	}
	for _, m := range regexp.MustCompile(`(?m): (?:error|warning) (\w+): .*$`).FindAllStringSubmatch(out, -1) {
		if !slices.Contains(pipelineRules, m[1]) {
			t.Error(m[0])
		}
	}
}

// ajv compiles or validates, in strict mode: the schemas of the folder in its first argument, or with a second and third the
// document against the schema.
const ajv = `
const fs = require("fs"), modules = process.argv[2], dir = process.argv[3]
const formats = require(modules + "/ajv-formats").default
const read = f => JSON.parse(fs.readFileSync(f))
if (process.argv[5]) {
  const schema = read(dir + "/" + process.argv[4])
  const Ajv = require(modules + "/ajv-draft-04").default
  const a = new Ajv({strict: false, allErrors: true}); formats(a)
  const ok = a.validate(schema, read(dir + "/" + process.argv[5]))
  console.log(ok ? "valid" : JSON.stringify(a.errors))
} else {
  const Ajv = require(modules + "/ajv/dist/2020").default
  for (const f of fs.readdirSync(dir)) {
    const a = new Ajv({strict: true}); formats(a)
    try { a.compile(read(dir + "/" + f)); console.log("valid") } catch (e) { console.log(f + ": " + e.message) }
  }
}`

// TestAjvTakesKinds: the schema of every kind, in both languages, is one that a strict reader takes.
func TestAjvTakesKinds(t *testing.T) {
	program, modules := node(t, "ajv-formats")
	dir := t.TempDir()
	nothing := func(string) string { return "" }
	_, list := run(t, nothing, "schema")
	names := []string{"config"}
	for line := range strings.Lines(list) {
		names = append(names, strings.Fields(line)[0])
	}
	for _, lang := range []string{"sv", "en"} {
		for _, name := range names {
			_, text := run(t, nothing, "schema", name, "--lang", lang)
			if err := os.WriteFile(filepath.Join(dir, name+"."+lang+".json"), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	script := filepath.Join(t.TempDir(), "ajv.cjs")
	if err := os.WriteFile(script, []byte(ajv), 0o666); err != nil {
		t.Fatal(err)
	}
	out, err := ask(t, dir, "", program, script, modules, dir)
	if got, want := strings.Count(out, "valid\n"), 2*len(names); err != nil || got != want {
		t.Errorf("%d of %d schemas are taken: %v\n%s", got, want, err, out)
	}
}

// TestAjvTakesSARIF compares with the schema of the standard.
func TestAjvTakesSARIF(t *testing.T) {
	program, modules := node(t, "ajv-formats")
	dir := checked(t)
	schema := read(t, filepath.Join("testdata", "sarif-schema-2.1.0.json"))
	for name, text := range map[string]string{"ajv.cjs": ajv, "schema.json": schema} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := ask(t, dir, "", program, filepath.Join(dir, "ajv.cjs"), modules, dir, "schema.json", "sarif"); err != nil || out != "valid\n" {
		t.Errorf("%v: %s", err, out)
	}
}

// TestReviewdogTakes reads three formats with reviewdog: it finds what is there, with what to write.
func TestReviewdogTakes(t *testing.T) {
	reviewdog := client(t, "reviewdog")
	dir := checked(t)
	want := len(exchange.Read(t, "concise", read(t, filepath.Join(dir, "concise"))))
	for _, format := range []string{"rdjson", "checkstyle", "sarif"} {
		text := read(t, filepath.Join(dir, format))
		out, err := ask(t, filepath.Join(dir, "demo"), text, reviewdog, "-f="+format, "-reporter=rdjson", "-filter-mode=nofilter", "-level=info")
		if found := len(exchange.Read(t, "rdjson", out)); err != nil || found != want {
			t.Errorf("%s: got %d, want %d: %v", format, found, want, err)
		}
		if !strings.Contains(out, "skriv ") {
			t.Errorf("%s does not say what to write", format)
		}
	}
}

// TestJUnitReaders read the report and count what has failed.
func TestJUnitReaders(t *testing.T) {
	dir := checked(t)
	failures := regexp.MustCompile(` failures="(\d+)"`).FindStringSubmatch(read(t, filepath.Join(dir, "junit")))[1]
	t.Run("xmllint", func(t *testing.T) {
		xmllint := client(t, "xmllint")
		for _, name := range []string{"junit", "checkstyle"} {
			if out, err := ask(t, dir, "", xmllint, "--noout", name); err != nil || out != "" {
				t.Errorf("%s: %v: %s", name, err, out)
			}
		}
		out, err := ask(t, dir, "", xmllint, "--xpath", "count(//testcase[failure])", "junit")
		if err != nil || strings.TrimSpace(out) != failures {
			t.Errorf("got %s, want %s: %v", out, failures, err)
		}
	})
	t.Run("junit2json", func(t *testing.T) {
		out, err := ask(t, dir, "", client(t, "junit2json"), "junit")
		var report struct {
			Suites []struct{ Tests, Failures json.Number } `json:"testsuite"`
		}
		if err := json.Unmarshal([]byte(out), &report); err != nil || len(report.Suites) != 1 || report.Suites[0].Failures.String() != failures {
			t.Errorf("%v: %.300s", err, out)
		}
		if err != nil {
			t.Error(err)
		}
	})
	t.Run("xunit-viewer", func(t *testing.T) {
		out, err := ask(t, dir, "", client(t, "xunit-viewer"), "-r", "junit", "-c", "-n")
		if n := regexp.MustCompile(`(\d+) failure`).FindStringSubmatch(out); err != nil || n == nil || n[1] != failures {
			t.Errorf("%v: %.300s … %s", err, out, out[max(0, len(out)-300):])
		}
	})
}

// TestMarkdownReader renders the summary as the forges do: addresses are whole, nothing else is a link.
func TestMarkdownReader(t *testing.T) {
	cmark := client(t, "cmark-gfm")
	for text, want := range map[string]string{
		"Se https://a.se/x_y_(z)?q=*1*&b=2.": `<p>Se <a href="https://a.se/x_y_(z)?q=*1*&amp;b=2">https://a.se/x_y_(z)?q=*1*&amp;b=2</a>.</p>`,
		"www.a.se/b_c och a_b@c_d.se":        "<p>www.a.se/b_c och a_b@\u200bc_d.se</p>",
		"https://a.se/{path}_x, nej":         `<p><a href="https://a.se/%7Bpath%7D_x">https://a.se/{path}_x</a>, nej</p>`,
	} {
		out, err := ask(t, t.TempDir(), exchange.EscapeMarkdown(text), cmark, "-e", "table", "-e", "autolink", "-e", "strikethrough")
		if err != nil || strings.TrimSpace(out) != want {
			t.Errorf("%s: %v\ngot  %s\nwant %s", text, err, out, want)
		}
	}
	out, err := ask(t, checked(t), "", cmark, "-e", "table", "-e", "autolink", "-e", "strikethrough", "markdown")
	if links := regexp.MustCompile(`<a href="([^"]*)">`).FindAllString(out, -1); err != nil || len(links) > 0 || !strings.Contains(out, "<code>systems/") {
		t.Errorf("%v: %v", err, links)
	}
}
