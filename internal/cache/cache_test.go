package cache

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/disk"
)

func saved(t *testing.T, folder, name, text string) *Dir {
	t.Helper()
	d := Open(folder, "v1")
	if err := d.Save(name, []byte(text)); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestSavedIsLoaded(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "not", "there")
	d := saved(t, folder, "a", "one")
	for name, want := range map[string]string{"a": "one", "b": ""} {
		if got := string(d.Load(name)); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if err := d.Save("a", nil); err != nil || len(d.Load("a")) > 0 {
		t.Errorf("emptied: got %q, %v", d.Load("a"), err)
	}
	if got := Open(folder, "v2").Load("a"); got != nil {
		t.Errorf("another version sees %q", got)
	}
}

// TestOddFilesAreNotSeen changes, cuts and swaps a kept file in every way: it is as if it were not there.
func TestOddFilesAreNotSeen(t *testing.T) {
	folder := t.TempDir()
	d := saved(t, folder, "a", "some content that matters")
	path := filepath.Join(folder, "a"+suffix)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	odd := [][]byte{nil, []byte("\x00"), append(bytes.Clone(whole), 'x')}
	for i := range whole {
		flipped := bytes.Clone(whole)
		flipped[i] ^= 1
		odd = append(odd, whole[:i], flipped)
	}
	for _, data := range odd {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := d.Load("a"); got != nil {
			t.Fatalf("%q: got %q", data, got)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "b"+suffix), whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := d.Load("b"); got != nil {
		t.Errorf("a file under another name is taken for %q", got)
	}
}

func TestNilKeepsNothing(t *testing.T) {
	d := Open("", "v1")
	if err := d.Save("a", []byte("x")); d != nil || err != nil || d.Load("a") != nil {
		t.Errorf("got %v, %v, %q", d, err, d.Load("a"))
	}
}

func TestSaveWhereNothingCanBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Open(file, "v1").Save("a", nil); err == nil {
		t.Error("got no error")
	}
}

// TestSeveralAtOnce saves and loads under one name: what is loaded is always one that was saved whole.
func TestSeveralAtOnce(t *testing.T) {
	folder := t.TempDir()
	saved(t, folder, "a", strings.Repeat("x", 1000))
	var group sync.WaitGroup
	for i := range 4 {
		group.Go(func() {
			d := Open(folder, "v1")
			for n := range 50 {
				if err := d.Save("a", bytes.Repeat([]byte{byte('a' + i)}, 1000+n)); err != nil {
					t.Error(err)
				}
				got := d.Load("a")
				if len(got) < 1000 || len(bytes.Trim(got, string(got[:1]))) > 0 {
					t.Errorf("got %d mixed bytes", len(got))
				}
			}
		})
	}
	group.Wait()
	if left, _ := filepath.Glob(filepath.Join(folder, disk.Temporary+"*")); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

func TestSweep(t *testing.T) {
	folder := t.TempDir()
	for name, age := range map[string]time.Duration{disk.Temporary + "dead": 2 * abandoned, disk.Temporary + "alive": 0, "kept" + suffix: 2 * abandoned, "old" + suffix: 2 * maxAge, "foreign": 2 * maxAge} {
		path := filepath.Join(folder, name)
		then := time.Now().Add(-age)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, then, then); err != nil {
			t.Fatal(err)
		}
	}
	saved(t, folder, "a", "x")
	var got []string
	entries, err := os.ReadDir(folder)
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if want := "[.lis-alive a.cache foreign kept.cache]"; fmt.Sprint(got) != want || err != nil {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestEncoding(t *testing.T) {
	var w Writer
	numbers := []int64{0, 1, -1, 127, 128, -129, 1 << 40, -1 << 62}
	for _, n := range numbers {
		w.Int(n)
	}
	w.Text("åäö")
	w.Bool(true)
	w.Bool(false)
	w.Uint(1<<64 - 1)
	w.Hash("00ff10")
	for _, s := range []string{"a", "b", "a", "", "b", ""} {
		w.Shared(s)
	}
	r := NewReader(w.Bytes())
	for _, want := range numbers {
		if got := r.Int(); got != want {
			t.Errorf("got %d, want %d", got, want)
		}
	}
	text, yes, no, most := r.Text(), r.Bool(), r.Bool(), r.Uint()
	if hash := r.Hash(); hash != "00ff10" {
		t.Errorf("got hash %q", hash)
	}
	for _, want := range []string{"a", "b", "a", "", "b", ""} {
		if got := r.Shared(); got != want {
			t.Errorf("got shared text %q, want %q", got, want)
		}
	}
	if text != "åäö" || !yes || no || most != 1<<64-1 || r.Err() != nil {
		t.Errorf("got %q, %t, %t, %d, %v", text, yes, no, most, r.Err())
	}
	for i := range w.Bytes() {
		r := NewReader(w.Bytes()[:i])
		for range numbers {
			r.Int()
		}
		_, _, _, _, _ = r.Text(), r.Bool(), r.Bool(), r.Uint(), r.Hash()
		for range 6 {
			r.Shared()
		}
		if r.Err() == nil {
			t.Errorf("cut at %d: no error", i)
		}
	}
	if NewReader([]byte("xy")).Err() == nil {
		t.Error("what is left over is no error")
	}
}

func TestList(t *testing.T) {
	var w Writer
	for _, list := range [][]string{{"a", "b", "a"}, nil, {"c"}} {
		w.Len(len(list))
		for _, s := range list {
			w.Shared(s)
		}
	}
	r := NewReader(w.Bytes())
	first, none, last := List(r, r.Shared), List(r, r.Shared), List(r, r.Shared)
	if fmt.Sprint(first, last) != "[a b a] [c]" || none != nil || r.Err() != nil {
		t.Errorf("got %v, %#v, %v, %v", first, none, last, r.Err())
	}
}

func TestWorthSaving(t *testing.T) {
	for _, test := range []struct {
		fresh, all int
		want       bool
	}{{0, 0, false}, {0, 10, false}, {1, 49, true}, {1, 50, false}, {21, 1000, true}, {20, 1000, false}} {
		if got := WorthSaving(test.fresh, test.all); got != test.want {
			t.Errorf("%d of %d: got %t", test.fresh, test.all, got)
		}
	}
}

// What a process that TestKilledWhileSaving starts reads in its environment: the folder to save in, and the step of the save
// at which it is killed.
const (
	savingIn = "CACHE_TEST_SAVING_IN"
	killedAt = "CACHE_TEST_KILLED_AT"
)

// halfWritten is the step at which a file is written to its middle.
const halfWritten = "half-written"

// saveAndDie saves and is killed meanwhile.
func saveAndDie(folder, at string) {
	disk.Before = func(what, name string) {
		if at == halfWritten && what == "rename" {
			_ = os.Truncate(name, 1<<20)
		} else if what != at {
			return
		}
		if own, err := os.FindProcess(os.Getpid()); err == nil {
			_ = own.Kill()
		}
		select {}
	}
	_ = Open(folder, "v1").Save("a", bytes.Repeat([]byte("b"), 3<<20))
}

// TestKilledWhileSaving kills a process at each step of a save: what was saved before is loaded whole, nothing is left behind
// but files that are swept in time, and the next one saves as if nothing had been.
func TestKilledWhileSaving(t *testing.T) {
	if folder := os.Getenv(savingIn); folder != "" {
		saveAndDie(folder, os.Getenv(killedAt))
		t.Fatal("was not killed")
	}
	old := strings.Repeat("a", 3<<20)
	for at, left := range map[string]int{"create": 0, "write": 1, halfWritten: 1, "rename": 1} {
		folder := t.TempDir()
		d := saved(t, folder, "a", old)
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilledWhileSaving$")
		cmd.Env = append(os.Environ(), savingIn+"="+folder, killedAt+"="+at)
		if out, err := cmd.CombinedOutput(); err == nil || cmd.ProcessState.Exited() {
			t.Fatalf("%s: was not killed: %v\n%s", at, err, out)
		}
		if got := d.Load("a"); string(got) != old {
			t.Errorf("%s: loaded %d bytes, not as they were saved", at, len(got))
		}
		if files, _ := filepath.Glob(filepath.Join(folder, disk.Temporary+"*")); len(files) != left {
			t.Errorf("%s: %q are left behind, want %d", at, files, left)
		}
		if got := saved(t, folder, "a", "c").Load("a"); string(got) != "c" {
			t.Errorf("%s: then %q is saved, want c", at, got)
		}
	}
}
