package figures

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/schema"
)

// Definition is what a figure counts.
type Definition struct {
	Name        string
	Label, Help locale.Text  // Help is zero if nobody wrote what it counts
	Kind        *record.Kind // whose records it counts
	Where, Sum  string       // conditions as they are written; Sum is "" if records are counted
	Publish     record.Profile
	Own         bool
	// OnPages is set for a figure that only pages show and lis figures does not list.
	OnPages bool
}

// Called returns the figures that a person can mean by a text: by name, or by label in either language.
func Called(all []Definition, text string) []Definition {
	names := make([][]string, len(all))
	for i, d := range all {
		names[i] = []string{d.Name, d.Label.SV, d.Label.EN}
	}
	var out []Definition
	for _, i := range record.Called(text, names) {
		out = append(out, all[i])
	}
	return out
}

// NearCalled returns the names of the figures nearest to a text that names none, by name or by label.
func NearCalled(all []Definition, text string) []string {
	var known []string
	of := map[string]string{}
	for _, d := range all {
		for _, name := range []string{d.Name, d.Label.SV, d.Label.EN} {
			if name = strings.ToLower(name); of[name] == "" {
				known, of[name] = append(known, name), d.Name
			}
		}
	}
	var out []string
	for _, name := range record.Nearest(strings.ToLower(text), known) {
		if !slices.Contains(out, of[name]) {
			out = append(out, of[name])
		}
	}
	return out
}

// Definitions returns what the figures of the program count, then those of a workspace with the given kinds and files; files can be
// nil. Those that count no kind are left out.
func Definitions(kinds *record.Kinds, files map[string][]byte) ([]Definition, error) {
	env, err := expr.New(expr.Funcs{})
	if err != nil {
		return nil, err
	}
	var all []Definition
	for _, own := range []bool{false, true} {
		for _, file := range []string{figuresFile, dashboardFile} {
			data, ok := files[path.Join("schema", file)]
			if !own {
				if data, err = schema.FS.ReadFile(file); err != nil {
					return nil, fmt.Errorf("read %s: %w", file, err)
				}
				ok = true
			}
			if !ok {
				continue
			}
			front := document.ParseYAML("schema/"+file, data).Front
			if file == dashboardFile {
				front = front.Get("figures")
			}
			if front == nil {
				continue
			}
			for _, e := range front.Entries {
				if d := define(env, kinds, Source{Entry: e, Own: own}); d.Kind != nil {
					d.OnPages = file == dashboardFile
					all = append(all, d)
				}
			}
		}
	}
	return all, nil
}

func define(env *expr.Env, kinds *record.Kinds, s Source) Definition {
	d := Definition{
		Name: s.Entry.Key, Label: s.both("label"), Help: s.both("help"), Kind: kinds.Named(s.text("count")), Where: s.text("where"),
		Sum: s.text("sum"), Publish: record.Profile(s.text("publish")), Own: s.Own,
	}
	if s.Own && d.Kind != nil {
		where, _ := env.CompileLimited(d.Where, expr.Truth) // one that is wrong is the matter of Check
		sum, _ := env.CompileLimited(d.Sum, expr.Anything)
		d.Publish = widest(kinds, d.Kind, s.text("publish"), where, sum)
	}
	return d
}

// Sentence says which records the figure counts, in words: what its definition says, or else what its condition says. rest are the
// conditions that must hold, one to a line, if the sentence ends with a colon.
func (d Definition) Sentence(kinds *record.Kinds, lang locale.Lang) (said string, rest []string) {
	if help := d.Help.In(lang); help != "" {
		return help, nil
	}
	args := locale.Args{"kind": d.Kind.Label.In(lang)}
	all, one, several := "figure.counts-all", "figure.counts-one", "figure.counts"
	if d.Sum != "" {
		sum, ok := rules.ValueInWords(kinds, d.Kind, d.Sum, lang)
		if !ok {
			sum = d.Sum
		}
		args["value"] = sum
		all, one, several = "figure.adds-all", "figure.adds-one", "figure.adds"
	}
	if d.Where == "true" {
		return lang.T(all, args), nil
	}
	rest = rules.InWords(kinds, d.Kind, d.Where, lang)
	if len(rest) == 1 {
		args["what"] = rest[0]
		return lang.T(one, args), nil
	}
	return lang.T(several, args), rest
}
