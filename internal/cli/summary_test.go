package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/setup"
	"github.com/c8b10cf3/lis/internal/soak"
)

// summaryScripts are the commands in the CI file of each forge that sum up a change, and the variables that the forge sets.
var summaryScripts = map[string]struct {
	at   string // before the step's script
	env  []string
	file string // where the summary is
	log  bool   // whether it is told in the log too
	html bool
}{
	"github":  {"run", []string{"LIS_BASE=origin/main", "GITHUB_STEP_SUMMARY=summary"}, "summary", false, false},
	"forgejo": {"run", []string{"LIS_BASE=origin/main", "GITHUB_STEP_SUMMARY=summary"}, "summary", true, false},
	"gitea":   {"run", []string{"LIS_BASE=origin/main", "GITHUB_STEP_SUMMARY=summary"}, "summary", true, false},
	"azure":   {"bash", []string{"SYSTEM_PULLREQUEST_TARGETBRANCH=refs/heads/main", "AGENT_TEMPDIRECTORY=."}, "lis-diff.md", false, false},
	"gitlab":  {"script", []string{"CI_MERGE_REQUEST_DIFF_BASE_SHA=BASE"}, "lis-diff.html", true, true},
}

// summaryScript finds the one script in a CI file that calls lis diff, and joins its lines.
func summaryScript(t *testing.T, name string, data []byte, key string) string {
	t.Helper()
	doc := document.ParseYAML(name, data)
	var found []string
	var walk func(n *document.Node)
	walk = func(n *document.Node) {
		for _, e := range n.Entries {
			script := e.Value.Text
			for _, line := range e.Value.Items {
				script += line.Text + "\n"
			}
			if e.Key == key && strings.Contains(script, " diff ") {
				found = append(found, script)
			}
			walk(e.Value)
		}
		for _, item := range n.Items {
			walk(item)
		}
	}
	walk(doc.Front)
	if len(found) != 1 {
		t.Fatalf("%s has %d scripts that sum up a change, want 1", name, len(found))
	}
	return found[0]
}

// sh runs a script as a forge does, and returns what it says.
func sh(t *testing.T, dir, script string, env ...string) string {
	t.Helper()
	cmd := exec.Command("bash", "-e", "-o", "pipefail", "-c", script)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), append([]string{
		"GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org",
		"GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.org", todayVar + "=2026-11-22", cacheVar + "=" + t.TempDir(),
	}, env...)...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", script, err, out)
	}
	return string(out)
}

// TestSummarySteps runs the very commands with which the CI files of lis init sum up a change, in a repository with a
// proposal: the summary tells of the change alone. Where there is nothing to compare with they end well and tell nothing. Every
// file is run once, every other one for a workspace in a folder; make soak runs each for both.
func TestSummarySteps(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil || testing.Short() {
		t.Skip("no bash, or little time: starts hundreds of processes")
	}
	for l, lang := range locale.Langs {
		for i, f := range setup.Forges {
			for j, below := range []string{"", "it/vårt lis"} {
				if !soak.On() && (i+j+l)%2 == 0 {
					continue
				}
				t.Run(strings.Join([]string{string(lang), f.Name, below}, "/"), func(t *testing.T) {
					t.Parallel()
					testSummaryStep(t, setup.Beginning{
						Lang: lang, Title: "T", Organisation: "O", Type: setup.DefaultType, Forge: &setup.Forges[i], Dir: below,
					})
				})
			}
		}
	}
}

