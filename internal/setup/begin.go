package setup

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
)

// Beginning describes a workspace to be created.
type Beginning struct {
	Lang                locale.Lang
	Title, Organisation string
	Type                string // of the organisation
	Catalogues          []string
	Roles               bool   // whether it begins with the basic roles
	Forge               *Forge // nil for none
	// Dir is the path of the workspace below the top of the repository, "" if it is the top or there is no repository yet.
	Dir string
	// Origin is the address of the repository on its forge, "" if not known.
	Origin string
	// Owners is the CODEOWNERS that the forge reads already, from the top of the repository; "" for none.
	Owners string
	// Release is the program that CI fetches.
	Release Release
	// Manual is the address of the program's own repository at its version, with a slash at the end.
	Manual string

	kinds *record.Kinds
}

// organisationFile is the record that a new workspace begins with.
const organisationFile = "organisations/org.md"

// DefaultType is the default type of organisation.
const DefaultType = "administration"

// Begin returns the files of a new workspace, lis.yaml last: for every kind a folder with a page on what belongs there, the
// organisation, the basic roles, records to fill in for the catalogues, and what the forge needs.
func Begin(ctx context.Context, b Beginning) ([]File, error) {
	kinds, err := record.LoadKinds(schema.FS, nil, workspace.DefaultAspects())
	if err != nil {
		return nil, err
	}
	files, err := readmes(kinds, b.Lang)
	if err != nil {
		return nil, err
	}
	b.kinds = kinds
	own, err := b.renderAll([]rendered{
		{"workspace.md", record.FolderPage, false},
		{"organisation.md", organisationFile, false},
		{"gitattributes", ".gitattributes", false},
		{"lis.yaml", workspace.ConfigFile, false},
	})
	if err != nil {
		return nil, err
	}
	records, err := b.records(ctx, own)
	if err != nil {
		return nil, err
	}
	forge, err := b.forgeFiles()
	if err != nil {
		return nil, err
	}
	last := len(own) - 1
	files = append(files, own[:last]...)
	files = append(files, records...)
	files = append(files, forge...)
	return append(files, own[last]), nil
}

// rendered is a template and the file that it produces.
type rendered struct {
	template, name string
	top            bool
}

func (b Beginning) renderAll(list []rendered) ([]File, error) {
	var files []File
	for _, r := range list {
		data, err := render(b.Lang, r.template, b)
		if err != nil {
			return nil, err
		}
		files = append(files, File{r.name, data, r.top})
	}
	return files, nil
}

// forgeFiles returns the files at the top of the repository. A workspace within a larger repository gets them only if a forge is
// named: whether the rest wants the hook is not for this program to decide.
func (b Beginning) forgeFiles() ([]File, error) {
	var list []rendered
	if b.Forge != nil || b.Dir == "" {
		list = append(list, rendered{"pre-commit.yaml", ".pre-commit-config.yaml", true})
	}
	if b.Forge == nil {
		return b.renderAll(list)
	}
	list = append(list, rendered{b.Forge.ci, b.Forge.CI, true}, rendered{"request.md", b.Forge.Request, true})
	files, err := b.renderAll(list)
	if err != nil || b.Forge.Owners == nil {
		return files, err
	}
	owners, err := Owners{Forge: b.Forge, Prefix: b.Dir}.Merge(nil, b.Lang)
	return append(files, File{cmp.Or(b.Owners, b.Forge.Owners[0]), owners, true}), err
}

// records returns the basic roles and the records to fill in for the catalogues.
func (b Beginning) records(ctx context.Context, own []File) ([]File, error) {
	files := map[string][]byte{}
	for _, f := range own {
		files[f.Name] = f.Data
	}
	fsys, err := workspace.NewMemory(files)
	if err != nil {
		return nil, err
	}
	w, err := workspace.Load(ctx, fsys)
	if err != nil {
		return nil, err
	}
	records := b.basicRoles(w)
	for _, name := range b.Catalogues {
		records = append(records, Statements(w, name)...)
	}
	return records, nil
}

// The methods below are used by the templates.

// Lis returns the command line of the program with the folder that it works in, quoted for a shell.
func (b Beginning) Lis() string {
	if b.Dir == "" {
		return "lis"
	}
	return "lis -C " + workspace.ShellWord(b.Dir)
}

// LegalRole returns the first role that an organisation of the type has by law; "" for one that is part of another.
func (b Beginning) LegalRole() string {
	switch b.Type {
	case "municipality", "region", "municipal_federation":
		return "operator"
	case "committee", "company":
		return "controller"
	}
	return ""
}

// CatalogueList returns the catalogues as the items of a list in YAML.
func (b Beginning) CatalogueList() string { return strings.Join(b.Catalogues, ", ") }

// Site returns the folder of the built site, relative to the top of the repository.
func (b Beginning) Site() string { return path.Join(b.Dir, "_site") }

// Folder is a folder of the workspace: its name, and what it holds.
type Folder struct{ Folder, Label string }

// Folders returns the folders of the kinds, in the order of the kinds.
func (b Beginning) Folders() []Folder {
	var list []Folder
	for _, k := range b.kinds.List {
		list = append(list, Folder{k.Folder, k.Plural.In(b.Lang)})
	}
	return list
}

// RequestName returns what the forge calls a proposed change.
func (b Beginning) RequestName() string {
	if b.Forge != nil && b.Forge.Proposal != "" {
		return b.Forge.Proposal
	}
	return "pull request"
}

// ShellSite returns the same folder, quoted for a shell.
func (b Beginning) ShellSite() string { return workspace.ShellWord(b.Site()) }

// Action returns the action of a name at the revision that the forge's CI file calls.
func (b Beginning) Action(name string) (string, error) {
	revision, ok := b.Forge.actions[name]
	if !ok {
		return "", fmt.Errorf("%s has no action %s", b.Forge.Name, name)
	}
	return name + "@" + revision, nil
}

// Report returns the file with the results of the gate for the forge, relative to the top of the repository.
func (b Beginning) Report() string { return path.Join(b.Dir, "lis-codequality.json") }

// Links returns the addresses of files and commits on the forge; Edit is "" if they are not known.
func (b Beginning) Links() Links {
	forge := b.Forge
	if forge == nil {
		forge = ForgeAt(b.Origin)
	}
	links, _ := forge.LinksTo(b.Origin)
	return links
}
