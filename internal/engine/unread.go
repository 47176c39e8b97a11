package engine

import (
	"context"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// unread finds what lies in the files of a question and was not read. A repository that cannot be read is reported elsewhere; only
// the files are then looked at.
func (s *State) unread(ctx context.Context, q question) *workspace.Unread {
	if q.files == nil {
		return nil
	}
	var around workspace.Around
	if _, revision := q.files.(*history.TreeFS); !revision && s.engine.repo != nil {
		around = aroundOf(s.engine.repo, s.engine.root)
	}
	kinds := q.rules.Kinds()
	unread, err := workspace.FindUnread(ctx, q.files, kinds, around)
	if err != nil {
		s.engine.breakHistory(ctx, err)
		unread, _ = workspace.FindUnread(ctx, q.files, kinds, workspace.Around{})
	}
	return unread
}

// aroundOf returns what a repository knows of the files in the folder of a workspace. What cannot be read of it is left out.
func aroundOf(repo *history.Repo, root string) workspace.Around {
	elsewhere, _ := repo.Elsewhere()
	top := disk.At(topOf(root, repo.Prefix()))
	return workspace.Around{
		Elsewhere: elsewhere,
		Ignored: func(ctx context.Context, names []string) ([]string, error) {
			if len(names) == 0 {
				return nil, nil
			}
			return repo.LeftOut(ctx, top, names)
		},
	}
}
