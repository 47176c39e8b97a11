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

// ending is an id taken apart at its last number.
var ending = regexp.MustCompile(`^(.*?)([0-9]+)$`)

// ProposeID is a free id for the draft: that of what it is about for a control, a gap or an entry of a catalogue; the
// title for a kind whose ids are names; else the number after the highest, written like it. Two people who work at once
// may be given the same; the rule id-duplicate tells them when their work meets.
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
	if err != nil { // longer than any number
		return d.next(d.Kind.Prefix+"-", 1, len(firstNumber))
	}
	return d.next(part[1], n+1, len(part[2]))
}

// idOfSubject is the id of a record that is named after what it says something about, or "".
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

// ids are those of the kind's records, also of the ones whose front matter is broken.
func (d *Draft) ids() []string {
	var ids []string
	for _, r := range d.graph.Records {
		if r.Kind.Name == d.Kind.Name {
			ids = append(ids, r.ID, r.Doc.ID)
		}
	}
	return ids
}

// highestOf is the highest id that ends in a number: of those with the kind's prefix and nothing more before the number
// where there are any, else of those with the prefix, else of all.
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

// next is the first free id from a number on, the number at least so many digits wide.
func (d *Draft) next(start string, n, width int) string {
	for ; ; n++ {
		if id := fmt.Sprintf("%s%0*d", start, width, n); !taken(d.graph, id) {
			return id
		}
	}
}

// free is the id itself, or with a number after it where it is taken.
func (d *Draft) free(id string) string {
	if taken(d.graph, id) {
		return d.next(id+"-", 2, 1)
	}
	return id
}

// taken reports whether some record bears the id, its letters large or small.
func taken(g *graph.Graph, id string) bool {
	for _, list := range [][]*record.Record{g.Records, g.Entries} {
		if slices.ContainsFunc(list, func(r *record.Record) bool { return strings.EqualFold(r.ID, id) || strings.EqualFold(r.Doc.ID, id) }) {
			return true
		}
	}
	return false
}
