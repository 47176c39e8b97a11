package setup

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/google/go-cmp/cmp"
)

const (
	workflow = ".github/workflows/a.yml"
	steps    = "on: pull_request\njobs:\n  a:\n    steps:\n"
)

// risksIn returns what is dangerous in one CI file: status, then line and message of each.
func risksIn(t *testing.T, name, text string) []string {
	t.Helper()
	e := &exam{Patient: Patient{Lang: locale.English, Top: fstest.MapFS{name: {Data: []byte(text)}}}}
	f, err := e.pipelineRisks()
	if err != nil {
		t.Fatal(err)
	}
	if f.status == OK {
		return nil
	}
	told := []string{string(f.status)}
	for _, one := range strings.Split(f.detail, "; ") {
		place, said, ok := strings.Cut(one, ": ")
		if !ok {
			told = append(told, one)
			continue
		}
		words := strings.Fields(said)
		told = append(told, strings.TrimPrefix(place, name+":")+" "+words[len(words)-1])
	}
	if f.fix == "" {
		t.Error("nothing is said of what to write")
	}
	return told
}

// TestStrangersText looks for every value that a stranger can choose, in the ways in which it can be written.
func TestStrangersText(t *testing.T) {
	for _, value := range []string{
		"github.event.issue.title", "github.event.issue.body", "github.event.pull_request.title", "github.event.pull_request.body",
		"github.event.pull_request.head.ref", "github.event.pull_request.head.label", "github.event.pull_request.head.repo.default_branch",
		"github.event.comment.body", "github.event.review.body", "github.event.review_comment.body", "github.event.pages[0].page_name",
		"github.event.commits[0].message", "github.event.commits.*.author.email", "github.event.commits[github.x].author.name",
		"github.event.head_commit.message", "github.event.head_commit.author.email", "github.event.head_commit.committer.name",
		"github.event.discussion.title", "github.event.discussion.body", "github.head_ref", "github.event.workflow_run.head_branch",
		"github.event.workflow_run.head_commit.message", "github.event.workflow_run.pull_requests[0].head.ref", "github.event.changes.title.from",
		"GitHub.Head_Ref", "github['head_ref']", `github["event"]['comment'].body`, "github . event . issue . title", "gitea.head_ref", "forgejo.event.issue.body",
		"format('{0}', github.head_ref)", "github.head_ref || 'main'", "toJSON(github.event)", "toJSON(github)", "toJson( github.event.pull_request )",
	} {
		if got := risksIn(t, workflow, steps+"      - run: echo \"${{ "+value+" }}\"\n"); len(got) != 2 || got[0] != string(Bad) {
			t.Errorf("%s: got %q", value, got)
		}
	}
	for _, value := range []string{
		"github.sha", "github.event.number", "github.event.pull_request.number", "github.event.pull_request.head.sha", "github.event.pull_request.base.ref",
		"github.repository", "github.head_ref == 'main'", "contains(github.event.comment.body, '/kör')", "startsWith( github.head_ref, 'x')", "matrix.title", "secrets.TOKEN",
		"steps.a.outputs.head_ref", "inputs.title",
	} {
		if got := risksIn(t, workflow, steps+"      - run: echo \"${{ "+value+" }}\"\n"); got != nil {
			t.Errorf("%s: got %q, want nothing", value, got)
		}
	}
}

