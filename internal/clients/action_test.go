package clients

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// actionWorkflow calls the action of the project as a workflow of somebody else does.
const actionWorkflow = `name: lis
on: [pull_request, push]
jobs:
  lis:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: {fetch-depth: 0}
      - uses: ./.github/actions/check
        with:
          version: VERSION
          checksum: CHECKSUM
          release-url: URL
          directory: it/vårt lis
          site: _site
`

// TestAction runs the action of the project in act: it fetches the program by its checksum, judges a pull request by what it
// causes and a push by everything, and takes nothing that it is given for a command.
func TestAction(t *testing.T) {
	act := Path(t, "act")
	r := newRelease(t)
	action, err := os.ReadFile("../../.github/actions/check/action.yml")
	if err != nil {
		t.Fatal(err)
	}
	version := strings.TrimSuffix(strings.TrimPrefix(r.name, "lis_"), "_linux_amd64")
	folder := "file://" + r.dir + "/"
	tests := []struct {
		name, event, change string
		checksum, url       string
		ok                  bool
		log                 []string
	}{
		{"a good proposal where something else is wrong", "pull_request", "status: idea", r.sum, folder, true, nil},
		{"a bad one", "pull_request", "status: finns", r.sum, folder, false, []string{"value-unknown", "file=it/v"}},
		{"everything", "push", "status: idea", r.sum, folder, false, []string{"ref-unknown"}},
		{"the program itself", "pull_request", "status: idea", r.sum, "file://" + r.program, true, nil},
		{"a wrong checksum", "pull_request", "status: idea", strings.Repeat("0", 64), folder, false, []string{"FAILED"}},
		{"no checksum", "pull_request", "status: idea", "x; touch ran #", folder, false, []string{"checksum must be"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t, r, act, "it/vårt lis")
			save(t, filepath.Join(d.top, ".github", "actions", "check", "action.yml"), string(action))
			workflow := strings.NewReplacer("VERSION", version, "CHECKSUM", `"`+test.checksum+`"`, "URL", test.url).Replace(actionWorkflow)
			save(t, filepath.Join(d.top, ".github", "workflows", "lis.yml"), workflow)
			isms := filepath.Join(d.top, "it", "vårt lis", "systems")
			system := func(id, more string) string {
				return "---\nid: " + id + "\ntitle: " + id + "\nprocurement: own\n" + more + "\n---\n"
			}
			save(t, filepath.Join(isms, "old.md"), system("SYS-8", "status: idea\ninformation_owner: ROLL-BORTA"))
			d.sh("git add -A && git commit -q -m Början && git update-ref refs/remotes/origin/main main && git switch -q -c topic")
			save(t, filepath.Join(isms, "new.md"), system("SYS-9", test.change+"\ninformation_owner: ROLL-AO"))
			d.sh("git add -A && git commit -q -m Ny")
			event := filepath.Join(t.TempDir(), "event.json")
			save(t, event, `{"pull_request": {"number": 7, "base": {"ref": "main"}, "head": {"ref": "topic"}}}`)
			cmd := exec.CommandContext(t.Context(), act, test.event, "-e", event, "-P", "ubuntu-latest=-self-hosted", "--no-cache-server", "--action-offline-mode")
			cmd.Dir, cmd.Env = d.top, d.env
			out, err := cmd.CombinedOutput()
			if (err == nil) != test.ok {
				t.Errorf("ok: %v\n%s", err == nil, out)
			}
			for _, want := range test.log {
				if !strings.Contains(string(out), want) {
					t.Errorf("the log lacks %q\n%s", want, out)
				}
			}
			if _, err := os.Stat(filepath.Join(d.top, "ran")); err == nil {
				t.Error("an input was run")
			}
		})
	}
}
