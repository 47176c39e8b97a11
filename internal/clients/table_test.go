package clients

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
)

// Where a row holds.
var (
	all        = []string{"github", "gitlab", "forgejo", "gitea", "azure"}
	queues     = []string{"github", "gitlab"} // GitLab calls its queue a merge train
	withOwners = []string{"github", "gitlab", "forgejo", "gitea"}
	withPages  = []string{"github", "gitlab"}
	runners    = map[string]func(*testing.T, *scene) outcome{
		"github": runAct, "gitlab": runGitLab, "forgejo": runAct, "gitea": runAct, "azure": runAzure,
	}
)

// row is a situation on some forges, and what the written CI file makes of it there.
type row struct {
	forges []string
	situation
	green bool
	says  string // stands in the log or the summary; parts are separated by |
	site  string // stands on a page of the uploaded site; "" if there is none
}

// The records of the table are in scene_test.go. A pull request may change what is said first, main has the rest.
var rows = []row{
	// What a pull request causes is judged, whatever it leaves alone.
	{all, situation{name: "good pull request", change: newSystem}, true, "Bokbussen", "Bokbussen"},
	{all, situation{name: "bad pull request", change: badSystem}, false, "system-owner-missing|Bokbussen", "Bokbussen"},
	{all, situation{name: "in English", lang: "en", change: badSystem}, false, "has no information owner", "Bokbussen"},
	{all, situation{name: "deletion that leaves references", change: roleGone}, false, "ROLL-CHEF", "Färdbok"},
	{all, situation{name: "renamed file", change: systemMoved}, true, "", "Färdbok"},
	{all, situation{name: "warnings only", change: warnedSystem}, true, "system-risk-analysis-missing", "Bokbussen"},
	{all, situation{name: "another record is overdue", main: overdue, change: newSystem}, true, "Bokbussen", "Bokbussen"},
	{all, situation{name: "main has moved on and is red", later: overdue, change: newSystem}, true, "Bokbussen", "Bokbussen"},
	{all, situation{name: "main has moved on, bad pull request", later: overdue, change: badSystem}, false, "system-owner-missing", "Bokbussen"},
	{all, situation{name: "CODEOWNERS is out of date", change: newGroup}, true, "", "Färdbok"},
	{all, situation{name: "branch and title are commands", change: newSystem, hostile: true}, true, "Bokbussen", "Bokbussen"},
	{all, situation{name: "pull request from a fork", change: newSystem, main: overdue, fork: true}, true, "Bokbussen", "Bokbussen"},
	{all, situation{name: "bad pull request from a fork", change: badSystem, main: overdue, fork: true}, false, "system-owner-missing", "Bokbussen"},

	// Main and the nightly job are judged by everything, and the site is built all the same.
	{all, situation{name: "push to main", event: push, change: newSystem}, true, "", "Bokbussen"},
	{all, situation{name: "push to main, overdue", event: push, main: overdue, change: newSystem}, false, "action-overdue", "Öva återläsning"},
	{all, situation{name: "nightly", event: nightly}, true, "", "Färdbok"},
	{all, situation{name: "nightly, overdue", event: nightly, main: overdue}, false, "action-overdue", "Öva återläsning"},
	{all, situation{name: "nightly, warnings only", event: nightly, main: warnedSystem}, true, "system-risk-analysis-missing", "Bokbussen"},

	{withOwners, situation{name: "nightly, CODEOWNERS is out of date", event: nightly, main: newGroup}, false, "CODEOWNERS", "Färdbok"},

	// A merge queue waits for its answer, and gets that of the pull request.
	{queues, situation{name: "merge queue", event: queue, main: overdue, change: newSystem}, true, "", "Bokbussen"},
	{queues, situation{name: "merge queue, bad", event: queue, main: overdue, change: badSystem}, false, "system-owner-missing", "Bokbussen"},

	// Main is shown to others only where that is turned on, and whatever the gate says; a pull request never is.
	{withPages, situation{name: "Pages turned on, push to main", event: push, change: newSystem, pages: true}, true, "", "Bokbussen"},
	{withPages, situation{name: "Pages turned on, nightly, overdue", event: nightly, main: overdue, pages: true}, false, "action-overdue", "Öva återläsning"},
	{withPages, situation{name: "Pages turned on, pull request", change: newSystem, pages: true}, true, "Bokbussen", "Bokbussen"},

	// Without the history no date is right, and nothing may look as if it were.
	{all, situation{name: "shallow clone", change: newSystem, shallow: true}, false, "FULL-HISTORY", ""},
	{all, situation{name: "nightly, shallow clone", event: nightly, shallow: true}, false, "FULL-HISTORY", ""},

	// The workspace is one folder of a larger repository.
	{all, situation{name: "subfolder", dir: subfolder, change: newSystem}, true, "Bokbussen", "Bokbussen"},
	{all, situation{name: "subfolder, bad", dir: subfolder, change: badSystem}, false, "system-owner-missing", "Bokbussen"},
	{all, situation{name: "subfolder, change beside it", dir: subfolder, main: overdue, change: beside}, true, "", "Färdbok"},
	{all, situation{name: "subfolder, nightly, overdue", dir: subfolder, event: nightly, main: overdue}, false, "action-overdue", "Öva återläsning"},

	// The program is the one that init was told of, and no other is run.
	{all, situation{name: "address of the file itself", release: byFile, change: newSystem}, true, "Bokbussen", "Bokbussen"},
	{all, situation{name: "the file of checksums in the archive", release: byItself, change: newSystem}, true, "Bokbussen", "Bokbussen"},
	{all, situation{name: "wrong checksum", release: byWrongChecksum, change: newSystem}, false, "FAILED", ""},
	{all, situation{name: "program is not there", release: byWrongAddress, change: newSystem}, false, "", ""},
	{all, situation{name: "no release known", release: unknown, change: newSystem}, false, "CI-FILE", ""},
	{all, situation{name: "no release known, in English", lang: "en", release: unknown, event: push}, false, "CI-FILE", ""},
}

