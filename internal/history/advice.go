package history

import (
	"errors"
	"io/fs"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/history/pack"
	"github.com/c8b10cf3/lis/internal/locale"
)

// The errors for objects are those of package pack. Damaged is also returned for a reference or file of the repository that
// exists but cannot be read.
type (
	MissingObject = pack.MissingObject
	Damaged       = pack.Damaged
	TooMuch       = pack.TooMuch
)

func damaged(part string, err error) error { return &Damaged{Part: part, Err: err} }

// tooMuch are the messages about what is more than is read, by what it is.
var tooMuch = map[string]string{
	"bytes": "repository.much-bytes", "bytes in a path": "repository.much-path", "files": "repository.much-files", "changes": "repository.much-changes",
	"tags": "repository.much-tags",
}

// inCommit says which commit is too much to compare.
func inCommit(c Commit, err error) error {
	var much *TooMuch
	if errors.As(err, &much) {
		return damaged(string(c.Hash), err)
	}
	return err
}

// errLoop says that an object leads to itself, as it can only under a false name.
var errLoop = errors.New("it leads to itself")

// Advice describes an error of this package to the user: what is wrong, and how to fix it. ok is false for other errors,
// including an [UnknownRevision], which does not mean that anything is wrong with the repository.
func Advice(err error) (problem, fix locale.Message, ok bool) {
	key, remedy, args := advice(err)
	if key == "" {
		return problem, fix, false
	}
	return locale.Say(key, args), locale.Say(remedy), true
}

// advice returns the message keys for an error, "" if there are none, and the arguments of the first message.
func advice(err error) (problem, fix string, args locale.Args) {
	var missing *MissingObject
	var unsupported *Unsupported
	var damaged *Damaged
	var much *TooMuch
	var refused *disk.Refused
	switch {
	case errors.Is(err, ErrNoRepository):
		return "repository.none", "repository.none-fix", nil
	case errors.Is(err, ErrUnlinked):
		return "repository.unlinked", "repository.unlinked-fix", nil
	case errors.Is(err, ErrNoCommits):
		return "repository.empty", "repository.empty-fix", nil
	case errors.Is(err, ErrShallow):
		return "repository.shallow", "repository.shallow-fix", nil
	case errors.Is(err, ErrReplaced):
		return "repository.replaced", "repository.replaced-fix", nil
	case errors.As(err, &unsupported):
		return "repository.format", "repository.format-fix", locale.Args{"option": unsupported.Option, "value": unsupported.Value}
	case errors.As(err, &missing) && missing.Partial:
		return "repository.partial", "repository.partial-fix", locale.Args{"object": missing.Hash}
	case errors.As(err, &missing):
		return "repository.missing", "repository.damaged-fix", locale.Args{"object": missing.Hash}
	case errors.As(err, &damaged) && errors.Is(err, fs.ErrPermission):
		return "repository.permission", "repository.permission-fix", locale.Args{"part": damaged.Part}
	case errors.As(err, &damaged) && errors.As(err, &much):
		return "repository.too-much", "repository.too-much-fix", locale.Args{"part": damaged.Part, "much": locale.Say(tooMuch[much.What], locale.Args{"n": int(much.Most)})}
	case errors.As(err, &damaged) && errors.As(err, &refused):
		return "repository.refused", "repository.damaged-fix", locale.Args{"part": damaged.Part}
	case errors.As(err, &damaged):
		return "repository.damaged", "repository.damaged-fix", locale.Args{"part": damaged.Part}
	}
	return "", "", nil
}
