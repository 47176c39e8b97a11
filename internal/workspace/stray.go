package workspace

import (
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// mapsValues returns the values of a map in the order of its keys.
func mapsValues[V any](m map[string]V) iter.Seq[V] {
	return func(yield func(V) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(m[key]) {
				return
			}
		}
	}
}

// stray returns the files that are not read: those outside the folders of the kinds folder by folder, the others one by one.
func (s *survey) stray() []Stray {
	all := s.wrong
	for files := range mapsValues(s.files) {
		if len(files) == 0 {
			continue
		}
		stray := Stray{Folder: path.Dir(files[0].Name), first: files[0]}
		for _, f := range files {
			stray.Names = append(stray.Names, f.Name)
		}
		s.place(&stray)
		all = append(all, stray)
	}
	slices.SortFunc(all, func(a, b Stray) int { return strings.Compare(a.Names[0], b.Names[0]) })
	return all
}

// place finds out where files belong: by the nearest name of a folder, or else by the id of the first.
func (s *survey) place(stray *Stray) {
	for folder := stray.Folder; folder != "." && stray.Kind == nil; folder = path.Dir(folder) {
		stray.Kind, _ = s.kinds.Meant(folder)
	}
	if stray.Named = stray.Kind != nil; !stray.Named {
		stray.Kind = s.kinds.Prefixed(stray.first.id)
	}
	if stray.Kind == nil {
		return
	}
	to := stray.Kind.Folder
	near, _ := s.kinds.Meant(stray.Folder)
	switch whole := near == stray.Kind; {
	case whole && !s.folders[to]:
		stray.Move = move(stray.Folder, to)
		return
	case whole && len(stray.Names) > 1: // records can lie deeper
		stray.Move = move(stray.Folder, to+"/")
		return
	}
	stray.Move = move(stray.Names[0], path.Join(to, path.Base(stray.Names[0])))
}

// move returns the command that moves a file or folder.
func move(from, to string) string { return "git mv " + ShellWord(from) + " " + ShellWord(to) }

// ShellWord returns a text as one word of a command.
func ShellWord(s string) string {
	plain := strings.IndexFunc(s, func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-", r)
	}) < 0
	if plain {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// finding tells of files that are not read. Where nothing says which kind they could be of, they may be something else.
func (s Stray) finding() diag.Finding {
	f := diag.Finding{Rule: "record-not-read", File: s.first.File, Span: s.first.span}
	args := locale.Args{"folder": s.Folder, "n": len(s.Names), "move": s.Move, "guess": locale.Text{}}
	if s.Kind != nil {
		args["guess"] = record.DidYouMean([]string{s.Kind.Folder})
	}
	key := "unread.folder"
	switch {
	case s.Misnamed && s.Kind == nil:
		key = "unread.kind"
	case s.Misnamed:
		key = "unread.name"
	case s.Folder == ".":
		key = "unread.top"
	}
	f.Args = locale.Args{"problem": said(key, args)}
	if s.Move != "" {
		f.Hint = said("unread.move", args)
	}
	if s.Kind == nil && !s.Misnamed {
		f.Severity = diag.Warning
	}
	return f
}

// said returns a message in every language.
func said(key string, args locale.Args) locale.Text {
	return locale.Text{SV: locale.Swedish.T(key, args), EN: locale.English.T(key, args)}
}

// findSubmodules notes the submodules of a revision in the folders of the kinds.
func (s *survey) findSubmodules(folder string) error {
	tree, ok := s.fsys.(interface{ Submodules(folder string) []string })
	if !ok {
		return nil
	}
	for _, name := range tree.Submodules(folder) {
		name = path.Join(folder, name)
		if s.concerns(name) {
			s.others = append(s.others, name)
		}
	}
	return nil
}

// concerns reports whether a file or folder lies where records are expected.
func (s *survey) concerns(name string) bool {
	top, _, nested := strings.Cut(name, "/")
	if s.kinds.InFolder(top) != nil {
		return true
	}
	_, same := s.kinds.Meant(top)
	return same && !nested
}

// absent tells of what is not checked out and of other repositories, folder by folder.
func (s *survey) absent(u *Unread, elsewhere []history.Elsewhere) {
	missing := map[string][]history.Elsewhere{}
	for _, e := range elsewhere {
		top, _, _ := strings.Cut(e.Name, "/")
		kind := s.kinds.InFolder(top)
		switch {
		case e.Submodule && s.concerns(e.Name) && !slices.Contains(s.others, e.Name):
			s.others = append(s.others, e.Name)
		case !e.Submodule && (top == schemaFolder || kind != nil && (e.Folder || s.kinds.KindOf(e.Name) == kind)) && !exists(s.fsys, e.Name):
			missing[top] = append(missing[top], e)
		}
	}
	slices.Sort(s.others)
	for _, name := range s.others {
		u.Findings = append(u.Findings, notThere(name, "unread.repository", "unread.repository-fix"))
	}
	for entries := range mapsValues(missing) {
		top, _, _ := strings.Cut(entries[0].Name, "/")
		if k := s.kinds.InFolder(top); k != nil {
			u.Kinds[k.Name] = true
		}
		if len(entries) == 1 && !entries[0].Folder {
			u.Findings = append(u.Findings, notThere(entries[0].Name, "unread.absent", "unread.absent-fix"))
			continue
		}
		u.Findings = append(u.Findings, notThere(top, "unread.sparse", "unread.sparse-fix"))
	}
}

func notThere(name, problem, hint string) diag.Finding {
	f, args := start(name), locale.Args{"name": name, "word": ShellWord(name)}
	return diag.Finding{
		Rule: "record-not-checked-out", File: f.File, Span: f.span, Args: locale.Args{"problem": said(problem, args)}, Hint: said(hint, args),
	}
}
