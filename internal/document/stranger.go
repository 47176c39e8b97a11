package document

import (
	"bytes"
	"regexp"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// strangers are the beginnings of files that stand in for a text or are something else than a text. what and remedy are
// messages of the program.
var strangers = []struct {
	what, remedy string
	begins       *regexp.Regexp
}{
	{"unreadable.lfs", "unreadable.lfs-fix", regexp.MustCompile(`^version https://(git-lfs|hawser)\.github\.com/spec/`)},
	{"unreadable.annex", "unreadable.annex-fix", regexp.MustCompile(`^[^\n]*/annex/objects/[^\n]*\n?$`)},
	{"unreadable.git-crypt", "unreadable.git-crypt-fix", regexp.MustCompile(`^\x00GITCRYPT\x00`)},
	{"unreadable.ansible-vault", "unreadable.ansible-vault-fix", regexp.MustCompile(`^\$ANSIBLE_VAULT;`)},
	{"unreadable.word", "unreadable.word-fix", regexp.MustCompile(`^(PK\x03\x04|\{\\rtf)`)},
	{"unreadable.pdf", "unreadable.pdf-fix", regexp.MustCompile(`^%PDF-`)},
}

// stranger reports a file that is not the text itself, such as a pointer to it. It has no front matter to look for.
func (d *Document) stranger(name string, data []byte) bool {
	const enough = 1 << 10
	start := bytes.TrimPrefix(data, []byte(source.BOM))
	for _, s := range strangers {
		if !s.begins.Match(start[:min(len(start), enough)]) {
			continue
		}
		d.File = source.NewFile(name, nil)
		d.Broken = true
		f := d.report("file-unreadable", source.At(source.Pos{Line: 1, Column: 1}), locale.Args{"problem": locale.Key(s.what)})
		f.Hint = remedy(f, locale.Say(s.remedy))
		return true
	}
	return false
}
