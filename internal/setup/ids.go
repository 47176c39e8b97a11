package setup

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
)

// firstNumber is the number of the first record of a kind.
const firstNumber = "001"

// ending splits an id before its last number.
var ending = regexp.MustCompile(`^(.*?)([0-9]+)$`)

// ProposeID returns a free id for the draft: for a control, a gap or a catalogue entry, that of its subject; for a kind whose ids
// are names, one from the title; else the number after the highest, in the same form. Two people working at the same time can get
// the same id; the rule id-duplicate reports it when their work is merged.
func (d *Draft) ProposeID() string {
	if id := d.idOfSubject(); id != "" {
		return id
	}
	if d.Kind.NamedIDs {
		if name := strings.ToUpper(slug(d.Text("title"))); name != "" {
			return d.free(d.Kind.Prefix + "-" + name)
		}
	}
	part := ending.FindStringSubmatch(highestOf(d.ids(), d.Kind.Prefix+"-"))
	if part == nil || d.Kind.TitleFrom != "" {
		return d.next(d.Kind.Prefix+"-", 1, len(firstNumber))
	}
	n, err := strconv.Atoi(part[2])
	if err != nil { // too long for an int
		return d.next(d.Kind.Prefix+"-", 1, len(firstNumber))
	}
	return d.next(part[1], n+1, len(part[2]))
}

// Identify gives the draft the proposed id, unless it has one.
func (d *Draft) Identify() error {
	if d.Has("id") {
		return nil
	}
	return d.Set("id", d.ProposeID())
}

// idOfSubject returns the id of a record that is named after its subject, or "".
func (d *Draft) idOfSubject() string {
	if d.Kind.Name == record.CatalogueKind && d.Text("catalogue") != "" && d.Text("number") != "" {
		return d.Text("catalogue") + "/" + d.Text("number")
	}
	if d.Kind.TitleFrom == "" {
		return ""
	}
	entry, _ := d.graph.Resolve(d.Text(d.Kind.TitleFrom), []string{record.CatalogueKind})
	if entry == nil {
		return ""
	}
	if id := statementID(d.graph, d.Kind, entry); !taken(d.graph, id) {
		return id
	}
	return ""
}

// ids returns the ids of the kind's records, including those with broken front matter.
func (d *Draft) ids() []string {
	var ids []string
	for _, r := range d.graph.Records {
		if r.Kind.Name == d.Kind.Name {
			ids = append(ids, r.ID, r.Doc.ID)
		}
	}
	return ids
}

// highestOf returns the highest id that ends in a number. It looks first at ids of the form prefix and number, then at those that
// start with the prefix, then at all.
func highestOf(ids []string, prefix string) string {
	numbered := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !ending.MatchString(id) })
	var plain, own []string
	for _, id := range numbered {
		if rest, ok := strings.CutPrefix(id, prefix); ok {
			own = append(own, id)
			if part := ending.FindStringSubmatch(rest); part[1] == "" {
				plain = append(plain, id)
			}
		}
	}
	for _, list := range [][]string{plain, own, numbered} {
		if len(list) > 0 {
			return slices.MaxFunc(list, graph.CompareIDs)
		}
	}
	return ""
}

// next returns the first free id from number n on, with the number padded to width digits.
func (d *Draft) next(start string, n, width int) string {
	for ; ; n++ {
		if id := fmt.Sprintf("%s%0*d", start, width, n); !taken(d.graph, id) {
			return id
		}
	}
}

// free returns id or, if it is taken, id with a number added.
func (d *Draft) free(id string) string {
	if taken(d.graph, id) {
		return d.next(id+"-", 2, 1)
	}
	return id
}

// taken reports whether a record or catalogue entry has the id, ignoring case.
func taken(g *graph.Graph, id string) bool {
	for _, list := range [][]*record.Record{g.Records, g.Entries} {
		if slices.ContainsFunc(list, func(r *record.Record) bool { return strings.EqualFold(r.ID, id) || strings.EqualFold(r.Doc.ID, id) }) {
			return true
		}
	}
	return false
}
