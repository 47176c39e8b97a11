package rules

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
)

// personal are the rules about personal data that does not belong in a record.
var personal = []Rule{
	{
		ID: "personal-number", Severity: diag.Error,
		Message: locale.Text{SV: "raden innehåller något som ser ut som ett personnummer ({masked})", EN: "the line contains what looks like a personal identity number ({masked})"},
		Hint:    locale.Text{SV: "ta bort numret; har det redan sparats i git finns det kvar i historiken, så kontakta dataskyddsombudet", EN: "remove the number; once saved in git it stays in the history, so contact the data protection officer"},
		Why:     locale.Text{SV: "personnummer behövs inte här, och versionshistoriken glömmer inget", EN: "personal identity numbers are not needed here, and the version history forgets nothing"},
		Source:  "GDPR art. 5.1 c; lagen (2018:218) 3 kap. 10 §",
		Check:   checkPersonalNumbers,
	},
}

// checkPersonalNumbers searches the files of all records as they are, comments included. No number is shown in what it reports.
func checkPersonalNumbers(p *Pass) {
	for _, r := range p.Workspace.Graph.Records {
		var masked *source.File
		var fields []placedField
		for _, at := range personalNumbers(string(r.File().Data), p.AsOf) {
			if masked == nil {
				masked, fields = maskedFile(r.File(), p.AsOf), fieldsOf(r)
			}
			span := spanIn(r.File(), at[0], at[1]-at[0])
			field := fieldAt(fields, span.Start)
			if field == "dnr" || strings.HasSuffix(field, ".dnr") || strings.HasSuffix(field, "_ref") {
				continue
			}
			f := graph.Finding(r, "personal-number", field, locale.Args{"masked": masked.Text(span)})
			f.File, f.Span = masked, span
			p.Report(f)
		}
	}
}

// maskedFile returns a file with its personal identity numbers masked, so that no printer quotes one.
func maskedFile(f *source.File, asOf string) *source.File {
	data := []byte(string(f.Data))
	for _, at := range personalNumbers(string(f.Data), asOf) {
		for i := at[0]; i < at[1]; i++ {
			if data[i] >= '0' && data[i] <= '9' {
				data[i] = '*'
			}
		}
	}
	return source.NewFile(f.Name, data)
}

// placedField is a value in a file with its dotted path.
type placedField struct {
	span source.Span
	path string
}

// fieldsOf returns the values of a record in the order of the file. They do not overlap.
func fieldsOf(r *record.Record) []placedField {
	var all []placedField
	for _, f := range r.Kind.Fields() {
		for _, path := range graph.Expand(r.Values, f.Path) {
			if n := r.Node(path); n != nil && n.IsScalar() {
				all = append(all, placedField{n.Span, path})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b placedField) int { return a.span.Start.Compare(b.span.Start) })
	return all
}

// fieldAt returns the path of the field whose value includes a place in the file; "" in the text below the front matter.
func fieldAt(fields []placedField, at source.Pos) string {
	i, exact := slices.BinarySearchFunc(fields, at, func(f placedField, at source.Pos) int { return f.span.Start.Compare(at) })
	if !exact {
		i--
	}
	if i >= 0 && at.Compare(fields[i].span.End) <= 0 {
		return fields[i].path
	}
	return ""
}

// separators are the separators allowed before the last four digits. Word processors replace the hyphen with other dashes.
var separators = []string{"-", "+", "‐", "‑", "–"}

// notPersonal matches what comes before a number that is something else, such as a telephone number or a registration number.
var notPersonal = regexp.MustCompile(`(?i)(tel|telefon|tfn|mobil|phone|fax|ring|sms|dnr|diarienummer|diarienr|ärende|ärendenummer|org\.? ?nr|organisationsnummer|bankgiro|plusgiro|faktura|ocr)[a-zåäö]*[.:]? {0,2}(nr|nummer)?[.:]? {0,2}$`)

// personalNumbers returns the byte offsets of the Swedish personal identity numbers and coordination numbers in a text. A number
// has a date that is not in the future, a birth number and a correct check digit, and is not part of a longer number, word, id or
// address.
func personalNumbers(text, asOf string) [][]int {
	var out [][]int
	for start := 0; start < len(text); start++ {
		if !isDigit(text[start]) {
			continue
		}
		run := digitsAt(text, start)
		end, ok := numberEnd(text, start, run)
		if ok && isolated(text, start, end) && isPersonalNumber(text[start:end], asOf) && !notPersonal.MatchString(text[max(0, start-40):start]) {
			out = append(out, []int{start, end})
			run = end
		}
		start = run
	}
	return out
}

// digitsAt returns where the run of digits that begins at a place ends.
func digitsAt(text string, at int) int {
	for at < len(text) && isDigit(text[at]) {
		at++
	}
	return at
}

// numberEnd returns the end of a number of the right form whose first digits are at start to run: ten or twelve digits, or six or
// eight, a separator and four more.
func numberEnd(text string, start, run int) (end int, ok bool) {
	switch run - start {
	case 10, 12:
		return run, true
	case 6, 8:
		for _, sign := range separators {
			if strings.HasPrefix(text[run:], sign) {
				last := run + len(sign)
				return last + 4, digitsAt(text, last) == last+4
			}
		}
	}
	return 0, false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isolated reports whether nothing touches a number that would make it part of something longer.
func isolated(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, size := utf8.DecodeRuneInString(text[end:])
	next, _ := utf8.DecodeRuneInString(text[end+size:])
	joins := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-+_/‐‑–=#@&", r)
	}
	if joins(before) || strings.ContainsRune(".,:", before) && start > 1 && isDigit(text[start-2]) {
		return false
	}
	return !joins(after) && !(strings.ContainsRune(".,:", after) && unicode.IsDigit(next))
}

// isPersonalNumber reports whether a number of the right form has a valid date, birth number and check digit.
func isPersonalNumber(number, asOf string) bool {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, number)
	centuries := []string{"18", "19", "20"}
	if len(digits) == 12 {
		centuries, digits = []string{digits[:2]}, digits[2:]
	}
	if digits[6:9] == "000" || !luhn(digits) {
		return false
	}
	for _, century := range centuries {
		if isBirthday(century, digits, asOf) {
			return true
		}
	}
	return false
}

// isBirthday reports whether the first six digits are a day in a century that is not in the future. Coordination numbers have 60
// added to the day.
func isBirthday(century, digits, asOf string) bool {
	if century != "18" && century != "19" && century != "20" {
		return false
	}
	day, _ := strconv.Atoi(digits[4:6])
	if day > 60 {
		day -= 60
	}
	text := century + digits[:2] + "-" + digits[2:4] + "-" + strconv.Itoa(day/10) + strconv.Itoa(day%10)
	_, ok := locale.ParseDate(text)
	return ok && text <= asOf
}

// luhn reports whether the last of ten digits is the check digit of the others.
func luhn(digits string) bool {
	sum := 0
	for i := range digits {
		n := int(digits[i]-'0') * (2 - i%2)
		sum += n/10 + n%10
	}
	return sum%10 == 0
}
