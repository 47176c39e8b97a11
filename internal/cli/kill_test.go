package cli

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/history/gittest"
	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/c8b10cf3/lis/internal/soak"
)

// killVar is the environment variable that says before which step of its work on the disk, counted from 1, the program under
// test is killed.
const killVar = "LIS_TEST_KILL_AT"

// killAt kills the process before a step. Of every other file that is about to be put in its place only a half is written then.
func killAt(step string) {
	at, err := strconv.Atoi(step)
	if err != nil {
		return
	}
	n := 0
	disk.Before = func(what, name string) {
		if n++; n != at {
			return
		}
		if info, err := os.Stat(name); what == "rename" && n/3%2 == 0 && err == nil {
			_ = os.Truncate(name, info.Size()/2)
		}
		if own, err := os.FindProcess(os.Getpid()); err == nil {
			_ = own.Kill()
		}
		select {} // until it is dead
	}
}

// killed is what the tests of killed builds work on: a workspace, and one folder for its site and one for the cache all along.
type killed struct {
	t                      *testing.T
	workspace, site, cache string
	states                 [][]string // flags of the states that are built in turn
	want                   []map[string]string
}

func newKilled(t *testing.T, workspace string, states ...[]string) *killed {
	dir := t.TempDir()
	k := &killed{t: t, workspace: workspace, site: filepath.Join(dir, "site"), cache: filepath.Join(dir, "cache"), states: states}
	for i := range states {
		fresh := filepath.Join(dir, fmt.Sprint("fresh", i))
		k.run(k.args(i, fresh, "--no-cache")...)
		k.want = append(k.want, tree(t, fresh))
	}
	return k
}

// args are those of a build of a state.
func (k *killed) args(state int, site string, more ...string) []string {
	return slices.Concat([]string{"-C", k.workspace, "build", "-o", site}, k.states[state], more)
}

// run runs the program undisturbed, within the process of the tests.
func (k *killed) run(args ...string) {
	k.t.Helper()
	var out bytes.Buffer
	env := clocked(System(args))
	env.CacheDir, env.Stdout, env.Stderr, env.Common = k.cache, &out, &out, &common
	if status := Run(context.Background(), env); status != statusDone {
		k.t.Fatalf("lis %s: status %d\n%s", strings.Join(args, " "), status, out.String())
	}
}

// kill starts a build of a state that is killed before a step. It reports whether it came so far.
func (k *killed) kill(state, step int) bool {
	k.t.Helper()
	cmd := exec.Command(toolName, k.args(state, k.site)...) // TestMain has put it in the path
	cmd.Env = append(os.Environ(), cacheVar+"="+k.cache, killVar+"="+strconv.Itoa(step))
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState.Exited() {
		k.t.Fatalf("lis fails after one that was killed: %v\n%s", err, out)
	}
	return err != nil
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

// steps are those of a build of the second state where the site is that of the first and nothing is cached.
func (k *killed) steps() []string {
	k.t.Helper()
	k.check(0)
	k.forget()
	var steps []string
	defer func(was func(what, name string)) { disk.Before = was }(disk.Before)
	disk.Before = func(what, name string) { steps = append(steps, what+" "+name) }
	k.run(k.args(1, k.site)...)
	return steps
}

// forget empties the cache.
func (k *killed) forget() {
	if err := os.RemoveAll(k.cache); err != nil {
		k.t.Fatal(err)
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

// oneOfEach are the numbers of steps of every sort, those in the middle of their like. What is created, written and renamed is
// a file of the cache, the plan of what the site will hold, a page, or the manifest.
func oneOfEach(steps []string) []int {
	like, file := map[string][]int{}, ""
	for i, step := range steps {
		what, name, _ := strings.Cut(filepath.ToSlash(step), " ")
		if what == "create" || what == "remove" {
			file = path.Ext(name)
			if file == ".json" {
				file = path.Base(name)
			}
		}
		like[what+file] = append(like[what+file], i+1)
	}
	var at []int
	for _, numbers := range like {
		at = append(at, numbers[len(numbers)/2])
	}
	slices.Sort(at)
	return at
}

// TestKilledBuilds kills builds of two states before each sort of step of their work on the disk, and then another one of the
// other state, halfway through what it has left to do. Whatever is left behind, the next build is the one that it would have
// been.
func TestKilledBuilds(t *testing.T) {
	if testing.Short() {
		t.Skip("starts thirty processes")
	}
	git := gittest.New(t)
	for name, text := range sample.With(map[string]string{"objects/index.md": ""}) {
		git.Write(name, text)
	}
	git.Commit("Början")
	git.Write("systems/11.md", strings.ReplaceAll(sample.Files["systems/1.md"], "SYS-1", "SYS-11"))
	git.Run("rm", "-q", "terms/1.md")
	git.Commit("Ändrat")
	k := newKilled(t, git.Dir, []string{"--rev", "HEAD~1", "--profile", "public"}, []string{"--rev", "HEAD", "--profile", "public"})
	steps := k.steps()
	at := oneOfEach(steps)
	if soak.On() {
		for i := range steps {
			at = append(at, i+1)
		}
	}
	if sorts := at; !soak.On() {
		at = nil
		for i := 0; i < len(sorts); i += 2 { // every other sort
			at = append(at, sorts[i])
		}
	}
	t.Logf("killed before %v of\n%s", at, strings.Join(steps, "\n"))
	if len(oneOfEach(steps)) < 13 {
		t.Errorf("only %d sorts of steps", len(at))
	}
	killBefore(k, at)
}

// TestKilledBuildsOfTheExample does the same to builds of the example, with every profile in the end.
func TestKilledBuildsOfTheExample(t *testing.T) {
	soak.Only(t, "TestKilledBuilds, on a small workspace")
	demo := demoDir(t)
	k := newKilled(t, demo, []string{"--rev", "review/2022"}, []string{"--rev", "review/2022~10", "--lang", "en", "--profile", "public"})
	steps := k.steps()
	var at []int
	for i := range 100 {
		at = append(at, 1+i*len(steps)/100)
	}
	killBefore(k, at)
}

// killBefore kills builds before each of the steps, and looks at what the next one makes of it.
func killBefore(k *killed, at []int) {
	k.check(0)
	first, again := 0, 0
	for i, step := range at {
		if i%3 == 0 {
			k.forget()
		}
		state := (i + 1) % 2
		if k.kill(state, step) {
			first++
		}
		if k.kill(1-state, 1+step/2) {
			again++
		}
		k.check(state)
	}
	if first < len(at)*3/4 || again < len(at)/2 {
		k.t.Errorf("of %d builds %d were killed, and %d of those after them: too few to show anything", len(at), first, again)
	}
}
