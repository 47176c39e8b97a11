package exchange

import (
	"fmt"
	"io"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/seal"
)

// sealShape is the shape of `lis seal --format json`.
type sealShape struct {
	Version int            `json:"version"`
	Review  string         `json:"review"`
	Tag     string         `json:"tag"`
	Commit  history.Hash   `json:"commit"`
	Object  history.Hash   `json:"object"`
	Signed  bool           `json:"signed"`
	Records int            `json:"records"`
	Figures map[string]int `json:"figures"`
}

// WriteSealJSON writes a new seal and its tag as data.
func WriteSealJSON(w io.Writer, s seal.Seal, tag history.Tag) error {
	return writeShape(w, sealShape{
		Version: 1, Review: s.Review, Tag: tag.Name, Commit: tag.Commit, Object: tag.Object, Signed: tag.Signed != sign.None,
		Records: len(s.Files), Figures: s.Figures,
	})
}

// WriteSealText writes what was sealed, and what to do next. named is set if the commit was given by name.
func WriteSealText(w io.Writer, s seal.Seal, tag history.Tag, named bool, lang locale.Lang) error {
	args := locale.Args{
		"tag": tag.Name, "review": s.Review, "commit": fmt.Sprintf("%.10s", tag.Commit), "date": locale.LongDate(s.AsOf), "basis": s.Basis,
		"records": len(s.Files), "figures": len(s.Figures), "object": string(tag.Object), "sealed": locale.LongDate(locale.Day(tag.At, tag.At.Location())),
	}
	which := "seal.of-commit"
	switch {
	case s.Basis != "":
		which = "seal.of-tag"
	case !named:
		which = "seal.of-head"
	}
	signed := "seal.unsigned"
	if tag.Signed != sign.None {
		signed = "seal.signed"
	}
	return writeString(w, lang.T("seal.done", args)+"\n"+lang.T(which, args)+"\n"+lang.T(signed)+"\n"+lang.T("seal.next", args)+"\n\n"+
		lang.T("seal.minutes")+"\n  "+lang.T("seal.minutes-line", args)+"\n"+lang.T("seal.minutes-decision", args)+"\n")
}