func TestPipelineRisks(t *testing.T) {
	const target = "on: pull_request_target\njobs:\n  a:\n    steps:\n"
	for _, test := range []struct {
		name, file, text string
		want             []string
	}{
		{"env", workflow, steps + "      - env: {T: \"${{ github.head_ref }}\"}\n        run: echo \"$T\" # ${{ github.sha }}\n", nil},
		{"a comment", workflow, "# pull_request_target ${{ github.head_ref }}\n" + steps + "      - run: \"true\"\n", nil},
		{"a condition", workflow, steps + "      - if: github.head_ref != 'x'\n        run: \"true\"\n", nil},
		{"in a later line", workflow, steps + "      - run: |\n          set -e\n          echo ${{\n            github.head_ref }}\n", []string{"bad", "7 run"}},
		{"by way of env", workflow, "env: {T: \"${{ github.head_ref }}\"}\n" + steps + "      - run: echo ${{ env.T }}\n", []string{"bad", "6 run"}},
		{"a script of JavaScript", workflow, steps + "      - uses: actions/github-script@x\n        with: {script: \"x(`${{ github.event.issue.title }}`)\"}\n", []string{"bad", "6 run"}},
		{"an action", ".github/actions/a/action.yml", "runs:\n  using: composite\n  steps:\n    - run: echo ${{ github.head_ref }}\n", []string{"bad", "4 run"}},
		{"Forgejo", ".forgejo/workflows/a.yaml", steps + "      - run: echo ${{ forgejo.head_ref }}\n", []string{"bad", "5 run"}},
		{"a trigger", workflow, target + "      - run: \"true\"\n", []string{"attention", "1 change"}},
		{"a trigger in a list", workflow, strings.Replace(target, "pull_request_target", "[push, pull_request_target]", 1), []string{"attention", "1 change"}},
		{"a trigger in a map", workflow, strings.Replace(target, " pull_request_target", "\n  push:\n  pull_request_target: {branches: [main]}", 1), []string{"attention", "3 change"}},
		{"a trigger in quotes", workflow, strings.Replace(target, "pull_request_target", "\"pull_request_target\"", 1), []string{"attention", "1 change"}},
		{"the proposal's code", workflow, target + "      - uses: actions/checkout@x\n        with: {ref: \"${{ github.event.pull_request.head.sha }}\"}\n", []string{"bad", "1 change", "6 them"}},
		{"the proposal's code by number", workflow, target + "      - run: git fetch origin pull/7/head && make\n", []string{"bad", "1 change", "5 them"}},
		{"the code of main", workflow, target + "      - uses: actions/checkout@x\n", []string{"attention", "1 change"}},
		{"after another run", workflow, strings.Replace(target, "pull_request_target", "workflow_run", 1) + "      - uses: actions/checkout@x\n        with:\n          ref: ${{ github.event.workflow_run.head_sha }}\n", []string{"bad", "7 them"}},
		{"after another run, main", workflow, strings.Replace(target, "pull_request_target", "{workflow_run: {workflows: [a]}}", 1) + "      - uses: actions/checkout@x\n", nil},
		{"Azure", "azure-pipelines.yml", "steps:\n  - bash: |\n      true\n      echo $(Build.SourceBranchName)\n", []string{"bad", "4 run"}},
		{"Azure, inline", "azure-pipelines-pr.yaml", "steps:\n  - task: Bash@3\n    inputs: {inlineScript: \"echo $(system.pullRequest.sourceBranch)\"}\n", []string{"bad", "3 run"}},
		{"Azure, expression", "azure-pipelines.yml", "steps:\n  - script: echo ${{ variables['Build.SourceBranchName'] }}\n", []string{"bad", "2 run"}},
		{"Azure, env", "azure-pipelines.yml", "steps:\n  - bash: echo \"$B\" $(Build.BuildId)\n    env: {B: $(Build.SourceBranchName)}\n", nil},
		{"GitLab, eval", ".gitlab-ci.yml", "a:\n  script:\n    - true\n    - eval \"echo $CI_COMMIT_TITLE\"\n", []string{"bad", "4 run"}},
		{"GitLab, shell", ".gitlab-ci.yml", "a:\n  before_script: |\n    bash -c \"echo ${CI_MERGE_REQUEST_TITLE}\"\n", []string{"bad", "3 run"}},
		{"GitLab, no quotes", ".gitlab-ci.yml", "a:\n  script:\n    - git checkout $CI_COMMIT_REF_NAME\n", []string{"attention", "3 command"}},
		{"GitLab, in quotes", ".gitlab-ci.yml", "a:\n  script:\n    - echo \"$CI_COMMIT_TITLE\"; T=$CI_COMMIT_TITLE; [[ $CI_COMMIT_BRANCH == main ]]\n    - echo $CI_COMMIT_SHA $CI_COMMIT_REF_SLUG\n", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if d := cmp.Diff(test.want, risksIn(t, test.file, test.text)); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

// TestOwnPipelines wants nothing dangerous in the CI files that the program writes.
func TestOwnPipelines(t *testing.T) {
	for _, lang := range locale.Langs {
		for i := range Forges {
			b := Beginning{Lang: lang, Title: "T", Organisation: "O", Type: DefaultType, Forge: &Forges[i]}
			text, ok := begin(t, b)[Forges[i].CI]
			if !ok {
				t.Errorf("%s has no CI file", Forges[i].Name)
			}
			if got := risksIn(t, Forges[i].CI, string(text)); got != nil {
				t.Errorf("%s: %q", Forges[i].CI, got)
			}
		}
	}
}

// TestManyRisks tells some and counts the rest.
func TestManyRisks(t *testing.T) {
	got := risksIn(t, workflow, steps+strings.Repeat("      - run: echo ${{ github.head_ref }}\n", 30))
	if len(got) != 12 || got[11] != "and 20 more places" {
		t.Errorf("got %q, want ten and that there are 20 more", got)
	}
}
