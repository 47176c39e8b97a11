package rules

import (
	"fmt"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// checkStatistics finds incident counts that contradict each other: the first contradiction in each record.
func checkStatistics(p *Pass) {
	for _, r := range p.readable("incident-statistics", "counts", "gaps") {
		for _, flaw := range []func(counts) (string, locale.Text){partsOf, typesOf, partsTooMany, oneClass} {
			if field, detail := flaw(counts{r}); field != "" {
				p.Report(graph.Finding(r, "incident-statistics-inconsistent", field, locale.Args{"detail": detail}))
				break
			}
		}
	}
}

// counts reads the numbers of a period.
type counts struct{ *record.Record }

// of returns a number; ok is false if it was not counted.
func (c counts) of(name string) (n int, ok bool) {
	v, ok := c.At("counts." + name).(int64)
	return int(v), ok
}

// partsOf requires the two classes to add up to the total.
func partsOf(c counts) (field string, detail locale.Text) {
	total, _ := c.of("total")
	personal, ok := c.of("personal_data")
	other, too := c.of("other")
	if !ok || !too || personal+other == total {
		return "", detail
	}
	args := locale.Args{"personal": personal, "other": other, "sum": personal + other, "total": total}
	return "counts.total", locale.Text{
		SV: locale.Fill("{personal:# personuppgiftsincident|# personuppgiftsincidenter} och {other:# övrig|# övriga} blir {sum}, inte {total}", args),
		EN: locale.Fill("{personal:# personal data breach|# personal data breaches} and {other:# other|# others} add up to {sum}, not {total}", args),
	}
}

// typesOf requires the types, if any is counted, to add up to the total.
func typesOf(c counts) (field string, detail locale.Text) {
	total, _ := c.of("total")
	byType, _ := c.At("counts.by_type").(map[string]any)
	sum := 0
	for name := range byType {
		n, _ := c.of("by_type." + name)
		sum += n
	}
	if len(byType) == 0 || sum == total {
		return "", detail
	}
	return "counts.by_type", locale.Text{
		SV: fmt.Sprintf("typerna blir tillsammans %d, inte %d", sum, total), EN: fmt.Sprintf("the types add up to %d, not %d", sum, total),
	}
}

// partsTooMany requires no part to be larger than what it is part of.
func partsTooMany(c counts) (field string, detail locale.Text) {
	for _, part := range []struct{ name, of string }{
		{"personal_data", "total"},
		{"other", "total"},
		{"significant", "total"},
		{"notified_imy", "personal_data"},
		{"notified_imy", "total"},
		{"by_property.confidentiality", "total"},
		{"by_property.integrity", "total"},
		{"by_property.availability", "total"},
	} {
		n, ok := c.of(part.name)
		whole, too := c.of(part.of)
		if ok && too && n > whole {
			name, of := inSentence(c.Kind.Field("counts."+part.name).Label), inSentence(c.Kind.Field("counts."+part.of).Label)
			return "counts." + part.name, locale.Text{
				SV: fmt.Sprintf("%s är %d men %s bara %d", name.SV, n, of.SV, whole),
				EN: fmt.Sprintf("%s are %d but %s only %d", name.EN, n, of.EN, whole),
			}
		}
	}
	return "", detail
}

// oneClass requires an explanation in gaps if only personal data breaches were counted.
func oneClass(c counts) (field string, detail locale.Text) {
	_, personal := c.of("personal_data")
	_, other := c.of("other")
	if !personal || other || c.Text("gaps") != "" {
		return "", detail
	}
	return "counts.other", locale.Text{SV: "bara personuppgiftsincidenter är räknade", EN: "only personal data breaches are counted"}
}
