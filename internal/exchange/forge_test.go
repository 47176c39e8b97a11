package exchange

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/google/go-cmp/cmp"
)

// TestGitHubLimits: ten of each severity, and the last one says how many are hidden.
func TestGitHubLimits(t *testing.T) {
	for n, hidden := range map[int]int{9: 0, 10: 0, 11: 1, 25: 15} {
		got := write(t, "github", many(n))
		lines := strings.Split(strings.TrimSpace(got), "\n")
		if want := 2 * min(n, 10); len(lines) != want {
			t.Errorf("%d of each: got %d annotations, want %d", n, len(lines), want)
		}
		for i, line := range lines {
			last := i == 9 || i == 19
			said := strings.Contains(line, "som inte visas")
			if said != (last && hidden > 0) {
				t.Errorf("%d of each: annotation %d is %s", n, i, line)
			}
			if said && !strings.Contains(line, fmt.Sprintf("%d ", hidden)) {
				t.Errorf("%d of each: %s does not say %d", n, line, hidden)
			}
		}
	}
}

// TestTogether: what has one cause is told to people once, with its number, in order and under no record's name; in annotations,
// only if there are more than GitHub shows. Programs get each.
func TestTogether(t *testing.T) {
	for n, annotations := range map[int]int{10: 10, 12: 1} {
		c := many(n)
		c.Diagnostics = slices.DeleteFunc(c.Diagnostics, func(d diag.Diagnostic) bool { return d.Severity == diag.Error })
		for i := range c.Diagnostics {
			c.Diagnostics[i].Cause, c.Diagnostics[i].Together = "one", "{n} system saknar ägare"
		}
		slices.Reverse(c.Diagnostics)
		if got := strings.Count(write(t, "github", c), "::warning "); got != annotations {
			t.Errorf("%d with one cause: got %d annotations, want %d", n, got, annotations)
		}
		want := fmt.Sprintf("%d system saknar ägare", n)
		for _, name := range []string{"text", "markdown"} {
			got := write(t, name, c)
			if strings.Count(got, want) != 1 || strings.Count(got, "ägare saknas") > 0 || !strings.Contains(got, "det gäller SYS-0000, SYS-0001") {
				t.Errorf("%s of %d does not tell them together:\n%s", name, n, got)
			}
		}
		if got := strings.Count(write(t, "concise", c), "ägare saknas"); got != n {
			t.Errorf("concise tells %d, want %d", got, n)
		}
	}
}

func TestGitHubChangedFirst(t *testing.T) {
	c := many(30)
	c.Changed = map[string]bool{"systems/SYS-0020.md": true, "systems/SYS-0025.md": true}
	lines := strings.Split(write(t, "github", c), "\n")
	for i, want := range []string{"SYS-0020.md", "SYS-0025.md", "SYS-0000.md"} {
		if !strings.Contains(lines[i], want) {
			t.Errorf("annotation %d is %s, want one of %s", i, lines[i], want)
		}
	}
}

// TestStepSummaryIsCut: the summary stays below its limit and says how much is left out.
func TestStepSummaryIsCut(t *testing.T) {
	c := many(10_000)
	for _, limit := range []int{20_000, stepSummaryMost} {
		got := c.stepSummary(limit)
		checkCut(t, got, limit, len(c.Diagnostics), "| `owner-missing` |")
	}
}

func TestMarkdownIsCut(t *testing.T) {
	c := many(1000)
	checkCut(t, write(t, "markdown", c), commentMost, len(c.Diagnostics), "`owner-missing`")
}

func checkCut(t *testing.T, got string, limit, all int, mark string) {
	t.Helper()
	if len(got) > limit {
		t.Errorf("%d bytes, over the limit of %d", len(got), limit)
	}
	if len(got) < limit-tailMost-1000 {
		t.Errorf("%d bytes, far below the limit of %d", len(got), limit)
	}
	if want := fmt.Sprintf("\n%d anmärkningar till", all-strings.Count(got, mark)); !strings.Contains(got, want) {
		t.Errorf("does not say %q:\n…%s", want, got[max(0, len(got)-200):])
	}
}

func TestFingerprintsAreUnique(t *testing.T) {
	c := sample()
	prints := c.fingerprints()
	slices.Sort(prints)
	if got := len(slices.Compact(prints)); got != len(c.Diagnostics) {
		t.Errorf("got %d different ones for %d", got, len(c.Diagnostics))
	}
}

