//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd || windows)

package disk

import (
	"errors"
	"os"
)

// tryLock cannot lock a file on this system.
func tryLock(*os.File) error { return errors.ErrUnsupported }
