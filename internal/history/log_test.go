package history

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// oracleFormat prints a commit in ten fields, persons as .mailmap has them. No field may hold the byte 1.
const oracleFormat = "%x01%H%x00%T%x00%P%x00%aN%x00%aE%x00%aI%x00%cN%x00%cE%x00%cI%x00%s%x00%b%x00"

// oracleLog is what git log says of the folder.
func oracleLog(g gitRepo, folder string, more ...string) []Entry {
	args := append([]string{
		"-C", filepath.Join(g.Dir, folder), "log", "--first-parent", "-m", "--raw", "-z", "--no-renames",
		"--no-abbrev", "--relative", "--format=" + oracleFormat,
	}, more...)
	var entries []Entry
	for _, text := range strings.Split(g.Run(args...), "\x01")[1:] {
		fields := strings.Split(text, "\x00")
		e := Entry{Commit: Commit{
			Hash: Hash(fields[0]), Tree: Hash(fields[1]),
			Author: Person{fields[3], fields[4]}, AuthoredAt: rfc3339(g.T, fields[5]),
			Committer: Person{fields[6], fields[7]}, CommittedAt: rfc3339(g.T, fields[8]),
			Subject: fields[9], Body: strings.TrimRight(fields[10], "\n"),
		}}
		for p := range strings.FieldsSeq(fields[2]) {
			e.Commit.Parents = append(e.Commit.Parents, Hash(p))
		}
		e.Changes = oracleChanges(g.T, fields[11:])
		entries = append(entries, e)
	}
	return entries
}

