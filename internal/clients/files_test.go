package clients

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/cli"
	"go.yaml.in/yaml/v4"
)

// Forges by how they read their files.
var (
	actions   = []string{"github", "forgejo", "gitea"}
	pageless  = []string{"forgejo", "gitea", "azure"}
	languages = []string{"sv", "en"}
)

// A release that nobody fetches.
const (
	mirror      = "https://mirror.example.org/lis/"
	someSum     = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	fromAMirror = "--release-url " + mirror + " --checksum " + someSum
)

// properties are what holds for every CI file that init writes, in both languages. want stands in the file; never does not, other
// than in comments.
var properties = []struct {
	name        string
	forges      []string
	want, never string
}{
	{"no code of a pull request meets a secret", all, ``, `pull_request_target|secrets\.|secrets\[|(?i)system\.accesstoken|CI_JOB_TOKEN|GITHUB_TOKEN|github\.token`},
	{"what a stranger may choose is in no script", all, ``, `\$\{\{[^}]*(head_ref|\.title|\.body|head\.ref|head\.label|\.message|\.name)\b|\$\((?i:build\.sourceversionmessage|system\.pullrequest\.source\w*)\)`},
	{"no compiler is needed", all, ``, `golang|setup-go|go install|GoTool`},
	{"the program has an address and a checksum", all, regexp.QuoteMeta(mirror) + `lis_[0-9.]+_linux_amd64\b(?s:.*)` + someSum, ``},
	{"the checksum is compared before the program runs", all, `(?s)curl .*sha256sum -c.*chmod \+x`, `-k |--insecure`},
	{"pull requests are judged by what they cause", all, `--changed-since`, ``},
	{"pull requests start it", actions, `(?m)^  pull_request:`, ``},
	{"pull requests start it", []string{"gitlab"}, `CI_PIPELINE_SOURCE == "merge_request_event"`, ``},
	{"main starts it", actions, `push:\n +branches: \[main\]`, ``},
	{"main starts it", []string{"azure"}, `trigger:\n +branches:\n +include: \[main\]`, ``},
	{"so does every night", actions, `schedule:\n +- cron: "\d+ \d+ \* \* \*"`, ``},
	{"so does every night, whether something has changed or not", []string{"azure"}, `(?s)schedules:.*cron: "\d+ \d+ \* \* \*".*always: true`, ``},
	{"how to start it every night is told", []string{"gitlab"}, `# .*Pipeline schedules`, ``},
	{"merge queues are answered", []string{"github"}, `(?m)^  merge_group:`, ``},
	{"the history is complete", actions, `fetch-depth: 0`, ``},
	{"the history is complete", []string{"gitlab"}, `GIT_DEPTH: "0"`, ``},
	{"the history is complete", []string{"azure"}, `fetchDepth: 0`, ``},
	{"no credentials are left in the folder", actions, `persist-credentials: false`, ``},
	{"no credentials are left in the folder", []string{"azure"}, `persistCredentials: false`, ``},
	{"a fresh runner takes it", []string{"forgejo"}, `runs-on: docker\b`, `runs-on: [^d]`},
	{"a fresh runner takes it", []string{"github", "gitea"}, `runs-on: ubuntu-latest\b`, `runs-on: [^u]`},
	{"Pages are a job", []string{"github"}, `actions/deploy-pages@`, ``},
	{"Pages are a job", []string{"gitlab"}, `(?m)^pages:`, ``},
	{"what to do where there are no Pages is told", pageless, `# .*(webbserver|web server)`, ``},
}

var comment = regexp.MustCompile(`(?m)(^|\s)#( .*|)$`)

// TestFiles holds every CI file that init writes against the properties, and reads it as YAML.
func TestFiles(t *testing.T) {
	for _, forge := range all {
		for _, lang := range languages {
			text := beginning(t, forge, lang, strings.Fields(fromAMirror)...)[ciFiles[forge]]
			bare := comment.ReplaceAllString(text, "")
			for _, p := range properties {
				if !slices.Contains(p.forges, forge) {
					continue
				}
				if !regexp.MustCompile(p.want).MatchString(text) {
					t.Errorf("%s, %s: %s: nothing matches %s", forge, lang, p.name, p.want)
				}
				if found := regexp.MustCompile(p.never).FindString(bare); p.never != "" && found != "" {
					t.Errorf("%s, %s: %s: %q", forge, lang, p.name, found)
				}
			}
			if err := yaml.Unmarshal([]byte(text), &map[string]any{}); err != nil {
				t.Errorf("%s, %s: %v", forge, lang, err)
			}
		}
	}
}

