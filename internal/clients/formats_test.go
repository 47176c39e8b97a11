package clients

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
)

// formats are the formats of a check that other programs read.
var formats = []string{"json", "gitlab", "sarif", "junit", "rdjson", "checkstyle", "markdown"}

// printed checks the worked example as the review of 2023 met it, and returns the folder with the program and, by their names, what the
// formats print. want is how much is found.
func printed(t *testing.T) (dir, program string, want int) {
	t.Helper()
	Dir(t)
	program, dir = newRelease(t).program, t.TempDir()
	demo := filepath.Join(dir, "demo")
	ask(t, dir, "", program, "demo", demo)
	args := []string{"-C", demo, "check", "-q", "--rev", "review/2023", "--as-of", "2023-08-25"}
	for _, name := range formats {
		args = append(args, "--output", name+"="+filepath.Join(dir, name))
	}
	ask(t, dir, "", program, args...)
	var check struct{ Diagnostics []any }
	if err := json.Unmarshal([]byte(file(t, dir, "json")), &check); err != nil || len(check.Diagnostics) == 0 {
		t.Fatalf("%d diagnostics: %v", len(check.Diagnostics), err)
	}
	return dir, program, len(check.Diagnostics)
}

// ask runs a program and returns what it printed on both streams.
func ask(t *testing.T, dir, input, program string, args ...string) (out string, ok bool) {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(input)
	var b bytes.Buffer
	cmd.Stdout, cmd.Stderr = &b, &b
	err := cmd.Run()
	return b.String(), err == nil
}

