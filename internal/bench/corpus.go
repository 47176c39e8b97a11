// Package bench makes workspaces and histories of any size, always the same for the same numbers, and measures the program on
// them. It is not part of the program. Start reading at [Files]; the benchmarks are in bench_test.go.
package bench

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/write"
)

// roles is how many roles a workspace has, regardless of its size.
const roles = 20

// Config is the lis.yaml of every workspace made here.
const Config = "format: 1\ntitle: Provbänk\norganisation: ORG-1\ngate_date: 2022-01-01\n"

// Files returns a workspace with n records in addition to its roles and its organisation: four systems to three actions, two
// decisions and one law, with references, links in their text, and bodies of about 1.4 KB.
func Files(n int) map[string][]byte {
	files := map[string][]byte{
		"lis.yaml":             []byte(Config),
		"organisations/org.md": []byte("---\nid: ORG-1\ntitle: Provförvaltningen\ntype: administration\n---\n"),
	}
	for i := range roles {
		files[fmt.Sprintf("roles/roll-%03d.md", i)] = fmt.Appendf(nil, "---\nid: ROLL-%03d\ntitle: Roll %d\ntype: manager\nappointed: \"yes\"\n---\nSvarar för sin avdelning.\n", i, i)
	}
	for i := range n {
		name, data := Record(i, 0)
		files[name] = data
	}
	return files
}

// Record returns the name and text of record number i after a number of edits.
func Record(i, edit int) (name string, data []byte) {
	rng := rand.New(rand.NewPCG(uint64(i), uint64(edit)))
	folder := i % 1000 / 500 // folders of at most 500 files keep trees small
	switch i % 10 {
	case 0, 1, 2, 3:
		return fmt.Sprintf("systems/%d-%d/sys-%05d.md", i/1000, folder, i), system(i, edit, rng)
	case 4, 5, 6:
		return fmt.Sprintf("actions/%d-%d/atg-%05d.md", i/1000, folder, i), action(i, edit, rng)
	case 7, 8:
		return fmt.Sprintf("decisions/%d-%d/bes-%05d.md", i/1000, folder, i), decision(i, edit, rng)
	}
	return fmt.Sprintf("laws/%d-%d/lag-%05d.md", i/1000, folder, i), law(i, edit, rng)
}

// systemBefore returns the id of record i if it is a system, or else of the last system before it.
func systemBefore(i int) string {
	for i%10 > 3 {
		i--
	}
	return fmt.Sprintf("SYS-%05d", i)
}

func system(i, edit int, rng *rand.Rand) []byte {
	level := func() int { return rng.IntN(4) }
	return fmt.Appendf(nil, `---
id: SYS-%05d
title: System nummer %d för ärenden
purpose: Handläggning av ärenden i grupp %d
status: in_use
procurement: own
information_owner: ROLL-%03d
classification:
  state: done
  decided_on: 2022-0%d-1%d
  decided_by: ROLL-%03d
  confidentiality: %d
  integrity: %d
  availability: %d
action_plan:
  state: done
risk_analysis:
  state: not_needed
  reason: "Omfattas av gruppens analys: version %d"
  decided_by: ROLL-000
  decided_on: 2023-03-01
personal_data: "yes"
sensitive_data: "no"
csl_relevant: "no"
contract_signed_on: 2021-05-12
---
%s`, i, i, i%7, rng.IntN(roles), 1+rng.IntN(9), rng.IntN(9), rng.IntN(roles), level(), level(), level(), edit, body(i, rng))
}

func action(i, edit int, rng *rand.Rand) []byte {
	return fmt.Appendf(nil, `---
id: ATG-%05d
title: Åtgärd nummer %d
type: action
source: [%s]
how: Genomgång med avdelningen, beslut i ledningsgruppen
owner: ROLL-%03d
priority: medium
due: 20%d-0%d-15
status: ongoing
followups:
  - {date: 2023-05-01, status: partly, text: "Läget efter ändring %d"}
---
%s`, i, i, systemBefore(i), rng.IntN(roles), 30+rng.IntN(20), 1+rng.IntN(9), edit, body(i, rng))
}

