package exchange

import (
	"io"
	"maps"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// listShape is the shape of `lis list --format json`.
type listShape struct {
	Version int           `json:"version"`
	Rev     *string       `json:"rev"`
	Kind    string        `json:"kind"`
	Records []recordShape `json:"records"`
}

// recordShape is one record as data. File is null for an entry of a built-in catalogue.
type recordShape struct {
	ID     string         `json:"id"`
	Kind   string         `json:"kind"`
	File   *string        `json:"file"`
	Title  string         `json:"title"`
	Fields map[string]any `json:"fields"`
}

// WriteListJSON writes records of a kind as data.
func WriteListJSON(w io.Writer, s State, kind *record.Kind, records []*record.Record) error {
	out := listShape{Version: 1, Rev: s.Rev, Kind: kind.Name, Records: []recordShape{}}
	for _, r := range records {
		out.Records = append(out.Records, s.recordShape(r))
	}
	return writeShape(w, out)
}

// recordShape returns a record as data.
func (s State) recordShape(r *record.Record) recordShape {
	out := recordShape{ID: r.ID, Kind: r.Kind.Name, Title: s.title(r), Fields: map[string]any{}}
	if !r.Shipped {
		file := r.File().Name
		out.File = &file
	}
	maps.Copy(out.Fields, s.Cut.Values(r))
	delete(out.Fields, "id")
	delete(out.Fields, "title")
	return out
}

// WriteListText writes records of a kind as a table with the columns that the kind names and, unless quiet is set, their
// number.
func WriteListText(w io.Writer, s State, kind *record.Kind, records []*record.Record, quiet bool) error {
	if len(records) == 0 {
		return writeString(w, s.Lang.T("list.none")+"\n")
	}
	head := []string{s.Lang.T("list.id"), s.Lang.T("list.title")}
	for _, path := range kind.Columns {
		head = append(head, kind.Field(path).Label.In(s.Lang))
	}
	var rows [][]string
	for _, r := range records {
		row := []string{r.ID, line(s.title(r))}
		for _, path := range kind.Columns {
			row = append(row, line(s.cell(r, path)))
		}
		rows = append(rows, row)
	}
	text := table(head, rows)
	if !quiet {
		text += "\n" + s.Lang.T("list.count", locale.Args{"n": len(records)}) + "\n"
	}
	return writeString(w, text)
}
