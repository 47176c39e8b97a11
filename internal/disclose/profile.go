package disclose

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/record"
)

// Profile decides what the readers of a profile may see in addition to records and their fields, which a [Cut] decides. Each
// question has a name, so that callers say what they ask for, and no other code compares profiles. The Profile "" may see
// everything.
//
//	disclose.Profile(p).ShowsPersons()
type Profile record.Profile

// Widest is the profile that shows most.
const Widest = record.Restricted

// Profiles returns the names of the profiles, starting with the widest circle of readers.
func Profiles() []string {
	var names []string
	for _, p := range record.Profiles {
		names = append(names, string(p))
	}
	return names
}

// IsProfile reports whether there is a profile with that name.
func IsProfile(p record.Profile) bool { return slices.Contains(record.Profiles, p) }

// Wider reports whether content on a level has more readers than content on another.
func Wider(level, than record.Profile) bool {
	return level != than && record.Narrower(level, than) == than
}

// ShownIn returns the names of the profiles that show content on a level, starting with the widest circle of readers.
func ShownIn(level record.Profile) []string {
	var names []string
	for _, p := range record.Profiles {
		if p.Shows(level) {
			names = append(names, string(p))
		}
	}
	return names
}

// shows reports whether the profile may show content on a level.
func (p Profile) shows(level record.Profile) bool { return p == "" || record.Profile(p).Shows(level) }

// isPublic reports whether everyone may read what the profile shows.
func (p Profile) isPublic() bool { return record.Profile(p) == record.Public }

// ShowsFigure reports whether a figure may be seen; publish is the level in its definition.
func (p Profile) ShowsFigure(publish record.Profile) bool { return p.shows(publish) }

// ShowsPersons reports whether the people who wrote, accepted, reviewed or signed a change may be named, in the way that
// lis.yaml sets, and when they wrote it.
func (p Profile) ShowsPersons() bool { return !p.isPublic() }

// ShowsSubjects reports whether the subjects of commits may be shown, which their authors wrote for colleagues only.
func (p Profile) ShowsSubjects() bool { return !p.isPublic() }

// ShowsFiles reports whether details of the repository may be shown: names of files and folders, the addresses of files and
// commits on a forge, and the command that shows the same.
func (p Profile) ShowsFiles() bool { return !p.isPublic() }

// ShowsMessages reports whether the problems that the check finds may be shown.
func (p Profile) ShowsMessages() bool { return !p.isPublic() }

// ShowsRules reports whether the rules of the check may be shown.
func (p Profile) ShowsRules() bool { return !p.isPublic() }

// ShowsDeadlines reports whether what is late and what becomes due may be shown.
func (p Profile) ShowsDeadlines() bool { return !p.isPublic() }

// ShowsChanges reports whether it may be shown how something changed, its old and new values, and not only that it did.
func (p Profile) ShowsChanges() bool { return !p.isPublic() }

// ShowsSettings reports whether lis.yaml, the baseline and the workspace's own kinds may be shown: how they changed, and what
// is wrong in them.
func (p Profile) ShowsSettings() bool { return !p.isPublic() }

// ShowsGone reports whether records that no longer exist may be shown: it can no longer be decided who may see them.
func (p Profile) ShowsGone() bool { return p == "" || record.Profile(p) == record.Restricted }

// IsForSearch reports whether search engines may list what the profile shows.
func (p Profile) IsForSearch() bool { return p.isPublic() }
