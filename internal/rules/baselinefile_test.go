package rules

import (
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/google/go-cmp/cmp"
)

// TestEditBaseline takes entries away and puts others in, and leaves every other line as it is.
func TestEditBaseline(t *testing.T) {
	entry := func(id string) BaselineEntry { return BaselineEntry{Rule: "r", Record: id} }
	fresh := func(ids ...string) string {
		var all []BaselineEntry
		for _, id := range ids {
			all = append(all, entry(id))
		}
		return string(newBaseline(all, locale.English))
	}
	const block = "# r B\n- {rule: r, record: B}\n"
	tests := []struct {
		name, old  string
		gone, more string // ids
		tidy       bool
		want       string
	}{
		{"nothing there", "", "", "B A", true, fresh("A", "B")},
		{"nothing to do", fresh("A", "B"), "", "", true, fresh("A", "B")},
		{"one away", fresh("A", "B", "C"), "B", "", false, strings.Replace(fresh("A", "B", "C"), block, "# r B\n", 1)},
		{"all away", fresh("B"), "B", "", false, strings.Replace(fresh("B"), block, "# r B\n", 1)},
		{"the first", fresh("B", "C"), "", "A", true, fresh("A", "B", "C")},
		{"one between", fresh("A", "C"), "", "B", true, fresh("A", "B", "C")},
		{"the last", fresh("A"), "", "B C", true, fresh("A", "B", "C")},
		{"one that was there", strings.Replace(fresh("A", "B", "C"), block, "# r B\n", 1), "", "B", true, fresh("A", "B", "C")},
		{"what is left of one is tidied", strings.Replace(fresh("A", "B", "C"), block, "# r B\n", 1), "", "", true, fresh("A", "C")},
		{"or stays", strings.Replace(fresh("A", "B", "C"), block, "# r B\n", 1), "", "", false, strings.Replace(fresh("A", "B", "C"), block, "# r B\n", 1)},
		{"one away, one more", fresh("A", "B"), "B", "C", true, strings.Replace(fresh("A", "B", "C"), block, "# r B\n", 1)},
		{"twice the same", fresh("A", "B") + block, "B", "", false, strings.Replace(fresh("A", "B"), block, "# r B\n", 1) + "# r B\n"},
		{"line ends of Windows", strings.ReplaceAll(fresh("A", "B"), "\n", "\r\n"), "B", "C", true, strings.ReplaceAll(strings.Replace(fresh("A", "B", "C"), block, "# r B\n", 1), "\n", "\r\n")},
		{"lines of an older program", "# Old\n- {rule: r, record: A}\n- {rule: r, record: B}\n", "A", "", false, "# Old\n- {rule: r, record: B}\n"},
		{"of an older program, and one more", "# Old\n- {rule: r, record: A}\n- {rule: r, record: B}\n", "A", "C", true, fresh("B", "C")},
		{"several lines for each", "- rule: r\n  record: A\n- rule: r\n  record: B\n", "A", "", false, "- rule: r\n  record: B\n"},
		{"all in one line", " [{rule: r, record: A}, {rule: r, record: B}]\n", "A", "", false, fresh("B")},
		{"nothing but a comment", "# None\n", "", "A", true, fresh("A")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := &workspace.Workspace{Files: map[string][]byte{workspace.BaselineFile: []byte(test.old)}}
			b, wrong := readBaseline(w)
			if len(wrong) > 0 {
				t.Fatal(wrong)
			}
			kept := map[BaselineEntry]bool{}
			for o := range b.entries {
				kept[o] = !strings.Contains(test.gone, o.Record) || test.gone == ""
			}
			var more []BaselineEntry
			for id := range strings.FieldsSeq(test.more) {
				more = append(more, entry(id))
			}
			got := (&Set{workspace: w, baseline: b}).edit(kept, more, locale.English, test.tidy)
			if diff := cmp.Diff(test.want, string(got)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
