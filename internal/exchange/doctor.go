package exchange

import (
	"fmt"
	"io"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/setup"
)

// doctorShape is the shape of `lis doctor --format json`.
type doctorShape struct {
	Version int            `json:"version"`
	Checks  []checkUpShape `json:"checks"`
}

// checkUpShape is what was found about one thing. Fix is empty if there is nothing to do.
type checkUpShape struct {
	ID     string       `json:"id"`
	Status setup.Status `json:"status"`
	Title  string       `json:"title"`
	Detail string       `json:"detail"`
	Fix    string       `json:"fix"`
}

// WriteDoctorJSON writes a check-up as data.
func WriteDoctorJSON(w io.Writer, checks []setup.Check) error {
	out := doctorShape{Version: 1, Checks: []checkUpShape{}}
	for _, c := range checks {
		out.Checks = append(out.Checks, checkUpShape(c))
	}
	return writeShape(w, out)
}

// WriteDoctorText writes a check-up for people, and how many checks have which status. If quiet is set, checks that are OK are
// left out.
func WriteDoctorText(w io.Writer, checks []setup.Check, lang locale.Lang, quiet bool) error {
	words := map[setup.Status]string{setup.OK: lang.T("doctor.ok"), setup.Attention: lang.T("doctor.attention"), setup.Bad: lang.T("doctor.bad")}
	width := 4
	for _, word := range words {
		width = max(width, len(word))
	}
	counts := map[setup.Status]int{}
	var b strings.Builder
	for _, c := range checks {
		counts[c.Status]++
		if quiet && c.Status == setup.OK {
			continue
		}
		fmt.Fprintf(&b, "%-*s  %s: %s\n", width, words[c.Status], c.Title, c.Detail)
		if c.Fix != "" {
			fmt.Fprintf(&b, "%*s%s\n", width+2, "", lang.T("doctor.fix", locale.Args{"fix": c.Fix}))
		}
	}
	fmt.Fprintf(&b, "\n%s\n", lang.T("doctor.summary", locale.Args{"ok": counts[setup.OK], "attention": counts[setup.Attention], "bad": counts[setup.Bad]}))
	return writeString(w, b.String())
}
