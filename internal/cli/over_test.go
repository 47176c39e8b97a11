package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"os/exec"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// runIn runs a command in a folder and reads what it prints.
func runIn(t *testing.T, dir, kept string, into any, args ...string) {
	t.Helper()
	var out, problems bytes.Buffer
	status := Run(t.Context(), Env{
		Args: args, Stdin: bytes.NewReader(nil), Stdout: &out, Stderr: &problems, Dir: dir, CacheDir: kept, Common: &common, Build: "test",
		Now: func() time.Time { return time.Date(2023, 12, 15, 12, 0, 0, 0, time.UTC) }, Getenv: func(string) string { return "" },
		IsTerminal: func(io.Writer) bool { return false },
	})
	if status != statusDone {
		t.Fatalf("lis %v: %d %s", args, status, problems.String())
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(out.Bytes(), into); err != nil {
		t.Fatal(err)
	}
}

// overOutput is what is read of the figures over points.
type overOutput struct {
	Points  []struct{ Name string }
	Figures []struct {
		Name   string
		Values []*int
	}
}

// at are the numbers at a point.
func (o overOutput) at(t *testing.T, name string) map[string]int {
	t.Helper()
	for i, p := range o.Points {
		if p.Name != name {
			continue
		}
		out := map[string]int{}
		for _, f := range o.Figures {
			if f.Values[i] != nil {
				out[f.Name] = *f.Values[i]
			}
		}
		return out
	}
	t.Fatalf("no point %s", name)
	return nil
}

// TestOverAgrees compares the figures over reviews and months with those of the same states by themselves, computed and
// from the cache.
func TestOverAgrees(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git program")
	}
	dir := demoDir(t)
	kept := t.TempDir()
	for range 2 {
		var reviews, months overOutput
		runIn(t, dir, kept, &reviews, "figures", "--over", "reviews", "--format", "json")
		runIn(t, dir, kept, &months, "figures", "--over", "months", "--format", "json")
		for _, c := range []struct {
			got  map[string]int
			args []string
		}{
			{reviews.at(t, "LG-2022"), []string{"--rev", "review/2022"}},
			{reviews.at(t, "LG-2023"), []string{"--rev", "review/2023"}},
			{reviews.at(t, "now"), nil},
			{months.at(t, "2022-02"), []string{"--rev", "2022-02-28", "--as-of", "2022-02-28"}},
			{months.at(t, "2023-07"), []string{"--rev", "2023-07-31", "--as-of", "2023-07-31"}},
			{months.at(t, "2023-12"), nil},
		} {
			var want struct{ Figures map[string]int }
			runIn(t, dir, kept, &want, append([]string{"figures", "--format", "json"}, c.args...)...)
			if diff := cmp.Diff(want.Figures, c.got); diff != "" {
				t.Errorf("%v (-want +got)\n%s", c.args, diff)
			}
		}
		if n := len(months.Points); n != 23 || months.Points[0].Name != "2022-02" {
			t.Errorf("%d months from %s", n, months.Points[0].Name)
		}
	}
}
