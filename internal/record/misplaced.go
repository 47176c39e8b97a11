package record

import (
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
)

// Place finds out whether a record lies in the folder of another kind than its own: its id has the prefix of the other kind, and
// read as that kind it has fewer faults. Then [Record.Meant] is set, and what is wrong with it is told as in its own folder, after
// the finding that says where the file belongs. Any other record is returned as it is.
func (ks *Kinds) Place(r *Record, found []diag.Finding) (*Record, []diag.Finding) {
	if len(found) == 0 || r.Doc.Broken {
		return r, found
	}
	meant := ks.Prefixed(r.ID)
	if meant == nil || meant == r.Kind {
		return r, found
	}
	as, left := meant.Read(r.Doc)
	if len(left) >= len(found) {
		return r, found
	}
	placed := *r
	placed.Meant = meant
	name := r.File().Name
	_, below, _ := strings.Cut(name, "/")
	f := diag.Finding{
		Rule: "record-misplaced", Record: as.ID, Title: as.OwnTitle(), Kind: meant.Name, File: r.File(), Span: r.Place("id"), Field: "id",
		Args: locale.Args{"found": r.Kind.Folder, "folder": meant.Folder, "file": name, "target": meant.Folder + "/" + below},
	}
	return &placed, slices.Insert(left, 0, f)
}

// Prefixed returns the kind whose ids begin as an id does (SYS-017), in any letter case; nil if there is none or more than one.
// Of two prefixes that fit, the longer counts. A prefix of one letter tells too little: the numbers of standards begin so too.
func (ks *Kinds) Prefixed(id string) *Kind {
	var found *Kind
	several := false
	for _, k := range ks.List {
		n := len(k.Prefix)
		if n < 2 || len(id) <= n || id[n] != '-' || !strings.EqualFold(id[:n], k.Prefix) {
			continue
		}
		several = found != nil && n == len(found.Prefix)
		if found == nil || n > len(found.Prefix) {
			found = k
		}
	}
	if several {
		return nil
	}
	return found
}
