package setup

import (
	"path"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// guardTypes are the types of role that are asked about the guarded files: the first of which some role has a group.
var guardTypes = []string{"isam", "management"}

// guard adds the lines of the files that decide what is checked and who is asked.
func (o *Owners) guard(w *workspace.Workspace) {
	handles := o.guards(w)
	if o.guarded = len(handles) > 0; !o.guarded {
		for _, role := range o.keepers {
			o.without = append(o.without, role.ID)
		}
		return
	}
	for _, file := range o.guardedFiles(w) {
		o.lines = append(o.lines, ownerLine{file: file, owners: strings.Join(handles, " "), name: file})
	}
}

// guards returns the groups that are asked about the guarded files, and keeps the roles that could be. Of several roles of a type
// those in the organisation of the workspace are asked.
func (o *Owners) guards(w *workspace.Workspace) (handles []string) {
	for _, name := range guardTypes {
		var own, all []string
		for _, role := range rules.RolesOf(w.Graph, name) {
			o.keepers = append(o.keepers, role)
			handle := role.Text(handleField)
			if handle == "" || slices.Contains(all, handle) {
				continue
			}
			all = append(all, handle)
			if org := w.Graph.Target(role, "org"); org == nil || org.ID == w.Config.Organisation {
				own = append(own, handle)
			}
		}
		if len(own) > 0 {
			return own
		}
		if len(all) > 0 {
			return all
		}
	}
	return nil
}

// Unguarded reports whether nobody is asked about the files that decide what is checked, although somebody could be or is asked
// about records. role is the one that should have a group; nil if there is none to have it.
func (o Owners) Unguarded() (role *record.Record, missing bool) {
	if len(o.keepers) > 0 {
		role = o.keepers[0]
	}
	return role, !o.guarded && (role != nil || len(o.lines) > 0)
}

// guardedFiles returns the files and folders that decide what is checked and who is asked, from the top of the repository: those
// of the workspace, every place in which the forge looks for CODEOWNERS, and what runs the check.
func (o *Owners) guardedFiles(w *workspace.Workspace) []string {
	var files []string
	own := []string{workspace.ConfigFile, workspace.BaselineFile}
	for _, field := range []string{"history.allowed_signers", "history.keyring", "history.revoked"} {
		if name := w.Config.Record.Text(field); name != "" {
			own = append(own, name)
		}
	}
	for _, name := range own {
		files = append(files, path.Join(o.Prefix, name))
	}
	for _, folder := range record.SetupFolders {
		files = append(files, path.Join(o.Prefix, folder)+"/")
	}
	files = append(files, ownersPlaces(o.Forge)...)
	if o.Forge != nil {
		for _, name := range o.Forge.CIFiles {
			if path.Ext(name) == "" {
				name += "/"
			}
			files = append(files, name)
		}
	}
	return append(files, hooksFile)
}

// hooksFile is the file that pre-commit reads.
const hooksFile = ".pre-commit-config.yaml"
