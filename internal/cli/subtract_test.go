package cli

import (
	"bytes"
	"html"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// divided is what readers know of the figures: that lists of parts add up to a whole, or to no more than it where no = comes first.
var divided = map[string][]string{
	"systems.total":                {"systems.own systems.central", "dpia.done dpia.recommended dpia.missing"},
	"systems.own":                  {"= systems.own.classified systems.own.planned systems.own.unclassified", "= systems.own.plan_done systems.own.plan_not_needed systems.own.plan_missing", "= systems.own.risk_done systems.own.risk_not_needed systems.own.risk_missing"},
	"laws.total":                   {"= laws.ok laws.deviation laws.not_assessed laws.not_applicable"},
	"decisions.total":              {"= decisions.accepted decisions.rejected decisions.postponed decisions.noted"},
	"recommendations.total":        {"recommendations.high recommendations.medium recommendations.low", "recommendations.undecided", "recommendations.without_owner recommendations.owner_not_role"},
	"requirements.total":           {"= requirements.green requirements.yellow requirements.red requirements.grey"},
	"objectives.total":             {"= objectives.ongoing objectives.met objectives.partly_met objectives.not_met objectives.dropped"},
	"incidents.total":              {"= incidents.personal_data incidents.other"},
	"wheel.total":                  {"wheel.due"},
	"wheel.due":                    {"wheel.done"},
	"followup.total":               {"= followup.done followup.late followup.partly followup.waiting followup.remains followup.not_checked followup.dropped", "= followup.done followup.open followup.dropped"},
	"followup.open":                {"= followup.late followup.partly followup.waiting followup.remains followup.not_checked"},
	"controls.people.applicable":   {"controls.people.implemented"},
	"controls.physical.applicable": {"controls.physical.implemented"},
}

// printed runs a command on the example and returns what it prints.
func printed(t *testing.T, dir string, args ...string) string {
	t.Helper()
	var out, problems bytes.Buffer
	status := Run(t.Context(), Env{
		Args: args, Stdin: bytes.NewReader(nil), Stdout: &out, Stderr: &problems, Dir: dir, CacheDir: t.TempDir(), Common: &common, Build: "test",
		Now: func() time.Time { return time.Date(2023, 12, 15, 12, 0, 0, 0, time.UTC) }, Getenv: func(string) string { return "" },
		IsTerminal: func(io.Writer) bool { return false },
	})
	if status != statusDone {
		t.Fatalf("lis %v: %d %s", args, status, problems.String())
	}
	return out.String()
}

// told is what a reader was told of the figures, by point and name.
type told map[string]map[string]string

// add notes a number in words, and reports one that is told differently elsewhere.
func (s told) add(t *testing.T, where, point, name, text string) {
	if s[point] == nil {
		s[point] = map[string]string{}
	}
	if before, known := s[point][name]; known && before != text {
		t.Errorf("%s: %s at %s is %q, and %q elsewhere", where, name, point, text, before)
	}
	s[point][name] = text
}

var (
	figureRow  = regexp.MustCompile(`<th scope="row" role="rowheader">([^<]*)(?: <span[^>]*>[^<]*</span>)*</th>((?:<td[^>]*data-label="[^"]*">[^<]*</td>)+)(?:<td role="cell" class="trend-months">(.*?)</td>)?`)
	figureCell = regexp.MustCompile(`data-label="([^"]*)">([^<]*)</td>`)
	figureStep = regexp.MustCompile(`<b>(\d+)</b>|<span class="trend-step">(\S+) ([^<]*)</span>`)
	coverage   = regexp.MustCompile(`(?s)<section class="(?:coverage|trend-card)".*?</section>`)
	ofWhole    = regexp.MustCompile(`(\d+) (?:av|av de) (\d+)`)
	tableRow   = regexp.MustCompile(`(?s)<tr .*?</tr>`)
	tags       = regexp.MustCompile(`<[^>]*>`)
)

// TestNothingIsHadBySubtraction collects every figure of the public site of the example, on all its pages and month by month, and tries
// to compute each that is told as small. None may be known better than as one of 1 to 4.
func TestNothingIsHadBySubtraction(t *testing.T) {
	demo, site := demoDir(t), t.TempDir()
	names := map[string]string{} // by label
	for line := range strings.Lines(printed(t, demo, "figures")) {
		if f := regexp.MustCompile(`^(\S+)\s+\S+\s+(.*\S)\s*$`).FindStringSubmatch(line); f != nil {
			names[f[2]] = f[1]
		}
	}
	printed(t, demo, "build", "--profile", "public", "-o", site)
	all := told{}
	points := map[string]map[string]string{
		"utveckling.html": {"LG-2022": "LG-2022", "LG-2023": "LG-2023", "Nu": "Nu"}, "since/index.html": {"Före": "LG-2023", "Efter": "Nu"}, "since/lg-2023.html": {"Före": "LG-2022", "Efter": "LG-2023"},
	}
	months := 0
	for name, text := range pagesOf(t, site) {
		for _, row := range figureRow.FindAllStringSubmatch(text, -1) {
			figure := names[html.UnescapeString(row[1])]
			if figure == "" || points[name] == nil {
				continue
			}
			for _, cell := range figureCell.FindAllStringSubmatch(row[2], -1) {
				if at := points[name][cell[1]]; at != "" && cell[2] != "–" {
					all.add(t, name, at, figure, strings.TrimSuffix(cell[2], "*"))
				}
			}
			months += all.addMonths(t, name, figure, row[3])
		}
		notDrawn(t, name, text)
		for _, of := range ofWhole.FindAllStringSubmatch(tags.ReplaceAllString(text, ""), -1) {
			part, _ := strconv.Atoi(of[1])
			if whole, _ := strconv.Atoi(of[2]); whole-part > 0 && whole-part < 5 {
				t.Errorf("%s: %q leaves %d", name, of[0], whole-part)
			}
		}
	}
	small := 0
	for point, shown := range all {
		small += solved(t, point, shown)
	}
	if small < 100 || months < 100 || len(all) < 10 {
		t.Errorf("only %d small numbers, %d steps and %d points were found", small, months, len(all))
	}
}

// pagesOf are the pages of a site, by their names.
func pagesOf(t *testing.T, site string) map[string]string {
	t.Helper()
	pages := map[string]string{}
	err := filepath.WalkDir(site, func(path string, e os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".html" {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(site, path)
		pages[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil || len(pages) < 50 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	return pages
}

// addMonths notes the values of a figure month by month: each holds until the next. It returns the number of steps.
func (s told) addMonths(t *testing.T, where, figure, steps string) int {
	const short = "jan feb mar apr maj jun jul aug sep okt nov dec"
	year, at, text, n := "", 0, "", 0
	until := func(end int) {
		for ; text != "" && at < end; at++ {
			if text != "–" {
				s.add(t, where, strconv.Itoa(at/12)+"-"+strconv.Itoa(1+at%12), figure, text)
			}
		}
	}
	for _, step := range figureStep.FindAllStringSubmatch(steps, -1) {
		if step[1] != "" {
			year = step[1]
			continue
		}
		y, _ := strconv.Atoi(year)
		month := y*12 + strings.Index(short, step[2])/4
		until(month)
		at, text = month, strings.TrimSuffix(step[3], "*")
		n++
	}
	until(2023*12 + 12)
	return n
}

// notDrawn wants no bar and no line where a number of it is not told exactly: its lengths would tell.
func notDrawn(t *testing.T, page, text string) {
	for _, section := range coverage.FindAllString(text, -1) {
		rough := strings.Contains(section, "färre än") || strings.Contains(section, "minst 5") || strings.Contains(section, "visas inte")
		if drawn := strings.Contains(section, `class="bar"`) || strings.Contains(section, `class="trend-line"`) || strings.Contains(section, "<polyline"); rough && drawn {
			t.Errorf("%s draws %s", page, section)
		}
	}
	for _, row := range tableRow.FindAllString(text, -1) {
		if (strings.Contains(row, "färre än") || strings.Contains(row, "minst 5")) && strings.Contains(row, "<svg") {
			t.Errorf("%s draws %s", page, row)
		}
	}
}

// solved computes what is known of the figures that are told at a point, and reports each that is told as small and known better. It
// returns how many are told as small.
func solved(t *testing.T, point string, shown map[string]string) int {
	const endless = 1 << 30
	type bounds struct{ low, high int }
	known := map[string]bounds{}
	for name, text := range shown {
		n, err := strconv.Atoi(text)
		switch {
		case text == "färre än 5":
			known[name] = bounds{1, 4}
		case text == "minst 5":
			known[name] = bounds{5, endless}
		case text == "visas inte":
			known[name] = bounds{0, endless}
		case err != nil:
			t.Fatalf("%s at %s is %q", name, point, text)
		default:
			known[name] = bounds{n, n}
		}
	}
	of := func(name string) bounds {
		if b, ok := known[name]; ok {
			return b
		}
		return bounds{0, endless}
	}
	for range 100 {
		for whole, ways := range divided {
			for _, way := range ways {
				way, exact := strings.CutPrefix(way, "= ")
				parts, low, high := strings.Fields(way), 0, 0
				for _, p := range parts {
					low, high = low+of(p).low, high+of(p).high
				}
				if !exact {
					high = len(parts) * endless
				}
				w := of(whole)
				known[whole] = bounds{max(w.low, low), min(w.high, high)}
				for _, p := range parts {
					b := of(p)
					known[p] = bounds{max(b.low, w.low-(high-b.high)), min(b.high, w.high-(low-b.low))}
				}
			}
		}
	}
	small := 0
	for name, text := range shown {
		if text != "färre än 5" {
			continue
		}
		small++
		if b := known[name]; b.low > 1 || b.high < 4 {
			t.Errorf("%s at %s is known to be %d to %d", name, point, b.low, b.high)
		}
	}
	return small
}
