package exchange

import (
	"fmt"
	"io"
	"strings"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/seal"
)

// verifyShape is the shape of `lis verify --format json`.
type verifyShape struct {
	Version    int             `json:"version"`
	Target     string          `json:"target"`
	OK         bool            `json:"ok"`
	Mismatches []mismatchShape `json:"differences"`
	Signature  *signatureShape `json:"signature"`
	// Object is the tag of a seal; null for anything else.
	Object    *history.Hash   `json:"object"`
	Keys      *keysShape      `json:"keys"`
	Line      *mainShape      `json:"line"`
	Changed   []changedShape  `json:"changed"`
	Rewritten *rewrittenShape `json:"rewritten"`
	Since     *sinceShape     `json:"since"`
}

// keysShape is what is to be known of the keys by which a seal is judged. Today is null if it was not asked.
type keysShape struct {
	By    seal.KeysOf `json:"by"`
	Came  []string    `json:"came"`
	Went  []string    `json:"went"`
	Today *sign.Trust `json:"today"`
}

// mainShape is where a commit is in the accepted history.
type mainShape struct {
	Branch string       `json:"branch"`
	Tip    history.Hash `json:"tip"`
	Place  seal.Place   `json:"place"`
}

type changedShape struct {
	File string   `json:"file"`
	How  seal.How `json:"how"`
	To   *string  `json:"to"`
}

type rewrittenShape struct {
	Commit  history.Hash `json:"commit"`
	Date    string       `json:"date"`
	Same    int          `json:"same"`
	Of      int          `json:"of"`
	Differs []string     `json:"differs"`
}

type sinceShape struct {
	Asked  string        `json:"asked"`
	Kind   string        `json:"kind"`
	Commit *history.Hash `json:"commit"`
	After  int           `json:"after"`
	Tags   int           `json:"tags"`
	Line   mainShape     `json:"line"`
}

type mismatchShape struct {
	What     seal.What `json:"what"`
	Name     string    `json:"name"`
	Expected *string   `json:"expected"`
	Found    *string   `json:"found"`
}

// signatureShape is what is known about a signature. Signer is null if it is not known or persons are not shown.
type signatureShape struct {
	Kind   sign.Kind  `json:"kind"`
	Trust  sign.Trust `json:"state"`
	Signer *string    `json:"signer"`
}

// WriteVerifyJSON writes the result of a proof as data. whole is set if everything could be proved or disproved.
func WriteVerifyJSON(w io.Writer, v seal.Verdict, whole bool) error {
	out := verifyShape{Version: 1, Target: v.Target, OK: whole && len(v.Mismatches) == 0, Mismatches: []mismatchShape{}}
	for _, d := range v.Mismatches {
		out.Mismatches = append(out.Mismatches, mismatchShape{d.What, d.Name, d.Expected, d.Found})
	}
	if s := v.Signature; s != nil {
		out.Signature = &signatureShape{s.Kind, s.Trust, optional(s.Signer)}
	}
	if v.Object != "" {
		out.Object = &v.Object
	}
	out.Keys, out.Line = newsOf(v.Keys), mainOf(v.Line)
	out.Changed = []changedShape{}
	for _, c := range v.Changed {
		out.Changed = append(out.Changed, changedShape{c.File, c.How, optional(c.To)})
	}
	if r := v.Rewritten; r != nil {
		out.Rewritten = &rewrittenShape{r.Commit.Hash, r.Day, r.Same, r.Of, []string{}}
		for _, d := range r.Differs {
			out.Rewritten.Differs = append(out.Rewritten.Differs, d.Name)
		}
	}
	out.Since = sinceOf(v.Since)
	return writeShape(w, out)
}

func newsOf(news *seal.KeyNews) *keysShape {
	if news == nil {
		return nil
	}
	names := func(keys []sign.Trusted) []string {
		all := []string{}
		for _, k := range keys {
			all = append(all, k.Key)
		}
		return all
	}
	out := &keysShape{By: news.By, Came: names(news.Came), Went: names(news.Went)}
	if news.Today != "" {
		out.Today = &news.Today
	}
	return out
}

func mainOf(line *seal.Line) *mainShape {
	if line == nil {
		return nil
	}
	return &mainShape{line.Branch, line.Tip, line.Place}
}

func sinceOf(b *seal.Beginning) *sinceShape {
	if b == nil {
		return nil
	}
	out := &sinceShape{Asked: b.Asked, Kind: "commit", After: b.After, Tags: b.Tags, Line: *mainOf(&b.Line)}
	if b.IsClone {
		out.Kind = "clone"
	}
	if b.Commit.Hash != "" {
		out.Commit = &b.Commit.Hash
	}
	return out
}

// WriteVerifyText writes the result of a proof for people.
func WriteVerifyText(w io.Writer, v seal.Verdict, lang locale.Lang) error {
	var b strings.Builder
	if len(v.Mismatches) == 0 {
		fmt.Fprintln(&b, v.Proved.In(lang))
	} else {
		fmt.Fprintln(&b, lang.T("verify.differs", locale.Args{"target": v.Target, "n": len(v.Mismatches)}))
	}
	for _, d := range v.Mismatches {
		fmt.Fprintf(&b, "  %s\n", d.Tell(lang))
	}
	for _, fact := range v.Facts {
		fmt.Fprintln(&b, fact.In(lang))
	}
	return writeString(w, b.String())
}
