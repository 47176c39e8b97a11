package bench

import (
	"fmt"
	"os"
	"testing"

	"github.com/c8b10cf3/lis/internal/cli"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/write"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/publish"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/soak"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/view"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// histories is the folder of the histories that several benchmarks read.
var histories string

// TestMain gives the benchmarks the memory that the program takes, and a folder.
func TestMain(m *testing.M) {
	cli.SpendMemory(os.Getenv)
	var err error
	if histories, err = os.MkdirTemp("", "lis-bench-"); err != nil {
		panic(err)
	}
	status := m.Run()
	_ = os.RemoveAll(histories) // a folder of its own for temporary files
	os.Exit(status)
}

var sizes = soak.Sizes(100, 1000, 10000)

// workTree writes a workspace of n records to disk.
func workTree(b *testing.B, n int) string {
	b.Helper()
	dir := b.TempDir()
	for name, data := range Files(n) {
		if err := disk.At(dir).WriteFile(name, data); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}

// repository writes a history of n records and n commits.
func repository(b *testing.B, n int) *history.Repo {
	b.Helper()
	dir := b.TempDir()
	if err := write.History(dir, Steps(n, n)); err != nil {
		b.Fatal(err)
	}
	repo, err := history.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = repo.Close() })
	return repo
}

func each(b *testing.B, run func(b *testing.B, n int)) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			run(b, n)
		})
	}
}

func load(b *testing.B, dir string) *workspace.Workspace {
	b.Helper()
	w, err := workspace.Load(b.Context(), os.DirFS(dir))
	if err != nil {
		b.Fatal(err)
	}
	return w
}

func BenchmarkLoad(b *testing.B) {
	each(b, func(b *testing.B, n int) {
		dir := workTree(b, n)
		for b.Loop() {
			load(b, dir)
		}
	})
}

// check is what a set of rules finds.
func check(b *testing.B, set *rules.Set) []diag.Result {
	b.Helper()
	results, err := set.Check(b.Context(), rules.Options{AsOf: "2023-08-25"})
	if err != nil {
		b.Fatal(err)
	}
	return results
}

func BenchmarkCheck(b *testing.B) {
	each(b, func(b *testing.B, n int) {
		dir := workTree(b, n)
		for b.Loop() {
			set, err := rules.New(load(b, dir))
			if err != nil {
				b.Fatal(err)
			}
			for _, d := range set.Tell(check(b, set), locale.Swedish) {
				if d.Severity >= diag.Warning {
					b.Fatalf("the corpus is not clean: %s %s", d.Rule, d.FileName())
				}
			}
		}
	})
}

func BenchmarkHistory(b *testing.B) {
	each(b, func(b *testing.B, n int) {
		repo := repository(b, n)
		tip, err := repo.Head()
		if err != nil {
			b.Fatal(err)
		}
		files, err := repo.FS(b.Context(), tip)
		if err != nil {
			b.Fatal(err)
		}
		w, err := workspace.Load(b.Context(), files)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			log, err := repo.Log(b.Context(), tip)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := trail.Read(b.Context(), log, repo, w.Kinds); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkBuild(b *testing.B) {
	each(b, func(b *testing.B, n int) {
		w := load(b, workTree(b, n))
		set, err := rules.New(w)
		if err != nil {
			b.Fatal(err)
		}
		in := view.Input{
			Workspace: w, Rules: set, AsOf: "2023-08-25", Lang: locale.Swedish, Profile: record.Internal, Version: "lis",
			Results: check(b, set),
		}
		dir := b.TempDir()
		for b.Loop() {
			model, err := view.New(in)
			if err != nil {
				b.Fatal(err)
			}
			files, err := publish.Render(b.Context(), model)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := publish.Write(disk.At(dir), files, false); err != nil {
				b.Fatal(err)
			}
		}
	})
}
