package write

import (
	"syscall"
	"time"

	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// fillStat copies what the system knows about a file into its index entry.
func fillStat(e *index.Entry, sys any) {
	if s, ok := sys.(*syscall.Stat_t); ok {
		e.CreatedAt = time.Unix(s.Ctimespec.Unix())
		e.Dev, e.Inode, e.UID, e.GID = uint32(s.Dev), uint32(s.Ino), s.Uid, s.Gid
	}
}
