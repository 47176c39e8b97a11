package rules

import (
	"encoding/csv"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/diag"
)

// mistakeWorkspace is the workspace in which each mistake is made; nothing is wrong with it on mistakeDay.
var mistakeWorkspace = map[string]string{
	"lis.yaml":                "format: 1\norganisation: ORG-1\ncatalogues: []\n",
	"organisations/org-1.md":  "---\nid: ORG-1\ntitle: Vårdförvaltningen\ntype: administration\n---\n",
	"terms/term-1.md":         "---\nid: TERM-1\ntitle: AC\nexpansion: avdelningschef\n---\nText.\n",
	"roles/roll-1.md":         "---\nid: ROLL-HTJ\ntitle: Enhetschef hemtjänst\ntype: manager\n---\n",
	"roles/isam.md":           "---\nid: ROLL-SAM\ntitle: Informationssäkerhetssamordnare\ntype: isam\n---\n",
	"roles/dso.md":            "---\nid: ROLL-OMBUD\ntitle: Dataskyddsombud\ntype: dpo\n---\n",
	"systems/sys-001.md":      "---\nid: SYS-001\ntitle: Vagnboken\npurpose: Körjournal\nstatus: in_use\nprocurement: own\ninformation_owner: ROLL-HTJ\nclassification:\n  state: done\n  decided_on: 2023-10-01\n  decided_by: ROLL-HTJ\n  confidentiality: 1\n  integrity: 1\n  availability: 1\naction_plan: {state: done}\nrisk_analysis: {state: done}\n---\n",
	"risk-analyses/ra-001.md": "---\nid: RA-01\ntitle: Riskanalys Vagnboken\nsubject: [SYS-001]\nstatus: done\ndone_on: 2023-10-01\nnext_due: 2024-10-01\n---\n",
}

const mistakeDay = "2024-01-15"

// mistake is a row of testdata/mistakes.tsv: a file with one mistake that coordinators make. Line is where it is, 0 for something
// that is missing or in the wrong place. Told matches what must be said there. Most is how many findings there may be. Write is
// the right line; for line 0 it is inserted at the end of the front matter, and >FILE moves the file.
type mistake struct {
	name, file, text string
	line             int
	told             *regexp.Regexp
	most             int
	write            string
}

func mistakes(t *testing.T) []mistake {
	t.Helper()
	f, err := os.Open("testdata/mistakes.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []mistake
	for _, row := range rows[1:] {
		line, err1 := strconv.Atoi(row[3])
		most, err2 := strconv.Atoi(row[5])
		if err1 != nil || err2 != nil {
			t.Fatalf("%q: line or most is no number", row)
		}
		text := strings.NewReplacer(`\n`, "\n", `\t`, "\t").Replace(row[2])
		all = append(all, mistake{row[0], row[1], text, line, regexp.MustCompile("(?i)" + row[4]), most, row[6]})
	}
	return all
}

// corrected is the file as it is once what the table says was written.
func (m mistake) corrected() (file, text string) {
	lines := strings.Split(m.text, "\n")
	switch target, moved := strings.CutPrefix(m.write, ">"); {
	case moved:
		return target, m.text
	case m.line == 0:
		closing := 1 + slices.Index(lines[1:], "---")
		lines = slices.Insert(lines, closing, m.write)
	default:
		lines[m.line-1] = m.write
	}
	return m.file, strings.Join(lines, "\n")
}

// TestMistakes finds each mistake of a coordinator: it is told at its line, in words that help, with nothing else; and what the
// table says to write is right.
func TestMistakes(t *testing.T) {
	all := mistakes(t)
	if len(all) < 60 {
		t.Errorf("only %d mistakes", len(all))
	}
	for _, m := range all {
		t.Run(m.name, func(t *testing.T) {
			found := m.check(t, m.file, m.text)
			if len(found) == 0 || len(found) > m.most {
				t.Errorf("got %d findings, want 1 to %d: %v", len(found), m.most, messages(found))
			}
			if !slices.ContainsFunc(found, m.tells) {
				t.Errorf("nothing tells of %v at line %d: %v", m.told, m.line, messages(found))
			}
			file, text := m.corrected()
			left := slices.DeleteFunc(m.check(t, file, text), func(d diag.Diagnostic) bool { return d.Severity == diag.Info })
			if len(left) > 0 {
				t.Errorf("what is to be written gives %v", messages(left))
			}
		})
	}
}

func (m mistake) check(t *testing.T, file, text string) []diag.Diagnostic {
	t.Helper()
	own := maps.Clone(mistakeWorkspace)
	own[file] = text
	return check(t, files(own), inSwedish(mistakeDay))
}

func (m mistake) tells(d diag.Diagnostic) bool {
	here := d.FileName() == m.file && (m.line == 0 || d.Span.Start.Line <= m.line && m.line <= max(d.Span.Start.Line, d.Span.End.Line))
	return here && m.told.MatchString(d.Message+" / "+d.Hint)
}

// messages are diagnostics in short, for the messages of tests.
func messages(all []diag.Diagnostic) []string {
	var out []string
	for _, d := range all {
		out = append(out, d.FileName()+":"+d.Span.Start.String()+" "+d.Message+" / "+d.Hint+" ["+d.Rule+"]")
	}
	return out
}