// TestActionsArePinned finds every action at a commit, with the version that it is said to be.
func TestActionsArePinned(t *testing.T) {
	pinned := regexp.MustCompile(`@[0-9a-f]{40} # v\d[\w.-]*$`)
	for _, forge := range actions {
		uses := regexp.MustCompile(`(?m)^.*uses:.*$`).FindAllString(beginning(t, forge, "sv")[ciFiles[forge]], -1)
		if len(uses) < 2 {
			t.Errorf("%s: %q", forge, uses)
		}
		for _, line := range uses {
			if !pinned.MatchString(line) {
				t.Errorf("%s: %s", forge, strings.TrimSpace(line))
			}
		}
	}
}

// TestPermissions finds that GitHub's job may read the code and nothing else, and that only the job that shows the site, which runs
// no code of the repository, may do more.
func TestPermissions(t *testing.T) {
	var workflow struct {
		Permissions map[string]string
		Jobs        map[string]struct {
			If          string
			Permissions map[string]string
			Steps       []struct{ Run, Uses string }
		}
	}
	if err := yaml.Unmarshal([]byte(beginning(t, "github", "sv")[ciFiles["github"]]), &workflow); err != nil {
		t.Fatal(err)
	}
	if p := workflow.Permissions; len(p) != 1 || p["contents"] != "read" {
		t.Errorf("permissions: %v", p)
	}
	for name, job := range workflow.Jobs {
		if job.Permissions == nil {
			continue
		}
		if !strings.Contains(job.If, "github.ref == 'refs/heads/main'") || !strings.Contains(job.If, "github.event_name != 'pull_request'") {
			t.Errorf("job %s has permissions %v if %q", name, job.Permissions, job.If)
		}
		for _, step := range job.Steps {
			if step.Run != "" || !strings.HasPrefix(step.Uses, "actions/deploy-pages@") {
				t.Errorf("job %s has permissions %v and runs %+v", name, job.Permissions, step)
			}
		}
	}
}

// TestAddress finds the links to the forge in lis.yaml, and no other file than the forge's own.
func TestAddress(t *testing.T) {
	for _, forge := range all {
		files := beginning(t, forge, "sv", "--address", address(forge))
		if !regexp.MustCompile(`(?m)^forge:\n  edit: "?` + regexp.QuoteMeta(address(forge))).MatchString(files["lis.yaml"]) {
			t.Errorf("%s: lis.yaml has no forge:\n%s", forge, files["lis.yaml"])
		}
		for other, name := range ciFiles {
			if files[name] != "" && other != forge {
				t.Errorf("%s: %s is there", forge, name)
			}
		}
	}
}

// TestNoRelease finds no address and no checksum in a file if init knows none.
func TestNoRelease(t *testing.T) {
	for _, forge := range all {
		if found := regexp.MustCompile(`https?://\S+lis_|[0-9a-f]{64}`).FindString(beginning(t, forge, "sv")[ciFiles[forge]]); found != "" {
			t.Errorf("%s: %s", forge, found)
		}
	}
}

// beginning is what init writes for a forge, but for records.
func beginning(t *testing.T, forge, lang string, flags ...string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	var out bytes.Buffer
	status := cli.Run(t.Context(), cli.Env{
		Args:   append([]string{"init", dir, "--lang", lang, "--forge", forge, "--catalogue", "none", "--ask=false"}, flags...),
		Stdout: &out, Stderr: &out, Dir: dir, Now: func() time.Time { return time.Date(2026, 1, 2, 9, 0, 0, 0, time.UTC) },
		Getenv: func(string) string { return "" },
	})
	if status != 0 {
		t.Fatalf("lis init: status %d\n%s", status, &out)
	}
	files := map[string]string{}
	for _, name := range append([]string{"lis.yaml"}, ciFileNames()...) {
		text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		files[name] = string(text)
	}
	return files
}

func ciFileNames() []string {
	var names []string
	for _, forge := range all {
		names = append(names, ciFiles[forge])
	}
	return names
}
