package trail

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/history"
)

// Gone is the id and title of a record, from some version of a file in the folder of a kind that no longer exists. It is no
// longer known who could see it.
type Gone struct{ ID, Title string }

// gone lists the records of kinds that were once in schema/ and whose folders belong to no kind now. Each file version is read
// once.
func gone(ctx context.Context, log *history.Log, blobs Blobs, now kindFolders) ([]Gone, error) {
	former, err := formerFolders(ctx, log, blobs, now)
	if err != nil || len(former) == 0 {
		return nil, err
	}
	var all []Gone
	isRecord := func(name string) bool { return former.kindOf(name) != "" }
	err = eachVersion(ctx, log, blobs, isRecord, func(name string, data []byte) {
		doc := document.Parse(name, data)
		all = append(all, Gone{cmp.Or(doc.ID, name), doc.Title})
	})
	return all, err
}

// formerFolders returns the folders that files in schema/ ever named and that belong to no kind now.
func formerFolders(ctx context.Context, log *history.Log, blobs Blobs, now kindFolders) (kindFolders, error) {
	former := kindFolders{}
	isKind := func(name string) bool { return path.Dir(name) == "schema" && path.Ext(name) == ".yaml" }
	err := eachVersion(ctx, log, blobs, isKind, func(name string, data []byte) {
		folder := document.ParseYAML(name, data).Front.Get("x-kind").Get("folder")
		if folder.IsScalar() && now[folder.Text] == "" {
			former[folder.Text] = name
		}
	})
	return former, err
}

// eachVersion calls read once for every version in a log of the files that are wanted.
func eachVersion(ctx context.Context, log *history.Log, blobs Blobs, wanted func(name string) bool, read func(name string, data []byte)) error {
	seen := map[history.Hash]bool{}
	once := func(name string, hash history.Hash, mode uint32) error {
		if !isFile(mode) || seen[hash] {
			return nil
		}
		seen[hash] = true
		data, err := blobs.Blob(hash)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		read(name, data)
		return nil
	}
	for _, e := range slices.Backward(log.Entries) {
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, c := range e.Changes {
			if !wanted(c.Path) {
				continue
			}
			if err := errors.Join(once(c.Path, c.Old, c.OldMode), once(c.Path, c.New, c.NewMode)); err != nil {
				return err
			}
		}
	}
	return nil
}
