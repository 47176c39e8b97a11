package disclose

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/record"
)

// Profile answers what the readers of a profile may see beside records and their fields, which a [Cut] answers. Each question
// has a name, so that whoever asks says what for, and nobody compares profiles elsewhere. The Profile "" may see everything.
//
//	disclose.Profile(p).ShowsPersons()
type Profile record.Profile

// Widest is the profile that shows most.
const Widest = record.Restricted

// Profiles are the names of those that there are, from the widest circle of readers.
func Profiles() []string {
	var names []string
	for _, p := range record.Profiles {
		names = append(names, string(p))
	}
	return names
}

// IsProfile reports whether there is a profile of that name.
func IsProfile(p record.Profile) bool { return slices.Contains(record.Profiles, p) }

// Wider reports whether what is on a level has more readers than on another.
func Wider(level, than record.Profile) bool {
	return level != than && record.Narrower(level, than) == than
}

// shows reports whether the profile may show what is on a level.
func (p Profile) shows(level record.Profile) bool { return p == "" || record.Profile(p).Shows(level) }

// isPublic reports whether everyone may read what the profile shows.
func (p Profile) isPublic() bool { return record.Profile(p) == record.Public }

// ShowsFigure reports whether a figure may be seen whose definition asks for a level.
func (p Profile) ShowsFigure(publish record.Profile) bool { return p.shows(publish) }

// few is the least count that may be told exactly to everyone.
const few = 5

// ShowsExactly reports whether a count may be told, and not only that it is small: who is meant by "two of the roles" is easily
// guessed. That there is none is told.
func (p Profile) ShowsExactly(n int) bool { return !p.isPublic() || n <= 0 || n >= few }

// ShowsPersons reports whether those may be named who wrote, accepted, reviewed or signed a change, as lis.yaml says, and when
// they wrote it.
func (p Profile) ShowsPersons() bool { return !p.isPublic() }

// ShowsSubjects reports whether the subjects of commits may be told: what their authors thought that only colleagues read.
func (p Profile) ShowsSubjects() bool { return !p.isPublic() }

// ShowsFiles reports whether the repository may be told of: names of files and folders, where a forge shows them and commits,
// and with which command one can look oneself.
func (p Profile) ShowsFiles() bool { return !p.isPublic() }

// ShowsMessages reports whether it may be told what the check finds wrong.
func (p Profile) ShowsMessages() bool { return !p.isPublic() }

// ShowsRules reports whether the rules may be told that the check goes by.
func (p Profile) ShowsRules() bool { return !p.isPublic() }

// ShowsDeadlines reports whether it may be told what is late and what falls due.
func (p Profile) ShowsDeadlines() bool { return !p.isPublic() }

// ShowsChanges reports whether it may be told how something changed, its old and new values, and not only that it did.
func (p Profile) ShowsChanges() bool { return !p.isPublic() }

// ShowsSettings reports whether lis.yaml, the baseline and the workspace's own kinds may be told of: how they changed, and what
// is wrong in them.
func (p Profile) ShowsSettings() bool { return !p.isPublic() }

// ShowsGone reports whether records may be told of that are no more: nobody can say any longer who may see them.
func (p Profile) ShowsGone() bool { return p == "" || record.Profile(p) == record.Restricted }

// IsForSearch reports whether search engines may list what the profile shows.
func (p Profile) IsForSearch() bool { return p.isPublic() }