// TestTable runs the CI files that init writes, and prints what the runners did. One forge or situation is chosen as in
// -run 'TestTable/github/merge_queue'.
func TestTable(t *testing.T) {
	Dir(t)
	release := newRelease(t)
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "forge\tsituation\tgate\tsite\t")
	for _, forge := range all {
		t.Run(forge, func(t *testing.T) {
			for _, r := range rows {
				if !slices.Contains(r.forges, forge) {
					continue
				}
				t.Run(r.name, func(t *testing.T) {
					s := newScene(t, forge, r.situation, release)
					got := runners[forge](t, s)
					s.ranNothingElse(release)
					r.compare(t, forge, got)
					fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", forge, r.name, colour(got.green), got.kept(), verdict(t))
				})
			}
		})
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + table.String())
}

// outcome is what a runner made of a CI file.
type outcome struct {
	green bool
	log   string // with the summary
	site  string // the folder of the uploaded site, "" if none was uploaded
	shown bool   // whether the site was published
}

func (r row) compare(t *testing.T, forge string, got outcome) {
	t.Helper()
	if got.green != r.green {
		t.Errorf("%s, not %s", colour(got.green), colour(r.green))
	}
	for _, part := range strings.Split(r.says, "|") {
		part = strings.NewReplacer("FULL-HISTORY", fullHistory[forge], "CI-FILE", ciFiles[forge]).Replace(part)
		if !strings.Contains(got.log, part) {
			t.Errorf("does not say %q", part)
		}
	}
	switch {
	case got.shown != (r.pages && r.event != request):
		t.Errorf("the site is published: %t", got.shown)
	case got.site != "" && r.site == "":
		t.Error("uploads a site")
	case got.site == "" && r.site != "":
		t.Error("uploads no site")
	case r.site != "" && !onPage(t, got.site, r.site):
		t.Errorf("%q is on no page of the site", r.site)
	}
	if t.Failed() {
		t.Log(got.log)
	}
}

// onPage reports whether a text is on a page of a site.
func onPage(t *testing.T, site, text string) bool {
	t.Helper()
	pages, err := filepath.Glob(filepath.Join(site, "*.html"))
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob(filepath.Join(site, "*", "*.html"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(append(pages, more...), func(name string) bool {
		page, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(string(page), text)
	})
}

func colour(green bool) string {
	if green {
		return "green"
	}
	return "red"
}

// kept tells what became of the site.
func (o outcome) kept() string {
	switch {
	case o.shown:
		return "published"
	case o.site != "":
		return "uploaded"
	}
	return "–"
}

func verdict(t *testing.T) string {
	if t.Failed() {
		return "NOT AS WANTED"
	}
	return ""
}