// oracleChanges reads `:oldmode newmode old new letter`, then the path.
func oracleChanges(t testing.TB, fields []string) []Change {
	var changes []Change
	for i := 0; i < len(fields); i++ {
		raw, ok := strings.CutPrefix(strings.TrimSpace(fields[i]), ":")
		if !ok {
			continue
		}
		parts := strings.Fields(raw)
		i++
		changes = append(changes, Change{
			fields[i], oracleHash(parts[2]), oracleHash(parts[3]), oracleMode(t, parts[0]), oracleMode(t, parts[1]),
		})
	}
	slices.SortFunc(changes, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	return changes
}

func oracleHash(s string) Hash {
	if strings.Trim(s, "0") == "" {
		return ""
	}
	return Hash(s)
}

func oracleMode(t testing.TB, s string) uint32 {
	n, err := strconv.ParseUint(s, 8, 32)
	if err != nil {
		t.Fatal(err)
	}
	return uint32(n)
}

func rfc3339(t testing.TB, s string) time.Time {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// sameTime compares the moment and the offset.
var sameTime = cmp.Comparer(func(a, b time.Time) bool { return a.Format(time.RFC3339) == b.Format(time.RFC3339) })

var asGit = cmp.Options{
	sameTime,
	cmpopts.EquateEmpty(),
	cmpopts.IgnoreFields(Entry{}, "Folder", "Merged", "Authors", "Reviewers", "Ignored"),
	cmpopts.IgnoreFields(Commit{}, "Trailers"),
}

// checkLog compares the log of a folder with git's, with the authors of merges.
func checkLog(t *testing.T, g gitRepo, folder string) *Log {
	t.Helper()
	log := headLog(t, g.open(folder))
	if diff := cmp.Diff(oracleLog(g, folder), log.Entries, asGit); diff != "" {
		t.Errorf("log of %q differs from git's (-git +lis):\n%s", folder, diff)
	}
	if !log.Complete {
		t.Error("log is not complete")
	}
	for i, e := range log.Entries {
		if i < 40 { // each asks git
			checkMerged(t, g, e)
		}
	}
	return log
}

func checkMerged(t *testing.T, g gitRepo, e Entry) {
	t.Helper()
	var want, got []string
	if len(e.Commit.Parents) > 1 {
		want = strings.Fields(g.Run("rev-list", string(e.Commit.Hash)+"^@", "^"+string(e.Commit.Parents[0])))
	}
	for _, c := range e.Merged {
		got = append(got, string(c.Hash))
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("commits merged by %s differ from git's (-git +lis):\n%s", e.Commit.Hash, diff)
	}
}

func TestLogOfEveryKindOfChange(t *testing.T) {
	g := newGit(t)
	g.Write("README.md", "top\n")
	g.Write("lis/systems/färdbok.md", "a\n")
	g.Write("lis/systems/a.md", "a\n")
	g.Write("lis/roles/Ö vrigt.md", "b\n")
	g.commit("Första\n\nMed brödtext.\n\nReviewed-by: Cia Ö <cia@example.org>")
	g.Write("lis/systems/färdbok.md", "b\n")
	g.commit("change")
	g.Run("mv", "lis/systems/färdbok.md", "lis/systems/sys-017.md")
	g.commit("rename")
	g.Run("rm", "-q", "lis/roles/Ö vrigt.md")
	g.Write("lis/roles", "a file now\n")
	g.commit("folder to file")
	g.Run("update-index", "--chmod=+x", "lis/systems/a.md")
	g.Run("commit", "-q", "-m", "mode")
	g.Run("reset", "-q", "--hard")
	if err := os.Symlink("a.md", filepath.Join(g.Dir, "lis/systems/link.md")); err != nil {
		t.Fatal(err)
	}
	g.commit("symlink")
	g.Run("update-index", "--add", "--cacheinfo", "160000,"+strings.Repeat("12", 20)+",lis/module")
	g.Run("commit", "-q", "-m", "submodule")
	g.Write("README.md", "only outside\n")
	g.Run("add", "README.md")
	g.Run("commit", "-q", "-m", "outside")
	g.Run("rm", "-q", "-r", "-f", "lis/systems")
	g.Run("commit", "-q", "-m", "delete folder")
	for _, folder := range []string{"", "lis"} {
		checkLog(t, g, folder)
	}
}

func TestLogOfMerges(t *testing.T) {
	g := newGit(t)
	g.Write("a.md", "1\n2\n3\n4\n5\n6\n7\n8\n9\n")
	g.commit("root")
	g.Run("checkout", "-q", "-b", "side")
	g.Write("b.md", "b\n")
	g.commit("side 1\n\nCo-authored-by: Dag Å <dag@example.org>")
	g.Run("checkout", "-q", "main")
	g.Write("c.md", "c\n")
	g.commit("main 1")
	g.Run("checkout", "-q", "side")
	g.merge("main")
	g.Write("b.md", "b2\n")
	g.commit("side 2\n\nReviewed-by: Cia Ö <cia@example.org>\nApproved-by: Dag Å <dag@example.org>")
	g.Run("checkout", "-q", "-b", "one", "main")
	g.Write("one.md", "1\n")
	g.commit("one")
	g.Run("checkout", "-q", "-b", "two", "main")
	g.Write("two.md", "2\n")
	g.commit("two")
	g.Run("checkout", "-q", "main")
	g.merge("side")
	g.merge("one", "two")
	log := checkLog(t, g, "")
	asta, dag := Person{"Asta Ek", "asta@example.org"}, Person{"Dag Å", "dag@example.org"}
	if diff := cmp.Diff([]Person{asta, dag}, log.Entries[1].Authors); diff != "" {
		t.Errorf("authors of the merge of side:\n%s", diff)
	}
	if diff := cmp.Diff([]Person{dag, {"Cia Ö", "cia@example.org"}}, log.Entries[1].Reviewers); diff != "" {
		t.Errorf("reviewers within the merge of side:\n%s", diff)
	}
	if got, want := len(log.Entries), 4; got != want {
		t.Errorf("got %d entries, want %d", got, want)
	}
}

// TestLogOfRandomHistories makes branches, merges of any number of parents, criss-cross merges, several first commits and
// every change of type, by persons whom a mailmap knows.
func TestLogOfRandomHistories(t *testing.T) {
	for seed := range uint64(14) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			g := newGit(t)
			n := 80
			if seed == 0 {
				n = 1000
			}
			g.Feed(randomHistory(rand.New(rand.NewPCG(seed, 1)), n), "fast-import", "--quiet", "--date-format=raw")
			g.Run("config", "mailmap.blob", "HEAD:.mailmap")
			checkLog(t, g, "")
			for _, folder := range []string{"ä", "b/c"} {
				if err := os.MkdirAll(filepath.Join(g.Dir, folder), 0o777); err != nil {
					t.Fatal(err)
				}
				checkLog(t, g, folder)
			}
		})
	}
}

