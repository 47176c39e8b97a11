package exchange

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTable(t *testing.T) {
	long := strings.Repeat("å", columnWidth+1)
	want := strings.Join([]string{
		"Id  Rubrik  Om",
		"1   漢字    " + long, // the last column is neither cut nor padded
		"22",
		"3   " + strings.Repeat("å", 3),
		"",
	}, "\n")
	got := table([]string{"Id", "Rubrik", "Om"}, [][]string{{"1", "漢字", long}, {"22", "", ""}, {"3", "ååå", ""}})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	got = table([]string{"a", "b"}, [][]string{{long, "x"}})
	if want := strings.Repeat("å", columnWidth-1) + "…  x\n"; !strings.HasSuffix(got, want) {
		t.Errorf("got\n%s", got)
	}
}

func TestAlignRight(t *testing.T) {
	head, rows := []string{"a", "b"}, [][]string{{"x", "100"}, {"xyz", "–"}}
	alignRight(head, rows)
	if diff := cmp.Diff([][]string{{"a", "  b"}, {"x", "100"}, {"xyz", "  –"}}, append([][]string{head}, rows...)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
