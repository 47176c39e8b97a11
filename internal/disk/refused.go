package disk

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/c8b10cf3/lis/internal/locale"
)

// Reason is why something on disk is neither read nor written; it is also the key of the message.
type Reason string

// The reasons.
const (
	Link     Reason = "disk.link"      // a symbolic link, or another way to somewhere else
	Special  Reason = "disk.special"   // a pipe, a socket or a device
	Large    Reason = "disk.large"     // a file above its limit
	IsFolder Reason = "disk.folder"    // a folder where a file should be
	NoFolder Reason = "disk.no-folder" // a file where a folder should be
	Busy     Reason = "disk.busy"      // another process writes there, and does not end
)

// Refused is the error for something on disk that is not what it has to be. It is the user who can put it right; see
// [Refused.Message].
type Refused struct {
	Path  string // on disk, of the step that is wrong
	Why   Reason
	Limit int64 // in bytes, for Large
}

func (e *Refused) Error() string { return fmt.Sprintf("%s is refused: %s", e.Path, e.Why) }

// Message says what is wrong, and what to do.
func (e *Refused) Message() locale.Message {
	return locale.Say(string(e.Why), locale.Args{"file": e.Path, "limit": fmt.Sprintf("%d MB", e.Limit>>20)})
}

// reasonOf returns the reason of a refusal; "" for other errors.
func reasonOf(err error) Reason {
	var refused *Refused
	if errors.As(err, &refused) {
		return refused.Why
	}
	return ""
}

// wrongFile returns why something with that mode is not a file to read or write; "" if it is one.
func wrongFile(mode fs.FileMode) Reason {
	switch {
	case mode.IsRegular():
		return ""
	case mode.IsDir():
		return IsFolder
	case mode&fs.ModeSymlink != 0, mode&fs.ModeIrregular != 0: // the latter also is how Windows shows a junction
		return Link
	}
	return Special
}

// wrongFolder returns why something with that mode is not a folder to go into; "" if it is one.
func wrongFolder(mode fs.FileMode) Reason {
	switch why := wrongFile(mode); why {
	case IsFolder:
		return ""
	case "":
		return NoFolder
	default:
		return why
	}
}