func decision(i, edit int, rng *rand.Rand) []byte {
	return fmt.Appendf(nil, `---
id: BES-%05d
title: Beslut nummer %d
about: [%s]
outcome: accepted
decided_by: ROLL-%03d
decided_on: 2022-12-0%d
dnr: "PROV 2022/%d-%d"
---
%s`, i, i, systemBefore(i), rng.IntN(roles), 1+rng.IntN(9), i, edit, body(i, rng))
}

func law(i, edit int, rng *rand.Rand) []byte {
	return fmt.Appendf(nil, `---
id: LAG-%05d
title: Författning nummer %d
designation: "%d:%d"
summary: Krav på hur uppgifter hanteras i verksamhet %d
owner: ROLL-%03d
assessments:
  - {period: "2023", status: ok, text: "Bedömd %d gånger", assessed_on: 2023-06-01}
verified_on: 2023-06-01
---
%s`, i, i, 1950+i/900, 1+i%900, i%9, rng.IntN(roles), edit, body(i, rng))
}

var sentences = []string{
	"Verksamheten har gått igenom hur uppgifterna hanteras och vem som har tillgång till dem.",
	"Avdelningschefen svarar för att rutinerna följs och att avvikelser rapporteras i tid.",
	"Systemet används dagligen av medarbetare på flera enheter, även utanför kontorstid.",
	"Leverantören har lämnat en beskrivning av skyddet, och den har jämförts med kraven.",
	"Åtgärderna följs upp varje kvartal tillsammans med informationssäkerhetssamordnaren.",
	"Behörigheter tas bort samma dag som någon slutar; listan stäms av i mars och i oktober.",
}

// body returns a text of about 1.4 KB with three headings, each with a list and a link, and a table.
func body(i int, rng *rand.Rand) string {
	var b strings.Builder
	for section := range 3 {
		fmt.Fprintf(&b, "## Avsnitt %d\n\n", section+1)
		for range 4 {
			b.WriteString(sentences[rng.IntN(len(sentences))] + " ")
		}
		fmt.Fprintf(&b, "Se [[%s]].\n\n- en punkt\n- en till med *betoning*\n\n", systemBefore(i))
	}
	b.WriteString("| Krav | Läge |\n|---|---|\n| Behörighet | klar |\n| Loggning | pågår |\n")
	return b.String()
}

// Steps returns the commits of a history: the n records are added in 20 commits, then each commit edits one to five of them.
// Half of the edits are limited to a tenth of the records.
func Steps(n, commits int) iter.Seq[write.Step] {
	return func(yield func(write.Step) bool) {
		rng := rand.New(rand.NewPCG(1, uint64(n)))
		edits := make([]int, n)
		at := time.Date(2015, 1, 1, 12, 0, 0, 0, time.UTC)
		const imports = 20
		for c := range commits {
			step := write.Step{
				At: at.Add(time.Duration(c) * 6 * time.Hour), Author: history.Person{Name: fmt.Sprintf("Person %d", c%9), Email: "person@example.se"},
				Message: fmt.Sprintf("Ändring %d\n", c), Files: map[string][]byte{},
			}
			if c == 0 {
				step.Files = Files(0)
			}
			for i := c * n / imports; c < imports && i < (c+1)*n/imports; i++ {
				name, data := Record(i, 0)
				step.Files[name] = data
			}
			for k := 0; c >= imports && k < 1+rng.IntN(5); k++ {
				i := rng.IntN(n)
				if rng.IntN(2) == 0 {
					i = rng.IntN(max(n/10, 1))
				}
				edits[i]++
				name, data := Record(i, edits[i])
				step.Files[name] = data
			}
			if !yield(step) {
				return
			}
		}
	}
}
