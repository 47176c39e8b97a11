//go:build unix

package bench

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/rules"
	"go.yaml.in/yaml/v4"
)

// cpu is the processor time that the process has used.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// decodeAll reads every Markdown file and decodes its front matter into a map: the least that a check has to do.
func decodeAll(b *testing.B, dir string) {
	b.Helper()
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".md" {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		front, _, _ := bytes.Cut(bytes.TrimPrefix(data, []byte("---\n")), []byte("\n---\n"))
		var values map[string]any
		return yaml.Unmarshal(front, &values)
	})
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkCheckAgainstDecoding measures a whole check beside decodeAll, in turn, and reports the ratio of their processor
// times. The budget for 10 000 records is 2.5.
func BenchmarkCheckAgainstDecoding(b *testing.B) {
	each(b, func(b *testing.B, n int) {
		dir := workTree(b, n)
		var ours, yardstick time.Duration
		for b.Loop() {
			start := cpu(b)
			decodeAll(b, dir)
			between := cpu(b)
			set, err := rules.New(load(b, dir))
			if err != nil {
				b.Fatal(err)
			}
			set.Tell(check(b, set), locale.Swedish)
			yardstick += between - start
			ours += cpu(b) - between
		}
		b.ReportMetric(float64(ours)/float64(yardstick), "check/decode")
	})
}
