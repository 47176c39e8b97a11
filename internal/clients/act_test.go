package clients

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// actEvents are the names of events on GitHub, Forgejo and Gitea.
var actEvents = map[event]string{request: "pull_request", push: "push", nightly: "schedule", queue: "merge_group"}

// An action that a workflow uses: from where, which, and its version; and the label of a runner.
var (
	usesLine   = regexp.MustCompile(`(?m)^(\s*(?:- )?uses: *)["']?(https://[^/\s]+/)?([\w.-]+/[\w.-]+)((?:/[\w.-]+)*)@([\w.-]+)["']?(.*)$`)
	runsOnLine = regexp.MustCompile(`(?m)^\s*runs-on: *(\S+)`)
)

// runAct runs the workflow of GitHub, Forgejo or Gitea in act, without containers: what is labelled for a runner runs here. An
// action is checkout, which act has built in, or one that records what it is given. An address before an action's name is left
// out, since act itself knows no other place than GitHub.
func runAct(t *testing.T, s *scene) outcome {
	t.Helper()
	text := s.written()
	workflow := filepath.Join(s.tmp, "workflow", "lis.yml")
	save(t, workflow, usesLine.ReplaceAllString(text, "${1}${3}${4}@${5}${6}"))
	save(t, filepath.Join(s.tmp, "event.json"), s.eventFile())
	record := filepath.Join(s.tmp, "record")
	args := []string{
		actEvents[s.event], "--workflows", workflow, "--eventpath", filepath.Join(s.tmp, "event.json"), "--no-cache-server", "--defaultbranch", "main",
		"--action-cache-path", filepath.Join(s.tmp, "act"), "--action-offline-mode",
	}
	for _, m := range runsOnLine.FindAllStringSubmatch(text, -1) {
		args = append(args, "--platform", m[1]+"=-self-hosted")
	}
	for _, m := range usesLine.FindAllStringSubmatch(text, -1) {
		if action, ref := m[3], m[5]; action != "actions/checkout" {
			args = append(args, "--local-repository", action+"@"+ref+"="+s.stub(action, record))
		}
	}
	if s.pages {
		args = append(args, "--var", "LIS_PAGES=true")
	}
	ok, log := s.client(nil, Path(t, "act"), args...)
	given := func(action string) string {
		return site(filepath.Join(record, action, filepath.FromSlash(s.dir), "_site"))
	}
	shown := given("upload-pages-artifact") != "" && strings.Contains(log, "| actions/deploy-pages is given")
	return outcome{ok, log, given("upload-artifact"), shown}
}

// stubAction is an action that keeps the paths that it is given in a folder of its name.
const stubAction = `name: stub
inputs: {name: {default: ""}, path: {default: ""}}
outputs: {page_url: {value: "https://example.org/"}}
runs:
  using: composite
  steps:
    - shell: bash
      env: {PATHS: "${{ inputs.path }}", NAME: "${{ inputs.name }}"}
      run: |
        echo "STUB is given name=$NAME path=$PATHS"
        mkdir -p 'RECORD'
        printf '%s\n' "$PATHS" | while IFS= read -r path; do
          if [ -e "$path" ]; then cp -r --parents "$path" 'RECORD'; fi
        done
`

// stub is the folder of an action that stands in for another one.
func (s *scene) stub(action, record string) string {
	dir := filepath.Join(s.tmp, "stubs", filepath.FromSlash(action))
	name := filepath.Join(dir, "action.yml")
	if _, err := os.Stat(name); err == nil {
		return dir
	}
	text := strings.NewReplacer("RECORD", filepath.Join(record, filepath.Base(action)), "STUB", action).Replace(stubAction)
	save(s.t, name, text)
	s.git(dir, "init", "-q", "-b", "main")
	s.git(dir, "add", "-A")
	s.git(dir, "commit", "-q", "-m", "stub")
	return dir
}

// eventFile is what the forge tells the job of the event, so far as its documentation promises it.
func (s *scene) eventFile() string {
	type values = map[string]any
	repository := values{"full_name": "ekhamra/lis", "name": "lis", "default_branch": "main", "fork": false, "owner": values{"login": "ekhamra"}, "html_url": address(s.forge)}
	from := repository
	if s.fork {
		from = values{"full_name": "annan/lis", "name": "lis", "default_branch": "main", "fork": true, "owner": values{"login": "annan"}}
	}
	e := values{"repository": repository, "sender": values{"login": "kim"}}
	switch s.event {
	case request:
		e["action"], e["number"] = "synchronize", 7
		e["pull_request"] = values{
			"number": 7, "title": s.title, "body": s.title, "merge_commit_sha": s.merged, "user": values{"login": "kim"},
			"base": values{"ref": "main", "sha": s.main, "repo": repository}, "head": values{"ref": s.branch, "sha": s.head, "repo": from},
		}
	case push:
		e["ref"], e["before"], e["after"], e["head_commit"] = "refs/heads/main", s.base, s.main, values{"id": s.main, "message": s.title}
	case nightly:
		e["schedule"] = "0 3 * * *"
	case queue:
		e["action"] = "checks_requested"
		e["merge_group"] = values{"head_sha": s.merged, "head_ref": "refs/heads/" + s.queueBranch(), "base_sha": s.base, "base_ref": "refs/heads/main"}
	}
	text, err := json.MarshalIndent(e, "", " ")
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

// save writes a file in a folder of its own.
func save(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
