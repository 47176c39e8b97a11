package exchange

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/google/go-cmp/cmp"
)

func write(t testing.TB, name string, c Check) string {
	t.Helper()
	f, ok := FormatNamed(name)
	if !ok {
		t.Fatalf("no format %s", name)
	}
	var b bytes.Buffer
	if err := f.Write(&b, c); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return b.String()
}

// golden compares with a file of testdata, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v: UPDATE=1 go test ./internal/exchange writes what is printed now; read it before you commit it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got)\n%s", file, diff)
	}
}

func TestFormats(t *testing.T) {
	for _, f := range Formats {
		t.Run(f.Name, func(t *testing.T) {
			c := sample()
			var summary bytes.Buffer
			c.StepSummary = &summary
			golden(t, "check."+f.Name, write(t, f.Name, c))
			if (f.Name == "github") != (summary.Len() > 0) {
				t.Errorf("%d bytes of step summary", summary.Len())
			}
			if f.Name == "github" {
				golden(t, "summary.md", summary.String())
			}
		})
	}
}

func TestGoldenFilesHaveFormats(t *testing.T) {
	files, err := filepath.Glob("testdata/check.*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if name := strings.TrimPrefix(filepath.Base(file), "check."); !slices.Contains(FormatNames(), name) {
			t.Errorf("%s belongs to no format", file)
		}
	}
}

func TestNothingFound(t *testing.T) {
	for _, f := range Formats {
		c := sample()
		c.Diagnostics = nil
		got := write(t, f.Name, c)
		if found := read(t, f.Name, got); len(found) != 0 {
			t.Errorf("%s tells of %v", f.Name, found)
		}
	}
}

// TestSameFindings reads every format and compares: which rule found something, in which file and on which line.
func TestSameFindings(t *testing.T) {
	var want []string
	for _, d := range sample().open() {
		line := max(d.Span.Start.Line, 1)
		file := d.FileName()
		if file == "" {
			file = "lis.yaml"
		}
		want = append(want, found(flat(file), line, d.Rule))
	}
	slices.Sort(want)
	for _, f := range Formats {
		t.Run(f.Name, func(t *testing.T) {
			got := read(t, f.Name, write(t, f.Name, sample()))
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	var summary bytes.Buffer
	c := sample()
	c.StepSummary = &summary
	write(t, "github", c)
	got := readTable(summary.String())
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("step summary (-want +got)\n%s", diff)
	}
}

func found(file string, line any, rule string) string {
	file = strings.TrimPrefix(file, sample().Prefix+"/")
	return fmt.Sprintf("%s:%v %s", file, line, strings.TrimPrefix(rule, "lis."))
}

// read reads what a format tells of open diagnostics. A format that nothing reads back is not known to be right.
func read(t *testing.T, format, text string) []string {
	t.Helper()
	reader := readers[format]
	if reader == nil {
		t.Fatalf("nothing reads the format %s back: add a reader of it to readers in format_test.go, which gives rule, file and line of each diagnostic", format)
	}
	return reader(t, text)
}

// readers read what a format tells of open diagnostics.
var readers = map[string]func(*testing.T, string) []string{
	"text":       readText,
	"concise":    func(_ *testing.T, s string) []string { return readConcise(s) },
	"json":       readJSON,
	"github":     readGitHub,
	"gitlab":     readGitLab,
	"sarif":      readSARIF,
	"junit":      readJUnit,
	"rdjson":     readRDJSON,
	"checkstyle": readCheckstyle,
	"markdown":   func(_ *testing.T, s string) []string { return readList(s) },
}

func readText(_ *testing.T, s string) (all []string) {
	head := regexp.MustCompile(`^(?:fel|varning|information): .*\[([a-z0-9-]+)\]$`)
	place := regexp.MustCompile(`^  (.+):(\d+):\d+$`)
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		if m := head.FindStringSubmatch(line); m != nil {
			file, number := "lis.yaml", "1"
			if p := place.FindStringSubmatch(lines[i+1]); p != nil {
				file, number = p[1], p[2]
			}
			all = append(all, found(file, number, m[1]))
		}
	}
	return all
}

var conciseLine = regexp.MustCompile(`(?m)^(\S.*?):(\d+):\d+: (?:error|warning|info): .*\[([a-z0-9-]+)\]$`)

func readConcise(s string) (all []string) {
	for _, m := range conciseLine.FindAllStringSubmatch(s, -1) {
		all = append(all, found(m[1], m[2], m[3]))
	}
	return all
}

func readJSON(t *testing.T, s string) (all []string) {
	var report checkShape
	decode(t, s, &report)
	for _, d := range report.Diagnostics {
		file, line := d.File, d.Line
		if file == "" {
			file, line = "lis.yaml", 1
		}
		all = append(all, found(file, line, d.Rule))
	}
	return all
}

func decode(t testing.TB, s string, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(s), v); err != nil {
		t.Fatalf("%v\n%s", err, s)
	}
}

