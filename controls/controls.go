// Package controls holds the reference data that the program ships: the catalogues, each a folder with one Markdown record of the
// kind criterion per clause and control, and laws.csv, the register of Swedish and European law. It owns the data and reads the
// register; the records go through the same pipeline as all others, and what follows from a repealed law is decided by the rules.
// README.md describes where the data comes from, how certain it is and how it is kept up to date. Start reading at [FS] and
// [Laws].
package controls

import (
	"bytes"
	"embed"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

// FS holds the shipped data: a folder per catalogue, as listed by [Names], and laws.csv.
//
//go:embed cybersakerhetslagen-2-3 iso27001-2022 laws.csv
var FS embed.FS

// Names returns the shipped catalogues, sorted. Each name is a folder of [FS], a value of the setting catalogues, and the part
// before the slash in the ids of the catalogue's entries.
func Names() []string {
	entries, err := FS.ReadDir(".")
	if err != nil {
		panic(fmt.Sprintf("controls: list the catalogues: %v", err))
	}
	var names []string
	for _, e := range entries { // sorted by ReadDir
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// Law is one entry of the law register: an act, an ordinance, an agency's regulation or an act of the European Union. Days are
// strings, YYYY-MM-DD, empty if the day is not known; none is guessed.
type Law struct {
	Designation  string // number in its series, "2018:1174", "MCFFS 2026:8" or "(EU) 2016/679"; the key of [Laws]
	TitleSV      string // Swedish title, shortened if a shorter one is in general use
	Type         string // constitutional_act, act, ordinance, agency_regulation, eu_regulation or eu_directive
	Status       string // when last looked at: in_force, repealed or unknown
	InForceFrom  string // first day in force
	RepealedFrom string // first day no longer in force; can be empty even if Status is repealed
	ReplacedBy   string // designation of the successor; empty if there is none or none is known
	Core         bool   // most municipalities and regions need it in their own list; our judgement
	VerifiedAsOf string // day of the source that the entry was checked against; empty if the source is undated
	Confidence   string // seen (the text was read), title_seen (title and status only) or second_hand
	Note         string // what is not known or was not checked, in English
}

// RepealedOn reports whether the law is no longer in force on day, YYYY-MM-DD. It returns false for a law repealed on an unknown
// day, because any answer for a given day would be a guess; Status identifies that case.
func (l Law) RepealedOn(day string) bool {
	return l.RepealedFrom != "" && l.RepealedFrom <= day
}

// Laws returns the register, keyed by designation. The map is shared and must not be changed.
func Laws() map[string]Law { return laws() }

// LawNamed returns the law with the given designation, with or without the name of the series of acts and ordinances (SFS), which
// the register leaves out.
func LawNamed(designation string) (law Law, known bool) {
	law, known = laws()[BareDesignation(designation)]
	return law, known
}

// BareDesignation returns a designation as the register writes it.
func BareDesignation(designation string) string { return strings.TrimPrefix(designation, "SFS ") }

var laws = sync.OnceValue(func() map[string]Law {
	data, err := FS.ReadFile("laws.csv")
	if err != nil {
		panic(fmt.Sprintf("controls: %v", err))
	}
	list, err := readLaws(bytes.NewReader(data))
	if err != nil {
		panic(fmt.Sprintf("controls: read laws.csv: %v", err))
	}
	register := make(map[string]Law, len(list))
	for _, l := range list {
		register[l.Designation] = l
	}
	return register
})

// lawColumns is the first row of laws.csv, in the order that lawFromRow reads.
var lawColumns = []string{
	"designation", "title_sv", "type", "status", "in_force_from", "repealed_from", "replaced_by", "core",
	"verified_as_of", "confidence", "note",
}

// readLaws reads the register in the order of its rows.
func readLaws(r io.Reader) ([]Law, error) {
	rows, err := csv.NewReader(r).ReadAll() // all rows must be as long as the first
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || !slices.Equal(rows[0], lawColumns) {
		return nil, fmt.Errorf("the first row is not %q", lawColumns)
	}
	list := make([]Law, 0, len(rows)-1)
	for _, row := range rows[1:] {
		list = append(list, lawFromRow(row))
	}
	return list, nil
}

func lawFromRow(row []string) Law {
	return Law{
		Designation:  row[0],
		TitleSV:      row[1],
		Type:         row[2],
		Status:       row[3],
		InForceFrom:  row[4],
		RepealedFrom: row[5],
		ReplacedBy:   row[6],
		Core:         row[7] == "yes",
		VerifiedAsOf: row[8],
		Confidence:   row[9],
		Note:         row[10],
	}
}
