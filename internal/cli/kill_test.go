package cli

import (
	"bytes"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// killed is what TestKilledBuilds works on: the example, and one folder for its site and one for the cache all along.
type killed struct {
	t                 *testing.T
	demo, site, cache string
	states            [][]string // flags of the states that are built in turn
	want              []map[string]string
}

func newKilled(t *testing.T) *killed {
	dir := t.TempDir()
	k := &killed{
		t: t, demo: filepath.Join(dir, "demo"), site: filepath.Join(dir, "site"), cache: filepath.Join(dir, "cache"),
		states: [][]string{{"--rev", "review/2022", "--profile", "public"}, {"--rev", "review/2022~10", "--profile", "public", "--lang", "en"}},
	}
	k.run("demo", k.demo)
	for i := range k.states {
		fresh := filepath.Join(dir, "fresh", string(rune('a'+i)))
		k.run(k.args(i, fresh, "--no-cache")...)
		k.want = append(k.want, tree(t, fresh))
	}
	return k
}

// args are those of a build of a state.
func (k *killed) args(state int, site string, more ...string) []string {
	return slices.Concat([]string{"-C", k.demo, "build", "-o", site}, k.states[state], more)
}

func (k *killed) command(args ...string) *exec.Cmd {
	cmd := exec.Command("lis", args...) // TestMain has put it in the path
	cmd.Env = append(os.Environ(), cacheVar+"="+k.cache)
	return cmd
}

// run runs the program undisturbed.
func (k *killed) run(args ...string) {
	k.t.Helper()
	if out, err := k.command(args...).CombinedOutput(); err != nil {
		k.t.Fatalf("lis %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// kill runs the program and kills it a while after it is ready. It reports whether it was still at work.
func (k *killed) kill(state int, ready func() bool, while time.Duration) bool {
	k.t.Helper()
	cmd := k.command(k.args(state, k.site)...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	moment := time.After(time.Hour)
	for {
		if ready() {
			moment, ready = time.After(while), func() bool { return false }
		}
		select {
		case <-time.After(time.Millisecond):
		case <-moment:
			_ = cmd.Process.Kill() // may be done
			return <-done != nil
		case err := <-done:
			if err != nil {
				k.t.Fatalf("lis fails after one that was killed: %v\n%s", err, out.String())
			}
			return false
		}
	}
}

// check builds a state and compares it with that of an undisturbed run.
func (k *killed) check(state int) {
	k.t.Helper()
	k.run(k.args(state, k.site)...)
	got := tree(k.t, k.site)
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := k.want[state][name]; !ok {
			k.t.Errorf("%s should not be there", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(k.want[state])) {
		if got[name] != k.want[state][name] {
			k.t.Errorf("%s differs from that of an undisturbed build", name)
		}
	}
	if k.t.Failed() {
		k.t.FailNow()
	}
}

// tree is the files below a folder by name.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		files[strings.TrimPrefix(filepath.ToSlash(name), filepath.ToSlash(dir)+"/")] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestKilledBuilds kills a hundred builds of two states in turn, two of three at any moment and the third while it writes the
// site. Whatever is left behind, the next build is the one that it would have been.
func TestKilledBuilds(t *testing.T) {
	if testing.Short() {
		t.Skip("starts more than a hundred processes")
	}
	k := newKilled(t)
	k.check(0)
	start := time.Now()
	k.check(1)
	takes := time.Since(start)
	random := rand.New(rand.NewPCG(4, 4))
	stopped, writing := 0, 0
	for i := 0; stopped < 100 && i < 300; i++ {
		if i%4 == 0 {
			if err := os.RemoveAll(k.cache); err != nil {
				t.Fatal(err)
			}
		}
		ready, most := func() bool { return true }, takes*3/4
		if i%3 == 0 {
			before := touched(k.site)
			ready, most = func() bool { return !touched(k.site).Equal(before) }, takes/10
		}
		start := time.Now()
		if k.kill((i/2+i)%2, ready, time.Duration(random.Int64N(int64(most)))) {
			stopped++
		} else {
			takes = min(takes, time.Since(start)) // the machine was busier when it was measured
		}
		if left, _ := filepath.Glob(filepath.Join(k.site, ".lis-*")); len(left) > 0 {
			writing++
		}
		if i%20 == 19 {
			k.check(i / 20 % 2)
		}
	}
	k.check(0)
	k.check(1)
	t.Logf("%d were killed at work, %d while they wrote the site; a build takes %v", stopped, writing, takes)
	if stopped < 50 || writing == 0 {
		t.Errorf("killed %d at work and %d while they wrote the site: too few to show anything", stopped, writing)
	}
}

// touched is when something was last made or removed in a folder or in one right below it.
func touched(dir string) (last time.Time) {
	entries, _ := filepath.Glob(filepath.Join(dir, "*"))
	for _, name := range append(entries, dir) {
		if info, err := os.Stat(name); err == nil && info.ModTime().After(last) {
			last = info.ModTime()
		}
	}
	return last
}