var githubLine = regexp.MustCompile(`^::(error|warning|notice) file=([^,:]*),line=(\d+)(?:,col=\d+)?,endLine=\d+(?:,endColumn=\d+)?,title=([^,:]*)::(.*)$`)

func readGitHub(t *testing.T, s string) (all []string) {
	unescape := strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",")
	for line := range strings.Lines(s) {
		m := githubLine.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			t.Fatalf("not an annotation: %q", line)
		}
		title := unescape.Replace(m[4])
		all = append(all, found(unescape.Replace(m[2]), m[3], strings.Trim(title[strings.LastIndex(title, "["):], "[]")))
	}
	return all
}

func readGitLab(t *testing.T, s string) (all []string) {
	var issues []qualityIssue
	decode(t, s, &issues)
	for _, i := range issues {
		all = append(all, found(i.Location.Path, i.Location.Lines.Begin, i.CheckName))
	}
	return all
}

func readSARIF(t *testing.T, s string) (all []string) {
	var log sarifLog
	decode(t, s, &log)
	for _, r := range log.Runs[0].Results {
		if len(r.Suppressions) > 0 {
			continue
		}
		at := r.Locations[0].Physical
		file, err := url.PathUnescape(at.Artifact.URI)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found(file, at.Region.StartLine, r.RuleID))
	}
	return all
}

func readJUnit(t *testing.T, s string) (all []string) {
	var report junitReport
	if err := xml.Unmarshal([]byte(s), &report); err != nil {
		t.Fatal(err)
	}
	for _, test := range report.Suite.Cases {
		if test.Failure != nil {
			all = append(all, readConcise(test.Failure.Text)...)
		}
		all = append(all, readConcise(test.Out)...)
	}
	return all
}

func readRDJSON(t *testing.T, s string) (all []string) {
	var result rdResult
	decode(t, s, &result)
	for _, d := range result.Diagnostics {
		all = append(all, found(d.Location.Path, d.Location.Range.Start.Line, d.Code.Value))
	}
	return all
}

func readCheckstyle(t *testing.T, s string) (all []string) {
	var report checkstyleReport
	if err := xml.Unmarshal([]byte(s), &report); err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Files {
		for _, e := range f.Errors {
			all = append(all, found(f.Name, e.Line, e.Source))
		}
	}
	return all
}

// plain undoes the escapes of Markdown.
func plain(s string) string {
	if strings.HasPrefix(s, "`") {
		return strings.Trim(s, "`")
	}
	s = strings.ReplaceAll(s, "&#8203;", "")
	return html.UnescapeString(regexp.MustCompile(`\\([[:punct:]])`).ReplaceAllString(s, "$1"))
}

// readList reads the lists of the Markdown format: the last line before a list, without what
// stands before it, is the file.
func readList(s string) (all []string) {
	item := regexp.MustCompile("^- \\*\\*.*?\\*\\*, rad (\\d+): .*`([a-z0-9-]+)`$")
	file := ""
	for _, line := range strings.Split(s, "\n") {
		if m := item.FindStringSubmatch(line); m != nil {
			all = append(all, found(file, m[1], m[2]))
		} else if line != "" {
			file = plain(strings.TrimPrefix(strings.TrimPrefix(line, "### "), "Plats: "))
		}
	}
	return all
}

