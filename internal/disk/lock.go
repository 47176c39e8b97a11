package disk

import (
	"context"
	"errors"
	"time"
)

// How often it is tried to lock a file, and how long to wait between: together as long as a whole workspace takes to be read.
const (
	lockTries = 500
	lockPause = 20 * time.Millisecond
)

// errTaken means that another process has the lock.
var errTaken = errors.New("locked by another process")

// Lock waits until no other process of the program has locked a file, and locks it until unlock is called or the process ends. It
// changes nothing on disk, and keeps nobody from reading or writing. On a file system that knows no locks it does nothing. The error
// is a *[Refused] with [Busy] if another process does not end, or that of the context.
func (f *Folder) Lock(ctx context.Context, name string) (unlock func(), err error) {
	file, _, err := f.open(name)
	if err != nil {
		return nil, err
	}
	for range lockTries {
		err = tryLock(file)
		if !errors.Is(err, errTaken) {
			return func() { _ = file.Close() }, nil // which unlocks it
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), file.Close())
		case <-time.After(lockPause):
		}
	}
	return nil, errors.Join(f.refuse(name, Busy), file.Close())
}
