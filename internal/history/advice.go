package history

import (
	"errors"
	"io/fs"

	"github.com/c8b10cf3/lis/internal/history/pack"
	"github.com/c8b10cf3/lis/internal/locale"
)

// The errors for objects are those of package pack. A reference or a file of the repository that is there and cannot be read is
// Damaged too.
type (
	MissingObject = pack.MissingObject
	Damaged       = pack.Damaged
)

func damaged(part string, err error) error { return &Damaged{Part: part, Err: err} }

// Advice is what an error of this package means for people: what is wrong, and what to do about it. ok is false for other
// errors, an [UnknownRevision] among them, which is nothing wrong with the repository.
func Advice(err error) (problem, fix locale.Message, ok bool) {
	key, remedy, args := advice(err)
	if key == "" {
		return problem, fix, false
	}
	return locale.Say(key, args), locale.Say(remedy), true
}

// advice are the messages about an error, "" where there are none, and what the first is filled with.
func advice(err error) (problem, fix string, args locale.Args) {
	var missing *MissingObject
	var unsupported *Unsupported
	var damaged *Damaged
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
	case errors.As(err, &damaged):
		return "repository.damaged", "repository.damaged-fix", locale.Args{"part": damaged.Part}
	}
	return "", "", nil
}