func testSummaryStep(t *testing.T, b setup.Beginning) {
	made, err := setup.Begin(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	origin, clone := t.TempDir(), filepath.Join(t.TempDir(), "clone")
	var script string
	step := summaryScripts[b.Forge.Name]
	for _, file := range made {
		if file.Name == b.Forge.CI {
			script = summaryScript(t, file.Name, file.Data, step.at)
			continue
		}
		if !strings.HasSuffix(file.Name, ".md") && !strings.HasSuffix(file.Name, ".yaml") {
			continue
		}
		name := filepath.Join(origin, b.Dir, filepath.FromSlash(file.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, file.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	system := func(id string) string {
		return `printf -- '---\nid: ` + id + `\ntitle: System ` + id + `\nstatus: in_use\nprocurement: own\n---\n' >"` + filepath.ToSlash(filepath.Join(b.Dir, "systems", strings.ToLower(id)+".md")) + `"`
	}
	sh(t, origin, "git init -q -b main; git add -A; git commit -q -m Början; git switch -q -c forslag; "+system("SYS-7")+
		"; git add -A; git commit -q -m Förslag; git switch -q main; "+system("SYS-8")+"; git add -A; git commit -q -m Annat; git switch -q forslag")
	sh(t, ".", `git clone -q "`+origin+`" "`+clone+`"`)
	base := strings.TrimSpace(sh(t, clone, "git merge-base origin/main HEAD"))
	var env []string
	for _, pair := range step.env {
		env = append(env, strings.Replace(pair, "=BASE", "="+base, 1))
	}
	log := sh(t, clone, script, env...)
	summary, err := os.ReadFile(filepath.Join(clone, step.file))
	if err != nil {
		t.Fatal(err)
	}
	if text := string(summary); !strings.Contains(text, "System SYS-7") || strings.Contains(text, "SYS-8") || step.html != strings.HasPrefix(text, "<!DOCTYPE html>") {
		t.Errorf("the summary is\n%s", text)
	}
	if step.log != strings.Contains(log, "SYS-7") || b.Forge.Name == "azure" && !strings.Contains(log, "##vso[task.uploadsummary]./lis-diff.md") {
		t.Errorf("the log is\n%s", log)
	}

	// Nothing to compare with: another branch, and no such thing.
	if err := os.Remove(filepath.Join(clone, step.file)); err != nil {
		t.Fatal(err)
	}
	env = nil
	for _, pair := range step.env {
		env = append(env, strings.NewReplacer("=BASE", "=", "=main", "=borta", "origin/main", "origin/borta", "heads/main", "heads/borta").Replace(pair))
	}
	log = sh(t, clone, script, env...)
	if summary, _ := os.ReadFile(filepath.Join(clone, step.file)); len(summary) > 0 || strings.Contains(log, "##vso") {
		t.Errorf("with nothing to compare with the summary is\n%s\n%s", summary, log)
	}
}

// TestSummaryOnlyForProposals finds that a summary is asked for in proposals only, before the check, and holds no
// expression of the forge's in its script, where a branch's name could become a command.
func TestSummaryOnlyForProposals(t *testing.T) {
	only := map[string]string{
		"github": "if: env.LIS_BASE != ''", "forgejo": "if: github.event_name == 'pull_request'", "gitea": "if: github.event_name == 'pull_request'",
		"azure": "eq(variables['Build.Reason'], 'PullRequest')", "gitlab": "lis-diff:\n  extends: .lis\n  rules:\n    - if: $CI_PIPELINE_SOURCE == \"merge_request_event\"\n  script:",
	}
	inScript := regexp.MustCompile(`(?m)^ {8,}[^#\n]*\$\{\{ *(github|env|vars|inputs)\.`)
	exposed := regexp.MustCompile(`(?m)^    expose_as: [A-Za-z0-9_][-A-Za-z0-9_ ]*$`) // no other letters are taken
	for _, lang := range locale.Langs {
		for i, f := range setup.Forges {
			made, err := setup.Begin(t.Context(), setup.Beginning{Lang: lang, Title: "T", Organisation: "O", Type: setup.DefaultType, Forge: &setup.Forges[i]})
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range made {
				if file.Name != f.CI {
					continue
				}
				text := string(file.Data)
				if !strings.Contains(text, only[f.Name]) || inScript.MatchString(text) {
					t.Errorf("%s/%s:\n%s", lang, f.Name, text)
				}
				if f.Name == "gitlab" {
					if !exposed.MatchString(text) {
						t.Errorf("%s/%s: what the merge request shows cannot have that name:\n%s", lang, f.Name, text)
					}
				} else if strings.Index(text, "lis diff") > strings.Index(text, "lis check") {
					t.Errorf("%s/%s: the summary comes after the check", lang, f.Name)
				}
			}
		}
	}
}