// randomHistory is a stream for git fast-import of n commits, the last of them main.
func randomHistory(random *rand.Rand, n int) string {
	var s strings.Builder
	modes := []string{"100644", "100644", "100644", "100755", "120000"}
	mailmaps := []string{"Pia Å <P1@example.org>\n", "<p2@example.org> P1 Ö <p1@example.org>\nPer <p3@example.org>\n"}
	folders := []string{"", "ä/", "b/", "b/c/", "b/c/å ö/"}
	for i := 1; i <= n; i++ {
		at := 1_600_000_000 + i*5000 - random.IntN(20000) // clocks that disagree
		person := fmt.Sprintf("P%d Ö <p%d@example.org> %d +0%d30", random.IntN(5), random.IntN(5), at, random.IntN(9))
		if i%30 == 29 { // begins anew, and is joined by later merges
			s.WriteString("reset refs/heads/main\n\n")
		}
		fmt.Fprintf(&s, "commit refs/heads/main\nmark :%d\nauthor %s\ncommitter %s\n", i, person, person)
		fmt.Fprintf(&s, "data <<END\nCommit %d\nEND\n", i)
		if i > 1 && i%30 != 29 {
			from := max(1, i-1-random.IntN(4))
			if from%30 == 29 {
				from--
			}
			fmt.Fprintf(&s, "from :%d\n", from)
			if i > 30 && i%30 == 3 {
				fmt.Fprintf(&s, "merge :%d\n", i-4)
			}
			for range random.IntN(3) * random.IntN(2) {
				fmt.Fprintf(&s, "merge :%d\n", 1+random.IntN(i-1))
			}
		}
		if random.IntN(9) == 0 {
			fmt.Fprintf(&s, "M 100644 inline .mailmap\ndata <<END\n%sEND\n", mailmaps[random.IntN(2)])
		}
		for range random.IntN(4) {
			path := folders[random.IntN(len(folders))] + string(rune('a'+random.IntN(5)))
			if random.IntN(4) == 0 {
				fmt.Fprintf(&s, "D %s\n", path)
				continue
			}
			fmt.Fprintf(&s, "M %s inline %s\ndata <<END\n%d\nEND\n", modes[random.IntN(len(modes))], path, random.IntN(9))
		}
		s.WriteString("\n")
	}
	return s.String()
}

func TestAccepted(t *testing.T) {
	bo, cia := Person{"Bo Lind", "bo@example.org"}, Person{"Cia Ö", "cia@example.org"}
	forge := Person{"GitHub", "noreply@github.com"}
	tests := []struct {
		name      string
		committer Person
		trailers  []Trailer
		want      Person
		known     bool
	}{
		{"a person", bo, []Trailer{{"Reviewed-by", cia.String()}}, bo, true},
		{"private address", Person{"Bo", "12+bo@users.noreply.github.com"}, nil, Person{"Bo", "12+bo@users.noreply.github.com"}, true},
		{"forge", forge, nil, Person{}, false},
		{"forge and trailer", forge, []Trailer{{"Reviewed-By", cia.String()}}, cia, true},
		{"approval before review", forge, []Trailer{{"Reviewed-by", cia.String()}, {"Approved-by", bo.String()}}, bo, true},
		{"bot as reviewer", forge, []Trailer{{"Reviewed-by", "renovate[bot] <1+renovate[bot]@example.org>"}}, Person{}, false},
		{"own Forgejo", Person{"Forgejo", "noreply@git.example.org"}, nil, Person{}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := Entry{Commit: Commit{Committer: test.committer, Trailers: test.trailers}}
			got, known := e.Accepted()
			if got != test.want || known != test.known {
				t.Errorf("got %v, %t, want %v, %t", got, known, test.want, test.known)
			}
		})
	}
}
