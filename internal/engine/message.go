package engine

import (
	"errors"
	"fmt"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
)

// Reason is the category of a refusal.
type Reason int

// The reasons.
const (
	Mistaken  Reason = iota // the request is impossible: an unknown name, or options that do not go together
	Failed                  // the work could not be done
	NoHistory               // the required history is missing or incomplete
)

// Refusal is why something was not done.
type Refusal struct {
	locale.Message
	Reason Reason
	// Unknown is set if the refusal is about an unknown name. Near are then the nearest known ones; in no words if none is near.
	Near    locale.Localized
	Unknown bool
	// Causes returns the diagnostics that stand in the way; nil if there is nothing to list.
	Causes func(locale.Lang) []diag.Diagnostic
}

// Error returns the message in English, for callers that do not put it into words.
func (r *Refusal) Error() string { return r.In(locale.English) }

func refuse(why Reason, key string, args locale.Args) *Refusal {
	return &Refusal{Message: locale.Say(key, args), Reason: why}
}

// unknown refuses a name that does not exist.
func unknown(key, name string, near []string) *Refusal {
	return &Refusal{Message: locale.Say(key, locale.Args{"name": locale.Shorten(name)}), Reason: Mistaken, Near: locale.AnyOf(near), Unknown: true}
}

// Repository describes what is wrong with a repository.
type Repository struct {
	Problem, Fix locale.Message
	// Incomplete is set if the history is missing, incomplete or altered by replacements; otherwise it cannot be read.
	Incomplete bool
}

// RepositoryOf describes an error about the repository; ok is false if the error is about something else.
func RepositoryOf(err error) (r Repository, ok bool) {
	problem, fix, ok := history.Advice(err)
	if !ok {
		return r, false
	}
	var damaged *history.Damaged
	var missing *history.MissingObject
	unreadable := errors.Is(err, history.ErrUnsupported) || errors.As(err, &damaged) || errors.As(err, &missing) && !missing.Partial
	return Repository{Problem: problem, Fix: fix, Incomplete: !unreadable}, true
}

// In returns the problem, with its fix on the line below.
func (r Repository) In(lang locale.Lang) string {
	return r.Problem.In(lang) + "\n     " + lang.T("doctor.fix", locale.Args{"fix": r.Fix})
}

// repositoryWords is an error about the repository as the value of a message.
type repositoryWords struct{ err error }

// In returns the error in words.
func (w repositoryWords) In(lang locale.Lang) string {
	if r, ok := RepositoryOf(w.err); ok {
		return r.In(lang)
	}
	return w.err.Error()
}

// revisionError refuses a revision that does not name a commit.
func revisionError(rev string, err error) error {
	var unknownRev *history.UnknownRevision
	switch {
	case !errors.As(err, &unknownRev):
		return fmt.Errorf("find %s: %w", rev, err)
	case unknownRev.Ambiguous:
		return refuse(Mistaken, "error.rev-ambiguous", locale.Args{"rev": unknownRev.Rev, "names": locale.AnyOf(unknownRev.Near)})
	case !unknownRev.First.IsZero():
		return refuse(Mistaken, "error.rev-before", locale.Args{"rev": unknownRev.Rev, "first": locale.Day(unknownRev.First, unknownRev.First.Location())})
	}
	return unknown("error.unknown-rev", unknownRev.Rev, unknownRev.Near)
}

// shortID returns a commit id as shown to people.
func shortID(commit history.Hash) string { return fmt.Sprintf("%.10s", string(commit)) }
