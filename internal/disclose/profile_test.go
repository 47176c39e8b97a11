package disclose

import (
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/record"
	"github.com/google/go-cmp/cmp"
)

// answers are what each profile may see: "all" is the one of the command line, which cuts nothing.
const answers = `
question         all   public internal restricted
persons          yes   no     yes      yes
subjects         yes   no     yes      yes
files            yes   no     yes      yes
messages         yes   no     yes      yes
rules            yes   no     yes      yes
deadlines        yes   no     yes      yes
changes          yes   no     yes      yes
settings         yes   no     yes      yes
gone             yes   no     no       yes
search           no    yes    no       no
exactly-0        yes   yes    yes      yes
exactly-1        yes   no     yes      yes
exactly-4        yes   no     yes      yes
exactly-5        yes   yes    yes      yes
exactly-many     yes   no     yes      yes
figure-public    yes   yes    yes      yes
figure-internal  yes   no     yes      yes
figure-restricted yes  no     no       yes
figure-never     yes   no     no       no
figure-          yes   no     no       yes
figure-publik    yes   no     no       yes
`

func TestProfile(t *testing.T) {
	questions := map[string]func(Profile) bool{
		"persons": Profile.ShowsPersons, "subjects": Profile.ShowsSubjects, "files": Profile.ShowsFiles, "messages": Profile.ShowsMessages,
		"rules": Profile.ShowsRules, "deadlines": Profile.ShowsDeadlines, "changes": Profile.ShowsChanges, "settings": Profile.ShowsSettings,
		"gone": Profile.ShowsGone, "search": Profile.IsForSearch,
	}
	for name, n := range map[string]int{"exactly-0": 0, "exactly-1": 1, "exactly-4": 4, "exactly-5": 5} {
		questions[name] = func(p Profile) bool { return p.ShowsExactly(n, Exact) }
	}
	questions["exactly-many"] = func(p Profile) bool { return p.ShowsExactly(7, Many) }
	for _, level := range []record.Profile{record.Public, record.Internal, record.Restricted, record.Never, "", "publik"} {
		questions["figure-"+string(level)] = func(p Profile) bool { return p.ShowsFigure(level) }
	}
	lines := strings.Split(strings.TrimSpace(answers), "\n")
	if len(lines)-1 != len(questions) {
		t.Errorf("the table answers %d questions of %d", len(lines)-1, len(questions))
	}
	head := strings.Fields(lines[0])
	for _, line := range lines[1:] {
		row := strings.Fields(line)
		ask := questions[row[0]]
		if ask == nil {
			t.Errorf("nobody asks %s", row[0])
			continue
		}
		for i := 1; i < len(row); i++ {
			p := Profile(strings.Replace(head[i], "all", "", 1))
			if got := ask(p); got != (row[i] == "yes") {
				t.Errorf("%s in profile %q: got %v", row[0], p, got)
			}
		}
	}
}

func TestProfiles(t *testing.T) {
	if diff := cmp.Diff([]string{"public", "internal", "restricted"}, Profiles()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for p, want := range map[record.Profile]bool{"": false, "never": false, "Public": false, "public": true, "internal": true, "restricted": true} {
		if got := IsProfile(p); got != want {
			t.Errorf("%q: got %v", p, got)
		}
	}
}

func TestWider(t *testing.T) {
	levels := []record.Profile{record.Public, record.Internal, record.Restricted, record.Never} // from the widest
	for i, a := range levels {
		for j, b := range levels {
			if got := Wider(a, b); got != (i < j) {
				t.Errorf("%s, %s: got %v", a, b, got)
			}
		}
	}
}
