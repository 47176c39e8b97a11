package history

import (
	"errors"

	"github.com/c8b10cf3/lis/internal/locale"
)

// Advice is what to do about an error of this package, as a message for people; ok is false where only the error itself
// can be told.
func Advice(err error) (advice locale.Key, ok bool) {
	var missing *MissingObject
	switch {
	case errors.Is(err, ErrNoRepository):
		return "repository.none", true
	case errors.Is(err, ErrNoCommits):
		return "repository.empty", true
	case errors.Is(err, ErrShallow):
		return "repository.shallow", true
	case errors.Is(err, ErrReplaced):
		return "repository.replaced", true
	case errors.Is(err, ErrUnsupported):
		return "repository.format", true
	case errors.As(err, &missing):
		return "repository.missing", true
	}
	return "", false
}