// TestFingerprintsStay: lines move, a file is renamed and a day passes.
func TestFingerprintsStay(t *testing.T) {
	c := sample()
	want := c.fingerprints()
	for i, d := range c.Diagnostics {
		if d.File == nil {
			continue
		}
		d.Span.Start.Line += 3
		d.Span.End.Line += 3
		d.Message = strings.Replace(d.Message, "5 dagar", "6 dagar", 1)
		if d.Record != "" {
			d.File = source.NewFile("annan.md", d.File.Data)
		}
		c.Diagnostics[i] = d
	}
	if diff := cmp.Diff(want, c.fingerprints()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	// One of two repeats is mended: the other, which names another record, keeps its own.
	mended := slices.Delete(slices.Clone(c.Diagnostics), 6, 7)
	c.Diagnostics = mended
	if got := c.fingerprints()[6]; got != want[7] {
		t.Error("the fingerprint of the second link became another when the first was mended")
	}
}

// TestGitLabFields: every issue has the fields that GitLab's documentation requires, with values that it knows.
func TestGitLabFields(t *testing.T) { checkGitLab(t, write(t, "gitlab", sample())) }

func checkGitLab(t *testing.T, text string) {
	t.Helper()
	var issues []map[string]any
	decode(t, text, &issues)
	seen := map[any]bool{}
	for _, issue := range issues {
		for _, field := range []string{"description", "check_name", "fingerprint", "severity"} {
			if s, ok := issue[field].(string); !ok || s == "" {
				t.Errorf("%s is %v", field, issue[field])
			}
		}
		if !slices.Contains([]any{"info", "minor", "major", "critical", "blocker"}, issue["severity"]) {
			t.Errorf("the severity is %v", issue["severity"])
		}
		location := issue["location"].(map[string]any)
		if p, ok := location["path"].(string); !ok || strings.HasPrefix(p, "./") || strings.HasPrefix(p, "/") {
			t.Errorf("the path is %v", location["path"])
		}
		if line, ok := location["lines"].(map[string]any)["begin"].(float64); !ok || line < 1 {
			t.Errorf("the line is %v", location["lines"])
		}
		if seen[issue["fingerprint"]] {
			t.Errorf("the fingerprint %v comes twice", issue["fingerprint"])
		}
		seen[issue["fingerprint"]] = true
	}
}

// TestRDJSONFields: every diagnostic has what reviewdog needs, and severities that it knows.
func TestRDJSONFields(t *testing.T) { checkRDJSON(t, write(t, "rdjson", sample())) }

func checkRDJSON(t *testing.T, text string) {
	t.Helper()
	var result rdResult
	decode(t, text, &result)
	if result.Source.Name != "lis" {
		t.Errorf("the source is %q", result.Source.Name)
	}
	for _, d := range result.Diagnostics {
		at := d.Location.Range
		if d.Message == "" || d.Location.Path == "" || d.Code.Value == "" || at.Start.Line < 1 || at.Start.Column < 1 || at.End.Line < at.Start.Line {
			t.Errorf("incomplete: %+v", d)
		}
		if !slices.Contains([]string{"ERROR", "WARNING", "INFO"}, d.Severity) {
			t.Errorf("the severity is %s", d.Severity)
		}
	}
}

// TestRDJSONColumns: reviewdog counts bytes where we count characters.
func TestRDJSONColumns(t *testing.T) {
	f := source.NewFile("a.md", []byte("\ufeffå: ö\r\n漢字: 😀x\n"))
	for _, test := range []struct{ line, column, want int }{{1, 1, 4}, {1, 2, 6}, {1, 5, 10}, {2, 3, 7}, {2, 5, 9}, {2, 6, 13}, {2, 99, 14}} {
		got := rdPositionOf(f, source.Pos{Line: test.line, Column: test.column})
		if want := (rdPosition{test.line, test.want}); got != want {
			t.Errorf("%d:%d: got %v, want %v", test.line, test.column, got, want)
		}
	}
}

// TestRDJSONSuggestions: a fix of several edits is no suggestion, since each would be taken for a remedy of its own.
func TestRDJSONSuggestions(t *testing.T) {
	c := sample()
	d := c.Diagnostics[4]
	edit := d.Fixes[0].Edits[0]
	d.Fixes = append(d.Fixes, diag.Fix{Edits: []source.Edit{edit, edit}})
	c.Diagnostics = []diag.Diagnostic{d}
	var result rdResult
	decode(t, write(t, "rdjson", c), &result)
	if got := len(result.Diagnostics[0].Suggestions); got != 1 {
		t.Errorf("got %d suggestions, want 1", got)
	}
}

// TestCheckstyleFields: every error has the attributes of Checkstyle's own logger, and no file comes twice.
func TestCheckstyleFields(t *testing.T) { checkCheckstyle(t, write(t, "checkstyle", sample())) }

func checkCheckstyle(t *testing.T, text string) {
	t.Helper()
	form := regexp.MustCompile(`^<error line="[1-9]\d*" column="[1-9]\d*" severity="(error|warning|info)" message="[^"<]+" source="lis\.[a-z0-9-]+"></error>$`)
	files := map[string]bool{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "<file") {
			if files[line] {
				t.Errorf("%s comes twice", line)
			}
			files[line] = true
		}
		if strings.HasPrefix(line, "<error") && !form.MatchString(line) {
			t.Errorf("unlike Checkstyle's: %s", line)
		}
	}
	if !strings.HasPrefix(text, `<?xml version="1.0" encoding="UTF-8"?>`) {
		t.Error("the document does not say that it is UTF-8")
	}
}
