//go:build !linux && !darwin

package write

import "github.com/go-git/go-git/v5/plumbing/format/index"

// fillStat leaves the entry unchanged: git will find that the content is the same the first time it looks.
func fillStat(*index.Entry, any) {}
