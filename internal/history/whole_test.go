package history

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/c8b10cf3/lis/internal/locale"
)

// TestReplacedIsRefused holds that a history which is not what its ids prove is no evidence.
func TestReplacedIsRefused(t *testing.T) {
	tests := map[string]func(g gitRepo, ids []Hash){
		"replace": func(g gitRepo, ids []Hash) { g.Run("replace", string(ids[1]), string(ids[0])) },
		"replace, packed": func(g gitRepo, ids []Hash) {
			g.Run("replace", "--graft", string(ids[2]), string(ids[0]))
			g.Run("pack-refs", "--all")
		},
		"grafts": func(g gitRepo, ids []Hash) { g.Write(".git/info/grafts", "# cut\n"+string(ids[1])+"\n") },
	}
	for name, setup := range tests {
		t.Run(name, func(t *testing.T) {
			g, ids := small(t)
			setup(g, ids)
			if _, err := Open(g.Dir); !errors.Is(err, ErrReplaced) {
				t.Errorf("got %v, want ErrReplaced", err)
			}
		})
	}
	t.Run("replaced no more", func(t *testing.T) {
		g, ids := small(t)
		g.Run("replace", string(ids[1]), string(ids[0]))
		g.Run("replace", "-d", string(ids[1]))
		g.Write(".git/info/grafts", "# none\n\n")
		headLog(t, g.open(""))
	})
}

// TestWrittenWhileRead commits, packs and prunes while others read.
func TestWrittenWhileRead(t *testing.T) {
	g, _ := small(t)
	stop := make(chan struct{})
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					readAll(t, g.Dir)
				}
			}
		})
	}
	for range 8 {
		g.Write("new.md", g.Now.String())
		g.commit("one more")
		g.Run("repack", "-q", "-a", "-d")
		g.Run("gc", "-q", "--prune=now")
		g.Run("pack-refs", "--all")
	}
	close(stop)
	group.Wait()
	if log := headLog(t, g.open("")); len(log.Entries) != 11 {
		t.Errorf("got %d entries, want 11", len(log.Entries))
	}
}

// readAll reads every version of every file.
func readAll(t *testing.T, dir string) {
	r, err := Open(dir)
	if err != nil {
		t.Error(err)
		return
	}
	defer func() { _ = r.Close() }()
	tip, err := r.Head()
	if err != nil {
		t.Error(err)
		return
	}
	log, err := r.Log(t.Context(), tip)
	if err != nil {
		t.Error(err)
		return
	}
	for _, e := range log.Entries {
		for _, c := range e.Changes {
			if _, err := r.Blob(c.New); c.New != "" && err != nil {
				t.Error(err)
			}
		}
	}
}

// TestUnsupportedTells names the option that stands in the way.
func TestUnsupportedTells(t *testing.T) {
	g := newGit(t)
	g.Run("init", "-q", "--object-format=sha256", "other")
	_, err := Open(filepath.Join(g.Dir, "other"))
	var unsupported *Unsupported
	if !errors.As(err, &unsupported) || !strings.EqualFold(unsupported.Option, "objectformat") || unsupported.Value != "sha256" {
		t.Errorf("got %v", err)
	}
}

// TestAdvice holds that every reason why a history cannot be read comes with what to do about it, and nothing else does.
func TestAdvice(t *testing.T) {
	for err, want := range map[error]string{
		ErrNoRepository: "git init", ErrUnlinked: "gör en egen klon", ErrNoCommits: "första commit", ErrReplaced: "git replace -d",
		ErrShallow: "git fetch --unshallow", &MissingObject{Hash: "ab12", Partial: true}: "--refetch", &MissingObject{Hash: "ab12"}: "objektet ab12 saknas", &Unsupported{"c", "refStorage", "reftable"}: "refStorage = reftable",
		damaged("HEAD", io.EOF): "HEAD", damaged(".git/config", os.ErrPermission): ".git/config i git-förrådet får inte läsas",
	} {
		problem, fix, ok := Advice(fmt.Errorf("read: %w", err))
		if !ok || fix.IsZero() || !strings.Contains(problem.In(locale.Swedish)+" "+fix.In(locale.Swedish), want) {
			t.Errorf("%v: got %q, %q, %t, want %q among it", err, problem, fix, ok, want)
		}
	}
	for _, err := range []error{os.ErrPermission, &UnknownRevision{Rev: "x"}, nil} {
		if problem, _, ok := Advice(err); ok {
			t.Errorf("%v: got %v", err, problem)
		}
	}
	if !slices.IsSorted(harmless) {
		t.Error("the harmless extensions are not in order")
	}
}