func file(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func writeFile(t *testing.T, dir, name, text string) {
	t.Helper()
	name = filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// script returns the path of a script of testdata.
func script(t *testing.T, name string) string {
	t.Helper()
	name, err := filepath.Abs(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// modules is the folder of the npm packages.
func modules(t *testing.T) string { return filepath.Join(Dir(t), "node_modules") }

// pipelineRules are the rules of Azure's service that ask for the number of a pipeline's run. Its own task adds it to the log when it
// publishes it.
var pipelineRules = []string{"GHAzDO1019", "GHAzDO1020"}

// TestSARIFReaders asks the validator of GitHub's and Azure's services, and compares with the schema of the standard.
func TestSARIFReaders(t *testing.T) {
	dir, _, _ := printed(t)
	tool := filepath.Join(modules(t), "@microsoft", "sarif-multitool-linux", "Sarif.Multitool")
	out, _ := ask(t, dir, "", tool, "validate", "sarif", "--rule-kind", "Sarif;Ghas;Ado")
	if !strings.Contains(out, "Done. 1 files scanned") {
		t.Fatal(out)
	}
	for _, m := range regexp.MustCompile(`(?m): (?:error|warning) (\w+): .*$`).FindAllStringSubmatch(out, -1) {
		if !slices.Contains(pipelineRules, m[1]) {
			t.Error(m[0])
		}
	}
	schema := script(t, "../../exchange/testdata/sarif-schema-2.1.0.json")
	if out, ok := ask(t, dir, "", Path(t, "node"), script(t, "ajv.cjs"), modules(t), schema, "sarif"); !ok || out != "valid\n" {
		t.Error(out)
	}
}

// TestReviewdog reads three formats with reviewdog: it finds what is there, with what to write.
func TestReviewdog(t *testing.T) {
	dir, _, want := printed(t)
	for _, format := range []string{"rdjson", "checkstyle", "sarif"} {
		out, ok := ask(t, filepath.Join(dir, "demo"), file(t, dir, format), Path(t, "reviewdog"), "-f="+format, "-reporter=rdjson", "-filter-mode=nofilter", "-level=info")
		var read struct {
			Diagnostics []struct{ Message, Severity string }
		}
		if err := json.Unmarshal([]byte(out), &read); err != nil || !ok || len(read.Diagnostics) != want {
			t.Errorf("%s: got %d, want %d: %v\n%.500s", format, len(read.Diagnostics), want, err, out)
		}
		if !strings.Contains(out, "skriv ") {
			t.Errorf("%s does not say what to write", format)
		}
	}
}

// TestJUnitReaders read the report and count what has failed: what the check fails on, and no warning.
func TestJUnitReaders(t *testing.T) {
	dir, _, _ := printed(t)
	failures := regexp.MustCompile(` failures="(\d+)"`).FindStringSubmatch(file(t, dir, "junit"))[1]
	xmllint := Path(t, "xmllint")
	for _, name := range []string{"junit", "checkstyle"} {
		if out, ok := ask(t, dir, "", xmllint, "--noout", name); !ok || out != "" {
			t.Errorf("%s: %s", name, out)
		}
	}
	if out, _ := ask(t, dir, "", xmllint, "--xpath", "count(//testcase[failure])", "junit"); strings.TrimSpace(out) != failures {
		t.Errorf("xmllint counts %s, want %s", out, failures)
	}
	if out, _ := ask(t, dir, "", xmllint, "--xpath", "count(//failure[@type!='error'])", "junit"); strings.TrimSpace(out) != "0" {
		t.Errorf("%s warnings have failed", out)
	}
	out, ok := ask(t, dir, "", Path(t, "junit2json"), "junit")
	var report struct {
		Suites []struct{ Failures json.Number } `json:"testsuite"`
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || !ok || len(report.Suites) != 1 || report.Suites[0].Failures.String() != failures {
		t.Errorf("junit2json: %v: %.300s", err, out)
	}
	out, ok = ask(t, dir, "", Path(t, "xunit-viewer"), "-r", "junit", "-c", "-n")
	if n := regexp.MustCompile(`(\d+) failure`).FindStringSubmatch(out); !ok || n == nil || n[1] != failures {
		t.Errorf("xunit-viewer: want %s: %.300s", failures, out)
	}
}

// TestMarkdownReader renders the comment of a pull request as the forges do: addresses are whole, and nothing else is a link.
func TestMarkdownReader(t *testing.T) {
	dir, program, _ := printed(t)
	cmark := []string{"-e", "table", "-e", "autolink", "-e", "strikethrough", "-e", "tasklist"}
	out, ok := ask(t, dir, "", Path(t, "cmark-gfm"), append(cmark, "markdown")...)
	if !ok || strings.Contains(out, "<a href=") || !strings.Contains(out, "<code>systems/") {
		t.Errorf("%.1000s", out)
	}
	for title, want := range map[string]string{
		"Se https://a.se/x_y_(z)?q=*1*&b=2.": `Se <a href="https://a.se/x_y_(z)?q=*1*&amp;b=2">https://a.se/x_y_(z)?q=*1*&amp;b=2</a>.`,
		"www.a.se/b_c och a_b@c_d.se":        "www.a.se/b_c och a_b@\u200bc_d.se",
		"https://a.se/{path}_x, nej":         `<a href="https://a.se/%7Bpath%7D_x">https://a.se/{path}_x</a>, nej`,
	} {
		workspace := t.TempDir()
		writeFile(t, workspace, "lis.yaml", "format: 1\ntitle: T\norganisation: ORG-1\n")
		writeFile(t, workspace, "systems/a_b_c.md", "---\nid: SYS-1\ntitle: '"+title+"'\nstatus: nej\n---\n")
		text, _ := ask(t, workspace, "", program, "-q", "check", "systems", "--format", "markdown")
		out, ok := ask(t, workspace, text, Path(t, "cmark-gfm"), cmark...)
		if !ok || !strings.Contains(out, want) || !strings.Contains(out, "<code>systems/a_b_c.md</code>") {
			t.Errorf("%s: want %s\n%s", title, want, out)
		}
	}
}

// TestSchemaReaders: the schema of every kind, in both languages, is one that a strict reader takes, and an editor shows what a
// key means.
func TestSchemaReaders(t *testing.T) {
	Dir(t)
	program, dir := newRelease(t).program, t.TempDir()
	list, _ := ask(t, dir, "", program, "schema")
	names := []string{"config"}
	for line := range strings.Lines(list) {
		names = append(names, strings.Fields(line)[0])
	}
	for _, lang := range []string{"sv", "en"} {
		for _, name := range names {
			text, _ := ask(t, dir, "", program, "schema", name, "--lang", lang)
			writeFile(t, dir, "schemas/"+name+"."+lang+".json", text)
		}
	}
	out, ok := ask(t, dir, "", Path(t, "node"), script(t, "ajv.cjs"), modules(t), "schemas")
	if got, want := strings.Count(out, " valid\n"), 2*len(names); !ok || got != want || want < 50 {
		t.Errorf("%d of %d schemas are taken\n%s", got, want, out)
	}
	writeFile(t, dir, "lis.yaml", "# yaml-language-server: $schema=schemas/config.sv.json\nformat: 1\nprofile: internal\n")
	server := filepath.Join(modules(t), "yaml-language-server", "bin", "yaml-language-server")
	out, _ = ask(t, dir, "", Path(t, "node"), script(t, "hover.cjs"), server, filepath.Join(dir, "lis.yaml"), "2", "2")
	for _, want := range []string{"Publiceringsprofil", "webbplatsen visar", "restricted – Begränsad"} {
		if !strings.Contains(out, want) || strings.Contains(out, "wrong:") {
			t.Errorf("the editor does not show %q:\n%s", want, out)
		}
	}
}
