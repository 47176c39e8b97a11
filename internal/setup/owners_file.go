package setup

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// ownersPlaces returns the places of CODEOWNERS, in the order in which the forge looks for it; forge can be nil.
func ownersPlaces(forge *Forge) []string {
	if forge == nil {
		return []string{"CODEOWNERS"}
	}
	return forge.Owners
}

// OwnersFile returns the path of the CODEOWNERS that the forge reads, from the top of the repository, or where a new one belongs.
// What another forge reads does not count. forge can be nil; name is "" for one that has no such file.
func OwnersFile(top fs.FS, forge *Forge) (name string, exists bool) {
	places := ownersPlaces(forge)
	for _, name := range places {
		if _, err := fs.Stat(top, name); err == nil {
			return name, true
		}
	}
	if len(places) > 0 {
		name = places[0]
	}
	return name, false
}

// ForgeOf returns the forge that a repository seems to be on, judging by its address, then by the files that configure CI, then by
// a CODEOWNERS in a folder that only one forge reads; nil if none shows it.
func ForgeOf(top fs.FS, origin string) *Forge {
	if f := ForgeAt(origin); f != nil {
		return f
	}
	// GitHub's folder comes last: related forges read it too if they have none of their own.
	order := slices.Clone(Forges)
	slices.Reverse(order)
	for _, shows := range []func(Forge) bool{
		func(f Forge) bool { return len(CIFiles(top, f)) > 0 },
		func(f Forge) bool { return hasOwners(top, f) },
	} {
		if i := slices.IndexFunc(order, shows); i >= 0 {
			return ForgeNamed(order[i].Name)
		}
	}
	return nil
}

// hasOwners reports whether there is a CODEOWNERS in a folder of the forge's own.
func hasOwners(top fs.FS, f Forge) bool {
	return slices.ContainsFunc(f.Owners, func(name string) bool {
		_, err := fs.Stat(top, name)
		return err == nil && strings.HasPrefix(name, ".")
	})
}

// CIFiles returns the files at the top of the repository that configure a forge's CI, sorted.
func CIFiles(top fs.FS, f Forge) []string {
	var found []string
	for _, name := range f.CIFiles {
		if path.Ext(name) != "" {
			if _, err := fs.Stat(top, name); err == nil {
				found = append(found, name)
			}
			continue
		}
		for _, ext := range []string{"/*.yml", "/*.yaml"} {
			names, _ := fs.Glob(top, name+ext)
			found = append(found, names...)
		}
	}
	slices.Sort(found)
	return found
}
