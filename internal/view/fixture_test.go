package view

import (
	"testing"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// modelOf makes the model of a workspace in Swedish as of a day in December 2023.
func modelOf(t *testing.T, w *workspace.Workspace, p record.Profile, past *trail.Trail) *Model {
	t.Helper()
	m, err := New(inputOf(t, w, p, past))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func inputOf(t *testing.T, w *workspace.Workspace, p record.Profile, past *trail.Trail) Input {
	t.Helper()
	const day = "2023-12-15"
	set, err := rules.New(w)
	if err != nil {
		t.Fatal(err)
	}
	return Input{
		Workspace: w, Rules: set, Results: resultsOf(t, set, day), Trail: past,
		AsOf: day, Lang: locale.Swedish, Profile: p, Version: "test",
	}
}

// resultsOf are what the rules of a workspace find on a day.
func resultsOf(t *testing.T, set *rules.Set, day string) []diag.Result {
	t.Helper()
	all, err := set.Check(t.Context(), rules.Options{AsOf: day})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