// readTable reads the table of the step summary.
func readTable(s string) (all []string) {
	row := regexp.MustCompile("(?m)^\\| [a-zä]+ \\| `?(.*?):(\\d+)`? \\| .* \\| `([a-z0-9-]+)` \\|$")
	for _, m := range row.FindAllStringSubmatch(s, -1) {
		all = append(all, found(plain(m[1]), m[2], m[3]))
	}
	return all
}

// TestPersonalNumberIsNotQuoted finds that no format quotes a personal identity number, nor the line that it stands in.
func TestPersonalNumberIsNotQuoted(t *testing.T) {
	w, err := workspace.Load(t.Context(), fstest.MapFS{
		"lis.yaml":            {Data: []byte("format: 1\ntitle: T\norganisation: ORG-1\n")},
		"complaints/kla-1.md": {Data: []byte("---\nid: KLA-1\ntitle: Läcka\nsubject: |\n  Om\n  811228-9874\n---\nÅter 811228-9874 # nej\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	set, err := rules.New(w)
	if err != nil {
		t.Fatal(err)
	}
	results, err := set.Check(t.Context(), rules.Options{AsOf: "2023-08-25"})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Formats {
		text := write(t, f.Name, Check{Tool: "lis", Lang: locale.Swedish, AsOf: "2023-08-25", Records: 1, Diagnostics: set.Tell(results, locale.Swedish)})
		if !strings.Contains(text, "personal-number") || strings.Contains(text, "9874") {
			t.Errorf("%s says\n%s", f.Name, text)
		}
	}
}

// TestHints: every format but the shortest says what to write.
func TestHints(t *testing.T) {
	letters := func(s string) string {
		s = strings.ReplaceAll(html.UnescapeString(s), `\n`, "")
		return strings.Join(regexp.MustCompile(`\pL+`).FindAllString(s, -1), "")
	}
	for _, f := range Formats {
		text := letters(write(t, f.Name, sample()))
		for _, d := range sample().open() {
			if f.Name != "concise" && !strings.Contains(text, letters(d.Hint)) {
				t.Errorf("%s does not say %q", f.Name, d.Hint)
			}
		}
	}
}

// TestMarkdownWhole: addresses are links and nothing else, and paths are code.
func TestMarkdownWhole(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"Se https://a.se/x_y_(z)?q=*1*#å.", "Se <https://a.se/x_y_(z)?q=*1*#å>."},
		{"(https://a.se/b_c), FTP://x.se/_", "(<https://a.se/b_c>), <FTP://x.se/>\\_"},
		{"'https://a.se/{path}'", "'<https://a.se/{path}>'"},
		{"www.a.se/b_c", `www&#46;a.se/b\_c`},
		{"http://. https://*", `http://. https://\*`},
		{"https://a.se/b|c", `<https://a.se/b>\|c`},
	} {
		if got := escapeMarkdown(test.text); got != test.want {
			t.Errorf("%s: got %s, want %s", test.text, got, test.want)
		}
	}
	for _, test := range []struct{ path, want string }{
		{"a_b/#1 @x.md", "`a_b/#1 @x.md`"}, {"a`b_.md", "a\\`b\\_.md"}, {"a|b", `a\|b`}, {" a", " a"}, {"", ""},
	} {
		if got := code(test.path); got != test.want {
			t.Errorf("%q: got %s, want %s", test.path, got, test.want)
		}
	}
}

func TestEnglish(t *testing.T) {
	c := sample()
	c.Lang = locale.English
	for _, name := range []string{"markdown", "text"} {
		if got := write(t, name, c); !strings.Contains(got, "no responsible role") {
			t.Errorf("%s is not in English:\n%s", name, got)
		}
	}
}

func TestClip(t *testing.T) {
	for _, test := range []struct {
		text string
		n    int
		want string
	}{{"", 3, ""}, {"åäö", 3, "åäö"}, {"åäöx", 3, "åä…"}} {
		if got := clip(test.text, test.n); got != test.want {
			t.Errorf("clip(%q, %d) is %q, want %q", test.text, test.n, got, test.want)
		}
	}
}
