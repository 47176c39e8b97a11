package cli

import (
	"bytes"
	"context"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/soak"
)

// anyAnswers are what people answer, rightly and wrongly.
var anyAnswers = []string{
	"", "1", "2", "3", "17", "-1", "ja", "nej", "+Jurist", "+", "+ Chef", "Chef", "ROLL-CHEF", "roll-chef,ORG-1", "Nämnden", ",", ", ,", "a, b",
	"2026-03-01", "3 maj 2026", "2026-13-01", "2026-05-02 14:30", "0", "4", "999", "1.5", "text: # \"och\" [tecken]", "TEMA-A", "tema-a, Chef", "kommun", "I drift",
	strings.Repeat("långt ", 40), "\x1b[31m", "\xff\xfe", "---", "[x]", "https://exempel.se/a?b=c#d", "'", "SYS-001", "../../x", "K/1", "done", "planned",
}

// answered runs a command that may ask, with answers.
func answered(dir string, answers []string, args ...string) (status int, said string) {
	var out, errs bytes.Buffer
	today, _ := locale.ParseDate("2026-11-22")
	status = Run(context.Background(), Env{
		Args: args, Stdin: strings.NewReader(strings.Join(answers, "\n")), Stdout: &out, Stderr: &errs, Dir: dir,
		Now: func() time.Time { return today }, Getenv: func(string) string { return "" }, Common: &common, IsTerminal: func(io.Writer) bool { return false },
	})
	return status, out.String() + errs.String()
}

// TestInterviewAnyAnswers answers at random for every kind: the interview ends, no file is written over, and what is written can be read
// and refers to what there is.
func TestInterviewAnyAnswers(t *testing.T) {
	kinds, err := builtinKinds()
	if err != nil {
		t.Fatal(err)
	}
	written := 0
	for i, kind := range kinds.Names() {
		t.Run(kind, func(t *testing.T) {
			for n := range soak.Times(1, 40) {
				random := rand.New(rand.NewPCG(uint64(i), uint64(n)))
				dir := workspaceOf(t, goodFiles)
				before := tree(t, dir)
				answers := []string{"Titel"}
				for range random.IntN(60) {
					answers = append(answers, anyAnswers[random.IntN(len(anyAnswers))])
				}
				status, said := answered(dir, answers, "new", kind, "--ask")
				after := tree(t, dir)
				for name, text := range before {
					if after[name] != text {
						t.Errorf("%s has changed: %q\n%s", name, answers, said)
					}
				}
				if made := len(after) - len(before); status != statusDone && status != statusUsage || (status == statusDone) != (made > 0) {
					t.Errorf("status %d, %d files: %q\n%s", status, made, answers, said)
				}
				written += len(after) - len(before)
				checkMade(t, dir, slices.DeleteFunc(slices.Collect(maps.Keys(after)), func(name string) bool { return before[name] != "" }))
			}
		})
	}
	if written < len(kinds.List)*3/4 {
		t.Errorf("only %d records were written", written)
	}
}

// checkMade wants none of the new files to hold what must not be written.
func checkMade(t *testing.T, dir string, names []string) {
	t.Helper()
	for _, d := range check(t, dir).Diagnostics {
		if slices.Contains(names, d.File) && slices.Contains([]string{
			"syntax", "front-matter-malformed", "field-unknown", "value-unknown", "value-type", "ref-unknown", "ref-wrong-kind", "id-malformed", "id-duplicate",
		}, d.Rule) {
			t.Errorf("%s:%d: %s in %s", d.File, d.Line, d.Rule, d.Field)
		}
	}
}
